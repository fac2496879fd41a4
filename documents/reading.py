"""A file in, a Document out: reader, head, clause tree and defects put together."""

import hashlib
from pathlib import Path

from documents.clauses import parse_clauses
from documents.defects import find_defects
from documents.document import ClauseKind, Document
from documents.errors import DocumentError
from documents.head import read_head
from documents.readers import read_lines


def read_document(path: Path) -> Document:
    """Read a policy document from a file.

    Raises:
        DocumentError: The file cannot be read, is empty or binary, or holds no policy text.
    """
    return parse_document(read_lines(path), source=path.name)


def parse_document(lines: list[str], source: str) -> Document:
    """Parse the non-empty lines of a page or file into a document.

    Args:
        lines: Non-empty lines, blanks around them removed.
        source: File name, for messages and where the text has no title.

    Raises:
        DocumentError: Neither a numbered clause nor the title of an official document is there.
    """
    head = read_head(lines, fallback_title=Path(source).stem)
    clauses, outline = parse_clauses(head.lines, head.title_lines)
    numbered = any(clause.kind is ClauseKind.NUMBERED for clause in clauses)
    if not numbered and not (head.title_found and len(clauses) > 1):
        raise DocumentError(
            f"在“{source}”中没有找到条款（如 一、 (一) 1. 第一条），也没有公文标题，"
            "不像一份政策文件。请确认文件内容完整，或换用原文的文本。"
        )
    text = "\n".join(head.lines)
    return Document(
        identifier=head.number or head.title,
        title=head.title,
        number=head.number,
        issuer=head.issuer,
        addressees=head.addressees,
        date=head.date,
        source=source,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        clauses=clauses,
        defects=tuple(find_defects(clauses, outline, head.chrome)),
    )
