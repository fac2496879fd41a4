"""Work in a thread of its own: how far it is, what came of it, and a way to stop it.

Whoever watches may go away and come back; the work goes on.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from documents.errors import PolicyAssistantError

Result = TypeVar("Result")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: steps done, steps altogether, and what is being done."""

    done: int
    total: int
    name: str


class WorkStoppedError(PolicyAssistantError):
    """The work was stopped by a person."""


class BackgroundWork(Generic[Result]):
    """Work that runs from its construction on. A bug in it is raised to whoever asks for `result`."""

    def __init__(self, work: Callable[[Progress], Result]) -> None:
        """Start."""
        self._work = work
        self._step = Step(0, 0, "准备")
        self._stopping = False
        self._changed = threading.Condition()
        self._finished = False
        self._result: Result | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def step(self) -> Step:
        """How far the work is."""
        return self._step

    @property
    def finished(self) -> bool:
        """Whether the work has ended, in whatever way."""
        return self._finished

    @property
    def stopping(self) -> bool:
        """Whether the work was asked to end."""
        return self._stopping

    def stop(self) -> None:
        """Ask the work to end at its next step; what it has done so far is its own business."""
        self._stopping = True

    def wait(self, seconds: float) -> bool:
        """Wait until the next step, or the end, or for so long; whether the work has ended."""
        with self._changed:
            if not self._finished:
                self._changed.wait(seconds)
        return self._finished

    def result(self) -> Result:
        """What came of finished work.

        Raises:
            PolicyAssistantError: The work failed, or was stopped (WorkStoppedError).
        """
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def _run(self) -> None:
        try:
            self._result = self._work(self._told)
        except BaseException as error:  # noqa: BLE001 - kept for the thread that asks
            self._error = error
        finally:
            with self._changed:
                self._finished = True
                self._changed.notify_all()

    def _told(self, done: int, total: int, name: str) -> None:
        if self._stopping:
            raise WorkStoppedError("已停止。")
        with self._changed:
            self._step = Step(done, total, name)
            self._changed.notify_all()
