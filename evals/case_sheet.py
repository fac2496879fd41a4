"""Question files as .xlsx, for people who live in spreadsheets: the same cases, read and written.

One row a case under a row of field names. Lists are JSON in their cell, or plain words one a line.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from documents.regular_expressions import regex
from evals.case import Case, CaseError, Record

_TEXTS = ("gold_clauses", "must_not_include")
_ALTERNATIVES = ("must_include", "resolved_include")
_FLAGS = ("answerable", "all_clauses", "computed", "generated")
_YES = {
    "是": True,
    "true": True,
    "1": True,
    "对": True,
    "否": False,
    "false": False,
    "0": False,
    "错": False,
}
_NAMES = (
    "id",
    "category",
    "question",
    "answerable",
    "gold_clauses",
    "all_clauses",
    "must_include",
    "must_not_include",
    "history",
    "resolved_include",
    "computed",
    "generated",
    "note",
)
_WIDTHS = {"question": 48, "must_include": 32, "history": 32, "note": 32}
_UNWRITABLE = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def sheet_records(path: Path, content: bytes) -> Iterator[tuple[int, Record]]:
    """The rows of the first sheet, with their numbers as the sheet shows them.

    Raises:
        CaseError: This is no .xlsx file, or it lacks the row of field names.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import (
        InvalidFileException,
    )

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        OSError,
    ) as exc:
        raise CaseError(
            f"题目文件“{path}”不是完好的 .xlsx 文件（{exc}）。请另存一次再试。"
        ) from exc
    names = [str(name).strip() if name is not None else "" for name in rows[0]] if rows else []
    if "question" not in names:
        raise CaseError(f"题目文件“{path}”的第一行应当是字段名：{'、'.join(_NAMES)}。")
    for number, row in enumerate(rows[1:], 2):
        cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
        if any(cell not in (None, "") for cell in cells.values()):
            yield number, _record(path, number, cells)


def _record(path: Path, number: int, cells: dict[str, object]) -> Record:
    fields: dict[str, object] = {}
    for name, cell in cells.items():
        if cell is None or cell == "":
            continue
        try:
            fields[name] = _value(name, cell)
        except ValueError as exc:
            raise CaseError(f"{path}:{number}: 字段 {name} 不能用：{exc}") from exc
    return Record(fields)


def _value(name: str, cell: object) -> object:
    text = str(cell).strip()
    if name in _FLAGS:
        if isinstance(cell, bool):
            return cell
        if text.lower() not in _YES:
            raise ValueError(f"应当是 是 或 否，现在是“{text}”")
        return _YES[text.lower()]
    if text.startswith("[") and (name in _TEXTS or name in _ALTERNATIVES or name == "history"):
        try:
            return json.loads(text)
        except ValueError as exc:
            raise ValueError(f"不是合法的 JSON：{text[:40]}") from exc
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if name in _TEXTS:
        return lines
    if name in _ALTERNATIVES:
        return [[part.strip() for part in line.split("/") if part.strip()] for line in lines]
    return text


def write_sheet(cases: Sequence[Case]) -> bytes:
    """The cases as an .xlsx file that `sheet_records` reads back as the same cases."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "题目"
    for column, name in enumerate(_NAMES, 1):
        sheet.cell(1, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 14)
    for number, case in enumerate(cases, 2):
        for column, name in enumerate(_NAMES, 1):
            cell = sheet.cell(number, column)
            cell.value = _cell(name, case)
            cell.data_type = "s"  # a text that begins with = stays a text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(name: str, case: Case) -> str | None:
    value = case.fields().get(name, False if name in _FLAGS else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        text = value
    else:
        text = json.dumps(value, ensure_ascii=False) if value else ""
    if _UNWRITABLE.search(text):
        raise CaseError(f"题目 {case.identifier} 的字段 {name} 含有表格不能保存的控制字符。")
    return text or None
