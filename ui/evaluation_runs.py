"""One evaluation at a time in the background, whoever watches: its sets, its progress, stored runs."""

import dataclasses
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from evals.case import CaseError
from evals.question_file import shipped_question_files
from evals.record import Run
from evals.run_store import RunError, RunStore
from ui.backend import Backend
from ui.background import BackgroundWork, Progress
from ui.evaluation import asked, question_sets

_SEARCHED = 20


class EvaluationRuns:
    """Runs question sets beside the answering and keeps what came of them."""

    def __init__(
        self, settings: Settings, backend: Backend, store: RunStore, own_set: Path
    ) -> None:
        """Put the parts together; `own_set` is the question file made here."""
        self.store = store
        self.own_set = own_set
        self._settings = settings
        self._backend = backend
        self._starting = threading.Lock()
        self._work: BackgroundWork[Run] | None = None

    @property
    def work(self) -> BackgroundWork[Run] | None:
        """The run in progress, or the last one."""
        return self._work

    @property
    def running(self) -> bool:
        """Whether a run is in progress."""
        return self._work is not None and not self._work.finished

    def sets(self) -> dict[str, Path]:
        """All question sets by name, the own one first."""
        own = [self.own_set] if self.own_set.exists() else []
        return {file.stem: file for file in [*own, *shipped_question_files()]}

    def start(self, names: Sequence[str]) -> None:
        """Begin to run sets; the run is stored when it is done.

        Raises:
            CaseError: No set is named, there is no such set, or a run is in progress.
        """
        known = self.sets()
        files = [known[name] for name in names if name in known]
        if not files:
            raise CaseError("请先选择题集。")
        with self._starting:
            if self.running:
                raise CaseError("已有一次评测在运行。请等它结束，或先停止它。")
            self._work = BackgroundWork(lambda told: self._run(files, told))

    def stop(self) -> None:
        """Stop the run in progress at its next question; nothing of it is stored."""
        if self._work is not None:
            self._work.stop()

    def stored(self, name: str) -> Run:
        """A stored run, by a name of the list and nothing else.

        Raises:
            RunError: There is none of this name, or it cannot be read.
        """
        if name not in self.store.names():
            raise RunError(f"没有名为“{name}”的评测记录。")
        return self.store.load(name)

    def baseline_for(self, run: Run) -> str:
        """The name of the newest earlier run of the same sets among the last twenty, or empty."""
        names = self.store.names()
        earlier = names[: names.index(run.name)] if run.name in names else names
        wanted = {each.name for each in run.about.sets}
        for name in reversed(earlier[-_SEARCHED:]):
            try:
                before = self.store.load(name)
            except RunError:  # damaged: the next older one will do
                continue
            if wanted <= {each.name for each in before.about.sets}:
                return name
        return ""

    def _run(self, files: Sequence[Path], told: Progress) -> Run:
        begin = time.perf_counter()
        told(0, 0, "准备题集")
        sets = question_sets(list(files), None, beside=True)
        run = asked(sets, self._settings, self._backend, "", told)
        # Another process may have stored a run in the meantime.
        run = dataclasses.replace(run, name=self.store.next_name())
        self.store.save(run, seconds=time.perf_counter() - begin)
        return run
