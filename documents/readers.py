"""Files in, lines of text out: one table from suffix to reader.

A reader turns the bytes of a file into its lines and what is wrong with them. It knows a file
format, and nothing of policies. What a file is, its content says; the suffix only asks.
"""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from documents.errors import DocumentError
from documents.file_kinds import BEGINNING, content_suffix, is_compound, known_by_content
from documents.file_text import FileText, check_not_empty, empty
from documents.text_reader import read_markdown, read_text

_LARGEST_FILE = 50_000_000
LONGEST_LINE = 20_000
LONGEST_TEXT = 1_000_000
"""Characters: some steps of reading take time that grows with the square of a line or a text."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of a suffix are read: in this process, or as what else, or apart within limits."""

    read: Callable[[bytes, str], FileText]
    plain: bool = False
    """Plain text is read here; anything else in a process of its own."""
    converted: bool = False
    """The file is made a .docx by LibreOffice first."""


def _read_html(data: bytes, name: str) -> FileText:
    from documents.html_reader import read_html

    return read_html(data, name)


def _read_mht(data: bytes, name: str) -> FileText:
    from documents.mht_reader import read_mht

    return read_mht(data, name)


def _read_docx(data: bytes, name: str) -> FileText:
    from documents.docx_reader import read_docx

    return read_docx(data, name)


def _read_pdf(data: bytes, name: str) -> FileText:
    from documents.pdf_reader import read_pdf

    return read_pdf(data, name)


READERS: dict[str, Reader] = {
    ".txt": Reader(read_text, plain=True),
    ".md": Reader(read_markdown, plain=True),
    ".html": Reader(_read_html),
    ".htm": Reader(_read_html),
    ".mht": Reader(_read_mht),
    ".mhtml": Reader(_read_mht),
    ".docx": Reader(_read_docx),
    ".doc": Reader(_read_docx, converted=True),
    ".wps": Reader(_read_docx, converted=True),
    ".rtf": Reader(_read_docx, converted=True),
    ".pdf": Reader(_read_pdf),
}


def true_suffix(path: Path) -> str:
    """The suffix under which the content of a file is read.

    Raises:
        DocumentError: The file is missing, of an unknown kind, too large, a picture or encrypted.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        known = "、".join(READERS)
        raise DocumentError(
            f"不能读取“{path.name}”：不支持的文件类型“{path.suffix or '无后缀'}”。支持的类型：{known}。"
        )
    beginning = file_bytes(path, path.name, BEGINNING)
    if READERS[suffix].plain and not known_by_content(beginning):
        return suffix
    says_too_little = is_compound(beginning) or not beginning.strip(b"\x00")
    data = file_bytes(path, path.name) if says_too_little else beginning
    return content_suffix(data, suffix, path.name)


def file_bytes(path: Path, name: str, most: int = _LARGEST_FILE) -> bytes:
    """The first `most` bytes of a file, all of one moment.

    Raises:
        DocumentError: It is missing, no file, too large, or was written to in the meantime.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DocumentError(f"不能读取“{path}”：不是普通文件。请提供文件本身。")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > _LARGEST_FILE:
                raise DocumentError(
                    f"文件“{name}”超过 {_LARGEST_FILE // 1_000_000} MB，不像一份政策文件。"
                    "请拆分或另存为纯文本后重新提供。"
                )
            data = file.read(most)
            after = os.fstat(file.fileno())
    except OSError as exc:
        raise DocumentError(
            f"不能读取文件“{path}”：{exc.strerror or exc}。请检查路径和权限。"
        ) from exc
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DocumentError(f"文件“{name}”正在被改写，没有读取。请等写完或关闭占用它的程序后重试。")
    return data


def read_bytes(data: bytes, suffix: str, name: str) -> FileText:
    """Read the content of a file with the reader of a suffix, in this process.

    Raises:
        DocumentError: It is empty, damaged, or too long to be a policy.
    """
    check_not_empty(data, name)
    found = READERS[suffix].read(data, name)
    if not found.lines:
        raise empty(name)
    return found


def check_length(found: FileText, name: str) -> None:
    """Refuse what is too long to be taken apart in seconds.

    Raises:
        DocumentError: The text or one of its lines is too long.
    """
    longest, length = max(map(len, found.lines)), sum(map(len, found.lines))
    if length > LONGEST_TEXT:
        raise DocumentError(
            f"文件“{name}”有 {length} 个字，超过上限 {LONGEST_TEXT}。请拆分后再提供。"
        )
    if longest > LONGEST_LINE:
        raise DocumentError(
            f"文件“{name}”有一行长达 {longest} 个字，超过上限 {LONGEST_LINE}，"
            "不像一份政策文件。请按原文分段后再提供。"
        )
