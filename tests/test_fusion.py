"""Fusion formulas, with numbers done by hand."""

import numpy as np
import pytest

from index.fusion import Scores, reciprocal_rank_fusion, weighted_sum


def scores(*values: float) -> Scores:
    return np.array(values, dtype=np.float32)


def test_weighted_sum_scales_both_kinds_to_their_best() -> None:
    # cosines minus their mean .4: .4 0 -.4, divided by .4: 1 0 -1; BM25 divided by 8: 0 1 .5
    fused = weighted_sum(scores(0.8, 0.4, 0.0), scores(0, 8, 4), dense_weight=0.25)
    assert fused.tolist() == pytest.approx([0.25, 0.75, 0.125])


def test_weighted_sum_with_one_kind_silent_follows_the_other() -> None:
    cosine, nothing = scores(0.8, 0.4, 0.0), scores(0, 0, 0)
    assert weighted_sum(cosine, nothing, dense_weight=0.5).tolist() == pytest.approx([0.5, 0, -0.5])
    assert weighted_sum(nothing, scores(2, 4, 0), dense_weight=0.5).tolist() == [0.25, 0.5, 0]


def test_reciprocal_rank_fusion_adds_ranks() -> None:
    fused = reciprocal_rank_fusion(scores(0.1, 0.9, 0.5), scores(3, 2, 0), constant=60)
    assert fused.tolist() == pytest.approx([1 / 63 + 1 / 61, 1 / 61 + 1 / 62, 1 / 62])


def test_equal_scores_rank_by_position() -> None:
    fused = reciprocal_rank_fusion(scores(0.5, 0.5), scores(0, 0), constant=60)
    assert fused.tolist() == pytest.approx([1 / 61, 1 / 62])


def test_no_texts_give_no_scores() -> None:
    assert weighted_sum(scores(), scores(), dense_weight=0.5).tolist() == []
    assert reciprocal_rank_fusion(scores(), scores()).tolist() == []
