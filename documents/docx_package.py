"""A Word file before it is unpacked: what unpacks to far too much, or is no Word file, is refused."""

import io
import zipfile

from documents.errors import DocumentError

_LARGEST_UNPACKED = 200_000_000
_LARGEST_TEXT_PART = 40_000_000
_LARGEST_RATIO = 100
_RATIO_FROM = 10_000_000
_MOST_ENTRIES = 10_000
_OTHER_PACKAGES = (
    ("xl/", "Excel 表格", "请在表格软件中另存为 PDF，或把内容粘贴到 Word 文件"),
    ("ppt/", "PowerPoint 演示文稿", "请另存为 PDF"),
    ("OFD.xml", "OFD 版式文件", "请用 OFD 阅读器另存为 PDF 或 Word 文件"),
    ("content.xml", "OpenDocument 文件", "请另存为 .docx"),
)


def damaged(name: str) -> DocumentError:
    """What is said of a Word file that cannot be read."""
    return DocumentError(
        f"Word 文件“{name}”已损坏或不完整，不能读取。请重新下载，或在 Word、WPS 中打开后另存为 .docx 再提供。"
    )


def check_package(data: bytes, name: str) -> None:
    """Refuse what unpacks to far more than it is, before anything is unpacked.

    Raises:
        DocumentError: It does, or the file is damaged or no Word file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as exc:
        raise damaged(name) from exc
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(len(data), 1)
    largest = max((e.file_size for e in entries if e.filename.endswith(".xml")), default=0)
    if (
        unpacked > _LARGEST_UNPACKED
        or largest > _LARGEST_TEXT_PART
        or len(entries) > _MOST_ENTRIES
        or (ratio > _LARGEST_RATIO and unpacked > _RATIO_FROM)
    ):
        raise DocumentError(
            f"Word 文件“{name}”解压后有 {unpacked // 1_000_000} MB（{len(entries)} 个部件），"
            "不像一份政策文件，可能是压缩炸弹，没有读取。请确认来源，或另存为文本后提供。"
        )
    names = {entry.filename for entry in entries}
    if any(name.endswith("document.xml") for name in names):
        return
    for part, kind, advice in _OTHER_PACKAGES:
        if any(n.startswith(part) for n in names):
            raise DocumentError(f"文件“{name}”其实是 {kind}，不能读取。{advice}后重新提供。")
    if "[Content_Types].xml" in names:
        raise damaged(name)
    raise DocumentError(f"文件“{name}”其实是 ZIP 压缩包。请解压后提供里面的文件。")
