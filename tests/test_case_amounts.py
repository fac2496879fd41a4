"""What a rate of the text comes to for a case, and that the proof works it out again."""

import pytest
from conftest import assistant_reading

from assistant.answer import Answer
from assistant.case_amounts import is_computed_right, is_most_right, rates_of
from assistant.conversation import Conversation
from documents.numerals import counted
from documents.quantities import find_quantities

_TEXT = """云岭市人民政府办公室关于扶持油茶产业的若干措施
云岭政办发〔2026〕3号
各县（区）人民政府：
一、扩大种植。对集中连片新造油茶林50亩以上的合作社，每亩补贴600元，单个主体最高不超过6万元。（责任单位：市林业局）
二、设备改造。加工企业购置烘干设备的，按设备投资额的30%给予补助，单个企业最高20万元。（责任单位：市工业和信息化局）
三、节水灌溉。新建滴灌设施的，每亩最高不超过800元。（责任单位：市水利局）
四、资金安排。2026年至2029年，市财政每年安排油茶产业资金2000万元。（责任单位：市财政局）
五、专卖店。企业在省外开设油茶专卖店的，每店一次性补助5万元，同一企业最多补助4家。（责任单位：市商务局）
六、古树保护。对列入名录的3片古茶林，每片给予20万元管护资金。（责任单位：市林业局）
七、看护用房取暖。看护用房按面积收费，每平方米每采暖季23.5元。（责任单位：市供热办）
八、加工布局。2026年新建油茶加工点30处，每处配备设备2套。2027年新建油茶加工点40处。2028年新建油茶加工点35处。（责任单位：市林业局）
九、护林力量。经营单位按每500亩油茶林不少于3人的标准配备护林员。（责任单位：市林业局）
十、办理时限。县林业局自受理之日起10个工作日内审核，县财政局在其后15个工作日内拨付。（责任单位：市林业局）
十一、宣传资金。2026年宣传推介安排300万元，2027年安排420万元，2028年安排480万元。（责任单位：市委宣传部）
十二、摊位补贴。入驻茶油集市的，每月补贴摊位费500元，期限不超过18个月。（责任单位：市商务局）
十三、预拨清算。市财政局按企业上月核销额的60%预拨，余款按季结清。（责任单位：市财政局）
云岭市人民政府办公室
2026年2月6日
"""


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(_TEXT, tmp_path_factory.mktemp("rates"), "油茶.txt")


def _computed(answer: Answer) -> str:
    return next((remark for remark in answer.remarks if "计算，" in remark), "")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("三年加起来要新建多少处油茶加工点？", "按原文各数相加为 105处。"),
        ("2026年到2028年宣传推介一共安排了多少钱？", "按原文各项合计 1200万元。"),
        ("审核和拨付两家的时限加起来最长多少个工作日？", "按原文各项合计 25个工作日。"),
    ],
)
def test_what_is_asked_together_is_added(
    conversation: Conversation, question: str, wanted: str
) -> None:
    assert conversation.ask(question).remarks[-1] == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "我们合作社新造了80亩油茶林，能补多少钱？",
            "按“每亩补贴600元”计算，问题中的“80亩”为 4.8万元。",
        ),
        (
            "我们合作社新造了300亩油茶林，能补多少钱？",
            "按“每亩补贴600元”计算，问题中的“300亩”为 18万元，高于“最高不超过6万元”，以此为限。",
        ),
        (
            "我厂买烘干设备花了40万元，能补多少？",
            "按“按设备投资额的30%给予”计算，问题中的“40万元”为 12万元。",
        ),
        (
            "2026年到2029年油茶产业资金一共安排多少？",
            "按“每年安排油茶产业资金2000万元”计算，4 年为 8000万元。",
        ),
        (
            "一家企业在省外开油茶专卖店，全算上最多能补多少？",
            "按“每店一次性补助5万元”和“最多补助4家”计算，最多为 20万元。",
        ),
        (
            "入驻茶油集市，摊位费补贴领满期限一共能拿多少钱？",
            "按“每月补贴摊位费500元”和“期限不超过18个月”计算，最多为 9000元。",
        ),
        (
            "我们企业上月核销了50万元补贴，财政先预拨一部分，还剩多少要等清算？",
            "按“市财政局按企业上月核销额的60%预拨”计算，问题中的“50万元”为 30万元，其余为 20万元。",
        ),
        (
            "3片古茶林一共给多少管护钱？",
            "按“每片给予20万元”计算，问题中的“3片”为 60万元。",
        ),
        (
            "一间40平方米的看护用房，一个采暖季取暖要交多少钱？",
            "按“每平方米每采暖季23.5元”计算，问题中的“40平方米”为 940元。",
        ),
        (
            "我们公司经营1200亩油茶林，护林员至少要配多少人？",
            "按“每500亩油茶林不少于3人”计算，问题中的“1200亩”为 不少于9人。",
        ),
    ],
)
def test_a_rate_is_worked_out_for_the_case(
    conversation: Conversation, question: str, wanted: str
) -> None:
    assert _computed(conversation.ask(question)) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "我们合作社新造了30亩油茶林，能补多少钱？",  # short of 50亩
        "我新建了60亩滴灌，能补多少钱？",  # 每亩最高不超过 is a ceiling, no rate
        "油茶林每亩补贴多少？",  # no case
        "2026年到2032年油茶产业资金一共安排多少？",  # beyond the years of the text
        "我厂年营收500万元，想买烘干设备，能补多少？",  # a share of the price, not of this
    ],
)
def test_nothing_is_worked_out_where_it_does_not_hold(
    conversation: Conversation, question: str
) -> None:
    assert _computed(conversation.ask(question)) == ""


def test_the_proof_works_it_out_again() -> None:
    quotes = ["每亩补贴600元，单个主体最高不超过6万元", "每年安排资金2000万元"]
    assert is_computed_right("每亩补贴600元", "80亩", "4.8万元", quotes)
    assert not is_computed_right("每亩补贴600元", "80亩", "48万元", quotes)
    assert not is_computed_right("每亩补贴700元", "80亩", "5.6万元", quotes)
    assert is_computed_right("每年安排资金2000万元", "4 年", "8000万元", quotes)
    assert not is_computed_right("每年安排资金2000万元", "5 年", "8000万元", quotes)


def test_what_is_left_is_worked_out_again() -> None:
    quotes = ["按上月核销额的60%预拨，余款按季结清。"]
    words = "按上月核销额的60%预拨"
    assert is_computed_right(words, "50万元", "30万元", quotes, "20万元")
    assert not is_computed_right(words, "50万元", "30万元", quotes, "25万元")


def test_a_monthly_amount_is_worked_out_again() -> None:
    quotes = ["每月补贴摊位费500元，期限不超过18个月。"]
    assert is_most_right("每月补贴摊位费500元", "期限不超过18个月", "9000元", quotes)
    assert not is_most_right("每月补贴摊位费500元", "期限不超过18个月", "9500元", quotes)
    assert not is_most_right("每月补贴摊位费500元", "期限不超过24个月", "1.2万元", quotes)


def test_of_several_monthly_amounts_none_is_taken() -> None:
    quotes = ["博士、硕士分别按照每月3000元、1500元发放，期限36个月。"]
    assert not is_most_right("每月3000元、1500元", "期限36个月", "10.8万元", quotes)


def test_rates_are_of_the_unit_that_is_counted() -> None:
    (acres,) = find_quantities("80亩")
    quotes = ["每亩补贴600元", "每户补贴900元", "每亩每年补贴100元", "每亩不超过800元"]
    assert [rate.value for rate in rates_of(acres, quotes)] == [600]


@pytest.mark.parametrize(
    ("amount", "written"), [(9600, "9600元"), (24_000, "2.4万元"), (120_000_000, "1.2亿元")]
)
def test_amounts_are_written_as_one_does(amount: float, written: str) -> None:
    assert counted(amount, "元") == written


def test_a_ratio_is_borne_out_only_for_the_figure_of_the_case() -> None:
    quotes = ["按每500亩油茶林不少于3人的标准配备护林员。"]
    assert is_computed_right("每500亩油茶林不少于3人", "1200亩", "不少于9人", quotes)
    assert not is_computed_right("每500亩油茶林不少于3人", "1200亩", "不少于8人", quotes)
    assert not is_computed_right("每500亩油茶林不少于3人", "1200亩", "9人", quotes)
    assert not is_computed_right("每400亩油茶林不少于3人", "1200亩", "不少于9人", quotes)


def test_the_most_is_borne_out_only_by_the_rate_and_the_number_quoted() -> None:
    quotes = ["每店一次性补助5万元，同一企业最多补助4家。"]
    assert is_most_right("每店一次性补助5万元", "最多补助4家", "20万元", quotes)
    assert not is_most_right("每店一次性补助5万元", "最多补助4家", "25万元", quotes)
    assert not is_most_right("每店一次性补助5万元", "最多补助5家", "25万元", quotes)
    assert not is_most_right("每店一次性补助", "最多补助4家", "20万元", quotes)
