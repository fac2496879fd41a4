"""A web page as blocks of text in reading order, each with where it stands and how much of it is links.

Scripts, forms and what is not shown are left out and counted; tables become lines of cells. Which
blocks belong to a document is not known here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from documents.errors import DocumentError
from documents.file_text import of_raised
from documents.regular_expressions import regex
from documents.table_grid import Cell, cell_text, row_lines

_SCRIPTS = {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas"}
_NO_TEXT = _SCRIPTS | {"head", "map", "audio", "video", "math", "link", "meta", "title"}
_CONTROLS = {"button", "select", "input", "textarea"}
_BLOCKS = set(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_STRUCK = {"s", "strike", "del"}
_STRIKING = regex(r"text-decoration[^;]*line-through", re.I)
_HIDING = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LINE_BREAK_IN_CHINESE = regex(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_SPACES = regex(r"[ \t\n\r\f\v]+")
_LAYOUT_SHARE = 0.8
_LAYOUT_LENGTH = 400
_MOSTLY_HIDDEN = 2
_DEEPEST = 1500
_EMBEDDED = regex(rb"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]{200,}")
_EMBEDDED_TEXT = regex(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]{200,}")
_LARGEST_PAGE = 12_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A line of the page, itself and no other. `links` counts the characters that are links, of `len(text)`."""

    element: HtmlElement
    text: str
    links: int
    heading: bool = False
    picture: bool = False

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0 to 1."""
        return self.links / max(len(self.text), 1)


@dataclass
class PageBlocks:
    """The blocks of a page; the text that is not shown, or struck through; how many scripts there were."""

    root: HtmlElement
    blocks: list[Block] = field(default_factory=list)
    tables: set[HtmlElement] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    scripts: int = 0
    title: str = ""


def page_blocks(data: bytes, text: str, name: str) -> PageBlocks:
    """Take a page apart.

    Raises:
        DocumentError: It is too large, nested too deeply, or holds no element.
    """
    if len(_EMBEDDED.sub(b"", data)) > _LARGEST_PAGE:
        raise DocumentError(
            f"网页“{name}”去掉内嵌图片后仍超过 {_LARGEST_PAGE // 1_000_000} MB，不像一份政策文件。"
            "请只保存正文，或另存为文本后重新提供。"
        )
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(_without_declaration(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as exc:
        _check_memory(parser)
        raise DocumentError(f"网页“{name}”里没有内容。请重新保存网页后提供。") from exc
    _check_memory(parser)
    if _depth(root) > _DEEPEST:
        raise DocumentError(
            f"网页“{name}”的标记嵌套超过 {_DEEPEST} 层，已损坏或不是正常的网页。"
            "请在浏览器中打开，复制正文，存成文本后提供。"
        )
    page = PageBlocks(root)
    page.title = _SPACES.sub(" ", root.findtext(".//title") or "").strip()
    _Walk(page).element(root)
    if sum(map(len, page.hidden)) > _MOSTLY_HIDDEN * sum(len(b.text) for b in page.blocks):
        # what a script would show: saved before it ran
        page = PageBlocks(root, title=page.title)
        _Walk(page, hidden=False).element(root)
    return page


def _check_memory(parser: HTMLParser) -> None:
    """A parser that has run out of memory gives what it has read so far, as if that were all.

    Raises:
        MemoryError: It has.
    """
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
        raise MemoryError


def _without_declaration(text: str) -> str:
    """The text without the encoding that it names: it is decoded already."""
    found = _EMBEDDED_TEXT.sub("", text.replace("\x00", ""))
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", found)


def _depth(root: HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _Walk:
    """Goes through a page once and gathers the text between the borders of its blocks."""

    def __init__(self, page: PageBlocks, *, hidden: bool = True) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.links = 0
        self.holder: HtmlElement = page.root
        self.in_link = 0
        self.hidden = hidden

    def element(self, element: HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            return
        if tag in _SCRIPTS:
            self.page.scripts += tag in ("script", "iframe", "object", "embed")
            return
        if tag in _NO_TEXT | _CONTROLS:
            return
        left_out = self._left_out(element)
        if left_out is not None:
            self._note(element, left_out)
        elif tag == "sup" and not len(element):
            self._text(of_raised("".join(self.pieces), element.text or ""))
        elif tag == "br":
            self.flush()
        elif tag == "img":
            self._picture(element)
        elif tag == "table" and not _is_layout(element):
            self.flush()
            self._table(element)
        elif tag in _BLOCKS:
            self._block(element)
        else:
            self._inline(element)

    def _left_out(self, element: HtmlElement) -> list[str] | None:
        """Among what the text of an element is told that does not count, or None where it does."""
        if self.hidden and _is_hidden(element):
            return self.page.hidden
        struck = element.tag in _STRUCK or _STRIKING.search(element.get("style") or "")
        return self.page.struck if struck else None

    def _block(self, element: HtmlElement) -> None:
        self.flush()
        outer, self.holder = self.holder, element
        if element.tag == "li":
            self._text(_list_number(element))
        self._inline(element)
        self.flush()
        self.holder = outer

    def _inline(self, element: HtmlElement) -> None:
        self.in_link += element.tag == "a"
        self._text(element.text or "")
        for child in element:
            self.element(child)
            self._text(child.tail or "")
        self.in_link -= element.tag == "a"

    def _text(self, text: str) -> None:
        self.pieces.append(text)
        if self.in_link:
            self.links += len(text.strip())

    def flush(self) -> None:
        text = _line("".join(self.pieces), keep_lines=self.holder.tag == "pre")
        for line in text:
            heading = self.holder.tag in ("h1", "h2", "h3")
            self.page.blocks.append(Block(self.holder, line, min(self.links, len(line)), heading))
        self.pieces, self.links = [], 0

    def _table(self, table: HtmlElement) -> None:
        self.page.tables.add(table)
        for caption in table.iterchildren("caption"):
            self.element(caption)
        linked = _link_share(table)
        for line in row_lines(_rows(table, self.page.struck)):
            self.page.blocks.append(Block(table, line, int(len(line) * linked)))

    def _picture(self, element: HtmlElement) -> None:
        self.page.blocks.append(Block(element, "", 0, picture=True))

    def _note(self, element: HtmlElement, among: list[str]) -> None:
        text = _SPACES.sub(" ", "".join(_shown_text(element))).strip()
        if text:
            among.append(text)


def _line(text: str, *, keep_lines: bool) -> list[str]:
    if keep_lines:
        return [line.strip() for line in text.splitlines() if line.strip()]
    line = _SPACES.sub(" ", _LINE_BREAK_IN_CHINESE.sub("", text)).strip(" \xa0\u3000")
    return [line] if line else []


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    if style and _HIDING.search(style):
        return True
    return element.get("hidden") is not None


def _shown_text(element: HtmlElement) -> Iterator[str]:
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in _NO_TEXT and node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail


def _list_number(item: HtmlElement) -> str:
    """The number that a browser prints before an item of an ordered list."""
    above = item.getparent()
    if above is None or above.tag != "ol" or "none" in (above.get("style") or ""):
        return ""
    start = above.get("start") or "1"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    value = first + sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{value}. " if (above.get("type") or "1") == "1" else ""


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only arranges the page: tables inside, or one cell holds nearly everything."""
    if table.find(".//table") is not None:
        return True
    if all(len(row.findall("td")) + len(row.findall("th")) < 2 for row in table.iter("tr")):
        return True
    lengths = [len("".join(_shown_text(cell))) for cell in table.iter("td", "th")]
    if not lengths:
        return True
    return max(lengths) > _LAYOUT_LENGTH and max(lengths) >= _LAYOUT_SHARE * sum(lengths)


def _rows(table: HtmlElement, struck: list[str]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in table.iter("tr"):
        if not _is_hidden(row):
            cells = row.iterchildren("td", "th")
            rows.append([_cell(cell, struck) for cell in cells if not _is_hidden(cell)])
    return rows


def _cell(cell: HtmlElement, struck: list[str]) -> Cell:
    inner = PageBlocks(cell, struck=struck)
    walk = _Walk(inner)
    walk._inline(cell)
    walk.flush()
    text = cell_text(block.text for block in inner.blocks)
    return Cell(text, _span(cell, "rowspan"), _span(cell, "colspan"))


def _span(cell: HtmlElement, name: str) -> int:
    printed = (cell.get(name) or "").strip()
    return int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 6 else 1


def _link_share(table: HtmlElement) -> float:
    """How much of the text of a table is links; its rows are taken to be alike."""
    linked = sum(len("".join(link.itertext()).strip()) for link in table.iter("a"))
    whole = sum(len(text.strip()) for text in table.itertext())
    return linked / max(whole, 1)
