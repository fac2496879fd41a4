"""Regular expressions compiled once at installation, and read back by every command.

Compiling those of one question takes a fifth of a cold `zhice ask`, reading them five milliseconds.
As Python keeps its bytecode, their code is kept in `__pycache__`, for this very version of Python;
where it is missing or does not fit, they are compiled as ever. `re` offers no way to save compiled
expressions, so this takes what `re.compile` hands to its engine.
"""

import importlib
import marshal
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_Code = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]
_Kept = dict[tuple[str | bytes, int], _Code]

_engine: Any = importlib.import_module("_sre")
_VERSION = (sys.hexversion, sys.implementation.name, _engine.MAGIC)
_FILE = (
    Path(__file__).parent / "__pycache__" / f"expressions.{sys.implementation.cache_tag}.marshal"
)


def compiled(expression: str | bytes, flags: int) -> re.Pattern[Any]:
    """What `re.compile` gives, from the cache where it is there.

    Raises:
        re.error: The expression is faulty.
    """
    code = _kept().get((expression, flags))
    if code is None:
        return re.compile(expression, flags)
    found: re.Pattern[Any] = _engine.compile(expression, *code)
    return found


@cache
def _kept() -> _Kept:
    """What was written, empty where nothing was or by another Python."""
    return read(_FILE)


def read(file: Path) -> _Kept:
    """The compiled expressions of a file of `write`; none where it is missing or does not fit."""
    try:
        version, kept = marshal.loads(file.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return kept if version == _VERSION and isinstance(kept, dict) else {}


def write(expressions: Iterable[tuple[str | bytes, int]], file: Path = _FILE) -> int:
    """Compile expressions with their flags and keep them; gives how many there are.

    Raises:
        re.error: An expression is faulty.
        OSError: The file cannot be written.
    """
    kept = {(expression, flags): _code_of(expression, flags) for expression, flags in expressions}
    file.parent.mkdir(exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_bytes(marshal.dumps((_VERSION, kept)))
    beside.replace(file)
    return len(kept)


def _code_of(expression: str | bytes, flags: int) -> _Code:
    """The arguments that `re.compile` calls the engine with, but for the expression itself."""
    compiler: Any = importlib.import_module("re._compiler")
    parsed = importlib.import_module("re._parser").parse(expression, flags)
    groups: dict[str, int] = dict(parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, group in groups.items():
        names[group] = name
    code = [int(each) for each in compiler._code(parsed, flags)]
    return int(flags | parsed.state.flags), code, parsed.state.groups - 1, groups, tuple(names)
