"""Stopping: answers under way are finished, new requests are told 503, streams without end end."""

import asyncio
import time
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.request_checks import refused

_PATIENCE_SECONDS = 10.0
_RETRY_AFTER = 10
# Between sending a question and fetching its answer a page has no request under way.
_IDLE_TICKS = 5
# A page that has asked fetches its answer with a request of its own; health stays open to probes.
_OPEN_TO_THE_END = ("/healthz", "/gradio_api/queue/data", "/gradio_api/call/")


class Work:
    """The requests under way."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap a whole application."""
        self._app = app
        self._stopping = asyncio.Event()
        self.running = 0

    def stop(self) -> None:
        """Let nothing new in. Call it on the event loop."""
        self._stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while the server is not stopping."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._stopping.is_set() and not self._may_still(scope):
            refusal = refused(503, "知策正在停止，请稍后再试。", _RETRY_AFTER)
            await refusal(scope, receive, send)
        elif _is_endless(scope):
            await self._app(scope, self._until_the_stop(receive), send)
        else:
            self.running += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self.running -= 1

    def _may_still(self, scope: Scope) -> bool:
        path: str = scope["path"]
        return scope["method"] == "GET" and path.startswith(_OPEN_TO_THE_END)

    def _until_the_stop(self, receive: Receive) -> Receive:
        async def receiving() -> Message:
            message = asyncio.ensure_future(receive())
            stop = asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait({message, stop}, return_when=asyncio.FIRST_COMPLETED)
                return message.result() if message.done() else {"type": "http.disconnect"}
            finally:
                message.cancel()
                stop.cancel()

        return receiving


class PatientServer(uvicorn.Server):
    """A server that, told to stop, waits for the work; told twice, it does not."""

    def __init__(self, config: uvicorn.Config, work: Work) -> None:
        """Serve by a configuration whose application is this work."""
        super().__init__(config)
        self._work = work
        self._stop_from: float | None = None
        self._idle_ticks = 0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; the second signal stops at once."""
        if self._stop_from is None:
            self._stop_from = time.monotonic()
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Whether to exit now; asked ten times a second."""
        if self._stop_from is not None:
            self._work.stop()
            self._idle_ticks = 0 if self._work.running else self._idle_ticks + 1
            late = time.monotonic() - self._stop_from > _PATIENCE_SECONDS
            if late or self._idle_ticks >= _IDLE_TICKS:
                self.should_exit = True
        return await super().on_tick(counter)


def _is_endless(scope: Scope) -> bool:
    """Whether a request is answered by a stream that stays open as long as a page or an agent."""
    path: str = scope["path"]
    return scope["method"] == "GET" and (
        path.startswith("/gradio_api/heartbeat/") or path.rstrip("/") == "/mcp"
    )
