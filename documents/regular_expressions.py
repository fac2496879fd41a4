"""Regular expressions that are compiled when they are first used.

Half of the expressions of the program play no part in a given question, and compiling all of them
would take a tenth of the time of a cold `zhice ask`.
"""

import re
from typing import Any, AnyStr, cast


class _Deferred:
    """Stands for a compiled expression; its methods are those of `re.Pattern` from the first use on."""

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self.pattern = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith(
            "__"
        ):  # what copying and comparing look for, not a use of the expression
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
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
    return cast("re.Pattern[AnyStr]", _Deferred(expression, flags))
