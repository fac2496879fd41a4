"""One writer at a time: locks on an index folder and on files that grow by lines.

The system frees them when their holder dies.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from documents.errors import IndexFolderError

if sys.platform == "win32":
    import msvcrt

    def _acquire(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _await(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _acquire(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _await(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, or fail at once.

    Raises:
        IndexFolderError: Another process holds it.
    """
    with (folder / "lock").open("ab") as file:
        try:
            _acquire(file)
        except OSError as error:
            raise IndexFolderError(
                f"索引目录正在被另一个进程写入：{folder}。请等它结束后再试。"
            ) from error
        yield


@contextmanager
def appending(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to read and append, once nobody else has it open so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file, (path.parent / f".{path.name}.lock").open("ab") as lock:
        _await(lock)
        yield file


def append_line(file: IO[bytes], line: bytes) -> None:
    """Append a line to a file of `appending`, on the disk on return; a torn last line is ended."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(size - 1)
        if file.read(1) != b"\n":
            line = b"\n" + line
    file.write(line.rstrip(b"\n") + b"\n")
    file.flush()
    os.fsync(file.fileno())
