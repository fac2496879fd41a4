"""Frozen dataclasses to JSON lines and back, by their type hints. Knows nothing of meaning."""

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable, Iterable
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar, cast

import orjson

Record = TypeVar("Record")


def to_lines(records: Iterable[Any]) -> bytes:
    """One JSON object a line, keys in the order of the fields."""
    return b"".join(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)


def from_lines(kind: type[Record], content: bytes) -> list[Record]:
    """The records of `to_lines`.

    Raises:
        ValueError: A line is not of this kind.
    """
    decoder = _decoder(cast(Hashable, kind))
    try:
        return [cast(Record, decoder(orjson.loads(line))) for line in content.split(b"\n") if line]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a line of {kind.__name__}: {error}") from error


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    return value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any type hint
    """What turns a JSON value into what a type hint wants; made once, used for every record."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _dataclass_decoder(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType or origin is typing.Union:
        inner = _decoder(arguments[0])
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        inner = _decoder(arguments[0])
        return tuple if inner is _plain else lambda value: tuple(map(inner, value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _Members(kind).__getitem__
    return _plain


class _Members(dict[Any, Enum]):
    """The members of an enumeration by value: a lookup takes a fifth of a call."""

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__((member.value, member) for member in kind)
        self._kind = kind

    def __missing__(self, value: Any) -> Enum:  # noqa: ANN401 - any JSON value
        return self._kind(value)


def _dataclass_decoder(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    decoders = {name: _decoder(hint) for name, hint in hints.items()}
    special = [(name, decoder) for name, decoder in decoders.items() if decoder is not _plain]
    fields = [field.name for field in dataclasses.fields(kind)]
    in_order = itemgetter(*fields) if len(fields) > 1 else lambda value: (value[fields[0]],)

    def decoded(value: dict[str, Any]) -> Any:  # noqa: ANN401 - a record of the kind
        for name, decoder in special:
            if name in value:
                value[name] = decoder(value[name])
        return kind(*in_order(value)) if len(value) == len(fields) else kind(**value)

    return decoded
