"""What was found for a question: ranked clauses and their sentences. All scores: higher is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.document import Clause, Document
from index.retriever import Hit

if TYPE_CHECKING:
    from assistant.library import Library


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a found clause; `[start, end)` are characters of the document's text.

    `score` ranks within one evidence; `cosine` compares between questions.
    """

    document: Document
    clause: Clause
    start: int
    end: int
    score: float
    cosine: float

    @property
    def text(self) -> str:
        """The words, as in the document."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Found clauses and all their sentences, both best first.

    `library` holds the documents that were searched. The head of a document (title, number,
    addressees) is never among the `hits`: found ones are `heads`, their lines among the sentences.
    """

    library: Library
    hits: tuple[Hit, ...]
    sentences: tuple[Sentence, ...]
    heads: tuple[Hit, ...] = ()

    @property
    def best(self) -> Hit | None:
        """The best clause."""
        return self.hits[0] if self.hits else None

    @property
    def document(self) -> Document:
        """The document of the best clause, else the first one searched."""
        return self.hits[0].document if self.hits else next(iter(self.library.documents.values()))

    def of(self, clause: Clause, document: Document) -> list[Sentence]:
        """The sentences of one clause, best first."""
        return [
            s
            for s in self.sentences
            if s.clause.position == clause.position and s.document is document
        ]
