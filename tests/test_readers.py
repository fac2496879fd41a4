"""Files of all encodings are read; what is no policy text is refused with a clear message."""

from pathlib import Path

import pytest

from documents import read_document
from documents.errors import DocumentError

TEXT = "某市关于加快发展的意见\n一、总体要求\n到2025年,达到65%以上。\n二、主要任务\n(一)物流。加快建设。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "意见.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = read_document(path)
    assert [c.number for c in document.clauses] == ["标题", "一", "二", "二(一)"]
    assert document.text.startswith("某市关于加快发展的意见\n一、总体要求\n到2025年,达到65%以上。")


def test_line_ends_and_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").replace("总体", "\u200b总\x07体").encode())
    assert "一、总体要求" in read_document(path).text


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# 某市关于发展的意见\n\n## 一、总体要求\n\n**目标**明确。\n", encoding="utf-8")
    document = read_document(path)
    assert [(c.number, c.title) for c in document.clauses] == [("标题", ""), ("一", "总体要求")]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "是空的"),
        ("a.txt", b" \r\n\t\n", "是空的"),
        (
            "a.txt",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
            "其实是一张 PNG 图片",
        ),
        ("a.txt", "你好，世界。\n今天天气很好。".encode(), "没有找到条款"),
        ("a.xyz", b"abc", "不支持的文件类型“.xyz”"),
    ],
)
def test_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        read_document(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="不能读取文件"):
        read_document(tmp_path / "无.txt")
