"""Bytes of a text file in, its lines out: the encodings in use for Chinese, and plain Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from documents.errors import DocumentError
from documents.file_text import FileText, check_not_empty, file_text
from documents.regular_expressions import regex
from documents.table_grid import EMPTY_CELL
from documents.wrapped_lines import unwrapped

_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "big5")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_COMMON_TEXT = regex(
    r"[\t\n\r\f\x0b -~\u00a0-\u00ff\u2000-\u2642\u3000-\u30ff\u3200-\u33ff"
    r"\u4e00-\u9fff\ufeff\uff00-\uffee]"
)
_LEAST_PLAUSIBLE = 0.9
_MARKDOWN_MARK = regex(r"^\s*(?:#{1,6}\s+|>\s+)|\*\*|^\s*[-*_]{3,}\s*$|^\s*(?:```|~~~).*$")
_EMPHASIS = regex(r"(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)|(?<=[一-鿿])\*(\d[^*\n]*?)\*")
_BAR = regex(r"[|｜]")
_FRAMED = regex(r"\s*[|｜].*[|｜]\s*")
_RULE = regex(r"\s*[|｜]?[-:|｜\s]*-[-:|｜\s]*[|｜][-:|｜\s]*$")
_LEAST_CELLS = 3
_NAMED_ENCODING = regex(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_CHINESE_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}


def read_text(data: bytes, name: str) -> FileText:
    """Read plain text.

    Raises:
        DocumentError: It is empty, or no encoding gives text.
    """
    return file_text(_rows(unwrapped(decode(data, name).splitlines())))


def read_markdown(data: bytes, name: str) -> FileText:
    """Read Markdown as text, without the marks of headings, quotations, emphasis and tables.

    Raises:
        DocumentError: It is empty, or no encoding gives text.
    """
    lines = (
        _EMPHASIS.sub(r"\1\2", _MARKDOWN_MARK.sub("", line))
        for line in decode(data, name).splitlines()
    )
    return file_text(_rows(lines))


def _rows(lines: Iterable[str]) -> Iterator[str]:
    """Lines with cells parted by tabs, where tabs or upright bars part them; rules between rows go.

    A line between bars is a row; one with bars inside is where another of as many cells stands next to it.
    """
    cells = ((line, _between_bars(line)) for line in lines if not _RULE.fullmatch(line))
    for count, run in groupby(cells, key=lambda pair: len(pair[1])):
        rows = list(run)
        for line, parted in rows:
            if count >= _LEAST_CELLS and (len(rows) > 1 or _FRAMED.fullmatch(line)):
                yield "\t".join(parted)
            else:
                yield _row(parted if _FRAMED.fullmatch(line) else line.split("\t"))


def _between_bars(line: str) -> list[str]:
    parted = [cell.strip() for cell in _BAR.split(line.strip())]
    parted = parted[not parted[0] :]  # a bar on the outside parts nothing
    return [cell or EMPTY_CELL for cell in (parted if parted and parted[-1] else parted[:-1])]


def _row(cells: Sequence[str]) -> str:
    """Cells as a row, parted by tabs; fewer than three are no table, but text with blanks."""
    texts = [cell.strip() for cell in cells]
    texts = [text for text in texts if text]
    return "\t".join(texts) if len(texts) >= _LEAST_CELLS else " ".join(texts)


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file; the encoding is found by trying those in use for Chinese.

    A byte order mark decides. Otherwise the encoding wins under which the largest share of the
    characters are ones that Chinese texts use; on a tie the first of utf-8, gb18030, utf-16, big5.

    Raises:
        DocumentError: The file is empty, or no encoding gives text.
    """
    check_not_empty(data, name)
    marked = _BYTE_ORDER_MARKS.get(data[:2])
    if marked:
        text = data[2:].decode(marked, errors="replace")
        if plausibility(text) >= _LEAST_PLAUSIBLE:
            return text
    best, best_share = "", 0.0
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = plausibility(text)
        if share > best_share + 0.01:
            best, best_share = text, share
    if best_share < _LEAST_PLAUSIBLE:
        raise DocumentError(
            f"文件“{name}”不是文本文件（内容是二进制数据，或编码不是 UTF-8、GB18030、UTF-16）。"
            "请另存为 UTF-8 文本后重新提供。"
        )
    return best


def decode_page(data: bytes, name: str) -> str:
    """Decode a web page: bytes that are no text of the encoding are replaced, null bytes dropped.

    Raises:
        DocumentError: It is empty.
    """
    check_not_empty(data, name)
    marked = _BYTE_ORDER_MARKS.get(data[:2])
    if marked:
        return data[2:].decode(marked, errors="replace")
    plain = data.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        named = _NAMED_ENCODING.search(plain[:4096])
        said = named[1].decode("ascii").lower() if named else "gb18030"
        encoding = _CHINESE_ENCODINGS.get(said, "utf-8" if said == "utf-8" else "gb18030")
        return plain.decode(encoding, errors="replace")


def plausibility(text: str) -> float:
    """Share of characters that Chinese texts use, judged on the first 100,000 characters."""
    sample = text[:100_000]
    return len(_COMMON_TEXT.findall(sample)) / len(sample) if sample else 0.0
