"""What a reader gives: the lines of a file and what is wrong with them. Knows no file format."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.document import Defect, DefectKind
from documents.errors import DocumentError
from documents.regular_expressions import regex

_SHOWN_LINES = 6
_SHOWN_CHARACTERS = 20
_LONGEST_QUOTE = 20_000
_SPACES = regex(r"[ \t\n\r\f\v]+")
_NOTE_MARK = regex(r"[\[［〔(（]?注?\s*\d{1,3}[\]］〕)）]?|[\u2460-\u2473*※]+")
_POWER = regex(r"[×xX*]\s*10$")
_PRINTERS_SPACES = regex(r"[\u00a0\u2000-\u200a\u202f\u205f]")


@dataclass(frozen=True, slots=True)
class FileText:
    """The non-empty lines of a file, blanks around them removed, and the defects of reading it.

    The cells of a table row stand in one line, parted by tabs; there are no other tabs.
    """

    lines: tuple[str, ...]
    defects: tuple[Defect, ...] = ()


def check_not_empty(data: bytes, name: str) -> None:
    """Refuse a file of nothing but blanks.

    Raises:
        DocumentError: It is one.
    """
    if not data.strip(b"\x00\r\n\t "):
        raise empty(name)


def empty(name: str) -> DocumentError:
    """What is said of a file without text."""
    return DocumentError(f"文件“{name}”是空的，没有可读的文字。请检查文件后重新提供。")


def clean_line(line: str) -> str:
    """Drop control and invisible format characters and the blanks around a line; keep the rest.

    The blanks of web pages and of printers become plain ones; U+3000, which Chinese prints, stays.
    """
    plain = _PRINTERS_SPACES.sub(" ", line)
    kept = (c for c in plain if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()


def squeezed(text: str) -> str:
    """Runs of blanks and line breaks as one blank; those that Chinese prints with stay."""
    return _SPACES.sub(" ", _PRINTERS_SPACES.sub(" ", text)).strip(" \u3000")


def of_raised(before: str, raised: str) -> str:
    """What is read of raised characters behind a text: nothing of the mark of a note, 300¹万元.

    An exponent stays: m2, and 10^3 behind a sign of multiplication.
    """
    mark = _NOTE_MARK.fullmatch(raised.strip())
    if mark is None or (before[-1:].isascii() and before[-1:].isalpha()):
        return raised
    return f"^{raised.strip()}" if _POWER.search(before) else ""


STRUCK = "有删除线的文字没有读入，共"
"""What `dropped` says of struck words."""


def dropped(lines: Sequence[str], what: str, kind: DefectKind = DefectKind.PAGE_CHROME) -> Defect:
    """A defect that tells which lines were left out, the first of them by their beginning."""
    shown = "；".join(shortened(line) for line in lines[:_SHOWN_LINES])
    more = "等" if len(lines) > _SHOWN_LINES else ""
    quote = "\n".join(lines)[:_LONGEST_QUOTE]
    return Defect(kind, f"{what} {len(lines)} 行：{shown}{more}", None, quote)


def shortened(line: str) -> str:
    """The beginning of a line, for a message."""
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}……"


def file_text(lines: Iterable[str], defects: Iterable[Defect] = ()) -> FileText:
    """Lines as they come, cleaned, the empty ones left out."""
    cleaned = (clean_line(line) for line in lines)
    return FileText(tuple(line for line in cleaned if line), tuple(defects))
