"""Whose documents a question after the tasks of a department goes over: all, or those of a field."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import settings_for

from assistant.assembly import assemble, build_index_folder
from assistant.many_documents import ManyDocuments

LIFTS, DOGS, MARKETS, GARDENS = (
    "柳政规〔2025〕1号",
    "柳政规〔2025〕2号",
    "柳政发〔2025〕3号",
    "柳政发〔2025〕4号",
)
POLICIES = (
    [
        "柳湾市小区加装充电桩管理办法",
        LIFTS,
        "第一条 居民可以申请加装充电桩，由物业服务企业受理。",
        "第二条 城市管理部门负责查处占道施工，规划占道线路。",
        "第三条 擅自施工的，由城市管理部门责令停止施工，处500元罚款。",
    ],
    [
        "柳湾市养犬管理规定",
        DOGS,
        "第一条 养犬应当办理登记，由公安机关受理。",
        "第二条 城市管理部门负责清理犬只粪便。",
        "第三条 犬只伤人的，由公安机关组织调解，城市管理部门配合处理。",
    ],
    [
        "柳湾市夜间市集发展行动方案",
        MARKETS,
        "一、重点任务",
        "（一）设置夜间市集。新设夜间市集12个。（责任单位：市城市管理局、市商务局）",
        "（二）改善卫生。每个市集配备保洁员2名。（责任单位：市城市管理局）",
    ],
    [
        "柳湾市口袋公园建设行动方案",
        GARDENS,
        "一、重点任务",
        "（一）新建公园。新建口袋公园30个。（责任单位：市城市管理局、市园林局）",
    ],
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """An assistant over four small policies of one city."""
    folder = tmp_path_factory.mktemp("duties")
    for at, lines in enumerate(POLICIES):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 1, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("城市管理部门在加装充电桩里管哪几件事？", {LIFTS}),
        ("养犬这块城市管理部门管什么", {DOGS}),
        ("市城市管理局在夜间市集方面承担哪些任务", {MARKETS}),
        ("对于口袋公园，市城市管理局负责什么", {GARDENS}),
        ("城市管理部门负责哪些养犬的事", {DOGS}),
        ("市城市管理局牵头或负责哪些工作", {MARKETS, GARDENS}),
        ("城市管理部门负责什么", {LIFTS, DOGS, MARKETS, GARDENS}),
    ],
)
def test_tasks_are_gathered_in_the_field_that_is_named(
    assistant: ManyDocuments, question: str, documents: set[str]
) -> None:
    assert {citation.document for citation in assistant.ask(question).citations} == documents


def test_the_tasks_of_a_field_are_those_of_its_document(assistant: ManyDocuments) -> None:
    answer = assistant.ask("城市管理部门在加装充电桩里管哪几件事？")
    assert "占道施工" in answer.text
    assert "市集" not in answer.text
