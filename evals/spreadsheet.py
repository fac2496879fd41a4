"""Rows as .xlsx and CSV that a spreadsheet opens as they are: no text becomes a formula."""

import csv
import io
from collections.abc import Sequence

from evals.record_view import xml_legal

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_LONGEST_CELL = 32767
"""Characters that Excel allows in a cell."""

_CUT = "…（过长，已截断）"
_WIDEST = 60

Cell = str | float | None


def xlsx_bytes(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[int] | None = None,
) -> bytes:
    """A workbook with one sheet, its heads frozen and with filters.

    Args:
        title: Of the sheet.
        heads: The first row.
        rows: As many cells as heads; a text stays a text, also when someone edits the cell.
        widths: Of the columns, in characters; None: as wide as what stands in them.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for column, (heading, width) in enumerate(
        zip(heads, widths or _widths(heads, rows), strict=True), 1
    ):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            if not isinstance(value, str):
                sheet.cell(at, column, value)
                continue
            cell = sheet.cell(at, column, _fitting(value))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"
            cell.quotePrefix = _acts(value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_bytes(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark at the start that makes Excel read it as such.

    Texts that a spreadsheet would take for formulas are led by an apostrophe, which it shows.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(heads)
    table.writerows([[_inert(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """A Chinese character takes the room of two."""
    longest = [
        max([len(head), *(len(str(row[at] or "")) for row in rows)])
        for at, head in enumerate(heads)
    ]
    return [min(2 * length + 2, _WIDEST) for length in longest]


def _inert(text: str) -> str:
    return f"'{xml_legal(text)}" if _acts(text) else xml_legal(text)


def _acts(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula; some trim cells first."""
    return text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)


def _fitting(text: str) -> str:
    """A text as a cell can hold it."""
    legal = xml_legal(text).replace("\r\n", "\n").replace("\r", "\n")
    return legal if len(legal) <= _LONGEST_CELL else legal[: _LONGEST_CELL - len(_CUT)] + _CUT
