"""A segment opened for search: its documents read one by one, its arrays lying in mapped files.

Whole documents one behind the other; those that were removed since are `hidden`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.facts import Facts
from index import array_file
from index.array_file import Buffer
from index.document_spreads import DocumentSpreads
from index.embedder import Matrix
from index.generations import Generation, SegmentEntry
from index.keywords import Keywords
from index.lines import Lines
from index.passages import clause_passages, sentence_passages
from index.records import from_lines
from index.search_store import NOTHING_KNOWN, KnownVectors
from index.segment_parts import SegmentParts, counts_from, files_of, spreads_from
from index.term_statistics import TermCounts
from index.terms import TermKind
from index.vectors import VectorForm, Vectors

Rows = NDArray[np.int64]
Row = NDArray[np.float32]

CLAUSE_VECTORS = "clause_vectors.faiss"
SENTENCE_VECTORS = "sentence_vectors.faiss"
_ARRAYS = "arrays.safetensors"


@dataclass(frozen=True, slots=True)
class Cosines:
    """Cosines of clauses with a question: their `own`, and those of their `nearest` sentences.

    `total` is the sum over all `sentences` that were looked at.
    """

    own: Row
    nearest: Row
    total: float
    sentences: int


@dataclass(frozen=True, slots=True)
class ClauseVectors:
    """The vectors of n clauses and of their sentences; clause i has `counts[i]` of these."""

    clauses: Matrix
    sentences: Matrix
    counts: Rows

    def cosines(self, query: Matrix) -> Cosines:
        """Cosines with a query vector, shape `(dimension,)`."""
        return cosines_by_clause(self.clauses @ query, self.sentences @ query, self.counts)


def cosines_by_clause(own: Row, sentences: Row, counts: Rows) -> Cosines:
    """The cosines of clauses, from their own and those of their sentences, `counts[i]` of each.

    The nearest sentence of a clause without sentences is the clause itself.
    """
    nearest = own.copy()
    held = counts > 0
    if held.any():
        nearest[held] = np.maximum.reduceat(sentences, (np.cumsum(counts) - counts)[held])
    return Cosines(own, nearest, float(sentences.sum(dtype=np.float64)), len(sentences))


@dataclass(frozen=True, slots=True)
class Segment:
    """n documents, their clauses and sentences, as `SegmentParts` describes them.

    `hidden` documents are no longer part of the index; `removed_clauses` and `removed_sentences`
    are the term counts of what they held.
    """

    entry: SegmentEntry
    documents: Lines
    facts: Lines
    heads: Lines
    places: NDArray[np.int64]
    first_clause: NDArray[np.int64]
    positions: NDArray[np.int32]
    first_sentence: NDArray[np.int64]
    keywords: Keywords
    sentence_counts: TermCounts
    sentence_spreads: DocumentSpreads
    clause_vectors: Vectors
    sentence_vectors: Vectors
    removed_clauses: TermCounts | None = None
    removed_sentences: TermCounts | None = None

    @property
    def hidden(self) -> tuple[int, ...]:
        """The numbers of the documents that are gone."""
        return self.entry.hidden

    @property
    def is_exact(self) -> bool:
        """Whether its vectors are as the model made them."""
        kept = (self.clause_vectors, self.sentence_vectors)
        return all(vectors.form is VectorForm.EXACT for vectors in kept)

    @property
    def size(self) -> int:
        """How many clauses there are, hidden ones too."""
        return len(self.positions)

    def document(self, number: int) -> Document:
        """Read a document."""
        return from_lines(Document, self.documents[number])[0]

    def document_facts(self, number: int) -> Facts:
        """Read the facts of a document."""
        return from_lines(Facts, self.facts[number])[0]

    def document_heads(self) -> list[DocumentHead]:
        """Read the heads of all documents, hidden ones too."""
        return from_lines(DocumentHead, b"".join(self.heads.all()))

    def documents_of(self, rows: Rows) -> NDArray[np.int64]:
        """The number of the document that each clause is of."""
        return np.asarray(np.searchsorted(self.first_clause, rows, side="right") - 1)

    def rows_of(self, numbers: Rows) -> Rows:
        """The clause rows of some documents, given rising."""
        return _runs(self.first_clause[numbers], self.first_clause[numbers + 1])

    def cosines(self, query: Matrix, rows: Rows) -> Cosines:
        """Cosines of some clauses and of their nearest sentences with a query vector."""
        begins, ends = self.first_sentence[rows], self.first_sentence[rows + 1]
        every = len(rows) == self.size
        return cosines_by_clause(
            self.clause_vectors.cosines(query, None if every else rows),
            self.sentence_vectors.cosines(query, None if every else _runs(begins, ends)),
            ends - begins,
        )

    def vectors_of(self, rows: Rows) -> ClauseVectors:
        """The vectors of some clauses and of their sentences."""
        begins, ends = self.first_sentence[rows], self.first_sentence[rows + 1]
        return ClauseVectors(
            self.clause_vectors.rows(rows),
            self.sentence_vectors.rows(_runs(begins, ends)),
            ends - begins,
        )

    def known_vectors(self, number: int) -> KnownVectors:
        """The vectors of a stored document; none where they are rounded, or it is cut otherwise now."""
        if not self.is_exact:
            return NOTHING_KNOWN
        document = self.document(number)
        clauses = [passage.embedded for passage in clause_passages(document)]
        sentences = [passage.embedded for passage in sentence_passages(document)]
        rows = self.rows_of(np.array([number]))
        begin = self.first_sentence[rows[0]] if len(rows) else 0
        end = self.first_sentence[rows[-1] + 1] if len(rows) else 0
        if (len(clauses), len(sentences)) != (len(rows), end - begin):
            return NOTHING_KNOWN
        clause_vectors = self.clause_vectors.rows(rows)
        sentence_vectors = self.sentence_vectors.rows(np.arange(begin, end))
        return KnownVectors(
            dict(zip(clauses, clause_vectors, strict=True)),
            dict(zip(sentences, sentence_vectors, strict=True)),
        )

    def alone(self, number: int) -> "Segment":
        """A segment of one document: slices of this one, its vectors as they are kept here."""
        first, last = self.first_clause[number : number + 2].tolist()
        begin = int(self.first_sentence[first])
        vectors = self.vectors_of(np.arange(first, last))
        return Segment(
            SegmentEntry(self.entry.name, last - first),
            _one_line(self.documents[number]),
            _one_line(self.facts[number]),
            _one_line(self.heads[number]),
            np.zeros(1, dtype=np.int64),
            np.array([0, last - first], dtype=np.int64),
            self.positions[first:last],
            self.first_sentence[first : last + 1] - begin,
            self.keywords.between(first, last),
            self.sentence_spreads.document(number),
            DocumentSpreads.of(self.sentence_spreads.document(number)),
            Vectors.of(vectors.clauses),
            Vectors.of(vectors.sentences),
        )

    def parts(self) -> SegmentParts:
        """All of it in memory, hidden documents too."""
        return SegmentParts(
            self.documents.all(),
            self.facts.all(),
            self.heads.all(),
            self.places,
            self.first_clause,
            self.positions,
            self.first_sentence,
            self.keywords,
            self.sentence_spreads,
            self.clause_vectors.rows(np.arange(self.size)),
            self.sentence_vectors.rows(np.arange(len(self.sentence_vectors))),
        )


def _one_line(line: bytes) -> Lines:
    return Lines(line, np.array([0, len(line)], dtype=np.int64))


def _runs(begins: Rows, ends: Rows) -> Rows:
    """The numbers from each beginning to its end, one run behind the other."""
    counts = ends - begins
    starts = np.cumsum(counts) - counts
    return np.asarray(np.repeat(begins - starts, counts) + np.arange(counts.sum()))


def open_segment(generation: Generation, entry: SegmentEntry) -> Segment:
    """Open a segment of a generation.

    Raises:
        ValueError: A file is none of a segment.
    """

    def path(name: str) -> Path:
        return generation.folder / f"{entry.name}.{name}"

    segment = _opened(
        entry,
        array_file.mapped(path(_ARRAYS)),
        {name: path(name) for name in _LINES},
        Vectors.from_file(path(CLAUSE_VECTORS)),
        Vectors.from_file(path(SENTENCE_VECTORS)),
        TermKind(generation.manifest.terms),
    )
    if not entry.removed:
        return segment
    gone = array_file.from_buffer(array_file.mapped(generation.folder / entry.removed))
    return replace(
        segment,
        removed_clauses=counts_from("clause", gone),
        removed_sentences=counts_from("sentence", gone),
    )


_LINES = ("documents.jsonl", "facts.jsonl", "heads.jsonl")


def segment_in_memory(parts: SegmentParts) -> Segment:
    """A segment that no file keeps, its vectors exact."""
    files = files_of(parts)
    return _opened(
        SegmentEntry("memory", parts.clauses),
        files[_ARRAYS],
        {name: files[name] for name in _LINES},
        Vectors.of(parts.clause_vectors),
        Vectors.of(parts.sentence_vectors),
        parts.keywords.kind,
    )


def _opened(
    entry: SegmentEntry,
    arrays_file: Buffer,
    files: Mapping[str, Path | bytes],
    clause_vectors: Vectors,
    sentence_vectors: Vectors,
    kind: TermKind,
) -> Segment:
    arrays = array_file.from_buffer(arrays_file)
    return Segment(
        entry,
        Lines(files["documents.jsonl"], arrays["document_offsets"]),
        Lines(files["facts.jsonl"], arrays["fact_offsets"]),
        Lines(files["heads.jsonl"], arrays["head_offsets"]),
        arrays["places"],
        arrays["first_clause"],
        arrays["positions"],
        arrays["first_sentence"],
        Keywords(
            kind,
            arrays["keyword_keys"],
            arrays["keyword_starts"],
            arrays["keyword_rows"],
            arrays["keyword_frequencies"],
            arrays["keyword_lengths"],
        ),
        counts_from("sentence", arrays),
        spreads_from(arrays),
        clause_vectors,
        sentence_vectors,
    )
