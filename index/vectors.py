"""Unit vectors under integer ids, compared exactly by inner product: FAISS, and nothing else.

Ids can be added and removed; the whole goes to and from bytes. Knows nothing of passages.
"""

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedder import Matrix

Ids = NDArray[np.int64]

faiss.omp_set_num_threads(1)  # a second thread costs ten times the search itself on a busy machine


class Vectors:
    """Vectors of one length, each under an id of its own."""

    def __init__(self, dimension: int) -> None:
        """Start without any vector."""
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add(self, ids: Ids, rows: Matrix) -> None:
        """Add vectors, one row an id; ids must be new."""
        if rows.shape != (len(ids), self.dimension):
            raise ValueError(f"{len(ids)} ids of {self.dimension} values, got {rows.shape}")
        self._index.add_with_ids(np.ascontiguousarray(rows, dtype=np.float32), ids)

    def remove(self, ids: Ids) -> None:
        """Remove the vectors of these ids; ids that are not there are passed over."""
        self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(ids, dtype=np.int64)))

    def rows(self, ids: Ids) -> Matrix:
        """The stored vectors of these ids: `(len(ids), dimension)` float32."""
        return np.asarray(self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64)))

    def cosines(self, query: Matrix, ids: Ids) -> Matrix:
        """Cosine of a query vector, shape `(dimension,)`, with each of the ids: `(len(ids),)`.

        Exact: every stored vector is compared.
        """
        if not len(ids):
            return np.zeros(0, dtype=np.float32)
        _, found, stored = self._index.range_search(query[None], -2.0)  # -2: below every cosine
        by_id = np.zeros(int(stored.max()) + 1, dtype=np.float32)
        by_id[stored] = found
        return by_id[ids]

    def to_bytes(self) -> bytes:
        """The vectors as FAISS serialises them."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Vectors":
        """Vectors from `to_bytes`; the caller has made sure that the bytes are ours."""
        loaded = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
        if not isinstance(loaded, faiss.IndexIDMap2):
            raise ValueError(f"not the vectors of an index: {type(loaded).__name__}")
        vectors = cls(loaded.d)
        vectors._index = loaded
        return vectors
