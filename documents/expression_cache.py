"""Regular expressions compiled once at installation, and read back by every command.

Compiling those of one question takes a sixth of a cold `zhice ask`, reading them a few milliseconds.
As Python keeps its bytecode, their code is kept in `__pycache__`, for this very version of Python;
where it is missing or does not fit, they are compiled as ever. `re` offers no way to save compiled
expressions, so this takes what `re.compile` hands to its engine, which checks what it is given.
"""

import importlib
import json
import re
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Kept = Mapping[str, Any]
"""What is handed to the engine for each expression, by its flags and itself."""

_engine: Any = importlib.import_module("_sre")
_VERSION = [sys.hexversion, sys.implementation.name, _engine.MAGIC, sys.byteorder]
_FILE = Path(__file__).parent / "__pycache__" / f"expressions.{sys.implementation.cache_tag}.json"
_WORD = "I"


def compiled(expression: str | bytes, flags: int) -> re.Pattern[Any]:
    """What `re.compile` gives, from what the installation kept where it is there.

    Raises:
        re.error: The expression is faulty.
    """
    return compiled_from(_kept(), expression, flags)


def compiled_from(kept: Kept, expression: str | bytes, flags: int) -> re.Pattern[Any]:
    """As `compiled`, from what `read` gave."""
    found = kept.get(_key(expression, flags))
    if found is None:
        return re.compile(expression, flags)
    all_flags, code, groups, names = found
    words = array(_WORD, b64decode(code)).tolist()
    numbers = {name: number for number, name in enumerate(names) if name is not None}
    pattern: re.Pattern[Any] = _engine.compile(
        expression, all_flags, words, groups, numbers, tuple(names)
    )
    return pattern


@cache
def _kept() -> Kept:
    """What was written, empty where nothing was or by another Python."""
    return read(_FILE)


def read(file: Path) -> Kept:
    """The compiled expressions of a file of `write`; none where it is missing or does not fit."""
    try:
        content = json.loads(file.read_bytes())
        fits = content["version"] == _VERSION
        return dict(content["kept"]) if fits else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def write(expressions: Iterable[tuple[str | bytes, int]], file: Path = _FILE) -> int:
    """Compile expressions with their flags and keep them; gives how many there are.

    Raises:
        re.error: An expression is faulty.
        OSError: The file cannot be written.
    """
    kept = {
        _key(expression, flags): _handed(expression, flags) for expression, flags in expressions
    }
    file.parent.mkdir(exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps({"version": _VERSION, "kept": kept}), "utf-8")
    beside.replace(file)
    return len(kept)


def _key(expression: str | bytes, flags: int) -> str:
    if isinstance(expression, bytes):
        return f"{flags} bytes {expression.decode('latin-1')}"
    return f"{flags} {expression}"


def _handed(expression: str | bytes, flags: int) -> list[object]:
    """What `re.compile` hands to the engine: flags, code, the number of groups, and their names."""
    compiler: Any = importlib.import_module("re._compiler")
    parsed = importlib.import_module("re._parser").parse(expression, flags)
    names: list[str | None] = [None] * parsed.state.groups
    for name, group in parsed.state.groupdict.items():
        names[group] = name
    code = array(_WORD, map(int, compiler._code(parsed, flags)))
    words = b64encode(code.tobytes()).decode("ascii")
    return [int(flags | parsed.state.flags), words, parsed.state.groups - 1, names]
