"""Files in, lines of text out: one table from suffix to reader.

A reader gives the lines of a file as they are, without the line ends. It knows encodings and
file formats, and nothing of policies.
"""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from documents.errors import DocumentError

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "big5")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_COMMON_TEXT = re.compile(
    r"[\t\n\r\f\x0b -~\u00a0-\u00ff\u2010-\u2642\u3000-\u30ff\u3200-\u33ff"
    r"\u4e00-\u9fff\uff00-\uffee]"
)
_LEAST_PLAUSIBLE = 0.9
_MARKDOWN_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s+)|\*\*|^\s*[-*_]{3,}\s*$")
_LARGEST_FILE = 50_000_000


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file; the encoding is found by trying those in use for Chinese.

    A byte order mark decides. Otherwise the encoding wins under which the largest share of the
    characters are ones that Chinese texts use; on a tie the first of utf-8, gb18030, utf-16, big5.

    Raises:
        DocumentError: The file is empty, or no encoding gives text.
    """
    if not data.strip(b"\x00\r\n\t "):
        raise DocumentError(f"文件“{name}”是空的，没有可读的文字。请检查文件后重新提供。")
    marked = _BYTE_ORDER_MARKS.get(data[:2])
    if marked:
        text = data[2:].decode(marked, errors="replace")
        if _plausibility(text) >= _LEAST_PLAUSIBLE:
            return text
    best, best_share = "", 0.0
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = _plausibility(text)
        if share > best_share + 0.01:
            best, best_share = text, share
    if best_share < _LEAST_PLAUSIBLE:
        raise DocumentError(
            f"文件“{name}”不是文本文件（内容是二进制数据，或编码不是 UTF-8、GB18030、UTF-16）。"
            "请另存为 UTF-8 文本后重新提供。"
        )
    return best


def _plausibility(text: str) -> float:
    """Share of characters that Chinese texts use, judged on the first 100,000 characters."""
    sample = text[:100_000]
    return len(_COMMON_TEXT.findall(sample)) / len(sample) if sample else 0.0


def _clean_line(line: str) -> str:
    """Drop control and invisible format characters and the blanks around a line; keep the rest."""
    kept = (c for c in line.replace("\t", " ") if unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept).strip()


def _read_text(path: Path) -> list[str]:
    return decode(path.read_bytes(), path.name).splitlines()


def _read_markdown(path: Path) -> list[str]:
    return [_MARKDOWN_MARK.sub("", line) for line in _read_text(path)]


READERS: dict[str, Callable[[Path], list[str]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
}


def read_lines(path: Path) -> list[str]:
    """Read the non-empty lines of a file, blanks and control characters around them removed.

    Raises:
        DocumentError: The file is missing, too large, empty, binary, or of an unknown kind.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = "、".join(READERS)
        raise DocumentError(
            f"不能读取“{path.name}”：不支持的文件类型“{path.suffix or '无后缀'}”。支持的类型：{known}。"
        )
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise DocumentError(
                f"文件“{path.name}”超过 {_LARGEST_FILE // 1_000_000} MB，不像一份政策文件。"
                "请拆分或另存为纯文本后重新提供。"
            )
        lines = [_clean_line(line) for line in reader(path)]
    except OSError as exc:
        raise DocumentError(
            f"不能读取文件“{path}”：{exc.strerror or exc}。请检查路径和权限。"
        ) from exc
    found = [line for line in lines if line]
    if not found:
        raise DocumentError(f"文件“{path.name}”是空的，没有可读的文字。请检查文件后重新提供。")
    return found
