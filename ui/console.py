"""The terminal: UTF-8 whatever the locale, widths of Chinese text, colours, and a progress bar."""

import io
import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

from evals.display_width import display_width

_DELAY_SECONDS = 1.0
_PLAIN_INTERVAL_SECONDS = 5.0
_BAR_WIDTH = 24


def use_utf8() -> None:
    """Make the standard streams UTF-8, so that Chinese comes out under any locale."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def colours_wanted(stream: TextIO) -> bool:
    """Whether to colour: only on a terminal that can, and not against NO_COLOR."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or os.name == "nt":
        return False
    return stream.isatty()


def text_width() -> int:
    """Columns to wrap text at: the terminal's, but no more than reads well."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Break text into lines of at most `width` columns; a closing mark never begins a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = indent
        for character in paragraph:
            full = display_width(line + character) > width
            if full and character not in "，。；：、！？”’）》〕】,.;:!?)]" and line != indent:
                lines.append(line)
                line = indent
            line += character
        lines.append(line)
    return "\n".join(lines)


class ProgressBar:
    """A bar on a terminal, a line now and then elsewhere; nothing for what is done in a second.

    Call it with done, total and what is being done.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """Start counting the time."""
        self._stream = stream
        self._clock = clock
        self._started = clock()
        self._last_line = self._started + _DELAY_SECONDS - _PLAIN_INTERVAL_SECONDS
        self._drawn = 0

    def __call__(self, done: int, total: int, name: str) -> None:
        """Show how far the work is."""
        now = self._clock()
        if now - self._started < _DELAY_SECONDS:
            return
        share = done / total if total else 1.0
        if self._stream.isatty():
            filled = round(share * _BAR_WIDTH)
            line = (
                f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {share:4.0%} {done}/{total} {name}"
            )
            blanks = " " * max(0, self._drawn - display_width(line))
            self._stream.write(f"\r{line}{blanks}")
            self._drawn = display_width(line)
        elif now - self._last_line >= _PLAIN_INTERVAL_SECONDS:
            self._stream.write(f"{share:4.0%} {done}/{total} {name}\n")
            self._last_line = now
        self._stream.flush()

    def close(self) -> None:
        """Clear the bar."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0
