"""Unit vectors, row by row, compared with a question by inner product: FAISS, and nothing else.

They go to and from FAISS's own bytes; a file of them is mapped, not read. Knows nothing of passages.
"""

from enum import StrEnum
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedder import Matrix
from index.keywords import Ranked

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Cosines = NDArray[np.float32]

faiss.omp_set_num_threads(1)  # a second thread costs ten times the search itself on a busy machine

_BELOW_EVERY_COSINE = -2.0


class VectorForm(StrEnum):
    """How vectors are kept and searched."""

    EXACT = "exact"  # 32 bits a value, every row compared
    HALF = "half"  # 16 bits a value, every row compared: half the memory and time, the same order
    BYTE = "byte"  # 8 bits a value: to be looked up by row, the second digit of a cosine holds


_FACTORY = {
    VectorForm.EXACT: "Flat",
    VectorForm.HALF: "SQfp16",
    VectorForm.BYTE: "SQ8",
}


class Vectors:
    """Vectors of one length; row i is the i-th."""

    def __init__(self, index: "faiss.Index") -> None:
        """Take over a FAISS index; `of`, `from_bytes` and `from_file` make one."""
        self._index = index
        self._codes, self._decoding = _codes_of(index)

    @classmethod
    def of(cls, rows: Matrix, form: VectorForm = VectorForm.EXACT) -> "Vectors":
        """The vectors of a matrix, `(n, dimension)` float32."""
        index: Any = faiss.index_factory(rows.shape[1], _FACTORY[form], faiss.METRIC_INNER_PRODUCT)
        index.train(rows if len(rows) else np.zeros((1, rows.shape[1]), dtype=np.float32))
        index.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def form(self) -> VectorForm:
        """How they are kept."""
        return _FORMS[self._codes.dtype.name]

    def rows(self, rows: Rows) -> Matrix:
        """The stored vectors of some rows: `(len(rows), dimension)` float32."""
        values = self._codes[rows].astype(np.float32)
        if self._decoding is not None:
            least, step = self._decoding
            values = least + step * (values + 0.5)
        return values

    def cosines(self, query: Matrix, rows: Rows | None = None) -> Cosines:
        """Cosine of a query vector, shape `(dimension,)`, with some rows, in their order, or all."""
        if rows is None and self.form is VectorForm.EXACT and len(self):
            _, found, stored = self._index.range_search(query[None], _BELOW_EVERY_COSINE)
            cosines = np.zeros(len(self), dtype=np.float32)
            cosines[stored] = found
            return cosines
        codes = self._codes if rows is None else self._codes[rows]
        if self._decoding is None:
            return np.asarray(codes.astype(np.float32) @ query)
        least, step = self._decoding  # the sum of (least + step * (code + 0.5)) * query
        return np.asarray(codes.astype(np.float32) @ (step * query) + (least + step / 2) @ query)

    def nearest(self, query: Matrix, limit: int, allowed: Mask | None = None) -> Ranked:
        """Rows and cosines of the `limit` highest cosines, best first, of those `allowed`, if given."""
        if not len(self):
            return Ranked(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
        engine: Any = faiss  # its type stubs lack what follows
        bits = None if allowed is None else np.packbits(allowed, bitorder="little")
        selector = None if bits is None else engine.IDSelectorBitmap(bits)
        parameters = engine.SearchParameters(sel=selector)
        index: Any = self._index
        cosines, rows = index.search(query[None], min(limit, len(self)), params=parameters)
        found = rows[0] >= 0
        return Ranked(rows[0][found], cosines[0][found])

    def to_bytes(self) -> bytes:
        """The vectors as FAISS serialises them."""
        return bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Vectors":
        """Vectors from `to_bytes`; the caller has made sure that the bytes are ours."""
        return cls(_known(faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))))

    @classmethod
    def from_file(cls, path: Path) -> "Vectors":
        """The vectors of a file of `to_bytes`, mapped; the caller has made sure that it is ours."""
        try:
            return cls(_known(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)))
        except RuntimeError as error:
            raise ValueError(str(error)) from error


def _codes_of(index: "faiss.Index") -> tuple[NDArray[Any], tuple[Matrix, Matrix] | None]:
    """The stored values, row by row, where FAISS keeps them; and what makes bytes values again."""
    engine: Any = faiss  # its type stubs lack all of this
    stored = engine.downcast_index(index)
    kind: Any = np.float32
    decoding = None
    if not isinstance(stored, faiss.IndexFlat):
        kind = np.float16 if stored.sq.qtype == faiss.ScalarQuantizer.QT_fp16 else np.uint8
    if kind is np.uint8 and index.ntotal:
        least, span = engine.vector_to_array(stored.sq.trained).reshape(2, -1)
        decoding = (least, span / np.float32(255))
    size = index.ntotal * index.d * np.dtype(kind).itemsize
    codes = engine.rev_swig_ptr(stored.codes.data(), size) if size else np.zeros(0, np.uint8)
    return codes.view(kind).reshape(int(index.ntotal), int(index.d)), decoding


_FORMS = {"float32": VectorForm.EXACT, "float16": VectorForm.HALF, "uint8": VectorForm.BYTE}


def _known(index: "faiss.Index") -> "faiss.Index":
    if not isinstance(index, faiss.IndexFlatIP | faiss.IndexScalarQuantizer):
        raise ValueError(f"not the vectors of an index: {type(index).__name__}")
    return index
