"""Which form keeps the vectors of a segment: the leanest of some whose recall, measured, is enough."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from index.embedder import Matrix
from index.vectors import VectorForm, Vectors

LEAST_RECALL = 0.97
"""Recall@10 against exact vectors below which a form is not used."""

_QUESTIONS = 200
_RECALLED = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """Vectors in the chosen form, and their recall@10; None where they are exact."""

    vectors: Vectors
    recall: float | None


def chosen(rows: Matrix, questions: Matrix, forms: Iterable[VectorForm]) -> Chosen:
    """Rows in the first of some forms that finds what exact search finds, else exact.

    It is asked some of the `questions`, vectors of the same length, evenly from all of them.
    """
    exact = Vectors.of(rows)
    asked = questions[:: max(len(questions) // _QUESTIONS, 1)]
    for form in forms:
        vectors = Vectors.of(rows, form)
        recall = _recall(vectors, exact, asked)
        if recall >= LEAST_RECALL:
            return Chosen(vectors, round(recall, 4))
    return Chosen(exact, None)


def _recall(vectors: Vectors, exact: Vectors, questions: Matrix) -> float:
    """The share of the nearest rows that are found, 0 where nothing is asked."""
    found = wanted = 0
    for question in questions:
        right = exact.nearest(question, _RECALLED).rows
        wanted += len(right)
        found += len(np.intersect1d(right, vectors.nearest(question, _RECALLED).rows))
    return found / max(wanted, 1)
