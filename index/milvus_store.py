"""One state of the documents on a Milvus server, searched there: the store of many machines.

Milvus finds clauses by their vectors, by those of their sentences and by their terms; what is
found is scored here, exactly as the index folder scores it. Rows never change, so that they are
kept once read; a document that was replaced since stays as it was until the next change but one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.facts import Facts
from index.embedder import Embedder
from index.milvus_reading import ByIdentifier, Kept, read_packed
from index.milvus_records import (
    MilvusManifest,
    RecordKind,
    Statistics,
    StoredHead,
    document_from,
    facts_from,
)
from index.milvus_rows import (
    ClauseRow,
    Collections,
    clause_key,
    matrix,
    owner_of,
    sentence_keys,
    serial_of,
)
from index.milvus_server import MOST_FOUND, Found, MilvusServer, Record
from index.passages import clause_passages, sentence_passages
from index.search_store import (
    NOTHING_KNOWN,
    Candidates,
    KnownVectors,
    Row,
    SearchStore,
    Sought,
)
from index.selection import selected
from index.term_numbers import term_number
from index.term_statistics import TermStatistics
from index.terms import TermKind, terms_of

SMALL = 500
"""A store of so many clauses is scored whole."""

_SAMPLE = 256
_OFTEN = 4
_LEAST_FOUND = 40
_ROWS_KEPT = 5_000
_DOCUMENTS_KEPT = 512
_TERMS_SOUGHT = 2
_PAST_CLAUSES = 1_000
_CLAUSE_OUTPUT = ("id", "position", "sentences", "length", "dense", "sparse")

Content = TypeVar("Content")
Key = TypeVar("Key")


class MilvusStore:
    """An opened state; see `SearchStore`."""

    def __init__(
        self,
        server: MilvusServer,
        collections: Collections,
        manifest: MilvusManifest,
        heads: Sequence[StoredHead],
        statistics: Statistics,
        *,
        small: int = SMALL,
    ) -> None:
        """Take over what milvus_home.py has read.

        Args:
            server: Where the collections are.
            collections: Their names.
            manifest: What they were made with.
            heads: The documents, in the order in which they were added.
            statistics: Those of all these documents.
            small: How many clauses are scored whole.
        """
        self.collections = collections
        self.manifest = manifest
        self.stored = {stored.head.identifier: stored for stored in heads}
        self._server = server
        self._statistics = statistics
        self._small = small
        self._by_serial = {stored.serial: stored for stored in heads}
        self._rows = Kept(_ROWS_KEPT, self._read_rows)
        documents = Kept(_DOCUMENTS_KEPT, self._reader(RecordKind.DOCUMENT, document_from))
        facts = Kept(_DOCUMENTS_KEPT, self._reader(RecordKind.FACTS, facts_from))
        self._documents = ByIdentifier(self.stored, documents, server.address)
        self._facts = ByIdentifier(self.stored, facts, server.address)

    @property
    def heads(self) -> Sequence[DocumentHead]:
        """The documents' heads, in the order in which they were added."""
        return [stored.head for stored in self.stored.values()]

    @property
    def model(self) -> str:
        """Name of the embedding model, for people."""
        return self.manifest.model

    @property
    def model_digest(self) -> str:
        """Digest of the embedding model that made the vectors."""
        return self.manifest.model_digest

    @property
    def digest(self) -> str:
        """Stands for the whole content."""
        state = [self.collections.records, *(str(serial) for serial in self._by_serial)]
        return sha256(" ".join(state).encode()).hexdigest()

    @property
    def terms(self) -> TermKind:
        """How texts are cut into terms."""
        return TermKind(self.manifest.terms)

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents by identifier, each read when asked for."""
        return self._documents

    @property
    def facts(self) -> Mapping[str, Facts]:
        """The facts of all documents by identifier, each read when asked for."""
        return self._facts

    def clause_statistics(self, terms: Iterable[str]) -> TermStatistics:
        """In how many clauses terms stand, with number and mean length of all clauses."""
        return self._statistics.clauses.statistics(terms)

    def sentence_statistics(self, terms: Iterable[str]) -> TermStatistics:
        """The same for sentence passages."""
        return self._statistics.sentences.statistics(terms)

    def candidates(
        self, sought: Sought, *, limit: int, documents: frozenset[str] | None = None
    ) -> Candidates:
        """All clauses of a small store, of a large one those that come first in any way."""
        chosen = [
            stored
            for stored in self.stored.values()
            if documents is None or stored.head.identifier in documents
        ]
        statistics = self.clause_statistics(sought.terms)
        if sum(stored.clauses for stored in chosen) <= self._small:
            every = [clause_key(each.serial, row) for each in chosen for row in range(each.clauses)]
            return self._scored(self._rows.get(every), sought, statistics)
        condition = "" if documents is None else _among(chosen)
        found = self._best(sought, statistics, limit, condition)
        places = {stored.serial: place for place, stored in enumerate(chosen)}
        known = [key for key in found if serial_of(key) in places]
        known.sort(key=lambda key: (places[serial_of(key)], key))
        sample = _cosines(self._rows.get(_spread_out(chosen)), sought.vector)
        return replace(
            self._scored(self._rows.get(known), sought, statistics),
            complete=False,
            mean_cosine=float(sample.cosine.mean()),
            mean_nearest=float(sample.nearest.mean()),
            mean_sentence=sample.mean_sentence,
        )

    def _best(
        self, sought: Sought, statistics: TermStatistics, limit: int, condition: str
    ) -> set[int]:
        """Keys of the clauses that come first by their vector, by a sentence's or by terms."""
        most = max(limit * _OFTEN, _LEAST_FOUND)
        clauses, sentences = self.collections.clauses, self.collections.sentences
        terms = {
            term_number(term): weight * statistics.rarity(term)
            for term, weight in sought.terms.items()
            if term in statistics.spreads
        }

        def leg(
            name: str, field: str, vector: Row | Mapping[int, float], number: int = most
        ) -> Found:
            return self._server.nearest(name, field, vector, limit=number, condition=condition)

        found = set(leg(clauses, "dense", sought.vector).keys.tolist())
        # several sentences of a clause may be near
        near = leg(sentences, "dense", sought.vector, most * _OFTEN).keys.tolist()
        found.update(list(dict.fromkeys(map(owner_of, near)))[:most])
        if terms:
            found.update(leg(clauses, "sparse", terms).keys.tolist())
        return found

    def _scored(
        self, rows: Mapping[int, ClauseRow], sought: Sought, statistics: TermStatistics
    ) -> Candidates:
        cosines = _cosines(rows, sought.vector)
        return Candidates(
            tuple(self._by_serial[serial_of(key)].head.identifier for key in rows),
            np.array([row.position for row in rows.values()], dtype=np.int32),
            cosines.cosine,
            cosines.nearest,
            self._bm25(list(rows.values()), sought.terms, statistics),
            mean_sentence=cosines.mean_sentence,
        )

    def _bm25(
        self, rows: Sequence[ClauseRow], terms: Mapping[str, float], statistics: TermStatistics
    ) -> Row:
        """BM25 by the statistics of today, whatever mean length the stored weights were made with.

        From w = tf / (tf + made) follows tf / (tf + now) = w / (w + (1 - w) now / made).
        """
        lengths = np.array([row.length for row in rows], dtype=np.int32)
        change = statistics.norms(lengths) / self.manifest.made.norms(lengths)
        scores = np.zeros(len(rows), dtype=np.float64)
        for term, weight in terms.items():
            number = term_number(term)
            stored = np.array([row.weights.get(number, 0.0) for row in rows])
            share = stored / np.where(stored > 0, stored + (1 - stored) * change, 1)
            scores += weight * statistics.rarity(term) * share
        return scores.astype(np.float32)

    def holding(self, words: str, *, limit: int) -> list[str]:
        """Identifiers of up to `limit` documents that may hold words, in order of `heads`.

        Of words whose rarest term stands in more clauses than Milvus gives, some may be missing.
        """
        spreads = self.clause_statistics(terms_of(words, self.terms)).spreads
        rarest = sorted((spreads.get(term, 0), term) for term in {*terms_of(words, self.terms)})
        if not rarest:
            return list(self.stored)[:limit]
        if rarest[0][0] == 0:
            return []
        held = self._clauses_with(*rarest[0])
        for spread, term in rarest[1:_TERMS_SOUGHT]:
            if spread < MOST_FOUND:
                held &= self._clauses_with(spread, term)
        serials = {serial_of(key) for key in held}
        names = (name for name, stored in self.stored.items() if stored.serial in serials)
        return list(islice(names, limit))

    def _clauses_with(self, spread: int, term: str) -> set[int]:
        """Keys of the clauses in which a term stands, those of the last change's past among them."""
        found = self._server.nearest(
            self.collections.clauses,
            "sparse",
            {term_number(term): 1.0},
            limit=spread + _PAST_CLAUSES,
        )
        return set(found.keys[found.products > 0].tolist())

    def alone(self, identifier: str, embedder: Embedder, /) -> SearchStore:
        """A document as a store of its own, in memory."""
        return selected(self, frozenset([identifier]), embedder)

    def vectors(self, identifier: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The vectors of a document's clauses and of its sentences, in reading order."""
        stored = self.stored[identifier]
        keys = [clause_key(stored.serial, row) for row in range(stored.clauses)]
        rows = self._rows.get(keys).values()
        dimension = self.manifest.dimension
        sentences = [vector for row in rows for vector in row.sentences]
        return (
            matrix([row.vector for row in rows], dimension),
            matrix(sentences, dimension),
        )

    def known_vectors(self, identifier: str) -> KnownVectors:
        """The vectors of a document, by text; nothing where it is cut otherwise now."""
        document = self._documents[identifier]
        clauses, sentences = self.vectors(identifier)
        texts = [passage.embedded for passage in clause_passages(document)]
        parts = [passage.embedded for passage in sentence_passages(document)]
        if (len(texts), len(parts)) != (len(clauses), len(sentences)):
            return NOTHING_KNOWN
        return KnownVectors(
            dict(zip(texts, clauses, strict=True)), dict(zip(parts, sentences, strict=True))
        )

    def _read_rows(self, keys: list[int]) -> dict[int, ClauseRow]:
        """Clauses with their sentences, those that are there."""
        dimension = self.manifest.dimension
        clauses: dict[int, Record] = {
            record["id"]: record
            for record in self._server.get(self.collections.clauses, keys, _CLAUSE_OUTPUT)
        }
        wanted = [key for record in clauses.values() for key in _sentences_of(record)]
        found = self._server.get(self.collections.sentences, wanted, ("id", "dense"))
        vectors = {record["id"]: record["dense"] for record in found}
        return {
            key: ClauseRow(
                record["position"],
                record["length"],
                np.array(record["dense"], dtype=np.float32),
                matrix([vectors[each] for each in _sentences_of(record)], dimension),
                record["sparse"],
            )
            for key, record in clauses.items()
            if all(each in vectors for each in _sentences_of(record))
        }

    def _reader(
        self, kind: RecordKind, decode: Callable[[bytes], Content]
    ) -> Callable[[list[int]], dict[int, Content]]:
        def read(serials: list[int]) -> dict[int, Content]:
            packed = read_packed(self._server, self.collections.records, kind, serials)
            return {serial: decode(content) for serial, content in packed.items()}

        return read


def _sentences_of(record: Record) -> range:
    return sentence_keys(record["id"], record["sentences"])


def _among(chosen: Sequence[StoredHead]) -> str:
    return f"serial in [{', '.join(str(stored.serial) for stored in chosen)}]"


def _spread_out(chosen: Sequence[StoredHead]) -> list[int]:
    """Keys of a sample of the clauses of some documents, evenly from all of them."""
    ends = np.cumsum([stored.clauses for stored in chosen])
    rows = np.linspace(0, int(ends[-1]) - 1, _SAMPLE).astype(int)
    owners = np.searchsorted(ends, rows, side="right")
    return [
        clause_key(chosen[owner].serial, int(row - ends[owner] + chosen[owner].clauses))
        for row, owner in zip(rows, owners, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Cosines:
    """Of clauses, of their nearest sentences, and the mean of all sentences."""

    cosine: Row
    nearest: Row
    mean_sentence: float


def _cosines(rows: Mapping[int, ClauseRow], vector: Row) -> _Cosines:
    """Cosines of clauses and of their nearest sentences with a vector."""
    if not rows:
        return _Cosines(np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32), 0.0)
    found = list(rows.values())
    cosine = np.array([row.vector for row in found]) @ vector
    starts = np.cumsum([0, *(len(row.sentences) for row in found)])[:-1]
    sentences = np.concatenate([row.sentences for row in found]) @ vector
    nearest = np.maximum.reduceat(sentences, starts)
    return _Cosines(cosine, nearest, float(sentences.mean()))
