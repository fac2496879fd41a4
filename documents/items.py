"""Items counted inside a paragraph: 一是…二是…, 一要…, ①…②…, (1)…(2)…, 1.…2.….

Text in, spans out, half-open and in reading order. A single number is no list: it takes a first and
a second that follow each other.
"""

import re
from dataclasses import dataclass

from documents.markers import Family, Marker
from documents.numerals import parse_numeral
from documents.regular_expressions import regex

_CHINESE = "[一二三四五六七八九十]{1,3}"
_BEFORE = r"(?:^|(?<=[。；;：:，,、！？\s）)]))"
_FORMS = (
    regex(rf"(?:{_BEFORE}|(?=一))({_CHINESE})(?:是|要)(?![否一不])"),
    regex(rf"{_BEFORE}第({_CHINESE})(?:[，,、：:]|步[，,：:是])"),
    regex(rf"{_BEFORE}[(（]({_CHINESE})[)）]"),
    regex(r"([\u2460-\u2473])"),
    regex(rf"{_BEFORE}[(（]([0-9０-９]{{1,2}})[)）]"),
    regex(rf"{_BEFORE}([0-9０-９]{{1,2}})[.．、](?![0-9０-９])"),
)
_INLINE_FORMS = {
    Family.BRACKETED: _FORMS[2],
    Family.CIRCLED: _FORMS[3],
    Family.ARABIC_BRACKETED: _FORMS[4],
    Family.ARABIC: _FORMS[5],
}
_LAST_END = regex(r"[。！？!?]|\n")
_ENDS = "。；;，,、 　"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: `[start, end)` with its number, without the mark behind it."""

    start: int
    end: int


def inline_items(text: str) -> list[list[Item]]:
    """The lists inside a text, each of two items or more, by where they begin.

    The last item reaches to the end of its sentence; those before it to the next number.
    """
    lists = [found for form in _FORMS for found in _lists(text, form)]
    return sorted(lists, key=lambda found: found[0].start)


def goes_on_inline(line: str, marker: Marker) -> bool:
    """Whether the line that a first number opens holds the second too: ①…。②…。 is one paragraph."""
    form = _INLINE_FORMS.get(marker.family)
    if form is None or marker.value != 1:
        return False
    return any(_value(found[1]) == marker.value + 1 for found in form.finditer(line, marker.length))


def _lists(text: str, form: re.Pattern[str]) -> list[list[Item]]:
    runs: list[list[int]] = []
    last = 0
    for found in form.finditer(text):
        value = _value(found[1])
        if value == 1:
            runs.append([])
        elif not runs or value != last + 1:
            last = 0
            continue
        last = value
        runs[-1].append(found.start())
    return [_items(text, starts) for starts in runs if len(starts) > 1]


def _items(text: str, starts: list[int]) -> list[Item]:
    stop = _LAST_END.search(text, starts[-1])
    ends = [*starts[1:], stop.start() if stop else len(text)]
    return [
        Item(start, start + len(text[start:end].rstrip(_ENDS)))
        for start, end in zip(starts, ends, strict=True)
    ]


def _value(printed: str) -> int:
    if "\u2460" <= printed <= "\u2473":
        return ord(printed) - 0x2460 + 1
    return int(parse_numeral(printed) or 0)
