"""Runs out to other programs: JUnit XML for CI systems, CSV and .xlsx for spreadsheets.

A spreadsheet never takes a text of a case for a formula.
"""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from evals.record import CaseRecord, Run
from evals.record_view import reasons, xml_legal
from evals.report import expected

_HEADINGS = (
    "题集",
    "编号",
    "类别",
    "问题",
    "回答",
    "应为",
    "正确",
    "引用正确",
    "环节",
    "原因",
    "引用条款",
    "耗时毫秒",
)
_WIDTHS = (20, 12, 14, 40, 60, 40, 8, 10, 10, 40, 20, 12)
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_LONGEST_CELL = 32767
"""Characters that Excel allows in a cell."""

_CUT = "…（过长，已截断）"


def junit_xml(run: Run) -> bytes:
    """One testsuite a set, one testcase a case; times in seconds.

    A case that is not good is a failure of the type of its stage, one that could not be asked an
    error. Times of cases without a latency are 0.
    """
    root = ET.Element("testsuites", name=xml_legal(run.name))
    for name in dict.fromkeys(record.set for record in run.records):
        records = [record for record in run.records if record.set == name]
        suite = ET.SubElement(root, "testsuite", {"name": xml_legal(name)} | _counts(records, run))
        properties = ET.SubElement(suite, "properties")
        for label, value in _properties(run).items():
            attributes = {"name": xml_legal(label), "value": xml_legal(value)}
            ET.SubElement(properties, "property", attributes)
        for record in records:
            suite.append(_testcase(record, run))
    root.attrib.update(_counts(run.records, run))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _counts(records: Sequence[CaseRecord], run: Run) -> dict[str, str]:
    return {
        "tests": str(len(records)),
        "failures": str(sum(not record.good and not record.failed for record in records)),
        "errors": str(sum(record.failed for record in records)),
        "skipped": "0",
        "time": _seconds(sum(run.latencies.get(record.key, 0.0) for record in records)),
    }


def _properties(run: Run) -> dict[str, str]:
    about = run.about
    return {
        "revision": about.revision,
        "model": about.model,
        "answerer": about.answerer,
        "index": about.index_digest,
        **about.settings,
    }


def _testcase(record: CaseRecord, run: Run) -> ET.Element:
    name = " ".join(f"{record.identifier} {record.question}".split())
    case = ET.Element("testcase", classname=xml_legal(record.set), name=xml_legal(name))
    case.set("time", _seconds(run.latencies.get(record.key, 0.0)))
    if not record.good:
        kind = "error" if record.failed else "failure"
        found = ET.SubElement(case, kind, message=xml_legal("；".join(reasons(record))))
        found.set("type", record.stage.value if record.stage else kind)
        found.text = xml_legal(
            f"问题：{record.question}\n回答：{record.answer}\n应为：{expected(record)}"
        )
    return case


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.6f}"


def csv_table(run: Run) -> bytes:
    """One row a case, UTF-8 with a mark at the start that makes Excel read it as such.

    Texts that a spreadsheet would take for formulas are led by an apostrophe, which it shows.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(_HEADINGS)
    for record in run.records:
        latency = run.latencies.get(record.key)
        table.writerow([*map(_inert, _texts(record)), _shown(latency)])
    return written.getvalue().encode("utf-8-sig")


def excel_table(run: Run) -> bytes:
    """One row a case in an .xlsx file, the header frozen and with filters."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "逐题"
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), 1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, record in enumerate(run.records, 2):
        for column, text in enumerate(_texts(record), 1):
            cell = sheet.cell(row, column, _fitting(text))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            # a text stays a text, also when someone edits the cell
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_FORMULA_STARTS)
        latency = run.latencies.get(record.key)
        if latency is not None:
            sheet.cell(row, len(_HEADINGS), round(latency, 1))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _texts(record: CaseRecord) -> tuple[str, ...]:
    """The cells of a case in the order of the headings, without the latency."""
    clauses = dict.fromkeys(citation.clause for citation in record.citations)
    return (
        record.set,
        record.identifier,
        record.category,
        record.question,
        record.answer,
        expected(record),
        "是" if record.right else "否",
        ("是" if record.cited else "否") if record.answerable else "",
        record.stage.label if record.stage else "",
        "；".join(reasons(record)),
        "、".join(clauses),
    )


def _shown(latency: float | None) -> str:
    return "" if latency is None else f"{latency:.1f}"


def _inert(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def _fitting(text: str) -> str:
    """A text as a cell can hold it."""
    legal = xml_legal(text)
    return legal if len(legal) <= _LONGEST_CELL else legal[: _LONGEST_CELL - len(_CUT)] + _CUT
