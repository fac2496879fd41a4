"""A file in, a Document out: reader, head, clause tree and defects put together."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from documents.amendments import read_amendments
from documents.clauses import parse_clauses
from documents.defects import find_defects
from documents.document import ClauseKind, Defect, DefectKind, Document
from documents.errors import DocumentError
from documents.file_text import FileText
from documents.head import read_head
from documents.metadata_reading import read_metadata
from documents.readers import READERS, file_bytes, read_bytes, true_suffix
from documents.repairs import repair_lines
from documents.status_marks import ended_mark

if TYPE_CHECKING:
    from documents.limited_reading import ReadingProcess


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with the document in it, or the problem for which it cannot be used."""

    path: Path
    document: Document | None = None
    problem: str = ""


def read_documents(paths: Iterable[Path]) -> Iterator[ReadFile]:
    """Read files one after another; one that cannot be read is told with its reason."""
    from documents.limited_reading import ReadingProcess

    with ReadingProcess() as process:
        for path in paths:
            try:
                yield ReadFile(path, read_document(path, process))
            except DocumentError as exc:
                yield ReadFile(path, problem=str(exc))


def read_one(path: Path) -> ReadFile:
    """Read a file; one that cannot be read is told with its reason."""
    try:
        return ReadFile(path, read_document(path))
    except DocumentError as exc:
        return ReadFile(path, problem=str(exc))


def is_plain(path: Path) -> bool:
    """Whether a file is named as plain text, which is read without a process of its own."""
    known = READERS.get(path.suffix.lower())
    return known is not None and known.plain


def read_document(path: Path, process: "ReadingProcess | None" = None) -> Document:
    """Read a policy document from a file.

    Args:
        path: The file.
        process: Reads what is not plain text; else one is started for this file alone.

    Raises:
        DocumentError: The file cannot be read, is empty or damaged, or holds no policy text.
    """
    found = read_file(path, process)
    return parse_document(list(found.lines), source=path.name, found=found.defects)


def read_file(path: Path, process: "ReadingProcess | None" = None) -> FileText:
    """Read the lines of a file: plain text here, anything else in a process with limits.

    Raises:
        DocumentError: The file is missing, empty, damaged, of an unknown kind, or a limit was hit.
    """
    suffix = true_suffix(path)
    if READERS[suffix].plain:
        return read_bytes(file_bytes(path, path.name), suffix, path.name)
    if process is None:
        from documents.limited_reading import ReadingProcess

        with ReadingProcess() as own:
            return read_file(path, own)
    if READERS[suffix].converted:
        from documents.office_conversion import as_docx

        with as_docx(path) as converted:
            return process.read(converted, ".docx", path.name)
    return process.read(path, suffix, path.name)


def parse_document(lines: list[str], source: str, found: tuple[Defect, ...] = ()) -> Document:
    """Parse the non-empty lines of a page or file into a document.

    Args:
        lines: Non-empty lines, blanks around them removed.
        source: File name, for messages and where the text has no title.
        found: What was wrong with the file already.

    Raises:
        DocumentError: Neither a numbered clause nor the title of an official document is there.
    """
    repaired = repair_lines(lines)
    head = read_head(repaired.lines, fallback_title=Path(source).stem)
    clauses, outline = parse_clauses(head.lines, head.title_lines)
    numbered = any(clause.kind is ClauseKind.NUMBERED for clause in clauses)
    official = head.title_found or (head.addressees and head.date)
    if not numbered and not (official and len(clauses) > 1):
        raise DocumentError(
            f"在“{source}”中没有找到条款（如 一、 (一) 1. 第一条），也没有公文标题，"
            "不像一份政策文件。请确认文件内容完整，或换用原文的文本。"
        )
    text = "\n".join(head.lines)
    around = (defect.quote for defect in found if defect.kind is DefectKind.PAGE_CHROME)
    ended = head.ended or ended_mark("", around)
    metadata = read_metadata(head.title, head.issuer, head.number, head.date, text)
    amends = read_amendments(head.title, text, clauses)
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
        defects=(*found, *find_defects(clauses, outline, head.chrome, repaired)),
        metadata=replace(metadata, ended=ended, amends=amends),
    )
