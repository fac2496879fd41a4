"""The pages of a PDF as PDFium gives them: glyphs with their boxes, ruled lines, pictures.

Coordinates are points from the top left corner of the page as it is shown; what the glyphs say
together is not known here.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from documents.errors import DocumentError

MOST_PAGES = 600
_MOST_GLYPHS = 1_500_000
_MOST_OBJECTS = 100_000
_MOST_SEGMENTS = 100_000
_DEEPEST = 4
_THIN = 3.0
_WIDTH_OF_HEIGHT = 0.75
_HYPHENS = {0x02: "-", 0xAD: "-"}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character; `space` tells that the file has a blank before it."""

    text: str
    box: Box
    space: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it is as wide as an ideograph."""
        return "\u2e80" <= self.text <= "\uffef"

    @property
    def size(self) -> float:
        """How large it is printed: the width of an ideograph, else what one beside it would have."""
        if self.is_wide and self.box.right > self.box.left:
            return self.box.right - self.box.left
        return (self.box.bottom - self.box.top) * _WIDTH_OF_HEIGHT


@dataclass(frozen=True, slots=True)
class Page:
    """What is on a page; rulings are thin boxes, level or upright."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Box, ...]
    pictures: tuple[Box, ...]


def read_pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages, one after another.

    Raises:
        DocumentError: The file is encrypted, damaged, or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        raise _unreadable(exc, name) from exc
    try:
        count = len(document)
        if count == 0:
            raise DocumentError(f"PDF 文件“{name}”没有一页内容。请重新导出后提供。")
        if count > MOST_PAGES:
            raise DocumentError(
                f"PDF 文件“{name}”有 {count} 页，超过上限 {MOST_PAGES} 页。请拆分后重新提供。"
            )
        glyphs = 0
        for at in range(count):
            page = _page(document, at, name)
            glyphs += len(page.glyphs)
            if glyphs > _MOST_GLYPHS:
                raise DocumentError(
                    f"PDF 文件“{name}”的文字超过 {_MOST_GLYPHS} 字。请拆分后重新提供。"
                )
            yield page
    finally:
        document.close()


def _unreadable(error: pypdfium2.PdfiumError, name: str) -> DocumentError:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return DocumentError(
            f"PDF 文件“{name}”设了打开密码，不能读取。请去掉密码（打开后另存或打印为 PDF）后重新提供。"
        )
    return DocumentError(
        f"PDF 文件“{name}”已损坏或不完整，不能读取。请重新下载，或打开后另存为 PDF 再提供。"
    )


def _page(document: pypdfium2.PdfDocument, at: int, name: str) -> Page:
    try:
        page = document[at]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as exc:
        raise DocumentError(
            f"PDF 文件“{name}”的第 {at + 1} 页已损坏，不能读取。请重新下载，或打开后另存为 PDF 再提供。"
        ) from exc
    try:
        shown = _Shown(page)
        rulings, pictures = _drawn(page, shown)
        glyphs = tuple(_glyphs(text, shown))
        return Page(at + 1, shown.width, shown.height, glyphs, rulings, pictures)
    finally:
        text.close()
        page.close()


class _Shown:
    """Turns coordinates of the file into those of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, right, self.top = page.get_bbox()
        self.rotation = page.get_rotation()
        width, height = right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle given by two opposite corners in the file."""
        first, second = self._point(x0, y0), self._point(x1, y1)
        left, right = sorted((first[0], second[0]))
        top, bottom = sorted((first[1], second[1]))
        return Box(left, top, right, bottom)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across, down = x - self.left, self.top - y
        if self.rotation == 90:
            return self.width - down, across
        if self.rotation == 180:
            return self.width - across, self.height - down
        if self.rotation == 270:
            return down, self.height - across
        return across, down


def _glyphs(text: pypdfium2.PdfTextPage, shown: _Shown) -> Iterator[Glyph]:
    handle = text.raw
    rectangle = pdfium.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    space = False
    high = 0
    for at in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        high = 0
        character = _HYPHENS.get(code) or chr(code)
        if character.isspace() or code in (0, 0xFFFE, 0xFFFF):
            space = space or pdfium.FPDFText_IsGenerated(handle, at) == 0
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, at, pointer):
            continue
        box = shown.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        yield Glyph(character, box, space)
        space = False


# Ruled lines and pictures

_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1, 0, 0, 1, 0, 0)


def _drawn(page: pypdfium2.PdfPage, shown: _Shown) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    rulings: list[Box] = []
    pictures: list[Box] = []
    for handle, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            (x0, y0), (x1, y1) = _moved(matrix, 0, 0), _moved(matrix, 1, 1)
            pictures.append(shown.box(x0, y0, x1, y1))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(rulings) < _MOST_SEGMENTS:
            rulings += _rulings(handle, matrix, shown)
    return tuple(rulings), tuple(pictures)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[ctypes._Pointer, _Matrix]]:  # type: ignore[type-arg]
    """The objects of a page and of the forms on it, each with the way to the page's coordinates."""
    count, fetch = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    waiting = [(page.raw, count, fetch, _AS_IT_IS, 0)]
    seen = 0
    while waiting:
        holder, count, fetch, outer, depth = waiting.pop()
        for at in range(count(holder)):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            handle = fetch(holder, at)
            kind = pdfium.FPDFPageObj_GetType(handle)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            matrix = _joined(_matrix(handle), outer)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth < _DEEPEST:
                    inner = (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
                    waiting.append((handle, *inner, matrix, depth + 1))
                continue
            yield handle, matrix


def _matrix(handle: ctypes._Pointer) -> _Matrix:  # type: ignore[type-arg]
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, found):
        return _AS_IT_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _joined(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _rulings(handle: ctypes._Pointer, matrix: _Matrix, shown: _Shown) -> Iterator[Box]:  # type: ignore[type-arg]
    """The level and upright strokes of a path; a thin filled rectangle is a stroke too."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    for points in _outlines(handle, matrix):
        corners = [shown.box(x, y, x, y) for x, y in points]
        if stroke.value:
            for one, other in pairwise(corners):
                line = _around((one, other))
                if min(line.right - line.left, line.bottom - line.top) < _THIN:
                    yield line
        elif fill.value and len(corners) >= 4:
            whole = _around(tuple(corners))
            if min(whole.right - whole.left, whole.bottom - whole.top) < _THIN:
                yield whole


def _outlines(handle: ctypes._Pointer, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:  # type: ignore[type-arg]
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for at in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(_moved(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _around(boxes: tuple[Box, ...]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
