"""What a sentence cannot be understood without: what stands before it, and the clauses it refers to.

`逾期不改正的，处…` leans on the half before its semicolon; `违反第十四条第五项规定的` on what that item says.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from documents.document import Clause, Document
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex

LEANS = regex(
    r"\s*(?:情节|逾期|期满|届满|拒不|仍|造成|构成犯罪|其中|其余|同时|以后|此后|之后|前款|超过(?:部分|的)|不足(?:部分|的)|不符合的|[\u4e00-\u9fff]{2}后(?:仍|不))"
)
"""How a sentence begins that goes on from the one before."""

GIVES = regex(
    r"\s*(?:按照?(?:有关|相关)?规定|分阶段|一次性|每年|累计|最高|可以?|再|对其|由[市区县省]?财政|[,，])*(?:给予|奖励|补助|补贴|资助)"
)
"""How a sentence begins that gives something for what the one before says: 按照规定给予…."""

_REFERS = regex(
    rf"(?<!》)(?<!(?<!办)法)第({CHINESE_NUMERAL}|\d+)条(?:第({CHINESE_NUMERAL})款)?(?:第({CHINESE_NUMERAL})项)?(?:[至到]第({CHINESE_NUMERAL})项)?|"
    rf"(?<=[反照据合按])第({CHINESE_NUMERAL})项"
)
_LONGEST_REFERRED = 400
_SEMICOLONS = ("；", ";")


def begin_of_thought(document: Document, spans: Sequence[tuple[int, int]], start: int) -> int:
    """Where the sentence begins that one at `start` leans on, behind a semicolon; else `start`.

    Args:
        document: The document.
        spans: The sentences of the clause, in reading order.
        start: Where one of them begins.
    """
    text, begin = document.text, start
    for before, end in reversed([span for span in spans if span[1] <= start]):
        goes_on = text[before:end].rstrip().endswith(_SEMICOLONS)
        if not goes_on or not LEANS.match(text, begin):
            break
        begin = before
    return begin


def referred(document: Document, clause: Clause, start: int, end: int) -> str:
    """The words of the clauses of its own document that a sentence of a clause refers to, or ''.

    A bare 第五项 is of the article that its clause names before.
    """
    words: dict[str, None] = {}
    for begins, ends, numbers in _references(clause.text, clause.body - clause.start):
        if begins < start - clause.start or ends > end - clause.start:
            continue
        for number in numbers:
            target = document.find(number)
            if target is not None and target.position != clause.position:
                words.update(dict.fromkeys(each.text for each in document.subtree(target)))
    return " ".join(words)[:_LONGEST_REFERRED]


@lru_cache(maxsize=256)
def _references(text: str, body: int) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Where a clause refers to others behind its title, and their numbers: a table has thousands of rows."""
    references = []
    article = ""
    for found in _REFERS.finditer(text, body):
        article = f"第{found[1]}条" if found[1] else article
        if article:
            references.append((found.start(), found.end(), tuple(_numbers(article, found))))
    return tuple(references)


def _numbers(article: str, found: re.Match[str]) -> Iterator[str]:
    """The numbers of the clauses that a reference names, as printed: 第十四条(一), 第十九条第二款."""
    first, last = found[3] or found[5], found[4]
    if first:
        low = int(parse_numeral(first) or 0)
        high = int(parse_numeral(last) or low) if last else low
        yield from (
            f"{article}({_ITEMS[at - 1]})" for at in range(low, high + 1) if at <= len(_ITEMS)
        )
    elif found[2] and found[2] != "一":
        yield f"{article}第{found[2]}款"
    else:
        yield article


_ITEMS = [*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九"), "二十"]
