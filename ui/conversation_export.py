"""A conversation as a file to keep or pass on: .docx or .md, every quotation with its place and the day."""

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from documents.document import Document
from documents.regular_expressions import regex
from evals.record_view import xml_legal
from ui.backend import ReadAssistant
from ui.conversation_view import Exchange

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_TITLE = "知策问答记录"
_PROMISE = "回答取自政策原文，引文与原文逐字一致；以发文机关公布的文本为准。"
_DOCUMENTS = "所据文件"
_FONT = "宋体"
_MARKDOWN = regex(r"([\\`*_{}\[\]<>()#+!|~&])")
_LINE_MARKUP = regex(r"^(\s*)([-=]|\d+(?=[.)]))")


class _Style(StrEnum):
    QUESTION = "question"
    NOTE = "note"
    TEXT = "text"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class _Line:
    style: _Style
    text: str


def export_conversation(assistant: ReadAssistant, exchanges: Sequence[Exchange], form: str) -> Path:
    """Write a conversation as `docx` or `md` to a temporary file, which the caller removes."""
    day = date.today()
    handle, name = tempfile.mkstemp(prefix=f"{_TITLE}_{day.isoformat()}_", suffix=f".{form}")
    os.close(handle)
    path = Path(name)
    if form == "docx":
        _write_docx(path, exchanges, assistant.documents, day)
    else:
        written = conversation_markdown(exchanges, assistant.documents, day)
        path.write_text(written, encoding="utf-8")
    return path


def conversation_markdown(
    exchanges: Sequence[Exchange], documents: Sequence[Document], day: date
) -> str:
    """The conversation as Markdown; what people and documents wrote is shown as it is."""
    parts = [f"# {_TITLE}", f"{day.isoformat()}　{_PROMISE}"]
    for line in _lines(exchanges, documents):
        shown = [_escaped(each) for each in line.text.split("\n")]
        match line.style:
            case _Style.QUESTION:
                parts.append(f"## {' '.join(shown)}")
            case _Style.QUOTE:
                parts.append("  \n".join(f"> {each}" for each in shown))
            case _:
                parts.append("  \n".join(shown))
    label = _implicit_label(exchanges)
    if label:
        parts.append(f"<!-- {label} -->")
    return "\n\n".join(parts) + "\n"


def _implicit_label(exchanges: Sequence[Exchange]) -> str:
    """The label in the data of a file that holds generated text (GB 45438-2025), else nothing."""
    models = [
        e.answer.model.name for e in exchanges if e.answer and e.answer.generated and e.answer.model
    ]
    if not models:
        return ""
    names = "、".join(dict.fromkeys(models)).replace("--", "-").replace(">", "")
    label = {
        "Label": "1",
        "ContentProducer": names,
        "ProduceID": "",
        "ContentPropagator": "",
        "PropagateID": "",
    }
    return f"AIGC: {json.dumps(label, ensure_ascii=False)}"


def _escaped(line: str) -> str:
    """A line in which nothing is markup: no rule, list, indented code, entity or image."""
    words = _LINE_MARKUP.sub(_without_list, _MARKDOWN.sub(r"\\\1", line))
    indent = len(words) - len(words.lstrip(" \t"))
    return "&#32;" * indent + words[indent:]


def _without_list(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _write_docx(
    path: Path, exchanges: Sequence[Exchange], documents: Sequence[Document], day: date
) -> None:
    import docx

    written = docx.Document()
    _set_language(written)
    written.core_properties.title = f"{_TITLE} {day.isoformat()}"
    written.core_properties.author = "知策"
    written.core_properties.comments = _implicit_label(exchanges)
    written.add_heading(_TITLE, 0)
    written.add_paragraph(f"{day.isoformat()}　{_PROMISE}")
    for line in _lines(exchanges, documents):
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


def _set_language(written: "WordDocument") -> None:
    """Give every style that is used a Chinese font: the template names Western ones by its theme."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 2", "Intense Quote"):
        fonts = written.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [each for each in fonts.attrib if "Theme" in each]:
            del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), _FONT)


def _lines(exchanges: Sequence[Exchange], documents: Sequence[Document]) -> Iterator[_Line]:
    for exchange in exchanges:
        for line in _of_exchange(exchange):
            yield _Line(line.style, xml_legal(line.text))
    yield from _cited(exchanges, documents)


def _cited(exchanges: Sequence[Exchange], documents: Sequence[Document]) -> Iterator[_Line]:
    """The documents that the answers cite, in the order of the index."""
    answers = [exchange.answer for exchange in exchanges if exchange.answer is not None]
    named = {cited.document for answer in answers for cited in (*answer.citations, *answer.related)}
    found = [document for document in documents if document.identifier in named]
    if found:
        yield _Line(_Style.QUESTION, _DOCUMENTS)
    for document in found:
        about = "，".join(filter(None, (document.number, document.issuer, document.date)))
        yield _Line(_Style.TEXT, f"《{document.title}》{f'（{about}）' if about else ''}")


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
        yield _Line(_Style.QUOTE, f"“{citation.quote}”")


def _place(citation: Citation) -> str:
    return f"{citation.address}（第 {citation.start + 1}—{citation.end} 字）"
