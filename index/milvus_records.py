"""Rows of the collection `records`, and back: manifest, heads, and what is packed into texts.

Packed are documents, facts and statistics, in as many rows as they need.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.facts import Facts
from index.milvus_fields import Field, FieldKind
from index.milvus_server import Record
from index.prepared import PreparedDocument
from index.records import from_lines, to_lines
from index.term_statistics import TermCounts, TermStatistics

FORMAT_VERSION = 2
"""Raised whenever rows change their meaning."""

WHOLE = -1
"""The serial of what all documents that a generation began with have in common."""

_TEXT_BYTES = 60_000  # Milvus allows 65,535


class RecordKind(StrEnum):
    """What a row of `records` holds."""

    MANIFEST = "manifest"
    COUNTER = "counter"
    HEAD = "head"
    DOCUMENT = "document"
    FACTS = "facts"
    STATISTICS = "statistics"


def record_fields() -> list[Field]:
    """The fields of `records`; Milvus wants a vector in each collection."""
    return [
        Field("id", FieldKind.TEXT, 64, is_key=True),
        Field("kind", FieldKind.TEXT, 16),
        Field("serial", FieldKind.NUMBER),
        Field("part", FieldKind.NUMBER),
        Field("parts", FieldKind.NUMBER),
        Field("text", FieldKind.TEXT, 65_535),
        Field("unused", FieldKind.DENSE, 2),
    ]


@dataclass(frozen=True, slots=True)
class MilvusManifest:
    """What a generation was made with.

    Documents with a serial below `built` came with it: their statistics are those of the whole.
    The weights of terms were made by the mean length of `texts` texts of `length` terms in all.
    """

    format_version: int
    model: str
    model_digest: str
    dimension: int
    terms: str
    built: int
    texts: int
    length: int

    @property
    def made(self) -> TermStatistics:
        """What the weights of terms were made with."""
        return TermStatistics(self.texts, self.length, {})


@dataclass(frozen=True, slots=True)
class StoredHead:
    """A document that the store holds: `clauses` of it have text; `order` is its place."""

    head: DocumentHead
    serial: int
    order: int
    clauses: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Terms of some documents, counted in their clauses and in their sentences."""

    clauses: TermCounts
    sentences: TermCounts


def manifest_row(manifest: MilvusManifest) -> Record:
    """The manifest, written last."""
    return record_of(RecordKind.MANIFEST, "manifest", 0, 0, json.dumps(asdict(manifest)))


def manifest_from(text: str) -> MilvusManifest:
    """The manifest of `manifest_row`. Raises ValueError where it is of another version."""
    try:
        return MilvusManifest(**json.loads(text))
    except TypeError as error:
        raise ValueError(str(error)) from error


def counter_row(serial: int, owner: str) -> Record:
    """The last serial that was given, and who writes."""
    return record_of(RecordKind.COUNTER, "counter", serial, 0, owner)


def head_row(stored: StoredHead) -> Record:
    """A head: it alone says which rows of a document count."""
    text = f"{stored.clauses}\n{to_lines([stored.head]).decode().strip()}"
    key = head_key(stored.head.identifier)
    return record_of(RecordKind.HEAD, key, stored.serial, stored.order, text)


def head_key(identifier: str) -> str:
    """The key of a document's head."""
    return f"head/{sha256(identifier.encode()).hexdigest()[:40]}"


def head_from(record: Record) -> StoredHead:
    """The head of `head_row`."""
    clauses, _, described = record["text"].partition("\n")
    [head] = from_lines(DocumentHead, described.encode())
    return StoredHead(head, record["serial"], record["part"], int(clauses))


def document_rows(document: PreparedDocument, serial: int) -> Iterator[Record]:
    """A document and its facts, in parts."""
    yield from _packed(RecordKind.DOCUMENT, serial, to_lines([document.document]))
    yield from _packed(RecordKind.FACTS, serial, to_lines([document.facts]))


def statistics_rows(statistics: Statistics, serial: int) -> Iterator[Record]:
    """Statistics of one document, or, under WHOLE, of all that the generation began with."""
    from safetensors.numpy import save

    content = save(
        {
            f"{name}_{part}": array
            for name, counts in (("clause", statistics.clauses), ("sentence", statistics.sentences))
            for part, array in _arrays(counts).items()
        }
    )
    return _packed(RecordKind.STATISTICS, serial, content)


def _arrays(counts: TermCounts) -> dict[str, NDArray[np.generic]]:
    total = np.array([counts.texts, counts.length], dtype=np.int64)
    return {"keys": counts.keys, "spreads": counts.spreads, "total": total}


def statistics_from(content: bytes) -> Statistics:
    """The statistics of `statistics_rows`."""
    from safetensors.numpy import load

    arrays = load(content)
    clauses, sentences = (
        TermCounts(
            arrays[f"{name}_keys"], arrays[f"{name}_spreads"], *arrays[f"{name}_total"].tolist()
        )
        for name in ("clause", "sentence")
    )
    return Statistics(clauses, sentences)


def document_from(content: bytes) -> Document:
    """The document of `document_rows`."""
    return from_lines(Document, content)[0]


def facts_from(content: bytes) -> Facts:
    """The facts of `document_rows`."""
    return from_lines(Facts, content)[0]


def _packed(kind: RecordKind, serial: int, content: bytes) -> Iterator[Record]:
    """Content in rows that hold as much as Milvus allows."""
    text = base64.b64encode(zlib.compress(content, 1)).decode()
    parts = [text[at : at + _TEXT_BYTES] for at in range(0, len(text), _TEXT_BYTES)]
    for number, part in enumerate(parts):
        yield record_of(kind, part_key(kind, serial, number), serial, number, part, len(parts))


def part_key(kind: RecordKind, serial: int, part: int) -> str:
    """The key of a part of packed content."""
    return f"{kind}/{serial}/{part:06d}"


def unpacked(records: Iterable[Record]) -> bytes:
    """The content of `_packed` rows, given in any order.

    Raises:
        ValueError: Rows are missing or damaged.
    """
    parts = sorted(records, key=lambda record: int(record["part"]))
    if not parts or len(parts) != parts[0]["parts"]:
        raise ValueError(f"{len(parts)} parts of packed content, some missing")
    try:
        return zlib.decompress(base64.b64decode("".join(str(each["text"]) for each in parts)))
    except zlib.error as error:
        raise ValueError(str(error)) from error


def record_of(
    kind: RecordKind, key: str, serial: int, part: int, text: str, parts: int = 1
) -> Record:
    """A row of `records`."""
    return {
        "id": key,
        "kind": str(kind),
        "serial": serial,
        "part": part,
        "parts": parts,
        "text": text,
        "unused": [0.0, 0.0],
    }
