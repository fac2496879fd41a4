"""Lists found by their kind and by their heading, wherever they stand; duties from tables."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_over, assistant_reading

from assistant.answer import Answer, Status
from assistant.conversation import Conversation
from documents.facts import Role, extract_facts

MEASURES = """\
海州市公共自行车管理办法
海政规〔2025〕4号
第一章 总则
第一条 本办法自2025年6月1日起施行,《海州市公共自行车管理规定》(海政发〔2019〕8号)同时废止。
第二章 设置
第二条 申请设置站点,应当提交下列材料:
(一)申请表;
(二)场地证明。
第三条 下列区域不得设置站点:
(一)消防通道;
(二)盲道。
第三章 退出
第四条 运营企业有下列情形之一的,收回站点:
(一)连续30日停止服务;
(二)弄虚作假。
"""
PLAN = """\
海州市2026年民生实事实施方案
海政发〔2026〕2号
一、重点任务
(一)实施安居行动。改造老旧小区86个。
(二)实施助老行动。新建老年食堂35个。
附件
任务分解表
序号\t项目名称\t建设内容\t牵头单位\t责任单位
1\t改造老旧小区\t改造老旧小区86个\t市住建局\t市财政局、市民政局
2\t新建老年食堂\t新建老年食堂35个\t市民政局\t市商务局
3\t加装电梯\t加装电梯240台\t市住建局\t市市场监管局
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Answer]:
    """Ask one of the two policies."""
    assistants = {}
    for text in (MEASURES, PLAN):
        folder: Path = tmp_path_factory.mktemp("lists")
        file = folder / "policy.txt"
        file.write_text(text, encoding="utf-8")
        assistants[text] = assistant_over(folder / "index", file)
    return lambda text, question: assistants[text].ask(question)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("办站点要准备哪几样材料", ["申请表", "场地证明"]),
        ("哪些情形会被收回站点", ["连续30日停止服务", "弄虚作假"]),
    ],
)
def test_a_list_is_found_by_its_kind(
    ask: Callable[[str, str], Answer], question: str, items: list[str]
) -> None:
    answer = ask(MEASURES, question)
    assert all(item in answer.text for item in items)
    assert "消防通道" not in answer.text


def test_items_are_counted(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(MEASURES, "申请设置站点的材料有几项")
    assert "共 2 项" in answer.text


def test_parts_are_found_by_the_noun_that_is_counted(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(PLAN, "方案部署了哪几大行动?")
    assert "实施安居行动" in answer.text
    assert "实施助老行动" in answer.text


def test_the_document_that_a_policy_replaces(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(MEASURES, "以前哪个规定作废了?")
    assert "海政发〔2019〕8号" in answer.text
    assert [citation.clause for citation in answer.citations] == ["第一条"]


def test_who_leads_stands_in_the_columns_of_a_table(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(PLAN, "市住建局牵头哪些项目?")
    assert "共 2 条" in answer.text
    assert "改造老旧小区" in answer.text
    assert "加装电梯" in answer.text
    assert "新建老年食堂" not in answer.text
    assert "市民政局" in ask(PLAN, "新建老年食堂由谁牵头?").text


def test_departments_of_a_row_keep_their_role(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, encoding="utf-8")
    (document,) = assistant_over(tmp_path / "index", file).documents
    found = [
        (item.row, item.role, item.departments)
        for item in extract_facts(document).responsibilities
        if item.row
    ]
    assert found[:3] == [
        ("改造老旧小区", Role.LEAD, ("市住建局",)),
        ("改造老旧小区", Role.RESPONSIBLE, ("市财政局", "市民政局")),
        ("新建老年食堂", Role.LEAD, ("市民政局",)),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "你个人觉得这个办法合理吗",
        "怎么占用盲道才不会被抓到",
        "隔壁市的站点是怎么设置的",
    ],
)
def test_opinions_ways_around_and_other_places_are_declined(
    ask: Callable[[str, str], Answer], question: str
) -> None:
    answer = ask(MEASURES, question)
    assert answer.status in (Status.OUT_OF_SCOPE, Status.NOT_IN_SOURCE)


REPORT = """\
石桥县2026年政府工作报告
一、2025年工作回顾
3件民生实事全部办结。
二、重点工作
（一）实施扩容行动。新建学校2所。
（二）实施提质行动。培训教师300人。
三、民生实事
2026年，县政府将集中力量办好以下3件民生实事：
1.新建公园4个；
2.改造菜市场2个；
3.新建停车场5个。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(REPORT, tmp_path_factory.mktemp("report"), "report.txt")


def test_as_many_items_as_are_asked_for(report: Conversation) -> None:
    answer = report.ask("今年三件民生实事是哪三件？")
    assert [citation.clause for citation in answer.citations] == ["三", "三1", "三2", "三3"]


def test_the_parts_of_a_counted_noun(report: Conversation) -> None:
    answer = report.ask("报告一共部署了哪几大行动？")
    assert [citation.clause for citation in answer.citations] == ["二", "二(一)", "二(二)"]
