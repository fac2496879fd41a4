"""Plain questions that a stranger asked first: of a first sentence, a thing's issuer, a term, a level."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation
from assistant.many_documents import without_preface
from documents.document_head import DocumentHead

NOTICE = """\
安河县关于做好医疗保障工作的通知
安医保发〔2025〕9号
各乡镇人民政府：
一、待遇标准
（一）普通门诊报销比例60%，年度限额300元。高血压门诊用药报销比例70%，年度限额600元。
（二）大病保险起付线为1.4万元。报销比例按段确定。
（三）参保登记由乡镇便民服务中心办理。缴费通过税务部门的银行网点办理。
（四）评审会于2026年3月10日召开，地点在三楼会议室。结果于2026年3月20日公布。
二、目录管理
（一）慢特病目录由县卫生健康局发布。目录每年调整一次。
（二）救助金按月发放，每月10日前由县民政局发放到个人账户。
（三）本通知所称慢特病，是指需要长期门诊治疗的疾病；大病，是指个人负担超过1.4万元的疾病。
三、基金监管
加强基金监管，每年检查定点机构30家。（牵头单位：县医保局；配合单位：县财政局、县审计局）
四、设施建设
（一）服务站点。到2027年，建成医保服务站点120个；到2030年，建成医保服务站点200个。
（二）自助终端。每个站点配备终端。
安河县医疗保障局
2025年8月20日
"""

PLAN = """\
澄江市防汛应急预案
澄政办发〔2025〕7号
1 总则
1.1 编制目的
规范防汛应急处置。
2 应急响应
2.1 响应级别
应急响应由低到高分为四级：Ⅳ级、Ⅲ级、Ⅱ级、Ⅰ级。
2.2 Ⅳ级响应
2.2.1 启动程序
由指挥部办公室主任决定启动。
2.2.2 响应措施
指挥部办公室每日会商1次。
2.3 Ⅲ级响应
2.3.1 启动程序
由指挥部常务副总指挥决定启动。
2.3.2 响应措施
工作组12小时内到达现场。
2.4 Ⅱ级响应
2.4.1 启动程序
由指挥部总指挥决定启动。
2.5 Ⅰ级响应
2.5.1 启动程序
由市委、市人民政府决定启动。
"""


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(NOTICE, tmp_path_factory.mktemp("notice"), "notice.txt")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("plan"), "plan.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("普通门诊报销比例是多少", "普通门诊报销比例60%"),
        ("普通门诊一年限额多少", "年度限额300元"),
        ("大病保险的起付线是多少", "大病保险起付线为1.4万元"),
        ("参保登记由谁办理", "参保登记由乡镇便民服务中心办理"),
        ("评审会什么时候召开", "评审会于2026年3月10日召开"),
        ("慢特病目录由谁发布", "慢特病目录由县卫生健康局发布"),
        ("救助金几号发", "每月10日前由县民政局发放到个人账户"),
        ("什么是大病", "大病，是指个人负担超过1.4万元的疾病"),
        ("什么叫慢特病", "本通知所称慢特病，是指需要长期门诊治疗的疾病"),
        ("基金监管谁配合", "配合单位是县财政局、县审计局"),
        ("2027年医保服务站点要建多少个", "建成医保服务站点120个"),
    ],
)
def test_a_plain_question_of_a_notice(notice: Conversation, question: str, said: str) -> None:
    answer = notice.ask(question)
    assert answer.status in (Status.ANSWERED, Status.PARTIAL)
    assert said in answer.text


def test_who_issued_the_document_is_still_told(notice: Conversation) -> None:
    for question in ("这个通知是谁发的", "是哪个部门印发的"):
        assert notice.ask(question).text == "发文机关是安河县医疗保障局。[1]"
    assert notice.ask("什么时候印发的").text == "成文日期是2025年8月20日。[1]"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ⅲ级响应由谁决定启动", "由指挥部常务副总指挥决定启动"),
        ("Ⅰ级响应由谁决定启动", "由市委、市人民政府决定启动"),
        ("三级响应工作组多久到现场", "工作组12小时内到达现场"),
        ("四级响应每天会商几次", "指挥部办公室每日会商1次"),
    ],
)
def test_what_stands_below_the_heading_of_a_level(
    plan: Conversation, question: str, said: str
) -> None:
    assert said in plan.ask(question).text


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("景山养犬条例规定,狗可以坐公交吗", "狗可以坐公交吗"),
        ("按景山的养犬条例，最多养几只", "最多养几只"),
        ("这部条例里，养几只犬要登记", "养几只犬要登记"),
        ("企业主导制定一项行业标准，奖多少钱", ""),
        ("我们的扩产计划里，设备能补多少", ""),
        ("按这个条例，", ""),
        ("岚州市的养犬条例里，养几只犬要登记", ""),
    ],
)
def test_the_name_of_a_document_before_a_question(question: str, rest: str) -> None:
    document = DocumentHead("景山市养犬条例", "景山市养犬条例", "", "景山市人民政府", "", 9)
    assert without_preface(question, document) == rest
