"""A question in, clauses out, best first, each with its best passages. Knows no dialogue.

A clause's cosine mixes that of its whole text with that of its nearest sentence; BM25 is that of
its whole text; fusion makes one score of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from documents.document import Clause, Document
from documents.errors import ModelError
from index.embedder import Embedder
from index.fusion import weighted_sum
from index.level import Level
from index.passages import Passage
from index.store import Index

Row = NDArray[np.float32]
Mask = NDArray[np.bool_]

DENSE_WEIGHT = 0.4
"""Share of the cosine in `fused_score`; the rest is BM25."""

SENTENCE_WEIGHT = 0.7
"""Share of the nearest sentence in a clause's cosine; the rest is the whole clause."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of n texts, each `(n,)` float32, higher is better.

    `fused` is scaled to the best of the same n: it ranks within them and is no measure of quality;
    `cosine` and `bm25` can be compared between questions.
    """

    cosine: Row
    bm25: Row
    fused: Row


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage of a found clause with its own scores."""

    passage: Passage
    fused_score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A found clause. `passages` are all its sentence passages, best first."""

    document: Document
    clause: Clause
    fused_score: float
    cosine: float
    bm25: float
    passages: tuple[PassageHit, ...]


class Retriever:
    """Searches one opened index."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        *,
        dense_weight: float = DENSE_WEIGHT,
        sentence_weight: float = SENTENCE_WEIGHT,
    ) -> None:
        """Prepare an index for questions.

        Raises:
            ModelError: The embedder is not the one that the index was made with.
        """
        if index.model_digest != embedder.digest:
            raise ModelError(f"索引由模型“{index.model}”建立，不能用“{embedder.name}”检索。")
        self.index = index
        self.embedder = embedder
        self._dense_weight = dense_weight
        self._sentence_weight = sentence_weight
        self._documents = {document.identifier: document for document in index.documents}
        numbers = {name: number for number, name in enumerate(self._documents)}
        self._document_of = np.array(
            [numbers[passage.document] for passage in index.clauses.passages], dtype=np.int64
        )
        owners = [(passage.document, passage.clause) for passage in index.clauses.passages]
        rows = {owner: row for row, owner in enumerate(owners)}
        # clause row of every sentence; both levels are in reading order, so it never decreases
        self._clause_of = np.array(
            [rows[passage.document, passage.clause] for passage in index.passages], dtype=np.int64
        )
        self._first_sentence = np.searchsorted(self._clause_of, np.arange(len(owners) + 1))

    def search(
        self, query: str, *, limit: int = 10, documents: frozenset[str] | None = None
    ) -> list[Hit]:
        """The best clauses for a question, best first, equal ones in reading order.

        `documents` restricts the search to these identifiers. A question without any letter, digit
        or ideograph finds nothing.
        """
        chosen = self._chosen(documents)
        if not chosen.any() or not any(character.isalnum() for character in query):
            return []
        vector = self.embedder.encode_queries([query])[0]
        sentences = self._scores(self.index.sentences, query, vector, chosen[self._clause_of])
        nearest = np.maximum.reduceat(sentences.cosine, self._first_sentence[:-1])
        clauses = self._scores(self.index.clauses, query, vector, chosen, nearest)
        best = np.argsort(-clauses.fused, kind="stable")[: min(limit, int(chosen.sum()))]
        return [self._hit(row, clauses, sentences) for row in best.tolist()]

    def passage_scores(self, query: str) -> Scores:
        """Scores of all sentence passages: row i is about `index.passages[i]`."""
        level = self.index.sentences
        vector = self.embedder.encode_queries([query])[0]
        return self._scores(level, query, vector, np.ones(len(level.passages), dtype=bool))

    def text_scores(self, query: str, texts: Sequence[str]) -> Scores:
        """Scores of any texts, such as the sentences of a clause, taken without a context.

        BM25 weighs terms by how rare they are in the index's sentence passages.
        """
        keywords = self.index.sentences.keywords
        cosine = self.embedder.encode_passages(texts) @ self.embedder.encode_queries([query])[0]
        bm25 = keywords.text_scores(keywords.query(query), texts)
        return Scores(cosine, bm25, weighted_sum(cosine, bm25, dense_weight=self._dense_weight))

    def _chosen(self, documents: frozenset[str] | None) -> Mask:
        """Whether a clause row is of these documents; all are without any given."""
        if documents is None:
            return np.ones(len(self._document_of), dtype=bool)
        wanted = [i for i, name in enumerate(self._documents) if name in documents]
        return np.isin(self._document_of, wanted)

    def _scores(
        self, level: Level, query: str, vector: Row, chosen: Mask, nearest: Row | None = None
    ) -> Scores:
        """Scores of a level's passages, fused among the chosen ones, -inf in other rows.

        `nearest` is the cosine of the nearest part of each passage, mixed in where given.
        """
        cosine = level.vectors.cosines(vector, level.ids)
        if nearest is not None:
            cosine = (1 - self._sentence_weight) * cosine + self._sentence_weight * nearest
        bm25 = level.keywords.scores(level.keywords.query(query))
        fused = np.full(len(cosine), -np.inf, dtype=np.float32)
        fused[chosen] = weighted_sum(cosine[chosen], bm25[chosen], dense_weight=self._dense_weight)
        return Scores(cosine, bm25, fused)

    def _hit(self, row: int, clauses: Scores, sentences: Scores) -> Hit:
        passage = self.index.clauses.passages[row]
        document = self._documents[passage.document]
        inside = range(int(self._first_sentence[row]), int(self._first_sentence[row + 1]))
        return Hit(
            document,
            document.clauses[passage.clause],
            float(clauses.fused[row]),
            float(clauses.cosine[row]),
            float(clauses.bm25[row]),
            tuple(
                PassageHit(
                    self.index.passages[i],
                    float(sentences.fused[i]),
                    float(sentences.cosine[i]),
                    float(sentences.bm25[i]),
                )
                for i in sorted(inside, key=lambda i: (-sentences.fused[i], i))
            ),
        )
