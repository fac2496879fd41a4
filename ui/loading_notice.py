"""While the documents are loaded: requests are told so at once, instead of waiting for an answer."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_NOTICE = "知策正在载入，请稍后再试。"
_RETRY_AFTER = "2"


class _Notice(BaseHTTPRequestHandler):
    """Answers 503 to everything but `/healthz`."""

    timeout = 5

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._answer(200, {"status": "ok"})
        else:
            self._answer(503, {"error": _NOTICE})

    do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 (names by http.server)

    def _answer(self, status: int, said: dict[str, str]) -> None:
        body = json.dumps(said, ensure_ascii=False).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # A browser asks again by itself; the probes of a load balancer do so anyway.
        self.send_header("Refresh", _RETRY_AFTER)
        self.send_header("Retry-After", _RETRY_AFTER)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


class _Noticing(ThreadingHTTPServer):
    """On a socket that listens already and goes on after this server."""

    daemon_threads = True

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(listener.getsockname()[:2], _Notice, bind_and_activate=False)
        self.socket.close()
        self.socket = listener

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone is no trouble of ours."""


@contextmanager
def loading_notice(listener: socket.socket) -> Iterator[None]:
    """Answer on a listening socket until what is done inside is done; the socket stays open."""
    server = _Noticing(listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
