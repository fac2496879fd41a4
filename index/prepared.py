"""A document in, all that a store keeps of it out, but for the vectors: passages, terms, facts.

Costs most of the time of indexing beside the vectors, and is a pure function of the document: it
may run in another process.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.facts import Facts, extract_facts
from index.keywords import Keywords
from index.passages import clause_passages, sentence_passages
from index.term_statistics import TermCounts
from index.terms import TermKind, terms_of


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document with n clauses that have text, and their sentences, both in reading order.

    `positions` are the clauses' indices in `Document.clauses`; the sentences of clause i are rows
    `first_sentence[i]` to `first_sentence[i + 1]`, at least one. `clause_texts` and
    `sentence_texts` are what is embedded; `keywords` are of the clauses, `sentence_counts` of the
    sentences, both under their headings.
    """

    document: Document
    facts: Facts
    positions: NDArray[np.int32]
    first_sentence: NDArray[np.int64]
    clause_texts: tuple[str, ...]
    sentence_texts: tuple[str, ...]
    keywords: Keywords
    sentence_counts: TermCounts


def prepared(document: Document, kind: TermKind, facts: Facts | None = None) -> PreparedDocument:
    """Cut a document into passages, count their terms, extract its facts where not given."""
    clauses = clause_passages(document)
    sentences = sentence_passages(document)
    positions = np.array([passage.clause for passage in clauses], dtype=np.int32)
    owners = np.array([passage.clause for passage in sentences], dtype=np.int32)
    ends = np.searchsorted(owners, positions, side="right")
    return PreparedDocument(
        document,
        facts or extract_facts(document),
        positions,
        np.concatenate([[0], ends]).astype(np.int64),
        tuple(passage.embedded for passage in clauses),
        tuple(passage.embedded for passage in sentences),
        Keywords.of((passage.searchable for passage in clauses), kind),
        sentence_counts(document, kind),
    )


def head_of(document: Document) -> DocumentHead:
    """What is known of a document without reading it."""
    return DocumentHead(
        document.identifier,
        document.title,
        document.number,
        document.issuer,
        document.date,
        len(document.clauses),
        document.metadata,
    )


def sentence_counts(document: Document, kind: TermKind) -> TermCounts:
    """The terms of a document's sentences under their headings, counted."""
    above: dict[str, list[str]] = {}
    texts = []
    for passage in sentence_passages(document):
        if passage.context not in above:
            above[passage.context] = terms_of(passage.context, kind)
        texts.append([*above[passage.context], *terms_of(passage.text, kind)])
    return TermCounts.of(texts)
