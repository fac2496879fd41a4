"""Dates, periods, times of day, how often."""

from pathlib import Path

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


PLACES = """\
云川市书屋补助办法
云川文规〔2025〕3号
各县区文化局:
第一条 为发展公共阅读,制定本办法。
第二条 书屋经营者应当在开业后30日内向区(县)文化部门备案。
第三条 申请人可以通过“云书通”平台在线申请补助,也可以到区(县)政务服务大厅窗口现场申请。
第四条 书屋每平方米补助100元;在山区开办的,补助标准上浮20%。
第五条 全市书屋改造旧书架120组、阅览桌80组,更换吊灯30盏、壁灯90盏。
第六条 有下列情形之一的,不予补助:
(一)擅自停业的;
(二)虚报面积的。
第七条 书屋管理员每月清点图书不少于2次。
第八条 本办法自2025年3月1日起施行,有效期至2028年2月29日。
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLACES, tmp_path_factory.mktemp("places"), "policy.txt")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("开书屋去哪里备案?", "书屋经营者应当在开业后30日内向区(县)文化部门备案"),
        ("补助在哪儿申请?", "也可以到区(县)政务服务大厅窗口现场申请"),
        ("在山区开书屋能多拿多少?", "补助标准上浮20%。"),
        ("哪些情况拿不到补助?", "不予补助:[1]\n(一)擅自停业的;[2]\n(二)虚报面积的。[3]"),
        ("管理员一个月要清点几回?", "每月清点图书不少于2次"),
        ("这个办法管到哪一天?", "有效期至2028年2月29日"),
    ],
)
def test_where_how_much_more_and_until_when(places: Conversation, question: str, told: str) -> None:
    assert told in places.ask(question).text


def test_one_thing_is_not_added_to_another(places: Conversation) -> None:
    answer = places.ask("壁灯一共多少盏?")
    assert "90盏" in answer.text
    assert "合计" not in answer.text


CAMP = """\
溪桥区文化馆关于少儿夏令营报名的通知
溪文馆〔2026〕4号
各学校：
现将少儿夏令营有关事项通知如下。
一、报名
（一）集中报名期为2026年6月1日至6月20日，每人限报一期。
（二）集中报名期结束后，有空余名额的，可以在开营前3日补报。
（三）录取名单由文化馆于6月28日前公布，营员不得带手机入营。
二、其他
本通知到2026年12月31日有效。
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("集中报名到什么时候截止？", "2026年6月1日至6月20日"),
        ("什么时候公布录取名单？", "6月28日前公布"),
        ("能带手机入营吗？", "不得带手机入营"),
    ],
)
def test_what_ends_is_answered_with_its_last_day(tmp_path: Path, question: str, said: str) -> None:
    assert said in assistant_reading(CAMP, tmp_path, "camp.txt").ask(question).text
