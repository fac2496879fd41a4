"""Slips of the keyboard are put right towards the words of the documents, and nothing else is."""

import pytest

from assistant.conversation import Conversation
from assistant.spelling import Speller

TEXT = (
    "到2025年,养老机构护理型床位占比65%以上。发展跨境电商,毕业未满5年的高校毕业生缴纳社会保险。"
    "设备报废的，发放创新券。第一档用电限额和空调器在20个工作日内核定，符合条件的给经营许可证。"
    "货款、机场、工作室和保障性住房另行规定。"
)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("养老机够护理型床位占比", "养老机构护理型床位占比"),
        ("毕页未满几年", "毕业未满几年"),
        ("kuajingdianshang归谁管", "跨境电商归谁管"),
        ("hlxcw占比多少", "护理型床位占比多少"),
        ("yanglaojigou有多少", "养老机构有多少"),
        ("电商报费的设备啥时侯补", "电商报废的设备啥时候补"),
        ("创新卷补多少前", "创新券补多少钱"),
        ("第一挡用电限额", "第一档用电限额"),
        ("空条要几个工做日装好", "空调要几个工作日装好"),
        ("经营许可正", "经营许可证"),
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
        "做CRO的企业归谁管",
        "我是做贷款的，报账找谁",
        "要复核几场，每场多少钱缴",
        "由企业负责的工作是什么",
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


def test_a_word_is_read_as_a_word_where_its_characters_have_several_readings() -> None:
    text = "银行为长期护理保险的参保人员重新办理登记。"
    assert Speller([text]).corrected("changqi护理保险谁办") == "长期护理保险谁办"
    assert Speller([text]).corrected("yinhang办什么") == "银行办什么"
    assert Speller([text]).corrected("cqhlbx是什么") == "长期护理保险是什么"
