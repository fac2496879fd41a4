"""What scanning and copying did to lines, undone: blanks inside words, numbers left on the line before.

Lines in, lines and what was done out. A blank is closed only where the text itself shows that it is
no separator; nothing inside latin words or between the cells of a table is touched.
"""

import re
from dataclasses import dataclass

from documents.markers import read_marker
from documents.regular_expressions import regex

_H = "\u4e00-\u9fff"
_GAP = regex(rf"(?<=[{_H}])[ \u3000](?=[{_H}])")
_UNIT_AHEAD = rf"(?=\s?[%％‰{_H}])"
_SPACED_DIGITS = regex(
    rf"(?<![\dA-Za-z.])\d(?:[ \u3000]\d)+(?![\dA-Za-z.]|[ \u3000]\d){_UNIT_AHEAD}"
)
_SPACED_YEAR = regex(r"(?<![\dA-Za-z])(?:1 9|2 0) \d \d(?=[ \u3000]?年|[ \u3000]?[〕\]）)])")
_SPACED_ARTICLE = regex(
    r"^第(?=[ \u3000]|.[ \u3000])[ \u3000]*(?:[\d零〇一二三四五六七八九十百][ \u3000]*)+[编章节条]"
)
_SPACED_NUMBER = regex(r"(?<=[〕\]】）)])(\d(?:[ \u3000]\d)+)(?=[ \u3000]?号)")
_TRIPLE = regex(rf"(?=([{_H}]{{3}}))")
_ALL_HAN = regex(rf"[{_H}]{{3}}")
_SERIAL = regex(r"\d{1,3}\s")
_LEAST_CELLS = 3
_PROSE = regex(r"[，。；]")
_MARKER_LEFT = regex(
    r"(?<=[。；：])\s*("
    r"[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|[(（]\d{1,2}[)）]"
    r"|第[一二三四五六七八九十百]{1,5}[章节条])$"
)
_ENOUGH_SPREAD = 0.6
_LEAST_SPREAD = 8
_NEARLY_ALL = 0.75
_IDEOGRAPH = regex(rf"[{_H}]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """The lines after the repair; `closed` are the lines with blanks taken out, `moved` the numbers."""

    lines: list[str]
    closed: list[str]
    moved: list[str]


def repair_lines(lines: list[str]) -> Repaired:
    """Close blanks inside words and put numbers at the head of the line that they open."""
    together, moved = _move_markers(lines)
    triples, rows = _triples(together), _rows(together)
    mended = [_close(line, triples, is_row=at in rows) for at, line in enumerate(together)]
    closed = [new for old, new in zip(together, mended, strict=True) if old != new]
    return Repaired(mended, closed, moved)


def _move_markers(lines: list[str]) -> tuple[list[str], list[str]]:
    """A number at the end of a line that ends a sentence opens the next line."""
    found: list[str] = []
    carried = ""
    moved: list[str] = []
    for at, line in enumerate(lines):
        line, carried = f"{carried}{line}", ""
        left = _MARKER_LEFT.search(line) if at + 1 < len(lines) else None
        if left:
            carried = left[1]
            moved.append(carried)
            line = line[: left.start()].rstrip()
        found.append(line)
    return found, moved


def _triples(lines: list[str]) -> set[str]:
    """Three characters that stand together somewhere in the text."""
    return {triple for line in lines for triple in _TRIPLE.findall(line)}


def _rows(lines: list[str]) -> set[int]:
    """Lines that are rows of a table: as many cells as the line beside them, three or more."""
    counts = [len(line.split()) for line in lines]
    return {
        at
        for at, count in enumerate(counts)
        if count >= _LEAST_CELLS and count in counts[max(at - 1, 0) : at] + counts[at + 1 : at + 2]
    }


def _close(line: str, triples: set[str], *, is_row: bool) -> str:
    line = _SPACED_ARTICLE.sub(_joined, line)
    if _is_spread_out(line) and (not is_row or _PROSE.search(line)):
        opening = read_marker(line)
        number = line[: opening.length] if opening else ""
        return number + "".join(line[len(number) :].split())
    line = _SPACED_NUMBER.sub(_joined, _SPACED_YEAR.sub(_joined, line))
    if is_row or not _PROSE.search(line) or "\t" in line or _SERIAL.match(line):
        return line
    line = _SPACED_DIGITS.sub(_joined, line)
    marker = read_marker(line)
    gaps = [gap.start() for gap in _GAP.finditer(line, marker.length if marker else 0)]
    if len(gaps) < _ENOUGH_SPREAD / 2 * len(line):
        gaps = [at for at in gaps if _inside_word(line, at, triples)]
    dropped = set(gaps)
    return "".join(c for at, c in enumerate(line) if at not in dropped)


def _is_spread_out(line: str) -> bool:
    """Whether a blank stands behind nearly every character of a sentence, or all of a title: 费 率 为 1 %."""
    if line.count(" ") + line.count("\u3000") < _LEAST_SPREAD - 1:
        return False
    pieces = line.split()
    single = sum(len(piece) == 1 for piece in pieces)
    return (
        "\t" not in line
        and len(pieces) >= _LEAST_SPREAD
        and (single == len(pieces) or _PROSE.search(line) is not None)
        and single >= _NEARLY_ALL * len(pieces)
        and 3 * len(_IDEOGRAPH.findall(line)) > len(pieces)
    )


def _inside_word(line: str, at: int, triples: set[str]) -> bool:
    """Whether the text holds elsewhere, together, what stands on both sides of a blank."""
    around = [line[at - 2 : at] + line[at + 1], line[at - 1] + line[at + 1 : at + 3]]
    known = [triple in triples for triple in around if _ALL_HAN.fullmatch(triple)]
    return bool(known) and all(known)


def _joined(found: re.Match[str]) -> str:
    return re.sub(r"[ \u3000]", "", found[0])
