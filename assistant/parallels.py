"""What stands in a question in the place that a new subject takes: 食品小作坊 for 小餐饮, 15度 for 13度."""

import re
from collections.abc import Iterable

from assistant.lexicon import content_words
from documents.numerals import CHINESE_NUMERAL
from documents.regular_expressions import regex

_QUANTITY = regex(rf"(?:\d+(?:\.\d+)?|{CHINESE_NUMERAL})([百千万亿]*[\u4e00-\u9fff%])")
_RUN = regex(r"[^，,。；;：:（）()\s]*")
_JOINED = regex(r"、|和|与|以及|及|或者|或|同")
_UNIT = regex(r"[(（][^()（）]*[)）]$")
_SHORTEST = 2
_LONGEST_RUN = 60


def other_quantity(subject: str, plain: str) -> str:
    """The question before with another figure of the same unit: 那只有13度呢 for 15度, or ''."""
    told = _QUANTITY.search(subject)
    if told is None or content_words(_QUANTITY.sub(" ", subject)):
        return ""
    before = [found for found in _QUANTITY.finditer(plain) if found[1] == told[1]]
    return plain.replace(before[0][0], told[0], 1) if len(before) == 1 else ""


def parallel(subject: str, plain: str) -> str:
    """A word of a question that ends like a new subject: 骨干型 for 领航型, or ''."""
    for length in range(min(len(subject), 4), 1, -1):
        for start in range(len(plain) - length + 1):
            word = plain[start : start + length]
            if (
                word != subject
                and word[-1] == subject[-1]
                and len(word) == len(subject)
                and word.isalnum()
            ):
                return word
    return ""


def named_together(subject: str, plain: str, texts: Iterable[str]) -> str:
    """The longest word of a question that a text names beside a new subject, or ''.

    食品小作坊和小餐饮 in the text puts 小餐饮 in the place of 食品小作坊; in a table 包月 takes that of 每小时.
    """
    if len(subject) < _SHORTEST or subject in plain:
        return ""
    found = {
        word
        for text in texts
        for at in re.finditer(re.escape(subject), text)
        for beside in (_beside, _in_row)
        for word in beside(subject, text, at.start(), plain)
    }
    return max(sorted(found), key=len, default="")


def _beside(subject: str, text: str, at: int, plain: str) -> list[str]:
    """Words of a question among those that are joined with a subject at a place of a text."""
    begin = max(at - _LONGEST_RUN, 0)
    before = _RUN.findall(text[begin:at])[-2] if at else ""
    behind = _RUN.match(text, at + len(subject), at + len(subject) + _LONGEST_RUN)
    parts = _JOINED.split(f"{before}{subject}{behind[0] if behind else ''}")
    own = [part for part in parts if part.startswith(subject) or part.endswith(subject)]
    if not own:
        return []
    return [word for part in parts if part not in own for word in [_end_in(part, plain)] if word]


def _in_row(subject: str, text: str, at: int, plain: str) -> list[str]:
    """Words of a question that are heads of columns, without units, beside that which a subject is."""
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    cells = [_UNIT.sub("", cell).strip() for cell in line.split("\t")]
    _, *columns = cells
    if subject not in columns:
        return []
    return [cell for cell in columns if len(cell) >= _SHORTEST and cell in plain]


def _end_in(part: str, plain: str) -> str:
    """The longest beginning or end of a part that stands in a question, of two characters or more."""
    sizes = range(len(part), _SHORTEST - 1, -1)
    ends = (end for size in sizes for end in (part[:size], part[-size:]))
    return next((end for end in ends if end in plain), "")
