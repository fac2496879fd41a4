"""Batches of (query, passage) for contrastive training, each from one kind of pair.

Three kinds: a span of a paragraph and the paragraph, its telling words and the paragraph, and
pairs from a source. Half of all batches are of the first two, which need nothing but text.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from documents.errors import ModelError
from index.training.recipe import Recipe
from index.training.tokenids import TokenArray, TokenPairs, TokenSequences, join_sequences

LEAST_PARAGRAPH_TOKENS = 12
SPAN_SHARE = 0.6
SPAN_REMOVED_SHARE = 0.8
WORDS_REMOVED_SHARE = 0.5
SOURCE_SIZE_POWER = 0.6


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and passages; row `i` of one belongs to row `i` of the other.

    Attributes:
        question: (pairs,) int64; rows with the same number ask the same, so none of them is a
            wrong answer to the other.
    """

    queries: TokenSequences
    passages: TokenSequences
    question: NDArray[np.int64]


class BatchSampler:
    """Draws batches at random, the same ones for the same seed.

    Raises:
        ModelError: there is nothing to draw from.
    """

    def __init__(
        self,
        text: TokenSequences,
        pairs: TokenPairs,
        vocabulary_size: int,
        recipe: Recipe,
    ) -> None:
        self._random = np.random.default_rng(recipe.seed)
        self._text = text
        self._pairs = pairs
        self._passage_tokens = recipe.passage_tokens
        self._long_enough = np.flatnonzero(text.lengths >= LEAST_PARAGRAPH_TOKENS)
        self._telling = _telling_weights(text, vocabulary_size)
        self._rows = [np.flatnonzero(pairs.source == i) for i in range(len(pairs.sources))]
        self._chances = self._kind_chances(recipe.self_supervised_share)
        if not self._chances.sum():
            raise ModelError("训练数据太少:没有训练对,也没有够长的段落。请检查 --text 和 --pairs。")
        self._chances /= self._chances.sum()

    def draw(self, size: int) -> Batch:
        """A batch of `size` pairs, fewer where the kind that was drawn has fewer."""
        kind = int(self._random.choice(len(self._chances), p=self._chances))
        if kind == 0:
            return self._cut_paragraphs(size, self._cut_span)
        if kind == 1:
            return self._cut_paragraphs(size, self._cut_words)
        return self._draw_pairs(size, self._rows[kind - 2])

    def _kind_chances(self, self_supervised_share: float) -> NDArray[np.float64]:
        """Weights of spans, of words, and of every source: larger ones somewhat more often."""
        sizes = np.array([len(rows) for rows in self._rows], np.float64) ** SOURCE_SIZE_POWER
        cut = self_supervised_share if len(self._long_enough) else 0.0
        given = 1 - cut if sizes.sum() else 0.0
        shares = np.concatenate(
            [[cut * SPAN_SHARE, cut * (1 - SPAN_SHARE)], given * sizes / max(sizes.sum(), 1)]
        )
        return np.asarray(shares, np.float64)

    def _cut_paragraphs(
        self, size: int, cut: Callable[[TokenArray], tuple[TokenArray, TokenArray]]
    ) -> Batch:
        count = min(size, len(self._long_enough))
        rows = self._random.choice(self._long_enough, count, replace=False)
        cuts = [cut(self._crop(self._text[row])) for row in rows]
        queries = join_sequences([query for query, _ in cuts])
        passages = join_sequences([passage for _, passage in cuts])
        return Batch(queries, passages, np.arange(count))

    def _cut_span(self, paragraph: TokenArray) -> tuple[TokenArray, TokenArray]:
        """A span of 4 to 23 tokens, and the paragraph, mostly without it."""
        length = min(len(paragraph) // 2, int(self._random.integers(4, 24)))
        start = int(self._random.integers(len(paragraph) - length + 1))
        span = paragraph[start : start + length]
        if self._random.random() < SPAN_REMOVED_SHARE:
            paragraph = np.concatenate([paragraph[:start], paragraph[start + length :]])
        return span, paragraph

    def _cut_words(self, paragraph: TokenArray) -> tuple[TokenArray, TokenArray]:
        """2 to 6 words, rare ones preferred, and the paragraph, half of the time without them."""
        count = min(len(paragraph) // 3, int(self._random.integers(2, 7)))
        keys = self._random.exponential(size=len(paragraph)) / self._telling[paragraph]
        places = np.argsort(keys, kind="stable")[:count]
        words = paragraph[places]
        if self._random.random() < WORDS_REMOVED_SHARE:
            paragraph = np.delete(paragraph, places)
        return words, paragraph

    def _draw_pairs(self, size: int, rows: NDArray[np.int64]) -> Batch:
        chosen = self._random.choice(rows, min(size, len(rows)), replace=False)
        passages = join_sequences([self._crop(self._pairs.passages[row]) for row in chosen])
        return Batch(self._pairs.queries.select(chosen), passages, self._pairs.question[chosen])

    def _crop(self, tokens: TokenArray) -> TokenArray:
        """At most `passage_tokens` tokens in a row, from a place drawn at random."""
        spare = len(tokens) - self._passage_tokens
        if spare <= 0:
            return tokens
        start = int(self._random.integers(spare + 1))
        return tokens[start : start + self._passage_tokens]


def _telling_weights(text: TokenSequences, vocabulary_size: int) -> NDArray[np.float64]:
    """(vocabulary_size,) how much a token tells of its paragraph; next to nothing for 的."""
    occurrences = np.bincount(text.flat, minlength=vocabulary_size).astype(np.float64)
    rarity = np.log(1 + occurrences.sum() / (occurrences + 5))
    return np.asarray(np.clip(rarity - 6, 0.05, 8), np.float64)
