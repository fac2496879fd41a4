"""A model server in a thread that speaks as real ones do, and fails as real ones do.

A `Model` decides what is said, `Behaviour` how it goes wrong on the way; every request is kept, so
that a test can look at keys, tries and how many came at once.
"""

import asyncio
import json
import socket
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import uvicorn
from model_wire import WIRES, Asked, Event, Failure, Message, Reply, Wire, parted
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

_LAST = {"connection": "close"}
"""Clients close what they hold then: some never do so by themselves."""
MODEL = "qwen3-32b"
KEY = "sk-test-7f3a9c1e5b2d4860"

WRONG_KEY = Failure(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.")
NO_SUCH_MODEL = Failure(404, "NotFoundError", "model_not_found", "The model does not exist.")
TOO_LONG = Failure(
    400,
    "invalid_request_error",
    "context_length_exceeded",
    "This model's maximum context length is exceeded by your messages.",
)
TOO_MANY = Failure(429, "rate_limit_error", "rate_limit_exceeded", "Rate limit reached.", "0")
NO_MONEY = Failure(402, "invalid_request_error", "insufficient_balance", "Insufficient Balance")
BROKEN = Failure(500, "server_error", "internal_error", "The server had an error.")
OVERLOADED = Failure(503, "overloaded_error", "overloaded", "The engine is overloaded.")


class Model(Protocol):
    """What a server says."""

    def reply(self, messages: Sequence[Message]) -> str:
        """The answer to a conversation."""
        ...


@dataclass(frozen=True, slots=True)
class Says:
    """A model that always says the same."""

    text: str

    def reply(self, messages: Sequence[Message]) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a server carries an answer over; delays are in seconds, any of it may be combined.

    `header_delay` passes before anything is sent, `first_delay` between the head and the first words,
    `piece_delay` before each further piece. The connection breaks after `cut_after` characters; the
    event after `malformed_after` characters breaks off; after `error_after` an error stands in the stream
    and ends it. `endless` repeats the answer for ever.
    `keep_alive` sends comments while the first words are awaited, as DeepSeek does. `split_bytes` cuts
    events in the middle of characters. `own_thoughts` sends what stands in `<think>` in a field of its own.
    """

    header_delay: float = 0.0
    first_delay: float = 0.0
    piece_delay: float = 0.0
    cut_after: int | None = None
    malformed_after: int | None = None
    error_after: int | None = None
    endless: bool = False
    keep_alive: bool = False
    split_bytes: bool = False
    own_thoughts: bool = False
    always: Failure | None = None


@dataclass(slots=True)
class Received:
    """A request: headers in small letters, what it asked, and how it went.

    `sent` counts the characters of the answer that went out; `finished` says whether all of it did.
    """

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    asked: Asked | None
    began: float
    sent: int = 0
    finished: bool = False


@dataclass
class ModelServer:
    """A running server: its address, what it says, how it behaves, and what was asked of it.

    `failures` are given out first, one a request; `keys` are those that it knows (none: any will do);
    `most_at_once` is how many requests were answered at the same time.
    """

    model: Model
    behaviour: Behaviour = field(default_factory=Behaviour)
    keys: tuple[str, ...] = ()
    models: tuple[str, ...] = (MODEL,)
    most_context: int = 1_000_000
    failures: deque[Failure] = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)
    most_at_once: int = 0
    root: str = ""
    _at_once: int = 0

    @property
    def address(self) -> str:
        """Where OpenAI's protocol is spoken."""
        return f"{self.root}/v1"

    def application(self) -> Starlette:
        """What uvicorn runs."""
        routes = [Route(wire.path, self._endpoint(wire), methods=["POST"]) for wire in WIRES]
        routes.append(Route("/v1/models", self._listed, methods=["GET"]))
        routes.append(Route("/api/tags", self._tagged, methods=["GET"]))
        return Starlette(routes=routes)

    def _endpoint(self, wire: Wire) -> Any:
        async def answer(request: Request) -> Response:
            received = await self._keep(request, wire)
            failure = self._refusal(wire, received)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            await asyncio.sleep(self.behaviour.header_delay)
            if failure is not None or received.asked is None:
                self._at_once -= 1
                return _refused(wire, failure or BROKEN)
            return self._answer(wire, received, self._reply(received.asked))

        return answer

    async def _keep(self, request: Request, wire: Wire) -> Received:
        body = json.loads(await request.body())
        headers = dict(request.headers)
        now = time.monotonic()
        received = Received(request.url.path, headers, body, wire.read(body), now)
        self.received.append(received)
        return received

    def _refusal(self, wire: Wire, received: Received) -> Failure | None:
        asked = received.asked
        if self.failures:
            return self.failures.popleft()
        if self.behaviour.always is not None:
            return self.behaviour.always
        if self.keys and wire.key(received.headers) not in self.keys:
            return WRONG_KEY
        if asked is not None and asked.model not in self.models:
            return NO_SUCH_MODEL
        return TOO_LONG if asked is not None and asked.length > self.most_context else None

    def _reply(self, asked: Asked) -> Reply:
        text = self.model.reply(asked.messages)
        thought, rest = parted(text) if self.behaviour.own_thoughts else ("", text)
        bound = len(rest) if asked.most_tokens is None else asked.most_tokens
        return Reply(asked, rest[:bound], thought, len(rest) > bound, self.behaviour.endless)

    def _answer(self, wire: Wire, received: Received, reply: Reply) -> Response:
        if reply.asked.stream:
            return _Stream(self, wire, received, self._events(wire, received, reply))
        body = JSONResponse(wire.whole(reply)).body
        cut = self.behaviour.cut_after
        if self.behaviour.malformed_after is not None:
            body = bytes(body)[: len(body) // 2]
        return _Stream(self, wire, received, self._body(received, reply, bytes(body)), cut)

    async def _body(self, received: Received, reply: Reply, body: bytes) -> AsyncIterator[bytes]:
        """An answer in one piece; one that is cut breaks off in its middle."""
        delay = self.behaviour.first_delay + self.behaviour.piece_delay * len(reply.text)
        await asyncio.sleep(delay)
        yield body if self.behaviour.cut_after is None else body[: len(body) // 2]
        received.sent = len(reply.text)

    async def _events(self, wire: Wire, received: Received, reply: Reply) -> AsyncIterator[bytes]:
        how = self.behaviour
        for event in wire.events(reply):
            if event.text and not received.sent:
                async for comment in self._waited(wire):
                    yield comment
            if how.malformed_after is not None and received.sent >= how.malformed_after:
                yield wire.malformed()
                how = Behaviour(piece_delay=how.piece_delay, cut_after=how.cut_after)
            if how.error_after is not None and received.sent >= how.error_after:
                yield wire.error_event(OVERLOADED)
                return
            if how.cut_after is not None and received.sent + len(event.text) > how.cut_after:
                return
            if event.text and received.sent:
                await asyncio.sleep(how.piece_delay)
            for part in _parts(event, how.split_bytes):
                yield part
            received.sent += len(event.text)

    async def _waited(self, wire: Wire) -> AsyncIterator[bytes]:
        """The time before the first words, with comments where the server sends them."""
        left = self.behaviour.first_delay
        step = 0.05 if self.behaviour.keep_alive else left
        while left > 0:
            await asyncio.sleep(min(step, left))
            left -= step
            if self.behaviour.keep_alive and wire.media_type == "text/event-stream":
                yield b": keep-alive\n\n"

    async def _listed(self, request: Request) -> Response:
        data = [{"id": m, "object": "model", "created": 0, "owned_by": "me"} for m in self.models]
        return JSONResponse({"object": "list", "data": data}, headers=_LAST)

    async def _tagged(self, request: Request) -> Response:
        models = [{"name": m, "model": m} for m in self.models]
        return JSONResponse({"models": models}, headers=_LAST)


class _Stream(StreamingResponse):
    """A body in pieces; one that is to be cut ends without its end, so that the connection breaks."""

    def __init__(
        self,
        server: ModelServer,
        wire: Wire,
        received: Received,
        pieces: AsyncIterator[bytes],
        cut: int | None = None,
    ) -> None:
        streamed = received.asked is not None and received.asked.stream
        media_type = wire.media_type if streamed else "application/json"
        super().__init__(pieces, media_type=media_type, headers=_LAST)
        self._server, self._received = server, received
        self._cut = (server.behaviour.cut_after if streamed else cut) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._server._at_once -= 1

    async def stream_response(self, send: Send) -> None:
        head = {"type": "http.response.start", "status": self.status_code}
        await send({**head, "headers": self.raw_headers})
        async for piece in self.body_iterator:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if not self._cut:
            self._received.finished = True
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _parts(event: Event, split: bool) -> list[bytes]:
    """An event in one piece, or in two that meet inside a character where it has one of more bytes."""
    if not split:
        return [event.data]
    inner = [at for at, byte in enumerate(event.data) if byte & 0xC0 == 0x80]
    at = inner[0] if inner else len(event.data) // 2
    return [event.data[:at], event.data[at:]]


def _refused(wire: Wire, failure: Failure) -> Response:
    headers = {"retry-after": failure.retry_after} if failure.retry_after else {}
    return JSONResponse(wire.error(failure), failure.status, _LAST | headers)


@contextmanager
def model_server(model: Model, **settings: Any) -> Iterator[ModelServer]:
    """Serve on a free port of this machine; what is not yet sent at the end is dropped."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = ModelServer(model, root=f"http://127.0.0.1:{listener.getsockname()[1]}", **settings)
    config = uvicorn.Config(server.application(), log_config=None, log_level="critical")
    running = uvicorn.Server(config)
    serving = threading.Thread(
        target=asyncio.run, args=(running.serve(sockets=[listener]),), daemon=True
    )
    serving.start()
    while serving.is_alive() and not running.started:
        time.sleep(0.01)
    try:
        yield server
    finally:
        running.should_exit = running.force_exit = True
        serving.join(10)
        listener.close()
