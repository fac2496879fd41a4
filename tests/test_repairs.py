"""Blanks inside words and numbers on the line before: undone where the text shows it, left elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.repairs import repair_lines


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("第 1 0 条 支持企业发展。", "第10条 支持企业发展。"),
        ("第 二 十 一 条 罚则。", "第二十一条 罚则。"),
        ("到2 0 2 5 年，占比达到1 8 %以上。", "到2025 年，占比达到18 %以上。"),
        ("东政发〔2 0 2 4〕1 5号", "东政发〔2024〕15号"),
        ("加快战略性新 兴产业发展，提出如下意见。", "加快战略性新兴产业发展，提出如下意见。"),
        ("关 于 加 强 管 理 ， 提 出 意 见 。", "关于加强管理，提出意见。"),
        ("第 2 条  费 率 为 1 % ， 个 人 0 . 5 % 。", "第2条  费率为1%，个人0.5%。"),
        ("失 业 保 险 基 金 管 理 办 法", "失业保险基金管理办法"),
        # What parts words stays.
        (
            "第一条  目的依据  为发展产业，制定本办法。",
            "第一条  目的依据  为发展产业，制定本办法。",
        ),
        ("总　则", "总　则"),
        ("局长 李明", "局长 李明"),
        ("由市财政局 市教育局负责，按年发放。", "由市财政局 市教育局负责，按年发放。"),
        ("采用 Open API 接口，统一管理。", "采用 Open API 接口，统一管理。"),
        ("序号 任务 单位", "序号 任务 单位"),
        ("1 2 3", "1 2 3"),
    ],
)
def test_blanks(line: str, mended: str) -> None:
    assert repair_lines([line, "支持战略性新兴产业。"]).lines[0] == mended


def test_rows_of_a_table_are_left_as_they_are() -> None:
    rows = ["1 市场 建设，改造", "2 市场 建设，新建", "市场建设加快。"]
    repaired = repair_lines(rows)
    assert (repaired.lines, repaired.closed) == (rows, [])


def test_a_number_at_the_end_of_a_line_opens_the_next() -> None:
    repaired = repair_lines(["制定本办法。二、", "职责分工", "负责管理。（一）", "乡镇职责。"])
    assert repaired.lines == ["制定本办法。", "二、职责分工", "负责管理。", "（一）乡镇职责。"]
    assert repaired.moved == ["二、", "（一）"]


@given(st.lists(st.text("第一二条章 　12年。，（）、市财政局Ab\t", min_size=1), min_size=1))
def test_nothing_but_blanks_is_lost(lines: list[str]) -> None:
    repaired = repair_lines(lines)
    assert len(repaired.lines) == len(lines)
    assert "".join("".join(repaired.lines).split()) == "".join("".join(lines).split())
