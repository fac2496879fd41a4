"""In how many texts terms stand, and the BM25 weights that follow: of bodies of texts, added up."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.terms import TermKind, counted_text, term_keys

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What BM25 needs of a body of texts: how many, of how many terms in all, and the spreads.

    `spreads` says of some terms in how many texts they stand.
    """

    texts: int
    length: int
    spreads: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """How telling a term is; the fewer texts hold it, the higher."""
        spread = self.spreads.get(term, 0)
        return math.log(1 + (self.texts - spread + 0.5) / (spread + 0.5))

    def norms(self, lengths: NDArray[np.int32]) -> NDArray[np.float64]:
        """What texts of these lengths add below the fraction of BM25."""
        mean = max(self.length / self.texts, 1.0) if self.texts else 1.0
        return np.asarray(K1 * (1 - B + B * lengths / mean), dtype=np.float64)

    def highest_score(self, query: Mapping[str, float]) -> float:
        """The BM25 that a text with every term nears, however often they stand in it."""
        return sum(weight * self.rarity(term) for term, weight in query.items())

    def text_scores(
        self, query: Mapping[str, float], texts: Sequence[str], kind: TermKind
    ) -> NDArray[np.float32]:
        """BM25 of texts that need not be among those counted; `spreads` holds the query's terms."""
        counted = [counted_text(text, kind) for text in texts]
        norms = self.norms(np.array([each.length for each in counted], dtype=np.int32))
        weighted = [(term, weight * self.rarity(term)) for term, weight in query.items()]
        scores = [
            sum(weight * count / (count + norm) for weight, count in each.counts(weighted))
            for each, norm in zip(counted, norms.tolist(), strict=True)
        ]
        return np.array(scores, dtype=np.float32)


def added(statistics: Iterable[TermStatistics]) -> TermStatistics:
    """The statistics of several bodies of texts together."""
    texts = length = 0
    spreads: Counter[str] = Counter()
    for each in statistics:
        texts, length = texts + each.texts, length + each.length
        spreads.update(each.spreads)
    return TermStatistics(texts, length, spreads)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """In how many texts each term stands: `keys` (sorted) and `spreads`, row by row."""

    keys: NDArray[np.uint64]
    spreads: NDArray[np.int32]
    texts: int
    length: int

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "TermCounts":
        """Count texts that are given as their terms."""
        spreads: Counter[str] = Counter()
        number = length = 0
        for terms in texts:
            spreads.update(set(terms))
            number, length = number + 1, length + len(terms)
        keys = term_keys(spreads)
        order = np.argsort(keys)
        return cls(
            keys[order], np.array([*spreads.values()], dtype=np.int32)[order], number, length
        )

    @classmethod
    def joined(
        cls, counts: Sequence["TermCounts"], minus: Sequence["TermCounts"] = ()
    ) -> "TermCounts":
        """The counts of several bodies of texts together, without those of some of them."""
        keys = np.concatenate([each.keys for each in (*counts, *minus)])
        spreads = np.concatenate([each.spreads for each in counts] + [-m.spreads for m in minus])
        found, numbers = np.unique(keys, return_inverse=True)
        sums = np.bincount(numbers, weights=spreads, minlength=len(found)).astype(np.int32)
        kept = sums > 0
        return cls(
            found[kept],
            sums[kept],
            sum(each.texts for each in counts) - sum(each.texts for each in minus),
            sum(each.length for each in counts) - sum(each.length for each in minus),
        )

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """What BM25 needs for these terms."""
        wanted = list(terms)
        places = places_of(self.keys, wanted)
        spreads = {
            term: int(self.spreads[place])
            for term, place in zip(wanted, places, strict=True)
            if place >= 0
        }
        return TermStatistics(self.texts, self.length, spreads)


def places_of(keys: NDArray[np.uint64], terms: Sequence[str]) -> list[int]:
    """Where each term stands among sorted keys, -1 where it does not."""
    wanted = term_keys(terms)
    inside = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    known = keys[inside] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    places: list[int] = np.where(known, inside, -1).tolist()
    return places
