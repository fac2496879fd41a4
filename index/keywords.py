"""Texts in, BM25 scores of a question's terms out: arrays of numpy that may lie in a mapped file.

Knows no clauses.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.term_statistics import TermCounts, TermStatistics, places_of
from index.terms import TermKind, term_keys, terms_of, weighted_terms

Frequencies = NDArray[np.uint8] | NDArray[np.uint16]

ENTRIES_READ = 200_000
"""Of how many entries at most the first places of a large body of texts are found: see `best`."""

_BYTE = 256
_MOST_OFTEN = 65_535


def narrowest(frequencies: NDArray[np.integer]) -> Frequencies:
    """The numbers in one byte each where that is enough, as it nearly always is."""
    if frequencies.max(initial=0) < _BYTE:
        return frequencies.astype(np.uint8)
    return frequencies.astype(np.uint16)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Some rows and their scores, higher is better."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Keywords:
    """BM25 over texts, row i for text i.

    Term t, whose key is `keys[t]` (they are sorted), stands in texts `rows[starts[t]:starts[t + 1]]`
    (rising) with `frequencies` of the same slice. Of a part of more texts, which `between` gives,
    `first` is the number that its row 0 has in `rows`.
    """

    kind: TermKind
    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    frequencies: Frequencies
    lengths: NDArray[np.int32]
    first: int | None = None

    @classmethod
    def of(cls, texts: Iterable[str], kind: TermKind = TermKind.CHARACTERS) -> "Keywords":
        """Count the terms of texts."""
        terms: dict[str, int] = {}
        numbers, frequencies, spreads, lengths = (array("i") for _ in range(4))
        for text in texts:
            counts = Counter(terms_of(text, kind))
            numbers.extend(terms.setdefault(term, len(terms)) for term in counts)
            frequencies.extend(min(count, _MOST_OFTEN) for count in counts.values())
            spreads.append(len(counts))
            lengths.append(counts.total())
        keys = term_keys(terms)
        entries = np.array(numbers, dtype=np.int32)
        return cls._sorted(
            kind,
            keys[entries],
            np.repeat(np.arange(len(lengths), dtype=np.int32), spreads),
            narrowest(np.array(frequencies, dtype=np.uint16)),
            np.array(lengths, dtype=np.int32),
        )

    @classmethod
    def _sorted(
        cls,
        kind: TermKind,
        entries: NDArray[np.uint64],
        rows: NDArray[np.int32],
        frequencies: Frequencies,
        lengths: NDArray[np.int32],
    ) -> "Keywords":
        """From one entry a term and text, in the order of the texts."""
        order = np.argsort(entries, kind="stable")
        keys, spreads = np.unique(entries[order], return_counts=True)
        starts = np.concatenate([[0], np.cumsum(spreads)]).astype(np.int64)
        return cls(kind, keys, starts, rows[order], frequencies[order], lengths)

    @classmethod
    def joined(cls, parts: Sequence["Keywords"]) -> "Keywords":
        """The keywords of several bodies of texts, one behind the other."""
        begins = np.cumsum([0, *(len(part.lengths) for part in parts)]).tolist()
        return cls._sorted(
            parts[0].kind,
            np.concatenate([np.repeat(part.keys, part.spreads) for part in parts]),
            np.concatenate(
                [part.rows + np.int32(begin) for part, begin in zip(parts, begins, strict=False)]
            ),
            narrowest(np.concatenate([part.frequencies for part in parts])),
            np.concatenate([part.lengths for part in parts]),
        )

    def only(self, kept: NDArray[np.bool_]) -> "Keywords":
        """The keywords of those texts alone whose rows are `kept`."""
        chosen = kept[self.rows]
        renumbered = (np.cumsum(kept) - 1).astype(np.int32)
        return self._sorted(
            self.kind,
            np.repeat(self.keys, self.spreads)[chosen],
            renumbered[self.rows[chosen]],
            self.frequencies[chosen],
            self.lengths[kept],
        )

    def between(self, first: int, last: int) -> "Keywords":
        """The keywords of the texts from one row to another: to be searched, not to be joined."""
        return replace(self, lengths=self.lengths[first:last], first=first)

    @property
    def spreads(self) -> NDArray[np.int64]:
        """In how many texts each term stands."""
        return np.diff(self.starts)

    @property
    def counts(self) -> TermCounts:
        """The spreads of all terms."""
        spreads = self.spreads.astype(np.int32)
        return TermCounts(self.keys, spreads, len(self.lengths), int(self.lengths.sum()))

    def query(self, text: str) -> dict[str, float]:
        """The terms of a question, weighted by how often they stand in it."""
        return weighted_terms(text, self.kind)

    def statistics(self, terms: Iterable[str]) -> TermStatistics:
        """What BM25 needs for these terms."""
        wanted = list(terms)
        parts = zip(wanted, self._spans(wanted), strict=True)
        spreads = {term: stop - start for term, (start, stop) in parts if stop > start}
        return TermStatistics(len(self.lengths), int(self.lengths.sum()), spreads)

    def highest_score(self, query: Mapping[str, float]) -> float:
        """The BM25 that a text with every term nears, however often they stand in it."""
        return self.statistics(query).highest_score(query)

    def scores(
        self, query: Mapping[str, float], statistics: TermStatistics | None = None
    ) -> NDArray[np.float32]:
        """BM25 of every text for weighted terms: `(n,)` float32, 0 where no term stands.

        `statistics` are those of a larger body that the texts are part of.
        """
        statistics = statistics or self.statistics(query)
        found = [(w, part.rows, part.counts) for w, part in self._weighted(query, statistics)]
        return _summed(statistics.norms(self.lengths), found)

    def row_scores(
        self, query: Mapping[str, float], statistics: TermStatistics, chosen: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """BM25 of some texts, equal to those of `scores`; `chosen` are rising rows."""
        norms = statistics.norms(self.lengths[chosen])
        found = [
            (weight, *_among(chosen, part)) for weight, part in self._weighted(query, statistics)
        ]
        return _summed(norms, found)

    def best(
        self,
        query: Mapping[str, float],
        statistics: TermStatistics,
        limit: int,
        allowed: NDArray[np.bool_] | None = None,
    ) -> Ranked:
        """About the `limit` best texts, in no order, scored by their rare terms alone.

        The commonest terms, whose entries together go beyond ENTRIES_READ, are left out: they
        stand in most texts, and cost most.
        """
        parts = self._weighted(query, statistics)
        scores = np.zeros(len(self.lengths), dtype=np.float32)
        norms = statistics.norms(self.lengths).astype(np.float32)
        read = 0
        for weight, part in sorted(parts, key=lambda each: len(each[1].rows)):
            spread = len(part.rows)
            read += spread
            if read > ENTRIES_READ and read > spread:
                break
            counts = part.counts.astype(np.float32)
            scores[part.rows] += np.float32(weight) * counts / (counts + norms[part.rows])
        if allowed is not None:
            scores[~allowed] = 0
        found = np.flatnonzero(scores > 0)
        if len(found) > limit:
            found = found[np.argpartition(scores[found], -limit)[-limit:]]
        return Ranked(found, scores[found])

    def holding(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """Rows of the texts in which all of some terms stand, rising."""
        parts = self._entries(terms)
        if any(part is None for part in parts):
            return np.zeros(0, dtype=np.int32)
        found = sorted((part.rows for part in parts if part), key=len)
        rows = found[0] if found else np.arange(len(self.lengths), dtype=np.int32)
        for others in found[1:]:
            at = np.minimum(np.searchsorted(others, rows), len(others) - 1)
            rows = rows[others[at] == rows]
        return rows

    def _weighted(
        self, query: Mapping[str, float], statistics: TermStatistics
    ) -> list[tuple[float, "_Entries"]]:
        """The terms of a question that stand in any text: how much each counts, and where it stands."""
        parts = zip(query.items(), self._entries([*query]), strict=True)
        return [
            (weight * statistics.rarity(term), part)
            for (term, weight), part in parts
            if part is not None
        ]

    def _entries(self, terms: Sequence[str]) -> list["_Entries | None"]:
        """In which texts each term stands, and how often; None where in none."""
        return [
            _Entries(self._from_first(self.rows[start:stop]), self.frequencies[start:stop])
            if stop > start
            else None
            for start, stop in self._spans(terms)
        ]

    def _from_first(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """Rows counted from the first of these texts; of all texts as they lie in the file."""
        return rows - np.int32(self.first) if self.first else rows

    def _spans(self, terms: Sequence[str]) -> list[tuple[int, int]]:
        """Where the entries of each term begin and end, of those of these texts; empty where in none."""
        places = places_of(self.keys, terms)
        spans = [
            (int(self.starts[place]), int(self.starts[place + 1])) if place >= 0 else (0, 0)
            for place in places
        ]
        if self.first is None:
            return spans
        rows, last = self.rows.data, self.first + len(self.lengths)
        begins = [bisect_left(rows, self.first, begin, end) for begin, end in spans]
        return [
            (start, bisect_left(rows, last, start, min(end, start + len(self.lengths))))
            for start, (_, end) in zip(begins, spans, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Entries:
    """The texts in which a term stands, rising rows, and how often."""

    rows: NDArray[np.int32]
    counts: Frequencies


def _among(chosen: NDArray[np.int64], part: _Entries) -> tuple[NDArray[np.int64], Frequencies]:
    """Which of the chosen rows a term stands in, and how often."""
    few, many = (part.rows, chosen) if len(part.rows) < len(chosen) else (chosen, part.rows)
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    alike = np.flatnonzero(many[at] == few)
    if few is chosen:
        return alike, part.counts[at[alike]]
    return at[alike], part.counts[alike]


def _summed(
    norms: NDArray[np.float64],
    found: Sequence[tuple[float, NDArray[np.integer], Frequencies]],
) -> NDArray[np.float32]:
    """BM25 of n texts with these norms: what each term adds, by its weight, to its rows."""
    if not found:
        return np.zeros(len(norms), dtype=np.float32)
    weights = np.repeat([weight for weight, _, _ in found], [len(rows) for _, rows, _ in found])
    rows = np.concatenate([rows for _, rows, _ in found])
    counts = np.concatenate([counts for _, _, counts in found])
    gained = weights * counts / (counts + norms[rows])
    return np.bincount(rows, weights=gained, minlength=len(norms)).astype(np.float32)
