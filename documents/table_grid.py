"""A table of a file as lines of text: a line a row, cells parted by tabs, merged cells repeated.

Cells come in with the rows and columns that they span; which file they stand in is not known here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.errors import DocumentError
from documents.file_text import squeezed
from documents.regular_expressions import regex

EMPTY_CELL = "—"
"""Stands for a cell without text, so that the cells of all rows are counted alike."""

_LARGEST_SPAN = 200
_MOST_CELLS = 200_000
_SHORT = 2
_SPREAD_OUT = regex(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+")
_IDEOGRAPHS = regex(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell where it begins, with its text and what it spans."""

    text: str
    rows: int = 1
    columns: int = 1


def row_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table given by the cells that begin in each row.

    A table of one column, or a row that one merged cell fills, is plain lines. Rows without any
    text are left out.
    """
    return grid_lines(_grid(rows))


def grid_lines(grid: Sequence[Sequence[Cell | None]]) -> list[str]:
    """As `row_lines`, given for each place of the grid the cell that covers it."""
    width = max((len(row) for row in grid), default=0)
    lines: list[str] = []
    for row in grid:
        texts = [cell.text if cell else "" for cell in row] + [""] * (width - len(row))
        if not any(texts):
            continue
        whole = len(set(map(id, row))) == 1 and len(row) == width
        if whole or width == 1:
            lines.append(texts[0])
        else:
            lines.append("\t".join(text or EMPTY_CELL for text in texts))
    return lines


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[Cell | None]]:
    taken: list[dict[int, Cell]] = [{} for _ in rows]
    places = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in taken[at]:
                column += 1
            across = range(column, column + max(min(cell.columns, _LARGEST_SPAN), 1))
            for spanned in taken[at : at + max(min(cell.rows, _LARGEST_SPAN), 1)]:
                for place in across:
                    spanned.setdefault(place, cell)
            places += len(across) * max(min(cell.rows, _LARGEST_SPAN), 1)
            if places > _MOST_CELLS:
                raise DocumentError(
                    f"文件里有一个超过 {_MOST_CELLS} 格的表格，不像一份政策文件。请另存为文本后重新提供。"
                )
    return [[found.get(c) for c in range(max(found, default=-1) + 1)] for found in taken]


def cell_text(paragraphs: Iterable[str]) -> str:
    """The paragraphs of a cell as one text: parted by a blank, but short pieces of a word joined.

    基／础／指／标, printed from top to bottom, is 基础指标; 类　别, spread out, is 类别.
    """
    text = ""
    last = ""
    for printed in paragraphs:
        paragraph = squeezed(printed)
        if not paragraph:
            continue
        if _SPREAD_OUT.fullmatch(paragraph):
            paragraph = re.sub(r"\s", "", paragraph)
        pieces = _IDEOGRAPHS.fullmatch(last) and _IDEOGRAPHS.fullmatch(paragraph)
        joined = pieces and min(len(last), len(paragraph)) <= _SHORT
        text += paragraph if joined or not text else f" {paragraph}"
        last = paragraph
    return text
