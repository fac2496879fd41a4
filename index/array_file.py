"""Named numpy arrays to a safetensors file and back; what comes back lies in the file, not copied."""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Buffer = bytes | mmap.mmap

_LENGTH_BYTES = 8
_TYPES = {
    "I32": np.int32,
    "I64": np.int64,
    "U8": np.uint8,
    "U16": np.uint16,
    "U64": np.uint64,
}


def to_bytes(arrays: Mapping[str, Array]) -> bytes:
    """The arrays as safetensors."""
    from safetensors.numpy import save

    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def from_buffer(content: Buffer) -> dict[str, Array]:
    """The arrays of `to_bytes`, read-only views of the buffer.

    Raises:
        ValueError: The bytes are not of `to_bytes`.
    """
    begin = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "little")
    arrays = {}
    for name, described in json.loads(content[_LENGTH_BYTES:begin]).items():
        first, last = described["data_offsets"]
        kind = np.dtype(_TYPES[described["dtype"]])
        count = (last - first) // kind.itemsize
        flat = np.frombuffer(content, kind, count, begin + first) if count else np.zeros(0, kind)
        arrays[name] = flat.reshape(described["shape"])
    return arrays


def mapped(path: Path) -> Buffer:
    """The content of a file, mapped where it has any."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
