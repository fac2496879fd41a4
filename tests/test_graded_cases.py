"""What so many things of a grade come to, and that the proof works it out again."""

import pytest
from conftest import assistant_reading

from assistant.citations import prove
from assistant.conversation import Conversation
from assistant.graded_cases import is_graded_right

_TEXT = """松岭市商务局关于支持特色书店发展的若干措施
松岭商发〔2026〕9号
各县（区）商务局：
一、建设奖励。新建甲级、乙级、丙级书店验收合格后，分别给予12万元、7万元、3万元一次性建设奖励。改建旧房开办书店的，建设奖励按新建标准的50%执行。
二、星级评定。对获评书香驿站的单位按等次给予奖励：一星级2万元，二星级4万元，三星级9万元。
三、活动补贴。一类、二类活动分别按每场3000元、2000元补贴。
松岭市商务局
2026年5月6日
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("grades"), "书店.txt")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "新建3个乙级书店、2个丙级书店，建设奖励一共多少钱？",
            "按“乙级”对应“7万元”、“丙级”对应“3万元”计算，问题中的“3个”“2个”合计 27万元。",
        ),
        (
            "2家二星级书香驿站一共奖多少钱？",
            "按“二星级”对应“4万元”计算，问题中的“2家”为 8万元。",
        ),
    ],
)
def test_numbers_of_things_of_a_grade(
    conversation: Conversation, question: str, wanted: str
) -> None:
    answer = conversation.ask(question)
    assert wanted in answer.remarks
    assert prove(answer, {each.identifier: each for each in conversation.documents}) == []


@pytest.mark.parametrize(
    "question",
    ["旧房改建2个乙级书店，建设奖励一共多少钱？", "新建2个丁级书店，建设奖励一共多少钱？"],
)
def test_what_the_text_gives_otherwise_is_not_worked_out(
    conversation: Conversation, question: str
) -> None:
    assert not any("计算，" in remark for remark in conversation.ask(question).remarks)


@pytest.mark.parametrize(
    ("remark", "right"),
    [
        ("按“二星级”对应“4万元”计算，问题中的“2家”为 8万元。", True),
        ("按“二星级”对应“9万元”计算，问题中的“2家”为 18万元。", False),
        ("按“二星级”对应“4万元”计算，问题中的“2家”为 9万元。", False),
    ],
)
def test_a_wrong_amount_of_a_grade_is_found_out(remark: str, right: bool) -> None:
    quotes = ["一星级2万元，二星级4万元，三星级9万元。"]
    assert is_graded_right(remark, quotes) is right
