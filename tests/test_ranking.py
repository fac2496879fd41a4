"""Figures of rankings, with numbers done by hand."""

import math

import pytest

from evals.ranking import hit, ndcg, recall, reciprocal_rank

RANKING = [{"a"}, {"b", "二"}, {"c"}, {"d", "二"}]


def test_recall_is_the_share_of_gold_labels_found() -> None:
    assert [recall(RANKING, {"a", "d"}, k) for k in (1, 3, 4)] == [0.5, 0.5, 1]
    assert recall(RANKING, {"x"}, 4) == 0
    assert recall([], {"x"}, 4) == 0


def test_hit_asks_for_any_gold_label() -> None:
    assert [hit(RANKING, {"b", "d"}, k) for k in (1, 2, 4)] == [0, 1, 1]


def test_reciprocal_rank_is_that_of_the_first_gold_result() -> None:
    assert reciprocal_rank(RANKING, {"c", "d"}, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKING, {"d"}, 3) == 0
    assert reciprocal_rank([], {"d"}, 3) == 0


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    assert ndcg(RANKING, {"a"}, 10) == 1
    assert ndcg(RANKING, {"c"}, 10) == pytest.approx(1 / math.log2(4))
    ideal = 1 + 1 / math.log2(3)
    assert ndcg(RANKING, {"a", "d"}, 10) == pytest.approx((1 + 1 / math.log2(5)) / ideal)


def test_ndcg_counts_a_label_where_it_is_found_first() -> None:
    assert ndcg(RANKING, {"二"}, 10) == pytest.approx(1 / math.log2(3))


def test_ndcg_beyond_the_cutoff_expects_no_more_than_fits() -> None:
    assert ndcg(RANKING, {"a", "b", "c"}, 1) == 1
