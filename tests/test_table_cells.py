"""Answers from tables: cells by row and year, differences, extremes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import assistant_over
from test_tables import PLAN

from assistant.answer import Answer
from assistant.citations import prove

REGIONS = """\
云川市充电桩建设方案
云川政发〔2025〕3号
各县区人民政府:
现提出如下方案。
一、总体要求
到2027年,全市建成公共充电桩900个。
附件
各县区任务分解表
地区\t公共充电桩（个）\t换电站（座）
东山县\t420\t3
西河区\t310\t6
南湖区\t170\t2
合计\t900\t11
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Answer]:
    """Ask one of the two policies with a table."""
    assistants = {}
    for text in (PLAN, REGIONS):
        folder: Path = tmp_path_factory.mktemp("tables")
        file = folder / "policy.txt"
        file.write_text(text, encoding="utf-8")
        assistants[text] = assistant_over(folder / "index", file)
    return lambda text, question: assistants[text].ask(question)


def test_a_cell_is_named_by_its_row_and_its_year(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(PLAN, "2027年普惠托育机构要达到多少家?")
    assert answer.text == "普惠托育机构，2027年：35家。[1][2]"
    assert [citation.quote for citation in answer.citations] == [
        "任务 指标 2025年 2027年 牵头单位",
        "普惠发展 普惠托育机构(家) 22 35 县发展改革局",
    ]
    assert [citation.clause for citation in answer.citations] == ["附件", "附件"]
    assert ask(PLAN, "2026年普惠托育机构要达到多少家?").status.refused


def test_the_years_of_a_row_are_compared(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(PLAN, "从2025年到2027年,社区托育点要增加多少个?")
    assert answer.text == (
        "社区托育点，2025年：18个。[1][2]社区托育点，2027年：32个。[1][2]按原文两数相差 14个。"
    )


def test_the_extremes_of_a_column_leave_the_total_out(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(REGIONS, "公共充电桩哪个县区最多,哪个最少?")
    assert answer.text == (
        "最多的是：东山县，公共充电桩：420个。[1][2]最少的是：南湖区，公共充电桩：170个。[1][3]"
    )


def test_an_amount_is_not_answered_with_a_row_of_counts(ask: Callable[[str, str], Answer]) -> None:
    assert ask(PLAN, "普惠托育机构每家补助多少元?").status.refused


def test_named_rows_are_added_up(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(REGIONS, "东山县和南湖区的换电站一共多少座?")
    assert answer.text.endswith("按原文各数相加为 5座。")


def test_the_rows_with_a_cell_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "tasks.txt"
    file.write_text(
        "云川市2026年实事任务表\n一、任务\n各项任务按附件办理。\n附件\n任务分解表\n"
        "序号\t项目名称\t责任单位\t完成时限\n1\t新建学校\t市教育局\t2026年9月底\n"
        "2\t改造公园\t市园林局\t2026年11月底\n3\t增设充电桩\t市城管局\t2026年9月底\n",
        encoding="utf-8",
    )
    answer = assistant_over(tmp_path / "index", file).ask("2026年9月底完成的是哪几项任务？")
    assert [citation.quote.split("\t")[1] for citation in answer.citations[1:]] == [
        "新建学校",
        "增设充电桩",
    ]


GRADES = """\
南屏市公共书屋借阅通知
一、借阅
书屋借阅标准见附件。
附件
借阅标准表
书屋级别　　押金（元/人）　　续借比例
一级书屋、街道书屋　　50　　80%
二级书屋（市内）　　70　　60%
二级书屋（市外，经介绍）　　90　　30%
"""
FLOORS = """\
南屏市旧楼刷新出资办法
第一条 各层出资系数见附件。
附件
出资系数表
楼层　　系数
二层　　0.3
五层　　1.1
"""


@pytest.mark.parametrize(
    ("text", "question", "said"),
    [
        (
            GRADES,
            "市内二级书屋和街道书屋的续借比例差多少个百分点?",
            "一级书屋、街道书屋，续借比例：80%。[1][2]"
            "二级书屋（市内），续借比例：60%。[1][3]按原文两数相差 20个百分点。",
        ),
        (
            FLOORS,
            "五楼的系数比二楼高多少?",
            "二层，系数：0.3。[1][2]五层，系数：1.1。[1][3]按原文两数相差 0.8。",
        ),
    ],
)
def test_two_rows_are_compared(tmp_path: Path, text: str, question: str, said: str) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(text, encoding="utf-8")
    assert assistant_over(tmp_path / "index", file).ask(question).text == said


TASKS = """\
南屏市公共书屋任务分工
一、分工
分工见附件。
附件
任务分工表
序号　　任务　　座数　　验收把关
1　　街道书屋　　20　　市文化局
2　　校园书屋　　30　　市教育局
3　　乡村书屋　　40　　市文化局
"""


def test_rows_with_an_office_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(TASKS, encoding="utf-8")
    assistant = assistant_over(tmp_path / "index", file)
    answer = assistant.ask("分工表里由文化局把关的一共有几项?")
    rows = [citation.quote.split()[1] for citation in answer.citations[1:]]
    assert rows == ["街道书屋", "乡村书屋"]
    assert answer.text.startswith("按原文共 2 项：")
    documents = {document.identifier: document for document in assistant.documents}
    more = tuple(remark.replace("2", "3") for remark in answer.remarks)
    altered = replace(answer, text=answer.text.replace("共 2 项", "共 3 项"), remarks=more)
    assert prove(answer, documents) == []
    assert prove(altered, documents) != []


SCHOOLS = """\
云川市公办书院招收通知
云川教发〔2025〕3号
各县区:
现将有关事项通知如下。
一、招收计划
各书院按计划表招收学员。
附件1
2025年书院招收计划表
书院\t所在地区\t计划班数\t计划人数
青石书院\t东山区\t4\t160
白鹭书院\t东山区\t5\t200
云麓书院\t西河县\t3\t90
附件2
工作时间安排表
时间\t工作内容\t负责单位
3月5日前\t公布书院名单\t区（县）文化局
4月2日\t抽签编班\t市文化局、公证处
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("哪所书院的计划人数最多?", "最多的是：白鹭书院，计划人数：200。[1][2]"),
        ("计划表里三所书院总共招多少人?", "按原文各数相加为 450人。"),
        ("东山那两所一共招多少人?", "白鹭书院，计划人数：200。[1][3]按原文各数相加为 360人。"),
        ("青石书院计划招多少人?", "青石书院，计划人数：160。[1][2]"),
        ("区（县）文化局负责哪些工作?", "共 1 条：\n1. 公布书院名单（责任单位）[1]"),
    ],
)
def test_a_row_is_named_by_what_tells_it_apart(tmp_path: Path, question: str, said: str) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(SCHOOLS, encoding="utf-8")
    assert said in assistant_over(tmp_path / "index", file).ask(question).text


def test_a_name_is_known_without_its_bracket(tmp_path: Path) -> None:
    file = tmp_path / "policy.txt"
    rows = "馆别\t押金（元）\t续借比例\n一级书屋\t50\t80%\n三级书屋（市内）\t90\t60%\n三级书屋（市外，经批准）\t20\t55%\n"
    text = f"云川市书屋借阅办法\n云川文发〔2025〕3号\n第一条 借阅标准见附件。\n附件\n借阅标准表\n{rows}"
    file.write_text(text, encoding="utf-8")
    answer = assistant_over(tmp_path / "index", file).ask("三级书屋押金多少?")
    assert answer.text == (
        "三级书屋（市内），押金：90元。[1][2]三级书屋（市外，经批准），押金：20元。[1][3]"
    )
