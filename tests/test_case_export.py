"""Runs as JUnit XML, CSV and .xlsx: read back with other readers."""

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from sample_run import DECLINED, EMPTY, FAILED, GOOD, RUN, WRONG

from evals.case_export import csv_table, excel_table, junit_xml
from evals.record import Run

HEADINGS = "题集,编号,类别,问题,回答,应为,正确,引用正确,环节,原因,引用条款,耗时毫秒"
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1+1", "\r=1+1")


def csv_rows(run: Run) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_table(run).decode("utf-8-sig"), newline="")))


def test_a_suite_for_each_set_and_a_case_for_each_record() -> None:
    root = ET.fromstring(junit_xml(RUN))
    assert root.attrib == {
        "name": "第二次",
        "tests": "5",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
        "time": "0.429500",
    }
    assert [(suite.get("name"), suite.get("tests")) for suite in root] == [
        ("甲.jsonl", "3"),
        ("乙.jsonl", "2"),
    ]
    assert [(case.get("classname"), case.get("time")) for case in root.iter("testcase")] == [
        ("甲.jsonl", "0.012500"),
        ("甲.jsonl", "0.008000"),
        ("甲.jsonl", "0.400000"),
        ("乙.jsonl", "0.000000"),
        ("乙.jsonl", "0.009000"),
    ]
    names = [case.get("name") for case in root.iter("testcase")]
    assert names[1] == "f-2 <script>alert('题')</script>食堂有几个?"
    assert names[3] == "f-1 @坏\ufffd题"
    revision = root.find("testsuite/properties/property[@name='revision']")
    assert revision is not None
    assert revision.get("value") == "abc1234-dirty"


def test_what_is_wrong_is_a_failure_and_what_could_not_be_asked_an_error() -> None:
    root = ET.fromstring(junit_xml(RUN))
    (failure,) = root.iter("failure")
    assert failure.attrib == {"message": "缺少：30个；未引用：一", "type": "answer"}
    assert failure.text == (
        "问题：<script>alert('题')</script>食堂有几个?\n"
        "回答：到2025年新建社区食堂20个。[1]\n"
        "应为：30个（引用 一）"
    )
    (error,) = root.iter("error")
    assert error.attrib == {"message": "出错：模型不能使用。", "type": "failure"}


def test_xml_is_the_same_every_time_and_well_formed_without_cases() -> None:
    assert junit_xml(RUN) == junit_xml(replace(RUN))
    assert ET.fromstring(junit_xml(EMPTY)).get("tests") == "0"


def test_csv_opens_in_excel_and_reads_back() -> None:
    assert csv_table(RUN).startswith(b"\xef\xbb\xbf")
    rows = csv_rows(RUN)
    assert ",".join(rows[0]) == HEADINGS
    assert rows[1] == [
        "甲.jsonl",
        "f-1",
        "数字",
        GOOD.question,
        GOOD.answer,
        "65% / 百分之六十五（引用 一）",
        "是",
        "是",
        "",
        "",
        "一",
        "12.5",
    ]
    assert rows[2][6:] == ["否", "否", "作答", "缺少：30个；未引用：一", "", "8.0"]
    assert rows[3][5:9] == ["拒答", "是", "", ""]
    assert rows[4][8:] == ["出错", "出错：模型不能使用。", "", ""]
    assert len(rows) == 6


def test_commas_quotes_and_line_ends_survive_csv() -> None:
    answer = '第一行,"引"\n第二行\r\n第三行'
    assert csv_rows(replace(RUN, records=(replace(GOOD, answer=answer),)))[1][4] == answer


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula(text: str) -> None:
    run = replace(RUN, records=(replace(GOOD, question=text, answer=f" {text}"),))
    assert csv_rows(run)[1][3:5] == [f"'{text}", f"' {text}"]
    cell = load_workbook(io.BytesIO(excel_table(run))).worksheets[0]["D2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text.replace("\r", "\n")


def test_excel_reads_back() -> None:
    sheet = load_workbook(io.BytesIO(excel_table(RUN))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert ",".join(rows[0]) == HEADINGS
    assert rows[1][3:] == (
        GOOD.question,
        GOOD.answer,
        "65% / 百分之六十五（引用 一）",
        "是",
        "是",
        None,
        None,
        "一",
        12.5,
    )
    assert rows[3][3] == DECLINED.question
    assert sheet["D4"].data_type == "s"
    assert rows[4][3] == FAILED.question.replace("\x01", "\ufffd")
    assert (rows[4][4], rows[4][11]) == (None, None)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L6")


def test_a_cell_that_is_too_long_says_so() -> None:
    run = replace(RUN, records=(replace(WRONG, answer="长" * 40_000),))
    value = load_workbook(io.BytesIO(excel_table(run))).worksheets[0]["E2"].value
    assert len(value) == 32_767
    assert value.endswith("长…（过长，已截断）")
