"""How much of a question's words a passage holds: as they are, as official words, or by likeness."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import content_words, lay_phrases, official_words
from index.embedder import Embedder
from index.kept import Kept
from index.question_words import without_question_words

_WORD_SIMILAR = 0.62
_TITLE_SHARE = 0.3
_PASSAGES_KEPT = 64
_WORDS_KEPT = 256
_QUESTIONS_KEPT = 8
_COVERAGES_KEPT = 256

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a question with their weights, their official words, and the lay phrases."""

    words: tuple[tuple[str, float, tuple[str, ...]], ...]
    phrases: tuple[tuple[str, tuple[str, ...]], ...]


class WordCoverage:
    """Measures passages against questions; remembers what it measured last."""

    def __init__(self, embedder: Embedder, in_titles: Callable[[str], bool]) -> None:
        """Take an embedder for words, and what tells whether a word stands in the titles."""
        self._embedder = embedder
        self._in_titles = in_titles
        self._asked: Kept[str, _Asked] = Kept(_QUESTIONS_KEPT)
        self._coverages: Kept[tuple[str, str], float] = Kept(_COVERAGES_KEPT)
        self._of_passages: Kept[str, Vectors] = Kept(_PASSAGES_KEPT)
        self._of_words: Kept[str, Vectors] = Kept(_WORDS_KEPT)

    def coverage(self, question: str, passage: str) -> float:
        """Share of a question's topic words that a passage holds, 0 to 1, rare words weighing more.

        A word counts in full where it, its official word or that of the lay phrase that it is of
        (门槛 of 门槛费) stands in the passage, in part where one like it does.
        """
        return self._coverages.get((question, passage), self._measured)

    def _measured(self, pair: tuple[str, str]) -> float:
        question, passage = pair
        asked = self._asked.get(question, self._read)
        told = [lay for lay, official in asked.phrases if any(o in passage for o in official)]
        total = held = 0.0
        for word, weight, official in asked.words:
            total += weight
            whole = (
                word in passage
                or any(o in passage for o in official)
                or any(word in lay for lay in told)
            )
            held += weight * (1.0 if whole else self._in_part(word, passage))
        return held / total if total else 0.0

    def _read(self, question: str) -> _Asked:
        words = content_words(without_question_words(question))
        weighed = tuple((word, self.weight(word), official_words(word)) for word in words)
        return _Asked(weighed, lay_phrases(question))

    def weight(self, word: str) -> float:
        """How much a word of a question counts: longer ones more, those of the titles less."""
        rarity = 1.0 + 0.5 * min(len(word), 4)
        return rarity * (_TITLE_SHARE if self._in_titles(word) else 1.0)

    def holds_word(self, word: str, passage: str) -> bool:
        """Whether a word, its official word or one like it stands in a passage."""
        literal = word in passage or any(o in passage for o in official_words(word))
        return literal or self._in_part(word, passage) > 0

    def _in_part(self, word: str, passage: str) -> float:
        likest = self.likest(word, passage)
        return likest if likest >= _WORD_SIMILAR else 0.0

    def likest(self, word: str, passage: str) -> float:
        """Cosine of a word with the most similar word of a passage, 0 where it has none."""
        others = self._of_passages.get(passage, self._vectors_of)
        if not len(others):
            return 0.0
        return float(np.max(others @ self._of_words.get(word, self._vector_of)))

    def _vector_of(self, word: str) -> Vectors:
        vector: Vectors = self._embedder.encode_passages([word])[0]
        return vector

    def _vectors_of(self, passage: str) -> Vectors:
        return self._embedder.encode_passages(content_words(passage))
