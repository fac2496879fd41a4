"""One granularity of the corpus: passages with their vectors and terms, updated together.

An index has two, whole clauses and sentences. Knows nothing of files or of fusion.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder
from index.keywords import Keywords, TermKind
from index.passages import Passage
from index.vectors import Ids, Vectors

Progress = Callable[[int, int], None]
"""Called with the passages embedded so far, and their number."""

_BATCH = 1024


@dataclass(frozen=True, slots=True)
class Level:
    """Row i of `ids`, of `keywords` and of every score is about `passages[i]`, in reading order.

    `ids[i]` is the passage's id in `vectors`.
    """

    passages: tuple[Passage, ...]
    ids: Ids
    vectors: Vectors
    keywords: Keywords

    @classmethod
    def empty(cls, dimension: int) -> "Level":
        """A level without passages."""
        return cls((), np.zeros(0, dtype=np.int64), Vectors(dimension), Keywords.of(()))


def updated(
    level: Level,
    passages: Sequence[Passage],
    embedder: Embedder,
    terms: TermKind,
    progress: Progress | None = None,
) -> Level:
    """The level with these passages instead: only texts that it did not have are embedded.

    Takes over `level.vectors` and changes it; `level` must not be used afterwards.
    """
    free: dict[str, list[int]] = defaultdict(list)
    for passage, number in zip(level.passages, level.ids.tolist(), strict=True):
        free[passage.embedded].append(number)
    unused = int(level.ids.max(initial=-1)) + 1
    ids = np.empty(len(passages), dtype=np.int64)
    fresh: list[int] = []
    for row, passage in enumerate(passages):
        kept = free[passage.embedded]
        if not kept:
            fresh.append(row)
        ids[row] = kept.pop(0) if kept else unused + len(fresh) - 1
    level.vectors.remove(np.array([n for left in free.values() for n in left], dtype=np.int64))
    for first in range(0, len(fresh), _BATCH):
        rows = fresh[first : first + _BATCH]
        matrix = embedder.encode_passages([passages[row].embedded for row in rows])
        level.vectors.add(ids[rows], matrix)
        if progress:
            progress(first + len(rows), len(fresh))
    keywords = Keywords.of((passage.searchable for passage in passages), terms)
    return Level(tuple(passages), ids, level.vectors, keywords)
