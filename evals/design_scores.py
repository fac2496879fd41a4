"""Texts and questions in, the best texts by each design out; each form made once for all designs.

Scores as index/retriever.py does, but many questions at once, so that designs can be compared on
large sets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from evals.retrieval_design import Cut, Design, Headings
from index.embedder import Embedder, Matrix
from index.fusion import fused_scores
from index.keywords import Keywords
from index.passages import Passage, clause_passages, sentence_passages
from index.question_words import without_question_words
from index.search_store import Progress
from index.terms import TermKind

_DEEPEST = 10
_TEXTS_AT_ONCE = 1024


class DesignTexts:
    """The texts of a set in every form that a design asks for, each made once."""

    def __init__(
        self, documents: Sequence[Document], embedder: Embedder, progress: Progress
    ) -> None:
        """Nothing is made before it is asked for; `progress` is told about embedding."""
        self.embedder = embedder
        self._documents = documents
        self._progress = progress
        self.passages = cache(self._cut)
        self.vectors = cache(self._embedded)
        self.keywords = cache(self._looked_up)
        self.first_sentences = cache(self._first_sentences)

    def _cut(self, cut: Cut) -> list[Passage]:
        return [passage for document in self._documents for passage in cut(document)]

    def _embedded(self, cut: Cut, headings: Headings) -> Matrix:
        texts = [headings.before(passage) for passage in self.passages(cut)]
        parts: list[Matrix] = []
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            some = texts[first : first + _TEXTS_AT_ONCE]
            parts.append(self.embedder.encode_passages(some))
            self._progress(first + len(some), len(texts))
        return np.concatenate(parts)

    def _looked_up(self, cut: Cut, headings: Headings, terms: TermKind) -> Keywords:
        return Keywords.of((headings.before(each) for each in self.passages(cut)), terms)

    def _first_sentences(self) -> NDArray[np.int64]:
        """For every clause passage, the row of its first sentence."""
        owners = [(each.document, each.clause) for each in self.passages(clause_passages)]
        rows = {owner: row for row, owner in enumerate(owners)}
        sentences = self.passages(sentence_passages)
        clause_of = np.array([rows[each.document, each.clause] for each in sentences])
        return np.searchsorted(clause_of, np.arange(len(owners)))


@dataclass(frozen=True, slots=True)
class _Words:
    """BM25 of n questions for all texts, `(n, texts)`, and the highest that each allows."""

    bm25: Matrix
    highest: tuple[float, ...]


class DesignScores:
    """Some questions and their scores in every form that a design asks for, each made once."""

    def __init__(self, questions: Sequence[str], texts: DesignTexts) -> None:
        """Nothing is computed before it is asked for."""
        self._questions = questions
        self._texts = texts
        self._cosines = cache(self._compared_with)
        self._nearest = cache(self._nearest_sentences)
        self._words = cache(self._matched)

    def ranked(self, design: Design) -> Iterator[list[int]]:
        """For every question the rows of the best passages, best first."""
        kept = design.question_words
        cosines = self._cosines(design.cut, design.embedded, kept)
        if design.sentence_weight:
            share = design.sentence_weight
            cosines = (1 - share) * cosines + share * self._nearest(design.embedded, kept)
        words = self._words(design.cut, design.searched, design.terms, kept)
        for cosine, bm25, highest in zip(cosines, words.bm25, words.highest, strict=True):
            yield _best(fused_scores(cosine, bm25, highest, dense_weight=design.dense_weight))

    def _asked(self, kept: bool) -> list[str]:
        """The questions, with the words that only ask or without."""
        return [each if kept else without_question_words(each) for each in self._questions]

    def _compared_with(self, cut: Cut, headings: Headings, kept: bool) -> Matrix:
        questions = self._texts.embedder.encode_queries(self._asked(kept))
        return questions @ self._texts.vectors(cut, headings).T

    def _nearest_sentences(self, headings: Headings, kept: bool) -> Matrix:
        cosines = self._compared_with(sentence_passages, headings, kept)
        nearest = np.maximum.reduceat(cosines, self._texts.first_sentences(), axis=1)
        return np.asarray(nearest, dtype=np.float32)

    def _matched(self, cut: Cut, headings: Headings, kind: TermKind, kept: bool) -> _Words:
        keywords = self._texts.keywords(cut, headings, kind)
        terms = [keywords.query(each) for each in self._asked(kept)]
        return _Words(
            np.stack([keywords.scores(each) for each in terms]),
            tuple(keywords.highest_score(each) for each in terms),
        )


def _best(scores: NDArray[np.float32]) -> list[int]:
    """The rows of the highest scores, best first, equal ones in reading order."""
    least = np.partition(scores, -_DEEPEST)[-_DEEPEST] if len(scores) > _DEEPEST else -np.inf
    rows = np.flatnonzero(scores >= least)
    best: list[int] = rows[np.argsort(-scores[rows], kind="stable")][:_DEEPEST].tolist()
    return best
