"""Regular expressions that are compiled when they are first used.

Most expressions of the program play no part in a given question. What `make install` compiled is read
back: `python -m documents.regular_expressions PACKAGE …` writes it.
"""

import importlib
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, AnyStr, TypeVar, cast

from documents import expression_cache

_Made = TypeVar("_Made")

_declared: "list[Deferred]" = []
_from_data: "list[Callable[[], object]]" = []


class Deferred:
    """Stands for a compiled expression; its methods are those of `re.Pattern` from the first use on."""

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self.pattern = expression
        self.flags_given = int(flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):  # what copying looks for, not a use of the expression
            raise AttributeError(name)
        compiled = expression_cache.compiled(self.pattern, self.flags_given)
        for method in (
            "search",
            "match",
            "fullmatch",
            "finditer",
            "findall",
            "split",
            "sub",
            "subn",
        ):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"


def regex(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile` put off until a method of the result is first called.

    `.pattern` is there without compiling. A faulty expression raises `re.error` at that first
    call only, so a test compiles them all. The functions of `re` take no such expression: call
    its own methods.
    """
    deferred = Deferred(expression, flags)
    _declared.append(deferred)
    return cast("re.Pattern[AnyStr]", deferred)


def from_data(function: Callable[[], _Made]) -> Callable[[], _Made]:
    """`functools.cache` for what makes its expressions of a data file, so that `declared` has them."""
    once = cache(function)
    _from_data.append(once)
    return once


def declared() -> "list[Deferred]":
    """All expressions of the modules that are loaded and of their data, in the order of declaration."""
    for function in _from_data:
        function()
    return list(_declared)


def _write(packages: list[str]) -> int:
    """Compile the expressions of all modules of packages, and keep them for later starts."""
    ours = importlib.import_module("documents.regular_expressions")  # not this one, run as a script
    for package in packages:
        for file in sorted(Path(package).rglob("*.py")):
            if "regex(" in file.read_text("utf-8"):
                importlib.import_module(".".join(file.with_suffix("").parts))
    return expression_cache.write((each.pattern, each.flags_given) for each in ours.declared())


if __name__ == "__main__":
    sys.exit(0 if _write(sys.argv[1:]) else 1)
