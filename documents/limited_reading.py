"""Files read in a process apart, within limits of time, memory and output: hostile ones do no harm.

One process reads many files, since starting it takes longer than reading. It is ended when a limit
is hit, and another one reads the next file.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from documents.document import Defect, DefectKind
from documents.errors import DocumentError
from documents.file_text import FileText

_ROOT = Path(__file__).resolve().parent.parent
_ADVICE = (
    "文件可能过于复杂、已损坏或有意做坏。请在能打开它的软件中另存为文本或 Word 文件后重新提供。"
)
_CHUNK = 1 << 16
_FILES_OF_A_PROCESS = 100
"""After so many files the process is made anew, so that what a library leaks does not add up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take."""

    seconds: float = 10
    memory: int = 512_000_000
    output: int = 20_000_000


class ReadingProcess:
    """Reads files in a process of its own, started with the first of them; close it in the end."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Set the limits of every file."""
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._printed: IO[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next file would start another."""
        if self._process is None:
            return
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout, self._printed):
            if stream is not None:
                _close(stream)
        self._process.wait()
        self._process = None
        self._files = 0

    def read(self, path: Path, suffix: str, name: str) -> FileText:
        """Read a file with the reader of a suffix.

        Args:
            path: Where the file is.
            suffix: What its content is.
            name: What to call it in messages.

        Raises:
            DocumentError: It cannot be read, or a limit was hit.
        """
        fresh = self._files == 0
        answer = self._asked(path, suffix, name)
        of_memory = answer.get("limit") not in (None, "time", "output")
        if of_memory and not fresh:  # what files before left in memory is no fault of it
            answer = self._asked(path, suffix, name)
        if "limit" in answer:
            raise DocumentError(_beyond(str(answer["limit"]), name, self._limits))
        if "problem" in answer:
            raise DocumentError(str(answer["problem"]))
        return _file_text(answer)

    def _asked(self, path: Path, suffix: str, name: str) -> Mapping[str, object]:
        """The answer of the process; one that hit a limit is ended."""
        if self._files >= _FILES_OF_A_PROCESS:
            self.close()
        process = self._process or self._started()
        self._files += 1
        request = {"path": str(path.absolute()), "suffix": suffix, "name": name}
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
            line = self._answered(process)
        except BrokenPipeError:
            line = b""
        except TimeoutError:
            self.close()
            return {"limit": "time"}
        if line.endswith(b"\n") and len(line) <= self._limits.output:
            answer: Mapping[str, object] = json.loads(line)
            if "limit" in answer:
                self.close()
            return answer
        died = {"limit": "output" if line else self._cause_of_death(process)}
        self.close()
        return died

    def _started(self) -> subprocess.Popen[bytes]:
        limits = self._limits
        arguments = [str(limits.memory), str(max(1, int(limits.seconds)))]
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "documents.reading_child", *arguments],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
        )
        return self._process

    def _answered(self, process: subprocess.Popen[bytes]) -> bytes:
        """One line of output; it lacks its end if the process ended or wrote too much.

        Raises:
            TimeoutError: It took too long.
        """
        assert process.stdout is not None
        until = time.monotonic() + self._limits.seconds
        read = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            while not read.endswith(b"\n") and len(read) <= self._limits.output:
                if not waiting.select(max(until - time.monotonic(), 0)):
                    raise TimeoutError
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    break
                read += chunk
        return bytes(read)

    def _cause_of_death(self, process: subprocess.Popen[bytes]) -> str:
        code = process.wait()
        if code == -signal.SIGXCPU:
            return "time"
        if code < 0:
            return signal.Signals(-code).name
        assert self._printed is not None
        self._printed.seek(0)
        lines = self._printed.read().decode("utf-8", "replace").strip().splitlines()
        said = lines[-1][:200] if lines else str(code)
        return "MemoryError" if said.startswith("MemoryError") else said


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return


def _beyond(cause: str, name: str, limits: Limits) -> str:
    if cause == "time":
        return f"读取“{name}”超过 {limits.seconds:g} 秒还没有读完，已停止。{_ADVICE}"
    if cause == "MemoryError":
        return f"读取“{name}”需要的内存超过 {limits.memory // 1_000_000} MB，已停止。{_ADVICE}"
    if cause == "RecursionError":
        return f"“{name}”的内容嵌套过深，已停止读取。{_ADVICE}"
    if cause == "output":
        return (
            f"“{name}”里的文字超过 {limits.output // 1_000_000} MB，已停止读取。请拆分后重新提供。"
        )
    memory = limits.memory // 1_000_000
    return f"读取“{name}”时程序意外中止（{cause}），多半是需要的内存超过 {memory} MB。{_ADVICE}"


def _file_text(answer: Mapping[str, object]) -> FileText:
    lines, defects = answer["lines"], answer["defects"]
    assert isinstance(lines, list)
    assert isinstance(defects, list)
    return FileText(
        tuple(map(str, lines)),
        tuple(Defect(DefectKind(kind), message, None, quote) for kind, message, quote in defects),
    )
