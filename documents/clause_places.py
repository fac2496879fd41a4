"""Where a clause stands, read off its number or off how another text refers to it: 第三条第二项, 二（三）.

Numbers in, comparable places out. Knows no document.
"""

import re
from dataclasses import dataclass

from documents.numerals import ascii_digits, chinese_ordinal, parse_numeral
from documents.regular_expressions import regex

NUMERAL = r"(?:[一二三四五六七八九十百零〇]{1,6}|\d{1,3})"
_ARTICLE_ITSELF = regex(rf"第{NUMERAL}条")
"""Articles count on through the chapters: what stands above one says nothing of where it is."""
_STEP = regex(rf"(第)?[（(]?({NUMERAL})[)）]?(部分|[编章节条款项目点])?(?:之({NUMERAL}))?")
_RANGE = regex(rf"第({NUMERAL})(条|款|项)?(?:至|到)第({NUMERAL})(条|款|项)")
_ARTICLE = regex(rf"^(?:第{NUMERAL}(?:部分|[章节编]))?第{NUMERAL}条(?:之{NUMERAL})?")
_BREAK = regex(r"、(?=第|[一二三四五六七八九十]{1,3}、?[（(])|和|以及|及|与|,|，")
_ABOVE_ARTICLES = ("编", "章", "节")
_MOST_OF_RANGE = 50

Step = tuple[int, int]
"""A number, and that behind 之: 第三条之一 is (3, 1), 第三条 (3, 0)."""


@dataclass(frozen=True, slots=True)
class Place:
    """The numbers of a clause from the outermost on, 款 aside; `paragraph` is that of the 款, or 0.

    `by_article` is whether it counts in 条, as 第三条 does and 三、 does not.
    """

    steps: tuple[Step, ...]
    paragraph: int = 0
    by_article: bool = False

    def holds(self, other: "Place") -> bool:
        """Whether another place is this one, or lies in it."""
        within = other.steps[: len(self.steps)] == self.steps
        return within and bool(self.steps) and self.paragraph in (0, other.paragraph)


def place_of(number: str) -> Place:
    """The place of a clause number or a reference: `二(三)`, `第三条第二款第一项`."""
    plain = ascii_digits(number)
    article = _ARTICLE_ITSELF.search(plain)
    found = [
        (m[2], m[3] or "", m[4]) for m in _STEP.finditer(plain, article.start() if article else 0)
    ]
    steps = [
        (int(parse_numeral(numeral) or 0), int(parse_numeral(behind or "") or 0))
        for numeral, unit, behind in found
        if unit not in (*_ABOVE_ARTICLES, "款")
    ]
    counted = [int(parse_numeral(numeral) or 0) for numeral, unit, _ in found if unit == "款"]
    return Place(tuple(steps), counted[-1] if counted else 0, any(u == "条" for _, u, _ in found))


def places_named(words: str) -> list[str]:
    """Each of the places that words name, in full: 第三条、第五条第一款和第二款, 第七条至第九条."""
    found: list[str] = []
    for piece in _BREAK.split(_RANGE.sub(_in_full, words)):
        whole = piece.strip()
        if found and not _ARTICLE.match(whole) and (before := _ARTICLE.match(found[-1])):
            whole = f"{before[0]}{whole}"
        found.append(whole)
    return [each for each in found if each]


def _in_full(found: re.Match[str]) -> str:
    """第七条至第九条 as 第七条、第八条、第九条."""
    first, last = (int(parse_numeral(found[at]) or 0) for at in (1, 3))
    if not 0 < last - first <= _MOST_OF_RANGE:
        return found[0]
    return "、".join(f"第{chinese_ordinal(number)}{found[4]}" for number in range(first, last + 1))
