"""A conversation as HTML. Everything that comes from people or documents is escaped here."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation

_MARK = re.compile(r"\[(\d{1,3})\]")
_LONGEST_QUESTION = 200
_UNFOLDED_CITATIONS = 3


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what came of it: an answer, or a notice why there is none."""

    question: str
    answer: Answer | None = None
    notice: str = ""
    complete: bool = True


def conversation_html(exchanges: Sequence[Exchange], examples: Sequence[str]) -> str:
    """The whole conversation; before the first question a welcome with examples."""
    if not exchanges:
        return _welcome(examples)
    shown = "".join(map(_exchange, exchanges))
    return f'<div class="exchanges" role="log" aria-live="polite">{shown}</div>'


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<button type="button" class="example" data-question="{html.escape(question)}">'
        f"{html.escape(question)}</button>"
        for question in examples
    )
    return (
        '<div class="welcome"><h2>您想了解政策的哪一点？</h2>'
        "<p>回答取自原文，每句注明出处，点击出处即可查看原文。原文没有的，会如实告知。</p>"
        f'<div class="examples">{buttons}</div></div>'
    )


def _exchange(exchange: Exchange) -> str:
    return (
        f'<div class="exchange"><div class="question">{_shortened(exchange.question)}</div>'
        f'<div class="reply">{_reply(exchange)}</div></div>'
    )


def _shortened(question: str) -> str:
    if len(question) <= _LONGEST_QUESTION:
        return html.escape(question)
    return f"{html.escape(question[:_LONGEST_QUESTION])}……（共 {len(question)} 字）"


def _reply(exchange: Exchange) -> str:
    if exchange.notice:
        return f'<p class="notice" role="alert">{html.escape(exchange.notice)}</p>'
    answer = exchange.answer
    if answer is None:
        return '<p class="waiting">正在查找原文…</p>'
    if not exchange.complete:
        return f'<div class="text growing">{_text(answer)}</div>'
    parts: list[str] = []
    if answer.resolved_question != exchange.question.strip():
        parts.append(f'<p class="resolved">理解为：{html.escape(answer.resolved_question)}</p>')
    parts.append(f'<div class="text">{_text(answer)}</div>')
    tone = "declined" if answer.status.refused else "given"
    parts.append(f'<p class="status {tone}">{html.escape(answer.status.label)}</p>')
    if answer.citations:
        parts.append(_citations(answer.citations))
    if answer.related:
        rows = "".join(_citation(citation, "") for citation in answer.related)
        parts.append(f'<div class="citations"><h3>相近条款</h3>{rows}</div>')
    return "".join(parts)


def _text(answer: Answer) -> str:
    """The answer's text; a mark `[n]` of one of its citations opens the original."""

    def opener(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= len(answer.citations):
            return match[0]
        citation = answer.citations[number - 1]
        return (
            f'<button type="button" class="mark" {source_attributes(citation)}'
            f' title="{html.escape(citation.address)}">[{number}]</button>'
        )

    return _MARK.sub(opener, html.escape(answer.text))


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
        f'<span class="quote">“{html.escape(citation.quote)}”</span>'
        '<span class="open">查看原文</span></button>'
    )


def source_attributes(citation: Citation) -> str:
    """The attributes by which a button opens the cited place in the original."""
    return (
        f'data-document="{html.escape(citation.document)}" data-position="{citation.position}"'
        f' data-start="{citation.start}" data-end="{citation.end}"'
    )
