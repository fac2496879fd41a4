"""Measuring retrieval: systems compared on a set small enough to follow by eye."""

import pytest
from character_embedder import CharacterEmbedder

from assistant.assembly import Parts
from evals.case import Case
from evals.retrieval import Measure, Row, System, Table, measure_cases, measure_passages
from evals.retrieval_report import retrieval_json, retrieval_table
from evals.retrieval_set import PassageSet, Query

# The characters of the query are those of text 1 (cosine 1); its two-character terms are in text 2.
TEXTS = ("乙丙", "丁甲", "甲丁丙丙丙丙", "乙")
QUERY = Query("甲丁", frozenset({"2"}))


def quiet(done: int, total: int, name: str) -> None:
    """Progress that nobody looks at."""


def figures(table: Table, measure: Measure, group: str = "") -> dict[System, float]:
    column = table.measures.index(measure)
    return {row.system: row.means[column] for row in table.rows if row.group == group}


def test_each_system_ranks_by_its_own_scores() -> None:
    given = PassageSet("四段", TEXTS, (QUERY,))
    table = measure_passages(given, CharacterEmbedder("甲乙丙丁"), quiet)
    assert (table.name, table.texts) == ("四段", 4)
    ranks = figures(table, Measure.MRR10)
    assert ranks[System.MODEL] == 1 / 2  # 丁甲 has the same characters
    assert ranks[System.BM25_CHARACTERS] == 1  # only 甲丁丙丙丙丙 has 甲丁
    assert set(ranks) == set(System) - {System.ASSISTANT}


def test_means_are_over_all_questions_a_missed_one_counts_zero() -> None:
    given = PassageSet(
        "四段", TEXTS, (Query("乙丙", frozenset({"0"})), Query("乙", frozenset({"2"})))
    )
    table = measure_passages(given, CharacterEmbedder("甲乙丙丁"), quiet)
    assert figures(table, Measure.R1)[System.FUSED] == 0.5
    assert {row.count for row in table.rows} == {2}


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    given = PassageSet("四段", TEXTS, (QUERY,))
    measure_passages(given, CharacterEmbedder("甲"), lambda *step: told.append(step))
    assert told[-1] == (4, 4, "四段：融合")


def case(question: str, gold: str, category: str, *, answerable: bool = True) -> Case:
    return Case(question, category, question, (), answerable, (gold,), False, (), (), "")


def test_questions_on_policies_are_grouped_and_only_answerable_ones_count(
    opinion_parts: Parts,
) -> None:
    cases = [
        case("养老机构护理型床位目标是多少", "二(二)4", "fact"),
        case("敬老院里能照顾人的床要占几成", "二(二)4", "paraphrase"),
        case("明天下雨吗", "一", "scope", answerable=False),
    ]
    table = measure_cases("两问", cases, opinion_parts, quiet)
    assert {(row.group, row.count) for row in table.rows} == {
        ("fact", 1),
        ("paraphrase", 1),
        ("", 2),
    }
    assert figures(table, Measure.HIT1, "fact")[System.FUSED] == 1
    assert figures(table, Measure.HIT1)[System.ASSISTANT] == 1
    assert set(figures(table, Measure.HIT1)) == set(System)


def test_a_gold_clause_is_reached_by_what_lies_inside_it(opinion_parts: Parts) -> None:
    table = measure_cases("一问", [case("养老床位目标", "二(二)", "fact")], opinion_parts, quiet)
    assert figures(table, Measure.HIT1)[System.FUSED] == 1


def test_the_report_shows_percentages_by_group() -> None:
    rows = (Row(System.MODEL, "fact", 1, (1.0,)), Row(System.MODEL, "", 3, (1 / 3,)))
    table = Table("小", 9, (Measure.R1,), rows)
    assert retrieval_table(table).split("\n") == [
        "小（3 问，9 段）",
        "",
        "fact 1 问    R@1",
        "----------------",
        "向量模型   100.0",
        "",
        "全部 3 问   R@1",
        "---------------",
        "向量模型   33.3",
    ]
    assert retrieval_json(table)["rows"] == [
        {"system": "model", "group": "fact", "queries": 1, "R@1": 1.0},
        {"system": "model", "group": None, "queries": 3, "R@1": pytest.approx(1 / 3, abs=1e-6)},
    ]
