"""The original as HTML: clauses with the quoted words marked, and the pane beside the conversation.

Everything that comes from documents is escaped here.
"""

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlencode

from documents.document import Clause, ClauseKind, Defect, DefectKind, Document

_GRAVEST_FIRST = (
    DefectKind.SCANNED_PAGES,
    DefectKind.TRUNCATED,
    DefectKind.FEWER_PARTS,
    DefectKind.NUMBERING_GAP,
    DefectKind.NUMBERING_REPEAT,
    DefectKind.TRACKED_CHANGES,
    DefectKind.PICTURES,
    DefectKind.UNBALANCED_QUOTES,
    DefectKind.HIDDEN_TEXT,
    DefectKind.MISPLACED_NUMBER,
    DefectKind.SPACING,
    DefectKind.PAGE_CHROME,
)
_COUNTED_ONLY = (DefectKind.PAGE_CHROME, DefectKind.HIDDEN_TEXT)
_PANE_CHARACTERS = 6000
_BRACKETS = str.maketrans("（）［］[]【】", "()〔〕〔〕〔〕")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the page asks to see; `start` and `end` are the quoted words, half-open.

    The clause is meant by its position, by the words, or by its printed number, in this order.
    """

    document: str
    position: int | None = None
    start: int = 0
    end: int = 0
    clause: str = ""

    @classmethod
    def from_event(cls, data: Mapping[str, object]) -> "Place":
        """Read what the browser sent; whatever is not as expected is left out."""
        return cls(
            document=str(data.get("document", ""))[:300],
            position=_whole_number(data.get("position")),
            start=_whole_number(data.get("start")) or 0,
            end=_whole_number(data.get("end")) or 0,
            clause=str(data.get("clause", ""))[:100],
        )

    def document_in(self, documents: Sequence[Document]) -> Document | None:
        """The document meant by its identifier, number or title."""
        wanted = self.document.translate(_BRACKETS)
        for document in documents:
            names = (document.identifier, document.number, document.title)
            if wanted and wanted in {name.translate(_BRACKETS) for name in names}:
                return document
        return None

    def clause_in(self, document: Document) -> Clause | None:
        """The clause meant, or None."""
        if self.position is not None:
            return (
                document.clauses[self.position] if self.position < len(document.clauses) else None
            )
        if self.end > self.start:
            return document.clause_at(self.start)
        wanted = self.clause.translate(_BRACKETS)
        numbers = (clause for clause in document.clauses if clause.number)
        return next((c for c in numbers if c.number.translate(_BRACKETS) == wanted), None)


def _whole_number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def source_html(documents: Sequence[Document], place: Place) -> str:
    """The place asked for with what stands around it; else an outline or the list of documents."""
    document = place.document_in(documents)
    if document is None and len(documents) == 1 and not place.document:
        document = documents[0]
    if document is None:
        return _documents(documents)
    clause = place.clause_in(document)
    return _outline(document) if clause is None else _around(document, clause, place)


def clause_html(document: Document, clause: Clause, place: Place | None, current: bool) -> str:
    """One clause with its address, its text and its defects; the quoted words are marked."""
    kind = {ClauseKind.TITLE: " title", ClauseKind.CLOSING: " closing"}.get(clause.kind, "")
    heading = "" if document.is_leaf(clause) or clause.kind is not ClauseKind.NUMBERED else " head"
    number = html.escape(clause.number)
    link = (
        f'<a class="anchor" href="{html.escape(clause_link(document, clause))}"'
        f' aria-label="{html.escape(f"条款地址：{document.address(clause)}")}">{number}</a>'
        if number
        else ""
    )
    notes = "".join(
        f'<p class="defect">{html.escape(defect_message(defect))}</p>'
        for defect in document.defects
        if defect.clause == clause.position and defect.kind is not DefectKind.PAGE_CHROME
    )
    return (
        f'<section class="clause level{min(clause.level, 4)}{kind}{heading}"'
        f' data-position="{clause.position}"{" aria-current=true tabindex=-1" if current else ""}>'
        f"{link}{_lines(clause, place)}{notes}</section>"
    )


def clause_link(document: Document, clause: Clause) -> str:
    """The address of a clause in this page; a number that occurs twice is told by its words."""
    asked = {"document": document.identifier, "clause": clause.number}
    if document.find(clause.number) is not clause:
        asked |= {"start": str(clause.start), "end": str(clause.end)}
    return f"?{urlencode(asked)}"


def _span_link(document: Document, clause: Clause, place: Place) -> str:
    """The address of the quoted words, else of the clause."""
    if place.end <= place.start:
        return clause_link(document, clause)
    asked = {"document": document.identifier, "clause": clause.number}
    return f"?{urlencode(asked | {'start': str(place.start), 'end': str(place.end)})}"


def _lines(clause: Clause, place: Place | None) -> str:
    """The lines of a clause, with number and title set off and the quoted span marked."""
    start, end = (place.start, place.end) if place else (0, 0)
    shown: list[str] = []
    for line in re.finditer(r"[^\n]+", clause.text):
        first, last = clause.start + line.start(), clause.start + line.end()
        table = ' class="table"' if "\t" in line[0] else ""
        cuts = sorted({first, last, *(c for c in (clause.body, start, end) if first < c < last)})
        pieces = ""
        for left, right in pairwise(cuts):
            words = html.escape(clause.text[left - clause.start : right - clause.start])
            words = f"<b>{words}</b>" if right <= clause.body else words
            pieces += f"<mark>{words}</mark>" if start <= left and right <= end else words
        shown.append(f"<p{table}>{pieces.replace('</mark><mark>', '')}</p>")
    return "".join(shown)


@lru_cache(maxsize=32)
def outline_html(document: Document) -> str:
    """The clauses with a number as a foldable tree of links."""
    below: dict[int | None, list[Clause]] = defaultdict(list)
    for clause in document.clauses:
        below[clause.parent].append(clause)
    return f'<ul class="branches">{_branches(document, below, None)}</ul>'


def _branches(
    document: Document, below: Mapping[int | None, Sequence[Clause]], parent: int | None
) -> str:
    items: list[str] = []
    for clause in below.get(parent, ()):
        if not clause.number:
            continue
        inner = _branches(document, below, clause.position)
        name = html.escape(f"{clause.number} {clause.title}".strip())
        fold = (
            '<button type="button" class="fold" aria-expanded="true"'
            f' aria-label="下级条款：{name}"></button>'
        )
        items.append(
            f'<li>{fold if inner else ""}<a class="entry" data-position="{clause.position}"'
            f' href="{html.escape(clause_link(document, clause))}">{name}</a>'
            f"{f'<ul>{inner}</ul>' if inner else ''}</li>"
        )
    return "".join(items)


def defects_html(document: Document) -> str:
    """All defects, gravest first, each with a link to its clause."""
    if not document.defects:
        return ""
    ordered = sorted(document.defects, key=lambda defect: _GRAVEST_FIRST.index(defect.kind))
    items = "".join(f"<li>{_defect(document, defect)}</li>" for defect in ordered)
    return (
        f'<details class="defects"><summary>所据文本的缺陷（{len(document.defects)}）</summary>'
        f"<ul>{items}</ul></details>"
    )


def defect_message(defect: Defect) -> str:
    """What readers are told; dropped lines are counted, not shown: they may be advertisements."""
    if defect.kind in _COUNTED_ONLY:
        return defect.message.partition("：")[0]
    return defect.message


def _defect(document: Document, defect: Defect) -> str:
    message = html.escape(defect_message(defect))
    if defect.clause is None or defect.kind is DefectKind.PAGE_CHROME:
        return message
    clause = document.clauses[defect.clause]
    link = html.escape(clause_link(document, clause))
    return f'<a class="entry" data-position="{clause.position}" href="{link}">{message}</a>'


def document_facts(document: Document) -> str:
    """Number, issuer and date in one line, as far as the text holds them."""
    return " · ".join(part for part in (document.number, document.issuer, document.date) if part)


def _documents(documents: Sequence[Document]) -> str:
    rows = "".join(
        f'<button type="button" class="entry" data-document="{html.escape(document.identifier)}">'
        f"{html.escape(document.title)}<small>{html.escape(document.number)}</small></button>"
        for document in documents
    )
    return f'<div class="outline">{_bar("已收录的文件")}{rows}</div>'


def _outline(document: Document) -> str:
    named = f'data-document="{html.escape(document.identifier)}"'
    link = f"?{urlencode({'document': document.identifier})}"
    return (
        f'<div class="outline" {named}>{_bar(document.title, link)}'
        f'<p class="meta">{html.escape(document_facts(document))}</p>{defects_html(document)}'
        f'<nav aria-label="目录">{outline_html(document)}</nav></div>'
    )


def _around(document: Document, clause: Clause, place: Place) -> str:
    """The clause with its neighbours, as much as can be read without asking for more."""
    inside = [part.position for part in document.subtree(clause)]
    shown = document.clauses[_reach(document, clause, -1) : _reach(document, clause, 1) + 1]
    body = "".join(
        clause_html(document, part, place, part.position in inside[:1]) for part in shown
    )
    return (
        f'<div class="excerpt" data-document="{html.escape(document.identifier)}"'
        f' data-position="{clause.position}" data-start="{place.start}" data-end="{place.end}">'
        f"{_bar(document.address(clause), _span_link(document, clause, place))}"
        f'<p class="meta">{html.escape(document.title)}</p><article class="words">{body}</article>'
        f"{defects_html(document)}</div>"
    )


def _reach(document: Document, clause: Clause, step: int) -> int:
    """How far the excerpt goes in one direction, as a position."""
    position, read = clause.position, 0
    while 0 <= position + step < len(document.clauses) and read < _PANE_CHARACTERS:
        position += step
        read += len(document.clauses[position].text)
    return position


def _bar(name: str, link: str = "") -> str:
    """The bar that stays in view: where we are, the way to the whole, on a phone the way out."""
    whole = f'<a class="whole" href="{html.escape(link)}">全文</a>' if link else ""
    return (
        f'<div class="bar"><h2>{html.escape(name)}</h2>{whole}'
        '<button type="button" class="close" aria-label="关闭原文">关闭</button></div>'
    )
