"""Files that are broken or made to do harm: each with its name, its bytes, and what is said of it.

Those with `READ` are read after all; the others are refused with a message that matches.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from pdf_file import PdfPage, pdf_file, pdf_of_objects
from word_file import word_file

READ = ""
POLICY = (
    "澜州市人民政府关于支持茶产业发展的意见",
    "一、发展目标",
    "到2027年达到65%以上。",
    "二、附则",
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: made when it is asked for, since some are large."""

    name: str
    make: Callable[[], bytes]
    message: str


def word_with(body: str, *, doctype: str = "", **parts: bytes) -> bytes:
    """A Word file whose document is this."""
    document = (
        f'<?xml version="1.0"?>{doctype}<w:document {_WORD}><w:body>{body}</w:body></w:document>'
    )
    return repacked({"word/document.xml": document.encode()} | parts)


def repacked(changed: dict[str, bytes]) -> bytes:
    """A sound Word file with other parts, packed anew."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file(*POLICY))) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changed.pop(name, b"") or old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return written.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def zip_bomb() -> bytes:
    return repacked({"word/media/a.bin": bytes(210_000_000)})


def many_entries() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        for at in range(10_001):
            package.writestr(f"{at}", "")
    return written.getvalue()


def lying_sizes() -> bytes:
    """A package whose directory says that a part of 60 MB has 1,000 bytes."""
    data = bytearray(word_with(paragraph("字" * 100) * 200_000))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        true = package.getinfo("word/document.xml").file_size
    assert true > 40_000_000
    return bytes(data.replace(struct.pack("<I", true), struct.pack("<I", 1000)))


def entity_bomb() -> bytes:
    lines = ['<!ENTITY a "一二三四五六七八九十">']
    lines += [
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return word_with(
        paragraph("&i;") + paragraph("一、目标"), doctype=f"<!DOCTYPE w [{''.join(lines)}]>"
    )


def external_entity() -> bytes:
    doctype = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return word_with(paragraph("一、目标&x;") + paragraph("二、附则"), doctype=doctype)


def deep_word() -> bytes:
    inner = paragraph("一、目标")
    for _ in range(200):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"
    return word_with(inner)


def endless_styles() -> bytes:
    """A style that is based on itself, through another."""
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    styles = f"<w:styles {_WORD}>{style.format('A', 'B')}{style.format('B', 'A')}</w:styles>"
    return repacked({"word/styles.xml": styles.encode()})


def nested_tables() -> bytes:
    return ("<table><tr><td>" * 1000 + "一、目标" + "</td></tr></table>" * 1000).encode()


def large_html() -> bytes:
    return ("<p>一、目标。" + "<p>第十条 重复的文字，重复的文字。</p>" * 1_200_000).encode()[
        :50_000_000
    ]


def wide_html() -> bytes:
    cell = "<td rowspan=65000 colspan=65000>目标</td>"
    return f"<table>{f'<tr>{cell * 100}</tr>' * 300}</table>".encode()


def many_elements() -> bytes:
    return ("<p>一、目标</p>" + "<b><i>" * 500 + "<a><b>" * 900_000).encode()


def burning_pdf(times: int = 100_000_000) -> bytes:
    """Not 2 KB that are hundreds of millions of bytes of drawing."""
    return pdf_with_content(b"q Q " * 250_000, times // 250_000)


def pdf_with_content(block: bytes, times: int) -> bytes:
    """A page with a block of content many times, packed twice."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(block, check)
    packed = zlib.compress(b"\x78\xda" + piece * times + b"\x03\x00" + struct.pack(">I", check), 9)
    entries = b"/Length %d/Filter[/FlateDecode/FlateDecode]" % len(packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"
    return pdf_of_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            b"<<%s>>stream\n%s\nendstream" % (entries, packed),
        ]
    )


def forms_in_forms() -> bytes:
    """Forms that draw the next one ten times, thirty levels deep."""
    count = 30
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects.append(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</XObject<</X 4 0 R>>>>>>"
    )
    draw = b"/X Do " * 10
    for level in range(count):
        resources = b"/Resources<</XObject<</X %d 0 R>>>>" % (level + 5)
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>stream\n%s\nendstream"
            % (resources, len(draw), draw)
        )
        if level == 0:
            objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw))
            resources = b""
    return pdf_of_objects(objects)


def stream_bomb() -> bytes:
    """2 KB that unpack to a gigabyte."""
    return pdf_with_content(bytes(1_000_000), 1000)


ENCRYPTED = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<{'11' * 32}>/U<{'22' * 32}>/P -4>>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8
PAGE = PdfPage().lines(122, 90, POLICY)
ENDLESS_TREE = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]

HOSTILE = (
    Hostile("zip_bomb.docx", zip_bomb, "解压后有 210 MB.*压缩炸弹"),
    Hostile("many_entries.docx", many_entries, "10002 个部件.*压缩炸弹"),
    Hostile("lying_sizes.docx", lying_sizes, "已损坏或不完整"),
    Hostile("large_part.docx", lambda: word_with(paragraph("字" * 99) * 160_000), "压缩炸弹"),
    Hostile("truncated.docx", lambda: word_file(*POLICY)[:9000], "已损坏或不完整"),
    Hostile("half_zip.docx", lambda: b"PK\x03\x04" + bytes(500), "已损坏或不完整"),
    Hostile("entity_bomb.docx", entity_bomb, "已损坏或不完整"),
    Hostile("external_entity.docx", external_entity, READ),
    Hostile("deep_tables.docx", deep_word, "已损坏或不完整|套了 20 层以上"),
    Hostile("endless_styles.docx", endless_styles, READ),
    Hostile("no_zip.docx", lambda: b"PK" + bytes(100), "已损坏或不完整"),
    Hostile("text.docx", lambda: "\n".join(POLICY).encode(), "不是 DOCX 文件.*后缀"),
    Hostile("password.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
    Hostile("archive.docx", lambda: b"Rar!\x1a\x07\x00" + bytes(90), "其实是 RAR 压缩包.*解压"),
    Hostile("large.html", large_html, "超过 12 MB"),
    Hostile("nested_tables.html", nested_tables, "嵌套超过 1500 层"),
    Hostile("wide_tables.html", wide_html, "超过 200000 格的表格"),
    Hostile("many_elements.html", many_elements, "嵌套超过 1500 层"),
    Hostile("null_bytes.html", lambda: b"\x00" * 900 + "<p>一、\x00目标</p>".encode(), READ),
    Hostile("binary.html", lambda: bytes(range(128, 256)) * 900, "有一行长达"),
    Hostile("password.pdf", lambda: pdf_file(PAGE, extra_trailer=ENCRYPTED), "设了打开密码"),
    Hostile("truncated.pdf", lambda: pdf_file(PAGE)[:600], "已损坏或不完整"),
    Hostile("endless_tree.pdf", lambda: pdf_of_objects(ENDLESS_TREE), "第 1 页已损坏"),
    Hostile("burning.pdf", burning_pdf, "秒|内存"),
    Hostile("forms.pdf", forms_in_forms, "没有文字"),
    Hostile("stream_bomb.pdf", stream_bomb, "内存超过 512 MB"),
    Hostile("picture.pdf", lambda: PNG, "其实是一张 PNG 图片.*OCR"),
    Hostile("scan.pdf", lambda: pdf_file(PdfPage().scan()), "是扫描件.*OCR"),
    Hostile("word.pdf", lambda: word_file(*POLICY), READ),
    Hostile("pdf.docx", lambda: pdf_file(PAGE), READ),
    Hostile("page.docx", lambda: f"<html><p>{'<p>'.join(POLICY)}".encode(), READ),
    Hostile("pdf.txt", lambda: pdf_file(PAGE), READ),
    Hostile("empty.docx", lambda: b"", "是空的"),
    Hostile("empty.pdf", lambda: b"", "是空的"),
    Hostile("empty.html", lambda: b" \r\n", "是空的"),
)
