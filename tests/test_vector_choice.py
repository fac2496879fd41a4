"""The form of vectors is chosen by what it finds, not by its name."""

import numpy as np

from index.embedder import Matrix
from index.vector_choice import LEAST_RECALL, chosen
from index.vectors import VectorForm

FORMS = (VectorForm.BYTE, VectorForm.HALF)


def unit(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def scattered(count: int, dimension: int) -> Matrix:
    return unit(np.random.default_rng(0).normal(size=(count, dimension)).astype(np.float32))


def close_together() -> Matrix:
    """Thirty groups of a hundred rows, each about the same: what many policies alike give."""
    spread = np.random.default_rng(1).normal(size=(3000, 64)).astype(np.float32)
    return unit(np.repeat(scattered(30, 64), 100, axis=0) + np.float32(0.002) * spread)


def test_the_first_form_that_finds_enough_is_kept() -> None:
    rows, questions = scattered(3200, 256)[:3000], scattered(3200, 256)[3000:]
    found = chosen(rows, questions, FORMS)
    assert found.vectors.form is VectorForm.BYTE
    assert found.recall is not None
    assert LEAST_RECALL <= found.recall <= 1


def test_rows_that_only_exact_vectors_tell_apart_stay_exact() -> None:
    rows = close_together()
    found = chosen(rows, rows[::15], FORMS)
    assert (found.vectors.form, found.recall) == (VectorForm.EXACT, None)
    assert found.vectors.rows(np.arange(len(rows))).tolist() == rows.tolist()


def test_without_rows_or_questions_vectors_stay_exact() -> None:
    nothing = np.zeros((0, 16), dtype=np.float32)
    for rows, questions in ((nothing, nothing), (scattered(5, 16), nothing)):
        found = chosen(rows, questions, FORMS)
        assert (len(found.vectors), found.recall) == (len(rows), None)
