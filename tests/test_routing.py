"""Which documents may answer a question that names none, and what a far one may not answer."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import settings_for

from assistant.answer import Status
from assistant.assembly import assemble, build_index_folder
from assistant.many_documents import ManyDocuments

ROADS = [
    "松原市城市道路挖掘管理办法",
    "松政规〔2024〕5号",
    "各县区人民政府：",
    "第一条 挖掘城市道路应当申请许可，由市住房城乡建设局受理。",
    "第二条 挖掘城市道路的单位应当在开工前缴纳保证金，保证金为工程造价的5%。",
    "第三条 道路挖掘后应当在30日内修复。",
]
STALLS = [
    "松原市早餐摊点管理办法",
    "松政规〔2024〕6号",
    "各县区人民政府：",
    "第一条 早餐摊点应当在划定的区域经营。",
    "第二条 摊点经营者的咨询电话为0438-1234567，由街道办事处受理。",
    "第三条 摊点每天6时开始经营，9时收摊。",
]
ACTIONS = [
    "松原市服务业发展行动计划",
    "松政发〔2024〕8号",
    "各县区人民政府：",
    "一、总体要求",
    "实施服务业六大行动，推动服务业发展。",
    "二、重点任务",
    "（一）品牌提升行动。培育服务业品牌20个。（责任单位：市商务局）",
    "（二）企业培育行动。培育规模以上服务业企业30家。（责任单位：市发展改革委）",
]
PROJECTS = [
    "松原市重点项目建设行动方案",
    "松政办发〔2024〕9号",
    "各县区人民政府：",
    "一、主要任务",
    "（一）项目建设行动。实施重点项目100个，培育品牌项目5个。（责任单位：市发展改革委）",
    "（二）招商行动。引进项目50个。（责任单位：市商务局）",
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """An assistant over four small policies of one city."""
    folder = tmp_path_factory.mktemp("four_policies")
    for at, lines in enumerate((ROADS, STALLS, ACTIONS, PROJECTS)):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 1, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


def test_a_far_document_does_not_answer_what_the_likeliest_declines(
    assistant: ManyDocuments,
) -> None:
    answer = assistant.ask("申请挖掘城市道路许可的咨询电话是多少")
    assert (answer.status, answer.citations) == (Status.NOT_IN_SOURCE, ())
    asked = assistant.ask("早餐摊点的咨询电话是多少")
    assert "0438-1234567" in asked.text


def test_a_near_document_answers_what_the_likeliest_declines(assistant: ManyDocuments) -> None:
    answer = assistant.ask("培育企业引进项目多少家")
    assert [citation.document for citation in answer.citations] == ["松政办发〔2024〕9号"]
    assert "引进项目50个" in answer.text


def test_what_is_counted_tells_documents_apart(assistant: ManyDocuments) -> None:
    found = assistant.retrieve("六大行动里培育多少个品牌项目")
    assert {hit.document.number for hit in found.ranked} == {"松政发〔2024〕8号"}
    found = assistant.retrieve("行动里培育多少个品牌项目")
    assert {hit.document.number for hit in found.ranked} == {"松政办发〔2024〕9号"}
