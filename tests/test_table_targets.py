"""Targets that stand in tables are in the list with all that their rows and heads say of them."""

from datetime import date

import pytest

from documents.document import Document
from documents.reading import parse_document
from ui.fact_rows import target_rows

TODAY = date(2026, 11, 25)
YEARS = [
    "序号 指标名称 单位 2024年基期值 2025年 2026年 指标属性",
    "1 普惠托位占比 % 48 55 63.5 约束性",
    "2 托位总数 万个 1.1 1.2 1,300 预期性",
]
TASKS = [
    "序号 工作任务 年度目标 牵头单位 完成时限",
    "1 充电设施 增设登记点，全市不少于60个 市公安局 2026年10月底",
    "2 农田监测 布设监测点45个，报装办理不超过5个工作日 县农业农村局 持续推进",
    "3 深翻整地 完成深翻面积11万亩，每亩补助40元 县农业农村局 2026年12月20日",
]
GRANTS = [
    "补助环节 补助条件 补助标准 申报时限",
    "新建收储站 新增能力1500吨以上 每座45万元 2026年10月底",
]


def policy(title: str, *lines: str) -> Document:
    """A policy of 2025 with a table in its annex."""
    head = ["青山市人民政府关于托育服务的意见", "青政发〔2025〕3号", "一、目标", "做好工作。"]
    closing = ["青山市人民政府", "2025年3月8日"]
    return parse_document([*head, *closing, "附件", title, *lines], "a.txt")


def rows(document: Document) -> list[tuple[str, str, str, bool]]:
    found = target_rows([document], TODAY)
    return [(row.indicator, row.value, row.deadline, row.passed) for row in found]


def test_a_figure_below_a_year_is_due_in_it_and_the_base_is_no_target() -> None:
    assert rows(policy("主要指标表", *YEARS)) == [
        ("普惠托位占比", "55%", "2025年", True),
        ("普惠托位占比", "63.5%", "2026年", False),
        ("托位总数", "1.2万个", "2025年", True),
        ("托位总数", "1,300万个", "2026年", False),
    ]


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("任务 指标 2025年 2027年", "医育结合 签约率（%） 80 100", ["80%", "100%"]),
        ("任务 指标 2027年目标", "托幼一体 托班（个） 36", ["36个"]),
        ("指标 单位 2025年完成值 2027年", "托班 个 20 36", ["36个"]),
        ("指标 单位 2023年 2027年", "托班 个 20 36", ["36个"]),
        ("指标 属性 2027年", "覆盖率 约束性 60%", ["60%"]),
        ("指标 单位 2026年 2027年", "覆盖率 % 60以上 ≥70", ["60%以上", "≥70%"]),
        ("指标 2026年(家) 2027年(家)", "托班 20 36左右", ["20家", "36家左右"]),
        ("指标 单位 2026年 2027年", "覆盖率 % — 70", ["70%"]),
        ("地区 托班（个） 床位（张）", "云山区 36 62", []),
        ("项目 单位 标准", "占用费 元 420", []),
    ],
)
def test_only_heads_that_are_years_to_come_set_targets(
    head: str, row: str, expected: list[str]
) -> None:
    assert [found[1] for found in rows(policy("主要指标表", head, row))] == expected


@pytest.mark.parametrize(
    ("head", "row", "name"),
    [
        ("任务 指标 2027年", "医育结合 签约率（%） 100", "医育结合（签约率）"),
        ("指标 属性 2027年", "托育服务覆盖率 约束性 60%", "托育服务覆盖率"),
        ("类别 指标名称 单位 2027年", "供给 每千人口托位数 个 ≥5", "每千人口托位数"),
        ("序号 项目 单位 2027年", "1 滑雪场 家 36", "滑雪场"),
    ],
)
def test_a_row_is_named_by_its_indicator(head: str, row: str, name: str) -> None:
    assert [found[0] for found in rows(policy("分工表", head, row))] == [name]


def test_a_task_with_a_time_limit_holds_its_figures() -> None:
    assert rows(policy("任务分工表", *TASKS)) == [
        ("增设登记点（全市）", "不少于60个", "2026年10月底", True),
        ("布设监测点", "45个", "", False),
        ("完成深翻面积", "11万亩", "2026年12月20日", False),
    ]


def test_what_is_granted_in_a_table_is_no_target() -> None:
    assert rows(policy("补助标准表", *GRANTS)) == []


def test_a_row_is_quoted_whole_and_rows_keep_the_order_of_the_text() -> None:
    document = policy("主要指标表", *YEARS, "二、保障", "到2027年，培训300人次。")
    found = target_rows([document], TODAY)
    assert [row.text for row in found] == [
        *[YEARS[1]] * 2,
        *[YEARS[2]] * 2,
        "到2027年，培训300人次。",
    ]
    assert all(document.text[row.start : row.end] == row.text for row in found)
    assert {row.address for row in found[:4]} == {"青政发〔2025〕3号 附件 主要指标表"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("每年改造农贸市场12家，三年累计改造36家。", ["每年", ""]),
        ("每年安排资金1.2亿元，设立总规模10亿元的基金。", ["每年", ""]),
        ("每年举办赛事20场，培训1500人次以上。", ["每年", "每年"]),
    ],
)
def test_what_is_set_up_once_is_not_due_every_year(sentence: str, expected: list[str]) -> None:
    document = parse_document(
        ["青山市人民政府关于托育服务的意见", "青政发〔2025〕3号", "一、目标", sentence], "a.txt"
    )
    assert [row.deadline for row in target_rows([document], TODAY)] == expected
