"""Two rankings in, one out: how cosines and BM25 scores become `fused_score`. Pure functions."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def weighted_sum(cosine: Scores, bm25: Scores, *, dense_weight: float) -> Scores:
    """`dense_weight` times the scaled cosine plus the rest times the scaled BM25.

    BM25 is divided by its maximum; of the cosine the mean is taken off before. The best of either
    kind is therefore 1, and a text that neither favours is near 0.
    """
    return dense_weight * _scaled(cosine - _mean(cosine)) + (1 - dense_weight) * _scaled(bm25)


def reciprocal_rank_fusion(cosine: Scores, bm25: Scores, *, constant: int = 60) -> Scores:
    """`1 / (constant + rank)` of both rankings added, rank 1 the best; equal scores by position.

    Texts with a BM25 of 0 have no rank there.
    """
    fused = _reciprocal_ranks(cosine, constant)
    return fused + np.where(bm25 > 0, _reciprocal_ranks(bm25, constant), np.float32(0))


def _reciprocal_ranks(scores: Scores, constant: int) -> Scores:
    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return (1 / (constant + ranks)).astype(np.float32)


def _mean(scores: Scores) -> np.float32:
    return np.float32(scores.mean()) if len(scores) else np.float32(0)


def _scaled(scores: Scores) -> Scores:
    """Divided by the maximum; all zeros where nothing is above zero."""
    highest = scores.max(initial=0)
    return scores / highest if highest > 1e-6 else np.zeros_like(scores)
