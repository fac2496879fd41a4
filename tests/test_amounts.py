"""Amounts of one kind over a whole document."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

RULES = """\
南屏市公共书屋管理办法
第一条 新设书屋的，给予一次性补助8万元；设在乡村的，给予一次性补助12万元。
第二条 书屋每年评选先进，给予奖励3万元。
第三条 获评省级示范书屋的，给予一次性奖励30万元。
第四条 未备案的，处300元以上900元以下罚款。
第五条 损坏图书的，处200元以上500元以下罚款；情节严重的，处2000元以上6000元以下罚款。
第六条 书屋租金每年5万元。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("amounts"), "rules.txt")


@pytest.mark.parametrize(
    ("question", "clauses", "words"),
    [
        ("这个办法里的罚款，最高能罚到多少？", ["第五条"], ["6000元以下"]),
        (
            "这个办法里最低罚款和最高罚款各是多少？",
            ["第五条", "第五条"],
            ["200元以上", "6000元以下"],
        ),
        ("5万元以上的奖励有哪几项？", ["第三条"], ["30万元"]),
        ("一次性补助有哪些，各多少？", ["第一条", "第一条"], ["8万元", "12万元"]),
    ],
)
def test_amounts(rules: Conversation, question: str, clauses: list[str], words: list[str]) -> None:
    answer = rules.ask(question)
    assert [citation.clause for citation in answer.citations] == clauses
    assert [word for word in words if word in answer.text] == words


def test_the_highest_amount_for_one_thing_is_no_matter_of_all(rules: Conversation) -> None:
    assert rules.ask("未备案最高罚多少？").citations[0].clause == "第四条"
