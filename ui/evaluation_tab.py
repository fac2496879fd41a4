"""The tab 评测: run question sets, see what changed, turn bad ratings into cases. Administrators only."""

import dataclasses
import html
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from assistant.settings import Settings
from documents.errors import PolicyAssistantError
from evals.case import Case
from evals.question_file import shipped_question_files
from evals.ratings import Rating, RatingStore, accept_case
from evals.record import Run
from evals.run_store import RunError, RunStore
from ui.backend import Backend, ReadAssistant
from ui.evaluation import asked, question_sets
from ui.evaluation_view import run_html
from ui.listening import listen

_NONE = "（不比较）"
_ONLY_ADMINISTRATORS = "只有管理员可以运行评测。请用管理员账号登录。"
_WATCHED = 0.3


@dataclass(frozen=True, slots=True)
class EvaluationTab:
    """The tab over question sets, stored runs and ratings.

    `own_set` is the question file that accepted cases go into.
    """

    assistant: ReadAssistant
    backend: Backend
    settings: Settings
    runs: RunStore
    ratings: RatingStore
    own_set: Path
    may_administer: Callable[[gr.Request], bool]

    def build(self, tab: gr.Tab) -> None:
        """Put the components in place."""
        with gr.Row(elem_classes="narrowing"):
            chosen = gr.Dropdown(label="题集", choices=[], multiselect=True)
            baseline = gr.Dropdown(label="与哪次记录比较", choices=[_NONE], value=_NONE)
            start = gr.Button("运行", variant="primary", scale=0, min_width=110)
            stop = gr.Button("停止", scale=0, min_width=110)
        result = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
        gr.Markdown("### 差评转为题目")
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
        listen(tab.select, self._opened, None, [chosen, baseline, rated, result])
        running = listen(
            start.click, self._run, [chosen, baseline], [result, baseline], concurrency_limit=1
        )
        listen(stop.click, lambda: _notice("已停止。"), None, result, cancels=[running])
        listen(rated.input, self._show, rated, [told, *fields])
        listen(accept.click, self._accept, [rated, *fields], [told, rated])
        listen(dismiss.click, self._dismiss, rated, [told, rated])

    def _opened(self, request: gr.Request) -> tuple[object, ...]:
        if not self.may_administer(request):
            return gr.skip(), gr.skip(), gr.skip(), _notice(_ONLY_ADMINISTRATORS)
        names = [(file.stem, str(file)) for file in self._files()]
        return gr.update(choices=names), self._baselines(), self._open_ratings(), gr.skip()

    def _files(self) -> list[Path]:
        own = [self.own_set] if self.own_set.exists() else []
        return [*own, *shipped_question_files()]

    def _baselines(self) -> object:
        return gr.update(choices=[_NONE, *reversed(self.runs.names())])

    def _open_ratings(self) -> object:
        found = [
            (f"{each.question[:40]}（{each.reason}）", each.identifier) for each in self._open()
        ]
        return gr.update(choices=found, value=None)

    def _open(self) -> list[Rating]:
        return self.ratings.open()

    def _run(
        self, files: list[str] | None, baseline: str, request: gr.Request
    ) -> Iterator[tuple[object, object]]:
        if not self.may_administer(request):
            yield _notice(_ONLY_ADMINISTRATORS), gr.skip()
            return
        known = {str(file): file for file in self._files()}
        wanted = [known[name] for name in files or [] if name in known]
        if not wanted:
            yield _notice("请先选择题集。"), gr.skip()
            return
        told: queue.SimpleQueue[str] = queue.SimpleQueue()
        outcome: list[Run | str] = []
        stopped = threading.Event()
        worker = threading.Thread(target=self._work, args=(wanted, told, outcome, stopped))
        worker.start()
        try:
            while worker.is_alive():
                worker.join(_WATCHED)
                latest = ""
                while not told.empty():
                    latest = told.get()
                if latest:
                    yield _notice(f"正在运行：{latest}"), gr.skip()
        finally:
            stopped.set()  # the event was cancelled, or all is done
        finished = outcome[0]
        if isinstance(finished, str):
            yield _notice(finished), gr.skip()
            return
        before = self.runs.load(baseline) if baseline in self.runs.names() else None
        yield run_html(finished, before), self._baselines()

    def _work(
        self,
        files: list[Path],
        told: "queue.SimpleQueue[str]",
        outcome: list[Run | str],
        stopped: threading.Event,
    ) -> None:
        """Ask the sets in the background and store the run; an error becomes its message."""

        def progress(done: int, total: int, step: str) -> None:
            if stopped.is_set():
                raise RunError("已停止。")
            told.put(f"{done}/{total} {step}")

        begin = time.perf_counter()
        try:
            sets = question_sets(files, None, beside=True)
            name = self.runs.next_name()
            run = asked(sets, self.settings, self.backend, name, progress)
            self.runs.save(run, seconds=time.perf_counter() - begin)
            outcome.append(run)
        except PolicyAssistantError as exc:
            outcome.append(str(exc))

    def _show(self, identifier: str | None, request: gr.Request) -> tuple[object, ...]:
        rating = self._chosen(identifier, request)
        if rating is None:
            return (_notice("请选择一条差评。"), *[gr.skip()] * 4)
        draft = rating.draft
        said = (
            f"<div class='bars'><p><b>{html.escape(rating.question)}</b></p>"
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
            return _notice("请选择一条差评。"), gr.skip()
        case = _edited(rating.draft, category, answerable, gold, wanted)
        try:
            accept_case(self.own_set, case, self.assistant.documents)
            self.ratings.settle(rating.identifier, "accepted")
        except PolicyAssistantError as exc:
            return _notice(f"没有收入：{exc}"), gr.skip()
        return _notice(f"已收入题集 {self.own_set.stem}。"), self._open_ratings()

    def _dismiss(self, identifier: str | None, request: gr.Request) -> tuple[object, object]:
        rating = self._chosen(identifier, request)
        if rating is None:
            return _notice("请选择一条差评。"), gr.skip()
        self.ratings.settle(rating.identifier, "dismissed")
        return _notice("已标为不采用。"), self._open_ratings()

    def _chosen(self, identifier: str | None, request: gr.Request) -> Rating | None:
        if not self.may_administer(request):
            return None
        return next((each for each in self._open() if each.identifier == identifier), None)


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


def _notice(text: str) -> str:
    return f'<p class="count" role="status">{html.escape(text)}</p>'
