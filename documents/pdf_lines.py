"""Glyphs of a page put together: lines from left to right, columns one after the other.

Blanks come from the file between Latin letters and from wide gaps elsewhere: the little room that a
printer puts between 2025 and 年 is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from documents.file_text import of_raised
from documents.pdf_page import Box, Glyph
from documents.regular_expressions import regex

_LEAST_OVERLAP = 0.5
_WIDE_GAP = 0.75
_PRINTED_GAP = 0.2
_LATIN_GAP = 0.25
_LEAST_GAPS = 4
_RAISED = 0.25
"""How far above the others a digit ends that is the mark of a note, in sizes of a letter."""
_GUTTER = 1.2
_MIDDLE = (0.3, 0.7)
_LEAST_COLUMN_LINES = 6
_COLUMN_SHARE = 0.6
_IDEOGRAPH = regex(r"[\u3400-\u9fff]")
_LATIN_MARKS = ".,;:"
_LATIN = regex(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, where it stands, how large, and in which column (0: no columns)."""

    text: str
    box: Box
    size: float
    column: int = 0


def lines_of(glyphs: Sequence[Glyph], width: float) -> list[Line]:
    """The lines of a page in reading order."""
    rows = _rows(glyphs)
    gutter = _gutter(rows, width)
    if gutter is None:
        return [_line(row) for row in rows]
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if any(g.box.left < gutter < g.box.right for g in row) or not _is_parted(row, gutter):
            found += [*left, *right, _line(row)]
            left, right = [], []
            continue
        for column, side in ((1, left), (2, right)):
            inside = [g for g in row if (g.box.left > gutter) == (column == 2)]
            if inside:
                side.append(_line(inside, column))
    return [*found, *left, *right]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that overlap in height, from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    spans: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.box.top + g.box.bottom) / 2):
        top, bottom = glyph.box.top, glyph.box.bottom
        if rows:
            overlap = min(bottom, spans[-1][1]) - max(top, spans[-1][0])
            least = min(bottom - top, spans[-1][1] - spans[-1][0])
            if overlap > _LEAST_OVERLAP * least:
                rows[-1].append(glyph)
                spans[-1] = max(spans[-1], (top, bottom), key=lambda span: span[1] - span[0])
                continue
        rows.append([glyph])
        spans.append((top, bottom))
    return [sorted(row, key=lambda g: g.box.left) for row in rows]


def _line(row: Sequence[Glyph], column: int = 0) -> Line:
    text = row[0].text
    size = median([g.size for g in row if g.is_wide] or [g.size for g in row])
    gaps = [_gap(before, glyph, size) for before, glyph in pairwise(row)]
    usual = max(median(gaps), 0) if len(gaps) >= _LEAST_GAPS else 0
    base = median([g.box.bottom for g in row if g.is_wide or g.text.isdigit()] or [0.0])
    for (before, glyph), gap in zip(pairwise(row), gaps, strict=True):
        if glyph.text.isdigit() and glyph.box.bottom < base - _RAISED * size:
            text += of_raised(text, glyph.text)
        else:
            text += _blank(before, glyph, (gap - usual) / size) + glyph.text
    box = Box(
        row[0].box.left,
        min(glyph.box.top for glyph in row),
        max(glyph.box.right for glyph in row),
        max(glyph.box.bottom for glyph in row),
    )
    return Line(text, box, size, column)


def _gap(before: Glyph, glyph: Glyph, size: float) -> float:
    """The room between two glyphs; ideographs stand in the middle of squares of one size.

    Some files tell only how far the ink of a letter goes: 自 is narrower than 然.
    """
    if _IDEOGRAPH.match(before.text) and _IDEOGRAPH.match(glyph.text):
        return glyph.box.middle[0] - before.box.middle[0] - size
    return glyph.box.left - before.box.right


def _blank(before: Glyph, glyph: Glyph, gap: float) -> str:
    """A blank or nothing between two glyphs, by the room between them in sizes of a letter."""
    if gap > _WIDE_GAP:
        return " "
    if _IDEOGRAPH.match(before.text) and _IDEOGRAPH.match(glyph.text):
        return " " if gap > _PRINTED_GAP else ""
    if not _LATIN.match(glyph.text):
        return ""
    if before.text in _LATIN_MARKS:
        return " " if glyph.space else ""
    return " " if _LATIN.match(before.text) and (glyph.space or gap > _LATIN_GAP) else ""


def _gutter(rows: Sequence[Sequence[Glyph]], width: float) -> float | None:
    """The middle of the empty strip between two columns, or None where there is one column."""
    low, high = (share * width for share in _MIDDLE)
    candidates: list[float] = []
    for row in rows:
        gaps = _gaps(row)
        candidates += [x for x, gap, size in gaps if low < x < high and gap > _GUTTER * size]
    if len(candidates) < _LEAST_COLUMN_LINES:
        return None
    gutter = median(candidates)
    parted = [row for row in rows if _is_parted(row, gutter)]
    both = [row for row in parted if row[0].box.left < gutter < row[-1].box.left]
    if len(both) < _LEAST_COLUMN_LINES or len(parted) < _COLUMN_SHARE * len(rows):
        return None
    return gutter


def _gaps(row: Sequence[Glyph]) -> Iterator[tuple[float, float, float]]:
    for before, glyph in pairwise(row):
        gap = glyph.box.left - before.box.right
        yield (before.box.right + glyph.box.left) / 2, gap, glyph.size


def _is_parted(row: Sequence[Glyph], gutter: float) -> bool:
    """Whether a row keeps clear of the strip around the gutter."""
    size = row[0].size
    return all(g.box.right < gutter - size / 3 or g.box.left > gutter + size / 3 for g in row)
