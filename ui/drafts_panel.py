"""The lower half of the tab 评测: bad ratings looked over and made into cases. Administrators only."""

import dataclasses
import html
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from documents.errors import PolicyAssistantError
from evals.case import Case
from evals.ratings import Rating, RatingStore, accept_case
from ui.backend import ReadAssistant
from ui.evaluation_view import notice_html
from ui.listening import listen

_SHOWN = 40
_CHOOSE = "请选择一条差评。"


@dataclass(frozen=True, slots=True)
class DraftsPanel:
    """The panel over the ratings; `own_set` is the question file that accepted cases go into."""

    assistant: ReadAssistant
    ratings: RatingStore
    own_set: Path
    may_administer: Callable[[gr.Request], bool]

    def build(self, tab: gr.Tab) -> None:
        """Put the components in place."""
        gr.HTML("<h3>差评转为题目</h3>", elem_classes=["zc", "facts"], apply_default_css=False)
        with gr.Row(elem_classes="narrowing"):
            rated = gr.Dropdown(label="差评", choices=[])
            dismiss = gr.Button("不采用", scale=0, min_width=110)
        told = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
        with gr.Row():
            category = gr.Textbox(label="类别", value="rated")
            answerable = gr.Checkbox(label="原文有答案", value=True)
        gold = gr.Textbox(label="出处条款（一行一个）", lines=2)
        wanted = gr.Textbox(label="答案里应有（一行一项，不同说法用 / 隔开）", lines=3)
        accept = gr.Button("收入题集", variant="primary", elem_classes="short")
        fields = [category, answerable, gold, wanted]
        listen(tab.select, self._open, None, [told, rated])
        listen(rated.input, self._show, rated, [told, *fields])
        listen(accept.click, self._accept, [rated, *fields], [told, rated])
        listen(dismiss.click, self._dismiss, rated, [told, rated])

    def _open(self, request: gr.Request) -> tuple[object, object]:
        return self._waiting("") if self.may_administer(request) else (gr.skip(), gr.skip())

    def _waiting(self, said: str) -> tuple[object, object]:
        """What is said, and the ratings that wait for a decision."""
        try:
            waiting = self.ratings.open()
        except PolicyAssistantError as exc:
            return notice_html(str(exc)), gr.skip()
        choices = [(f"{r.question[:_SHOWN]}（{r.reason}）", r.identifier) for r in waiting]
        return notice_html(said) if said else "", gr.update(choices=choices, value=None)

    def _show(self, identifier: str | None, request: gr.Request) -> tuple[object, ...]:
        rating = self._chosen(identifier, request)
        if rating is None:
            return (notice_html(_CHOOSE), *[gr.skip()] * 4)
        draft = rating.draft
        before = "".join(
            f"<p>前文：{html.escape(question)} → {html.escape(answer)}</p>"
            for question, answer in rating.history
        )
        said = (
            f'<div class="bars">{before}<p><b>{html.escape(rating.question)}</b></p>'
            f"<p>回答：{html.escape(rating.answer)}</p><p>理由：{html.escape(rating.reason)}</p></div>"
        )
        return said, draft.category, draft.answerable, "\n".join(draft.gold_clauses), ""

    def _accept(
        self,
        identifier: str | None,
        category: str,
        answerable: bool,
        gold: str,
        wanted: str,
        request: gr.Request,
    ) -> tuple[object, object]:
        rating = self._chosen(identifier, request)
        if rating is None:
            return notice_html(_CHOOSE), gr.skip()
        case = _edited(rating.draft, category, answerable, gold, wanted)
        try:
            accept_case(self.own_set, case, self.assistant.documents)
            self.ratings.settle(rating.identifier, "accepted")
        except PolicyAssistantError as exc:
            return notice_html(f"没有收入：{exc}"), gr.skip()
        return self._waiting(f"已收入题集 {self.own_set.stem}。")

    def _dismiss(self, identifier: str | None, request: gr.Request) -> tuple[object, object]:
        rating = self._chosen(identifier, request)
        if rating is None:
            return notice_html(_CHOOSE), gr.skip()
        try:
            self.ratings.settle(rating.identifier, "dismissed")
        except PolicyAssistantError as exc:
            return notice_html(str(exc)), gr.skip()
        return self._waiting("已标为不采用。")

    def _chosen(self, identifier: str | None, request: gr.Request) -> Rating | None:
        if not self.may_administer(request):
            return None
        return next((each for each in self.ratings.open() if each.identifier == identifier), None)


def _edited(draft: Case, category: str, answerable: bool, gold: str, wanted: str) -> Case:
    lines = [[part.strip() for part in line.split("/")] for line in wanted.splitlines()]
    groups = [tuple(filter(None, line)) for line in lines]
    return dataclasses.replace(
        draft,
        category=category.strip() or draft.category,
        answerable=answerable,
        gold_clauses=tuple(line.strip() for line in gold.splitlines() if line.strip())
        if answerable
        else (),
        must_include=tuple(filter(None, groups)) if answerable else (),
    )
