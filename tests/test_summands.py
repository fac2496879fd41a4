"""What is not worked out because its figures do not belong together, and what still is."""

import re

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

_TEXT = """桥川市水务局关于支持节水示范的若干措施
桥川水发〔2026〕4号
各县（区）水务局：
一、示范点。新建甲类、乙类、丙类节水示范点通过验收的，分别给予9万元、6万元、3万元一次性奖励。
二、资金。2026年至2028年，市财政每年安排专项资金800万元，其中灌溉改造500万元、节水示范点建设300万元。
三、水车作坊。每年评选优秀水车作坊10家，每家奖励2万元。对在本市开办滴灌门店8个以上的经营企业，一次性奖励15万元。
四、蓄水池。农户利用自有土地修建蓄水池的，按每立方米40元给予补助；接入监测平台不少于20%容积的，再按每立方米10元给予补助。
五、设备。喷灌设备最高补助7万元，水泵最高补助4万元。
六、补贴对象。县级管水员每人每年补贴5000元，村级管水员每人每年补贴2000元。
七、办理。县水务局自受理之日起12个工作日内完成审查，审查通过后公示5日，公示结束后的15日内发放奖金。申请人对审查有异议的，应当自收到通知之日起10日内申请复查。
桥川市水务局
2026年3月2日
"""
_WORKED_OUT = re.compile(r"合计 |相加为|相差|计算，")


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("water"), "节水.txt")


@pytest.mark.parametrize(
    "question",
    [
        "新建甲类示范点的奖励加上示范点建设资金一共多少钱？",  # the fund is no summand
        "我们公司开了9家滴灌门店，能奖多少钱？",  # 每家 is of the workshops
        "喷灌设备和水泵一共补多少钱？",  # two ceilings
        "县级管水员干5年一共补贴多少？",  # 村级 is not asked
        "我修了30立方米蓄水池，都接入监测平台，一共能补多少？",  # the added rate alone is not all
        "2026年7月6日受理的，最晚哪天审查完？",  # 10日 is of the review
        "2026年7月6日审查通过，公示到哪天？",
    ],
)
def test_what_does_not_belong_together_is_quoted_alone(
    conversation: Conversation, question: str
) -> None:
    answer = conversation.ask(question)
    assert not any(map(_WORKED_OUT.search, answer.remarks))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("新建4个乙类示范点、2个丙类示范点，奖励一共多少钱？", "30万元"),
        ("1个乙类示范点和1个丙类示范点一共奖励多少？", "9万元"),
        ("喷灌设备和水泵最高一共能补多少钱？", "11万元"),
        (
            "我家修了30立方米蓄水池，能补多少钱？",
            "按“每立方米40元”计算，问题中的“30立方米”为 1200元。",
        ),
        (
            "2026年7月6日收到通知，最晚哪天申请复查？",
            "按“之日起10日内”计算，自问题中的2026年7月6日起至 2026年7月16日。",
        ),
    ],
)
def test_what_belongs_together_is_worked_out(
    conversation: Conversation, question: str, wanted: str
) -> None:
    assert any(wanted in remark for remark in conversation.ask(question).remarks)
