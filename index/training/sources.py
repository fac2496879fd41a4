"""Training text and pairs, read from plain or xz files.

Text: UTF-8, one paragraph a line. Pairs: JSON lines `{"s": source, "q": query side, "p": passage
side}`; further keys are ignored.
"""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from documents.errors import ModelError


@dataclass(frozen=True, slots=True)
class TextPair:
    """A query and the passage that belongs to it."""

    source: str
    query: str
    passage: str


def read_lines(path: Path) -> Iterator[str]:
    """Lines of a plain or `.xz` text file, without the line break.

    Raises:
        ModelError: the file is missing, not UTF-8, or not a whole xz file.
    """
    try:
        with _open_text(path) as file:
            for line in file:
                yield line.rstrip("\n")
    except (OSError, lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def read_paragraphs(path: Path) -> list[str]:
    """All paragraphs of a text file that are not blank, in order."""
    return [line for line in read_lines(path) if line.strip()]


def read_pairs(path: Path) -> list[TextPair]:
    """All pairs of a file, in order.

    Raises:
        ModelError: a line is not a JSON object with the texts `s`, `q` and `p`.
    """
    return [_parse_pair(line, path, number) for number, line in enumerate(read_lines(path), 1)]


def _parse_pair(line: str, path: Path, number: int) -> TextPair:
    try:
        value = json.loads(line)
    except json.JSONDecodeError:
        value = None
    texts = [value.get(key) for key in "sqp"] if isinstance(value, dict) else []
    match texts:
        case [str(source), str(query), str(passage)]:
            return TextPair(source, query, passage)
    raise ModelError(
        f"{path} 第 {number} 行不是训练对:{line[:40]!r}。"
        '每行应为 {"s": 来源, "q": 问题, "p": 段落}。'
    )


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(f"训练数据无法读取:{path}({error})。请检查 --text 和 --pairs。")
