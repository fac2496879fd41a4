"""Dates, periods, times of day, how often."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

NOTICE = """\
望江区关于夜间集市管理的通知
望江办发〔2025〕9号
各街道办事处:
现将有关事项通知如下。
一、经营时间
集市每日18时开市,22:30前收摊。
二、申请办理
经营者于2025年3月10日至3月28日提出申请,街道办事处在5个工作日内完成初审。
三、工作机制
建立集市管理联席会议制度,联席会议每季度召开一次。
四、其他
咨询电话:0000-5550126。咨询时间:工作日9:00—12:00、14:00—17:30。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(NOTICE, tmp_path_factory.mktemp("times"), "notice.txt")


@pytest.mark.parametrize(
    ("question", "words", "clause"),
    [
        ("集市几点收摊", "22:30前收摊", "一"),
        ("申请的时间从哪天到哪天", "2025年3月10日至3月28日", "二"),
        ("什么时候提出申请", "2025年3月10日至3月28日", "二"),
        ("初审要几个工作日", "5个工作日", "二"),
        ("联席会议多久开一次", "每季度", "三"),
        ("咨询电话是多少", "0000-5550126", "四"),
        ("咨询电话什么时间可以打", "工作日9:00—12:00、14:00—17:30", "四"),
    ],
)
def test_times(assistant: Conversation, question: str, words: str, clause: str) -> None:
    answer = assistant.ask(question)
    assert words in answer.text
    assert [citation.clause for citation in answer.citations] == [clause]


SPANS = """\
望江区道路占用规定
第一条 占用道路的期限按照下列规定确定：
（一）搭设围挡，最长不超过8个月；
（二）摆放花坛，最长不超过20日。
围挡应当牢固。
第二条 每户限养一只猫；有院落的，可以另养一只猫。
"""


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(SPANS, tmp_path_factory.mktemp("roads"), "roads.txt")


def test_a_list_is_told_whole_where_no_item_is_named(roads: Conversation) -> None:
    whole = roads.ask("占用道路最长多久")
    assert [citation.clause for citation in whole.citations] == [
        "第一条",
        "第一条(一)",
        "第一条(二)",
    ]
    one = roads.ask("摆放花坛最长多久")
    assert [citation.clause for citation in one.citations] == ["第一条(二)"]


def test_a_count_in_words_of_another_measure(roads: Conversation) -> None:
    assert "每户限养一只猫" in roads.ask("一户能养几头猫").text
