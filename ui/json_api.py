"""The page's JSON API for Gradio clients: the four tools under their names, `ask` with and without a filter."""

from collections.abc import Callable
from datetime import date

import gradio as gr
from gradio.events import api
from pydantic import BaseModel

from assistant.document_filter import DocumentFilter
from documents.errors import PolicyAssistantError
from ui.agent_tools import AgentTools
from ui.backend import ReadAssistant


def add_json_api(assistant: ReadAssistant, today: date | None = None) -> None:
    """Add `/ask`, `/ask_among`, `/get_clause`, `/list_targets` and `/list_by_department` to the page around it."""
    tools = AgentTools(assistant, today)

    def ask(question: str, history: list[list[str]] | None = None) -> dict[str, object]:
        """Answer a question; `history` holds [user turn, assistant turn] pairs."""
        return _fields(lambda: tools.ask(question, history or ()))

    def ask_among(  # without Gradio's client all values have to be sent: `ask` keeps to two
        question: str,
        history: list[list[str]] | None = None,
        place: str = "",
        year: int = 0,
        level: str = "",
        kind: str = "",
        in_force: bool | None = None,
        documents: list[str] | None = None,
    ) -> dict[str, object]:
        """As `ask`, of the documents that are as the other values say."""
        wanted = DocumentFilter(place, year, level, kind, in_force, tuple(documents or ()))
        return _fields(lambda: tools.ask(question, history or (), wanted))

    def get_clause(clause: str, document: str = "") -> dict[str, object]:
        """A clause by its printed number, with everything below it."""
        return _fields(lambda: tools.get_clause(clause, document))

    def list_targets(document: str = "", words: str = "") -> dict[str, object]:
        """The targets of one document or all, those that hold the words."""
        return _fields(lambda: tools.list_targets(document, words))

    def list_by_department(department: str = "", document: str = "") -> dict[str, object]:
        """What a department is named for; without one, all departments."""
        return _fields(lambda: tools.list_by_department(department, document))

    for function in (ask, ask_among, get_clause, list_targets, list_by_department):
        api(function, api_name=function.__name__)


def _fields(
    tool: Callable[[], BaseModel],
) -> dict[str, object]:
    """What a tool gives as plain JSON values.

    Raises:
        gr.Error: It cannot be done; the client sees the message.
    """
    try:
        return tool().model_dump()
    except PolicyAssistantError as exc:
        raise gr.Error(str(exc), print_exception=False) from exc
