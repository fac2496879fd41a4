"""Where the annexes of a document begin, and which lines only list them.

`附件` alone on its line begins an annex; `附件：题目` does where more than a list of annexes follows.
"""

from itertools import pairwise

from documents.head import ISSUER_LINE, is_date_line
from documents.markers import Family, Marker, read_marker
from documents.numerals import ascii_digits
from documents.regular_expressions import regex

_NUMBER = r"(?:[0-9０-９一二三四五六七八九十]{0,3}|[A-Z])"
_ALONE = regex(rf"^附\s*(?:件|表|录|图)\s*({_NUMBER})\s*[:：]?$")
_TITLED = regex(rf"^附\s*(?:件|表|录|图)\s*({_NUMBER})\s*[:：.．、\s]\s*(\S.*)$")
_IN_BRACKETS = regex(r"[(（]附\s*(?:件|表)[^()（）]*[)）]")
_LONGEST_TITLE = 60
_NEAR, _FAR = 4, 12


def names_annex(line: str) -> bool:
    """Whether a line begins an annex or a list of annexes."""
    return bool(_TITLED.match(line) or _ALONE.match(line))


def annex_title(line: str) -> int | None:
    """Where the title begins in a line that names an annex, its number left out; None in others."""
    found = _TITLED.match(line)
    return found.start(2) if found else None


def annex_starts(lines: list[str], title_lines: int) -> dict[int, str]:
    """Lines that begin an annex, with the annex number as printed (empty for the only one)."""
    alone = {
        at: ascii_digits(found[1])
        for at, line in enumerate(lines)
        if at >= title_lines and (found := _ALONE.match(line)) and at + 1 < len(lines)
    }
    if alone:
        return alone
    return {
        at: ascii_digits(found[1])
        for at, line in enumerate(lines)
        if at >= title_lines
        and len(line) <= _LONGEST_TITLE
        and (found := _TITLED.match(line))
        and not _lists_annexes(found[2], lines[at + 1 : at + 2])
        and _opens_text(lines, at)
    }


def listed_lines(lines: list[str], title_lines: int, starts: dict[int, str]) -> set[int]:
    """Lines that go on a list of annexes: `2.申报表` below `附件：1.指标表`."""
    listed: set[int] = set()
    for at in range(title_lines, len(lines)):
        found = _TITLED.match(lines[at])
        first = read_marker(found[2]) if found and at not in starts else None
        value = first.value if first else 0
        while first is not None and at + 1 < len(lines):
            following = read_marker(lines[at + 1])
            if following is None or following.family is not first.family:
                break
            if following.value != value + 1 or at + 1 in starts:
                break
            at, value = at + 1, following.value
            listed.add(at)
    return listed


def form_spans(
    lines: list[str], starts: dict[int, str], markers: list[Marker | None]
) -> list[range]:
    """Annexes that are forms or tables: their numbers begin anew in every cell, or stand alone."""
    spans = []
    for start, end in pairwise([*sorted(starts), len(markers)]):
        numbers = [marker for marker in markers[start:end] if marker]
        bare = sum(
            marker is not None and marker.length == len(line)
            for marker, line in zip(markers[start:end], lines[start:end], strict=True)
        )
        if _restarts(numbers) > 1 or 2 * bare > len(numbers):
            spans.append(range(start, end))
    return spans


def _lists_annexes(title: str, below: list[str]) -> bool:
    """Whether an annex with 1. before its title is the first of a list, with 2. on the next line."""
    first, second = read_marker(title), read_marker(below[0]) if below else None
    if first is None or second is None or first.family is not second.family:
        return False
    return (first.value, second.value) == (1, 2)


def _opens_text(lines: list[str], at: int) -> bool:
    """Whether an annex with its title on the same line is followed by its text."""
    near = [line for line in lines[at + 1 : at + _NEAR] if not ISSUER_LINE.match(line)]
    text = any(read_marker(line) or len(line) > _LONGEST_TITLE or "\t" in line for line in near)
    return text and not any(is_date_line(line) for line in lines[at + 1 : at + _FAR])


def _restarts(markers: list[Marker]) -> int:
    """How often a family begins anew although no number of an outer family came between."""
    last: dict[Family, int] = {}
    count = 0
    for marker in markers:
        if marker.value <= last.get(marker.family, 0):
            count += 1
        last = {f: v for f, v in last.items() if f < marker.family} | {marker.family: marker.value}
    return count
