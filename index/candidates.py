"""A question in, the clauses worth ranking out: all of a few, of many the best of either search.

Works on opened segments as on one body of texts, removed documents left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.keywords import Ranked
from index.search_store import Candidates, Sought
from index.segment import ClauseVectors, Cosines, Row, Rows, Segment
from index.term_statistics import TermStatistics

ALL_ROWS = 4_000
"""Clauses of which every one is a candidate."""

PER_LIMIT = 10
LEAST = 300
"""Of more clauses, PER_LIMIT times as many as are wanted, LEAST at least, come from the cosines and
as many from BM25. Measured: see benchmarks/README.md."""

_SAMPLE = 512


class Searched:
    """A segment and those of its documents that are searched; what follows from that is kept."""

    def __init__(
        self,
        segment: Segment,
        identifiers: Sequence[str],
        ranks: NDArray[np.int64],
        numbers: NDArray[np.int64] | None,
    ) -> None:
        """Take a segment with the identifiers of its documents.

        Args:
            segment: The segment.
            identifiers: Those of all its documents.
            ranks: The place of each document in the reading order of the index.
            numbers: The documents that are searched, rising; None: all, none is hidden.
        """
        self.segment = segment
        self.identifiers = identifiers
        self.ranks = ranks
        self._numbers = numbers

    @cached_property
    def rows(self) -> Rows:
        """The clause rows that are searched, rising."""
        if self._numbers is None:
            return np.arange(self.segment.size)
        return self.segment.rows_of(self._numbers)

    @cached_property
    def allowed(self) -> NDArray[np.bool_] | None:
        """Which clause rows are searched; None: all."""
        if self._numbers is None:
            return None
        mask = np.zeros(self.segment.size, dtype=bool)
        mask[self.rows] = True
        return mask


class Scope:
    """All that is searched for a question."""

    def __init__(self, parts: Sequence[Searched]) -> None:
        """Take the segments."""
        self.parts = parts

    @cached_property
    def clauses(self) -> int:
        """How many clauses are searched."""
        return sum(len(part.rows) for part in self.parts)

    @cached_property
    def sample(self) -> list[ClauseVectors]:
        """The vectors of a clause here and there, and of its sentences."""
        step = max(self.clauses // _SAMPLE, 1)
        return [part.segment.vectors_of(part.rows[::step]) for part in self.parts]


@dataclass(frozen=True, slots=True)
class _Scored:
    """Rows of a segment with their raw scores, and their place in reading order."""

    documents: NDArray[np.int64]
    ranks: NDArray[np.int64]
    positions: NDArray[np.int32]
    cosines: Cosines
    bm25: Row


def find_candidates(
    scope: Scope, sought: Sought, statistics: TermStatistics, limit: int
) -> Candidates:
    """The clauses among which the `limit` best are, in reading order."""
    if scope.clauses <= ALL_ROWS:
        return all_candidates(scope, sought, statistics)
    chosen = _best_of_either(scope.parts, sought, statistics, max(LEAST, PER_LIMIT * limit))
    found = _candidates(scope.parts, sought, statistics, chosen)
    sampled = [vectors.cosines(sought.vector) for vectors in scope.sample]
    return replace(
        found,
        complete=False,
        mean_cosine=float(np.concatenate([each.own for each in sampled]).mean()),
        mean_nearest=float(np.concatenate([each.nearest for each in sampled]).mean()),
        mean_sentence=_mean(sampled),
    )


def all_candidates(scope: Scope, sought: Sought, statistics: TermStatistics) -> Candidates:
    """All clauses, in reading order: what the best are measured against."""
    return _candidates(scope.parts, sought, statistics, [part.rows for part in scope.parts])


def _candidates(
    searched: Sequence[Searched], sought: Sought, statistics: TermStatistics, chosen: Sequence[Rows]
) -> Candidates:
    """The chosen rows of each segment with their scores, in reading order."""
    scored = [
        _scored(each, sought, statistics, rows) for each, rows in zip(searched, chosen, strict=True)
    ]
    order = np.lexsort([_joined("positions", scored), _joined("ranks", scored)])
    owners = np.repeat(np.arange(len(scored)), [len(each.positions) for each in scored])
    numbers = _joined("documents", scored)
    names = [
        searched[owner].identifiers[number]
        for owner, number in zip(owners[order].tolist(), numbers[order].tolist(), strict=True)
    ]
    cosines = [each.cosines for each in scored]
    nothing = np.zeros(0, dtype=np.float32)
    return Candidates(
        tuple(names),
        _joined("positions", scored)[order],
        np.concatenate([nothing, *(each.own for each in cosines)])[order],
        np.concatenate([nothing, *(each.nearest for each in cosines)])[order],
        _joined("bm25", scored)[order],
        mean_sentence=_mean(cosines),
    )


def _best_of_either(
    searched: Sequence[Searched], sought: Sought, statistics: TermStatistics, wanted: int
) -> list[Rows]:
    """Rows of every segment: the `wanted` nearest of all, and as many by their rare terms."""
    near, worded = [], []
    for each in searched:
        vectors, keywords = each.segment.clause_vectors, each.segment.keywords
        near.append(vectors.nearest(sought.vector, wanted, each.allowed))
        worded.append(keywords.best(sought.terms, statistics, wanted, each.allowed))
    pairs = zip(_best(near, wanted), _best(worded, wanted), strict=True)
    return [np.unique(np.concatenate(pair)) for pair in pairs]


def _best(found: Sequence[Ranked], wanted: int) -> list[Rows]:
    """The rows of each segment that are among the best of all."""
    scores = np.concatenate([each.scores for each in found])
    least = np.partition(scores, -wanted)[-wanted] if len(scores) > wanted else -np.inf
    return [each.rows[each.scores >= least] for each in found]


def _scored(searched: Searched, sought: Sought, statistics: TermStatistics, rows: Rows) -> _Scored:
    segment = searched.segment
    numbers = segment.documents_of(rows)
    if len(rows) == segment.size:
        bm25 = segment.keywords.scores(sought.terms, statistics)
    else:
        bm25 = segment.keywords.row_scores(sought.terms, statistics, rows)
    return _Scored(
        numbers,
        searched.ranks[numbers],
        segment.positions[rows],
        segment.cosines(sought.vector, rows),
        bm25,
    )


def _mean(found: Sequence[Cosines]) -> float:
    """The mean cosine of all sentences that were looked at."""
    return sum(each.total for each in found) / max(sum(each.sentences for each in found), 1)


def _joined(name: str, scored: Sequence[_Scored]) -> NDArray[Any]:
    parts = [getattr(each, name) for each in scored]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
