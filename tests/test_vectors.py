"""Vectors by row: cosines, nearest rows, bytes, in every form."""

from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorForm, Vectors

FORMS = pytest.mark.parametrize("form", list(VectorForm))
ROWS = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
X = np.array([1, 0], dtype=np.float32)
Y = np.array([0, 1], dtype=np.float32)


def close(*values: float) -> object:
    return pytest.approx(values, abs=5e-3)


@FORMS
def test_cosines_are_in_the_order_of_the_rows(form: VectorForm) -> None:
    vectors = Vectors.of(ROWS, form)
    assert vectors.form is form
    assert vectors.cosines(X).tolist() == close(1, 0, 0.6)
    assert vectors.cosines(-X).tolist() == close(-1, 0, -0.6)
    assert vectors.cosines(X, np.array([2, 0])).tolist() == close(0.6, 1)


@FORMS
def test_the_nearest_rows_come_best_first(form: VectorForm) -> None:
    vectors = Vectors.of(ROWS, form)
    assert vectors.nearest(Y, 2).rows.tolist() == [1, 2]
    assert vectors.nearest(Y, 9, np.array([True, False, True])).rows.tolist() == [2, 0]


@FORMS
def test_bytes_and_a_mapped_file_give_the_same_vectors(form: VectorForm, tmp_path: Path) -> None:
    vectors = Vectors.of(ROWS, form)
    path = tmp_path / "向量.faiss"
    path.write_bytes(vectors.to_bytes())
    for read in (Vectors.from_bytes(vectors.to_bytes()), Vectors.from_file(path)):
        assert (len(read), read.dimension, read.form) == (3, 2, form)
        assert read.rows(np.arange(3)).tolist() == vectors.rows(np.arange(3)).tolist()
        assert read.nearest(X, 3).rows.tolist() == [0, 2, 1]


@FORMS
def test_without_rows_there_is_nothing_to_find(form: VectorForm) -> None:
    vectors = Vectors.of(np.zeros((0, 2), dtype=np.float32), form)
    assert vectors.cosines(X).tolist() == vectors.nearest(X, 3).rows.tolist() == []


def test_bytes_of_another_faiss_index_are_refused(tmp_path: Path) -> None:
    import faiss

    other = faiss.serialize_index(faiss.IndexFlatL2(2)).tobytes()
    with pytest.raises(ValueError, match="IndexFlatL2"):
        Vectors.from_bytes(other)
    (tmp_path / "no").write_bytes(b"no")
    with pytest.raises(ValueError, match="no"):
        Vectors.from_file(tmp_path / "no")
