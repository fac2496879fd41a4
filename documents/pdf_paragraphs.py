"""Printed lines in, paragraphs out: wrapped lines rejoined, running heads, feet and page numbers dropped.

A line goes on in the next one where it is full and the next one is not set in, is no new number and
is printed as large.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.markers import read_marker
from documents.pdf_lines import Line
from documents.regular_expressions import regex

_EDGE_SHARE = 0.12
_HEIGHT_STEP = 6.0
_EDGE_LINES = 3
_REPEATED_SHARE = 0.5
_LEAST_PAGES = 2
_PAGE_NUMBER = regex(
    r"[-—–－―·•\s]+\d{1,4}[-—–－―·•\s]+|第?\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}"
)
"""What is a page number also where it stands on one page alone; a bare number has to come back."""

_DIGITS = regex(r"\d+")
_SENTENCE_END = regex(r"[。；：！？;:!?）)]$")
_LEADS_IN = ("：", ":")
_LATIN_END = regex(r"[A-Za-z0-9,;:]$")
_LATIN_BEGIN = regex(r"^[A-Za-z0-9]")
_INDENT = 1.2
_FULL = 1.7
_TELLING = 4
"""Ideographs by which the size of a line is told."""
_SAME_SIZE = 0.12
_USUAL_GAP = 1.3
_WIDE_GAP = 2.2
_CENTRED = 1.5
_IDEOGRAPH = regex(r"[\u3400-\u9fff]")
_UNBROKEN = regex(r"([^\u3400-\u9fff]*)[\u3400-\u9fff]?([，。、；：！？）》〉”’】〕%]*)")
_LATIN_WIDTH = 0.6
_MARK_END = regex(r"[，。、；：！？）》〉”’】〕]$")
_LEAST_FULL = 5
_OFTEN = 0.1
_LEAST_WIDTH = 0.6
_RARE = 0.03


@dataclass(frozen=True, slots=True)
class Printed:
    """A line on its page, or lines that are finished, such as rows of a table."""

    page: int
    line: Line
    finished: tuple[str, ...] = ()


def without_running_lines(
    printed: Sequence[Printed], heights: dict[int, float]
) -> tuple[list[Printed], list[str]]:
    """The lines without those that come back at the edge of the pages, and these."""
    outer = _outer_lines(printed, heights)
    pages: dict[tuple[str, int], set[int]] = defaultdict(set)
    for at, place in outer.items():
        pages[_DIGITS.sub("#", printed[at].line.text), place].add(printed[at].page)
    least = max(_LEAST_PAGES, _REPEATED_SHARE * len(heights) / 2)
    dropped = [
        at
        for at, place in outer.items()
        if _PAGE_NUMBER.fullmatch(printed[at].line.text)
        or max(
            len(pages[_DIGITS.sub("#", printed[at].line.text), near])
            for near in (place - 1, place, place + 1)
        )
        >= least
    ]
    gone = set(dropped)
    kept = [each for at, each in enumerate(printed) if at not in gone]
    return kept, [printed[at].line.text for at in sorted(gone)]


def _outer_lines(printed: Sequence[Printed], heights: dict[int, float]) -> dict[int, int]:
    """The lines at the upper and lower edge of each page, with the height at which they stand."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(printed):
        if not each.finished:
            by_page[each.page].append(at)
    outer: dict[int, int] = {}
    for page, places in by_page.items():
        zone = _EDGE_SHARE * heights[page]
        ordered = sorted(places, key=lambda at: printed[at].line.box.top)
        for at in {*ordered[:_EDGE_LINES], *ordered[-_EDGE_LINES:]}:
            box = printed[at].line.box
            if box.bottom < zone or box.top > heights[page] - zone:
                outer[at] = round(box.middle[1] / _HEIGHT_STEP)
    return outer


def paragraphs_of(printed: Sequence[Printed], widths: dict[int, float]) -> list[str]:
    """Join wrapped lines, also across pages, which are so wide."""
    margins = _Margins([each for each in printed if not each.finished], widths)
    found: list[str] = []
    before: Printed | None = None
    for each in printed:
        if each.finished:
            found += each.finished
            before = None
            continue
        if before is not None and margins.goes_on(before, each):
            found[-1] = _joined(found[-1], each.line.text)
        else:
            found.append(each.line.text)
        before = each
    return found


def _joined(text: str, more: str) -> str:
    blank = _LATIN_END.search(text) and _LATIN_BEGIN.match(more)
    return f"{text} {more}" if blank else text + more


class _Margins:
    """Where the lines of a document usually begin and end, by column and side of the sheet."""

    def __init__(self, printed: Sequence[Printed], widths: dict[int, float]) -> None:
        lines = [each.line for each in printed]
        self.size = _usual(line.size for line in lines)
        self.edges: dict[tuple[int, int], tuple[float, float]] = {}
        groups: dict[tuple[int, int], list[Printed]] = defaultdict(list)
        for each in printed:
            groups[_group(each)].append(each)
        for group, held in groups.items():
            left = _edge([each.line.box.left for each in held], self.size)
            right = -_edge([-_right(each.line) for each in held], self.size)
            width = widths[held[0].page]
            if group[0] == 0 and right - left < _LEAST_WIDTH * width:
                right = max(right, width - left)  # no line is full: as much room as on the left
            self.edges[group] = left, right
        gaps = [gap for above, below in pairwise(lines) if (gap := _gap(above, below)) > 0]
        self.pitch = self._pitch(printed) or (_edge(gaps, 1) if gaps else 0)
        wide = sum(_USUAL_GAP * self.pitch < gap < _WIDE_GAP * self.pitch for gap in gaps)
        self.sets_apart = wide > _OFTEN * len(gaps)
        set_in = sum(self._indent(each) > _INDENT * each.line.size for each in printed)
        self.sets_in = set_in > _OFTEN * len(lines)

    def _pitch(self, printed: Sequence[Printed]) -> float:
        """The usual gap behind full lines of the usual size, 0 where there are too few of them."""
        gaps = [
            _gap(before.line, after.line)
            for before, after in pairwise(printed)
            if before.page == after.page
            and abs(before.line.size - self.size) <= _SAME_SIZE * self.size
            and self._room(before) <= needed_room(after.line)
        ]
        return _usual(gap for gap in gaps if gap > 0) if len(gaps) >= _LEAST_FULL else 0

    def goes_on(self, before: Printed, after: Printed) -> bool:
        """Whether the paragraph of one line goes on in the line behind it."""
        above, below = before.line, after.line
        wide = _IDEOGRAPH.search(above.text) and _IDEOGRAPH.search(below.text)
        low = below.size < above.size and len(_IDEOGRAPH.findall(below.text)) < _TELLING
        if wide and not low and abs(above.size - below.size) > _SAME_SIZE * above.size:
            return False  # 12月31日。 is lower than ideographs are
        if self._is_heading_on(above, below):
            return True
        if before.page == after.page and _gap(above, below) > _USUAL_GAP * self.pitch:
            return False
        if self._room(before) > needed_room(below):
            return False
        if self._is_centred(after) and not _SENTENCE_END.search(above.text):
            return read_marker(below.text) is None
        if self._indent(after) > _INDENT * below.size:
            return False
        ended = _SENTENCE_END.search(above.text) is not None
        if read_marker(below.text) is not None and (ended or self.sets_in):
            return False
        # A sentence ends at the end of a full line more often inside a paragraph than with it.
        return not above.text.endswith(_LEADS_IN) or self.sets_in or self.sets_apart

    def _is_heading_on(self, above: Line, below: Line) -> bool:
        """A title in larger letters, each of its lines in the middle."""
        if below.size < (1 + _SAME_SIZE) * self.size or read_marker(below.text) is not None:
            return False
        if _gap(above, below) > _WIDE_GAP * below.size:
            return False
        apart = below.box.middle[0] - above.box.middle[0]
        return abs(apart) < _CENTRED * self.size and not _SENTENCE_END.search(above.text)

    def _is_centred(self, each: Printed) -> bool:
        left, right = self.edges[_group(each)]
        apart = abs(each.line.box.middle[0] - (left + right) / 2)
        return apart < _CENTRED * each.line.size / 2 and self._indent(each) > _INDENT

    def _indent(self, each: Printed) -> float:
        return each.line.box.left - self.edges[_group(each)][0]

    def _room(self, each: Printed) -> float:
        return self.edges[_group(each)][1] - each.line.box.right


def needed_room(line: Line) -> float:
    """Room at the end of the line before that the beginning of this one would not have fitted in."""
    whole = _UNBROKEN.match(line.text)
    latin, closing = (len(whole[1]), len(whole[2])) if whole else (0, 0)
    return (_FULL + _LATIN_WIDTH * latin + closing) * line.size


def begins_anew(above: Line, below: Line) -> bool:
    """Whether a line has a number and the one before it the end of a sentence."""
    return read_marker(below.text) is not None and _SENTENCE_END.search(above.text) is not None


def _group(each: Printed) -> tuple[int, int]:
    return each.line.column, each.page % 2


def _gap(above: Line, below: Line) -> float:
    return below.box.bottom - above.box.bottom


def _right(line: Line) -> float:
    """Where the last letter of a line ends: a mark behind it may hang over the margin."""
    return line.box.right - line.size * (_MARK_END.search(line.text) is not None)


def _usual(values: Iterable[float]) -> float:
    counted = Counter(round(value * 2) / 2 for value in values if value > 0)
    return counted.most_common(1)[0][0] if counted else 0.0


def _edge(values: Sequence[float], size: float) -> float:
    """The least value that is not alone: others are near it."""
    ordered = sorted(values)
    least = max(2, int(_RARE * len(ordered)))
    for at, value in enumerate(ordered):
        furthest = at + least - 1
        if furthest < len(ordered) and ordered[furthest] - value <= size / 2:
            return value
    return ordered[0]
