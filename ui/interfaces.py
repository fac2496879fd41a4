"""The addresses for programs beside the page: the OpenAI-compatible API and the MCP tools."""

from datetime import date

from fastapi import FastAPI

from ui.admission import Admission
from ui.backend import ReadAssistant
from ui.mcp_server import add_mcp, mcp_server
from ui.openai_api import openai_router


def add_interfaces(
    application: FastAPI, assistant: ReadAssistant, today: date | None = None
) -> None:
    """Add `/v1/…` and `/mcp` with what they need to start and stop.

    Call it before the page is mounted at `/`, which takes every address that is left.

    Args:
        application: The application that also serves the page.
        assistant: Asked anew at every request; it may be one that hands on to another.
        today: The day by which targets have passed or not; None: the day of the request.
    """
    admission = Admission()
    application.include_router(openai_router(assistant, admission))
    add_mcp(application, mcp_server(assistant, today), admission)
