"""An answer for the terminal and as JSON."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation, ModelUse
from documents.document import Document
from ui.console import wrapped

_BOLD, _GREEN, _YELLOW, _GREY, _PLAIN = "\033[1m", "\033[32m", "\033[33m", "\033[90m", "\033[0m"


def readable_answer(answer: Answer, question: str, width: int, colours: bool) -> str:
    """The answer with its status and numbered citations, as lines for a terminal."""
    blocks: list[str] = []
    if answer.resolved_question != question.strip():
        blocks.append(_painted(f"理解为：{answer.resolved_question}", _GREY, colours))
    blocks.append(wrapped(answer.text, width))
    status_colour = _YELLOW if answer.status.refused else _GREEN
    blocks.append(_painted(f"状态：{answer.status.label}", status_colour, colours))
    if answer.model:
        blocks.append(_painted(model_line(answer.model), _GREY, colours))
    if answer.citations:
        blocks.append(_citation_list("出处：", answer.citations, width, colours))
    if answer.related:
        blocks.append(_citation_list("相近条款：", answer.related, width, colours, numbered=False))
    return "\n\n".join(blocks)


def _citation_list(
    heading: str, citations: Sequence[Citation], width: int, colours: bool, numbered: bool = True
) -> str:
    lines = [heading]
    for number, citation in enumerate(citations, 1):
        mark = f"[{number}]" if numbered else "·"
        lines.append(_painted(f"{mark} {citation.address}", _BOLD, colours))
        lines.append(wrapped(f"“{citation.quote}”", width, indent="    "))
    return "\n".join(lines)


def _painted(text: str, colour: str, colours: bool) -> str:
    return f"{colour}{text}{_PLAIN}" if colours else text


def answer_json(answer: Answer, documents: Sequence[Document]) -> dict[str, object]:
    """The answer as the batch interface gives it, made of plain JSON values; without the id.

    `model` is there where a language model was asked.
    """
    share = {"model": _model_json(answer.model)} if answer.model else {}
    return {
        "answer": answer.text,
        "refused": answer.status.refused,
        "status": answer.status.value,
        "citations": [_citation_json(citation, documents) for citation in answer.citations],
        "resolved_question": answer.resolved_question,
        "latency_ms": round(answer.latency_ms, 3),
        **share,
    }


def _model_json(use: ModelUse) -> dict[str, object]:
    return {
        "name": use.name,
        "ai_generated": use.phrased,
        "notice": use.notice,
        "corrected": use.corrected,
        "prompt_tokens": use.prompt_tokens,
        "completion_tokens": use.completion_tokens,
        "cost_yuan": use.cost,
        "latency_ms": use.latency_ms,
    }


def model_line(use: ModelUse) -> str:
    """What a language model did for an answer, in one line for people."""
    tokens = use.prompt_tokens + use.completion_tokens
    parts = [f"语言模型 {use.name}", f"{use.latency_ms / 1000:.1f} 秒"]
    if tokens:
        parts.append(f"{use.prompt_tokens}+{use.completion_tokens} tokens")
    if tokens and use.cost is not None:
        parts.append(f"{use.cost:.4f} 元")
    spent = " · ".join(parts)
    return f"{use.notice}。{spent}" if use.notice else spent


def _citation_json(citation: Citation, documents: Sequence[Document]) -> dict[str, object]:
    return {
        "document": citation.document,
        "clause": citation.clause,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "title": _clause_title(citation, documents),
        "address": citation.address,
    }


def _clause_title(citation: Citation, documents: Sequence[Document]) -> str:
    address = f"{citation.address} "  # name, number and title: no document need be read
    for name in (citation.document, f"《{citation.document}》"):
        before = "".join(f"{part} " for part in (name, citation.clause) if part)
        if address.startswith(before):
            return address.removeprefix(before).removesuffix(" ")
    for document in documents:
        if document.identifier == citation.document and citation.position < len(document.clauses):
            return document.clauses[citation.position].title
    return ""
