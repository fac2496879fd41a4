"""What the page does when the browser sends something: data in, HTML out."""

import base64
import html
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import gradio as gr

from assistant.answer import Answer, Turn
from documents.errors import PolicyAssistantError
from ui.backend import ReadAssistant
from ui.conversation_view import ConversationView, Exchange
from ui.example_questions import example_questions
from ui.reading_view import reading_html
from ui.saved_conversation import SavedConversation, record_of
from ui.source_view import Place, source_html
from ui.web_access import user_of

_LONGEST_REASON = 500
_FORMATS = ("docx", "md")

Export = Callable[[Sequence[Exchange], str], Path]
"""Writes a conversation as `docx` or `md` to a temporary file."""

Shown = tuple[object, object]
"""The conversation and the source pane; a part may be left as it is."""


class OnRating(Protocol):
    """Told how a person rated an answer; `reason` is empty for a thumb up, `user` without sign-in."""

    def __call__(
        self,
        question: str,
        history: tuple[Turn, ...],
        answer: Answer,
        liked: bool,
        reason: str,
        user: str,
    ) -> None:
        """Take the rating."""
        ...


@dataclass(frozen=True, slots=True)
class PageEvents:
    """The events of the page over an assistant whose documents may change at run time."""

    assistant: ReadAssistant
    on_rating: OnRating | None = None
    export: Export | None = None

    def ask(self, event: gr.EventData) -> Iterator[Shown]:
        """Answer; the growing conversation comes first, its source when the answer is complete."""
        saved = self._saved(event)
        question = str(event._data.get("question", ""))
        if not question.strip():
            yield self._conversation(saved, saved.exchanges), gr.skip()
            return
        last = Exchange(question, complete=False)
        yield self._conversation(saved, (*saved.exchanges, last)), gr.skip()
        today = date.today().isoformat()
        try:
            for answer in self.assistant.stream(question, saved.history):
                last = Exchange(question, answer, complete=False)
                yield self._conversation(saved, (*saved.exchanges, last)), gr.skip()
            last = Exchange(question, last.answer, asked=today)
        except PolicyAssistantError as exc:
            last = Exchange(question, notice=str(exc), asked=today)
        exchanges = (*saved.exchanges, last)
        yield self._conversation(saved, exchanges), self._newest_source(exchanges)

    def restore(self, event: gr.EventData) -> Shown:
        """Show a conversation that the browser kept."""
        saved = self._saved(event)
        return self._conversation(saved, saved.exchanges), self._newest_source(saved.exchanges)

    def show_source(self, event: gr.EventData) -> str:
        """Show a cited place in the pane beside the conversation."""
        return source_html(self.assistant.documents, Place.from_event(event._data))

    def read(self, event: gr.EventData) -> str:
        """Show a place in the whole document."""
        return reading_html(self.assistant.documents, Place.from_event(event._data))

    def rate(self, event: gr.EventData, request: gr.Request) -> None:
        """Pass on the rating of the last exchange that was sent."""
        saved = self._saved(event)
        answer = saved.exchanges[-1].answer if saved.exchanges else None
        if self.on_rating is None or answer is None:
            return
        liked = event._data.get("liked") is True
        reason = "" if liked else str(event._data.get("reason", ""))[:_LONGEST_REASON]
        user = user_of(request)
        question, name = saved.exchanges[-1].question, user.name if user else ""
        self.on_rating(question, saved.history[:-1], answer, liked, reason, name)

    def export_conversation(self, event: gr.EventData) -> str:
        """A link that holds the file, so that nothing of the conversation stays on the server."""
        form = str(event._data.get("form", ""))
        saved = self._saved(event)
        if self.export is None or form not in _FORMATS or not saved.exchanges:
            return ""
        path = self.export(saved.exchanges, form)
        try:
            content = base64.b64encode(path.read_bytes()).decode("ascii")
        finally:
            path.unlink(missing_ok=True)
        name = html.escape(path.name)
        link = f"data:application/octet-stream;base64,{content}"
        # The same file asked for again must be something new for the browser to notice it.
        once = secrets.token_hex(4)
        return f'<a download="{name}" href="{link}" tabindex="-1" data-once="{once}">{name}</a>'

    def _saved(self, event: gr.EventData) -> SavedConversation:
        return SavedConversation.from_event(event._data, self.assistant.documents)

    def _conversation(self, saved: SavedConversation, exchanges: Sequence[Exchange]) -> str:
        documents = self.assistant.documents
        examples = [] if exchanges else example_questions(documents)
        view = ConversationView(documents, record_of)
        return view.html(exchanges, saved.identifier, examples)

    def _newest_source(self, exchanges: Sequence[Exchange]) -> str:
        """The place that the newest answer cites first; the outline when it cites none."""
        answer = exchanges[-1].answer if exchanges else None
        if answer is None or not answer.citations:
            return source_html(self.assistant.documents, Place(""))
        first = answer.citations[0]
        place = Place(first.document, first.position, first.start, first.end)
        return source_html(self.assistant.documents, place)
