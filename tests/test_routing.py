"""Which documents may answer a question that names none, and what a far one may not answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import settings_for

from assistant.answer import Status, Turn
from assistant.assembly import assemble, build_index_folder
from assistant.many_documents import ManyDocuments
from assistant.routing import telling_words

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


def test_a_near_document_answers(tmp_path: Path) -> None:
    texts = (
        ["松原市早市摊点管理规定", "第一条 早市摊点的押金由市场开办单位收取，退市后退还押金。"],
        ["松原市早市摊点收费规定", "第一条 早市摊点的押金为500元，由市场开办单位收取。"],
        ["松原市公园管理办法", "第一条 公园每天6时开放。"],
    )
    for at, lines in enumerate(texts):
        (tmp_path / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(tmp_path / "index"), today=date(2026, 1, 1))
    build_index_folder(settings, sorted(tmp_path.glob("*.txt")))
    answer = assemble(settings).ask("早市摊点押金由市场开办单位收取多少元")
    assert "早市摊点的押金为500元，由市场开办单位收取。[1]" in answer.text
    assert "松原市早市摊点收费规定" in answer.text


def test_what_is_counted_tells_documents_apart(assistant: ManyDocuments) -> None:
    found = assistant.retrieve("六大行动里培育多少个品牌项目")
    assert {hit.document.number for hit in found.ranked} == {"松政发〔2024〕8号"}
    found = assistant.retrieve("行动里培育多少个品牌项目")
    assert {hit.document.number for hit in found.ranked} == {"松政办发〔2024〕9号"}


COUNTY = [
    "青石县2026年政府工作报告",
    "一、去年工作",
    "县属企业由9家整合为4家。绿化覆盖率达到41%。建成石材交易中心。",
    "二、今年工作",
    "新建学校3所，培育高新技术企业20家。",
]
DISTRICT = [
    "松原市北山区2026年政府工作报告",
    "一、去年工作",
    "区属企业由8家整合为5家。绿化覆盖率达到39%。",
    "二、今年工作",
    "新建学校2所，培育高新技术企业35家，到2030年高新技术企业达到90家。",
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """An assistant over the reports of a county and of a district."""
    folder = tmp_path_factory.mktemp("reports")
    for at, lines in enumerate((COUNTY, DISTRICT)):
        (folder / f"report{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 2, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


def test_like_documents_are_asked_back_only_where_both_are_near(reports: ManyDocuments) -> None:
    assert reports.ask("绿化覆盖率达到多少").status is Status.NEEDS_CLARIFICATION
    assert "90家" in reports.ask("到2030年高新技术企业要达到多少家").text


def test_a_county_is_told_from_a_district(reports: ManyDocuments) -> None:
    for question, told, other in (
        ("县属企业从多少家整合成多少家", "4家", "5家"),
        ("全区绿化覆盖率达到多少", "39%", "41%"),
    ):
        answer = reports.ask(question)
        assert (told in answer.text, other in answer.text) == (True, False), question


def test_a_near_document_without_the_words_that_tell_does_not_answer(
    assistant: ManyDocuments,
) -> None:
    answer = assistant.ask("早餐摊点要缴纳多少保证金")
    assert (answer.status.refused, answer.citations) == (True, ())


def test_words_that_tell_documents_apart() -> None:
    words = telling_words("早餐摊点的咨询电话是多少")
    assert "早餐摊点" in words
    assert "电话" not in words  # what is asked, not of what


def test_another_subject_leaves_the_document_talked_about(assistant: ManyDocuments) -> None:
    history = (Turn("早餐摊点每天几时收摊", "第三条 摊点每天6时开始经营，9时收摊。"),)
    left = assistant.ask("挖掘城市道路的单位开工前缴纳的保证金是多少", history)
    assert [citation.document for citation in left.citations] == ["松政规〔2024〕5号"]
    stayed = assistant.ask("咨询电话是多少", history)
    assert [citation.document for citation in stayed.citations] == ["松政规〔2024〕6号"]
