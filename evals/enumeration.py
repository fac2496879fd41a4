"""Lists that a text names, by a number or by 包括, and the questions for them."""

import re
from dataclasses import dataclass

from assistant.lexicon import tagged_words
from documents.numerals import parse_numeral
from documents.regular_expressions import regex

_NUMERAL = r"(?P<count>[二两三四五六七八九]|十[一二三四五六七八九]?|\d{1,2})"
_MEASURE = r"(?P<measure>大|个|类|项|种|级|条)"
_NOUN = r"(?P<noun>[\u4e00-\u9fff]{2,16})"
_COUNTED_NOUN = regex(rf"(?<![\d第.]){_NUMERAL}{_MEASURE}(?!以上|左右|月|工作日|百分点){_NOUN}")
_ITEM = r"[^，,。；;：:、！？!?\n“”]+"
_LISTED_BEFORE = regex(
    rf"(?P<items>(?:{_ITEM}、)+{_ITEM}?)(?<![\d第.]){_NUMERAL}{_MEASURE}{_NOUN}(?=[，,。；;\n]|$)"
)
_LISTED_BEHIND = regex(rf"(?<![\d第.]){_NUMERAL}{_MEASURE}{_NOUN}[：:](?P<items>[^。\n]+)")
_INCLUDES = regex(
    rf"(?:^|[，,。；;：:、\n])(?P<topic>[^，,。；;：:、\n]{{3,18}}?)(?:主要)?(?:包括|涵盖)"
    rf"(?P<items>(?:{_ITEM}、)+{_ITEM})"
)
_NO_TOPIC = regex(
    r"^(?:其|该|且|并|不|本|也|还|所|按|应|可|即|以及|等)|[一二三四五六七八九十\d]条|的$"
)
_ALSO_COUNTED = {
    "大": "大个项类种",
    "个": "个项",
    "项": "项个",
    "条": "条项",
    "类": "类种",
    "种": "种类",
}


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items that a text names. `count` as printed, empty where no number is; `noun` what they are.

    `phrase` is the heading around number and noun, empty for a list within a sentence.
    """

    noun: str
    count: str
    measure: str
    items: tuple[str, ...]
    phrase: str = ""

    @property
    def which(self) -> str:
        """The question for the items."""
        if not self.count:
            return f"{self.noun}包括哪些？"
        measure = "个" if self.measure == "大" else self.measure
        what = f"{self.phrase}，" if self.phrase else f"{self.count}{self.measure}{self.noun}"
        return f"{what}分别是哪{self.count}{measure}？"

    @property
    def how_many(self) -> str:
        """The question for their number."""
        if self.phrase:
            counted = f"{self.count}{self.measure}"
            asked = self.phrase.replace(counted, f"几{self.measure}", 1)
            return f"{asked}？" if re.search(r"[要了]", asked) else f"要{asked}？"
        return f"{self.noun}有几{'个' if self.measure == '大' else self.measure}？"

    @property
    def counts(self) -> list[str]:
        """The number with its measure word, as printed first, then in other words."""
        value = parse_numeral(self.count)
        numerals = [self.count, *([f"{value:.0f}"] if value else [])]
        measures = _ALSO_COUNTED.get(self.measure, self.measure)
        return [f"{numeral}{measure}" for numeral in numerals for measure in measures]


def enumerations(text: str) -> list[Enumeration]:
    """The lists that a text announces within a sentence: by a number, or by 包括."""
    found = [
        Enumeration(noun, m["count"], m["measure"], items)
        for m in _LISTED_BEFORE.finditer(text)
        if (items := _counted_items(m["items"], m["count"])) and (noun := _noun(m["noun"]))
    ]
    for match in _LISTED_BEHIND.finditer(text):
        items = tuple(re.split(r"[、；;]", match["items"].rstrip("；;")))
        fits = len(items) == parse_numeral(match["count"]) and all(map(_is_item, items))
        if fits and (noun := _noun(match["noun"])):
            found.append(Enumeration(noun, match["count"], match["measure"], items))
    for match in _INCLUDES.finditer(text):
        items = tuple(re.split(r"、|以及|和(?=[^和]*$)", re.split("等", match["items"])[0]))
        if not _NO_TOPIC.search(match["topic"]) and all(map(_is_item, items)):
            found.append(Enumeration(match["topic"], "", "", items))
    return found


def counted_noun(text: str) -> re.Match[str] | None:
    """The number, measure word and noun of a heading: 六大生产性服务业."""
    return _COUNTED_NOUN.search(text)


def _counted_items(listed: str, count: str) -> tuple[str, ...]:
    """The items before 三个…, without the first: a verb may be joined to it."""
    listed = re.sub(r"(?:等|为主的|这)+$", "", listed)
    for separator in ("、", r"、|和(?=[^和]*$)"):
        items = re.split(separator, listed)
        if len(items) == parse_numeral(count) and all(map(_is_item, items[1:])):
            return tuple(items[1:])
    return ()


def _noun(words: str) -> str:
    """The words up to the first that is no part of a name: 生态屏障持续筑牢 → 生态屏障."""
    noun = ""
    for word, tag in tagged_words(words):
        if tag.startswith(("d", "u", "p", "c", "vd")):
            break
        noun += word
    return noun if len(noun) > 2 else ""


def _is_item(item: str) -> bool:
    balanced = all(item.count(a) == item.count(b) for a, b in ("()", "（）", "“”", "《》"))
    return balanced and 2 <= len(item) <= 24
