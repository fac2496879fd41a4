"""An embedder that remembers: the same texts come again with every question.

Sentences of clauses and words are embedded once; the oldest are forgotten beyond the capacity.
"""

from collections.abc import Sequence

import numpy as np

from index.embedder import Embedder, Matrix


class RememberingEmbedder:
    """Wraps an embedder; gives the same vectors."""

    def __init__(self, embedder: Embedder, capacity: int = 100_000) -> None:
        """Remember the vectors of up to `capacity` passages."""
        self._embedder = embedder
        self._capacity = capacity
        self._vectors: dict[str, Matrix] = {}

    @property
    def name(self) -> str:
        """The model's name, for people."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._embedder.dimension

    @property
    def digest(self) -> str:
        """SHA-256 over the model's files, hexadecimal."""
        return self._embedder.digest

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, from memory where they are known."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if fresh:
            for text, row in zip(fresh, self._embedder.encode_passages(fresh), strict=True):
                self._vectors[text] = row
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at, text in enumerate(texts):
            matrix[at] = self._vectors[text]
        while len(self._vectors) > self._capacity:
            del self._vectors[next(iter(self._vectors))]
        return matrix

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of questions; each is new, so none is remembered."""
        return self._embedder.encode_queries(texts)
