"""The tab 原文 as HTML: picker, search, clause tree and the whole text, the asked place marked.

Everything that comes from documents is escaped here and in `source_view`.
"""

import html
from collections.abc import Sequence

from documents.document import Document
from ui.source_view import (
    Place,
    clause_html,
    defects_html,
    document_facts,
    outline_html,
)

_SEARCH = (
    '<div class="find" role="search"><input type="search" maxlength="60" aria-label="在原文中查找"'
    ' placeholder="在原文中查找"><span class="count" role="status"></span>'
    '<button type="button" class="previous" aria-label="上一处">↑</button>'
    '<button type="button" class="next" aria-label="下一处">↓</button></div>'
)


def reading_html(documents: Sequence[Document], place: Place) -> str:
    """The document asked for, else the first; a place that is not there is said so."""
    if not documents:
        return '<p class="nothing">还没有收录文件。</p>'
    asked = place.document_in(documents)
    document = asked or documents[0]
    clause = place.clause_in(document) if asked else None
    position = "" if clause is None else clause.position
    return (
        f'<div class="reader" data-document="{html.escape(document.identifier)}"'
        f' data-position="{position}"><div class="tools">{_picker(documents, document)}'
        '<button type="button" class="contents" aria-expanded="false">目录</button>'
        f'{_SEARCH}</div>{_missing(place, asked, clause is not None)}<div class="leaves">'
        f'<nav class="tree" aria-label="目录" tabindex="0">{outline_html(document)}</nav>'
        f'<article class="words" tabindex="0" aria-label="{html.escape(document.title)}">'
        f'<p class="meta">{html.escape(document_facts(document))}</p>{defects_html(document)}'
        f"{_text(document, place if asked else None, position)}</article></div></div>"
    )


def _picker(documents: Sequence[Document], shown: Document) -> str:
    options = "".join(
        f'<option value="{html.escape(document.identifier)}"'
        f"{' selected' if document is shown else ''}>{html.escape(document.title)}</option>"
        for document in documents
    )
    return f'<select class="picker" aria-label="文件">{options}</select>'


def _missing(place: Place, document: Document | None, found: bool) -> str:
    if place.document and document is None:
        return f'<p class="notice">没有收录“{html.escape(place.document)}”，下面是另一份文件。</p>'
    if place.clause and not found:
        return f'<p class="notice">这份文件里没有条款“{html.escape(place.clause)}”。</p>'
    return ""


def _text(document: Document, place: Place | None, position: int | str) -> str:
    return "".join(
        clause_html(document, clause, place, clause.position == position)
        for clause in document.clauses
    )
