"""Who of several does what, and paragraphs that close a list: told whole, and apart from the last item."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.answer import Answer

RULES = """\
石湾市湿地保护规定
石政令〔2025〕3号
第一条 为了保护湿地，根据有关法律，制定本规定。
第二条 市林业部门负责湿地的调查和监督管理。
水务部门负责湿地的补水和水质监测。
农业农村部门指导湿地周边的施肥用药。
乡镇人民政府协助做好湿地的日常巡查。
第三条 在湿地内垂钓的，应当在划定的区域内进行，每人不超过两根钓竿。
第四条 本规定自2025年8月1日起施行。
"""

REPORT = """\
政府工作报告
——2026年1月8日在白河县第十七届人民代表大会第四次会议上
白河县县长 林远

各位代表：
现在向大会报告工作，请予审议。
一、2025年工作回顾
（一）工业经济稳步增长。新增规模以上企业9家，工业用电量增长6.3%。
（二）林下产业加快发展。种植菌菇2.1万亩，建成烘干厂4座，带动农户3100户。
同时，工作中还有不少问题：加工企业规模偏小；冷链运力不足；山区道路等级不高；部分干部作风不实。
二、2026年工作安排
新建菌菇交易市场1处，改造山区道路80公里。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Answer]:
    """Ask one of the two texts."""
    assistants = {}
    for text in (RULES, REPORT):
        folder: Path = tmp_path_factory.mktemp("divided")
        assistants[text] = assistant_reading(text, folder, "policy.txt")
    return lambda text, question: assistants[text].ask(question)


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("哪些部门管湿地，分别管什么", ["调查", "补水", "施肥", "巡查"], ["钓竿"]),
        ("湿地保护涉及哪些部门", ["林业", "水务", "农业农村", "乡镇"], ["钓竿"]),
        ("水务部门和乡镇人民政府各管什么", ["补水", "巡查"], ["施肥", "调查"]),
    ],
)
def test_a_clause_that_divides_duties_is_told_whole(
    ask: Callable[[str, str], Answer], question: str, told: list[str], untold: list[str]
) -> None:
    """All its paragraphs, or those of the bodies that are named."""
    answer = ask(RULES, question)

    assert {citation.clause for citation in answer.citations} == {"第二条"}
    assert all(word in answer.text for word in told)
    assert not any(word in answer.text for word in untold)


def test_one_body_asked_for_is_not_told_with_the_others(ask: Callable[[str, str], Answer]) -> None:
    """A single duty has a single body."""
    assert "施肥" not in ask(RULES, "湿地的补水由哪个部门负责").text


def test_what_closes_a_list_stands_apart_from_its_last_item(
    ask: Callable[[str, str], Answer],
) -> None:
    """The problems whole, without what the last item tells; and the item without the problems."""
    problems = ask(REPORT, "工作中还存在哪些问题").text
    forestry = ask(REPORT, "林下产业加快发展有哪些内容").text

    assert all(word in problems for word in ("规模偏小", "冷链", "道路等级", "作风"))
    assert "菌菇2.1万亩" not in problems
    assert "菌菇2.1万亩" in forestry
    assert "冷链" not in forestry
