"""What the documents hold for a question: ranked clauses, their sentences, and how well they fit.

All scores are higher for better. Knows the retriever, not the wording of answers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.lexicon import content_words, official_words
from documents.document import Clause, Document
from documents.facts import Facts, Responsibility, Role, Target
from index.retriever import Hit, Retriever

CLAUSES = 6
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_CLAUSE_SHARE = 0.45
_WORD_SIMILAR = 0.62


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a found clause; `[start, end)` are characters of the document's text.

    `score` ranks within one evidence; `cosine` compares between questions.
    """

    document: Document
    clause: Clause
    start: int
    end: int
    score: float
    cosine: float

    @property
    def text(self) -> str:
        """The words, as in the document."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Found clauses and all their sentences, both best first."""

    hits: tuple[Hit, ...]
    sentences: tuple[Sentence, ...]

    @property
    def best(self) -> Hit | None:
        """The best clause."""
        return self.hits[0] if self.hits else None

    def of(self, clause: Clause, document: Document) -> list[Sentence]:
        """The sentences of one clause, best first."""
        return [
            s
            for s in self.sentences
            if s.clause.position == clause.position and s.document is document
        ]


class Library:
    """The opened documents with their facts, and the search in them."""

    def __init__(self, retriever: Retriever) -> None:
        """Take over a retriever and the documents of its index."""
        self.retriever = retriever
        self.documents: Mapping[str, Document] = {d.identifier: d for d in retriever.index.documents}
        self._similar: dict[tuple[str, str], float] = {}

    def facts(self, document: Document) -> Facts:
        """The facts of a document."""
        return self.retriever.index.facts[document.identifier]

    def departments(self) -> list[str]:
        """All departments named as responsible anywhere, in reading order, each once."""
        names: dict[str, None] = {}
        for document in self.documents.values():
            for responsibility in self.facts(document).responsibilities:
                names.update(dict.fromkeys(responsibility.departments))
        return list(names)

    def responsibilities(self, document: Document, clause: Clause) -> list[Responsibility]:
        """Who is named for a clause, leading ones first."""
        order = list(Role)
        found = [r for r in self.facts(document).responsibilities if r.clause == clause.position]
        return sorted(found, key=lambda r: order.index(r.role))

    def targets(self, document: Document, clause: Clause) -> list[Target]:
        """The targets of a clause, in reading order."""
        return [t for t in self.facts(document).targets if t.clause == clause.position]

    def search(
        self, text: str, *, documents: frozenset[str] | None = None, context: str = ""
    ) -> Evidence:
        """Find clauses and sentences for a text.

        Args:
            text: The question, normalised.
            documents: Identifiers to search in, all without.
            context: What was talked about before; it counts half.
        """
        expanded = " ".join([text, *official_words(text)])
        hits = self.retriever.search(expanded, limit=CLAUSES * 2, documents=documents)
        if context:
            before = self.retriever.search(
                " ".join([context, *official_words(context)]), limit=CLAUSES * 2, documents=documents
            )
            hits = _merged(hits, before)
        hits = hits[:CLAUSES]
        return Evidence(tuple(hits), tuple(self._sentences(f"{expanded} {context}".strip(), hits)))

    def _sentences(self, text: str, hits: Sequence[Hit]) -> list[Sentence]:
        spans = [
            (hit, start, end) for hit in hits for start, end in self.sentence_spans(hit.document, hit.clause)
        ]
        if not spans:
            return []
        words = [hit.document.text[start:end] for hit, start, end in spans]
        scores = self.retriever.text_scores(text, words)
        found = [
            Sentence(
                hit.document,
                hit.clause,
                start,
                end,
                float((1 - _CLAUSE_SHARE) * fused + _CLAUSE_SHARE * hit.fused_score),
                float(cosine),
            )
            for (hit, start, end), fused, cosine in zip(
                spans, scores.fused, scores.cosine, strict=True
            )
        ]
        return sorted(found, key=lambda s: -s.score)

    def sentence_spans(self, document: Document, clause: Clause) -> list[tuple[int, int]]:
        """Sentences of a clause's body without the bracket of departments; a heading is one."""
        brackets = [
            (r.start, r.end) for r in self.facts(document).responsibilities if r.clause == clause.position
        ]
        begin = clause.body if clause.body < clause.end else clause.start
        spans = []
        for found in _SENTENCE.finditer(document.text, begin, clause.end):
            start, end = found.span()
            inside = any(start <= a and b <= end and b - a > 0.6 * (end - start) for a, b in brackets)
            if not inside and any(c.isalnum() for c in found[0]):
                spans.append((start, end))
        return spans

    def coverage(self, question: str, passage: str) -> float:
        """Share of a question's topic words that a passage holds, 0 to 1, rare words weighing more.

        A word counts in full where it or its official word stands in the passage, in part where
        one like it does.
        """
        total = held = 0.0
        for word in content_words(question):
            weight = self._rarity(word)
            total += weight
            held += weight * self._held(word, passage)
        return held / total if total else 0.0

    def missing(self, question: str, passage: str) -> list[str]:
        """Topic words of a question that nothing in a passage resembles."""
        return [w for w in content_words(question) if self._held(w, passage) < _WORD_SIMILAR]

    def _rarity(self, word: str) -> float:
        return 1.0 + 0.5 * min(len(word), 4)

    def _held(self, word: str, passage: str) -> float:
        if word in passage or any(o in passage for o in official_words(word)):
            return 1.0
        return self._nearest(word, passage)

    def _nearest(self, word: str, passage: str) -> float:
        """Cosine of a word with the most similar word of a passage, 0 below the threshold."""
        key = (word, passage)
        if key not in self._similar:
            others = content_words(passage)
            if not others:
                return 0.0
            embedder = self.retriever.embedder
            vectors = embedder.encode_passages(others)
            nearest = float(np.max(vectors @ embedder.encode_queries([word])[0]))
            if len(self._similar) > 50_000:
                self._similar.clear()
            self._similar[key] = nearest if nearest >= _WORD_SIMILAR else 0.0
        return self._similar[key]


def _merged(hits: list[Hit], before: list[Hit]) -> list[Hit]:
    """Hits of a follow-up and of what was talked about, each clause with the sum of both scores."""
    scores: dict[tuple[str, int], float] = {}
    found: dict[tuple[str, int], Hit] = {}
    for share, ranked in ((1.0, hits), (0.5, before)):
        for hit in ranked:
            key = (hit.document.identifier, hit.clause.position)
            scores[key] = scores.get(key, 0.0) + share * hit.fused_score
            found.setdefault(key, hit)
    order = sorted(found, key=lambda key: -scores[key])
    return [found[key] for key in order]
