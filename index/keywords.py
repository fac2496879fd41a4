"""Texts in, BM25 scores of a question's terms out: arrays of numpy that may lie in a mapped file.

Terms are characters and pairs of neighbours, or jieba's search-mode words. Knows no clauses.
"""

import hashlib
import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

Frequencies = NDArray[np.uint8] | NDArray[np.uint16]

K1 = 1.2
B = 0.75

ENTRIES_READ = 200_000
"""Of how many entries at most the first places of a large body of texts are found: see `best`."""

_KEY_BYTES = 8
_BYTE = 256
_TEXTS_KEPT = 2048
_MOST_OFTEN = 65_535


class TermKind(StrEnum):
    """How a text is cut into terms."""

    CHARACTERS = "characters"  # every character and every two neighbours: measured best
    WORDS = "words"  # search mode of jieba


def terms_of(text: str, kind: TermKind) -> list[str]:
    """The terms of a text in reading order, repeats kept; NFKC, lower case, no punctuation."""
    runs = _RUNS.findall(unicodedata.normalize("NFKC", text).lower())
    if kind is TermKind.WORDS:
        return [word for run in runs for word in _search_words(run)]
    return [term for run in runs for term in _characters(run)]


_RUNS = re.compile(r"[^\W_]+")


def _characters(run: str) -> list[str]:
    return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]


def _search_words(run: str) -> list[str]:
    return list(_search_cutter()(run))


@cache
def _search_cutter() -> Callable[[str], Iterable[str]]:
    """Search mode of rjieba, which cuts exactly as jieba does at once; else of jieba."""
    try:
        import rjieba
    except ImportError:
        import jieba

        return cast(Callable[[str], Iterable[str]], jieba.cut_for_search)
    return rjieba.cut_for_search


def weighted_terms(text: str, kind: TermKind) -> dict[str, float]:
    """The terms of a question, weighted by how often they stand in it."""
    return {term: float(n) for term, n in Counter(terms_of(text, kind)).items()}


@dataclass(frozen=True, slots=True)
class _Counted:
    """A text whose terms can be counted: its words, or its characters, of which pairs are terms."""

    words: Counter[str] | None
    plain: str
    length: int

    def count(self, term: str) -> int:
        """How often a term of its kind stands in it."""
        if self.words is not None:
            return self.words[term]
        if len(term) > 1 and term[0] == term[1]:  # 等等等 holds 等等 twice
            return sum(self.plain.startswith(term, at) for at in range(len(self.plain)))
        return self.plain.count(term)


@lru_cache(maxsize=_TEXTS_KEPT)
def _counted(text: str, kind: TermKind) -> _Counted:
    """A text made ready to be scored, which it is several times for one question."""
    if kind is TermKind.WORDS:
        words = Counter(terms_of(text, kind))
        return _Counted(words, "", words.total())
    plain = unicodedata.normalize("NFKC", text).lower()
    return _Counted(None, plain, sum(2 * len(run) - 1 for run in _RUNS.findall(plain)))


def term_key(term: str) -> int:
    """A number for a term: its UTF-8 bytes where they are eight or fewer, else a hash of them."""
    encoded = term.encode()
    if len(encoded) > _KEY_BYTES:
        encoded = hashlib.blake2b(encoded, digest_size=_KEY_BYTES).digest()
    return int.from_bytes(encoded.ljust(_KEY_BYTES, b"\0"), "big")


def narrowest(frequencies: NDArray[np.integer]) -> Frequencies:
    """The numbers in one byte each where that is enough, as it nearly always is."""
    if frequencies.max(initial=0) < _BYTE:
        return frequencies.astype(np.uint8)
    return frequencies.astype(np.uint16)


def _keys_of(terms: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([term_key(term) for term in terms], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Some rows and their scores, higher is better."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


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
        counted = [_counted(text, kind) for text in texts]
        norms = self.norms(np.array([each.length for each in counted], dtype=np.int32))
        weighted = [(term, weight * self.rarity(term)) for term, weight in query.items()]
        scores = [
            sum(
                weight * count / (count + norm)
                for term, weight in weighted
                if (count := each.count(term))
            )
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
        keys = _keys_of(spreads)
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
        places = _places(self.keys, wanted)
        spreads = {
            term: int(self.spreads[place])
            for term, place in zip(wanted, places, strict=True)
            if place >= 0
        }
        return TermStatistics(self.texts, self.length, spreads)


def _places(keys: NDArray[np.uint64], terms: Sequence[str]) -> list[int]:
    """Where each term stands among sorted keys, -1 where it does not."""
    wanted = _keys_of(terms)
    inside = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    known = keys[inside] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    places: list[int] = np.where(known, inside, -1).tolist()
    return places


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
        keys = _keys_of(terms)
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
        parts = zip(wanted, self._entries(wanted), strict=True)
        spreads = {term: len(part.rows) for term, part in parts if part is not None}
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
        scores = np.zeros(len(self.lengths), dtype=np.float64)
        norms = statistics.norms(self.lengths)
        for (term, weight), part in zip(query.items(), self._entries([*query]), strict=True):
            if part is not None:
                rows, counts = part.rows, part.counts
                scores[rows] += weight * statistics.rarity(term) * counts / (counts + norms[rows])
        return scores.astype(np.float32)

    def row_scores(
        self, query: Mapping[str, float], statistics: TermStatistics, chosen: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """BM25 of some texts, equal to those of `scores`; `chosen` are rising rows."""
        scores = np.zeros(len(chosen), dtype=np.float64)
        norms = statistics.norms(self.lengths[chosen])
        for (term, weight), part in zip(query.items(), self._entries([*query]), strict=True):
            if part is not None:
                at = np.minimum(np.searchsorted(part.rows, chosen), len(part.rows) - 1)
                held = np.flatnonzero(part.rows[at] == chosen)
                counts = part.counts[at[held]]
                scores[held] += weight * statistics.rarity(term) * counts / (counts + norms[held])
        return scores.astype(np.float32)

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
        parts = [
            (len(part.rows), weight * statistics.rarity(term), part)
            for (term, weight), part in zip(query.items(), self._entries([*query]), strict=True)
            if part is not None
        ]
        scores = np.zeros(len(self.lengths), dtype=np.float32)
        norms = statistics.norms(self.lengths).astype(np.float32)
        read = 0
        for spread, weight, part in sorted(parts, key=lambda each: each[0]):
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

    def _entries(self, terms: Sequence[str]) -> list["_Entries | None"]:
        """In which texts each term stands, and how often; None where in none."""
        return [
            self._entries_at(place) if place >= 0 else None for place in _places(self.keys, terms)
        ]

    def _entries_at(self, place: int) -> "_Entries | None":
        begin, end = int(self.starts[place]), int(self.starts[place + 1])
        if self.first is None:
            return _Entries(self.rows[begin:end], self.frequencies[begin:end])
        rows = self.rows[begin:end]
        within = np.array([self.first, self.first + len(self.lengths)], dtype=rows.dtype)
        start, stop = np.searchsorted(rows, within).tolist()
        if start == stop:
            return None
        frequencies = self.frequencies[begin + start : begin + stop]
        return _Entries(rows[start:stop] - np.int32(self.first), frequencies)


@dataclass(frozen=True, slots=True)
class _Entries:
    """The texts in which a term stands, rising rows, and how often."""

    rows: NDArray[np.int32]
    counts: Frequencies
