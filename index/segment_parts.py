"""What a segment is made of, in memory: parts of documents joined, taken out, turned into files.

A segment holds whole documents one behind the other; all arrays are in that order. Knows nothing
of folders or of search.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.array_file import Array, to_bytes
from index.document_spreads import DocumentSpreads
from index.embedder import Matrix
from index.keywords import Keywords
from index.prepared import PreparedDocument, head_of
from index.records import to_lines
from index.term_statistics import TermCounts


@dataclass(frozen=True, slots=True)
class SegmentParts:
    """n documents as kept, each a line of JSON, with their m clauses and k sentences.

    `places` order the documents of an index, int64 `(n,)`. The clauses of document i are rows
    `first_clause[i]` to `first_clause[i + 1]`, the sentences of clause j rows `first_sentence[j]`
    to `first_sentence[j + 1]`. `positions` are the clauses' indices in their documents.
    """

    documents: tuple[bytes, ...]
    facts: tuple[bytes, ...]
    heads: tuple[bytes, ...]
    places: NDArray[np.int64]
    first_clause: NDArray[np.int64]
    positions: NDArray[np.int32]
    first_sentence: NDArray[np.int64]
    keywords: Keywords
    sentence_spreads: DocumentSpreads
    clause_vectors: Matrix
    sentence_vectors: Matrix

    @property
    def clauses(self) -> int:
        """How many clauses there are."""
        return len(self.positions)


def parts_of(
    document: PreparedDocument, place: int, clause_vectors: Matrix, sentence_vectors: Matrix
) -> SegmentParts:
    """The parts of one document."""
    return SegmentParts(
        (to_lines([document.document]),),
        (to_lines([document.facts]),),
        (to_lines([head_of(document.document)]),),
        np.array([place], dtype=np.int64),
        np.array([0, len(document.positions)], dtype=np.int64),
        document.positions,
        document.first_sentence,
        document.keywords,
        DocumentSpreads.of(document.sentence_counts),
        clause_vectors,
        sentence_vectors,
    )


def joined(parts: Sequence[SegmentParts]) -> SegmentParts:
    """Several parts as one, one behind the other."""
    return SegmentParts(
        tuple(line for part in parts for line in part.documents),
        tuple(line for part in parts for line in part.facts),
        tuple(line for part in parts for line in part.heads),
        np.concatenate([part.places for part in parts]),
        _offsets([part.first_clause for part in parts]),
        np.concatenate([part.positions for part in parts]),
        _offsets([part.first_sentence for part in parts]),
        Keywords.joined([part.keywords for part in parts]),
        DocumentSpreads.joined([part.sentence_spreads for part in parts]),
        np.concatenate([part.clause_vectors for part in parts]),
        np.concatenate([part.sentence_vectors for part in parts]),
    )


def only(parts: SegmentParts, kept: Sequence[int]) -> SegmentParts:
    """The parts of some of the documents, whose rising numbers are given."""
    sizes = np.diff(parts.first_clause)
    stays = np.repeat(np.isin(np.arange(len(sizes)), kept), sizes)
    sentences = np.diff(parts.first_sentence)
    return SegmentParts(
        tuple(parts.documents[other] for other in kept),
        tuple(parts.facts[other] for other in kept),
        tuple(parts.heads[other] for other in kept),
        parts.places[list(kept)],
        np.concatenate([[0], np.cumsum(sizes[list(kept)])]).astype(np.int64),
        parts.positions[stays],
        np.concatenate([[0], np.cumsum(sentences[stays])]).astype(np.int64),
        parts.keywords.only(stays),
        parts.sentence_spreads.only(kept),
        parts.clause_vectors[stays],
        parts.sentence_vectors[np.repeat(stays, sentences)],
    )


def files_of(parts: SegmentParts) -> Mapping[str, bytes]:
    """The files of a segment but its vectors, without what their names begin with."""
    return {
        "documents.jsonl": b"".join(parts.documents),
        "facts.jsonl": b"".join(parts.facts),
        "heads.jsonl": b"".join(parts.heads),
        "arrays.safetensors": to_bytes(_arrays(parts)),
    }


def _arrays(parts: SegmentParts) -> dict[str, Array]:
    keywords, spreads = parts.keywords, parts.sentence_spreads
    return {
        "places": parts.places,
        "document_offsets": _line_offsets(parts.documents),
        "fact_offsets": _line_offsets(parts.facts),
        "head_offsets": _line_offsets(parts.heads),
        "first_clause": parts.first_clause,
        "positions": parts.positions,
        "first_sentence": parts.first_sentence,
        "keyword_keys": keywords.keys,
        "keyword_starts": keywords.starts,
        "keyword_rows": keywords.rows,
        "keyword_frequencies": keywords.frequencies,
        "keyword_lengths": keywords.lengths,
        **counts_arrays("sentence", spreads.total),
        "document_starts": spreads.starts,
        "document_terms": spreads.terms,
        "document_spreads": spreads.spreads,
        "document_texts": spreads.texts,
        "document_lengths": spreads.lengths,
    }


def spreads_from(arrays: Mapping[str, Array]) -> DocumentSpreads:
    """The spreads of documents among the arrays of a segment."""
    return DocumentSpreads(
        arrays["sentence_keys"],
        arrays["document_starts"],
        arrays["document_terms"],
        arrays["document_spreads"],
        arrays["document_texts"],
        arrays["document_lengths"],
    )


def counts_arrays(name: str, counts: TermCounts) -> dict[str, Array]:
    """Term counts as arrays, their names beginning with `name`."""
    return {
        f"{name}_keys": counts.keys,
        f"{name}_spreads": counts.spreads,
        f"{name}_totals": np.array([counts.texts, counts.length], dtype=np.int64),
    }


def counts_from(name: str, arrays: Mapping[str, Array]) -> TermCounts:
    """The term counts of `counts_arrays`."""
    texts, length = arrays[f"{name}_totals"].tolist()
    return TermCounts(arrays[f"{name}_keys"], arrays[f"{name}_spreads"], texts, length)


def _line_offsets(lines: Sequence[bytes]) -> NDArray[np.int64]:
    return np.cumsum([0, *map(len, lines)], dtype=np.int64)


def _offsets(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Offsets that each begin at 0, as one run."""
    ends = np.cumsum([0, *(int(part[-1]) for part in parts)])
    runs = [part[1:] + end for part, end in zip(parts, ends, strict=False)]
    return np.concatenate([[0], *runs]).astype(np.int64)
