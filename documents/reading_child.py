"""The process in which files are read apart: requests in on standard input, texts out, JSON lines.

Started by `documents.limited_reading`. It limits itself before it opens anything; what it prints by
accident goes to standard error.
"""

import json
import os
import resource
import sys
from pathlib import Path

from documents.errors import DocumentError
from documents.readers import check_length, file_bytes, read_bytes

_LARGEST_PRINTED = 1_000_000
_OPEN_FILES = 64


def main(memory: int, cpu_seconds: int) -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_PRINTED, _LARGEST_PRINTED))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(12_000)
    for line in sys.stdin.buffer:
        used = int(sum(os.times()[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_seconds + 1, resource.RLIM_INFINITY))
        answers.write(json.dumps(_answer(json.loads(line))).encode("ascii") + b"\n")
        answers.flush()


def _answer(request: dict[str, str]) -> dict[str, object]:
    try:
        name = request["name"]
        data = file_bytes(Path(request["path"]), name)
        found = read_bytes(data, request["suffix"], name)
        check_length(found, name)
    except DocumentError as exc:
        return {"problem": str(exc)}
    except (MemoryError, RecursionError) as exc:
        return {"limit": type(exc).__name__}
    defects = [[d.kind, d.message, d.quote] for d in found.defects]
    return {"lines": found.lines, "defects": defects}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
