"""Lines that a printer or an old editor broke at a margin, joined to paragraphs again.

Lines of a text file in, with their blanks at the beginning; paragraphs out. A line goes on where the
first word of the next one had no room left on it (the greedy rule by which all text is wrapped), in a
text that plainly was wrapped: its lines end at one margin, many of them inside a sentence.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from documents.annexes import names_annex
from documents.head import ISSUER_LINE, is_date_line, is_title
from documents.markers import read_marker
from documents.regular_expressions import regex

_WIDEST = 120
_NARROWEST = 24
_TOO_LONG, _FEW_LONG = 75, 0.05
"""Characters that no wrapped line has, and the share of lines that may have more: tables, addresses."""
_FEWEST = 3
_LEAST_SHARE = 0.2
_LONG = 0.6
_HANGING = 2
"""Columns beyond the margin that a mark of punctuation may take."""
_PAGE_NUMBER = regex(
    r"\s*(?:第\s*\d{1,4}\s*页(?:[\s，,/]*共\s*\d{1,4}\s*页)?|[-—–]\s*\d{1,4}\s*[-—–]|\d{1,4}\s*/\s*\d{1,4})\s*"
)
_ENDS = regex(r"(?:[。；;！？!?）)》”\"]|(?<!\d)[：:])\s*$")
_WORD = regex(r"[A-Za-z0-9.,%％+\-]+[，。；：、）》”]*|.[，。；：、）》”]*")
_CANNOT_END = regex(r"[，、第（(“《]\s*$")
_NUMERAL = regex(r"\s{0,2}[0-9][0-9.,]*[%％一-鿿]")
_MARK = regex(r"[，。；：]")
_ROW = regex(r"\t|[|｜]|\S[ \u3000]{2,}\S")


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines of a text, without page numbers, joined where they were wrapped at a margin."""
    kept = [*_without_page_numbers(lines)]
    if sum(len(line) > _TOO_LONG for line in kept) > _FEW_LONG * len(kept):
        return kept  # a paragraph a line: nothing to look at more closely
    open_ended = [at for at in range(len(kept) - 1) if _may_go_on(kept[at], kept[at + 1])]
    margin = _margin([_width(kept[at]) for at in open_ended])
    broken = [at for at in open_ended if _is_full(kept, at, margin)]
    full = sum(_width(line) >= _LONG * margin for line in kept)
    if not _NARROWEST <= margin <= _WIDEST or len(broken) < max(_FEWEST, _LEAST_SHARE * full):
        return kept
    indented = _begins_indented(kept)
    paragraphs: list[str] = []
    for at, line in enumerate(kept):
        if at and _goes_on(kept, at - 1, margin, indented=indented):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
    return paragraphs


def _without_page_numbers(lines: Sequence[str]) -> Iterator[str]:
    """The lines between which no page number stands; a sentence that the page cut is joined."""
    waiting, cut = "", False
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line):
            cut = True
            continue
        if cut and not line.strip():
            continue
        if cut and waiting.strip() and _may_go_on(waiting, line):
            waiting = _joined(waiting, line)
        else:
            yield from [waiting] if waiting else []
            waiting = line or " "
        cut = False
    yield from [waiting] if waiting else []


def _may_go_on(line: str, below: str) -> bool:
    """Whether a sentence goes on below: it has not ended, and no number opens what follows."""
    return not _ENDS.search(line) and not _is_row(line) and bool(below) and _opens_nothing(below)


def _opens_nothing(line: str) -> bool:
    """Whether a line is no row, no date, names no annex, and is opened by no number."""
    text = line.strip()
    alone = _is_row(text) or is_date_line(text) or names_annex(text)
    return bool(text) and not alone and read_marker(text) is None


def _is_row(line: str) -> bool:
    """Whether blanks or bars part a line, not only its number from its words."""
    text = line.strip()
    marker = read_marker(text)
    return _ROW.search(text, marker.length if marker else 0) is not None


def _margin(widths: Sequence[int]) -> int:
    """The width at which most lines end that do not end a sentence; 0 where there are none.

    One column more where an ideograph did not fit.
    """
    counted = Counter(widths)
    most = max(counted, key=lambda width: (counted[width] + counted[width - 1], width), default=0)
    return most if most >= _NARROWEST else 0


def _is_full(lines: Sequence[str], at: int, margin: int) -> bool:
    """Whether the first word of the next line had no room on a line that keeps to the margin."""
    word = _WORD.match(lines[at + 1].strip())
    width = _width(lines[at])
    return 0 < width <= margin + _HANGING and width + _width(word[0] if word else "") > margin


def _begins_indented(lines: Sequence[str]) -> bool:
    """Whether paragraphs begin with blanks: most lines that a number opens do."""
    numbered = [line for line in lines if read_marker(line.strip()) is not None]
    return 2 * sum(line[:1].isspace() for line in numbered) > len(numbered)


def _goes_on(lines: Sequence[str], at: int, margin: int, *, indented: bool) -> bool:
    below = lines[at + 1]
    if not below.strip():
        return False
    if _may_go_on(lines[at], below):
        counted = _NUMERAL.match(below) is not None and not _is_heading(lines[at].strip())
        if counted or _CANNOT_END.search(lines[at]):
            return True
    if not _is_full(lines, at, margin) or not _opens_nothing(below):
        return False
    if indented:
        return not below[:1].isspace()
    return not (_ENDS.search(lines[at]) and _begins_document(below.strip()))


def _is_heading(text: str) -> bool:
    return read_marker(text) is not None and _MARK.search(text) is None


def _begins_document(text: str) -> bool:
    """Whether a line signs a document, or is the title of another one."""
    return ISSUER_LINE.match(text) is not None or is_title(text)


def _joined(line: str, below: str) -> str:
    line, below = line.rstrip(), below.strip()
    latin = (
        line[-1:].isascii() and line[-1:].isalpha() and below[:1].isascii() and below[:1].isalpha()
    )
    return f"{line} {below}" if latin else line + below


def _width(text: str) -> int:
    """Columns of a text: two for an ideograph or a full-width mark, four for a tab."""
    wide = (unicodedata.east_asian_width(c) in "WF" for c in text.rstrip().replace("\t", "    "))
    return sum(2 if each else 1 for each in wide)
