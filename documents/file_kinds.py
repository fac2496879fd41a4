"""What a file really is, by its first bytes: a suffix can be wrong, the content cannot.

Gives the suffix under which the content is read, or says in Chinese what it is and what to do.
"""

import re

from documents.errors import DocumentError
from documents.file_text import check_not_empty
from documents.regular_expressions import regex

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
)
_BITMAP = regex(rb"BM.{4}\x00{4}", re.DOTALL)  # a text may begin with BM
_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\xfd7zXZ\x00", "xz 压缩包"),
    (b"BZh", "bzip2 压缩包"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<?xml", b"<!--")
_PDF_WITHIN = 1024
_SINGLE_FILE_PAGE = regex(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type:\s*multipart/related)",
    re.I,
)
BEGINNING = 4096
"""Bytes of the beginning that say what a file is."""


def known_by_content(beginning: bytes) -> bool:
    """Whether the first bytes are those of a format that is no plain text."""
    return (
        beginning.startswith((b"%PDF-", b"PK\x03\x04", _OLE, b"{\\rtf"))
        or _picture(beginning) != ""
        or _named(beginning, _ARCHIVES) != ""
    )


def is_compound(beginning: bytes) -> bool:
    """Whether a file is one of several streams, of which the beginning does not tell the kind."""
    return beginning.startswith(_OLE)


def content_suffix(data: bytes, suffix: str, name: str) -> str:
    """The suffix that fits the content, which may be another than the file has.

    Raises:
        DocumentError: There is none, it is a picture, an archive or encrypted, or fits no suffix.
    """
    check_not_empty(data, name)
    _refuse_others(data, name)
    if data.startswith((_OLE, b"{\\rtf")):
        return ".doc"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return ".pdf"
    if data.startswith(b"PK"):
        return ".docx"
    if _SINGLE_FILE_PAGE.match(data[:BEGINNING]):
        return ".mht"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_HTML_OPENINGS):
        return ".html"
    if suffix in (".pdf", ".docx", ".doc", ".wps"):
        raise DocumentError(
            f"文件“{name}”不是 {suffix[1:].upper()} 文件，内容已损坏或后缀不对。"
            "请用能打开它的软件重新保存后提供；纯文本请把后缀改为 .txt。"
        )
    return suffix


def _refuse_others(data: bytes, name: str) -> None:
    picture = _picture(data)
    if picture:
        raise DocumentError(
            f"文件“{name}”其实是一张 {picture}，没有可读的文字。"
            "请先用文字识别（OCR）软件转成文本或 Word 文件，再重新提供。"
        )
    archive = _named(data, _ARCHIVES)
    if archive:
        raise DocumentError(f"文件“{name}”其实是 {archive}。请解压后提供里面的文件。")
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise DocumentError(
            f"文件“{name}”设了打开密码，不能读取。请在 Word 或 WPS 中去掉密码后重新提供。"
        )


def _picture(data: bytes) -> str:
    return "BMP 图片" if _BITMAP.match(data) else _named(data, _PICTURES)


def _named(data: bytes, signatures: tuple[tuple[bytes, str], ...]) -> str:
    return next((name for opening, name in signatures if data.startswith(opening)), "")
