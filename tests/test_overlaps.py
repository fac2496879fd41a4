"""The rule on having several grants together is part of the answer where that is asked."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

MEASURES = """\
云川市支持特色食品的若干措施
云川政办发〔2026〕8号
各县区人民政府:
一、名录奖励。制作技艺列入非物质文化遗产名录的,给予一次性奖励:国家级5万元、省级2万元、市级8000元。同一技艺列入多级名录的,按最高级别奖励,不重复享受。(责任单位:市商务局)
二、设备补助。购置包装设备的,按设备价款的20%给予补助,最高10万元。(责任单位:市工业和信息化局)
三、参展补助。参加省外展会的,每次补助5000元。(责任单位:市商务局)
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("overlaps"), "measures.txt")


def test_the_rule_of_the_clause_is_said(assistant: Conversation) -> None:
    answer = assistant.ask("我的制作技艺市里、省里的非遗名录都进了,两份奖励能一起领吗,到手多少?")
    assert "2万元" in answer.text
    assert "同一技艺列入多级名录的,按最高级别奖励,不重复享受" in answer.text
    assert {citation.clause for citation in answer.citations} == {"一"}


def test_it_is_said_only_where_that_is_asked(assistant: Conversation) -> None:
    answer = assistant.ask("制作技艺列入省级非遗名录奖励多少?")
    assert "2万元" in answer.text
    assert "不重复享受" not in answer.text


def test_no_amount_is_missed_where_it_stands_in_the_quotes(assistant: Conversation) -> None:
    assert "没有写明金额" not in assistant.ask("购置包装设备有什么补助?").text
