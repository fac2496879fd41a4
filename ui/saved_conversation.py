"""Conversations that the browser keeps: exchanges as JSON, and back with every citation proven.

What the browser sends is not trusted: shapes and lengths are checked, addresses are made anew, and
an answer whose quoted words do not stand in the documents now is not shown; nor is generated text
that lost its label or that its quotes do not prove.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeGuard

from assistant.answer import AI_LABEL, Answer, Citation, ModelUse, Status, Turn
from assistant.citations import Flaw, prove
from documents.document import Document
from documents.regular_expressions import regex
from ui.conversation_view import Exchange

MOST_EXCHANGES = 40
_LONGEST_QUESTION = 4000
_LONGEST_TEXT = 40_000
_LONGEST_NAME = 200
_MOST_CITATIONS = 200
_LARGEST = 1e9
_IDENTIFIER = regex(r"[a-z0-9-]{1,40}")
_DAY = regex(r"\d{4}-\d{2}-\d{2}")
_CHANGED = "这条保存的回答所引的原文已经变更或移除，因此不再显示。请点“重新回答”。"

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation as the browser names it; `identifier` is empty when it is not fit to use."""

    identifier: str
    exchanges: tuple[Exchange, ...]

    @classmethod
    def from_event(cls, data: Record, documents: Sequence[Document]) -> "SavedConversation":
        """Read what the browser sent; whatever is not as expected is left out."""
        identifier = _text(data.get("conversation"), 40)
        records = data.get("records")
        listed = records[-MOST_EXCHANGES:] if isinstance(records, list) else []
        found = [_exchange(record, documents) for record in listed if _is_record(record)]
        return cls(
            identifier if _IDENTIFIER.fullmatch(identifier) else "",
            tuple(exchange for exchange in found if exchange.question.strip()),
        )

    @property
    def history(self) -> tuple[Turn, ...]:
        """The answered exchanges as the assistant takes them."""
        return tuple(
            Turn(exchange.question, exchange.answer.text)
            for exchange in self.exchanges
            if exchange.answer is not None
        )


def record_of(exchange: Exchange) -> str:
    """A finished exchange as JSON; of a citation only what is needed to prove it again."""
    record: dict[str, object] = {"question": exchange.question, "asked": exchange.asked}
    if exchange.answer is None:
        record["notice"] = exchange.notice
    else:
        answer = exchange.answer
        record |= {
            "text": answer.text,
            "status": answer.status.value,
            "resolved": answer.resolved_question,
            "remarks": list(answer.remarks),
            "citations": [_citation_record(citation) for citation in answer.citations],
            "related": [_citation_record(citation) for citation in answer.related],
        }
        if answer.model:
            record["model"] = asdict(answer.model)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def proven_answer(record: Record, documents: Sequence[Document]) -> Answer | None:
    """The answer of a record; None when it holds none, or one that is not proven (any more)."""
    status = _text(record.get("status"), 40)
    text = _text(record.get("text"), _LONGEST_TEXT)
    if status not in set(Status) or not text:
        return None
    cited = _citations(record.get("citations"), documents)
    related = _citations(record.get("related"), documents)
    if cited is None or related is None:
        return None
    answer = Answer(
        text=text,
        status=Status(status),
        citations=cited,
        resolved_question=_text(record.get("resolved"), _LONGEST_QUESTION),
        related=related,
        remarks=_texts(record.get("remarks")),
        model=_model(record.get("model")),
    )
    if answer.generated != (AI_LABEL in text):
        return None
    return None if answer.generated and _flaws(answer, documents) else answer


def _flaws(answer: Answer, documents: Sequence[Document]) -> list[Flaw]:
    named = {citation.document for citation in (*answer.citations, *answer.related)}
    cited = {each.identifier: each for each in documents if each.identifier in named}
    return prove(answer, cited)


def _exchange(record: Record, documents: Sequence[Document]) -> Exchange:
    question = _text(record.get("question"), _LONGEST_QUESTION)
    asked = _text(record.get("asked"), 10)
    asked = asked if _DAY.fullmatch(asked) else ""
    answer = proven_answer(record, documents)
    if answer is not None:
        return Exchange(question, answer, asked=asked)
    notice = _CHANGED if "text" in record else _text(record.get("notice"), _LONGEST_QUESTION)
    return Exchange(question, notice=notice or "这个问题没有得到回答。", asked=asked)


def _citation_record(citation: Citation) -> dict[str, object]:
    return {
        "document": citation.document,
        "position": citation.position,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _citations(value: object, documents: Sequence[Document]) -> tuple[Citation, ...] | None:
    """The citations, each proven; None when one of them is not."""
    records = value if isinstance(value, list) else []
    if len(records) > _MOST_CITATIONS:
        return None
    found = [_citation(record, documents) for record in records if _is_record(record)]
    proven = tuple(citation for citation in found if citation is not None)
    return proven if len(proven) == len(records) else None


def _citation(record: Record, documents: Sequence[Document]) -> Citation | None:
    named = record.get("document")
    document = next((known for known in documents if known.identifier == named), None)
    position, start, end = (record.get(key) for key in ("position", "start", "end"))
    if document is None or not (_is_offset(position) and _is_offset(start) and _is_offset(end)):
        return None
    quote = record.get("quote")
    if position >= len(document.clauses) or start >= end or document.text[start:end] != quote:
        return None
    clause = document.clauses[position]
    return Citation(
        document=document.identifier,
        clause=clause.number,
        position=position,
        start=start,
        end=end,
        quote=document.text[start:end],
        address=document.address(clause),
    )


def _model(value: object) -> ModelUse | None:
    """What a model did for an answer; figures that are none are left out."""
    if not _is_record(value) or not _text(value.get("name"), _LONGEST_NAME):
        return None
    corrected, read, written = (
        number if _is_offset(number := value.get(key)) else 0
        for key in ("corrected", "prompt_tokens", "completion_tokens")
    )
    cost, taken = (_figure(value.get(key)) for key in ("cost", "latency_ms"))
    return ModelUse(
        name=_text(value.get("name"), _LONGEST_NAME),
        phrased=value.get("phrased") is True,
        notice=_text(value.get("notice"), _LONGEST_NAME),
        corrected=corrected,
        prompt_tokens=read,
        completion_tokens=written,
        cost=cost,
        latency_ms=taken or 0.0,
    )


def _is_record(value: object) -> TypeGuard[Record]:
    return isinstance(value, dict)


def _is_offset(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _figure(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return float(value)
    return None


def _text(value: object, longest: int) -> str:
    return value[:longest] if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    listed = value[:_MOST_CITATIONS] if isinstance(value, list) else []
    return tuple(_text(item, _LONGEST_TEXT) for item in listed if isinstance(item, str))
