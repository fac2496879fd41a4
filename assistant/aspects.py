"""What a question asks of its topic, and whether a text says anything of that.

The topic may be there and the asked attribute not: materials, a procedure, a location, a list of
names. The aspects are data (lexicon/aspects.json), as right for any policy.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import from_data, regex

_FILE = Path(__file__).parent / "lexicon" / "aspects.json"
_NUMERAL = rf"(?:{CHINESE_NUMERAL}|\d+)"
_ASKS_ITEMS = regex(
    rf"哪({_NUMERAL})(?!年|月|日|天|种情)[\u4e00-\u9fff]|({_NUMERAL})[\u4e00-\u9fff]{{1,6}}(?:分别|各自|具体|各)?(?:是哪|指|代表|叫什么|是什么|有哪)|"
    rf"的({_NUMERAL}(?:[、,]{_NUMERAL})+)(?:个数字)?分别"
)
_QUOTED = regex(r"[“\"「『‘]([^”\"」』’“]{2,30})[”\"」』’“]")
_QUANTITY_ITEM = regex(r"\d+(?:家|个|名|项|所|处|座|条)")


@dataclass(frozen=True, slots=True)
class Aspect:
    """An attribute that people ask for; what asks for it and what tells it are regular expressions.

    `name` is shown when a text says nothing of it. A `strict` one has to be in the very words of an
    answer, not only in the clauses found.
    """

    name: str
    asked: re.Pattern[str]
    evidence: re.Pattern[str]
    strict: bool


@from_data
def _aspects() -> tuple[Aspect, ...]:
    loaded: list[dict[str, str | bool]] = json.loads(_FILE.read_text("utf-8"))["aspects"]
    return tuple(
        Aspect(
            str(each["name"]),
            regex(str(each["asked"])),
            regex(str(each["evidence"])),
            bool(each.get("strict", False)),
        )
        for each in loaded
    )


def aspects(*, strict: bool) -> tuple[Aspect, ...]:
    """The aspects that have to be in the very words of an answer, or those that need not."""
    return tuple(aspect for aspect in _aspects() if aspect.strict is strict)


def missing_aspect(question: str, text: str, *, strict: bool = False) -> str:
    """The name of an aspect that a question asks for and a text says nothing of, or ''.

    `strict` aspects are looked at where `text` is the words of an answer, the others otherwise.
    """
    for aspect in aspects(strict=strict):
        if aspect.asked.search(question) and not aspect.evidence.search(text):
            return aspect.name
    return ""


def lacks_items(question: str, sentence: str) -> bool:
    """Whether a question wants the items of a counted term that a sentence only names.

    `“六体系”是哪六个` wants six; a sentence with 六体系 and fewer than six things joined by 、 in
    the phrase of the term or the next does not give them.
    """
    asked = _ASKS_ITEMS.search(question)
    if asked is None:
        return False
    count = _count(next(group for group in asked.groups() if group))
    if count < 2:
        return False
    pieces = re.split(r"[,，;；。]", sentence)
    for at, piece in enumerate(pieces):
        if _names_counted(piece, question, count):
            near = [piece, *pieces[at + 1 : at + 2]]
            return max(_items(each, count) for each in near) < count
    return False


def _count(numeral: str) -> int:
    parts = re.split(r"[、,]", numeral)
    return len(parts) if len(parts) > 1 else int(parse_numeral(numeral) or 0)


def _names_counted(piece: str, question: str, count: int) -> bool:
    """Whether a phrase names something counted with this number that the question names too."""
    for found in re.finditer(_NUMERAL, piece):
        behind, before = piece[found.end() : found.end() + 3], piece[: found.start()][-2:]
        named = len(behind) > 1 and behind[:2] in question
        if parse_numeral(found[0]) == count and (named or (len(before) > 1 and before in question)):
            return True
    return any(term in piece and re.search(_NUMERAL, term) for term in _QUOTED.findall(question))


def _items(piece: str, count: int) -> int:
    """How many things a phrase joins by 、 (and 和, 及); counted quantities are no names.

    The last may stand before the number of all: 龙舟赛、篮球联赛3项赛事.
    """
    if "、" not in piece and "和" not in piece:
        return 1
    *parts, last = re.split(r"、|和|及", piece)
    summed = _QUANTITY_ITEM.search(last)
    is_named = summed is None or (
        summed.start() > 1 and parse_numeral(re.findall(r"\d+", summed[0])[0]) == count
    )
    return sum(_QUANTITY_ITEM.search(part) is None for part in parts) + is_named
