"""The numbering families of Chinese official documents, as they open a line.

GB/T 9704-2012 §7.3.3 orders 一、 → (一) → 1. → (1); laws use 编, 章, 节, 条. This module says whether
a line opens with a number of some family, and which. Where it belongs in the tree, it does not know.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum

from documents.numerals import CHINESE_NUMERAL, ascii_digits, parse_numeral
from documents.regular_expressions import regex

_N = rf"(?:{CHINESE_NUMERAL}|[0-9０-９]+)"
_SPACED = rf"(?:{_N}(?:\s+{_N})*)"
_REFERENCE_AFTER = regex(
    r"规定|之规定|所(?![有在])|第|款(?!项)|项(?!目)|条(?![件例])|目(?![标的录])|和(?!谐)|或|及(?!时)|与|至|到|的"
    r"|中(?![心国小央医])|\s*[、，,；;。）)]"
)


class Family(IntEnum):
    """A numbering family; the value is its place in the usual order, outermost lowest."""

    BOOK = 0  # 第一编 第一部分
    DIVISION = 1  # 第一分编
    CHAPTER = 2  # 第一章
    SECTION = 3  # 第一节
    HEADING = 4  # a heading without a number
    QUESTION = 5  # 问：
    ARTICLE = 6  # 第一条
    COMMA = 7  # 一、
    BRACKETED = 8  # (一)
    BOX = 9  # 专栏1
    ARABIC = 10  # 1.
    DECIMAL_PAIR = 11  # 1.1
    DECIMAL_TRIPLE = 12  # 1.1.1
    DECIMAL_QUADRUPLE = 13  # 1.1.1.1
    ARABIC_BRACKETED = 14  # (1)
    ARABIC_HALF_BRACKETED = 15  # 1)
    CIRCLED = 16  # ①


DECIMALS = (Family.DECIMAL_PAIR, Family.DECIMAL_TRIPLE, Family.DECIMAL_QUADRUPLE)
"""The families whose numbers hold those above them, outermost first."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line.

    `label` is the number as printed, without its punctuation, in ASCII brackets: `一`, `(一)`, `4`,
    `第十五条`. `value` is what it counts. `length` is how many characters of the line it takes,
    blanks behind it included.
    """

    family: Family
    label: str
    value: int
    length: int


@dataclass(frozen=True, slots=True)
class _Rule:
    family: Family
    pattern: re.Pattern[str]
    label: str


_RULES = (
    _Rule(Family.BOOK, regex(rf"第\s*({_SPACED})\s*编(?=\s|$|[\u4e00-\u9fff])\s*"), "第{}编"),
    _Rule(Family.BOOK, regex(rf"第\s*({_SPACED})\s*部\s*分(?![之的内])[\s、:：]*"), "第{}部分"),
    _Rule(Family.BOOK, regex(rf"第\s*({_SPACED})\s*篇(?![章幅])[\s、:：]*"), "第{}篇"),
    _Rule(Family.DIVISION, regex(rf"第\s*({_SPACED})\s*分编\s*"), "第{}分编"),
    _Rule(Family.CHAPTER, regex(rf"第\s*({_SPACED})\s*章\s*"), "第{}章"),
    _Rule(Family.SECTION, regex(rf"第\s*({_SPACED})\s*节\s*"), "第{}节"),
    _Rule(Family.ARTICLE, regex(rf"第\s*({_SPACED})\s*条(之{_N})?[\s、:：]*"), "第{}条"),
    _Rule(Family.COMMA, regex(rf"({CHINESE_NUMERAL})\s*[、．.]\s*"), "{}"),
    _Rule(Family.BRACKETED, regex(rf"[(（]\s*({CHINESE_NUMERAL})\s*[)）]\s*[、.．]?\s*"), "({})"),
    _Rule(Family.BRACKETED, regex(rf"({CHINESE_NUMERAL})\s*[)）]\s*(?=\S)"), "({})"),
    _Rule(
        Family.ARABIC,
        regex(
            r"([0-9０-９]{1,3})\s*[.．、](?:(?![0-9０-９])\s*|(?=[12１２][09０９][0-9０-９]{2}\s*年))"
        ),
        "{}",
    ),
    _Rule(
        Family.ARABIC_BRACKETED,
        regex(r"[(（]\s*([0-9０-９]{1,3})\s*[)）]\s*[、.．]?\s*"),
        "({})",
    ),
    _Rule(Family.ARABIC_HALF_BRACKETED, regex(r"([0-9０-９]{1,3})\s*[)）]\s*"), "{})"),
    _Rule(Family.CIRCLED, regex(r"([\u2460-\u2473\u3251-\u325f])\s*"), "{}"),
)
_OF_LAWS = (Family.BOOK, Family.DIVISION, Family.CHAPTER, Family.SECTION, Family.ARTICLE)
_ENCLOSED = regex(r"[\u2474-\u249b\u3220-\u3229]")  # ⑴ ⒈ ㈠: bracket or point in the character


def read_marker(line: str) -> Marker | None:
    """The number that opens a line, or None.

    A number that the sentence goes on from as from a name is a cross-reference, not a heading:
    `第十五条规定的…`, `第三章、第四章…`, `(一)项…`.
    """
    if _ENCLOSED.match(line):
        return _read_enclosed(line)
    for rule in _RULES:
        found = rule.pattern.match(line)
        if found is None:
            continue
        printed = re.sub(r"\s", "", found[1])
        value = _value(printed, rule.family)
        if value is None or _is_reference(line, found, rule.family):
            return None
        label = rule.label.format(ascii_digits(printed))
        if rule.family is Family.ARTICLE and found[2]:
            label += found[2]
        return Marker(rule.family, label, value, found.end())
    return None


def _read_enclosed(line: str) -> Marker | None:
    plain = unicodedata.normalize("NFKC", line[0])
    marker = read_marker(plain)
    blanks = len(line[1:]) - len(line[1:].lstrip())
    return marker and replace(marker, length=1 + blanks)


def _value(printed: str, family: Family) -> int | None:
    if family is Family.CIRCLED:
        code = ord(printed)
        return code - 0x2460 + 1 if code < 0x3251 else code - 0x3251 + 21
    number = parse_numeral(printed)
    return None if number is None or not number.is_integer() else int(number)


def _is_reference(line: str, found: re.Match[str], family: Family) -> bool:
    """Whether the sentence goes on from the number as from a name."""
    blank_behind = line[: found.end()] != line[: found.end()].rstrip()
    if blank_behind or found.end() == len(line):
        return False
    rest = line[found.end() :]
    if family in _OF_LAWS:
        return _REFERENCE_AFTER.match(rest) is not None
    if family in (Family.BRACKETED, Family.ARABIC_BRACKETED):
        return (
            re.match(
                r"项(?!目)|款(?!项)|目(?![标的录])|条(?![件例])|至|、[(（]|[和或及][(（]", rest
            )
            is not None
        )
    return False
