"""Rows of text as .xlsx and CSV that a spreadsheet opens as they are: no text becomes a formula."""

import csv
import io
import re
from collections.abc import Sequence

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDEST = 60


def xlsx_bytes(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with one sheet, its heads fixed and filtered."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(list(heads))
    for row in rows:
        sheet.append([_UNWRITABLE.sub("", cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for at, head in enumerate(heads, start=1):
        longest = max((len(row[at - 1]) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(
            max(longest, len(head)) * 2 + 2, _WIDEST
        )
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_bytes(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; formulas are led by an apostrophe."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(heads)
    writer.writerows([[_FORMULA.sub(r"'\g<0>", cell) for cell in row] for row in rows])
    return content.getvalue().encode("utf-8-sig")
