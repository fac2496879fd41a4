"""By how much a figure is more than that of the year before, and what both come to."""

import pytest
from conftest import assistant_reading

from assistant.citations import prove
from assistant.conversation import Conversation

_TEXT = """政府工作报告
——2026年1月12日在临湖县第九届人民代表大会第四次会议上
临湖县人民政府县长 周一鸣
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2025年工作回顾
（一）乡村建设。新建村级文化广场26个，改造农家书屋31个。接待研学学生4.2万人次。
（二）水利设施。整修山塘45座，新增节水灌溉面积2000亩。
二、2026年工作安排
（一）乡村建设。新建村级文化广场34个，改造农家书屋31个。力争接待研学学生5万人次。
（二）水利设施。整修山塘38座，新增节水灌溉面积2600亩。建设标准化泵站12座。
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("years"), "报告.txt")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("村级文化广场今年比去年多建几个？", "相差 8个。"),
        ("今年山塘比去年少整修几座？", "相差 7座。"),
        ("2025年和2026年整修山塘一共多少座？", "83座"),
    ],
)
def test_one_thing_in_two_years(conversation: Conversation, question: str, wanted: str) -> None:
    answer = conversation.ask(question)
    assert any(wanted in remark for remark in answer.remarks)
    assert not prove(answer, {each.identifier: each for each in conversation.documents})


@pytest.mark.parametrize(
    "question",
    [
        "标准化泵站今年比去年多几座？",  # there is none of the year before
        "体育广场今年比去年多建几个？",  # another kind of 广场
    ],
)
def test_another_thing_is_not_taken_for_it(conversation: Conversation, question: str) -> None:
    assert not any("相差" in remark for remark in conversation.ask(question).remarks)
