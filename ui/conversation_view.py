"""A conversation as HTML. Everything that comes from people or documents is escaped here."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Answer, Citation
from documents.document import Document
from documents.facts import Responsibility, extract_facts
from documents.regular_expressions import regex
from ui.answer_output import model_line

_MARKED = regex(r"([^\s\[\]]?)((?:\[\d{1,3}\])+)")
_LONGEST_QUESTION = 200
_UNFOLDED_CITATIONS = 3
_MOST_CLAUSES = 2


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what came of it: an answer, or a notice why there is none.

    `asked` is the day of the answer, as `2026-11-25`; empty while it is not complete.
    """

    question: str
    answer: Answer | None = None
    notice: str = ""
    complete: bool = True
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """Draws conversations over the documents; `record_of` is what the browser keeps of a turn."""

    documents: Sequence[Document]
    record_of: Callable[[Exchange], str]

    def html(self, exchanges: Sequence[Exchange], identifier: str, examples: Sequence[str]) -> str:
        """The whole conversation; before the first question a welcome with examples."""
        named = f'data-conversation="{html.escape(identifier)}"'
        if not exchanges:
            return _welcome(named, examples)
        shown = "".join(map(self._exchange, exchanges))
        return f'<div class="exchanges" {named}>{shown}</div>'

    def _exchange(self, exchange: Exchange) -> str:
        kept = html.escape(self.record_of(exchange)) if exchange.complete else ""
        return (
            f'<article class="exchange" data-record="{kept}">'
            f'<h2 class="question">{_shortened(exchange.question)}</h2>'
            f'<div class="reply">{self._reply(exchange)}</div></article>'
        )

    def _reply(self, exchange: Exchange) -> str:
        if exchange.notice:
            return f'<p class="notice">{html.escape(exchange.notice)}</p>{_actions(rated=False)}'
        answer = exchange.answer
        if answer is None:
            return '<p class="waiting">正在查找原文…</p>'
        if not exchange.complete:
            return f'<div class="text growing">{_text(answer)}</div>'
        parts: list[str] = []
        if answer.resolved_question != exchange.question.strip():
            resolved = html.escape(answer.resolved_question)
            parts.append(f'<p class="resolved">理解为：{resolved}</p>')
        parts.append(f'<div class="text">{_text(answer)}</div>')
        tone = "declined" if answer.status.refused else "given"
        status = f'<span class="status {tone}">{html.escape(answer.status.label)}</span>'
        parts.append(f'<p class="outcome">{status}{_made_by(answer)}{self._duties(answer)}</p>')
        if answer.model:
            parts.append(f'<p class="model">{html.escape(model_line(answer.model))}</p>')
        if answer.citations:
            parts.append(_citations(answer.citations))
        if answer.related:
            rows = "".join(_citation(citation, "") for citation in answer.related)
            parts.append(f'<div class="citations"><h3>相近条款</h3>{rows}</div>')
        return "".join(parts) + _actions(rated=True)

    def _duties(self, answer: Answer) -> str:
        """The departments that the cited clauses name; of many clauses it would be a jumble."""
        cited = dict.fromkeys((each.document, each.position) for each in answer.citations)
        if len(cited) > _MOST_CLAUSES:
            return ""
        known = {document.identifier: document for document in self.documents}
        named: dict[str, None] = {}
        for identifier, position in cited:
            document = known.get(identifier)
            if document is None:  # gone between the answer and this moment
                continue
            number = f"{document.clauses[position].number} " if len(cited) > 1 else ""
            for duty in _responsibilities(document):
                if duty.clause == position and not duty.row:
                    named[f"{number}{duty.role.value}：{'、'.join(duty.departments)}"] = None
        shown = "；".join(named)
        return f'<span class="duties">{html.escape(shown)}</span>' if shown else ""


@lru_cache(maxsize=64)
def _responsibilities(document: Document) -> tuple[Responsibility, ...]:
    return extract_facts(document).responsibilities


def _welcome(named: str, examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<button type="button" class="example" data-question="{html.escape(question)}">'
        f"{html.escape(question)}</button>"
        for question in examples
    )
    return (
        f'<div class="welcome" {named}><h2>您想了解政策的哪一点？</h2>'
        "<p>回答取自原文，每句注明出处，点击出处即可查看原文。原文没有的，会如实告知。</p>"
        f'<div class="examples">{buttons}</div></div>'
    )


def _made_by(answer: Answer) -> str:
    """The label that text of a language model has to carry."""
    return '<span class="status generated">人工智能生成</span>' if answer.generated else ""


def _shortened(question: str) -> str:
    if len(question) <= _LONGEST_QUESTION:
        return html.escape(question)
    return f"{html.escape(question[:_LONGEST_QUESTION])}……（共 {len(question)} 字）"


def _actions(rated: bool) -> str:
    """The buttons under an answer; what they do is in the page's script."""
    rating = (
        '<button type="button" class="copy">复制及出处</button>'
        '<button type="button" class="good" aria-pressed="false">有用</button>'
        '<button type="button" class="bad" aria-pressed="false" aria-expanded="false">有误</button>'
    )
    again = '<button type="button" class="retry">重新回答</button>'
    return f'<div class="actions">{rating if rated else ""}{again}</div>'


def _text(answer: Answer) -> str:
    """The answer's text; a mark `[n]` of one of its citations opens the original."""
    pieces: list[str] = []
    shown = 0
    for marked in _MARKED.finditer(answer.text):
        numbers = [int(number) for number in re.findall(r"\d+", marked[2])]
        if not all(1 <= number <= len(answer.citations) for number in numbers):
            continue
        pieces.append(html.escape(answer.text[shown : marked.start()]))
        first, *others = [_mark(number, answer.citations[number - 1]) for number in numbers]
        # The first mark stays on the line of what it proves.
        pieces.append(f'<span class="proven">{html.escape(marked[1])}{first}</span>')
        pieces += others
        shown = marked.end()
    return "".join(pieces) + html.escape(answer.text[shown:])


def _mark(number: int, citation: Citation) -> str:
    address = html.escape(citation.address)
    return (
        f'<button type="button" class="mark" {source_attributes(citation)}'
        f' title="{address}" aria-label="出处 {number}：{address}">[{number}]</button>'
    )


def _citations(citations: Sequence[Citation]) -> str:
    """The citations with their marks; many are folded."""
    rows = "".join(_citation(citation, f"[{n}]") for n, citation in enumerate(citations, 1))
    if len(citations) <= _UNFOLDED_CITATIONS:
        return f'<div class="citations"><h3>出处</h3>{rows}</div>'
    return f'<details class="citations"><summary>出处（{len(citations)}）</summary>{rows}</details>'


def _citation(citation: Citation, mark: str) -> str:
    number = f'<span class="number">{mark}</span>' if mark else ""
    return (
        f'<button type="button" class="citation" {source_attributes(citation)}>'
        f'<span class="address">{number}{html.escape(citation.address)}</span>'
        f'<span class="quote">“{html.escape(citation.quote)}”</span></button>'
    )


def source_attributes(citation: Citation) -> str:
    """The attributes by which a button opens the cited place in the original."""
    return (
        f'data-document="{html.escape(citation.document)}" data-position="{citation.position}"'
        f' data-start="{citation.start}" data-end="{citation.end}"'
    )
