"""Two rankings in, one out: how cosines and BM25 scores become `fused_score`. Pure functions."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_NOTHING = 1e-6


def fused_scores(
    cosine: Scores,
    bm25: Scores,
    highest_bm25: float,
    *,
    dense_weight: float,
    mean_cosine: float | None = None,
) -> Scores:
    """`dense_weight` times the cosine above its mean plus the rest times the share of BM25.

    The share is BM25 by `highest_bm25`, that of a text that holds every term over and over. So the
    words of a question count as much as the texts hold of them: where none does, as with lay words,
    the cosine decides. The sum is scaled to a best of 1, and is 0 where neither favours any text.
    `mean_cosine` is given where the texts are but the best of more.
    """
    if mean_cosine is None:
        mean_cosine = cosine.mean() if len(cosine) else 0.0
    centred = cosine - np.float32(mean_cosine)
    share = bm25 / highest_bm25 if highest_bm25 > _NOTHING else np.zeros_like(bm25)
    fused = (dense_weight * centred + (1 - dense_weight) * share).astype(np.float32)
    best = fused.max(initial=0)
    return fused / best if best > _NOTHING else np.zeros_like(fused)
