"""Sums of the figures that a question names, and the year that a figure holds for."""

from pathlib import Path

import pytest
from conftest import assistant_over

from assistant.conversation import Conversation

REPORT = """\
2026年溪川市政府工作报告
——2026年1月8日在溪川市第九届人民代表大会第五次会议上
一、2025年工作回顾
建成公园40个,其中:城东12个、城西10个、城南18个。打通断头路53条。
二、2026年重点工作
建成公园25个。打通断头路50条。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder: Path = tmp_path_factory.mktemp("report")
    file = folder / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    return assistant_over(folder / "index", file)


@pytest.mark.parametrize(
    ("question", "words", "clause"),
    [
        ("去年打通了多少条断头路", "打通断头路53条", "一"),
        ("今年打通多少条断头路", "打通断头路50条", "二"),
        ("2026年打通多少条断头路", "打通断头路50条", "二"),
    ],
)
def test_the_year_of_the_report_tells_figures_apart(
    assistant: Conversation, question: str, words: str, clause: str
) -> None:
    answer = assistant.ask(question)
    assert answer.text == f"{words}。[1]"
    assert answer.citations[0].clause == clause


def test_the_figures_that_are_named_are_added_up(assistant: Conversation) -> None:
    answer = assistant.ask("去年城东和城南加起来一共建成多少个公园")
    assert answer.text.endswith("按原文各项合计 30个。")
