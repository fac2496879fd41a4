"""A PDF in, its lines out as paragraphs and rows of tables; scanned pages are told, never passed over.

Running heads, feet and page numbers are dropped and told.
"""

from collections.abc import Iterator, Sequence

from documents.document import Defect, DefectKind
from documents.errors import DocumentError
from documents.file_text import FileText, dropped, file_text
from documents.pdf_continued_tables import PageTables, WholeTable, page_tables, whole_tables
from documents.pdf_lines import Line, lines_of
from documents.pdf_page import Box, Page, read_pages
from documents.pdf_paragraphs import Printed, paragraphs_of, without_running_lines
from documents.text_reader import plausibility

_FEW_GLYPHS = 20
_PAGE_SHARE = 0.3
_PICTURE_SHARE = 0.05
_LEAST_PLAUSIBLE = 0.7
_MOST_NUMBERS = 12
_MOSTLY = 0.8


def read_pdf(data: bytes, name: str) -> FileText:
    """Read a PDF.

    Raises:
        DocumentError: It is damaged or encrypted, or its pages are pictures without text.
    """
    pages: list[Page] = []
    scanned: list[int] = []
    pictures = 0
    for page in read_pages(data, name):
        pages.append(page)
        area = page.width * page.height
        if len(page.glyphs) < _FEW_GLYPHS and _covered(page) > _PAGE_SHARE * area:
            scanned.append(page.number)
        else:
            pictures += sum(_area(box) > _PICTURE_SHARE * area for box in page.pictures)
    text = "".join(glyph.text for page in pages for glyph in page.glyphs)
    _check(text, pages, scanned, name)
    printed = list(_printed(page_tables(pages)))
    heights = {page.number: page.height for page in pages}
    kept, running = without_running_lines(printed, heights)
    return file_text(
        paragraphs_of(kept, {page.number: page.width for page in pages}),
        _defects(running, scanned, pictures, len(pages)),
    )


def _check(text: str, pages: Sequence[Page], scanned: Sequence[int], name: str) -> None:
    advice = "请先用文字识别（OCR）软件转成带文字的 PDF、Word 或文本文件，再重新提供。"
    few = len(text) < _FEW_GLYPHS * len(pages)
    if few and len(scanned) > _MOSTLY * len(pages):
        raise DocumentError(
            f"PDF 文件“{name}”是扫描件，{len(pages)} 页中有 {len(scanned)} 页是没有文字层的图片，不能读取。{advice}"
        )
    if not text:
        raise DocumentError(f"PDF 文件“{name}”里没有文字，不能读取。{advice}")
    if plausibility(text) < _LEAST_PLAUSIBLE:
        raise DocumentError(f"PDF 文件“{name}”的文字层是乱码（字体没有编码表），不能读取。{advice}")


def _defects(
    running: Sequence[str], scanned: Sequence[int], pictures: int, pages: int
) -> Iterator[Defect]:
    if scanned:
        listed = "、".join(map(str, scanned[:_MOST_NUMBERS]))
        more = "等" if len(scanned) > _MOST_NUMBERS else ""
        yield Defect(
            DefectKind.SCANNED_PAGES,
            f"共 {pages} 页，其中第 {listed} 页{more}（{len(scanned)} 页）是扫描的图片，没有文字层，内容没有读入；"
            "需要时请先做文字识别（OCR）",
        )
    if running:
        yield dropped(running, "去掉了页眉、页脚和页码")
    if pictures:
        yield Defect(DefectKind.PICTURES, f"文件中有 {pictures} 张图片，图中的文字没有读入")


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _covered(page: Page) -> float:
    return sum(map(_area, page.pictures))


# Tables among the lines


def _printed(pages: Sequence[PageTables]) -> Iterator[Printed]:
    """The lines of all pages with the tables between them."""
    tables = whole_tables(pages)
    for held in pages:
        number, page = held.page.number, held.page
        boxes = [table.box for table in held.tables]
        outside = [g for g in page.glyphs if not any(_holds(box, g.box) for box in boxes)]
        waiting = [table for table in tables if table.page == number]
        for line in lines_of(outside, page.width):
            while waiting and waiting[0].top < line.box.top:
                yield _finished(waiting.pop(0))
            yield Printed(number, line)
        yield from map(_finished, waiting)


def _finished(table: WholeTable) -> Printed:
    box = Box(table.columns[0], table.top, table.columns[-1], table.top)
    return Printed(table.page, Line("", box, 0), tuple(table.lines()))


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.middle
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom
