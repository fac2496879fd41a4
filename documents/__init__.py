"""Files in, clauses and facts out. Knows nothing of search."""

from documents.document import Clause, ClauseKind, Defect, DefectKind, Document
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
