"""Vectors under ids: cosines, removal, bytes."""

import numpy as np
import pytest

from index.vectors import Ids, Vectors


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


@pytest.fixture
def vectors() -> Vectors:
    """Ids 7, 3 and 5 on the axes x, y and halfway between."""
    made = Vectors(2)
    made.add(ids(7, 3, 5), np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32))
    return made


X = np.array([1, 0], dtype=np.float32)


def test_cosines_are_in_the_order_of_the_ids(vectors: Vectors) -> None:
    assert vectors.cosines(X, ids(3, 5, 7)).tolist() == pytest.approx([0, 0.6, 1])


def test_opposite_vectors_are_found_too(vectors: Vectors) -> None:
    assert vectors.cosines(-X, ids(7, 5)).tolist() == pytest.approx([-1, -0.6])


def test_a_zero_question_is_zero_everywhere(vectors: Vectors) -> None:
    assert vectors.cosines(0 * X, ids(7, 3, 5)).tolist() == [0, 0, 0]


def test_removed_ids_are_gone_and_the_others_keep_their_rows(vectors: Vectors) -> None:
    vectors.remove(ids(7, 99))
    vectors.add(ids(8), np.array([[0.8, 0.6]], dtype=np.float32))
    assert len(vectors) == 3
    assert vectors.cosines(X, ids(3, 5, 8)).tolist() == pytest.approx([0, 0.6, 0.8])


def test_bytes_give_the_same_vectors(vectors: Vectors) -> None:
    read = Vectors.from_bytes(vectors.to_bytes())
    assert (len(read), read.dimension) == (3, 2)
    assert read.cosines(X, ids(7, 3, 5)).tolist() == vectors.cosines(X, ids(7, 3, 5)).tolist()


def test_vectors_without_rows_have_no_cosines() -> None:
    assert Vectors.from_bytes(Vectors(2).to_bytes()).cosines(X, ids()).tolist() == []


def test_rows_of_another_length_are_refused(vectors: Vectors) -> None:
    with pytest.raises(ValueError, match=r"1 ids of 2 values, got \(1, 3\)"):
        vectors.add(ids(1), np.zeros((1, 3), dtype=np.float32))


def test_bytes_of_another_faiss_index_are_refused() -> None:
    import faiss

    other = faiss.serialize_index(faiss.IndexFlatIP(2)).tobytes()
    with pytest.raises(ValueError, match="IndexFlatIP"):
        Vectors.from_bytes(other)
