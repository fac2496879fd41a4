"""Slips of the keyboard are put right towards the words of the documents, and nothing else is."""

import pytest

from assistant.conversation import Conversation
from assistant.spelling import Speller

TEXT = "到2025年,养老机构护理型床位占比65%以上。发展跨境电商,毕业未满5年的高校毕业生缴纳社会保险。"


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("养老机够护理型床位占比", "养老机构护理型床位占比"),
        ("毕页未满几年", "毕业未满几年"),
        ("kuajingdianshang归谁管", "跨境电商归谁管"),
        ("hlxcw占比多少", "护理型床位占比多少"),
        ("yanglaojigou有多少", "养老机构有多少"),
    ],
)
def test_slips_are_put_right(typed: str, right: str) -> None:
    assert Speller([TEXT]).corrected(typed) == right


@pytest.mark.parametrize(
    "typed",
    [
        "养老机构护理型床位占比是多少",
        "5G和AI归谁管",
        "我是做电商的,想知道由谁牵头",
        "GDP增长多少",
        "x",
        "",
    ],
)
def test_what_is_no_slip_stays(typed: str) -> None:
    assert Speller([TEXT]).corrected(typed) == typed


def test_what_was_understood_is_shown(opinion_assistant: Conversation) -> None:
    answer = opinion_assistant.ask("养老机够hlxcw占比是多少")
    assert answer.resolved_question == "养老机构护理型床位占比是多少"
    assert answer.text == "到2025年,养老机构护理型床位占比65%以上。[1]"
