"""Questions on a fee table, its columns and its telephones, on tiers, on goals of one year, on cases."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status, Turn
from assistant.conversation import Conversation

FEES = """\
柳溪市公共游泳场馆收费标准
柳发改价〔2025〕12号
一、收费原则
（一）公共游泳场馆收费实行政府指导价。
（二）儿童票按成人票的半价收取。
二、会员和学员
（一）办理年卡的，场馆应当收取1个月工资以内的履约押金。
（二）游泳教练员补助标准为平均每人每年5200元，分三档发放：一档6800元，二档5200元，三档3600元。
（三）成立场馆监管专班，由分管副市长任组长，办公室设在市体育局。
附件1
场馆收费标准（单位：元）
场馆\t首小时\t首小时后每30分钟\t每日最高\t包月
甲类场馆\t30\t12\t80\t600
乙类场馆\t20\t8\t60\t400
附件2
停车收费
区域\t白天（8:00—20:00）\t夜间（20:00—次日8:00）\t全天最高
东区\t每小时5元\t每小时1元\t40元
西区\t每小时3元\t免费\t25元
附件3
投诉联系方式
县区\t联系人\t联系电话
河东县\t周明礼\t0570-3011226
河西县\t何小满\t0570-3022337
"""

HOUSES = """\
柳溪市人才周转房管理办法
柳政规〔2025〕8号
第一条 人才周转房的配租、使用和退出适用本办法。
第二条 有下列情形之一的，可以优先配租：
（一）获得省级以上荣誉称号的；
（二）夫妻双方均在本市工作的。
第三条 承租人累计6个月拖欠租金的，应当腾退。拒不腾退的，可以向人民法院提起诉讼。
第四条 到2026年底，全市筹集周转房1200套，入住率达到80%；到2028年底，筹集周转房2600套，入住率达到90%。
第五条 本办法自2025年9月1日起施行。
"""


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(FEES, tmp_path_factory.mktemp("fees"), "fees.txt")


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(HOUSES, tmp_path_factory.mktemp("houses"), "houses.txt")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("甲类场馆首小时多少钱", "甲类场馆，首小时：30元。[1][2]"),
        ("甲类场馆首小时后每30分钟多少钱", "甲类场馆，首小时后每30分钟：12元。[1][2]"),
        ("乙类场馆首小时后每半小时收多少", "乙类场馆，首小时后每30分钟：8元。[1][2]"),
        ("乙类场馆每天最高多少钱", "乙类场馆，每日最高：60元。[1][2]"),
        ("东区白天停车多少钱", "东区，白天（8:00—20:00）：每小时5元。[1][2]"),
        ("西区夜间停车多少钱", "西区，夜间（20:00—次日8:00）：免费。[1][2]"),
        ("西区停车全天最高多少", "西区，全天最高：25元。[1][2]"),
        (
            "河东县的联系人是谁，电话多少",
            "河东县，联系人：周明礼。[1][2]河东县，联系电话：0570-3011226。[1][2]",
        ),
        ("河西县的联系电话是多少", "河西县，联系电话：0570-3022337。[1][2]"),
    ],
)
def test_the_column_that_is_named_most_closely(
    fees: Conversation, question: str, told: str
) -> None:
    assert fees.ask(question).text == told


def test_the_most_of_a_day_asks_for_no_difference(fees: Conversation) -> None:
    assert "相差" not in fees.ask("甲类场馆游一天最多多少钱").text


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        ("甲类场馆首小时多少钱", "包月呢", "甲类场馆，包月：600元。[1][2]"),
        ("乙类场馆包月多少钱", "那每日最高呢", "乙类场馆，每日最高：60元。[1][2]"),
    ],
)
def test_another_column_takes_the_place_of_one(
    fees: Conversation, before: str, question: str, told: str
) -> None:
    answer = fees.ask(question, (Turn(before, fees.ask(before).text),))
    assert answer.text == told


def test_a_tier_is_told_apart_from_the_mean(fees: Conversation) -> None:
    assert "三档3600元" in fees.ask("游泳教练员补助三档是多少").text
    assert fees.ask("游泳教练员补助四档是多少").status is Status.NOT_IN_SOURCE


def test_a_sum_in_months_of_pay(fees: Conversation) -> None:
    assert "1个月工资以内" in fees.ask("履约押金交多少").text


def test_a_word_that_is_cut_across_two_of_the_text(fees: Conversation) -> None:
    assert "由分管副市长任组长" in fees.ask("专班组长是谁").text


@pytest.mark.parametrize("question", ["2026年周转房目标", "2026年周转房筹集目标是多少"])
def test_a_goal_of_one_year_comes_without_those_of_others(
    houses: Conversation, question: str
) -> None:
    text = houses.ask(question).text
    assert "1200套" in text
    assert "2600套" not in text


def test_no_goals_of_other_years_for_a_year_without_one(houses: Conversation) -> None:
    assert houses.ask("2027年周转房目标是多少").status.refused


@pytest.mark.parametrize("question", ["什么情况下应当腾退", "哪些情况要腾退周转房"])
def test_cases_of_which_something_else_follows_are_not_listed(
    houses: Conversation, question: str
) -> None:
    text = houses.ask(question).text
    assert "拖欠租金的，应当腾退" in text
    assert "优先配租" not in text


def test_cases_of_which_it_follows_are(houses: Conversation) -> None:
    text = houses.ask("什么情况下可以优先配租").text
    assert "省级以上荣誉" in text
    assert "夫妻双方" in text


RULES = """\
柳溪市住宅电梯使用管理规定
第一条 电动自行车不得进入电梯轿厢。
第二条 检验机构应当自检验完成之日起十个工作日内出具报告。
第三条 电动自行车进入电梯轿厢的，对个人处五十元以上五百元以下罚款，对单位处一千元以上五千元以下罚款。
第四条 检验机构出具虚假报告的，处五万元以上二十万元以下罚款。
第五条 物业服务人应当每月公布电梯维修费用。收费标准由市发展改革部门制定。
第六条 使用十五年以上的电梯，应当自收到评估通知书之日起60日内申请评估，按评估费的30%补助。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("rules"), "rules.txt")


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("检验报告几天内出", "出假报告呢"), "五万元以上二十万元以下"),
        (("电动自行车推进电梯罚多少", "单位呢"), "对单位处一千元以上五千元以下"),
        (
            ("检验报告几天内出", "电梯维修费用多久公布", "刚才那个检验报告几天内出"),
            "十个工作日内出具报告",
        ),
    ],
)
def test_follow_ups_on_a_breach_and_back_to_a_topic(
    rules: Conversation, turns: tuple[str, ...], told: str
) -> None:
    history: tuple[Turn, ...] = ()
    for turn in turns:
        answer = rules.ask(turn, history)
        history = (*history, Turn(turn, answer.text))
    assert told in answer.text


def test_what_a_case_states_is_not_asked_for(rules: Conversation) -> None:
    answer = rules.ask("2031年3月1日收到评估通知书，最晚哪天申请评估")
    assert "60日内" in answer.text
    assert "2031年4月30日" in answer.text
    assert "30%" in rules.ask("电梯用了16年，评估费2万，能补多少").text
