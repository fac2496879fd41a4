"""A saved web page in, the lines of the document on it out; the page around it is dropped and told.

The body is the smallest element with nearly all running text that is not links. What the page shows
outside it counts only where it is the title or the number of the document.
"""

import re
from collections import defaultdict

from lxml.html import HtmlElement

from documents.document import Defect, DefectKind
from documents.file_text import STRUCK, FileText, dropped, file_text
from documents.head import DOCUMENT_NUMBER, is_title
from documents.html_blocks import Block, PageBlocks, page_blocks
from documents.html_body import find_body, is_chrome
from documents.markers import read_marker
from documents.regular_expressions import regex
from documents.text_reader import decode_page

_LINK_SHARE = 0.5
_CHROME_SHARE = 0.2
_ANNEX = regex(r"^附\s*[件表录]")


def read_html(data: bytes, name: str) -> FileText:
    """Read a web page.

    Raises:
        DocumentError: It cannot be decoded, or holds no text.
    """
    page = page_blocks(data, decode_page(data, name), name)
    shown = [block for block in page.blocks if block.text]
    body = find_body(page)
    inside = _with_what_follows(shown, body)
    kept = dict.fromkeys(inside)
    for block in _around(inside, body):
        kept.pop(block, None)
    first = next((at for at, block in enumerate(shown) if block in kept), 0)
    head = _head_outside(shown[:first], list(kept), page.title)
    lines = [*head, *(block.text for block in kept)]
    chrome = [block.text for block in shown if block not in kept and block.text not in head]
    pictures = sum(block.picture and _is_within(block.element, body) for block in page.blocks)
    return file_text(lines, _defects(chrome, page, pictures))


def _defects(chrome: list[str], page: PageBlocks, pictures: int) -> list[Defect]:
    found: list[Defect] = []
    if chrome:
        found.append(dropped(chrome, "去掉了正文以外的网页内容"))
    if page.scripts:
        message = f"网页里的 {page.scripts} 段脚本或嵌入内容没有读入"
        found.append(Defect(DefectKind.PAGE_CHROME, message))
    if page.hidden:
        found.append(dropped(page.hidden, "网页上不显示的文字没有读入，共", DefectKind.HIDDEN_TEXT))
    if page.struck:
        found.append(dropped(page.struck, STRUCK, DefectKind.TRACKED_CHANGES))
    if pictures:
        message = f"正文中有 {pictures} 张图片，图中的文字没有读入"
        found.append(Defect(DefectKind.PICTURES, message))
    return found


def _is_within(element: HtmlElement, body: HtmlElement) -> bool:
    return element is body or any(above is body for above in element.iterancestors())


def _with_what_follows(shown: list[Block], body: HtmlElement) -> list[Block]:
    """The blocks of the body, and numbered paragraphs right behind it that broken markup put out."""
    within = [at for at, block in enumerate(shown) if _is_within(block.element, body)]
    end = within[-1] + 1 if within else 0
    inside = [shown[at] for at in within]
    for block in shown[end:]:
        numbered = read_marker(block.text) is not None and block.link_share <= _LINK_SHARE
        if not numbered or any(map(is_chrome, (block.element, *block.element.iterancestors()))):
            break
        inside.append(block)
    return inside


def _around(inside: list[Block], body: HtmlElement) -> list[Block]:
    """Blocks of the body's element that are no text of the document: bars, and links at its edges."""
    total = sum(len(block.text) for block in inside)
    by_chrome: dict[HtmlElement, list[Block]] = defaultdict(list)
    for block in inside:
        for holder in (block.element, *block.element.iterancestors()):
            if holder is body:
                break
            if is_chrome(holder):
                by_chrome[holder].append(block)
    found = [
        block
        for blocks in by_chrome.values()
        if sum(len(b.text) for b in blocks) <= _CHROME_SHARE * total
        for block in blocks
    ]
    for run in (inside, inside[::-1]):
        for block in run:
            if block.link_share < 1 - _CHROME_SHARE or _is_of_document(block.text):
                break
            found.append(block)
    return found


def _is_of_document(text: str) -> bool:
    return bool(_ANNEX.match(text)) or read_marker(text) is not None or is_title(text)


def _head_outside(before: list[Block], kept: list[Block], page_title: str) -> list[str]:
    """Title and number of the document where the page shows them above its body alone."""
    opening = "".join(block.text for block in kept[:12])
    wanted = re.sub(r"\s", "", page_title)
    found: list[str] = []
    titles = [
        block
        for block in before
        if block.link_share <= _LINK_SHARE
        and len(block.text) >= 5
        and (is_title(block.text) or (block.heading and re.sub(r"\s", "", block.text) in wanted))
    ]
    last = titles[-1] if titles else None
    if last and _missing(last.text, opening) and not any(is_title(b.text) for b in kept[:3]):
        found += [block.text for block in before if block.element is last.element]
    numbers = [
        number[0]
        for block in before
        if block.link_share <= _LINK_SHARE and (number := _NUMBER_CELL.search(block.text))
    ]
    if numbers and not DOCUMENT_NUMBER.search(opening):
        found.append(DOCUMENT_NUMBER.search(numbers[-1])[0])  # type: ignore[index]
    return found


_NUMBER_CELL = regex(rf"(?:^|[\s:：\t])(?:{DOCUMENT_NUMBER.pattern})(?=$|\s)")


def _missing(text: str, opening: str) -> bool:
    return re.sub(r"\s", "", text) not in re.sub(r"\s", "", opening)
