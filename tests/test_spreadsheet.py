"""Rows of text as files that a spreadsheet opens: nothing in them acts, nothing is lost."""

import csv
import io

import pytest
from openpyxl import load_workbook

from evals.spreadsheet import csv_bytes, xlsx_bytes

HEADS = ("指标", "目标值")


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A",
    ],
)
def test_no_text_becomes_a_formula(formula: str) -> None:
    assert csv_rows(csv_bytes(HEADS, [(formula, "65%以上")]))[1] == [f"'{formula}", "65%以上"]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("清单", HEADS, [(formula, "65%以上")]))).active
    cell = sheet.cell(2, 1)
    assert cell.value == formula.replace("\r", "\n")
    assert (cell.data_type, bool(cell.quotePrefix)) == ("s", True)


def test_figures_stay_text_with_their_unit() -> None:
    rows = [
        ("床位占比", "65%以上"),
        ("总额", "1,200"),
        ("编号", "007"),
        ("日期", "2025年"),
        ("引号", '"甲",乙'),
    ]
    content = csv_bytes(HEADS, rows)
    assert content[:3] == b"\xef\xbb\xbf"
    assert csv_rows(content) == [list(HEADS), *map(list, rows)]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("目标清单", HEADS, rows))).active
    assert list(sheet.iter_rows(values_only=True)) == [HEADS, *rows]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("目标清单", "A2", "A1:B6")


def test_what_a_file_cannot_hold_is_replaced() -> None:
    row = ("甲\x00乙\x1f丙\ud800丁\uffff", "长" * 40_000)
    assert csv_rows(csv_bytes(HEADS, [row]))[1] == ["甲\ufffd乙\ufffd丙\ufffd丁\ufffd", row[1]]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("清单", HEADS, [row]))).active
    assert sheet.cell(2, 1).value == "甲\ufffd乙\ufffd丙\ufffd丁\ufffd"
    assert sheet.cell(2, 2).value == "长" * 32_758 + "…（过长，已截断）"


def test_without_rows_the_heads_remain() -> None:
    assert csv_rows(csv_bytes(HEADS, [])) == [list(HEADS)]
    sheet = load_workbook(io.BytesIO(xlsx_bytes("清单", HEADS, []))).active
    assert list(sheet.iter_rows(values_only=True)) == [HEADS]
