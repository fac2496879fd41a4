"""A Word file in, its lines out as Word prints them: numbers, tables, footnotes, text boxes.

Changes that nobody accepted are read as if accepted, hidden text is left out; both are told.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import LxmlError, XMLParser, _Element, fromstring

from documents.document import Defect, DefectKind
from documents.docx_numbering import Numbering, read_numbering
from documents.docx_package import check_package, damaged
from documents.errors import DocumentError
from documents.file_text import STRUCK, FileText, dropped, file_text, of_raised, shortened
from documents.regular_expressions import regex
from documents.table_grid import Cell, cell_text, row_lines

_DEEPEST_TABLE = 20
_VML = "urn:schemas-microsoft-com:vml"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_INSERTED = {qn("w:ins"), qn("w:moveTo")}
_PASSED_OVER = {
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:delInstrText"),
    qn("w:sdtPr"),
    qn("w:fldData"),
    qn("w:rt"),
    qn("m:r"),  # read as part of their formula
    f"{_ALTERNATIVES}Fallback",
}
_SIMPLE = regex(r"[\w.%]+")
_OFF = ("0", "false", "off")
_TABLE_OF_CONTENTS = ("toc ", "目录")


def read_docx(data: bytes, name: str) -> FileText:
    """Read a Word file.

    Raises:
        DocumentError: It is damaged, unpacks to too much, or is no Word file.
    """
    check_package(data, name)
    try:
        word = docx.Document(io.BytesIO(data))
        return _Reading(word, name).run()
    except (PackageNotFoundError, zipfile.BadZipFile, LxmlError, KeyError, ValueError) as exc:
        if "memory" in str(exc).lower():
            raise MemoryError from exc
        raise damaged(name) from exc


@dataclass
class _GrowingCell:
    """A cell while the rows below it are read, which may belong to it."""

    text: str
    columns: int
    rows: int = 1


class _Reading:
    """Walks the body of a Word file once, in reading order."""

    def __init__(self, word: WordDocument, name: str) -> None:
        self.word = word
        self.name = name
        self.numbering: Numbering = read_numbering(word)
        self.notes = _notes(word)
        self.hiding_styles, self.contents_styles = _styles(word)
        self.lines: list[str] = []
        self.contents: list[str] = []
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.inserted: list[str] = []
        self.deleted: list[str] = []
        self.pictures = 0

    def run(self) -> FileText:
        for element in self.word.element.body:
            self.lines += self._block(element, 0)
        return file_text(self.lines, self._defects())

    def _defects(self) -> Iterator[Defect]:
        if self.contents:
            yield dropped(self.contents, "去掉了目录")
        if self.inserted or self.deleted:
            shown = [*(f"增“{shortened(t)}”" for t in self.inserted)]
            shown += [f"删“{shortened(t)}”" for t in self.deleted]
            yield Defect(
                DefectKind.TRACKED_CHANGES,
                f"文件里有没有接受的修订（插入 {len(self.inserted)} 处、删除 {len(self.deleted)} 处），"
                f"按接受修订后的文字读入：{'；'.join(shown[:6])}{'等' if len(shown) > 6 else ''}",
            )
        if self.hidden:
            yield dropped(self.hidden, "隐藏的文字没有读入，共", DefectKind.HIDDEN_TEXT)
        if self.struck:
            yield dropped(self.struck, STRUCK, DefectKind.TRACKED_CHANGES)
        if self.pictures:
            message = f"文件中有 {self.pictures} 张图片，图中的文字没有读入"
            yield Defect(DefectKind.PICTURES, message)

    # Blocks

    def _block(self, element: _Element, depth: int) -> list[str]:
        if element.tag == qn("w:p"):
            return self._paragraph(element, depth)
        if element.tag == qn("w:tbl"):
            return row_lines(self._rows(element, depth + 1))
        if element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), *_INSERTED):
            return [line for child in element for line in self._block(child, depth)]
        return []

    def _paragraph(self, paragraph: _Element, depth: int) -> list[str]:
        text = _ParagraphText(self)
        text.read(paragraph)
        number = "" if _is_deleted(paragraph) and not text.text else self._number(paragraph, text)
        lines = (number + text.text).split("\n")
        if _style(paragraph) in self.contents_styles:
            self.contents += [line.strip() for line in lines if line.strip()]
            return []
        for box in text.boxes:
            if depth < _DEEPEST_TABLE:
                lines += [line for child in box for line in self._block(child, depth + 1)]
        return [*lines, *(f"注：{self.notes[n]}" for n in text.notes if n in self.notes)]

    def _number(self, paragraph: _Element, text: "_ParagraphText") -> str:
        """Word prints the number of an empty paragraph too, but nobody would cite it."""
        number = self.numbering.number(paragraph)
        return number if text.text.strip() else ""

    def _rows(self, table: _Element, depth: int) -> list[list[Cell]]:
        if depth > _DEEPEST_TABLE:
            raise DocumentError(
                f"Word 文件“{self.name}”里的表格套了 {_DEEPEST_TABLE} 层以上，不像一份政策文件。"
                "请另存为文本后提供。"
            )
        placed: list[list[_GrowingCell]] = []
        above: dict[int, _GrowingCell] = {}
        for row in _children(table, "w:tr"):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                self.deleted.append("".join(t.text or "" for t in row.iter(qn("w:delText"))))
                continue
            placed.append(self._row(row, above, depth))
        return [[Cell(cell.text, cell.rows, cell.columns) for cell in row] for row in placed]

    def _row(
        self, row: _Element, above: dict[int, "_GrowingCell"], depth: int
    ) -> list["_GrowingCell"]:
        """The cells that begin in a row; one that goes on from the row above lengthens that one."""
        begun: list[_GrowingCell] = []
        column = 0
        skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        if skipped is not None:
            begun.append(_GrowingCell("", _integer(skipped)))
            column += begun[0].columns
        for cell in _children(row, "w:tc"):
            properties = cell.find(qn("w:tcPr"))
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            width = _integer(span) if span is not None else 1
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            if goes_on and column in above:
                above[column].rows += 1
            else:
                inner = [line for child in cell for line in self._block(child, depth)]
                begun.append(_GrowingCell(cell_text(inner), width))
                if merge is not None:
                    above[column] = begun[-1]
            if merge is None:
                above.pop(column, None)
            column += width
        return begun


class _ParagraphText:
    """The text of a paragraph, with the text boxes and footnotes that hang on it."""

    def __init__(self, reading: _Reading) -> None:
        self.reading = reading
        self.text = ""
        self.boxes: list[_Element] = []
        self.notes: list[tuple[str, str]] = []

    def read(self, element: _Element) -> None:
        for child in element:
            self._child(child)

    def _child(self, child: _Element) -> None:
        tag = child.tag
        if tag in _PASSED_OVER or not isinstance(tag, str):
            return
        if tag in _DELETED:
            gone = "".join(t.text or "" for t in child.iter(qn("w:delText"), qn("w:t")))
            if gone.strip():
                self.reading.deleted.append(gone)
        elif tag in _INSERTED:
            before = len(self.text)
            self.read(child)
            if self.text[before:].strip():
                self.reading.inserted.append(self.text[before:])
        elif tag == qn("w:r"):
            self._run(child)
        elif tag == qn("w:txbxContent"):
            self.boxes.append(child)
        elif tag in (qn("pic:pic"), f"{{{_VML}}}imagedata"):
            self.reading.pictures += 1
        elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            kind = "footnotes" if tag == qn("w:footnoteReference") else "endnotes"
            self.notes.append((kind, child.get(qn("w:id"), "")))
        else:
            self.text += _printed(child)
            self.read(child)

    def _run(self, run: _Element) -> None:
        before, boxes = self.text, len(self.boxes)
        self.read(run)
        own = self.text[len(before) :]
        if _is_hidden(run, self.reading.hiding_styles):
            self._take_back(before, boxes, self.reading.hidden)
        elif _has(run, "w:strike") or _has(run, "w:dstrike"):
            self._take_back(before, boxes, self.reading.struck)
        elif own and _is_raised(run):
            self.text = before + of_raised(before, own)

    def _take_back(self, before: str, boxes: int, among: list[str]) -> None:
        """Leave out what was read since, and keep it among what is told."""
        left_out = self.text[len(before) :].strip()
        self.text = before
        del self.boxes[boxes:]
        if left_out:
            among.append(left_out)


def _printed(element: _Element) -> str:
    tag = element.tag
    if tag == qn("w:t"):
        return element.text or ""
    if tag == qn("m:oMath"):
        return _formula(element)
    if tag in (qn("w:tab"), qn("w:ptab")):
        return " "
    if tag in (qn("w:br"), qn("w:cr")):
        return "\n"
    if tag == qn("w:noBreakHyphen"):
        return "-"
    if tag == qn("w:sym"):
        code = element.get(qn("w:char"), "")
        return _symbol(code)
    return ""


def _formula(element: _Element) -> str:
    """A formula in one line: 补贴=实际投资/总投资×30%."""
    if element.tag == qn("m:t"):
        return element.text or ""
    inside = [_formula(child) for child in element if isinstance(child.tag, str)]
    if element.tag == qn("m:f"):
        return "/".join(part if _SIMPLE.fullmatch(part) else f"({part})" for part in inside if part)
    if element.tag == qn("m:sSup"):
        return "^".join(filter(None, inside))
    return "".join(inside)


def _symbol(code: str) -> str:
    """A character of a symbol font; those in the private area have no meaning outside it."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 else ""


def _has(run: _Element, name: str) -> bool:
    """Whether a run has a property that is not switched off."""
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return found is not None and found.get(qn("w:val"), "true") not in _OFF


def _is_raised(run: _Element) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return found is not None and found.get(qn("w:val"), "") == "superscript"


def _is_hidden(run: _Element, hiding_styles: frozenset[str]) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    vanish = properties.find(qn("w:vanish"))
    if vanish is not None:
        return vanish.get(qn("w:val"), "true") not in _OFF
    style = properties.find(qn("w:rStyle"))
    return style is not None and style.get(qn("w:val"), "") in hiding_styles


def _is_deleted(paragraph: _Element) -> bool:
    mark = f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}"
    return paragraph.find(mark) is not None


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))


def _styles(word: WordDocument) -> tuple[frozenset[str], frozenset[str]]:
    """The styles that hide text, and those of a table of contents."""
    hiding: set[str] = set()
    contents: set[str] = set()
    for style in word.styles.element.iterchildren(qn("w:style")):
        identifier = style.get(qn("w:styleId"), "")
        name = style.find(qn("w:name"))
        if style.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None:
            hiding.add(identifier)
        if name is not None and name.get(qn("w:val"), "").lower().startswith(_TABLE_OF_CONTENTS):
            contents.add(identifier)
    return frozenset(hiding), frozenset(contents)


def _notes(word: WordDocument) -> dict[tuple[str, str], str]:
    """The text of footnotes and endnotes by kind and number."""
    found: dict[tuple[str, str], str] = {}
    for relation in word.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in ("footnotes", "endnotes"):
            continue
        root = fromstring(
            relation.target_part.blob, parser=XMLParser(resolve_entities=False, no_network=True)
        )
        for note in root:
            text = "".join(t.text or "" for t in note.iter(qn("w:t"))).strip()
            if text and note.get(qn("w:type")) is None:
                found[kind, note.get(qn("w:id"), "")] = text
    return found


def _children(element: _Element, name: str) -> Iterator[_Element]:
    """Children of a name, also those that content controls and insertions wrap."""
    for child in element:
        if child.tag == qn(name):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), *_INSERTED):
            yield from _children(child, name)


def _integer(element: _Element) -> int:
    printed = element.get(qn("w:val"), "1")
    return int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 5 else 1
