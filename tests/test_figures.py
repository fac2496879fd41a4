"""Which figure is given, and with what: steps of a case, ages, refunds."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

RULES = """\
汶川区供热服务管理办法
第一条 室内温度不达标，属于供热企业原因的，按照下列规定退费：
（一）室内温度在16度以上、18度以下的，退还不合格天数收费额的30%；
（二）室内温度在14度以上、16度以下的，退还不合格天数收费额的50%。
第二条 低收入家庭的采暖补贴，在每年5月31日前发放到位。
第三条 申请管理员岗位的，年龄应当在45周岁以下，工作满3年。
第四条 供热企业每年检查一次管网。
第五条 换热站改造按照下列标准补助：
（一）燃煤换热站，每座补助12万元；
（二）列入管网更新计划的，每座再增加4万元；
（三）智能换热站，每座补助9万元。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("heating"), "rules.txt")


def test_a_case_between_steps_gets_all_steps(assistant: Conversation) -> None:
    answer = assistant.ask("我家室内温度17度半，能退多少？")
    assert [citation.clause for citation in answer.citations] == [
        "第一条",
        "第一条(一)",
        "第一条(二)",
    ]


def test_a_case_that_touches_several_items_gets_all(assistant: Conversation) -> None:
    answer = assistant.ask("我们有一座燃煤换热站，列入管网更新计划一起改造，每座能补多少？")
    assert answer.citations[0].clause == "第五条"
    assert all(words in answer.text for words in ("12万元", "4万元"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("采暖补贴什么时候发", "每年5月31日前发放到位"),
        ("当管理员多大年纪就不行了", "45周岁以下"),
    ],
)
def test_times_and_ages(assistant: Conversation, question: str, words: str) -> None:
    assert words in assistant.ask(question).text


BOOKS = """\
汶川区书屋扶持措施
第一条 对新开书屋的经营者，每处补助6万元。设在山区的，每处再加2万元。每人每年最高20万元。
第二条 书屋每年评选一次。
"""


def test_a_case_of_ones_own_gets_what_is_added_and_the_ceiling(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    books = assistant_reading(BOOKS, tmp_path_factory.mktemp("books"), "books.txt")
    answer = books.ask("我新开了一处书屋，能补多少钱？").text
    assert all(words in answer for words in ("6万元", "2万元", "20万元"))
    assert "20万元" not in books.ask("新开书屋每处补助多少钱？").text


PORTS = """\
松泉市内河港口发展实施意见
松政发〔2025〕16号
各县（市、区）人民政府：
一、建设
（一）到2027年底，全市建成客运码头3个、货运泊位24个、农产品装卸点110个。
（二）仓储补助起点为每年50万元，补助比例为18%。
二、服务
（一）到2028年，每个港区设置检修科、引航科、应急科，建成港口服务中心。（牵头单位：市交通运输局）
（二）2027年5月1日后新办船舶登记的，船东应缴纳押金640元。
（三）联合检验中心选址港东区望江路以北。
（四）新引进班轮航线的企业，每条航线奖励45万元；仅加密原有航线的减半。
松泉市人民政府
2025年3月8日
"""


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PORTS, tmp_path_factory.mktemp("ports"), "ports.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "到2027年底要建的客运码头、货运泊位和装卸点一共多少个",
            "到2027年底，全市建成客运码头3个、货运泊位24个、农产品装卸点110个。[1]按原文各项合计 137个。",
        ),
        (
            "客运码头和货运泊位一共多少个",
            "到2027年底，全市建成客运码头3个、货运泊位24个、农产品装卸点110个。[1]按原文各项合计 27个。",
        ),
        ("补助比例是多少", "仓储补助起点为每年50万元，补助比例为18%。[1]"),
        (
            "新办船舶登记要缴多少押金",
            "2027年5月1日后新办船舶登记的，船东应缴纳押金640元。[1]",
        ),
        ("联合检验中心选址在什么地方", "联合检验中心选址港东区望江路以北。[1]"),
        (
            "加密原有航线的奖励多少",
            "新引进班轮航线的企业，每条航线奖励45万元。[1]仅加密原有航线的减半。[2]",
        ),
        (
            "引进班轮航线奖励多少",
            "新引进班轮航线的企业，每条航线奖励45万元。[1]仅加密原有航线的减半。[2]",
        ),
    ],
)
def test_what_stands_between_a_date_and_its_figure_is_kept(
    ports: Conversation, question: str, said: str
) -> None:
    assert ports.ask(question).text == said


def test_departments_that_are_set_up_are_no_question_for_who_leads(ports: Conversation) -> None:
    answer = ports.ask("港区要设置哪些科室")
    assert "检修科、引航科、应急科" in answer.text
    assert "牵头单位是" not in answer.text
