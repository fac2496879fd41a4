"""Frozen dataclasses to JSON lines and back, by their type hints. Knows nothing of meaning."""

import dataclasses
import json
import types
import typing
from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


def to_lines(records: Iterable[Any]) -> bytes:
    """One JSON object a line, keys in the order of the fields."""
    return b"".join(
        json.dumps(dataclasses.asdict(record), ensure_ascii=False).encode() + b"\n"
        for record in records
    )


def from_lines(kind: type[Record], content: bytes) -> list[Record]:
    """The records of `to_lines`.

    Raises:
        ValueError: A line is not of this kind.
    """
    try:
        return [
            cast(Record, _decoded(kind, json.loads(line))) for line in content.decode().splitlines()
        ]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a line of {kind.__name__}: {error}") from error


def _decoded(kind: Any, value: Any) -> Any:  # noqa: ANN401 - any JSON value, any type hint
    """A JSON value as the type hint wants it."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return cast(type, kind)(
            **{name: _decoded(hints[name], part) for name, part in value.items()}
        )
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType or origin is typing.Union:
        return None if value is None else _decoded(arguments[0], value)
    if origin is tuple:
        return tuple(_decoded(arguments[0], part) for part in value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
