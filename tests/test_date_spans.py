"""How long it is between two dates of a text, and by when a period ends for a day that a question states."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation
from assistant.date_spans import end_of_period, is_time_right, span_length

_TEXT = """云岭市人民政府办公室关于规范茶馆经营的意见
云岭政办发〔2026〕11号
各县（区）人民政府：
一、备案。茶馆应当自登记之日起3个月内向所在地县（区）商务部门备案。（责任单位：市商务局）
二、变更。经营者变更经营地址的，应当自变更之日起20日内申报，最迟不晚于2026年12月15日。（责任单位：市商务局）
三、施行。本意见自2026年5月1日起施行，有效期至2028年12月31日。
云岭市人民政府办公室
2026年4月6日
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("spans"), "茶馆.txt")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "这份意见从施行到失效一共管多长时间？",
            "按原文，自2026年5月1日至2028年12月31日为 2年8个月。",
        ),
        (
            "我的茶馆2026年6月20日登记的，最晚要在哪一天之前去备案？",
            "按“之日起3个月内”计算，自问题中的2026年6月20日起至 2026年9月20日。",
        ),
    ],
)
def test_a_time_that_no_sentence_states(
    conversation: Conversation, question: str, told: str
) -> None:
    answer = conversation.ask(question)
    assert told in answer.remarks
    assert answer.citations


def test_a_later_bound_is_not_overlooked(conversation: Conversation) -> None:
    answer = conversation.ask("我2026年12月10日变更了经营地址，最晚哪一天要申报？")
    assert "2026年12月15日" in answer.text
    assert "12月30日" not in answer.text


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [
        ("2025年5月1日", "2027年12月31日", "2年8个月"),
        ("2026年1月1日", "2026年12月31日", "1年"),
        ("2026年3月15日", "2026年4月14日", "1个月"),
        ("2026年3月15日", "2026年3月20日", "6天"),
        ("2026年3月15日", "2026年3月1日", ""),
        ("2026年2月30日", "2026年3月1日", ""),
    ],
)
def test_both_days_are_counted(first: str, last: str, length: str) -> None:
    assert span_length(first, last) == length


@pytest.mark.parametrize(
    ("period", "began", "end"),
    [
        ("之日起3个月内", "2026年11月30日", "2027年2月28日"),
        ("之日起20日内", "2026年12月20日", "2027年1月9日"),
        ("之日起两年内", "2024年2月29日", "2026年2月28日"),
        ("之日起10个工作日内", "2026年1月5日", ""),  # holidays are not known
    ],
)
def test_when_a_period_ends(period: str, began: str, end: str) -> None:
    assert end_of_period(period, began) == end


def test_a_remark_is_worked_out_again() -> None:
    quotes = "自2026年5月1日起施行，有效期至2028年12月31日。应当自登记之日起3个月内备案。"
    assert is_time_right("按原文，自2026年5月1日至2028年12月31日为 2年8个月。", quotes)
    assert not is_time_right("按原文，自2026年5月1日至2028年12月31日为 3年。", quotes)
    assert not is_time_right("按原文，自2026年6月1日至2028年12月31日为 2年7个月。", quotes)
    due = "按“之日起3个月内”计算，自问题中的2026年6月20日起至 {}。"
    assert is_time_right(due.format("2026年9月20日"), quotes)
    assert not is_time_right(due.format("2026年9月21日"), quotes)
