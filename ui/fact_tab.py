"""A tab with a list of facts: fields to narrow it, the list, and its files for download."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

import gradio as gr
from fastapi import FastAPI, Request, Response

from documents.document import Document
from evals.spreadsheet import csv_bytes, xlsx_bytes
from ui.backend import ReadAssistant
from ui.fact_lists import ALL, FACT_LISTS, FactList, Query
from ui.fact_view import fact_html
from ui.listening import listen

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def add_fact_tab(
    shown: FactList, assistant: ReadAssistant, tab: gr.Tab, today: date | None = None
) -> None:
    """Put the fields and the list into a tab; the list is made anew whenever the tab is opened."""
    with gr.Row(elem_classes="narrowing"):
        documents = gr.Dropdown([(ALL, ALL)], value=ALL, label="文件", interactive=True)
        choice = gr.Dropdown(list(shown.choices), value=ALL, label=shown.choice_label)
        group = gr.Dropdown([ALL], value=ALL, label=shown.group_label, interactive=True)
        order = gr.Dropdown(list(shown.orders), value=shown.orders[0], label="排序")
        words = gr.Textbox(label="包含", placeholder="输入词语，按回车", lines=1)
    listed = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)

    def narrowed(document: str, chosen: str, grouped: str, ordered: str, typed: str) -> str:
        query = Query(document, chosen, grouped, typed.strip(), ordered)
        entries = shown.entries(assistant.documents, today or date.today(), query)
        return fact_html(shown, entries, query)

    def opened(
        document: str, chosen: str, grouped: str, ordered: str, typed: str
    ) -> tuple[object, object, str]:
        names = _names(assistant.documents)
        groups = [ALL, *shown.groups(assistant.documents, today or date.today())]
        kept = document if document in dict(names).values() else ALL
        named = grouped if grouped in groups else ALL
        return (
            gr.update(choices=names, value=kept),
            gr.update(choices=groups, value=named),
            narrowed(kept, chosen, named, ordered, typed),
        )

    fields = [documents, choice, group, order, words]
    for event in (documents.input, choice.input, group.input, order.input, words.submit):
        listen(event, narrowed, fields, listed)
    listen(tab.select, opened, fields, [documents, group, listed])


def _names(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(ALL, ALL), *((document.title, document.identifier) for document in documents)]


def add_exports(application: FastAPI, assistant: ReadAssistant, today: date | None = None) -> None:
    """Add `/export/targets.xlsx` and its like; the parameters narrow as the fields do."""

    @application.get("/export/{name}.{form}")
    def export(name: str, form: str, request: Request) -> Response:
        shown = FACT_LISTS.get(name)
        if shown is None or form not in _TYPES:
            return Response("没有这个清单。", 404, media_type="text/plain; charset=utf-8")
        day = today or date.today()
        entries = shown.entries(assistant.documents, day, Query.from_values(request.query_params))
        rows = [entry.cells for entry in entries]
        if form == "xlsx":
            content = xlsx_bytes(shown.title, shown.heads, rows)
        else:
            content = csv_bytes(shown.heads, rows)
        file = quote(f"{shown.title}_{day.isoformat()}.{form}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}"}
        return Response(content, media_type=_TYPES[form], headers=headers)
