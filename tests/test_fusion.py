"""The fusion formula, with numbers done by hand."""

import numpy as np
import pytest

from index.fusion import Scores, fused_scores


def scores(*values: float) -> Scores:
    return np.array(values, dtype=np.float32)


def test_cosines_above_their_mean_and_shares_of_bm25_are_added() -> None:
    # cosines minus their mean .4: .4 0 -.4; BM25 by 16: 0 .5 .25; weighted .1 .375 .0875
    fused = fused_scores(scores(0.8, 0.4, 0.0), scores(0, 8, 4), 16, dense_weight=0.25)
    assert fused.tolist() == pytest.approx([0.1 / 0.375, 1, 0.0875 / 0.375])


def test_the_fewer_words_a_text_holds_the_more_the_cosine_decides() -> None:
    cosine, bm25 = scores(0.8, 0.2), scores(0, 2)
    # most of what the question holds at most: the text with the words wins
    assert fused_scores(cosine, bm25, 2.5, dense_weight=0.5).argmax() == 1
    # a tenth of it: the nearer text wins
    assert fused_scores(cosine, bm25, 20, dense_weight=0.5).argmax() == 0


def test_with_one_kind_silent_the_other_decides() -> None:
    cosine, nothing = scores(0.8, 0.4, 0.0), scores(0, 0, 0)
    assert fused_scores(cosine, nothing, 9, dense_weight=0.5).tolist() == pytest.approx([1, 0, -1])
    assert fused_scores(nothing, scores(2, 4, 0), 9, dense_weight=0.5).tolist() == [0.5, 1, 0]
    assert fused_scores(nothing, nothing, 0, dense_weight=0.5).tolist() == [0, 0, 0]


def test_no_texts_give_no_scores() -> None:
    assert fused_scores(scores(), scores(), 0, dense_weight=0.5).tolist() == []
