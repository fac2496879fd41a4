"""A question in, clauses out, best first, each with its best passages. Knows no dialogue.

A clause's cosine mixes that of its whole text with that of its nearest sentence; BM25 is that of
its whole text; fusion makes one score of both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from documents.document import Clause, Document
from documents.errors import ModelError
from index.embedder import Embedder, unit_rows
from index.fusion import fused_scores
from index.level import Level
from index.passages import Passage
from index.question_words import without_question_words
from index.store import Index

_QUESTIONS_KEPT = 64

Row = NDArray[np.float32]
Mask = NDArray[np.bool_]

DENSE_WEIGHT = 0.3
"""Share of the cosine in `fused_score`; the rest is BM25."""

SENTENCE_WEIGHT = 0.7
"""Share of the nearest sentence in a clause's cosine; the rest is the whole clause."""

RELATED_WEIGHT = 0.2
"""How much related words count beside those of the question, as vector and as terms of BM25."""


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


@dataclass(frozen=True, slots=True)
class _Sought:
    """A question made ready: its unit vector and its weighted terms, related ones included.

    The highest BM25 that its own terms allow is kept for clauses and for sentences.
    """

    vector: Row
    terms: Mapping[str, float]
    highest_in_clauses: float
    highest_in_sentences: float


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
        # one question is scored against clauses, then against sentences of several
        self._sought = lru_cache(maxsize=_QUESTIONS_KEPT)(self._made_ready)

    def search(
        self,
        query: str,
        *,
        related: Sequence[str] = (),
        limit: int = 10,
        documents: frozenset[str] | None = None,
    ) -> list[Hit]:
        """The best clauses for a question, best first, equal ones in reading order.

        `related` are words that texts may use for those of the question; they count less than its
        own. `documents` restricts the search to these identifiers. A question without any letter,
        digit or ideograph finds nothing.
        """
        chosen = self._chosen(documents)
        if not chosen.any() or not any(character.isalnum() for character in query):
            return []
        sought = self._sought(query, tuple(related))
        sentences = self._scores(self.index.sentences, sought, chosen[self._clause_of])
        nearest = np.maximum.reduceat(sentences.cosine, self._first_sentence[:-1])
        clauses = self._scores(self.index.clauses, sought, chosen, nearest)
        best = np.argsort(-clauses.fused, kind="stable")[: min(limit, int(chosen.sum()))]
        return [self._hit(row, clauses, sentences) for row in best.tolist()]

    def passage_scores(self, query: str) -> Scores:
        """Scores of all sentence passages: row i is about `index.passages[i]`."""
        level = self.index.sentences
        return self._scores(
            level, self._sought(query, ()), np.ones(len(level.passages), dtype=bool)
        )

    def text_scores(self, query: str, texts: Sequence[str], related: Sequence[str] = ()) -> Scores:
        """Scores of any texts, such as the sentences of a clause, taken without a context.

        BM25 weighs terms by how rare they are in the index's sentence passages.
        """
        keywords = self.index.sentences.keywords
        sought = self._sought(query, tuple(related))
        cosine = self.embedder.encode_passages(texts) @ sought.vector
        bm25 = keywords.text_scores(sought.terms, texts)
        return Scores(cosine, bm25, self._fused(cosine, bm25, sought.highest_in_sentences))

    def _made_ready(self, query: str, related: tuple[str, ...]) -> _Sought:
        asked = without_question_words(query)
        vector = self.embedder.encode_queries([asked])[0]
        own = terms = self.index.clauses.keywords.query(asked)
        if related:
            beside = self.embedder.encode_queries([" ".join(related)])[0]
            vector = unit_rows((vector + RELATED_WEIGHT * beside)[None])[0]
            words = (self.index.clauses.keywords.query(word) for word in related)
            terms = {term: RELATED_WEIGHT for word in words for term in word} | own
        clauses, sentences = self.index.clauses.keywords, self.index.sentences.keywords
        return _Sought(vector, terms, clauses.highest_score(own), sentences.highest_score(own))

    def _fused(self, cosine: Row, bm25: Row, highest: float) -> Row:
        return fused_scores(cosine, bm25, highest, dense_weight=self._dense_weight)

    def _chosen(self, documents: frozenset[str] | None) -> Mask:
        """Whether a clause row is of these documents; all are without any given."""
        if documents is None:
            return np.ones(len(self._document_of), dtype=bool)
        wanted = [i for i, name in enumerate(self._documents) if name in documents]
        return np.isin(self._document_of, wanted)

    def _scores(
        self, level: Level, sought: _Sought, chosen: Mask, nearest: Row | None = None
    ) -> Scores:
        """Scores of a level's passages, fused among the chosen ones, -inf in other rows.

        `nearest` is the cosine of the nearest part of each passage, mixed in where given.
        """
        cosine = level.vectors.cosines(sought.vector, level.ids)
        if nearest is not None:
            cosine = (1 - self._sentence_weight) * cosine + self._sentence_weight * nearest
        bm25 = level.keywords.scores(sought.terms)
        fused = np.full(len(cosine), -np.inf, dtype=np.float32)
        is_clauses = level is self.index.clauses
        highest = sought.highest_in_clauses if is_clauses else sought.highest_in_sentences
        fused[chosen] = self._fused(cosine[chosen], bm25[chosen], highest)
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
