"""Serves the page on one socket, with a health address and headers that allow no other host."""

import asyncio
import errno
import os
import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from documents.errors import PolicyAssistantError
from ui.backend import ReadAssistant
from ui.interfaces import add_interfaces
from ui.page import build_page, page_css, page_script, page_theme

# Gradio needs inline scripts and styles. Nothing is loaded from or sent to another host.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; frame-src 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class ServerError(PolicyAssistantError):
    """The web server cannot start."""


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def web_application(assistant: ReadAssistant) -> FastAPI:
    """The page and `/healthz` as one application."""
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @application.get("/healthz")
    def health() -> dict[str, str | int]:
        return {"status": "ok", "documents": len(assistant.documents)}

    application.add_middleware(SecurityHeaders)
    add_interfaces(application, assistant)
    gr.mount_gradio_app(
        application,
        build_page(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size="1kb",
        theme=page_theme(),
        css=page_css(),
        js=page_script(),
    )
    return application


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens already, so that a port in use shows before anything is loaded.

    Raises:
        ServerError: The port is in use or may not be used, or the host is not of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as exc:
        raise ServerError(f"地址“{host}”不能用。请写本机的地址，例如 --host 127.0.0.1。") from exc
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as exc:
        listener.close()
        if exc.errno == errno.EADDRINUSE:
            message = f"端口 {port} 已被占用。请换一个端口：zhice serve --port {_next_port(port)}"
        else:
            message = f"不能在 {host}:{port} 上提供服务：{exc.strerror}。请换一个地址或端口。"
        raise ServerError(message) from exc
    return listener


def _next_port(port: int) -> int:
    return port + 1 if port < 65535 else port - 1


def make_server(assistant: ReadAssistant) -> uvicorn.Server:
    """The server of the page. Call it where an event loop runs: Gradio leaves others open."""
    return uvicorn.Server(
        uvicorn.Config(web_application(assistant), log_level="warning", timeout_graceful_shutdown=3)
    )


def serve(assistant: ReadAssistant, listener: socket.socket) -> None:
    """Serve until interrupted."""

    async def serving() -> None:
        await make_server(assistant).serve(sockets=[listener])

    asyncio.run(serving())
