"""Files in, clauses and facts out. Knows nothing of search."""

from typing import TYPE_CHECKING

from documents.document import Clause, ClauseKind, Defect, DefectKind, Document

if TYPE_CHECKING:
    from documents.reading import parse_document, read_document

__all__ = [
    "Clause",
    "ClauseKind",
    "Defect",
    "DefectKind",
    "Document",
    "parse_document",
    "read_document",
]


def __getattr__(name: str) -> object:
    """What reads documents is imported when it is asked for: a question needs none of it."""
    if name not in __all__:
        raise AttributeError(f"module 'documents' has no attribute {name!r}")
    from documents import reading

    return getattr(reading, name)
