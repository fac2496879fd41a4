"""Lines of a file or of bytes, each read when asked for: what was read once does not stay in memory."""

import os
import weakref
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray


class Lines:
    """Line i is the bytes from `offsets[i]` to `offsets[i + 1]`."""

    def __init__(self, source: Path | bytes, offsets: NDArray[np.int64]) -> None:
        """Open a file, or take over bytes. A file that is removed later stays readable."""
        self._offsets = offsets
        self._content = source if isinstance(source, bytes) else None
        self._reading = Lock()
        self._descriptor = -1
        if not isinstance(source, bytes):
            self._descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        """A line."""
        begin, end = self._offsets[number : number + 2].tolist()
        if self._content is not None:
            return self._content[begin:end]
        with self._reading:
            os.lseek(self._descriptor, begin, os.SEEK_SET)
            return os.read(self._descriptor, end - begin)

    def all(self) -> tuple[bytes, ...]:
        """Every line."""
        return tuple(self[number] for number in range(len(self)))
