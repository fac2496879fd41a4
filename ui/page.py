"""The web page: a conversation on the left, the original on the right.

Gradio carries events and state; what is shown is HTML made and escaped in the two views.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from assistant.answer import Turn
from documents.errors import PolicyAssistantError
from ui.backend import ReadAssistant
from ui.conversation_view import Exchange, conversation_html
from ui.example_questions import example_questions
from ui.json_api import add_json_api
from ui.source_view import Place, source_html

_STATIC = Path(__file__).parent / "static"
_CONCURRENT_QUESTIONS = 8
_WAITING_QUESTIONS = 64
_FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
_HEADER = """\
<header class="masthead"><div class="name">知策</div>
<div class="purpose">政策文件问答<span>依据原文 · 注明出处</span></div>
<button type="button" class="read">原文</button></header>"""

Exchanges = tuple[Exchange, ...]
Shown = tuple[str, Exchanges, str]


def page_css() -> str:
    """The style sheet of the page."""
    return (_STATIC / "page.css").read_text(encoding="utf-8")


def page_script() -> str:
    """The script that the page runs once it is there."""
    return (_STATIC / "page.js").read_text(encoding="utf-8")


def page_theme() -> gr.themes.Base:
    """The theme: fonts of the reader's system, none fetched."""
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=["monospace"]
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that events read or change."""

    exchanges: gr.State
    conversation: gr.HTML
    question: gr.Textbox
    again: gr.Button
    source: gr.HTML


def build_page(assistant: ReadAssistant) -> gr.Blocks:
    """Put the page together over an assistant."""
    examples = example_questions(assistant.documents)
    page: gr.Blocks = gr.Blocks(title="知策", analytics_enabled=False, fill_width=True)
    with page:
        parts = _lay_out(assistant, examples)
        _connect(parts, assistant, examples)
    page.queue(max_size=_WAITING_QUESTIONS, default_concurrency_limit=_CONCURRENT_QUESTIONS)
    return page


def _lay_out(assistant: ReadAssistant, examples: list[str]) -> _Parts:
    script = (_STATIC / "clicks.js").read_text(encoding="utf-8")
    gr.HTML(_HEADER, elem_id="masthead", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="talk", scale=3, min_width=320):
            conversation = gr.HTML(
                conversation_html((), examples),
                elem_id="conversation",
                js_on_load=script,
                apply_default_css=False,
            )
            question = gr.Textbox(
                elem_id="question",
                show_label=False,
                label="问题",
                placeholder="请输入问题，按回车发送",
                lines=1,
                max_lines=6,
                submit_btn="发送",
                autofocus=True,
            )
            again = gr.Button("新对话", elem_id="again", size="sm", variant="secondary")
        with gr.Column(elem_id="original", scale=2, min_width=320):
            source = gr.HTML(
                source_html(assistant.documents, Place("")),
                elem_id="source",
                js_on_load=script,
                apply_default_css=False,
            )
    return _Parts(gr.State(()), conversation, question, again, source)


def _connect(parts: _Parts, assistant: ReadAssistant, examples: list[str]) -> None:
    """Connect the events; none of them is shown as an API, the question has an API of its own."""
    answering = _answering(assistant, examples)

    def answer_example(event: gr.EventData, before: Exchanges) -> Iterator[Shown]:
        yield from answering(str(event._data.get("question", "")), before)

    def show_newest(exchanges: Exchanges) -> str:
        return source_html(assistant.documents, _first_place(exchanges))

    def show_source(event: gr.EventData) -> str:
        return source_html(assistant.documents, Place.from_event(event._data))

    def start_again() -> Shown:
        return "", (), conversation_html((), examples)

    shown = [parts.question, parts.exchanges, parts.conversation]
    _listen(parts.question.submit, answering, [parts.question, parts.exchanges], shown)
    _listen(parts.conversation.example, answer_example, parts.exchanges, shown)
    _listen(parts.conversation.source, show_source, None, parts.source)
    _listen(parts.source.source, show_source, None, parts.source)
    _listen(parts.again.click, start_again, None, shown)
    _listen(parts.exchanges.change, show_newest, parts.exchanges, parts.source)
    add_json_api(assistant)


def _listen(
    event: Callable[..., object], function: object, inputs: object, outputs: object
) -> None:
    event(function, inputs, outputs, show_progress="hidden", api_visibility="private")


def _first_place(exchanges: Exchanges) -> Place:
    """The place that the newest answer cites first; no place when it cites none."""
    answer = exchanges[-1].answer if exchanges else None
    if answer is None or not answer.citations:
        return Place("")
    first = answer.citations[0]
    return Place(first.document, first.position, first.start, first.end)


def _answering(
    assistant: ReadAssistant, examples: list[str]
) -> Callable[[str, Exchanges], Iterator[Shown]]:
    """The event that answers: yields the emptied box, the exchanges and the conversation.

    An empty question changes nothing.
    """

    def answering(question: str, before: Exchanges) -> Iterator[Shown]:
        if not question.strip():
            yield "", before, conversation_html(before, examples)
            return
        history = tuple(
            Turn(past.question, past.answer.text) for past in before if past.answer is not None
        )
        last = Exchange(question, complete=False)
        yield "", before, conversation_html((*before, last), examples)
        try:
            for answer in assistant.stream(question, history):
                last = Exchange(question, answer, complete=False)
                yield "", before, conversation_html((*before, last), examples)
            last = Exchange(question, last.answer)
        except PolicyAssistantError as exc:
            last = Exchange(question, notice=str(exc))
        after = (*before, last)
        yield "", after, conversation_html(after, examples)

    return answering
