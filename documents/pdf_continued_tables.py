"""Tables that go on from page to page, as one: heads printed again are left out, split rows joined.

A row that the end of a page cut in two shows by the lines that it lacks, or by the empty cells of
its second half.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from documents.pdf_page import Page
from documents.pdf_tables import PdfCell, PdfTable, tables_of
from documents.table_grid import Cell, grid_lines

_EDGE_SHARE = 0.12
_SAME_PLACE = 4.0
_EMPTY_SHARE = 0.5
_ENDED = ("。", "；", "：", "！", "？", ".")


@dataclass
class WholeTable:
    """A table with the page and height where it begins; its rows name a cell for each column."""

    page: int
    top: float
    columns: tuple[float, ...]
    rows: list[list[PdfCell]]
    texts: dict[PdfCell, str] = field(default_factory=dict)
    open_below: bool = False

    def lines(self) -> list[str]:
        """Its rows as lines of cells."""
        cells = {cell: Cell(text) for cell, text in self.texts.items()}
        return grid_lines([[cells[cell] for cell in row] for row in self.rows])


@dataclass(frozen=True, slots=True)
class PageTables:
    """A page and the tables on it, from top to bottom."""

    page: Page
    tables: tuple[PdfTable, ...]


def page_tables(pages: Iterable[Page]) -> list[PageTables]:
    """Every page with its tables."""
    return [PageTables(page, tuple(tables_of(page))) for page in pages]


def whole_tables(pages: Sequence[PageTables]) -> list[WholeTable]:
    """All tables in reading order, those that go on from the page before as one with it."""
    found: list[WholeTable] = []
    open_end = False
    for held in pages:
        for at, table in enumerate(held.tables):
            goes_on = at == 0 and open_end and _is_first(held.page, table)
            if goes_on and found:
                whole = _with_columns(table, found[-1].columns)
                if whole is not None:
                    _go_on(found[-1], whole)
                    continue
            rows = [list(row) for row in table.rows]
            texts = {cell: cell.text for row in rows for cell in row}
            place = held.page.number, table.box.top
            found.append(WholeTable(*place, table.columns, rows, texts, table.open_below))
        open_end = bool(held.tables) and _is_last(held.page, held.tables[-1])
    return found


def _is_first(page: Page, table: PdfTable) -> bool:
    low = _EDGE_SHARE * page.height
    return not any(low < glyph.box.bottom < table.box.top for glyph in page.glyphs)


def _is_last(page: Page, table: PdfTable) -> bool:
    high = (1 - _EDGE_SHARE) * page.height
    return not any(table.box.bottom < glyph.box.top < high for glyph in page.glyphs)


def _with_columns(table: PdfTable, columns: Sequence[float]) -> PdfTable | None:
    """A table with these columns: one at its side that merged cells of the page before leave out is added."""
    lefts = [at for at, x in enumerate(columns) if abs(x - table.columns[0]) <= _SAME_PLACE]
    if not lefts:
        return None
    first, last = lefts[0], lefts[0] + len(table.columns)
    held = columns[first:last]
    if len(held) < len(table.columns) or any(
        abs(x - y) > _SAME_PLACE for x, y in zip(held, table.columns, strict=True)
    ):
        return None
    if len(held) == len(columns):
        return table
    if not table.open_above:
        return None
    beyond = len(table.rows) + 1
    before = tuple(PdfCell("", 0, beyond) for _ in range(first))
    behind = tuple(PdfCell("", 0, beyond) for _ in range(last, len(columns)))
    rows = tuple((*before, *row, *behind) for row in table.rows)
    return replace(table, columns=tuple(columns), rows=rows)


def _go_on(whole: WholeTable, table: PdfTable) -> None:
    rows = [list(row) for row in table.rows]
    whole.texts |= {cell: cell.text for row in rows for cell in row}
    head = [whole.texts[cell] for cell in whole.rows[0]]
    if [cell.text for cell in rows[0]] == head:
        rows = rows[1:]
    if not rows:
        return
    last = whole.rows[-1]
    same: dict[PdfCell, PdfCell] = {}
    split = whole.open_below if table.open_above else _is_second_half(last, rows[0])
    whole.open_below = table.open_below
    for above, below in zip(last, rows[0], strict=True):
        tall = above.bottom - above.top > 1 or below.bottom - below.top > 1
        if below not in same and (split or (tall and not below.text)):
            same[below] = above
            whole.texts[above] = _joined(whole.texts[above], below.text)
    for row in rows[split:]:
        whole.rows.append([same.get(cell, cell) for cell in row])


def _is_second_half(above: Sequence[PdfCell], below: Sequence[PdfCell]) -> bool:
    """Whether the end of a page cut a row in two: most of it, or what names it, is empty below."""
    short = [
        (one, other)
        for one, other in zip(above, below, strict=True)
        if max(one.bottom - one.top, other.bottom - other.top) == 1
    ]
    if not short:
        return False
    empty = sum(not other.text for _, other in short)
    return empty >= _EMPTY_SHARE * len(short) or bool(short[0][0].text and not short[0][1].text)


def _joined(text: str, more: str) -> str:
    blank = " " if text.endswith(_ENDED) and more else ""
    return f"{text}{blank}{more}"
