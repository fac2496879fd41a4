"""The original as HTML: the outline of a document, or one clause with the quoted words marked.

Everything that comes from documents is escaped here.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from documents.document import Clause, Defect, DefectKind, Document

_GRAVEST_FIRST = (
    DefectKind.TRUNCATED,
    DefectKind.FEWER_PARTS,
    DefectKind.NUMBERING_GAP,
    DefectKind.NUMBERING_REPEAT,
    DefectKind.UNBALANCED_QUOTES,
    DefectKind.PAGE_CHROME,
)
_BEGINNING = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the page asks to see; `start` and `end` are the quoted words, half-open."""

    document: str
    position: int | None = None
    start: int = 0
    end: int = 0

    @classmethod
    def from_event(cls, data: dict[str, object]) -> "Place":
        """Read what the browser sent; whatever is not as expected is left out."""
        return cls(
            document=str(data.get("document", "")),
            position=_whole_number(data.get("position")),
            start=_whole_number(data.get("start")) or 0,
            end=_whole_number(data.get("end")) or 0,
        )


def _whole_number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def source_html(documents: Sequence[Document], place: Place) -> str:
    """The place asked for; its document's outline, or the list of documents, when there is none."""
    if len(documents) == 1 and not place.document:
        return _outline(documents[0])
    for document in documents:
        if document.identifier == place.document:
            position = place.position
            if position is None or position >= len(document.clauses):
                return _outline(document, back=len(documents) > 1)
            return _clause(document, document.clauses[position], place)
    return _documents(documents)


def _documents(documents: Sequence[Document]) -> str:
    rows = "".join(
        f'<button type="button" class="entry" {_attributes(document)}>'
        f"{html.escape(document.title)}<small>{html.escape(document.number)}</small></button>"
        for document in documents
    )
    return f'<div class="outline">{_bar()}<h2>已收录的文件</h2>{rows}</div>'


def _outline(document: Document, back: bool = False) -> str:
    rows = "".join(
        f'<button type="button" class="entry level{min(clause.level, 4)}"'
        f" {_attributes(document, clause)}>"
        f"{html.escape(f'{clause.number} {clause.title}'.strip())}</button>"
        for clause in document.clauses
    )
    all_documents = (
        '<button type="button" class="step" data-document="">全部文件</button>' if back else ""
    )
    return (
        f'<div class="outline">{_bar(all_documents)}<h2>{html.escape(document.title)}</h2>'
        f'<p class="meta">{html.escape(_meta(document))}</p>{_defects(document)}'
        f"<h3>目录</h3>{rows}</div>"
    )


def _bar(step: str = "") -> str:
    """The bar that stays in view: the step back and, on a narrow screen, the way out."""
    return (
        f'<div class="bar">{step}'
        '<button type="button" class="close" aria-label="关闭原文">关闭</button></div>'
    )


def _meta(document: Document) -> str:
    return " · ".join(part for part in (document.number, document.issuer, document.date) if part)


def _defects(document: Document) -> str:
    if not document.defects:
        return ""
    ordered = sorted(document.defects, key=lambda defect: _GRAVEST_FIRST.index(defect.kind))
    items = "".join(f"<li>{html.escape(_defect(defect))}</li>" for defect in ordered)
    return (
        f'<details class="defects"><summary>所据文本的缺陷（{len(document.defects)}）</summary>'
        f"<ul>{items}</ul></details>"
    )


def _defect(defect: Defect) -> str:
    """What readers are told; dropped lines are counted, not shown: they may be advertisements."""
    if defect.kind is DefectKind.PAGE_CHROME:
        return defect.message.partition("：")[0]
    return defect.message


def _clause(document: Document, clause: Clause, place: Place) -> str:
    path = "".join(
        f'<button type="button" class="step" {_attributes(document, above)}>'
        f"{html.escape(f'{above.number} {above.title}'.strip())}</button><span>›</span>"
        for above in document.ancestors(clause)
    )
    body = "".join(
        f'<div class="part{" own" if part is clause else ""}">{_marked(part, place)}</div>'
        for part in document.subtree(clause)
    )
    before, after = _neighbours(document, clause)
    outline = f'<button type="button" class="step" {_attributes(document)}>目录</button>'
    return (
        f'<div class="clause" {_attributes(document, clause)} data-start="{place.start}"'
        f' data-end="{place.end}">{_bar(outline)}'
        f'<h2>{html.escape(document.title)}</h2><p class="meta">{html.escape(_meta(document))}</p>'
        f'<nav class="path" aria-label="所在位置">{path}<strong>'
        f"{html.escape(f'{clause.number} {clause.title}'.strip())}</strong></nav>"
        f"{_neighbour(document, before, '上一条')}"
        f'<article class="words">{body}</article>'
        f"{_neighbour(document, after, '下一条')}{_defects(document)}</div>"
    )


def _marked(clause: Clause, place: Place) -> str:
    """The text of a clause with the part that lies in the quoted span marked."""
    start = min(max(place.start, clause.start), clause.end) - clause.start
    end = min(max(place.end, clause.start), clause.end) - clause.start
    if start >= end:
        return html.escape(clause.text)
    before, quoted, after = clause.text[:start], clause.text[start:end], clause.text[end:]
    return f"{html.escape(before)}<mark>{html.escape(quoted)}</mark>{html.escape(after)}"


def _neighbours(document: Document, clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clauses before and after, with nothing of this clause's own subtree."""
    last = list(document.subtree(clause))[-1].position
    before = document.clauses[clause.position - 1] if clause.position else None
    after = document.clauses[last + 1] if last + 1 < len(document.clauses) else None
    return before, after


def _neighbour(document: Document, clause: Clause | None, name: str) -> str:
    if clause is None:
        return ""
    beginning = clause.title or _beginning(clause)
    return (
        f'<button type="button" class="neighbour" {_attributes(document, clause)}>'
        f"<small>{name}</small>{html.escape(f'{clause.number} {beginning}'.strip())}</button>"
    )


def _beginning(clause: Clause) -> str:
    """The first words behind the number."""
    words = " ".join(clause.text[clause.body - clause.start :].split())
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]}…"


def _attributes(document: Document, clause: Clause | None = None) -> str:
    named = f'data-document="{html.escape(document.identifier)}"'
    return named if clause is None else f'{named} data-position="{clause.position}"'
