"""A text as phrases that can be compared whatever their wording joins them with.

Figures become marks of their value, unit and bound, so that `百分之六十五以上` and `不低于65%` are one;
the year that governs a phrase stands beside it. Knows no documents.
"""

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.proof import QUOTATION_MARKS, WEIGHTY, plain_text
from documents.quantities import DEADLINE, Quantity, deadlines_in, find_quantities
from documents.regular_expressions import regex

_WORDS = Path(__file__).parent / "lexicon" / "framing.json"
_SEPARATOR = regex(r"[,。;!?\n]|(?<!\d):|:(?!\d\d(?!\d))")
_SENTENCE_END = regex(r"[。;!?\n]")
_BRACKETS = regex(r"[()\[\]【】<>{}]")
_ENUMERATOR = regex(
    r"^\s*(?:[-*•#>]+\s*|[(（]?\d{1,2}[.)）、](?!\d(?!\d{3}年))\s*|[(（][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、)"
)
_BOUNDS = {
    "不低于 不少于 不小于 不得低于 不得少于 至少 最低 最低不少于 累计不低于 以上 及以上 满": "≥",
    "不超过 不高于 不多于 不大于 不得超过 不得高于 最高 最多 最高不超过 最多不超过 累计不超过 以下 及以下 以内 之内": "≤",
    "超过 高于 多于 大于 突破 超 累计超过": ">",
    "低于 少于 小于": "<",
    "左右 上下 约 近": "≈",
}
_BOUND = {word: sign for words, sign in _BOUNDS.items() for word in words.split()}
_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_RANGE = regex(r"[-—–―~～至到]")
_LOW_UNIT = regex(r"^\D*[\d.,]+\s*")
_NO_LESS = regex(r"不得?[低少小]于")
_NO_MORE = regex(r"不得?(?:超过|[高多大]于)")
_MUST = regex(r"应当")
_DATED = regex(r"\d{4}|十[三四五六七]五")
_SHORTEST_SUBJECT = 3
_LONGEST_VERB = 4
_AIMED = regex(r"力争|争取|确保")
_LISTED = regex(r"^\s*(?:[一二三四五六七八九十]是(?!否)|本[\u4e00-\u9fff]{2}所称)")
_EXCLUDED = regex(r"[(（]不含")
_AT_DATE = regex(r"力争|争取|确保|截至|截止|到|至|规划|期间|之|以|度|[“”\s]")


COPULA = "‖"
"""Where 是 or 为 stood behind a word that may introduce a statement (`目标是`)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase. `text` is made comparable, `plain` as written, NFKC; `stop` is what stands behind.

    `marked` is the text with `COPULA` marks; `deadline` is the date that governs the phrase, `figures` how many
    figures it holds.
    """

    marked: str
    plain: str
    stop: str
    deadline: str
    figures: int

    @property
    def text(self) -> str:
        """The phrase made comparable."""
        return self.marked.replace(COPULA, "")

    @property
    def ends_sentence(self) -> bool:
        """Whether a full stop, a semicolon or the end of a line stands behind."""
        return _SENTENCE_END.fullmatch(self.stop) is not None

    @property
    def binds(self) -> bool:
        """Whether it limits the phrase behind it (`对新认定的企业`, `有下列情形之一的`)."""
        return self.stop == ":" or _binding().search(self.plain) is not None

    @property
    def excepts(self) -> bool:
        """Whether it limits the phrases before it (`但…除外`)."""
        return _excepting().search(self.plain) is not None

    @property
    def leans(self) -> bool:
        """Whether it is of something said before it (`每家最高50万元`, `期限2年`, `6月底前完成`)."""
        said = _times().sub("", self.text)
        head, figure, behind = said.partition("⟦")
        if not figure:
            return len(said) <= _LONGEST_VERB and _DATED.search(self.plain) is not None
        if head.startswith("每"):
            tail = behind.rpartition("⟧")[2]
            return len(tail) < _SHORTEST_SUBJECT or _giving().search(said) is not None
        return not head or _leaning().match(head) is not None

    @property
    def weighs(self) -> bool:
        """Whether it holds a negation or says what must, may or should be."""
        return WEIGHTY.search(self.plain) is not None


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of a kind of `lexicon/framing.json`, as regular expressions."""
    return tuple(json.loads(_WORDS.read_text("utf-8"))[kind])


@cache
def _joining() -> re.Pattern[str]:
    return re.compile("|".join((*words("joining"), *words("decorative"))))


@cache
def _introducing() -> re.Pattern[str]:
    each = "|".join((*words("naming"), *words("pointing"), *words("saying"), *words("kinds")))
    return re.compile(rf"({each})(?:是(?!否)|为(?!了|止|期))")


@cache
def _binding() -> re.Pattern[str]:
    heads, tails = "|".join(words("binding_heads")), "|".join(words("binding_tails"))
    return re.compile(rf"^\s*(?:{heads})|(?:{tails})\s*$")


@cache
def _leaning() -> re.Pattern[str]:
    return re.compile("|".join(words("leaning")))


@cache
def _times() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(words('times'))})+")


@cache
def _giving() -> re.Pattern[str]:
    return re.compile("|".join(words("giving")))


@cache
def _excepting() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(words('excepting'))})|除外$|以外$")


def phrases_of(text: str) -> list[Phrase]:
    """The phrases of a text without citation marks, in reading order; empty ones are left out."""
    plain = QUOTATION_MARKS.sub(lambda found: " " if found[0].isspace() else "", plain_text(text))
    plain = re.sub(r"(?<=[\u4e00-\u9fff,。;:]) +| +(?=[\u4e00-\u9fff,。;:])", "", plain)
    quantities = find_quantities(plain)
    found: list[Phrase] = []
    governing, begin = "", 0
    own: set[str] = set()
    for end in [*(stop.start() for stop in _SEPARATOR.finditer(plain)), len(plain)]:
        inside = [q for q in quantities if begin <= q.start < end]
        if any(q.end > end for q in inside):  # 1:2
            continue
        written, stop = plain[begin:end], plain[end : end + 1] or "\n"
        dates = [d for d in deadlines_in(written) if _DATED.search(d[0])]
        governing = _bare_date(dates[-1][0]) if dates else governing
        own |= {_bare_date(date[0]) for date in dates}
        of_figures = {_bare_date(q.deadline) for q in inside if _DATED.search(q.deadline)} & own
        text_of = _comparable(written, inside, begin, dates if len(dates) == 1 else [])
        if any(character.isalnum() for character in text_of):
            of = next(iter(of_figures), governing)
            found.append(Phrase(text_of, written.strip(), stop, of, len(inside)))
        elif found and found[-1].stop != ":" and _SENTENCE_END.fullmatch(stop):
            found[-1] = replace(found[-1], stop=stop)
        if _SENTENCE_END.fullmatch(stop):
            governing = ""
            own = set()
        begin = end + 1
    return found


def dates_of(text: str) -> set[str]:
    """The years and dates that a text names, bare of 到, 底前 and the like around them."""
    return {_bare_date(d[0]) for d in DEADLINE.finditer(plain_text(text)) if _DATED.search(d[0])}


def without_enumerator(phrase: str) -> str:
    """A phrase without the number or bullet of a list before it."""
    return _ENUMERATOR.sub("", phrase)


def _bare_date(date: str) -> str:
    return _AT_DATE.sub("", date)


def _comparable(
    written: str, quantities: list[Quantity], offset: int, dates: list[re.Match[str]]
) -> str:
    """A phrase with its figures as marks, without joining words and without its one date."""
    cuts = [(q.start - offset, q.end - offset, figure_mark(q)) for q in quantities]
    cuts += [
        (d.start(), d.end(), "".join(_AIMED.findall(d[0])))
        for d in dates
        if not any(a < d.end() and d.start() < b for a, b, _ in cuts)
    ]
    listed = _LISTED.match(written)
    if listed and not any(start < listed.end() for start, _, _ in cuts):
        cuts.append((0, listed.end(), ""))
    pieces, at = [], 0
    for start, end, new in sorted(cuts):
        pieces += [_bare(written[at:start]), new]
        at = end
    return "".join([*pieces, _bare(written[at:])])


@cache
def any_word(*kinds: str) -> str:
    """A regular expression for the words of kinds as they stand in `Phrase.text`, the longest first."""
    comparable = {_bare(word).replace(COPULA, "") for kind in kinds for word in words(kind)} - {""}
    return "|".join(sorted(comparable, key=lambda word: (-len(word), word)))


def _bare(words_between: str) -> str:
    marked = _introducing().sub(rf"\1{COPULA}", _BRACKETS.sub("", words_between))
    bare = re.sub(r"\s", "", _joining().sub("", marked))
    return _MUST.sub("应", _NO_MORE.sub("≤", _NO_LESS.sub("≥", bare)))


def figure_mark(quantity: Quantity) -> str:
    """Value, unit and bound of a figure, the same however it is written: `⟦650000|元|≥⟧`."""
    if quantity.value is None:
        return f"⟦{quantity.text}⟧"
    factor, unit = _unit(quantity.unit)
    signs = "".join(sorted({_BOUND.get(word, word) for word in _bounds(quantity.comparator)}))
    if _EXCLUDED.search(quantity.text):
        signs = signs.replace("≥", ">").replace("≤", "<")
    added_up = "累计" if quantity.comparator.startswith("累计") else ""
    if quantity.upper is None:
        return f"{added_up}⟦{quantity.value * factor:.10g}|{unit}|{signs}⟧"
    low_factor, low_unit = _unit(_LOW_UNIT.sub("", _RANGE.split(quantity.text)[0]) or quantity.unit)
    low = f"{quantity.value * low_factor:.10g}{'' if low_unit == unit else low_unit}"
    return f"{added_up}⟦{low}-{quantity.upper * factor:.10g}|{unit}|{signs}⟧"


def _unit(printed: str) -> tuple[int, str]:
    """What a printed unit multiplies by, and the unit itself: 万元 is ten thousand 元."""
    unit, factor = re.sub(r"^个(?=工作日)", "", printed.replace("％", "%")), 1
    while unit[:1] in _MULTIPLES and len(unit) > 1:
        factor *= _MULTIPLES[unit[0]]
        unit = unit[1:]
    return factor, unit


def _bounds(comparator: str) -> list[str]:
    """The words of a comparator: `最高不超过` is one, `约…以上` are two."""
    if comparator in _BOUND or not comparator:
        return [comparator] if comparator else []
    for at in range(len(comparator) - 1, 0, -1):
        if comparator[:at] in _BOUND and comparator[at:] in _BOUND:
            return [comparator[:at], comparator[at:]]
    return [comparator]
