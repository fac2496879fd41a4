"""Word files made for tests: python-docx for what it can write, plain WordprocessingML for the rest."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def word_bytes(word: WordDocument) -> bytes:
    """The file as it would lie on a disk."""
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def word_file(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs and nothing else."""
    word = docx.Document()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    return word_bytes(word)


def append(word: WordDocument, markup: str) -> None:
    """Append elements to the body: `<w:p>…</w:p>`."""
    holder = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'pic', 'r')} {_MORE}>{markup}</w:body>")
    for element in list(holder):
        word.element.body.insert(len(word.element.body) - 1, element)


_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraph(text: str, list_number: str = "", level: int = 0, style: str = "") -> str:
    """A paragraph of plain text, numbered by a list where one is named."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_number}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = f"<w:pPr>{named}{numbered if list_number else ''}</w:pPr>"
    return f"<w:p>{inner}<w:r><w:t>{text}</w:t></w:r></w:p>"


def add_list(
    word: WordDocument, number: int, levels: Sequence[tuple[str, str]], *, more: str = ""
) -> None:
    """Define a list by the format and text of its levels: `("chineseCounting", "%1、")`."""
    root = word.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    names = nsdecls("w")
    abstract = parse_xml(
        f'<w:abstractNum {names} w:abstractNumId="{number}">{inner}</w:abstractNum>'
    )
    root.insert(0, abstract)
    use_list(word, number, number, more=more)


def use_list(word: WordDocument, number: int, abstract: int, *, more: str = "") -> None:
    """Name a use of a list, which counts on from other uses unless `more` overrides its start."""
    root = word.part.numbering_part.element
    used = f'<w:abstractNumId w:val="{abstract}"/>{more}'
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{used}</w:num>'))
