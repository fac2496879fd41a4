"""Writes documents into the collections of one generation; texts that were known keep vectors.

Nothing that is written here counts before its head or the manifest is there: see milvus_home.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder, Matrix
from index.milvus_records import (
    Statistics,
    StoredHead,
    document_rows,
    record_fields,
    statistics_rows,
)
from index.milvus_rows import (
    Collections,
    check_size,
    clause_fields,
    clause_rows,
    matrix,
    sentence_fields,
    sentence_rows,
)
from index.milvus_server import MilvusServer
from index.milvus_store import MilvusStore
from index.prepared import PreparedDocument, head_of
from index.search_store import Progress
from index.term_numbers import NOTHING
from index.term_statistics import TermStatistics

_BATCH = 1024


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes into some collections; `known` is the state whose vectors are used again."""

    server: MilvusServer
    collections: Collections
    embedder: Embedder
    made: TermStatistics
    known: MilvusStore | None

    def write(
        self,
        document: PreparedDocument,
        serial: int,
        order: int,
        progress: Progress | None = None,
    ) -> StoredHead:
        """Write all rows of a document but its head, which is given back.

        Raises:
            IndexFolderError: It is too large, or the server fails.
        """
        check_size(document)
        names = self.collections
        # first what tells of the others: an unfinished document can be found and swept away
        self.server.write(names.records, document_rows(document, serial))
        clauses, sentences = self._vectors(document, progress)
        rows = clause_rows(document, serial, clauses, self.made)
        self.server.write(names.clauses, rows)
        self.server.write(names.sentences, sentence_rows(document, serial, sentences))
        return StoredHead(head_of(document.document), serial, order, len(document.positions))

    def count(self, statistics: Statistics, serial: int) -> None:
        """Write statistics."""
        self.server.write(self.collections.records, statistics_rows(statistics, serial))

    def flush(self) -> None:
        """Have all that was written put where it is searched fast, and search it once.

        Lite indexes what it is first asked for: the writer waits for that, and no reader.
        """
        names = self.collections
        vector = np.zeros(self.embedder.dimension, dtype=np.float32)
        for name in (names.clauses, names.sentences):
            self.server.flush(name)
            self.server.nearest(name, "dense", vector, limit=1)
        self.server.nearest(names.clauses, "sparse", {NOTHING: 1.0}, limit=1)

    def _vectors(
        self, document: PreparedDocument, progress: Progress | None
    ) -> tuple[Matrix, Matrix]:
        """Vectors of clauses and of sentences; only texts that are not known are embedded."""
        vectors = self._known_vectors(document)
        texts = dict.fromkeys((*document.clause_texts, *document.sentence_texts))
        fresh = [text for text in texts if text not in vectors]
        for first in range(0, len(fresh), _BATCH):
            part = fresh[first : first + _BATCH]
            vectors.update(zip(part, self.embedder.encode_passages(part), strict=True))
            if progress:
                progress(first + len(part), len(fresh))
        dimension = self.embedder.dimension
        return (
            matrix([vectors[text] for text in document.clause_texts], dimension),
            matrix([vectors[text] for text in document.sentence_texts], dimension),
        )

    def _known_vectors(self, document: PreparedDocument) -> dict[str, Matrix]:
        """The vectors of the texts of the document that had this identifier."""
        identifier = document.document.identifier
        if self.known is None or identifier not in self.known.stored:
            return {}
        known = self.known.known_vectors(identifier)
        return {**known.clauses, **known.sentences}


def create(server: MilvusServer, collections: Collections, dimension: int) -> None:
    """Create the collections of a generation."""
    server.create(collections.records, record_fields())
    server.create(collections.clauses, clause_fields(dimension))
    server.create(collections.sentences, sentence_fields(dimension))


def counted(document: PreparedDocument) -> Statistics:
    """The statistics of one document."""
    return Statistics(document.keywords.counts, document.sentence_counts)


def measured(documents: Sequence[PreparedDocument]) -> TermStatistics:
    """How many terms the clauses of some documents have: the mean length of others, about."""
    lengths = [length for each in documents for length in each.keywords.lengths.tolist()]
    return TermStatistics(len(lengths), sum(lengths), {})
