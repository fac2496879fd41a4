"""An embedder that remembers: the same texts come again with every question.

Sentences of clauses and words are embedded once; the oldest are forgotten beyond the capacity.
"""

import threading
from collections.abc import Sequence
from itertools import islice

import numpy as np

from index.embedder import Embedder, Matrix


class RememberingEmbedder:
    """Wraps an embedder; gives the same vectors. Threads may ask at the same time."""

    def __init__(self, embedder: Embedder, capacity: int = 4_000) -> None:
        """Remember the vectors of up to `capacity` passages."""
        self._embedder = embedder
        self._capacity = capacity
        self._vectors: dict[str, Matrix] = {}
        self._changing = threading.Lock()

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
        wanted = dict.fromkeys(texts)
        with self._changing:
            known = {text: self._vectors[text] for text in wanted if text in self._vectors}
        fresh = [text for text in wanted if text not in known]
        if fresh:
            rows = self._embedder.encode_passages(fresh)
            known.update(zip(fresh, rows, strict=True))
            self._remember(fresh, known)
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at, text in enumerate(texts):
            matrix[at] = known[text]
        return matrix

    def _remember(self, fresh: Sequence[str], known: dict[str, Matrix]) -> None:
        with self._changing:
            self._vectors.update((text, known[text]) for text in fresh)
            for oldest in list(islice(self._vectors, max(len(self._vectors) - self._capacity, 0))):
                del self._vectors[oldest]

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Vectors of questions; each is new, so none is remembered."""
        return self._embedder.encode_queries(texts)
