"""The numbers that Word prints before paragraphs but does not keep in their text: 一、 (一) 1. 第一条.

Reads numbering.xml and counts along, paragraph by paragraph in reading order.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element

from documents.numerals import PLAIN_DIGITS, chinese_numeral

_LEVELS = 9
_MOST_STYLES = 20
_CHINESE_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "koreanCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_DIGITAL_FORMATS = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}
_CIRCLED_FORMATS = {
    "decimalEnclosedCircle",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how its number is written (`%1、`), and from where it counts."""

    start: int
    written_as: str
    text: str
    legal: bool
    restarts_after: int
    style: str


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a Word file; ask once for each paragraph, in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    of_styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)

    def number(self, paragraph: _Element) -> str:
        """The number that is printed before a paragraph, with a blank where none would mislead."""
        place = self._place(paragraph)
        if place is None:
            return ""
        identifier, at = place
        abstract = self.lists.get(identifier, "")
        level = self.levels.get(abstract, {}).get(at)
        if level is None:
            return ""
        self._count(abstract, identifier, at, level)
        if level.written_as == "bullet":
            return ""
        printed = self._printed(abstract, level)
        last = printed[-1:]
        return f"{printed} " if last.isalpha() or last.isdecimal() else printed

    def _place(self, paragraph: _Element) -> tuple[str, int] | None:
        """The list of a paragraph and its level: its own, else that of its style."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        inherited = self.of_styles.get(style.get(qn("w:val"), "") if style is not None else "")
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is None:
            return inherited if inherited and inherited[0] != "0" else None
        identifier = _value(own, "w:numId") or (inherited[0] if inherited else "0")
        level = _number(own, "w:ilvl", inherited[1] if inherited else 0)
        return None if identifier == "0" else (identifier, level)

    def _count(self, abstract: str, identifier: str, at: int, level: _Level) -> None:
        counter = self.counters[abstract]
        start = self.overrides.get((identifier, at))
        if start is not None and (identifier, at) not in self.begun:
            counter[at] = start
        else:
            counter[at] = counter[at] + 1 if at in counter else (start or level.start)
        self.begun.add((identifier, at))
        for above in range(at):
            outer = self.levels[abstract].get(above)
            counter.setdefault(above, outer.start if outer else 1)
        for below in range(at + 1, _LEVELS):
            inner = self.levels[abstract].get(below)
            if inner is None or inner.restarts_after == 0 or at >= inner.restarts_after:
                continue
            counter.pop(below, None)

    def _printed(self, abstract: str, level: _Level) -> str:
        printed = level.text
        for at, value in self.counters[abstract].items():
            own = self.levels[abstract].get(at)
            if own is None:
                continue
            form = "decimal" if level.legal else own.written_as
            printed = printed.replace(f"%{at + 1}", written(value, form))
        return printed


def written(value: int, form: str) -> str:
    """A number in one of the formats of Word."""
    if form in _CHINESE_FORMATS:
        return chinese_numeral(value)
    if form in _DIGITAL_FORMATS:
        return "".join(PLAIN_DIGITS[int(digit)] for digit in str(value)).replace("零", "〇")
    if form in _CIRCLED_FORMATS and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "ideographTraditional":
        return _STEMS[(value - 1) % len(_STEMS)]
    if form == "ideographZodiac":
        return _BRANCHES[(value - 1) % len(_BRANCHES)]
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    return "" if form == "none" else str(value)


def read_numbering(word: WordDocument) -> Numbering:
    """The lists of a Word file, and which styles are numbered by which."""
    numbering = Numbering()
    root = next(
        (
            relation.target_part.element
            for relation in word.part.rels.values()
            if not relation.is_external and relation.reltype.endswith("/numbering")
        ),
        None,
    )
    if root is None:
        return numbering
    linked: dict[str, str] = {}
    for abstract in root.iterchildren(qn("w:abstractNum")):
        name = abstract.get(qn("w:abstractNumId"), "")
        numbering.levels[name] = dict(map(_level, abstract.iterchildren(qn("w:lvl"))))
        if style := _value(abstract, "w:styleLink"):
            linked[style] = name
    for abstract in root.iterchildren(qn("w:abstractNum")):
        style = _value(abstract, "w:numStyleLink")
        if style in linked:
            numbering.levels[abstract.get(qn("w:abstractNumId"), "")] = numbering.levels[
                linked[style]
            ]
    for used in root.iterchildren(qn("w:num")):
        _add_list(numbering, used)
    _add_styles(numbering, word)
    return numbering


def _add_list(numbering: Numbering, used: _Element) -> None:
    identifier = used.get(qn("w:numId"), "")
    abstract = _value(used, "w:abstractNumId")
    own = f"{abstract}/{identifier}"
    replaced: dict[int, _Level] = {}
    for override in used.iterchildren(qn("w:lvlOverride")):
        at = int(override.get(qn("w:ilvl"), "0"))
        level = override.find(qn("w:lvl"))
        if level is not None:
            replaced[at] = _level(level)[1]
        start = override.find(qn("w:startOverride"))
        if start is not None:
            numbering.overrides[identifier, at] = int(start.get(qn("w:val"), "1"))
    if replaced:
        numbering.levels[own] = numbering.levels.get(abstract, {}) | replaced
        abstract = own
    numbering.lists[identifier] = abstract


def _add_styles(numbering: Numbering, word: WordDocument) -> None:
    """A style takes its list from itself or from the style that it is based on."""
    styles = {
        style.get(qn("w:styleId"), ""): style
        for style in word.styles.element.iterchildren(qn("w:style"))
    }
    for name in styles:
        list_name, level, style = "", -1, name
        for _ in range(_MOST_STYLES):
            element = styles.get(style)
            if element is None:
                break
            own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if own is not None:
                list_name = list_name or _value(own, "w:numId")
                level = _number(own, "w:ilvl", -1) if level < 0 else level
            style = _value(element, "w:basedOn")
        if list_name:
            numbering.of_styles[name] = (
                list_name,
                level if level >= 0 else _level_of_style(numbering, list_name, name),
            )


def _level_of_style(numbering: Numbering, identifier: str, style: str) -> int:
    """A style that names a list without a level has the level that names the style."""
    levels = numbering.levels.get(numbering.lists.get(identifier, ""), {})
    return next((at for at, level in levels.items() if level.style == style), 0)


def _level(element: _Element) -> tuple[int, _Level]:
    at = int(element.get(qn("w:ilvl"), "0"))
    return at, _Level(
        start=_number(element, "w:start", 1),
        written_as=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText"),
        legal=element.find(qn("w:isLgl")) is not None,
        restarts_after=_number(element, "w:lvlRestart", at),
        style=_value(element, "w:pStyle"),
    )


def _value(element: _Element, name: str) -> str:
    child = element.find(qn(name))
    return "" if child is None else str(child.get(qn("w:val"), ""))


def _number(element: _Element, name: str, otherwise: int) -> int:
    printed = _value(element, name)
    return int(printed) if printed.lstrip("-").isdigit() else otherwise


def _roman(value: int) -> str:
    roman = ""
    for worth, letters in _ROMAN:
        roman += letters * (value // worth)
        value %= worth
    return roman
