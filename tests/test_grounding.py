"""Sentences that a model may write, proven or not by the clauses that they cite."""

import pytest

from assistant.clause_sources import Span
from assistant.grounding import Grounded, Said, ground
from assistant.model_text import sentences
from documents.document import Document
from documents.reading import parse_document

NOTICE = """\
澜州市人民政府关于促进养老服务发展的通知

澜政发〔2024〕5号
各县区人民政府：
一、发展目标
到2025年，护理型床位占比达到65%以上，新建公园5个，面积3公顷。
二、补贴标准
（一）奖励办法。一等奖1名，奖励5万元，二等奖2名，奖励3万元。
（二）审批程序。省级园区由省政府审批，报国务院备案，市级园区由市政府审批，报省政府备案。
（三）对象范围。对成立3年以上的企业给予贷款。小学配建操场。专科学生每人补助1000元。产业占比50%。取消补贴。人员给予补贴。适用于县级。
（四）试点工作。在试点地区，免费发放药品。每人补助1000元（仅限本市户籍）。年满60周岁以上（不含60周岁）的老人免费乘车。
（五）安全管理。禁止吸烟，安装监控设备。企业给予补贴10万元。建设5个社区养老站。
（六）养老建设。建设养老院。（牵头单位：市民政局）建设托育园。（牵头单位：市卫生健康委员会）
第五条 下列行为由县级政府处罚：
（一）乱倒垃圾；
（二）占道经营。
第六条 下列行为免于处罚：
（一）初次违法；
（二）主动改正。
"""
REGULATION = """\
澜州市住房保障办法

澜政令〔2024〕第8号
第一章 总则
第一条 本办法所称保障性住房，是指政府提供政策支持的住房。本办法所称公共租赁住房，是指由政府投资建设的租赁住房。
第二条 申请人应当符合下列条件之一：
（一）具有本市户籍；
（二）在本市缴纳社会保险满3年。
第三条 对首次购房的家庭，补贴2万元；对二孩家庭，补贴3万元。
第四条 企业可以申请贷款，但连续亏损的除外。资助额度不超过50万元，其中设备补助不超过20万元。
第五条 申请人在20个工作日内提交材料，主管部门在10个工作日内作出决定。逾期不提交材料的，视为放弃。
第六条 中心城区，绿化率达到40%以上。县城绿化率达到30%以上。
第七条 2024年，新增床位500张；2025年，新增床位800张。2026年起，停止执行原标准。
第八条 市住房和城乡建设局负责住房保障工作。市财政局负责资金筹集，市审计局负责审计监督。
第九条 租金按照市场价格的70%收取。租金标准每两年调整一次。补贴比例为30%至50%。
第十条 禁止下列行为：
（一）转租；
（二）改变用途；
（三）连续空置6个月以上。
第十一条 不得拒绝残疾人入住。不收取押金，提供物业服务。
第十二条 除军人外，申请人按照先后顺序轮候。鼓励社会力量参与，支持企业投资。
第十三条 本办法自2024年7月1日起施行，有效期5年。
第十四条 房屋面积60平方米以下的，租金减半；60平方米以上90平方米以下的，租金减免30%。
第十五条 申请材料由街道办事处初审，经区住建局复核，报市住建局审批。
第十六条 对符合条件的企业，可以给予奖励；对不符合条件的企业，不得给予奖励。
"""
FALSE_OF_NOTICE = [
    "一等奖1名，奖励3万元",
    "二等奖2名，奖励5万元",
    "省级园区由省政府审批，报省政府备案",
    "对成立企业给予3年以上贷款",
    "中小学配建操场",
    "本专科学生每人补助1000元",
    "第一产业占比50%",
    "取消补贴标准",
    "取消补贴条件",
    "工作人员给予补贴",
    "适用于县级以下",
    "免费发放药品",
    "每人补助1000元",
    "年满60周岁以上（含60周岁）的老人免费乘车",
    "年满60周岁以上的老人免费乘车",
    "禁止吸烟安装监控设备",
    "建设社区5个养老站",
    "有条件的企业给予补贴10万元",
    "全省护理型床位占比达到65%以上",
    "到2025年，全省护理型床位占比达到65%以上",
    "建设养老院，由市卫生健康委员会牵头",
    "建设养老院\n由市卫生健康委员会牵头",
    "养老建设由市卫生健康委员会牵头",
    "养老建设由市民政局牵头",
    "下列行为由县级政府处罚：初次违法",
    "下列行为由县级政府处罚：乱倒垃圾，主动改正",
    "下列行为由县级政府处罚：\n初次违法",
    "第六条规定，下列行为由县级政府处罚",
    "第五条规定，下列行为免于处罚",
    "到2025年，公园新建5个，面积5公顷",
    "占道经营免于处罚",
    "标准厂房",
    "重点企业给予补贴10万元",
    "主要企业给予补贴10万元",
    "企业给予补贴10万元以上",
    "企业给予补贴达10万元",
    "企业给予补贴最高10万元",
    "企业不给予补贴10万元",
    "小学中配建操场",
    "新产业占比50%",
    "建设养老院，由市民政局牵头，建设托育园",
    "护理型床位占比达到65%以上",
]
TRUE_OF_NOTICE = [
    "到2025年，护理型床位占比达到65%以上",
    "2025年护理型床位占比不低于65%",
    "到2025年，全市护理型床位占比达到65%以上",
    "目标是到2025年，护理型床位占比达到65%以上",
    "一等奖1名，奖励5万元，二等奖2名，奖励3万元",
    "根据第五条规定，下列行为由县级政府处罚：乱倒垃圾；占道经营",
    "建设养老院，由市民政局牵头",
    "建设托育园\n由市卫生健康委员会牵头",
    "在试点地区，免费发放药品",
    "每人补助1000元（仅限本市户籍）",
    "此外，企业给予补贴10万元",
    "第一，企业给予补贴10万元",
    "一是企业给予补贴10万元",
    "根据该通知，企业给予补贴10万元",
    "下列行为由县级政府处罚：\n1. 乱倒垃圾\n2. 占道经营",
    "到2025年，新建公园5个",
    "到2025年，护理型床位占比达到65%以上，新建公园5个",
]
FALSE_OF_REGULATION = [
    "设备补助不超过20万元",
    "租金标准每两年调整一次？",
    "本办法所称保障性住房，是指由政府投资建设的租赁住房",
    "保障性住房是指由政府投资建设的租赁住房",
    "申请人应当符合下列条件：具有本市户籍",
    "申请人应当符合下列条件之一：转租",
    "具有本市户籍的，补贴3万元",
    "对首次购房的家庭，补贴3万元",
    "补贴2万元",
    "对二孩家庭，补贴2万元",
    "企业可以申请贷款",
    "设备补助不超过50万元",
    "资助额度不超过20万元",
    "申请人在10个工作日内提交材料",
    "申请人在20个工作日内作出决定",
    "主管部门在20个工作日内作出决定",
    "申请人在20个工作日内提交材料，视为放弃",
    "逾期提交材料的，视为放弃",
    "全市绿化率达到40%以上",
    "中心城区绿化率达到30%以上",
    "2024年，新增床位800张",
    "2025年新增床位500张",
    "新增床位800张",
    "2025年起，停止执行原标准",
    "停止执行原标准",
    "市财政局负责审计监督",
    "市住房和城乡建设局负责资金筹集",
    "由市财政局负责住房保障工作",
    "租金标准按照市场价格的70%收取",
    "补贴比例为50%",
    "补贴比例为30%以上",
    "补贴比例为50%至30%",
    "转租",
    "允许转租",
    "转租；改变用途",
    "连续空置6个月以上",
    "拒绝残疾人入住",
    "收取押金，提供物业服务",
    "不收取押金提供物业服务",
    "申请人按照先后顺序轮候",
    "鼓励企业投资",
    "支持社会力量参与",
    "本办法自2024年起施行",
    "有效期5年，本办法自2024年7月1日起施行",
    "房屋面积60平方米以下的，租金减免30%",
    "房屋面积60平方米以上90平方米以下的，租金减半",
    "60平方米以上的，租金减免30%",
    "租金减半",
    "申请材料由街道办事处初审，报市住建局审批",
    "申请材料由区住建局复核",
    "对不符合条件的企业，可以给予奖励",
    "可以给予奖励",
    "不得给予奖励",
    "对符合条件的企业给予奖励",
    "根据第九条规定，不得拒绝残疾人入住",
    "根据《澜州市养老办法》，不收取押金",
    "2024年第八条规定，不收取押金",
    "禁止下列行为：转租；改变用途；不收取押金",
    "禁止下列行为：\n1. 转租\n2. 收取押金",
    "（一）转租",
    "第十条（一）转租",
    "禁止下列行为：转租，补贴2万元",
]
TRUE_OF_REGULATION = [
    "保障性住房是指政府提供政策支持的住房",
    "申请人应当符合下列条件之一：（一）具有本市户籍；（二）在本市缴纳社会保险满3年",
    "申请人应当符合下列条件之一：具有本市户籍",
    "对首次购房的家庭补贴2万元",
    "对二孩家庭，补贴3万元",
    "企业可以申请贷款，但连续亏损的除外",
    "资助额度最高50万元",
    "其中设备补助不超过20万元",
    "主管部门在10个工作日内作出决定",
    "县城绿化率不低于30%",
    "2024年新增床位500张，2025年新增床位800张",
    "到2025年新增床位800张",
    "2026年起，停止执行原标准",
    "市财政局负责资金筹集",
    "市审计局负责审计监督",
    "租金标准每两年调整一次",
    "补贴比例为30%—50%",
    "禁止下列行为：（一）转租；（二）改变用途；（三）连续空置6个月以上",
    "禁止下列行为：\n1. 转租\n2. 改变用途",
    "除军人外，申请人按照先后顺序轮候",
    "该办法自2024年7月1日起施行，有效期5年",
    "房屋面积60平方米以下的，租金减半",
    "申请材料由街道办事处初审，经区住建局复核，报市住建局审批",
    "根据第十一条规定，不收取押金，提供物业服务",
    "对不符合条件的企业，不得给予奖励",
    "第九条规定：租金按照市场价格的70%收取",
    "根据第九条，租金按照市场价格的70%收取",
]


@pytest.fixture(scope="module")
def notice() -> Document:
    return parse_document(NOTICE.split("\n"), "notice.txt")


@pytest.fixture(scope="module")
def regulation() -> Document:
    return parse_document(REGULATION.split("\n"), "regulation.txt")


def spans_of(document: Document) -> list[Span]:
    return [Span(document, clause, clause.start, clause.end) for clause in document.clauses]


def proofs(text: str, cited: list[Span]) -> list[Grounded | None]:
    """The proof of every sentence of a text, one after the other."""
    said = Said()
    told = sentences([text])
    return [ground(f"{one.text}{one.stop.strip()}", cited, said) for one in told]


@pytest.mark.parametrize("text", FALSE_OF_NOTICE)
def test_false_sentences_of_a_notice_are_not_proven(text: str, notice: Document) -> None:
    assert None in proofs(text, spans_of(notice))


@pytest.mark.parametrize("text", TRUE_OF_NOTICE)
def test_true_sentences_of_a_notice_are_proven(text: str, notice: Document) -> None:
    assert None not in proofs(text, spans_of(notice))


@pytest.mark.parametrize("text", FALSE_OF_REGULATION)
def test_false_sentences_of_a_regulation_are_not_proven(text: str, regulation: Document) -> None:
    assert None in proofs(text, spans_of(regulation))


@pytest.mark.parametrize("text", TRUE_OF_REGULATION)
def test_true_sentences_of_a_regulation_are_proven(text: str, regulation: Document) -> None:
    assert None not in proofs(text, spans_of(regulation))


def test_a_proof_names_the_words_that_it_rests_on(regulation: Document) -> None:
    proof = ground("市审计局负责审计监督", spans_of(regulation), Said())
    assert proof is not None
    assert [span.text for span in proof.spans] == ["市财政局负责资金筹集，市审计局负责审计监督。"]


def test_words_that_are_not_cited_prove_nothing(regulation: Document) -> None:
    fourth = next(c for c in regulation.clauses if c.number == "第四条")
    cited = [Span(regulation, fourth, fourth.start, fourth.end)]
    assert ground("市审计局负责审计监督", cited, Said()) is None
    assert ground("市审计局负责审计监督", [], Said()) is None


def test_a_sentence_that_only_frames_rests_on_nothing(regulation: Document) -> None:
    assert ground("具体规定如下：", spans_of(regulation), Said()) == Grounded(())


def test_a_year_that_was_said_governs_the_next_sentence(notice: Document) -> None:
    cited = spans_of(notice)
    said = Said()
    assert ground("新建公园5个", cited, said) is None
    assert ground("到2025年，护理型床位占比达到65%以上", cited, said) is not None
    assert ground("新建公园5个", cited, said) is not None


def test_who_leads_as_the_first_of_a_list_is_not_left_out_of_it() -> None:
    text = "澜州市促进工业的措施\n一、设立基金。设立产业基金。（责任单位：市财政局、市国资委，列第一位的为牵头单位）"
    cited = spans_of(parse_document(text.split("\n"), "measures.txt"))
    assert ground("设立基金的责任单位是市国资委", cited, Said()) is None
    assert ground("设立基金的责任单位是市财政局、市国资委", cited, Said()) is not None
    assert ground("设立基金的牵头单位是市财政局", cited, Said()) is not None


def test_a_document_that_is_not_cited_may_not_be_named(regulation: Document) -> None:
    cited = spans_of(regulation)
    assert ground("根据该办法，不收取押金，提供物业服务", cited, Said()) is not None
    assert ground("根据《澜州市养老服务条例》，不收取押金，提供物业服务", cited, Said()) is None


def test_a_year_governs_what_a_semicolon_joins_to_it() -> None:
    text = (
        "澜州市家政服务目标\n一、近期目标。到2024年底，企业达到400家；营业收入达到22亿元左右。\n"
        "二、远期目标。到2025年底，企业达到460家；营业收入突破25亿元。"
    )
    cited = spans_of(parse_document(text.split("\n"), "goals.txt"))
    said = Said()
    assert ground("到2025年底，企业达到460家；", cited, said) is not None
    assert ground("营业收入达到22亿元左右。", cited, said) is None
    assert ground("营业收入突破25亿元。", cited, said) is not None
