"""What stands in which collection: documents, passages and statistics to rows, and back.

A generation has three collections. `records` holds the manifest, a head for every document, and
documents, facts and statistics as packed texts; `clauses` and `sentences` hold what is searched.
A document has a new serial number whenever it is written, so that its rows never change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from documents.errors import IndexFolderError
from index.embedder import Matrix
from index.milvus_fields import Field, FieldKind
from index.milvus_server import Record
from index.prepared import PreparedDocument
from index.search_store import Row
from index.term_numbers import NOTHING, key_number
from index.term_statistics import TermStatistics

_CLAUSE_BITS = 16
_SENTENCE_BITS = 16
_IDENTIFIER_BYTES = 2_048


@dataclass(frozen=True, slots=True)
class Collections:
    """The names of a generation's three collections."""

    records: str
    clauses: str
    sentences: str

    @classmethod
    def of(cls, records: str) -> "Collections":
        """Those that belong to a collection of records."""
        stem = records.removesuffix("_records")
        return cls(records, f"{stem}_clauses", f"{stem}_sentences")


def clause_fields(dimension: int) -> list[Field]:
    """The fields of `clauses`; `document` is for people who look into the collection."""
    return [
        Field("id", FieldKind.NUMBER, is_key=True),
        Field("serial", FieldKind.NUMBER),
        Field("document", FieldKind.TEXT, _IDENTIFIER_BYTES),
        Field("position", FieldKind.NUMBER),
        Field("sentences", FieldKind.NUMBER),
        Field("length", FieldKind.NUMBER),
        Field("dense", FieldKind.DENSE, dimension),
        Field("sparse", FieldKind.SPARSE),
    ]


def sentence_fields(dimension: int) -> list[Field]:
    """The fields of `sentences`."""
    return [
        Field("id", FieldKind.NUMBER, is_key=True),
        Field("serial", FieldKind.NUMBER),
        Field("dense", FieldKind.DENSE, dimension),
    ]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as it is scored: its place, its vectors and the weights of its terms.

    `weights` gives tf / (tf + norm) by term number as the manifest's mean length makes it.
    """

    position: int
    length: int
    vector: Row
    sentences: Matrix
    weights: Mapping[int, float]


def clause_key(serial: int, clause: int) -> int:
    """The key of a document's clause, counted among those with text."""
    return (serial << _CLAUSE_BITS | clause) << _SENTENCE_BITS


def serial_of(key: int) -> int:
    """The serial of the document that a clause or sentence is of."""
    return key >> _CLAUSE_BITS + _SENTENCE_BITS


def owner_of(key: int) -> int:
    """The key of the clause that a sentence is of."""
    return key >> _SENTENCE_BITS << _SENTENCE_BITS


def sentence_keys(key: int, number: int) -> range:
    """The keys of a clause's sentences."""
    return range(key, key + number)


def check_size(document: PreparedDocument) -> None:
    """Refuse a document that the keys cannot count.

    Raises:
        IndexFolderError: It has too many clauses, a clause too many sentences, or its name is long.
    """
    clauses = len(document.positions)
    sentences = int(np.diff(document.first_sentence).max(initial=0))
    name = document.document.identifier
    if clauses >> _CLAUSE_BITS or sentences >> _SENTENCE_BITS:
        raise IndexFolderError(f"文件“{name}”太大：{clauses} 个条款，无法存入 Milvus。请拆成几份。")
    if len(name.encode()) > _IDENTIFIER_BYTES:
        raise IndexFolderError(f"文件的标题太长，无法存入 Milvus：{name[:50]}…。请缩短标题。")


def clause_rows(
    document: PreparedDocument, serial: int, vectors: Matrix, statistics: TermStatistics
) -> Iterator[Record]:
    """The rows of a document's clauses, with its vectors, `(n, dimension)`."""
    weights = _weights(document, statistics)
    counts = np.diff(document.first_sentence).tolist()
    for clause, position in enumerate(document.positions.tolist()):
        yield {
            "id": clause_key(serial, clause),
            "serial": serial,
            "document": document.document.identifier,
            "position": position,
            "sentences": counts[clause],
            "length": int(document.keywords.lengths[clause]),
            "dense": vectors[clause],
            "sparse": weights[clause] or {NOTHING: 1.0},
        }


def _weights(document: PreparedDocument, statistics: TermStatistics) -> list[dict[int, float]]:
    """For each clause the weights of its terms, by their numbers."""
    keywords = document.keywords
    norms = statistics.norms(keywords.lengths)
    numbers = [key_number(key) for key in keywords.keys.tolist()]
    found: list[dict[int, float]] = [{} for _ in norms]
    starts = keywords.starts.tolist()
    frequencies = keywords.frequencies.astype(np.float64)
    shares = (frequencies / (frequencies + norms[keywords.rows])).tolist()
    rows = keywords.rows.tolist()
    for number, start, stop in zip(numbers, starts, starts[1:], strict=False):
        for entry in range(start, stop):
            found[rows[entry]][number] = shares[entry]
    return found


def sentence_rows(document: PreparedDocument, serial: int, vectors: Matrix) -> Iterator[Record]:
    """The rows of a document's sentences, with their vectors, `(n, dimension)`."""
    starts = document.first_sentence.tolist()
    for clause, (start, stop) in enumerate(pairwise(starts)):
        keys = sentence_keys(clause_key(serial, clause), stop - start)
        for key, row in zip(keys, range(start, stop), strict=True):
            yield {"id": key, "serial": serial, "dense": vectors[row]}


def matrix(rows: Sequence[Row], dimension: int) -> Matrix:
    """Vectors under each other: `(n, dimension)` float32."""
    return np.array(rows, dtype=np.float32).reshape(len(rows), dimension)
