"""Runs over cases, and the figures, tables and lists made of their results."""

import json
from dataclasses import replace

import pytest
from scripted_assistant import ScriptedAssistant

from assistant.answer import Answer, Turn
from documents.errors import ModelError
from evals.case import Case
from evals.display_width import display_width
from evals.record import Run, RunAbout, Stage
from evals.report import (
    percentile,
    report_json,
    report_misses,
    report_table,
    stage_table,
)
from evals.runner import run_case, run_cases


class FailingAssistant(ScriptedAssistant):
    """Fails at every question."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Fail."""
        raise ModelError("模型不能使用。")


def make_case(
    name: str,
    question: str,
    category: str = "fact",
    answerable: bool = True,
    gold: tuple[str, ...] = ("一",),
    include: tuple[tuple[str, ...], ...] = (("65%",),),
) -> Case:
    kept, golds = (include, gold) if answerable else ((), ())
    return Case(name, category, question, (), answerable, golds, False, kept, (), "")


CASES = [
    make_case("f-1", "床位占比是多少"),
    make_case("f-2", "床位占比目标", gold=("二",), include=(("70%",),)),
    make_case("f-3", "食堂有几个"),
    make_case("u-1", "食堂的电话", category="unanswerable", answerable=False),
    make_case("u-2", "", category="unanswerable", answerable=False),
    make_case("u-3", "智慧养老怎么报名", category="unanswerable", answerable=False),
]


ABOUT = RunAbout((), (), "", "", "", "", "", {})


def run_of(cases: list[Case]) -> Run:
    results = run_cases(ScriptedAssistant(), cases, "set")
    records = tuple(result.record for result in results)
    return Run("1", ABOUT, records, {r.record.key: r.latency_ms for r in results if r.latency_ms})


def test_every_case_has_a_record_in_order() -> None:
    seen: list[tuple[int, int, str]] = []
    results = run_cases(ScriptedAssistant(), CASES, "set", lambda *step: seen.append(step))
    records = [result.record for result in results]
    names = ["f-1", "f-2", "f-3", "u-1", "u-2", "u-3"]
    assert [record.key for record in records] == [("set", name) for name in names]
    assert [record.right for record in records] == [True, False, False, True, True, False]
    assert [record.cited for record in records[:3]] == [True, False, False]
    assert [record.good for record in records] == [True, False, False, True, True, False]
    assert seen[0] == (1, 6, "f-1")
    assert seen[-1] == (6, 6, "u-3")


def test_a_record_has_the_citation_in_its_clause() -> None:
    record = run_case(ScriptedAssistant(), CASES[0]).record
    (span,) = record.citations
    assert (span.clause, span.address) == ("一", "青政发〔2024〕3号 一 总体要求")
    assert span.text.startswith("一、总体要求")
    assert span.quote == "养老机构护理型床位占比65%以上"
    assert record.status_label == "已回答"


def test_a_wrong_case_is_put_down_to_a_stage() -> None:
    records = run_of(CASES).records
    assert [record.stage for record in records] == [
        None,
        Stage.RETRIEVE,
        Stage.RETRIEVE,
        None,
        None,
        Stage.DECLINE,
    ]


def test_figures_of_a_case() -> None:
    figures = run_case(ScriptedAssistant(), CASES[0]).record.figures
    assert figures["clause recall@10"] == 0  # the script finds nothing
    assert (figures["concise"], figures["numbers kept"]) == (1, 1)
    assert figures["proven"] == 0  # the script says 2025, its quote does not
    assert (figures["cite precision"], figures["cite recall"]) == (1, 1)
    assert run_case(ScriptedAssistant(), CASES[3]).record.figures == {}


def test_a_follow_up_is_understood_as_intended_or_not() -> None:
    turn = Turn("居家养老怎么办", "新建社区食堂。")
    case = replace(
        make_case("g", "谁牵头", include=(("市民政局",),), gold=("二(一)1",)),
        history=(turn,),
        resolved_include=(("居家养老", "养老"), ("牵头",)),
    )
    assert run_case(ScriptedAssistant(), case).record.figures["resolved"] == 1
    other = replace(case, resolved_include=(("智慧",),), must_include=(("市大数据局",),))
    record = run_case(ScriptedAssistant(), other).record
    assert (record.figures["resolved"], record.stage) == (0, Stage.FOLLOW_UP)


def test_a_question_that_cannot_be_taken_counts_as_refused() -> None:
    record = run_case(ScriptedAssistant(), CASES[4]).record
    assert (record.status, record.refused, record.right) == ("needs_clarification", True, True)
    assert record.answer == "问题是空的。请写下要问的内容。"


@pytest.mark.parametrize("case", CASES)
def test_a_failure_becomes_a_record_that_is_never_right(case: Case) -> None:
    record = run_case(FailingAssistant(), case).record
    assert (record.failure, record.status) == ("模型不能使用。", "error")
    assert (record.right, record.right_reason, record.stage) == (False, "出错", Stage.FAILURE)


def test_percentile_is_the_nearest_rank() -> None:
    assert percentile([], 0.5) == 0.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0


def test_the_table_is_aligned_by_display_width() -> None:
    assert report_table(run_of(CASES)).split("\n") == [
        "类别          题数      正确  引用正确  该拒且拒      误拒  p50毫秒  p95毫秒",
        "----------------------------------------------------------------------------",
        "fact             3  1/3  33%  1/3  33%         -  1/3  33%      1.5      1.5",
        "unanswerable     3  2/3  67%         -  2/3  67%         -      0.5      3.5",
        "----------------------------------------------------------------------------",
        "合计             6  3/6  50%  1/3  33%  2/3  67%  1/3  33%      1.5      3.5",
    ]


def test_stages_and_figures_are_a_table() -> None:
    lines = stage_table(run_of(CASES)).split("\n")
    assert lines[:4] == [
        "最先出错的环节  题数",
        "--------------------",
        "检索               2",
        "拒答判断           1",
    ]
    assert ["数字完整", "50.0", "2"] in [line.split() for line in lines]


def test_width_of_chinese() -> None:
    assert display_width("类别p50（毫秒）") == 15


def test_misses_show_question_answer_what_was_expected_and_the_stage() -> None:
    assert report_misses(run_of(CASES[:2])) == (
        "[f-2] fact：床位占比目标\n"
        "  回答：到2025年,养老机构护理型床位占比65%以上。[1]（已回答；引用 一）\n"
        "  应为：70%（引用 二）\n"
        "  原因：缺少：70%；未引用：二（检索）"
    )


def test_the_report_is_json() -> None:
    report = json.loads(json.dumps(report_json(run_of(CASES)), ensure_ascii=False))
    assert report["total"] == {
        "name": "合计",
        "count": 6,
        "answerable": 3,
        "right": 3,
        "cited": 1,
        "refused_rightly": 2,
        "refused_wrongly": 1,
        "failed": 0,
        "latency_p50_ms": 1.5,
        "latency_p95_ms": 3.5,
    }
    names = [case.identifier for case in CASES]
    assert [entry["identifier"] for entry in report["results"]] == names
    assert report["results"][0]["latency_ms"] == 1.5
