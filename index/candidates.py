"""A question in, the clauses worth ranking out: all of a few, of many the best of either search.

Works on opened segments as on one body of texts, removed documents left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.keywords import Ranked, TermStatistics
from index.search_store import Candidates, Sought
from index.segment import Nearest, Row, Rows, Segment

ALL_ROWS = 4_000
"""Clauses of which every one is a candidate."""

PER_LIMIT = 10
LEAST = 300
"""Of more clauses, PER_LIMIT times as many as are wanted, LEAST at least, come from the cosines and
as many from BM25. Measured: see benchmarks/README.md."""

_SAMPLE = 512


@dataclass(frozen=True, slots=True)
class Searched:
    """A segment and those of its documents that are searched.

    `ranks` gives every document its place in the reading order of the index; `numbers` are the
    documents that are searched; None: all, none is hidden.
    """

    segment: Segment
    identifiers: Sequence[str]
    ranks: NDArray[np.int64]
    numbers: Sequence[int] | None

    def rows(self) -> Rows:
        """The clause rows that are searched, rising."""
        if self.numbers is None:
            return np.arange(self.segment.size)
        return self.segment.rows_of(self.numbers)

    def allowed(self) -> NDArray[np.bool_] | None:
        """Which clause rows are searched; None: all."""
        if self.numbers is None:
            return None
        mask = np.zeros(self.segment.size, dtype=bool)
        mask[self.rows()] = True
        return mask


@dataclass(frozen=True, slots=True)
class _Scored:
    """Rows of a segment with their raw scores, and their place in reading order."""

    documents: NDArray[np.int64]
    ranks: NDArray[np.int64]
    positions: NDArray[np.int32]
    cosine: Row
    nearest: Nearest
    bm25: Row


def find_candidates(
    searched: Sequence[Searched], sought: Sought, statistics: TermStatistics, limit: int
) -> Candidates:
    """The clauses among which the `limit` best are, in reading order."""
    total = sum(_count(each) for each in searched)
    if total <= ALL_ROWS:
        return all_candidates(searched, sought, statistics)
    chosen = _best_of_either(searched, sought, statistics, max(LEAST, PER_LIMIT * limit))
    found = _candidates(searched, sought, statistics, chosen)
    cosine, nearest = _sampled(searched, sought, total)
    return replace(
        found,
        complete=False,
        mean_cosine=float(cosine.mean()),
        mean_nearest=float(_nearest(nearest).mean()),
        mean_sentence=_mean(nearest),
    )


def all_candidates(
    searched: Sequence[Searched], sought: Sought, statistics: TermStatistics
) -> Candidates:
    """All clauses, in reading order: what the best are measured against."""
    return _candidates(searched, sought, statistics, [each.rows() for each in searched])


def _candidates(
    searched: Sequence[Searched], sought: Sought, statistics: TermStatistics, chosen: Sequence[Rows]
) -> Candidates:
    """The chosen rows of each segment with their scores, in reading order."""
    scored = [
        _scored(each, sought, statistics, rows) for each, rows in zip(searched, chosen, strict=True)
    ]
    order = np.lexsort([_joined("positions", scored), _joined("ranks", scored)])
    owners = np.repeat(np.arange(len(scored)), [len(each.cosine) for each in scored])
    numbers = _joined("documents", scored)
    names = [
        searched[owner].identifiers[number]
        for owner, number in zip(owners[order].tolist(), numbers[order].tolist(), strict=True)
    ]
    return Candidates(
        tuple(names),
        _joined("positions", scored)[order],
        _joined("cosine", scored)[order],
        _nearest([each.nearest for each in scored])[order],
        _joined("bm25", scored)[order],
        mean_sentence=_mean([each.nearest for each in scored]),
    )


def _count(searched: Searched) -> int:
    if searched.numbers is None:
        return searched.segment.size
    first = searched.segment.first_clause
    return sum(int(first[number + 1] - first[number]) for number in searched.numbers)


def _best_of_either(
    searched: Sequence[Searched], sought: Sought, statistics: TermStatistics, wanted: int
) -> list[Rows]:
    """Rows of every segment: the `wanted` nearest of all, and as many by their rare terms."""
    near, worded = [], []
    for each in searched:
        allowed = each.allowed()
        vectors, keywords = each.segment.clause_vectors, each.segment.keywords
        near.append(vectors.nearest(sought.vector, wanted, allowed))
        worded.append(keywords.best(sought.terms, statistics, wanted, allowed))
    pairs = zip(_best(near, wanted), _best(worded, wanted), strict=True)
    return [np.unique(np.concatenate(pair)) for pair in pairs]


def _best(found: Sequence[Ranked], wanted: int) -> list[Rows]:
    """The rows of each segment that are among the best of all."""
    scores = np.concatenate([each.scores for each in found])
    least = np.partition(scores, -wanted)[-wanted] if len(scores) > wanted else -np.inf
    return [each.rows[each.scores >= least] for each in found]


def _scored(searched: Searched, sought: Sought, statistics: TermStatistics, rows: Rows) -> _Scored:
    segment = searched.segment
    every = len(rows) == segment.size
    numbers = segment.documents_of(rows)
    cosine = segment.clause_vectors.cosines(sought.vector, None if every else rows)
    if every:
        bm25 = segment.keywords.scores(sought.terms, statistics)
    else:
        bm25 = segment.keywords.row_scores(sought.terms, statistics, rows)
    return _Scored(
        numbers,
        searched.ranks[numbers],
        segment.positions[rows],
        cosine,
        segment.nearest_cosines(sought.vector, rows, cosine),
        bm25,
    )


def _sampled(searched: Sequence[Searched], sought: Sought, total: int) -> tuple[Row, list[Nearest]]:
    """Cosines of a clause here and there, and of its nearest sentence."""
    step = max(total // _SAMPLE, 1)
    cosines, nearest = [], []
    for each in searched:
        rows = each.rows()[::step]
        cosines.append(each.segment.clause_vectors.cosines(sought.vector, rows))
        nearest.append(each.segment.nearest_cosines(sought.vector, rows, cosines[-1]))
    return np.concatenate(cosines), nearest


def _nearest(found: Sequence[Nearest]) -> Row:
    return np.concatenate([np.zeros(0, dtype=np.float32), *(each.cosine for each in found)])


def _mean(found: Sequence[Nearest]) -> float:
    """The mean cosine of all sentences that were looked at."""
    return sum(each.total for each in found) / max(sum(each.sentences for each in found), 1)


def _joined(name: str, scored: Sequence[_Scored]) -> NDArray[Any]:
    parts = [getattr(each, name) for each in scored]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
