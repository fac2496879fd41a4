"""The upper half of the tab 评测: run question sets, look at stored runs. Administrators only."""

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from documents.errors import PolicyAssistantError
from ui.evaluation_runs import EvaluationRuns
from ui.evaluation_view import notice_html, progress_html, run_html
from ui.listening import listen

_NONE = "（不比较）"
_ONLY_ADMINISTRATORS = "只有管理员可以运行评测。请用管理员账号登录。"
_SECONDS = 0.5

Shown = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RunPanel:
    """The panel over the runs; a run goes on when the page is closed, and is there when it opens."""

    runs: EvaluationRuns
    may_administer: Callable[[gr.Request], bool]

    def build(self, tab: gr.Tab) -> None:
        """Put the components in place."""
        with gr.Row(elem_classes="narrowing"):
            chosen = gr.Dropdown(label="题集", choices=[], multiselect=True)
            start = gr.Button("运行", variant="primary", scale=0, min_width=110)
            stop = gr.Button("停止", interactive=False, scale=0, min_width=110)
        news = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
        with gr.Row(elem_classes="narrowing"):
            run = gr.Dropdown(label="评测记录", choices=[])
            baseline = gr.Dropdown(label="与哪次记录比较", choices=[_NONE], value=_NONE)
        result = gr.HTML(elem_classes=["zc", "facts"], apply_default_css=False)
        clock = gr.Timer(_SECONDS, active=False)
        state = [news, start, stop, clock]
        shown = [run, baseline, result]
        listen(tab.select, self._open, None, [chosen, run, *state])
        listen(start.click, self._start, chosen, state)
        listen(stop.click, self._stop, None, state)
        listen(clock.tick, self._look, None, [*state, *shown])
        listen(run.input, self._choose, run, [news, *shown])
        listen(baseline.input, self._compare, [run, baseline], [news, *shown])

    def _open(self, request: gr.Request) -> Shown:
        if not self.may_administer(request):
            return gr.skip(), gr.skip(), *self._idle(_ONLY_ADMINISTRATORS)
        sets = gr.update(choices=list(self.runs.sets()))
        state = self._running() if self.runs.running else self._idle("")
        return sets, gr.update(choices=self._names()), *state

    def _start(self, names: list[str] | None, request: gr.Request) -> Shown:
        if not self.may_administer(request):
            return self._idle(_ONLY_ADMINISTRATORS)
        try:
            self.runs.start(names or [])
        except PolicyAssistantError as exc:
            running = self._running() if self.runs.running else self._idle("")
            return notice_html(str(exc)), *running[1:]
        return self._running()

    def _stop(self, request: gr.Request) -> Shown:
        if not self.may_administer(request):
            return self._idle(_ONLY_ADMINISTRATORS)
        self.runs.stop()
        return notice_html("正在停止……"), gr.skip(), gr.update(interactive=False), gr.skip()

    def _look(self, request: gr.Request) -> Shown:
        """How far the run is; what came of it when it has ended."""
        unchanged = (gr.skip(), gr.skip(), gr.skip())
        if not self.may_administer(request):
            return *self._idle(_ONLY_ADMINISTRATORS), *unchanged
        work = self.runs.work
        if work is None:
            return *self._idle(""), *unchanged
        if not work.finished:
            return *self._running(), *unchanged
        try:
            run = work.result()
        except PolicyAssistantError as exc:
            return *self._idle(str(exc)), *unchanged
        _, *shown = self._shown(run.name, None)
        return *self._idle("评测已完成。"), *shown

    def _choose(self, name: str, request: gr.Request) -> Shown:
        if not self.may_administer(request):
            return notice_html(_ONLY_ADMINISTRATORS), gr.skip(), gr.skip(), gr.skip()
        return self._shown(name, None)

    def _compare(self, name: str, baseline: str, request: gr.Request) -> Shown:
        if not self.may_administer(request):
            return notice_html(_ONLY_ADMINISTRATORS), gr.skip(), gr.skip(), gr.skip()
        return self._shown(name, "" if baseline == _NONE else baseline)

    def _shown(self, name: str, baseline: str | None) -> Shown:
        """A stored run against another; None: the newest earlier one of the same sets."""
        try:
            run = self.runs.stored(name)
            before = self.runs.baseline_for(run) if baseline is None else baseline
            result = run_html(run, self.runs.stored(before) if before else None)
        except PolicyAssistantError as exc:
            return notice_html(str(exc)), gr.skip(), gr.skip(), gr.skip()
        names = self._names()
        return (
            "",
            gr.update(choices=names, value=name),
            gr.update(choices=[_NONE, *names], value=before or _NONE),
            result,
        )

    def _names(self) -> list[str]:
        return list(reversed(self.runs.store.names()))

    def _running(self) -> Shown:
        work = self.runs.work
        may_stop = work is not None and not work.stopping
        return (
            progress_html(work.step) if work and may_stop else notice_html("正在停止……"),
            gr.update(interactive=False),
            gr.update(interactive=may_stop),
            gr.Timer(active=True),
        )

    def _idle(self, said: str) -> Shown:
        return (
            notice_html(said) if said else "",
            gr.update(interactive=True),
            gr.update(interactive=False),
            gr.Timer(active=False),
        )
