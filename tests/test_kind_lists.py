"""Lists asked for by their kind: steps, conditions, papers, what a class is, what is refused."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

MEASURES = """\
南屏市手工艺人扶持办法
第一条 本办法所称手工艺人，是指在本市从事传统手工艺的下列人员：
（一）甲级手工艺人：获得国家级工艺美术大师称号的人员；
（二）乙级手工艺人：获得省级工艺美术大师称号的人员。
第二条 对手工艺人设立工作室的，每个补助3万元。
第三条 申报审核按照下列程序进行：
（一）申报。手工艺人在线提交；
（二）初审。街道办事处初审，时限为10个工作日；
（三）公示。公示5个工作日；
（四）拨付。财政部门拨付。
第四条 下列区域不得批准设立工作室：
（一）消防通道；
（二）地铁出入口20米范围内。
第五条 工作室有下列情形之一的，收回补助：
（一）转让工作室的；
（二）停业超过6个月的。
"""
MEASURES_IN_TEXT = """\
南屏市流动书摊管理通知
一、设置
（一）申报主体。申报企业应当在南屏市依法注册，近三年内无重大安全事故，且未被列入严重失信主体名单。
（二）经营。摊主应当年满18周岁，持有营业执照和健康证明。每名摊主限设一个书摊。
二、时段
书摊营业时间为9:00—21:00。
三、监督
市城管局每月检查一次。
"""


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("crafts"), "measures.txt")


@pytest.fixture(scope="module")
def running_text(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES_IN_TEXT, tmp_path_factory.mktemp("stalls"), "notice.txt")


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        (
            "从递材料到钱到账，一共要过哪几道程序？",
            ["第三条", "第三条(一)", "第三条(二)", "第三条(三)", "第三条(四)"],
        ),
        ("甲级、乙级手工艺人分别怎么界定的？", ["第一条", "第一条(一)", "第一条(二)"]),
        ("哪些位置是不会批设立工作室的？", ["第四条", "第四条(一)", "第四条(二)"]),
        ("哪些情形会收回补助", ["第五条", "第五条(一)", "第五条(二)"]),
    ],
)
def test_the_whole_list(items: Conversation, question: str, clauses: list[str]) -> None:
    assert [citation.clause for citation in items.ask(question).citations] == clauses


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("什么样的企业才有资格申报？", ["依法注册", "无重大安全事故", "严重失信主体"]),
        ("书摊的摊主需要持有哪些证件？", ["营业执照", "健康证明"]),
    ],
)
def test_what_the_running_text_says_of_a_kind(
    running_text: Conversation, question: str, words: list[str]
) -> None:
    text = running_text.ask(question).text
    assert [word for word in words if word not in text] == []
    assert "每月检查" not in text


FEES = """\
南屏市书屋会员缴费通知
一、参加对象
（一）本市居民。
（二）在本市就读的学生。
二、缴费
（一）办理会员证的，持居民身份证、照片两张到书屋办理。
（二）下列费用不纳入会费支付范围：复印费；饮料费；损坏赔偿费。其他费用由书屋承担。
（三）书屋应当出具会费票据，并在二日内登记。
"""


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(FEES, tmp_path_factory.mktemp("fees"), "fees.txt")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("办会员证要带什么材料", ["持居民身份证、照片两张"]),
        ("哪些费用会费不报", ["复印费", "饮料费", "损坏赔偿费"]),
        ("什么人能参加", ["（一）本市居民。", "（二）在本市就读的学生。"]),
    ],
)
def test_lists_in_running_text(fees: Conversation, question: str, words: list[str]) -> None:
    text = fees.ask(question).text
    assert [word for word in words if word in text] == words


GUIDE = """\
云川市2027年技改专项资金申报通知
云川工信〔2026〕18号
各县(市、区)工业和信息化局:
一、支持方向
(一)设备更新。对更新生产设备的,按设备投资额的12%给予补助,最高300万元。
(二)项目库建设。分两期建设产业园,其中一期厂房于2027年6月底前交付使用。2027年底前完成入库项目30个。
二、申报条件
(一)不予支持的情形。有下列情形之一的,不得申报:
1.2025年1月1日以来发生较大安全事故的;
2.属于新增产能的。
三、申报材料
申报材料包括营业执照、项目报告和发票。申请购置类补助的,还应当提供设备照片。
四、审核程序
县级工业和信息化局完成初审;高新区内企业的申报由管理委员会负责初审。
"""


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(GUIDE, tmp_path_factory.mktemp("guide"), "guide.txt")


def test_who_is_shut_out_is_listed_from_the_line_that_says_so(guide: Conversation) -> None:
    text = guide.ask("什么样的企业或项目会被挡在门外、不让报?逐条说说").text
    assert "有下列情形之一的,不得申报" in text
    assert "较大安全事故" in text
    assert "新增产能" in text


def test_what_adds_to_a_sentence_comes_with_it(guide: Conversation) -> None:
    text = guide.ask("我报购置类补助,要交哪些材料?").text
    assert "营业执照、项目报告和发票" in text
    assert "设备照片" in text


def test_a_second_stage_is_not_the_first(guide: Conversation) -> None:
    assert guide.ask("产业园二期厂房什么时候交付?").status.refused
    assert "2027年6月底前" in guide.ask("产业园一期厂房什么时候交付?").text


def test_tasks_of_a_year_are_listed_with_its_goals(guide: Conversation) -> None:
    text = guide.ask("哪些任务的完成时限是2027年?请列全").text
    assert "一期厂房于2027年6月底前交付使用" in text
    assert "入库项目30个" in text


def test_a_part_that_is_left_to_a_body_is_told_with_the_rest(guide: Conversation) -> None:
    text = guide.ask("县级初审由谁负责?").text
    assert "县级工业和信息化局完成初审" in text
    assert "责任单位是管理委员会" not in text


CONDUCT = """\
林河市社区市集管理办法
第一条 摊主不得有下列行为：
（一）占用通道；
（二）倾倒污水。
第二条 管理人员开展检查，可以采取下列措施：
（一）进入现场；
（二）查阅票据。
第三条 有下列情形之一的，追回补助资金；构成犯罪的，移送司法机关：
（一）伪造发票；
（二）倒卖摊位。
第四条 申请材料包括：身份证；健康证明；场地照片。
"""


@pytest.fixture(scope="module")
def conduct(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(CONDUCT, tmp_path_factory.mktemp("conduct"), "conduct.txt")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("摆摊的哪些事不能干？", ["不得有下列行为", "占用通道", "倾倒污水"]),
        ("检查的时候可以用哪些手段？", ["可以采取下列措施", "进入现场", "查阅票据"]),
        ("哪几类行为会被追回补助？", ["有下列情形之一的", "移送司法机关", "伪造发票", "倒卖摊位"]),
        ("申请要带哪些材料？", ["身份证", "健康证明", "场地照片"]),
    ],
)
def test_lists_of_conduct_and_of_one_sentence(
    conduct: Conversation, question: str, words: list[str]
) -> None:
    text = conduct.ask(question).text
    assert [word for word in words if word in text] == words
