"""Steps of a scale: what a text gives for one grade, degree or level it does not give for another.

`国家2A级` is not among `国家5A级、4A级、3A级`. The scales are data (lexicon/scales.json).
"""

import json
import re
from pathlib import Path

from documents.numerals import parse_numeral
from documents.regular_expressions import from_data, regex

_FILE = Path(__file__).parent / "lexicon" / "scales.json"
_OPEN_END = regex(r"以上|以下|以内|及其以|不低于|不分|各级|各类|所有|含")
_RANGE = regex(r"[-—–~至到]$")
_RUN = regex(r"(?:[一二三四五六七八九\dA-EⅠⅡⅢⅣⅤⅥ]、)+$")
_REACH = 8


def lacking_step(question: str, text: str) -> str:
    """The step of a scale that a question names where a text names only others, or ''.

    A text with 以上, 以下 or a range by its steps takes in others: nothing is said to lack then.
    """
    for scale in _scales():
        asked = {_step(found[1]): found[0] for found in scale.finditer(question)}
        named = list(scale.finditer(text))
        if (
            asked
            and named
            and not any(step in asked for found in named for step in _steps(text, found))
            and not any(_is_open(text, found) for found in named)
        ):
            return next(iter(asked.values()))
    return ""


def steps_named(text: str) -> list[str]:
    """The steps of scales that a text names, as it has them: 三等, 二档."""
    return [found[0] for scale in _scales() for found in scale.finditer(text)]


def with_other_step(text: str, other: str) -> str:
    """A text with its one step of a scale changed to that of other words, or '': 博士 to 本科."""
    for scale in _scales():
        own, also = list(scale.finditer(text)), list(scale.finditer(other))
        if len(own) == len(also) == 1 and _step(own[0][1]) != _step(also[0][1]):
            return f"{text[: own[0].start()]}{also[0][0]}{text[own[0].end() :]}"
    return ""


def _is_open(text: str, found: re.Match[str]) -> bool:
    """Whether a named step stands for more than itself: 三级以上, 一至三级, 3-5级."""
    behind = text[found.end() : found.end() + _REACH]
    return bool(_OPEN_END.search(behind)) or _RANGE.search(text[: found.start()]) is not None


def _steps(text: str, found: re.Match[str]) -> list[str]:
    """The steps that a mention names: 一、二级 is 一 and 二."""
    run = _RUN.search(text[: found.start()])
    return [_step(step) for step in (found[1], *(run[0].split("、") if run else ()))]


def _step(words: str) -> str:
    """四级 and 4级 are one step."""
    value = parse_numeral(words)
    return words if value is None else f"{value:g}"


@from_data
def _scales() -> tuple[re.Pattern[str], ...]:
    loaded: list[str] = json.loads(_FILE.read_text("utf-8"))["scales"]
    return tuple(map(regex, loaded))
