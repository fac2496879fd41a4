"""How much a language model may be used at once and in a day, and a pause after failures in a row."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from documents.errors import LanguageModelError

_LONGEST_WAIT = 1.0
_MOST_FAILURES = 3
_PAUSE = 30.0


class ModelGate:
    """Lets questions through to one model; safe to use from many threads."""

    def __init__(
        self,
        concurrent: int,
        daily_tokens: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
        longest_wait: float = _LONGEST_WAIT,
    ) -> None:
        """Take the limits: how many at once, and how many tokens a day, None for any number.

        `longest_wait` is how many seconds a question waits for its turn.
        """
        self._longest_wait = longest_wait
        self._free = threading.BoundedSemaphore(concurrent)
        self._daily_tokens = daily_tokens
        self._clock = clock
        self._today = today
        self._counting = threading.Lock()
        self._day = today()
        self._used = 0
        self._failures = 0
        self._closed_until = 0.0

    @contextmanager
    def passage(self) -> Iterator[None]:
        """Ask the model inside; a `LanguageModelError` inside counts as a failure.

        Raises:
            LanguageModelError: The model paused after failures, its tokens of the day are used up,
                or too many ask already.
        """
        self._check()
        if not self._free.acquire(timeout=self._longest_wait):
            raise LanguageModelError("语言模型正忙")
        try:
            yield
        except LanguageModelError:
            self._failed()
            raise
        else:
            with self._counting:
                self._failures = 0
        finally:
            self._free.release()

    def count(self, tokens: int) -> None:
        """Add tokens that were used."""
        with self._counting:
            if self._today() != self._day:
                self._day, self._used = self._today(), 0
            self._used += tokens

    def _check(self) -> None:
        if self._clock() < self._closed_until:
            raise LanguageModelError("语言模型连续几次没有答复，暂停使用")
        with self._counting:
            spent = self._daily_tokens is not None and self._used >= self._daily_tokens
            if spent and self._today() == self._day:
                raise LanguageModelError("语言模型今天的用量已满")

    def _failed(self) -> None:
        with self._counting:
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                self._failures = 0
                self._closed_until = self._clock() + _PAUSE
