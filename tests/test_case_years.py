"""Years of a span, years and places of somebody's own case, and prices by measure."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation

MEASURES = """\
云屏市支持茶产业若干措施
一、新建茶园。2024年7月1日以后新建、连片20亩以上的茶园，每亩补助1200元。
二、茶园保险。2025年起开展茶叶霜冻保险试点，保费补贴比例为60%。
三、加工提升。2026年至2028年，对首次购置加工设备的合作社，按照购置额的百分之二十给予奖补，单个主体最高30万元。
四、转移就业。脱贫劳动力跨省稳定务工3个月以上的，每年补助一次性交通费500元。
五、转型目标。三年培育合作社180家以上，其中2025年50家、2026年60家、2027年70家。
六、管护责任。看管房为单层，占地控制在20平方米以内。
七、通行便利。运茶车凭通行证进城，通行证由市公安局在3个工作日内办结。
八、收益使用。合理成本由双方约定，最高不超过收入总额的百分之二十五。每年用于管护的比例不得低于收入的百分之五十。
九、附则。本措施自2024年8月1日起施行，有效期至2028年12月31日。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("tea"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("我在2025年秋天新建了25亩茶园，每亩能补多少？", "每亩补助1200元"),
        ("我们合作社2027年第一次购置加工设备，能补我们多少？", "百分之二十"),
        ("我是脱贫户，去广东厂里干了半年，交通费能补多少？", "500元"),
        ("2025年和2026年两年合计培育多少家合作社？", "合计 110家"),
        ("看管房占地最多是多少？", "看管房为单层，占地控制在20平方米以内"),
        ("从收入里扣的合理成本，最高比例是多少？", "百分之二十五"),
    ],
)
def test_what_is_told(assistant: Conversation, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert not answer.status.refused
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("种一棵茶树能补多少钱？", "每棵的金额"),
        ("运茶车的通行证有效期是多长？", "有效期"),
        ("隔壁衡源市新建茶园每亩补多少？", "衡源市"),
        ("新建茶园种的是1类还是2类茶？", "是1类还是2类"),
    ],
)
def test_what_is_declined(assistant: Conversation, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_IN_SOURCE
    assert said in answer.text
