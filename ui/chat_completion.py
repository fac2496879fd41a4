"""An answer as the OpenAI protocol has it: one completion, or the chunks of a stream.

Citations are annotations of the message; the field `zhice` holds the answer as the batch interface
gives it. Usage is counted in characters: there are no tokens here.
"""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from assistant.answer import Answer, Citation
from documents.document import Document
from documents.regular_expressions import regex
from ui.answer_output import answer_json
from ui.chat_request import MODEL, ChatRequest

_INSTEAD = "\n\n（以上没有说完，改为原文摘录：）\n"
_MARK = regex(r"\[(\d{1,3})\]")


def page_link(page: str, citation: Citation) -> str:
    """The address at which the page opens a cited place; `page` is the address of the page."""
    place = {
        "document": citation.document,
        "clause": citation.clause,
        "start": citation.start,
        "end": citation.end,
    }
    return f"{page}?{urlencode(place)}"


@dataclass(frozen=True, slots=True)
class Completion:
    """What one request gets: objects of the protocol that share an identifier and a time."""

    request: ChatRequest
    page: str
    identifier: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer, documents: Sequence[Document]) -> dict[str, object]:
        """The answer as one object."""
        message: dict[str, object] = {
            "role": "assistant",
            "content": answer.text,
            "refusal": None,
            "annotations": self._annotations(answer),
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": self._usage(answer),
            "zhice": answer_json(answer, documents),
        }

    def pieces(self, growing: Iterator[Answer], documents: Sequence[Document]) -> Iterator[str]:
        """The growing answer as server-sent events, the last of them `[DONE]`."""
        yield self._event({"role": "assistant", "content": ""})
        sent, begin = "", 0
        answer: Answer | None = None
        for answer in growing:
            piece = answer.text.removeprefix(sent)
            if not answer.text.startswith(sent):  # what was sent cannot be taken back
                begin += len(sent) + len(_INSTEAD)
                piece = f"{_INSTEAD}{answer.text}"
            sent = answer.text
            if piece:
                yield self._event({"content": piece})
        if answer is not None:
            if annotations := self._annotations(answer, begin):
                yield self._event({"annotations": annotations})
            yield self._event({}, "stop", zhice=answer_json(answer, documents))
            if self.request.wants_usage:
                head = self._head("chat.completion.chunk")
                yield _sent({**head, "choices": [], "usage": self._usage(answer)})
        yield "data: [DONE]\n\n"

    def _event(self, delta: dict[str, object], finish: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        usage = {"usage": None} if self.request.wants_usage else {}
        return _sent({**self._head("chat.completion.chunk"), "choices": [choice], **usage, **more})

    def _head(self, kind: str) -> dict[str, object]:
        return {"id": self.identifier, "object": kind, "created": self.created, "model": MODEL}

    def _annotations(self, answer: Answer, begin: int = 0) -> list[dict[str, object]]:
        """One for each mark `[n]`: the mark's place in what was sent, half-open, and what it cites.

        `begin` is where the answer begins in what was sent.
        """
        found: list[dict[str, object]] = []
        for mark in _MARK.finditer(answer.text):
            if not 1 <= int(mark[1]) <= len(answer.citations):
                continue
            citation = answer.citations[int(mark[1]) - 1]
            cited = {
                "start_index": begin + mark.start(),
                "end_index": begin + mark.end(),
                "title": citation.address,
                "url": page_link(self.page, citation),
            }
            found.append({"type": "url_citation", "url_citation": cited})
        return found

    def _usage(self, answer: Answer) -> dict[str, int]:
        read = sum(len(message.text) for message in self.request.messages)
        written = len(answer.text)
        return {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        }


def _sent(value: dict[str, object]) -> str:
    """One server-sent event; JSON holds no line break of its own."""
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
