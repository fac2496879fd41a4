"""The web page: a conversation beside the original, the original as a whole, and more tabs.

Gradio carries events; what is shown is HTML made and escaped in the views. The conversation lives in
the browser, which sends it along: the server keeps nothing between two events.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.backend import ReadAssistant
from ui.json_api import add_json_api
from ui.listening import listen
from ui.page_events import Export, OnRating, PageEvents

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = (
    "browser_store.js",
    "conversations.js",
    "answers.js",
    "composer.js",
    "original.js",
    "reader.js",
)
_CONCURRENT_QUESTIONS = 8
_WAITING_QUESTIONS = 64
_FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]

_TELL = """\
const tell = () => element.dispatchEvent(new Event('shown', { bubbles: true }));
watch('value', tell);
tell();
"""
"""Tells the page's script that a component is there or shows something new."""

_FAILED = "() => { document.dispatchEvent(new Event('failed')); }"
"""Tells the page's script that no answer will come: too many wait, or the connection is lost."""


@dataclass(frozen=True, slots=True)
class PageTab:
    """One more tab. `build` puts its components in place; it is called once, inside the tab it gets.

    `visible_to` decides for each visitor whether the tab is shown. Hiding guards nothing: the
    events of the tab have to check the visitor themselves.
    """

    label: str
    build: Callable[[gr.Tab], None]
    visible_to: Callable[[gr.Request], bool] | None = None


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
    """The components that events read or change; `hub` is where the script's events arrive."""

    hub: gr.HTML
    conversation: gr.HTML
    source: gr.HTML
    reader: gr.HTML
    download: gr.HTML


def build_page(
    assistant: ReadAssistant,
    tabs: Sequence[PageTab] = (),
    on_rating: OnRating | None = None,
    export: Export | None = None,
) -> gr.Blocks:
    """Put the page together over an assistant.

    Args:
        assistant: Asked at each event; its documents may change while the page is open.
        tabs: Shown behind 问答 and 原文, in this order.
        on_rating: Told each rating. Without one the buttons for rating are left out.
        export: Writes a conversation to a temporary file, which is read and removed. Without one
            the buttons for export are left out.
    """
    page: gr.Blocks = gr.Blocks(
        title="知策", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    )
    with page:
        parts = _lay_out(tabs, page, on_rating is not None, export is not None)
        add_json_api(assistant)  # first, or an event takes its name
        _connect(parts, PageEvents(assistant, on_rating, export))
    page.queue(max_size=_WAITING_QUESTIONS, default_concurrency_limit=_CONCURRENT_QUESTIONS)
    return page


def _lay_out(tabs: Sequence[PageTab], page: gr.Blocks, rated: bool, exported: bool) -> _Parts:
    script = "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    missing = [*(() if rated else ("unrated",)), *(() if exported else ("unexported",))]
    hub = _html(_static_html("masthead.html"), "masthead", script)
    download = _html("", "download", _TELL)
    with gr.Tabs(elem_id="tabs", elem_classes=missing):
        with gr.Tab("问答", elem_id="tab-chat"), gr.Row(elem_id="columns"):
            _html(_static_html("conversations.html"), "conversations", _TELL)
            with gr.Column(elem_id="talk", scale=3, min_width=320):
                conversation = _html("", "conversation", _TELL)
                _html(_static_html("composer.html"), "composer", _TELL)
            with gr.Column(elem_id="original", scale=2, min_width=320):
                source = _html("", "source", _TELL)
        with gr.Tab("原文", elem_id="tab-text"):
            reader = _html("", "reader", _TELL)
        for tab in tabs:
            _add_tab(tab, page)
    return _Parts(hub, conversation, source, reader, download)


def _static_html(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _html(value: str, identifier: str, script: str) -> gr.HTML:
    return gr.HTML(
        value,
        elem_id=identifier,
        elem_classes="zc",
        js_on_load=script,
        apply_default_css=False,
    )


def _add_tab(tab: PageTab, page: gr.Blocks) -> None:
    allowed = tab.visible_to
    with gr.Tab(tab.label, visible=allowed is None) as shown:
        tab.build(shown)
    if allowed is not None:

        def show(request: gr.Request) -> dict[str, object]:
            return gr.update(visible=allowed(request))

        listen(page.load, show, None, shown)


def _connect(parts: _Parts, events: PageEvents) -> None:
    """Connect what the script sends; nothing of it is shown as an API."""
    hub = parts.hub
    answered = [parts.conversation, parts.source]
    # The script asks one question at a time; Gradio's own guard would outlast a stopped answer.
    asking = listen(hub.ask, events.ask, None, answered, trigger_mode="multiple")
    restoring = listen(
        hub.restore, events.restore, None, answered, cancels=[asking], trigger_mode="always_last"
    )
    for tried in (asking, restoring):
        tried.failure(None, None, None, js=_FAILED, api_visibility="private")
    listen(hub.stop, events.restore, None, answered, cancels=[asking])
    listen(hub.source, events.show_source, None, parts.source, trigger_mode="always_last")
    listen(hub.read, events.read, None, parts.reader, trigger_mode="always_last")
    listen(hub.rate, events.rate, None, None, trigger_mode="multiple")
    listen(hub.export, events.export_conversation, None, parts.download)
