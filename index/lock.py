"""One writer at a time: a lock on an index folder that the system frees when its holder dies."""

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
else:
    import fcntl

    def _acquire(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
