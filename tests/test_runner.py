"""Runs over cases, and the figures, tables and lists made of their results."""

import json

import pytest
from scripted_assistant import ScriptedAssistant, small_document

from assistant.answer import Answer, Status, Turn
from documents.errors import ModelError
from evals.case import Case
from evals.metrics import Verdict
from evals.report import display_width, percentile, report_json, report_misses, report_table
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


def test_every_case_has_a_result_in_order() -> None:
    assistant = ScriptedAssistant()
    seen: list[tuple[int, int, str]] = []
    results = run_cases(assistant, assistant.documents, CASES, lambda *step: seen.append(step))
    assert [result.case.identifier for result in results] == [
        "f-1",
        "f-2",
        "f-3",
        "u-1",
        "u-2",
        "u-3",
    ]
    assert [result.right.holds for result in results] == [True, False, False, True, True, False]
    assert [result.cited.holds for result in results[:3]] == [True, False, False]
    assert seen[0] == (1, 6, "f-1")
    assert seen[-1] == (6, 6, "u-3")


def test_a_question_that_cannot_be_taken_counts_as_refused() -> None:
    result = run_case(ScriptedAssistant(), (), CASES[4])
    assert result.answer is not None
    assert result.answer.status is Status.NEEDS_CLARIFICATION
    assert result.answer.text == "问题是空的。请写下要问的内容。"
    assert result.right == Verdict(True)


@pytest.mark.parametrize("case", CASES)
def test_a_failure_becomes_a_record_that_is_never_right(case: Case) -> None:
    result = run_case(FailingAssistant(), (), case)
    assert result.answer is None
    assert result.failure == "模型不能使用。"
    assert result.right == Verdict(False, "出错：模型不能使用。")


def test_percentile_is_the_nearest_rank() -> None:
    assert percentile([], 0.5) == 0.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0


def test_the_table_is_aligned_by_display_width() -> None:
    results = run_cases(ScriptedAssistant(), (small_document(),), CASES)
    assert report_table(results).split("\n") == [
        "类别          题数      正确  引用正确  该拒且拒      误拒  p50毫秒  p95毫秒",
        "----------------------------------------------------------------------------",
        "fact             3  1/3  33%  1/3  33%         -  1/3  33%      1.5      1.5",
        "unanswerable     3  2/3  67%         -  2/3  67%         -      0.5      3.5",
        "----------------------------------------------------------------------------",
        "合计             6  3/6  50%  1/3  33%  2/3  67%  1/3  33%      0.5      3.5",
    ]


def test_width_of_chinese() -> None:
    assert display_width("类别p50（毫秒）") == 15


def test_misses_show_question_answer_and_what_was_expected() -> None:
    results = run_cases(ScriptedAssistant(), (small_document(),), CASES[:2])
    assert report_misses(results) == (
        "[f-2] fact：床位占比目标\n"
        "  回答：到2025年,养老机构护理型床位占比65%以上。[1]（已回答；引用 一）\n"
        "  应为：70%（引用 二 之一）\n"
        "  原因：缺少：70%；未引用：二"
    )


def test_the_report_is_json() -> None:
    results = run_cases(ScriptedAssistant(), (small_document(),), CASES)
    report = json.loads(json.dumps(report_json(results), ensure_ascii=False))
    assert report["total"] == {
        "name": "合计",
        "count": 6,
        "answerable": 3,
        "right": 3,
        "cited": 1,
        "refused_rightly": 2,
        "refused_wrongly": 1,
        "failed": 0,
        "latency_p50_ms": 0.5,
        "latency_p95_ms": 3.5,
    }
    assert [entry["id"] for entry in report["results"]] == [case.identifier for case in CASES]
    assert report["results"][0]["clauses"] == ["一"]
