"""BM25, against brute force."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.keywords import Keywords
from index.term_statistics import K1, B
from index.terms import TermKind, terms_of

KINDS = pytest.mark.parametrize("kind", list(TermKind))


def brute_force(query: dict[str, float], texts: list[str], kind: TermKind) -> list[float]:
    cut = [terms_of(text, kind) for text in texts]
    mean = max(sum(map(len, cut)) / len(cut), 1) if cut else 1

    def score(terms: list[str]) -> float:
        total = 0.0
        for term, weight in query.items():
            spread = sum(term in other for other in cut)
            rarity = log(1 + (len(cut) - spread + 0.5) / (spread + 0.5))
            norm = K1 * (1 - B + B * len(terms) / mean)
            total += weight * rarity * terms.count(term) / (terms.count(term) + norm)
        return total

    return [score(terms) for terms in cut]


TEXTS = st.lists(st.text(alphabet="养老床位服务 ，a1", max_size=12), max_size=6)


@KINDS
@settings(deadline=None)
@given(texts=TEXTS, question=st.text(alphabet="养老床位务新a1", max_size=8))
def test_scores_are_those_of_brute_force(kind: TermKind, texts: list[str], question: str) -> None:
    keywords = Keywords.of(texts, kind)
    query = keywords.query(question)
    expected = pytest.approx(brute_force(query, texts, kind), rel=1e-5, abs=1e-6)
    assert keywords.scores(query).tolist() == expected
    statistics = keywords.statistics(query)
    assert statistics.text_scores(query, texts, kind).tolist() == expected
    every = np.arange(len(texts))
    assert keywords.row_scores(query, statistics, every).tolist() == keywords.scores(query).tolist()


@KINDS
@settings(deadline=None)
@given(texts=TEXTS, more=TEXTS)
def test_joined_parts_score_as_one_body(kind: TermKind, texts: list[str], more: list[str]) -> None:
    whole = Keywords.of([*texts, *more], kind)
    joined = Keywords.joined([Keywords.of(texts, kind), Keywords.of(more, kind)])
    query = whole.query("养老服务a1")
    assert joined.scores(query).tolist() == whole.scores(query).tolist()
    kept = np.array([True] * len(texts) + [False] * len(more), dtype=bool)
    assert (
        joined.only(kept).scores(query).tolist() == Keywords.of(texts, kind).scores(query).tolist()
    )


def test_the_best_texts_are_found_by_their_rare_terms() -> None:
    keywords = Keywords.of([f"服务第{number}号" for number in range(50)] + ["养老服务"])
    query = keywords.query("养老服务")
    assert keywords.best(query, keywords.statistics(query), 1).rows.tolist() == [50]
    barred = np.arange(51) != 50
    assert keywords.best(query, keywords.statistics(query), 3, barred).rows.max() < 50


def test_texts_that_hold_all_of_some_terms() -> None:
    keywords = Keywords.of(["养老服务", "旅游服务", "养老床位", "托老"])
    assert keywords.holding(["养老", "服务"]).tolist() == [0]
    assert keywords.holding(["老"]).tolist() == [0, 2, 3]
    assert keywords.holding(["飞机"]).tolist() == []
    assert keywords.holding([]).tolist() == [0, 1, 2, 3]


def test_the_rarer_term_counts_more() -> None:
    keywords = Keywords.of(["养老服务", "旅游服务", "物流服务"])
    care, travel, _ = keywords.scores(keywords.query("养老服务")).tolist()
    assert care > travel > 0


def test_weights_scale_a_terms_part() -> None:
    keywords = Keywords.of(["养老", "旅游"])
    assert keywords.scores({"养": 0.5}).tolist() == (keywords.scores({"养": 1}) / 2).tolist()


@KINDS
def test_unknown_terms_and_punctuation_score_nothing(kind: TermKind) -> None:
    keywords = Keywords.of(["养老服务", "，。"], kind)
    assert keywords.scores(keywords.query("飞机")).tolist() == [0, 0]
    assert keywords.query("？！ ") == {}


def test_without_texts_there_are_no_scores() -> None:
    keywords = Keywords.of([])
    assert keywords.scores(keywords.query("养老")).tolist() == []
    statistics = keywords.statistics({"养": 1})
    assert np.isfinite(statistics.text_scores({"养": 1}, ["养老"], TermKind.CHARACTERS)).all()
