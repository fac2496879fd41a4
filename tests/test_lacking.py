"""An answer of another kind than asked is none; those of the kind asked stay."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

MEASURES = """\
云屏市支持公共书屋发展若干措施
一、建设书屋。到2027年，全市建成公共书屋60个。新建书屋每个补助8万元。书屋每周开放不少于56小时。
二、开展评选。每年评选“夜读驿站”10个，每个奖励2万元。
三、规范申报。申报单位应当通过政务服务平台提交申请表、营业执照和租赁合同，每年3月集中受理。
四、方便读者。读者可以借阅图书、期刊、报纸和有声读物，借阅期限不超过30日，逾期每日收取0.2元。
五、开办讲座。书屋可以出租场地举办讲座，场地连续使用二十四小时最高收取600元。
六、发展数字阅读。支持书屋建设数字阅读空间。按照规定给予最高50万元的支持。
七、加强保障。书屋应当配备灭火器、应急灯和急救箱。市财政每两年组织一次绩效评价。
"""


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("measures"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("60个公共书屋分别建在哪些街道？", "具体的地点"),
        ("市财政的绩效评价看哪些科目？", "是哪些科目"),
        ("“夜读驿站”要提交哪些材料？", "“夜读驿站”的相关内容"),
        ("2025年全市一共建成了多少个公共书屋？", "2025年"),
        ("去年全市公共书屋一共补助了多少家？", "过去的实际数字"),
        ("书屋场地每小时收多少钱？", "每小时的数额"),
        ("市财政给绩效评价安排了多少预算？", "安排的资金总额"),
        ("书屋要多大一块场地？", "所问的数量或金额"),
        ("书屋离学校要有多远？", "所问的数量或金额"),
        ("读者的场地清洁费一次多少钱？", "没有载明"),
        ("借阅证丢了怎么补办？", "遗失后怎么补办"),
        ("评选的专家有哪些人？", "是哪些人"),
    ],
)
def test_an_answer_of_another_kind_than_asked_is_none(
    measures: Conversation, question: str, said: str
) -> None:
    answer = measures.ask(question)
    assert answer.status.refused
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("读者可以借阅哪些读物？", "图书、期刊、报纸和有声读物"),
        ("书屋应当配备哪些设备？", "灭火器、应急灯和急救箱"),
        ("“夜读驿站”每年评选多少个？", "10个"),
        ("申报书屋要提交哪些材料？", "申请表、营业执照和租赁合同"),
        ("新建一个书屋补助多少钱？", "8万元"),
        ("数字阅读最高支持多少？", "最高50万元"),
    ],
)
def test_an_answer_of_the_kind_asked_stays(
    measures: Conversation, question: str, said: str
) -> None:
    answer = measures.ask(question)
    assert not answer.status.refused
    assert said in answer.text


REPORT = """\
云屏市2026年政府工作报告
2026年1月20日在云屏市第九届人民代表大会第五次会议上 云屏市市长 秦若川
一、2025年工作回顾
刚刚过去的一年，地区生产总值增长6.1%，粮食产量52万吨。普惠托位、养老床位分别达到310个、900张。
五年来，地区生产总值跨过800亿元、年均增长5.4%。同时也要看到，发展中还存在不少问题。创新能力不强，部分企业经营困难，养老服务仍有短板。
二、“十五五”时期目标
“十五五”时期地区生产总值年均增长5%左右。
三、2026年重点工作
地区生产总值增长5.5%左右，城镇新增就业3万人以上。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(REPORT, tmp_path_factory.mktemp("report"), "report.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("去年GDP增长了多少？", "地区生产总值增长6.1%"),
        ("今年GDP增长目标多少？", "地区生产总值增长5.5%左右"),
        ("十五五GDP年均增长多少？", "年均增长5%左右"),
        ("粮食去年产了多少？", "粮食产量52万吨"),
        ("市长是谁？", "秦若川"),
        ("存在哪些问题？", "创新能力不强"),
    ],
)
def test_a_report_answers_for_the_year_that_is_meant(
    report: Conversation, question: str, said: str
) -> None:
    answer = report.ask(question)
    assert not answer.status.refused
    assert said in answer.text


@pytest.mark.parametrize("question", ["养老床位今年新增多少？", "十四五GDP年均增长多少？"])
def test_a_figure_of_another_year_or_plan_is_no_answer(report: Conversation, question: str) -> None:
    assert "5%左右" not in report.ask(question).text
    assert "900" not in report.ask(question).text


SPENDING = """\
云屏市促进消费若干措施
一、发展首发经济。支持商场引进首店，每家奖励10万元。（牵头单位：市商务局）
二、发展银发经济。到2027年，建成老年用品商店20家。（牵头单位：市民政局）
三、发展乡村旅游。开展技术改造，改造民宿30家。（牵头单位：市文化和旅游局）
"""


@pytest.fixture(scope="module")
def spending(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(SPENDING, tmp_path_factory.mktemp("spending"), "spending.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("夜间经济由哪些部门负责？", "没有载明“夜间经济”"),
        ("冰雪经济哪个部门牵头？", "没有载明“冰雪经济”"),
        ("低空旅游由谁负责？", "没有载明“低空旅游”"),
    ],
)
def test_one_sort_of_a_thing_is_not_another(
    spending: Conversation, question: str, said: str
) -> None:
    answer = spending.ask(question)
    assert answer.status.refused
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("首发经济由哪些部门负责？", "市商务局"),
        ("银发经济哪个部门牵头？", "市民政局"),
        ("乡村旅游由谁负责？", "市文化和旅游局"),
        ("技改民宿由谁负责？", "市文化和旅游局"),  # an abbreviation: 技术改造
    ],
)
def test_the_sort_that_is_there_is_told(spending: Conversation, question: str, said: str) -> None:
    assert said in spending.ask(question).text
