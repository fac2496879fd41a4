"""Where on a web page the document stands: the smallest element that holds nearly all of it.

Running text counts by its length, and what official documents are known by counts beside it: numbers
of clauses, titles, document numbers, dates alone in a line. Links do not count.
"""

import re
from collections import defaultdict

from lxml.html import HtmlElement

from documents.head import DOCUMENT_NUMBER, is_date_line, is_title
from documents.html_blocks import Block, PageBlocks
from documents.markers import read_marker
from documents.regular_expressions import regex

_SENTENCE = regex(r"[，。；！？,;]")
_LINK_SHARE = 0.5
_BODY_SHARE = 0.7
_OTHER_NUMBERS = 0.15
_SIGN = 80
_SMALL_SIGN = 40
_CHROME_PROSE = 0.3
_CHROME_NAME = regex(
    r"(?:^|[-_\s])(?:nav|navbar|mainnav|menu|crumbs?|breadcrumbs?|share|bdshare\w*|toolbar|footer|foot|sidebar|aside|"
    r"related?|recommend|pager|pagination|qrcode|ewm|copyright|comments?|login|topbar)(?:$|[-_\s\d])",
    re.I,
)
_CHROME_TAGS = {"nav", "footer", "aside"}


def find_body(page: PageBlocks) -> HtmlElement:
    """The element of the document; the whole page where nothing tells."""
    weights: dict[HtmlElement, int] = defaultdict(int)
    numbers: dict[HtmlElement, int] = defaultdict(int)
    named: dict[HtmlElement, int] = defaultdict(int)
    for block in page.blocks:
        weight = _weight(block)
        holders = (block.element, *block.element.iterancestors()) if weight else ()
        for holder in holders:
            weights[holder] += weight
            numbers[holder] += read_marker(block.text) is not None
        for holder in filter(is_chrome, holders):
            named[holder] += weight
    small = _CHROME_PROSE * weights[page.root]
    for holder in [holder for holder, weight in named.items() if weight < small]:
        if not any(above in named and named[above] < small for above in holder.iterancestors()):
            for above in holder.iterancestors():
                weights[above] -= named[holder]
        weights[holder] = 0
    return _narrowed(page, weights, numbers)


def _narrowed(
    page: PageBlocks, weights: dict[HtmlElement, int], numbers: dict[HtmlElement, int]
) -> HtmlElement:
    """Go inwards while one child holds nearly everything, and no clauses stand beside it."""
    body = page.root
    while True:
        inner = max(body, key=lambda child: weights.get(child, 0), default=None)
        if inner is None or weights.get(inner, 0) < max(_BODY_SHARE * weights.get(body, 0), 1):
            return body
        beside = numbers.get(body, 0) - numbers.get(inner, 0)
        if beside > _OTHER_NUMBERS * numbers.get(body, 0):
            return body
        if inner.tag in ("p", "span") or inner in page.tables:
            return body
        body = inner


def is_chrome(element: HtmlElement) -> bool:
    """Whether an element is named as a part of the page around the text."""
    if element.tag in _CHROME_TAGS:
        return True
    if element.tag in ("html", "body"):
        return False
    return any(_CHROME_NAME.search(element.get(kind) or "") for kind in ("class", "id", "role"))


def _weight(block: Block) -> int:
    """How much a block speaks for being of the document."""
    if block.link_share > _LINK_SHARE or not block.text:
        return 0
    text = block.text
    weight = len(text) if _SENTENCE.search(text) else 0
    if read_marker(text) is not None or is_title(text):
        return weight + _SIGN
    return weight + _SMALL_SIGN * (is_date_line(text) or bool(DOCUMENT_NUMBER.fullmatch(text)))
