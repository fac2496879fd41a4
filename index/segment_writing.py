"""Prepared documents in, vectors added and segments written: what of an index is new.

Texts that the same document had before keep their vectors.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder, Matrix
from index.generations import GenerationWriter, SegmentEntry
from index.prepared import PreparedDocument
from index.search_store import NOTHING_KNOWN, KnownVectors
from index.segment import CLAUSE_VECTORS, SENTENCE_VECTORS, Row
from index.segment_parts import SegmentParts, files_of, joined, parts_of
from index.vector_choice import chosen
from index.vectors import VectorForm, Vectors

LARGE = 20_000
"""Clauses from which the vectors of a segment are rounded."""

FULL = 150_000
"""Clauses at which a segment is closed: what is written anew, or merged, stays of this size."""

_TEXTS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Placed:
    """A prepared document, its place in the index, and what is known of its vectors."""

    document: PreparedDocument
    place: int
    known: KnownVectors = NOTHING_KNOWN


def with_vectors(documents: Iterable[Placed], embedder: Embedder) -> Iterator[SegmentParts]:
    """The parts of each document, in order; many texts are embedded at once."""
    waiting: list[Placed] = []
    texts = 0
    for placed in documents:
        waiting.append(placed)
        texts += len(placed.document.clause_texts) + len(placed.document.sentence_texts)
        if texts >= _TEXTS_AT_ONCE:
            yield from _embedded(waiting, embedder)
            waiting, texts = [], 0
    yield from _embedded(waiting, embedder)


def _embedded(placed: Sequence[Placed], embedder: Embedder) -> Iterator[SegmentParts]:
    clauses = _vectors(
        [(each.document.clause_texts, each.known.clauses) for each in placed], embedder
    )
    sentences = _vectors(
        [(each.document.sentence_texts, each.known.sentences) for each in placed], embedder
    )
    for each, of_clauses, of_sentences in zip(placed, clauses, sentences, strict=True):
        yield parts_of(each.document, each.place, of_clauses, of_sentences)


def _vectors(
    wanted: Sequence[tuple[Sequence[str], Mapping[str, Row]]], embedder: Embedder
) -> list[Matrix]:
    """The vectors of the texts of each document, of which some are known."""
    fresh = list(dict.fromkeys(t for texts, known in wanted for t in texts if t not in known))
    rows = embedder.encode_passages(fresh) if fresh else ()
    new = dict(zip(fresh, rows, strict=True))
    empty = np.zeros((0, embedder.dimension), dtype=np.float32)
    return [
        np.stack([known[text] if text in known else new[text] for text in texts])
        if texts
        else empty
        for texts, known in wanted
    ]


def written_segments(
    writer: GenerationWriter, documents: Iterable[SegmentParts]
) -> Iterator[SegmentEntry]:
    """Write segments of about FULL clauses, one after the other."""
    waiting: list[SegmentParts] = []
    clauses = 0
    for parts in documents:
        waiting.append(parts)
        clauses += parts.clauses
        if clauses >= FULL:
            yield written_segment(writer, joined(waiting))
            waiting, clauses = [], 0
    if waiting:
        yield written_segment(writer, joined(waiting))


def written_segment(writer: GenerationWriter, parts: SegmentParts) -> SegmentEntry:
    """Write a segment; its name stands for its documents."""
    digest = hashlib.sha256(parts.places.tobytes())
    for line in parts.documents:
        digest.update(line)
    name = f"segment-{digest.hexdigest()[:16]}"
    clauses = chosen(parts.clause_vectors, parts.sentence_vectors, _clause_forms(parts.clauses))
    sentences = Vectors.of(parts.sentence_vectors, _sentence_form(parts.clauses))
    files = {
        **files_of(parts),
        CLAUSE_VECTORS: clauses.vectors.to_bytes(),
        SENTENCE_VECTORS: sentences.to_bytes(),
    }
    for part, content in files.items():
        writer.write(f"{name}.{part}", content)
    return SegmentEntry(name, parts.clauses, recall=clauses.recall)


def _clause_forms(clauses: int) -> tuple[VectorForm, ...]:
    """The forms that the clause vectors of a segment may have beside the exact one, leanest first."""
    return (VectorForm.HALF,) if clauses >= LARGE else ()


def _sentence_form(clauses: int) -> VectorForm:
    """Sentences are looked up by row, never searched: no form misses any."""
    return VectorForm.BYTE if clauses >= LARGE else VectorForm.EXACT
