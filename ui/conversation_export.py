"""A conversation as a file to keep or pass on: .docx or .md, every quotation with its place and the day."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from assistant.answer import Answer, Citation
from ui.conversation_view import Exchange

_TITLE = "知策问答记录"
_PROMISE = "回答取自政策原文，引文与原文逐字一致；以发文机关公布的文本为准。"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


class _Style(StrEnum):
    QUESTION = "question"
    NOTE = "note"
    TEXT = "text"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class _Line:
    style: _Style
    text: str


def export_conversation(exchanges: Sequence[Exchange], form: str) -> Path:
    """Write a conversation as `docx` or `md` to a new folder; the caller removes the file."""
    day = date.today()
    path = Path(tempfile.mkdtemp()) / f"{_TITLE}_{day.isoformat()}.{form}"
    if form == "docx":
        _write_docx(path, exchanges, day)
    else:
        path.write_text(conversation_markdown(exchanges, day), encoding="utf-8")
    return path


def conversation_markdown(exchanges: Sequence[Exchange], day: date) -> str:
    """The conversation as Markdown; what people and documents wrote is shown as it is."""
    parts = [f"# {_TITLE}", f"{day.isoformat()}　{_PROMISE}"]
    for line in _lines(exchanges):
        shown = _MARKDOWN.sub(r"\\\1", line.text)
        match line.style:
            case _Style.QUESTION:
                parts.append(f"## {shown}")
            case _Style.QUOTE:
                parts.append("\n".join(f"> {each}" for each in shown.split("\n")))
            case _:
                parts.append("  \n".join(shown.split("\n")))
    return "\n\n".join(parts) + "\n"


def _write_docx(path: Path, exchanges: Sequence[Exchange], day: date) -> None:
    from docx import Document as WordDocument
    from docx.oxml.ns import qn

    written = WordDocument()
    font = written.styles["Normal"]
    font.font.name = "Noto Sans CJK SC"
    font.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    written.add_heading(_TITLE, 0)
    written.add_paragraph(f"{day.isoformat()}　{_PROMISE}")
    for line in _lines(exchanges):
        match line.style:
            case _Style.QUESTION:
                written.add_heading(line.text, 2)
            case _Style.QUOTE:
                written.add_paragraph(line.text, style="Intense Quote")
            case _Style.NOTE:
                written.add_paragraph().add_run(line.text).italic = True
            case _Style.TEXT:
                written.add_paragraph(line.text)
    written.save(str(path))


def _lines(exchanges: Sequence[Exchange]) -> Iterator[_Line]:
    for exchange in exchanges:
        for line in _of_exchange(exchange):
            yield _Line(line.style, _UNWRITABLE.sub("", line.text))


def _of_exchange(exchange: Exchange) -> Iterator[_Line]:
    yield _Line(_Style.QUESTION, exchange.question.strip())
    answer = exchange.answer
    if answer is None:
        yield _Line(_Style.NOTE, exchange.notice or "没有回答。")
        return
    if answer.resolved_question != exchange.question.strip():
        yield _Line(_Style.NOTE, f"理解为：{answer.resolved_question}")
    yield _Line(_Style.TEXT, answer.text)
    asked = f"（{exchange.asked} 提问）" if exchange.asked else ""
    yield _Line(_Style.NOTE, f"状态：{answer.status.label}{asked}")
    yield from _sources(answer)


def _sources(answer: Answer) -> Iterator[_Line]:
    for number, citation in enumerate(answer.citations, start=1):
        yield _Line(_Style.TEXT, f"[{number}] {_place(citation)}")
        yield _Line(_Style.QUOTE, f"“{citation.quote}”")
    for citation in answer.related:
        yield _Line(_Style.TEXT, f"相近条款：{_place(citation)}")


def _place(citation: Citation) -> str:
    return f"{citation.address}（第 {citation.start + 1}—{citation.end} 字）"
