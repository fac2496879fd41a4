"""How model servers put an answer on the wire: the protocols of OpenAI, Ollama and Anthropic.

A request's JSON comes in as `Asked`; an answer goes out whole, or as the events of a stream. What
these bodies hold was read off vLLM, Ollama and the clients' own types. Nothing here is a server.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

CREATED = 1_760_000_000
_THOUGHT = re.compile(r"\A\s*<think>(.*?)</think>\s*", re.S)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation: who says it, and the text."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `most_tokens` is None where it sets no bound."""

    model: str
    messages: tuple[Message, ...]
    stream: bool
    most_tokens: int | None
    with_usage: bool

    @property
    def length(self) -> int:
        """How many tokens the prompt has; here a character is a token."""
        return sum(len(message.text) for message in self.messages)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes out: the text, whether it stopped at the bound, and what was thought before it.

    `endless` text is sent again and again.
    """

    asked: Asked
    text: str
    thought: str = ""
    cut_short: bool = False
    endless: bool = False

    def pieces(self) -> Iterator[str]:
        """The text in small pieces, as tokens come."""
        while True:
            yield from re.findall(r".{1,3}", self.text, re.S)
            if not self.endless or not self.text:
                return


@dataclass(frozen=True, slots=True)
class Failure:
    """A refusal: the HTTP status with what OpenAI's protocol calls its type and code."""

    status: int
    type: str
    code: str
    message: str
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream as bytes; `text` is what it says of the answer."""

    data: bytes
    text: str = ""


class Wire(Protocol):
    """One protocol."""

    @property
    def path(self) -> str:
        """Where it is spoken."""
        ...

    @property
    def media_type(self) -> str:
        """What its streams are called."""
        ...

    def read(self, body: Mapping[str, Any]) -> Asked:
        """What a request asks for."""
        ...

    def key(self, headers: Mapping[str, str]) -> str:
        """The key that a request shows."""
        ...

    def whole(self, reply: Reply) -> dict[str, Any]:
        """The body of an answer that is not streamed."""
        ...

    def events(self, reply: Reply) -> Iterator[Event]:
        """The events of one that is."""
        ...

    def malformed(self) -> bytes:
        """An event whose JSON breaks off."""
        ...

    def error(self, failure: Failure) -> dict[str, Any]:
        """The body of a refusal."""
        ...

    def error_event(self, failure: Failure) -> bytes:
        """An event that says in the middle of a stream that it ends here."""
        ...


def parted(text: str) -> tuple[str, str]:
    """What a text thinks first, between `<think>` and `</think>`, and the rest."""
    found = _THOUGHT.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _text_of(content: Any) -> str:
    """The text of a message: given as text, or as a list of blocks."""
    if isinstance(content, str):
        return content
    return "".join(block.get("text", "") for block in content or ())


def _messages(body: Mapping[str, Any]) -> tuple[Message, ...]:
    return tuple(Message(m["role"], _text_of(m.get("content"))) for m in body["messages"])


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class OpenAIWire:
    """`/v1/chat/completions`, as OpenAI, vLLM, DeepSeek, DashScope and Ollama's `/v1` speak it."""

    path: str = "/v1/chat/completions"
    media_type: str = "text/event-stream"

    def read(self, body: Mapping[str, Any]) -> Asked:
        return Asked(
            body["model"],
            _messages(body),
            bool(body.get("stream")),
            body.get("max_completion_tokens") or body.get("max_tokens"),
            bool((body.get("stream_options") or {}).get("include_usage")),
        )

    def key(self, headers: Mapping[str, str]) -> str:
        return headers.get("authorization", "").removeprefix("Bearer ")

    def whole(self, reply: Reply) -> dict[str, Any]:
        message = {"role": "assistant", "content": reply.text, "refusal": None}
        if reply.thought:
            message["reasoning_content"] = reply.thought
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _end(reply)}
        return {**self._head(reply, "chat.completion"), "choices": [choice], "usage": _usage(reply)}

    def events(self, reply: Reply) -> Iterator[Event]:
        yield self._chunk(reply, {"role": "assistant", "content": ""})
        for piece in re.findall(r".{1,3}", reply.thought, re.S):
            yield self._chunk(reply, {"content": None, "reasoning_content": piece})
        for piece in reply.pieces():
            yield self._chunk(reply, {"content": piece})
        yield self._chunk(reply, {}, _end(reply))
        if reply.asked.with_usage:
            usage = {"choices": [], "usage": _usage(reply)}
            yield _sse({**self._head(reply, "chat.completion.chunk"), **usage})
        yield Event(b"data: [DONE]\n\n")

    def malformed(self) -> bytes:
        return (
            b'data: {"id":"chatcmpl-7","object":"chat.completion.chunk","choices":[{"index":0,\n\n'
        )

    def error(self, failure: Failure) -> dict[str, Any]:
        parts = {"message": failure.message, "type": failure.type, "param": None}
        return {"error": {**parts, "code": failure.code}}

    def error_event(self, failure: Failure) -> bytes:
        return _sse(self.error(failure)).data

    def _head(self, reply: Reply, kind: str) -> dict[str, Any]:
        return {
            "id": "chatcmpl-7",
            "object": kind,
            "created": CREATED,
            "model": reply.asked.model,
            "system_fingerprint": None,
        }

    def _chunk(self, reply: Reply, delta: Mapping[str, Any], end: str | None = None) -> Event:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}
        data = {**self._head(reply, "chat.completion.chunk"), "choices": [choice]}
        return _sse(data, delta.get("content") or "")


@dataclass(frozen=True, slots=True)
class OllamaWire:
    """`/api/chat`, Ollama's own protocol: one JSON object a line."""

    path: str = "/api/chat"
    media_type: str = "application/x-ndjson"

    def read(self, body: Mapping[str, Any]) -> Asked:
        bound = (body.get("options") or {}).get("num_predict")
        return Asked(body["model"], _messages(body), body.get("stream", True), bound, True)

    def key(self, headers: Mapping[str, str]) -> str:
        return headers.get("authorization", "").removeprefix("Bearer ")

    def whole(self, reply: Reply) -> dict[str, Any]:
        end = {"done_reason": _end(reply), "done": True, **_counts(reply)}
        return {**self._line(reply, reply.text, reply.thought), **end}

    def events(self, reply: Reply) -> Iterator[Event]:
        for piece in re.findall(r".{1,3}", reply.thought, re.S):
            yield Event(_json({**self._line(reply, "", piece), "done": False}) + b"\n")
        for piece in reply.pieces():
            yield Event(_json({**self._line(reply, piece), "done": False}) + b"\n", piece)
        end = {"done_reason": _end(reply), "done": True, **_counts(reply)}
        yield Event(_json({**self._line(reply, ""), **end}) + b"\n")

    def malformed(self) -> bytes:
        return b'{"model":"m","message":{"role":"assistant",\n'

    def error(self, failure: Failure) -> dict[str, Any]:
        return {"error": failure.message}

    def error_event(self, failure: Failure) -> bytes:
        return _json(self.error(failure)) + b"\n"

    def _line(self, reply: Reply, text: str, thought: str = "") -> dict[str, Any]:
        message = {"role": "assistant", "content": text}
        if thought:
            message["thinking"] = thought
        at = "2025-10-09T08:53:20.000000Z"
        return {"model": reply.asked.model, "created_at": at, "message": message}


@dataclass(frozen=True, slots=True)
class AnthropicWire:
    """`/v1/messages`, Anthropic's protocol: named events, and the system prompt beside the messages."""

    path: str = "/v1/messages"
    media_type: str = "text/event-stream"

    def read(self, body: Mapping[str, Any]) -> Asked:
        system = _text_of(body.get("system", ""))
        before = (Message("system", system),) if system else ()
        stream = bool(body.get("stream"))
        return Asked(body["model"], (*before, *_messages(body)), stream, body["max_tokens"], True)

    def key(self, headers: Mapping[str, str]) -> str:
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        return headers.get("x-api-key", "") or bearer

    def whole(self, reply: Reply) -> dict[str, Any]:
        return {
            **self._head(reply),
            "content": [{"type": "text", "text": reply.text}],
            "stop_reason": _ANTHROPIC_ENDS[_end(reply)],
            "usage": {"input_tokens": reply.asked.length, "output_tokens": len(reply.text)},
        }

    def events(self, reply: Reply) -> Iterator[Event]:
        usage = {"input_tokens": reply.asked.length, "output_tokens": 1}
        head = {**self._head(reply), "content": [], "stop_reason": None, "usage": usage}
        yield _named({"type": "message_start", "message": head})
        block = {"type": "text", "text": ""}
        yield _named({"type": "content_block_start", "index": 0, "content_block": block})
        yield _named({"type": "ping"})
        for piece in reply.pieces():
            delta = {"type": "text_delta", "text": piece}
            yield _named({"type": "content_block_delta", "index": 0, "delta": delta}, piece)
        yield _named({"type": "content_block_stop", "index": 0})
        end = {"stop_reason": _ANTHROPIC_ENDS[_end(reply)], "stop_sequence": None}
        used = {"input_tokens": reply.asked.length, "output_tokens": len(reply.text)}
        yield _named({"type": "message_delta", "delta": end, "usage": used})
        yield _named({"type": "message_stop"})

    def malformed(self) -> bytes:
        return b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,\n\n'

    def error(self, failure: Failure) -> dict[str, Any]:
        error = {"type": failure.type, "message": failure.message}
        return {"type": "error", "error": error, "request_id": "req_7"}

    def error_event(self, failure: Failure) -> bytes:
        return _named(self.error(failure)).data

    def _head(self, reply: Reply) -> dict[str, Any]:
        names = {"id": "msg_7", "type": "message", "role": "assistant"}
        return {**names, "model": reply.asked.model, "stop_sequence": None}


_ANTHROPIC_ENDS = {"stop": "end_turn", "length": "max_tokens"}
WIRES: Sequence[Wire] = (OpenAIWire(), OllamaWire(), AnthropicWire())


def _end(reply: Reply) -> str:
    return "length" if reply.cut_short else "stop"


def _usage(reply: Reply) -> dict[str, int]:
    given, made = reply.asked.length, len(reply.text)
    return {"prompt_tokens": given, "completion_tokens": made, "total_tokens": given + made}


def _counts(reply: Reply) -> dict[str, int]:
    durations = {"total_duration": 7_000_000, "load_duration": 1_000_000}
    return {**durations, "prompt_eval_count": reply.asked.length, "eval_count": len(reply.text)}


def _sse(value: Mapping[str, Any], text: str = "") -> Event:
    return Event(b"data: " + _json(value) + b"\n\n", text)


def _named(value: Mapping[str, Any], text: str = "") -> Event:
    name = str(value["type"]).encode()
    return Event(b"event: " + name + b"\ndata: " + _json(value) + b"\n\n", text)
