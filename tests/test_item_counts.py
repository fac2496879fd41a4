"""How many items a list has: told where a question asks how many, and counted again when it is proven."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation
from assistant.item_counts import parted_items

_TEXT = """云岭市茶叶批发市场管理办法
云岭政规〔2026〕2号
第一条　为规范茶叶批发市场经营秩序，制定本办法。
第二条　市场开办者备案的，应当提交下列材料：
（一）营业执照复印件；
（二）场地使用权证明；
（三）消防安全验收文件；
（四）摊位分布图。
第三条　有下列情形之一的，不予奖励：被列入严重失信主体名单的；发生较大以上安全事故的；未按规定备案的。
第四条　本办法自2026年5月1日起施行。
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("items"), "市场.txt")


@pytest.mark.parametrize(
    ("question", "count", "last"),
    [
        ("市场备案一共要交几样材料？", "4 项", "摊位分布图"),
        ("写明不予奖励的情形一共有几种？", "3 项", "未按规定备案的"),
    ],
)
def test_items_are_counted_where_that_is_asked(
    conversation: Conversation, question: str, count: str, last: str
) -> None:
    answer = conversation.ask(question)
    assert last in answer.text
    assert any(f"共 {count}" in remark for remark in answer.remarks)


def test_items_are_not_counted_where_that_is_not_asked(conversation: Conversation) -> None:
    answer = conversation.ask("市场备案要交哪些材料？")
    assert "摊位分布图" in answer.text
    assert not any("共 4 项" in remark for remark in answer.remarks)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("有下列情形之一的，不予奖励：甲的；乙的；丙的。", 3),
        ("包括：甲；乙。", 2),
        ("应当提交下列材料：", 0),
        ("奖励分两次拨付；逾期不予受理。", 0),
    ],
)
def test_what_semicolons_part_behind_a_colon(text: str, count: int) -> None:
    assert parted_items(text) == count
