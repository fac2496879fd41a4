"""Ruled tables of a page: the lines between cells in, the cells with what they span out.

Two places of the grid without a line between them are one cell, which is how merged cells look.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from documents.pdf_lines import Line, lines_of
from documents.pdf_page import Box, Glyph, Page
from documents.pdf_paragraphs import begins_anew, needed_room
from documents.table_grid import cell_text

_NEAR = 3.0
_MOST_PLACES = 4000
_PADDING = 0.6
_LEAST_ROW = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class PdfCell:
    """A cell, itself and no other: its text, and the rows of its table that it covers (half-open)."""

    text: str
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table on a page: where it stands, where its columns are parted, its rows of cells.

    Every row names for each column the cell that covers it. Whether it has no line above its first
    or below its last row, as where the end of a page cut it, is told by `open_above` and `open_below`.
    """

    box: Box
    columns: tuple[float, ...]
    rows: tuple[tuple[PdfCell, ...], ...]
    open_above: bool = False
    open_below: bool = False


def tables_of(page: Page) -> list[PdfTable]:
    """The tables of a page with two columns and rows or more, from top to bottom."""
    level = _merged([(b.middle[1], b.left, b.right) for b in page.rulings if _is_level(b)])
    upright = _merged([(b.middle[0], b.top, b.bottom) for b in page.rulings if not _is_level(b)])
    found: list[PdfTable] = []
    for levels, uprights in _groups(level, upright):
        ys = _distinct(y for y, _, _ in levels)
        xs = _distinct(x for x, _, _ in uprights)
        if len(xs) < 3 or not ys:
            continue
        above, below = _open_ends(ys, uprights)
        ends = [(y, xs[0], xs[-1]) for y in (above, below) if y is not None]
        ys = _distinct([*ys, *(y for y, _, _ in ends)])
        if len(ys) < 2 or len(xs) * len(ys) > _MOST_PLACES:
            continue
        table = _table(xs, ys, [*levels, *ends], uprights, page.glyphs)
        if any(cell.text for row in table.rows for cell in row):
            opened = replace(table, open_above=above is not None, open_below=below is not None)
            found.append(opened)
    return sorted(found, key=lambda table: table.box.top)


_Stroke = tuple[float, float, float]
"""Where it lies, and from where to where it goes."""


def _is_level(box: Box) -> bool:
    return box.right - box.left >= box.bottom - box.top


def _merged(strokes: Iterable[_Stroke]) -> list[_Stroke]:
    """Strokes on one line that touch, as one; dots and the like left out."""
    found: list[_Stroke] = []
    for at, begin, end in sorted(strokes):
        for place in range(len(found) - 1, -1, -1):
            other, start, stop = found[place]
            if at - other > _NEAR:
                found.append((at, begin, end))
                break
            if begin <= stop + _NEAR and end >= start - _NEAR:
                found[place] = (other, min(start, begin), max(stop, end))
                break
        else:
            found.append((at, begin, end))
    return [stroke for stroke in found if stroke[2] - stroke[1] > 2 * _NEAR]


def _groups(
    level: Sequence[_Stroke], upright: Sequence[_Stroke]
) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Strokes that cross each other, directly or through others."""
    roots = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while roots[at] != at:
            roots[at] = roots[roots[at]]
            at = roots[at]
        return at

    if len(level) * len(upright) > _MOST_PLACES * 50:
        return []
    for i, (y, left, right) in enumerate(level):
        for j, (x, top, bottom) in enumerate(upright):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                roots[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = defaultdict(lambda: ([], []))
    for at in range(len(roots)):
        stroke = level[at] if at < len(level) else upright[at - len(level)]
        groups[root(at)][at >= len(level)].append(stroke)
    return list(groups.values())


def _open_ends(
    ys: Sequence[float], uprights: Sequence[_Stroke]
) -> tuple[float | None, float | None]:
    """Where most upright lines begin above the first level one and end below the last one."""
    begins = [begin for _, begin, _ in uprights if begin < ys[0] - _LEAST_ROW]
    ends = [end for _, _, end in uprights if end > ys[-1] + _LEAST_ROW]
    most = max(3, len(_distinct(x for x, _, _ in uprights)) / 2)
    above = median(begins) if len(begins) >= most else None
    below = median(ends) if len(ends) >= most else None
    return above, below


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _table(
    xs: list[float],
    ys: list[float],
    levels: Sequence[_Stroke],
    uprights: Sequence[_Stroke],
    glyphs: Sequence[Glyph],
) -> PdfTable:
    owners = _owners(xs, ys, levels, uprights)
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (row, column), owner in owners.items():
        places[owner].append((row, column))
    inside: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        x, y = glyph.box.middle
        place = _slot(ys, y), _slot(xs, x)
        if place[0] is not None and place[1] is not None:
            inside[owners[place[0], place[1]]].append(glyph)
    cells = {
        owner: PdfCell(
            _text(inside[owner], xs[max(c for _, c in held) + 1]),
            min(r for r, _ in held),
            max(r for r, _ in held) + 1,
        )
        for owner, held in places.items()
    }
    rows = tuple(
        tuple(cells[owners[row, column]] for column in range(len(xs) - 1))
        for row in range(len(ys) - 1)
    )
    return PdfTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), rows)


def _owners(
    xs: list[float], ys: list[float], levels: Sequence[_Stroke], uprights: Sequence[_Stroke]
) -> dict[tuple[int, int], int]:
    """For each place of the grid the number of its cell: places without a line between share it."""
    owners: dict[tuple[int, int], int] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            across, down = (left + right) / 2, (top + bottom) / 2
            if column and not _parts(uprights, left, down):
                owners[row, column] = owners[row, column - 1]
            elif row and not _parts(levels, top, across):
                owners[row, column] = owners[row - 1, column]
            else:
                owners[row, column] = row * len(xs) + column
    return owners


def _parts(strokes: Sequence[_Stroke], at: float, through: float) -> bool:
    return any(
        abs(place - at) <= _NEAR and begin <= through <= end for place, begin, end in strokes
    )


def _slot(borders: list[float], value: float) -> int | None:
    at = bisect_right(borders, value) - 1
    return at if 0 <= at < len(borders) - 1 else None


def _text(glyphs: Sequence[Glyph], right: float) -> str:
    """The text of a cell: a line that is full goes on in the next one."""
    paragraphs: list[str] = []
    above: Line | None = None
    for line in lines_of(glyphs, 0):
        room = right - above.box.right - _PADDING * line.size if above else 0
        if above and room <= needed_room(line) and not begins_anew(above, line):
            paragraphs[-1] += line.text
        else:
            paragraphs.append(line.text)
        above = line
    return cell_text(paragraphs)
