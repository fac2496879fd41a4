"""What a file is, its first bytes say."""

import pytest

from documents.errors import DocumentError
from documents.file_kinds import content_suffix, known_by_content

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "suffix", "true"),
    [
        (b"%PDF-1.7", ".docx", ".pdf"),
        (b"\n\n%PDF-1.7", ".pdf", ".pdf"),
        (b"PK\x03\x04", ".pdf", ".docx"),
        (OLE + b"WordDocument", ".docx", ".doc"),
        (b"{\\rtf1", ".doc", ".doc"),
        (b"<!DOCTYPE html><p>", ".doc", ".html"),
        (b"\xef\xbb\xbf\r\n<HTML>", ".docx", ".html"),
        ("一、目标".encode(), ".html", ".html"),
    ],
)
def test_content_decides(data: bytes, suffix: str, true: str) -> None:
    assert content_suffix(data, suffix, "a") == true


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xd8\xff\xe0", "其实是一张 JPEG 图片.*OCR"),
        (b"7z\xbc\xaf\x27\x1c", "其实是 7z 压缩包.*解压"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        ("一、目标".encode(), "不是 PDF 文件.*后缀"),
        (b"", "是空的"),
    ],
)
def test_what_cannot_be_read_says_what_it_is(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        content_suffix(data, ".pdf", "a.pdf")


def test_text_is_not_known_by_its_content() -> None:
    assert known_by_content(b"%PDF-1.4")
    assert known_by_content(b"\x89PNG\r\n\x1a\n")
    assert not known_by_content("一、目标".encode())
    assert not known_by_content(b"<html>")
    assert known_by_content(b"BM\x36\x10\x00\x00\x00\x00\x00\x00")
    assert not known_by_content("BMW 生产基地支持措施".encode())
