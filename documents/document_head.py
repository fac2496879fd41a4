"""What is known of a document without reading it: title, number, issuer, date, metadata."""

from dataclasses import dataclass

from documents.document import Document
from documents.metadata import UNKNOWN, Metadata


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What is known of a document without reading it: for names, numbers, places, years."""

    identifier: str
    title: str
    number: str
    issuer: str
    date: str
    clauses: int
    metadata: Metadata = UNKNOWN


Headed = DocumentHead | Document
"""What a document is told by: of few documents themselves, of many their heads."""
