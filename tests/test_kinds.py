"""What a text says of one kind of thing is no answer for a sibling."""

from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant import kinds
from assistant.answer import Status, Turn
from assistant.conversation import Conversation
from assistant.kinds import lacking_kind

_TEXT = """云岭市人民政府办公室关于便民服务的若干措施
云岭政办发〔2026〕5号
各县（区）人民政府：
一、社区食堂。60周岁以上老年人在社区食堂就餐享受不低于8折的优惠。（责任单位：市民政局）
二、良种引进。引进种公羊的，每只补助1500元。（责任单位：市农业农村局）
三、餐车点位。全市设置餐车点位46个。（责任单位：市城市管理局）
四、骑行管理。电动自行车未按规定停放的，处50元罚款。（责任单位：市公安局）
五、市场改造。农贸市场改造后达到三星级标准的，按投资额的30%给予补助。（责任单位：市商务局）
六、换车补贴。置换新能源乘用车的，每辆补贴1.5万元；置换燃油乘用车的，每辆补贴8000元。（责任单位：市商务局）
七、健身设施。每个街道建设1处老年人健身点。（责任单位：市民政局）
八、儿童设施。每个县建设2处儿童友好运动场。（责任单位：市体育局）
云岭市人民政府办公室
2026年2月6日
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("kinds"), "便民.txt")


@pytest.mark.parametrize(
    "question",
    [
        "残疾人在社区食堂就餐打几折？",
        "引进种公牛每头补助多少？",
        "全市设置了多少个报刊亭点位？",
        "自行车没停好罚多少钱？",
        "农贸市场改造后达到二星级标准的补多少？",
    ],
)
def test_a_sibling_is_no_answer(conversation: Conversation, question: str) -> None:
    assert conversation.ask(question).status is Status.NOT_IN_SOURCE


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("老人在社区食堂就餐打几折？", "8折"),
        ("引进种公羊每只补助多少？", "1500元"),
        ("餐车点位设置了多少个？", "46个"),
        ("电瓶车没按规定停放罚多少钱？", "50元"),
        ("农贸市场改造后达到三星级标准的补多少？", "30%"),
    ],
)
def test_the_kind_itself_is_answered(conversation: Conversation, question: str, told: str) -> None:
    assert told in conversation.ask(question).text


@pytest.mark.parametrize(
    ("before", "question", "understood", "told"),
    [
        ("置换新能源车补多少？", "那燃油车呢？", "置换燃油乘用车补多少？", "8000元"),
        ("儿童友好运动场归谁负责？", "那老年人健身点归谁负责？", "", "市民政局"),
    ],
)
def test_a_follow_up_on_another_kind(
    conversation: Conversation, before: str, question: str, understood: str, told: str
) -> None:
    answer = conversation.ask(question, (Turn(before, conversation.ask(before).text),))
    assert told in answer.text
    assert answer.resolved_question.replace("?", "？") == (understood or question)


@pytest.mark.parametrize(
    ("question", "quoted", "lacking"),
    [
        ("离医院多远", "距离学校不少于200米", "医院"),
        ("离宠物医院多远", "距离学校不少于200米", ""),  # a kind of its own
        ("自行车停哪里", "电动自行车停放在划定区域", "自行车"),
        ("电瓶车停哪里", "电动自行车停放在划定区域", ""),  # another word for it
        ("报刊亭点位几个", "餐车点位46个", "报刊亭"),  # 点位 behind 餐车 is not all of them
        ("残疾人和老年人打几折", "退役军人打8折", ""),  # several at once
        ("补贴多少", "老年人每月100元", ""),
    ],
)
def test_what_quotes_lack(question: str, quoted: str, lacking: str) -> None:
    assert lacking_kind(question, quoted, quoted) == lacking


def test_a_kind_that_the_heading_names_is_not_lacking() -> None:
    assert lacking_kind("医院离多远", "距离学校不少于200米", "医院选址 距离学校不少于200米") == ""


def test_no_family_has_a_word_twice_or_of_one_character() -> None:
    file = Path(kinds.__file__).parent / "lexicon" / "kinds.txt"
    for line in file.read_text("utf-8").splitlines()[1:]:
        words = [word for kind in line.split("\t") for word in kind.split(",") if word]
        assert len(words) == len({*words}), line
        assert all(len(word) > 1 for word in words), line
        assert line.count("\t") > 1, line
