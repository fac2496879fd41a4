"""In how many sentences of each document each term stands: what makes a document an index of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.keywords import Frequencies, narrowest
from index.term_statistics import TermCounts


@dataclass(frozen=True, slots=True)
class DocumentSpreads:
    """The term counts of n documents, one behind the other.

    Document i has the entries `starts[i]` to `starts[i + 1]`: `terms` are rising numbers of `keys`
    (sorted), `spreads` says in how many of its `texts[i]` sentences, of `lengths[i]` terms in all,
    each stands.
    """

    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    terms: NDArray[np.int32]
    spreads: Frequencies
    texts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, counts: TermCounts) -> "DocumentSpreads":
        """The spreads of one document."""
        size = len(counts.keys)
        return cls(
            counts.keys,
            np.array([0, size], dtype=np.int64),
            np.arange(size, dtype=np.int32),
            narrowest(counts.spreads),
            np.array([counts.texts], dtype=np.int64),
            np.array([counts.length], dtype=np.int64),
        )

    @classmethod
    def joined(cls, parts: Sequence["DocumentSpreads"]) -> "DocumentSpreads":
        """The spreads of several runs of documents, one behind the other."""
        entries = np.concatenate([part.keys[part.terms] for part in parts])
        keys, numbers = np.unique(entries, return_inverse=True)
        sizes = np.concatenate([np.diff(part.starts) for part in parts])
        return cls(
            keys,
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            numbers.astype(np.int32),
            narrowest(np.concatenate([part.spreads for part in parts])),
            np.concatenate([part.texts for part in parts]),
            np.concatenate([part.lengths for part in parts]),
        )

    def only(self, kept: Sequence[int]) -> "DocumentSpreads":
        """The spreads of some of the documents."""
        parts = [DocumentSpreads.of(self.document(number)) for number in kept]
        return DocumentSpreads.joined(parts or [DocumentSpreads.of(TermCounts.of([]))])

    def document(self, number: int) -> TermCounts:
        """The counts of one document."""
        entries = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return TermCounts(
            self.keys[self.terms[entries]],
            self.spreads[entries].astype(np.int32),
            int(self.texts[number]),
            int(self.lengths[number]),
        )

    @property
    def total(self) -> TermCounts:
        """The counts of all documents together."""
        sums = np.bincount(self.terms, weights=self.spreads, minlength=len(self.keys))
        texts, length = int(self.texts.sum()), int(self.lengths.sum())
        return TermCounts(self.keys, sums.astype(np.int32), texts, length)
