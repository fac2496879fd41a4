"""A segment opened for search: its documents read one by one, its arrays lying in mapped files.

Whole documents one behind the other; those that were removed since are `hidden`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.facts import Facts
from index import array_file
from index.array_file import Buffer
from index.embedder import Matrix
from index.generations import Generation, SegmentEntry
from index.keywords import Keywords, TermCounts, TermKind
from index.lines import Lines
from index.passages import clause_passages, sentence_passages
from index.records import from_lines
from index.search_store import NOTHING_KNOWN, KnownVectors
from index.segment_parts import SegmentParts, counts_from, files_of
from index.vectors import VectorForm, Vectors

Rows = NDArray[np.int64]
Row = NDArray[np.float32]

CLAUSE_VECTORS = "clause_vectors.faiss"
SENTENCE_VECTORS = "sentence_vectors.faiss"
_ARRAYS = "arrays.safetensors"


@dataclass(frozen=True, slots=True)
class Nearest:
    """Cosines of nearest sentences, with the sum over all `sentences` that were looked at."""

    cosine: Row
    total: float
    sentences: int


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

    def rows_of(self, numbers: Collection[int]) -> Rows:
        """The clause rows of some documents, rising."""
        runs = [
            np.arange(self.first_clause[number], self.first_clause[number + 1])
            for number in sorted(numbers)
        ]
        return np.concatenate([np.zeros(0, dtype=np.int64), *runs])

    def nearest_cosines(self, query: Matrix, rows: Rows, cosine: Row) -> "Nearest":
        """Of each clause the cosine of its nearest sentence; its own `cosine` without sentences."""
        begins, ends = self.first_sentence[rows], self.first_sentence[rows + 1]
        counts = ends - begins
        if not counts.sum():
            return Nearest(cosine, 0.0, 0)
        starts = np.concatenate([[0], np.cumsum(counts)])
        every = len(rows) == self.size
        sentences = np.repeat(begins - starts[:-1], counts) + np.arange(starts[-1])
        values = self.sentence_vectors.cosines(query, None if every else sentences)
        nearest = cosine.copy()
        held = counts > 0
        nearest[held] = np.maximum.reduceat(values, starts[:-1][held])
        return Nearest(nearest, float(values.sum(dtype=np.float64)), len(values))

    def known_vectors(self, number: int) -> KnownVectors:
        """The vectors of a stored document; none where they are rounded, or it is cut otherwise now."""
        if not self.is_exact:
            return NOTHING_KNOWN
        document = self.document(number)
        clauses = [passage.embedded for passage in clause_passages(document)]
        sentences = [passage.embedded for passage in sentence_passages(document)]
        rows = self.rows_of([number])
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
            self.sentence_counts,
            self.clause_vectors.rows(np.arange(self.size)),
            self.sentence_vectors.rows(np.arange(len(self.sentence_vectors))),
        )


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
        clause_vectors,
        sentence_vectors,
    )
