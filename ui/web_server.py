"""Serves the page and the interfaces for programs on one socket."""

import asyncio
import errno
import os
import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request

from documents.errors import PolicyAssistantError
from ui.backend import ReadAssistant
from ui.graceful_stop import PatientServer, Work
from ui.interfaces import add_interfaces
from ui.page import build_page, page_css, page_script, page_theme
from ui.sign_in import USER
from ui.users import User
from ui.web_access import Access, may_administer, protect
from ui.workplace import Workplace

_PATIENCE = 3
_ANYBODY = Access()


class ServerError(PolicyAssistantError):
    """The web server cannot start."""


def web_application(
    assistant: ReadAssistant, access: Access = _ANYBODY, workplace: Workplace | None = None
) -> FastAPI:
    """The page, the interfaces for programs, `/healthz` and `/readyz` as one application.

    Args:
        assistant: Answers the questions.
        access: Who may come in.
        workplace: Gives the page its other tabs; None: 问答 and 原文 alone.
    """
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @application.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @application.get("/readyz")
    def ready() -> dict[str, str | int]:
        return {"status": "ready", "documents": len(assistant.documents)}

    @application.get("/whoami")
    def visitor(request: Request) -> dict[str, str | bool]:
        user: User | None = request.scope.get(USER)
        return {
            "name": user.name if user else "",
            "administrator": may_administer(request.scope),
        }

    protect(application, access)
    add_interfaces(application, assistant)
    if workplace:
        workplace.add_addresses(application)
    gr.mount_gradio_app(
        application,
        workplace.page() if workplace else build_page(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size=f"{access.largest_upload}mb",
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


def make_server(
    assistant: ReadAssistant, access: Access = _ANYBODY, workplace: Workplace | None = None
) -> uvicorn.Server:
    """The server of the page. Call it where an event loop runs: Gradio leaves others open."""
    work = Work(web_application(assistant, access, workplace))
    config = uvicorn.Config(
        work,
        log_level="warning",
        timeout_graceful_shutdown=_PATIENCE,
        forwarded_allow_ips=access.proxies,
    )
    return PatientServer(config, work)


def serve(
    assistant: ReadAssistant,
    listener: socket.socket,
    access: Access,
    workplace: Workplace | None = None,
) -> None:
    """Serve until told to stop: answers under way are finished, new requests are refused."""

    async def serving() -> None:
        await make_server(assistant, access, workplace).serve(sockets=[listener])

    asyncio.run(serving())
