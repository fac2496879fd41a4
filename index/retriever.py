"""A question in, clauses out, best first. Knows no dialogue, and no store but by its seam.

A clause's cosine mixes that of its whole text with that of its nearest sentence; BM25 is that of
its whole text; fusion makes one score of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from documents.document import Clause, Document
from documents.errors import ModelError
from index.embedder import Embedder, unit_rows
from index.fusion import fused_scores
from index.kept import Kept
from index.passages import Passage, passages_of
from index.question_words import without_question_words
from index.search_store import Candidates, SearchStore, Sought
from index.term_statistics import TermStatistics
from index.terms import weighted_terms

_QUESTIONS_KEPT = 64
_SEARCHES_KEPT = 16

Row = NDArray[np.float32]

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
    """A found clause."""

    document: Document
    clause: Clause
    fused_score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class _Found:
    """The candidates of a search, which `rows` of them were found, best first, and their scores."""

    candidates: Candidates
    rows: tuple[int, ...]
    fused: Row
    cosine: Row


@dataclass(frozen=True, slots=True)
class _Ready:
    """A question made ready, with the statistics of its terms in sentences.

    The highest BM25 that its own terms allow is kept for clauses and for sentences.
    """

    sought: Sought
    in_sentences: TermStatistics
    highest_in_clauses: float
    highest_in_sentences: float


_Asked = tuple[str, tuple[str, ...], int, frozenset[str] | None]
"""A question with its related words, the limit, and the documents that are searched."""


class Retriever:
    """Searches one opened store."""

    def __init__(
        self,
        store: SearchStore,
        embedder: Embedder,
        *,
        dense_weight: float = DENSE_WEIGHT,
        sentence_weight: float = SENTENCE_WEIGHT,
    ) -> None:
        """Prepare a store for questions.

        Raises:
            ModelError: The embedder is not the one that the store's vectors were made with.
        """
        if store.model_digest != embedder.digest:
            raise ModelError(f"索引由模型“{store.model}”建立，不能用“{embedder.name}”检索。")
        self.store = store
        self.embedder = embedder
        self._dense_weight = dense_weight
        self._sentence_weight = sentence_weight
        # one question is scored against clauses, then against sentences of several
        self._ready: Kept[tuple[str, tuple[str, ...]], _Ready] = Kept(_QUESTIONS_KEPT)
        # a question is searched once to put slips right, and again to be answered
        self._results: Kept[_Asked, _Found] = Kept(_SEARCHES_KEPT)

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
        if not any(character.isalnum() for character in query):
            return []
        found = self._found(query, tuple(related), limit, documents)
        return [self._hit(found, row) for row in found.rows]

    def nearest_documents(
        self,
        query: str,
        *,
        related: Sequence[str] = (),
        limit: int = 10,
        documents: frozenset[str] | None = None,
    ) -> list[str]:
        """Identifiers of the documents of the clauses that `search` finds, best first."""
        if not any(character.isalnum() for character in query):
            return []
        found = self._found(query, tuple(related), limit, documents)
        return list(dict.fromkeys(found.candidates.documents[row] for row in found.rows))

    def search_passages(
        self,
        query: str,
        *,
        related: Sequence[str] = (),
        limit: int = 10,
        documents: frozenset[str] | None = None,
        most_documents: int | None = None,
        most_clauses: int | None = None,
    ) -> list[tuple[Hit, list[PassageHit]]]:
        """As `search`, each clause with its sentence passages; these are fused among all of them.

        Clauses of further documents than `most_documents`, and more than `most_clauses` of one, are
        left out: sentences cost most.
        """
        if not any(character.isalnum() for character in query):
            return []
        found = self._found(query, tuple(related), limit, documents)
        owners = found.candidates.documents
        of_each: dict[str, list[int]] = {}
        for row in found.rows:
            of_each.setdefault(owners[row], []).append(row)
        kept = {
            row for own in list(of_each.values())[:most_documents] for row in own[:most_clauses]
        }
        hits = [self._hit(found, row) for row in found.rows if row in kept]
        inside = [passages_of(hit.document, hit.clause) for hit in hits]
        mean = found.candidates.mean_sentence
        scored = iter(self._passage_hits(query, related, [*chain(*inside)], mean))
        return [
            (hit, sorted(islice(scored, len(own)), key=lambda each: -each.fused_score))
            for hit, own in zip(hits, inside, strict=True)
        ]

    def _found(
        self, query: str, related: tuple[str, ...], limit: int, documents: frozenset[str] | None
    ) -> _Found:
        return self._results.get((query, related, limit, documents), self._searched)

    def _searched(self, asked: "_Asked") -> _Found:
        query, related, limit, documents = asked
        ready = self._sought(query, related)
        found = self.store.candidates(ready.sought, limit=limit, documents=documents)
        share = self._sentence_weight
        cosine = (1 - share) * found.cosine + share * found.nearest
        mean = (
            None if found.complete else (1 - share) * found.mean_cosine + share * found.mean_nearest
        )
        fused = fused_scores(
            cosine,
            found.bm25,
            ready.highest_in_clauses,
            dense_weight=self._dense_weight,
            mean_cosine=mean,
        )
        best = np.argsort(-fused, kind="stable")[:limit]
        return _Found(found, tuple(best.tolist()), fused, cosine)

    def passages(self, query: str, hit: Hit, related: Sequence[str] = ()) -> list[PassageHit]:
        """The sentence passages of a found clause with their scores, best first."""
        inside = passages_of(hit.document, hit.clause)
        scored = self._passage_hits(query, related, inside, None)
        return sorted(scored, key=lambda each: -each.fused_score)

    def _passage_hits(
        self, query: str, related: Sequence[str], inside: Sequence[Passage], mean: float | None
    ) -> list[PassageHit]:
        """Passages with their scores, fused among each other; `mean` is the cosine of all there are."""
        ready = self._sought(query, tuple(related))
        cosine = self.embedder.encode_passages([p.embedded for p in inside]) @ ready.sought.vector
        bm25 = ready.in_sentences.text_scores(
            ready.sought.terms, [p.searchable for p in inside], self.store.terms
        )
        fused = self._fused(cosine, bm25, ready.highest_in_sentences, mean)
        return [
            PassageHit(*row)
            for row in zip(inside, fused.tolist(), cosine.tolist(), bm25.tolist(), strict=True)
        ]

    def cosines(self, query: str, texts: Sequence[str], related: Sequence[str] = ()) -> Row:
        """Cosines of any texts with a question, `(n,)` float32, without a context."""
        ready = self._sought(query, tuple(related))
        cosines: Row = self.embedder.encode_passages(texts) @ ready.sought.vector
        return cosines

    def text_scores(self, query: str, texts: Sequence[str], related: Sequence[str] = ()) -> Scores:
        """Scores of any texts, such as the sentences of a clause, taken without a context.

        BM25 weighs terms by how rare they are in the store's sentence passages.
        """
        ready = self._sought(query, tuple(related))
        cosine = self.embedder.encode_passages(texts) @ ready.sought.vector
        bm25 = ready.in_sentences.text_scores(ready.sought.terms, texts, self.store.terms)
        return Scores(cosine, bm25, self._fused(cosine, bm25, ready.highest_in_sentences))

    def _sought(self, query: str, related: tuple[str, ...]) -> _Ready:
        return self._ready.get((query, related), self._made_ready)

    def _made_ready(self, question: tuple[str, tuple[str, ...]]) -> _Ready:
        query, related = question
        asked = without_question_words(query)
        vector = self.embedder.encode_queries([asked])[0]
        kind = self.store.terms
        own = terms = weighted_terms(asked, kind)
        if related:
            beside = self.embedder.encode_queries([" ".join(related)])[0]
            vector = unit_rows((vector + RELATED_WEIGHT * beside)[None])[0]
            words = (weighted_terms(word, kind) for word in related)
            terms = {term: RELATED_WEIGHT for word in words for term in word} | own
        in_clauses = self.store.clause_statistics(terms)
        in_sentences = self.store.sentence_statistics(terms)
        return _Ready(
            Sought(vector, terms),
            in_sentences,
            in_clauses.highest_score(own),
            in_sentences.highest_score(own),
        )

    def _fused(self, cosine: Row, bm25: Row, highest: float, mean: float | None = None) -> Row:
        return fused_scores(
            cosine, bm25, highest, dense_weight=self._dense_weight, mean_cosine=mean
        )

    def _hit(self, found: _Found, row: int) -> Hit:
        candidates = found.candidates
        document = self.store.documents[candidates.documents[row]]
        return Hit(
            document,
            document.clauses[int(candidates.positions[row])],
            float(found.fused[row]),
            float(found.cosine[row]),
            float(candidates.bm25[row]),
        )
