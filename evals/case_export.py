"""Runs out to other programs: JUnit XML for CI systems, CSV and .xlsx for spreadsheets.

A spreadsheet never takes a text of a case for a formula.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from evals.record import CaseRecord, Run
from evals.record_view import reasons, xml_legal
from evals.report import expected
from evals.spreadsheet import csv_bytes, xlsx_bytes

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
    """One row a case."""
    rows = [(*_texts(record), _shown(run.latencies.get(record.key))) for record in run.records]
    return csv_bytes(_HEADINGS, rows)


def excel_table(run: Run) -> bytes:
    """One row a case, the latency as a number."""
    rows = [(*_texts(record), _rounded(run.latencies.get(record.key))) for record in run.records]
    return xlsx_bytes("逐题", _HEADINGS, rows, _WIDTHS)


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


def _rounded(latency: float | None) -> float | None:
    return None if latency is None else round(latency, 1)
