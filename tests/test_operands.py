"""Figures of several things that a question names: their difference, ratio and sum, and the highest of them."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation
from assistant.operands import operands_of
from assistant.working_out import Operation, is_worked_out, worked_out
from documents.quantities import find_quantities

_TEXT = """云岭市人民政府办公室关于支持茶旅融合发展的若干措施
云岭政办发〔2026〕9号
各县（区）人民政府：
一、创建奖励。对获评国家级、省级、市级茶旅融合示范园的，分别给予120万元、60万元、20万元一次性奖励。（责任单位：市文化和旅游局）
二、民宿提升。新认定的甲级茶乡民宿每家奖励30万元，乙级茶乡民宿每家奖励12万元。（责任单位：市文化和旅游局）
三、资金安排。2026年安排茶旅专项资金4800万元，其中茶园步道1800万元、研学基地1300万元、节庆活动500万元。（责任单位：市财政局）
四、规模目标。2025年茶园面积21万亩。到2028年，茶园面积达到26万亩。（责任单位：市农业农村局）
五、培训补贴。市人力资源社会保障局按照下列标准给予培训补贴：
（一）参加茶艺师培训的，每人补贴800元；
（二）参加制茶师培训的，每人补贴1500元；
（三）参加评茶师培训的，每人补贴1200元。
六、贷款支持。个人茶旅贷款额度最高20万元。合伙经营的，可以提高到最高90万元。小微企业最高300万元。（责任单位：市财政局）
七、专项拨付。研学基地一次性投入500万元以上且设在乡镇的，奖励25万元。首次接待研学学生1万人次的，奖励15万元。（责任单位：市教育局）
八、场馆补贴。茶博馆每月补贴3000元，茶艺馆每年补贴2万元。（责任单位：市财政局）
九、贴息。设备融资租赁单户最高150万元。（责任单位：市财政局）
十、贷款贴息。技术改造贷款单户累计不超过200万元。（责任单位：市财政局）
十一、保费与评估费。茶园保险按保费的40%给予补助，茶企评估按评估费的70%给予补助。（责任单位：市财政局）
云岭市人民政府办公室
2026年3月6日
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("operands"), "茶旅.txt")


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        (
            "茶旅融合示范园评上国家级的奖金，是评上市级的多少倍？",
            "按原文“120万元”为“20万元”的 6 倍。",
        ),
        (
            "认定成甲级茶乡民宿比乙级多奖多少钱？",
            "按原文“30万元”与“12万元”相差 18万元。",
        ),
        (
            "今年的茶旅专项资金里，步道那一块比节庆那一块多多少？",
            "按原文“1800万元”与“500万元”相差 1300万元。",
        ),
        (
            "合伙经营能贷到的最高额度，比一个人贷的最高额度多多少？",
            "按原文“最高90万元”与“最高20万元”相差 70万元。",
        ),
        (
            "我们新评上了省级示范园，又认定成甲级民宿，两笔奖励加起来多少钱？",
            "按原文“60万元”“30万元”相加为 90万元。",
        ),
        (
            "设备融资租赁、技术改造贷款两项单户封顶加在一起多少钱？",
            "按原文“最高150万元”“累计不超过200万元”相加为 350万元。",  # 不超过 is no floor
        ),
        (
            "几种茶业培训里，哪一种补贴给得最高？",
            "按原文“800元”“1500元”“1200元”中最高的是“1500元”。",
        ),
    ],
)
def test_what_is_made_of_the_figures_of_several_things(
    conversation: Conversation, question: str, remark: str
) -> None:
    answer = conversation.ask(question)
    assert answer.status is Status.ANSWERED
    assert [each for each in answer.remarks if each.startswith("按原文")] == [remark]
    assert answer.text.endswith(remark)


def test_each_figure_is_quoted_once_in_the_order_of_the_text(conversation: Conversation) -> None:
    answer = conversation.ask("合伙经营能贷到的最高额度，比一个人贷的最高额度多多少？")
    assert [citation.quote for citation in answer.citations] == [
        "个人茶旅贷款额度最高20万元。",
        "合伙经营的，可以提高到最高90万元。",
    ]


def test_shares_of_different_sums_are_not_added(conversation: Conversation) -> None:
    answer = conversation.ask("茶园保险的保费、茶企的评估费两项一共能补多少？")
    assert "40%" in answer.text
    assert "110%" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "评上国家级茶旅融合示范园比评上世界级的多奖多少钱？",  # the text has no such thing
        "茶博馆的补贴比茶艺馆多多少钱？",  # 每月 and 每年
        "甲级茶乡民宿和丁级茶乡民宿的奖励差多少钱？",
    ],
)
def test_nothing_is_made_of_a_figure_that_the_text_does_not_give(
    conversation: Conversation, question: str
) -> None:
    answer = conversation.ask(question)
    assert "相差" not in answer.text


@pytest.mark.parametrize(
    ("plain", "operation", "words"),
    [
        ("报废一辆车比置换一辆车多补多少", Operation.DIFFERENCE, ("报废一辆车", "置换一辆车")),
        ("甲和乙相差多少", None, ()),  # a thing has two characters at least
        ("博士的补贴是硕士的几倍", Operation.RATIO, ("博士的补贴", "硕士")),
        ("升规奖、上云奖两项一共多少钱", Operation.SUM, ("升规奖", "上云奖")),
        ("升规奖、上云奖哪个最低", Operation.LOWEST, ("升规奖", "上云奖")),
        ("床位补贴是多少", None, ()),
    ],
)
def test_the_things_that_a_question_works_with(
    plain: str, operation: Operation | None, words: tuple[str, ...]
) -> None:
    operands = operands_of(plain)
    if operation is None:
        assert operands is None
    else:
        assert operands is not None
        assert (operands.operation, operands.words) == (operation, words)


_QUOTES = "首次奖励30万元，再次奖励12万元，占比由40%提高到55%，共8家，另补2至5万元。"


@pytest.mark.parametrize(
    ("operation", "texts", "remark"),
    [
        (Operation.SUM, ["30万元", "12万元"], "按原文“30万元”“12万元”相加为 42万元。"),
        (Operation.DIFFERENCE, ["40%", "55%"], "按原文“40%”与“55%”相差 15个百分点。"),
        (Operation.RATIO, ["30万元", "12万元"], "按原文“30万元”为“12万元”的 2.5 倍。"),
        (Operation.LOWEST, ["30万元", "12万元"], "按原文“30万元”“12万元”中最低的是“12万元”。"),
        (Operation.SUM, ["30万元", "2至5万元"], ""),  # of a span it is not known how much
        (Operation.SUM, ["30万元", "8家"], ""),  # no sum of yuan and firms
        (Operation.DIFFERENCE, ["30万元", "30万元"], ""),
        (Operation.SUM, [], ""),
    ],
)
def test_what_figures_come_to(operation: Operation, texts: list[str], remark: str) -> None:
    told = {quantity.text: quantity for quantity in find_quantities(_QUOTES)}
    assert worked_out(operation, [told[text] for text in texts]) == remark


@pytest.mark.parametrize(
    ("remark", "right"),
    [
        ("按原文“30万元”“12万元”相加为 42万元。", True),
        ("按原文“30万元”“12万元”相加为 43万元。", False),
        ("按原文“30万元”与“12万元”相差 18万元。", True),
        ("按原文“30万元”与“13万元”相差 17万元。", False),  # no such figure is quoted
        ("按原文“12万元”为“30万元”的 0.4 倍。", True),
        ("按原文“30万元”为“12万元”的 3 倍。", False),
        ("按原文“30万元”“12万元”中最高的是“30万元”。", True),
        ("按原文“30万元”“12万元”中最高的是“12万元”。", False),
        ("按原文“30万元”“8家”相加为 38万元。", False),
    ],
)
def test_a_remark_is_worked_out_again(remark: str, right: bool) -> None:
    assert is_worked_out(remark, _QUOTES) is right
