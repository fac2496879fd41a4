"""Targets whose year has passed are given with that remark; the day is a setting."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.citations import prove
from assistant.conversation import Conversation
from assistant.deadlines import remark_passed
from assistant.settings import Settings
from documents.errors import SettingsError

SAMPLE = "养老机构护理型床位目标是多少"


def test_a_target_of_a_year_that_has_passed_says_so(opinion_assistant: Conversation) -> None:
    answer = opinion_assistant.ask(SAMPLE)
    passed = remark_passed(answer, date(2026, 1, 1))
    assert passed.text == f"{answer.text}（2025年的期限已过）"
    assert passed.remarks == (*answer.remarks, "（2025年的期限已过）")
    documents = {document.identifier: document for document in opinion_assistant.documents}
    assert prove(passed, documents) == []
    altered = replace(
        passed,
        text=passed.text.replace("（2025年", "（2024年"),
        remarks=("（2024年的期限已过）",),
    )
    assert [flaw.sentence for flaw in prove(altered, documents)] == ["（2024年的期限已过）"]


@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2025, 12, 31)])
def test_a_target_that_is_still_due_says_nothing(
    opinion_assistant: Conversation, day: date
) -> None:
    answer = opinion_assistant.ask(SAMPLE)
    assert remark_passed(answer, day) == answer


def test_the_day_from_which_a_text_is_in_force_is_no_target(
    regulation_assistant: Conversation,
) -> None:
    answer = regulation_assistant.ask("条例什么时候施行")
    assert "2025年3月1日" in answer.text
    assert remark_passed(answer, date(2030, 1, 1)) == answer


def test_the_day_is_a_setting() -> None:
    assert Settings.from_environment({}).today is None
    assert Settings.from_environment({"ZHICE_TODAY": "2026-01-31"}).today == date(2026, 1, 31)
    with pytest.raises(SettingsError, match=r"ZHICE_TODAY.*2026年.*日期"):
        Settings.from_environment({"ZHICE_TODAY": "2026年1月"})
