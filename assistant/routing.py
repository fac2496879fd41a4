"""Which documents a question is about, of many: scored by what was found in them and by their names.

A question in, candidates out, best first, each with the chance that it is the one meant.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul

from assistant.lexicon import content_words, generic_nouns, is_listed_place, official_words
from assistant.library import ASKED_OF, FOUND_CLAUSES, Library
from assistant.naming import is_of_kind, is_of_level, levels_spoken_of
from assistant.question import Question
from documents.document import ClauseKind, Document
from documents.metadata import KINDS
from documents.regular_expressions import regex
from index.retriever import Hit, PassageHit

_MOST_CANDIDATES = 12
_LOOKED_AT = 5
# What speaks for a document: its best clause, its best sentence, the words and pairs of words of the
# question in a clause with its headings, and in the title, its level, its kind. Fitted on the tuning
# sets, each question asked of all documents; a tenth and more lower, so that near ones stay near.
_WEIGHTS = (4.0, 4.4, 2.2, 1.2, 1.1, 1.6)
_QUOTED = regex(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_COUNTED = regex(r"[几一二三四五六七八九十\d](大[\u4e00-\u9fff]{2})")
_KIND_NAMED = regex("|".join(KINDS))
_COUNTY = regex(r"(?:^|[，,。在到和与去])([\u4e00-\u9fff]{1,3}?县)(?=[在的里有去到和与])")


FoundClause = tuple[Hit, Sequence[PassageHit]]
"""A found clause with its sentences."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a question may be about. The chances of all candidates add up to 1.

    `held` is the share of the telling words of the question that stand in the document.
    """

    document: Document
    chance: float
    held: float


class Router:
    """Scores the documents of a library for questions."""

    def __init__(self, library: Library) -> None:
        """Take a library over all documents."""
        self._library = library

    def candidates(
        self, question: Question, among: frozenset[str] | None = None
    ) -> list[Candidate]:
        """The documents that a question may be about, best first, at most twelve.

        Args:
            question: The question, made to stand alone or not.
            among: Only these documents; None for all.
        """
        if among is not None and len(among) == len(self._library.documents):
            among = None
        found = self._found(question.plain, among)
        chosen = self._holding(question, list(found))
        documents = [self._library.documents[identifier] for identifier in chosen]
        weights = rarities(telling_words(question.plain), [each.text for each in documents])
        chances = _shares(
            self._scores(question.plain, weights, [(d, found[d.identifier]) for d in documents])
        )
        ranked = [
            Candidate(document, chance, held_share(weights, document.text))
            for document, chance in zip(documents, chances, strict=True)
        ]
        return sorted(ranked, key=lambda each: -each.chance)

    def _found(self, text: str, among: frozenset[str] | None) -> dict[str, list[FoundClause]]:
        """The found clauses of each document, best document first; heads count where alone."""
        hits = self._library.retriever.search_passages(
            text,
            related=official_words(text),
            limit=FOUND_CLAUSES,
            documents=among,
            most_documents=_MOST_CANDIDATES,
            most_clauses=_LOOKED_AT,
        )
        found: dict[str, list[FoundClause]] = {}
        for hit, passages in hits:
            found.setdefault(hit.document.identifier, []).append((hit, passages))
        for identifier, own in found.items():
            inside = [pair for pair in own if pair[0].clause.kind is not ClauseKind.TITLE]
            found[identifier] = inside or own
        return found

    def _holding(self, question: Question, identifiers: list[str]) -> list[str]:
        """Those that hold the terms in quotation marks, the places, what is counted (十大行动)."""
        places = [place for place in question.places if is_listed_place(place)]
        for names in (
            _QUOTED.findall(question.plain),
            [*places, *_COUNTY.findall(question.plain)],
            _COUNTED.findall(question.plain),
        ):
            holding = [
                identifier
                for identifier in identifiers
                if names and all(q in self._library.documents[identifier].text for q in names)
            ]
            identifiers = holding or identifiers
        return identifiers

    def _scores(
        self,
        text: str,
        weights: Mapping[str, float],
        found: Sequence[tuple[Document, Sequence[FoundClause]]],
    ) -> list[float]:
        levels = levels_spoken_of(text)
        kinds = set(_KIND_NAMED.findall(text))
        return [
            sum(map(mul, _WEIGHTS, self._signs(document, hits, weights, levels, kinds)))
            for document, hits in found
        ]

    def _signs(
        self,
        document: Document,
        hits: Sequence[FoundClause],
        weights: Mapping[str, float],
        levels: Collection[str],
        kinds: Collection[str],
    ) -> tuple[float, ...]:
        """What speaks for a document, in the order of the weights."""
        held = [
            held_share(
                weights,
                " ".join([document.title, *document.heading_path(h.clause), h.clause.text]),
            )
            for h, _ in hits[:_LOOKED_AT]
        ]
        level = (1.0 if is_of_level(document, levels) else -1.0) if levels else 0.0
        return (
            hits[0][0].fused_score,
            max((each.fused_score for _, own in hits for each in own), default=0.0),
            max(held, default=0.0),
            held_share(weights, document.title),
            level,
            float(bool(kinds) and is_of_kind(document, kinds)),
        )


def telling_words(text: str) -> list[str]:
    """The words of a text that tell documents apart, alone and with the next one, and their official ones."""
    words = content_words(text)
    alone = [w for w in words if len(w) > 1 and not ASKED_OF.search(w) and w not in generic_nouns()]
    pairs = [one + other for one, other in pairwise(words) if one + other in text]
    return list(dict.fromkeys([*alone, *pairs, *official_words(text)]))


def rarities(words: Iterable[str], texts: Sequence[str]) -> dict[str, float]:
    """How much each word tells the texts apart: those that few hold more, those that none holds not."""
    spreads = {word: sum(word in text for text in texts) for word in words}
    return {
        word: len(word) * math.log((len(texts) + 1) / spread)
        for word, spread in spreads.items()
        if spread
    }


def held_share(weights: Mapping[str, float], text: str) -> float:
    """Which share of weighted words stands in a text."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in text) / total if total else 0.0


def _shares(scores: Sequence[float]) -> list[float]:
    """Scores as chances that add up to 1."""
    highest = max(scores, default=0.0)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]
