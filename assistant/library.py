"""The documents that can be asked: their facts, the search in them, and how well a text fits.

Knows the retriever, not the wording of answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Evidence, Sentence
from assistant.lexicon import (
    content_words,
    official_words,
    place_names,
    tagged_words,
)
from assistant.spelling import Speller
from documents.document import Clause, ClauseKind, Document
from documents.facts import Facts, Responsibility, Role
from documents.quantities import Quantity, find_quantities
from index.question_words import without_question_words
from index.retriever import Hit, Retriever

CLAUSES = 10
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BODY = re.compile(
    r"(?<=[由向经报,，。;；、:：\n))])([\u4e00-\u9fff]{2,12}?(?:部门|机关|机构|[局委办厅院]|政府|办事处|中心|公司))(?=[负应会对在向责进组依可将按统同])"
)
_RELATIVE_YEARS = {"去年": -1, "上年": -1, "今年": 0, "明年": 1}
_CLAUSE_SHARE = 0.45
_SENTENCE_SHARE = 0.25
_LONG_ECHO = 8
_WORD_SIMILAR = 0.62
_MANY_CLAUSES = 8
_FEW_CLAUSES = 2
_COMMON_SHARE = 0.25
_TITLE_SHARE = 0.3
ASKED_OF = re.compile(
    r"牵头|负责|部门|单位|目标|指标|补贴|补助|奖励|资助|扶持|支持|政策|材料|流程|程序|费用|收费|罚款|处罚|电话|条件|标准|时间|金额|数量|内容|要求|措施"
)


class Library:
    """Opened documents with their facts, and the search in them."""

    def __init__(self, retriever: Retriever, identifiers: frozenset[str] | None = None) -> None:
        """Take over a retriever and the documents of its index, or those of these identifiers."""
        self.retriever = retriever
        self.documents: Mapping[str, Document] = {
            d.identifier: d
            for d in retriever.index.documents
            if identifiers is None or d.identifier in identifiers
        }
        self._only = identifiers
        self._quantities: dict[tuple[str, int], list[Quantity]] = {}
        self._clauses = [clause.text for d in self.documents.values() for clause in d.clauses]
        # one question asks for the same words again and again
        self._clauses_with = lru_cache(maxsize=4096)(self._count_clauses)
        self._bodies: list[str] | None = None
        self._titles = " ".join(d.title for d in self.documents.values())
        self.speller = Speller(d.text for d in self.documents.values())
        self._texts = [unicodedata.normalize("NFKC", d.text) for d in self.documents.values()]

    def holds(self, words: str) -> bool:
        """Whether words stand in any document, full and half width alike."""
        plain = unicodedata.normalize("NFKC", words)
        return any(plain in text for text in self._texts)

    def quantities(self, document: Document, clause: Clause) -> list[Quantity]:
        """The quantities of a clause, in reading order."""
        key = (document.identifier, clause.position)
        if key not in self._quantities:
            self._quantities[key] = find_quantities(clause.text, clause.start)
        return self._quantities[key]

    def within(self, identifiers: frozenset[str]) -> Library:
        """A view of some of the documents."""
        return Library(self.retriever, identifiers)

    def named_in(self, question: str) -> tuple[frozenset[str], str]:
        """The documents that a question names, and the question without their names.

        By number, by title in 《》, or by a place that only some of the documents are of.
        """
        named: set[str] = set()
        rest = question
        for document in self.documents.values():
            for name in (document.number, f"《{document.title}》", document.title):
                plain = unicodedata.normalize("NFKC", name)
                if plain and plain in rest:
                    named.add(document.identifier)
                    rest = rest.replace(plain, " ")
        if not named and len(self.documents) > 1:
            named = {
                document.identifier
                for document in self.documents.values()
                if any(place in question for place in _places_of(document))
            }
        return frozenset(named), rest.strip() or question

    def relative_years(self, question: str) -> tuple[int, ...]:
        """The years that 去年, 今年 and 明年 mean where all documents are named by one year.

        Work reports are: in that of 2026, 去年 is 2025.
        """
        titled = {tuple(_YEAR.findall(d.title)) for d in self.documents.values()}
        if len(titled) != 1 or len(years := next(iter(titled))) != 1:
            return ()
        return tuple(
            int(years[0]) + offset for word, offset in _RELATIVE_YEARS.items() if word in question
        )

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

    def bodies(self) -> list[str]:
        """Names of bodies that act in the running text, those named twice or more, longest first."""
        if self._bodies is None:
            found = Counter(name for text in self._texts for name in _BODY.findall(text))
            self._bodies = sorted((n for n, c in found.items() if c > 1), key=lambda n: -len(n))
        return self._bodies

    def responsibilities(self, document: Document, clause: Clause) -> list[Responsibility]:
        """Who is named for a clause, leading ones first."""
        order = list(Role)
        found = [r for r in self.facts(document).responsibilities if r.clause == clause.position]
        return sorted(found, key=lambda r: order.index(r.role))

    def offices(self, document: Document, clause: Clause, words: str = "") -> list[Responsibility]:
        """Who is named for a clause as a whole, or for those rows of its table that words name."""
        named = self.responsibilities(document, clause)
        return [item for item in named if not item.row or item.row in words]

    def search(
        self,
        text: str,
        *,
        context: str = "",
        share: float = 0.5,
        asked: str = "",
    ) -> Evidence:
        """Find clauses and sentences for a text.

        Args:
            text: The question made to stand alone, normalised.
            context: What was talked about before.
            share: How much the context counts beside the text, 0 to 1.
            asked: The question as typed, where it goes on from something: it ranks the sentences.
        """
        hits = self.clauses(text, limit=CLAUSES * 2)
        if context:
            before = self.clauses(context, limit=CLAUSES * 2)
            hits = _merged(hits, before, share)
        titles = [hit for hit in hits[:CLAUSES] if hit.clause.kind is ClauseKind.TITLE]
        hits = [hit for hit in hits if hit.clause.kind is not ClauseKind.TITLE][:CLAUSES]
        sentences = self._sentences(text, asked or text, [*hits, *titles])
        ranked = tuple(sorted(sentences, key=lambda s: -s.score))
        return Evidence(self, tuple(hits), ranked, tuple(titles))

    def clauses(self, text: str, *, limit: int = CLAUSES) -> list[Hit]:
        """The best clauses for a text and the official words for its lay words, best first."""
        return self.retriever.search(
            text, related=official_words(text), limit=limit, documents=self._only
        )

    def has_topic(self, text: str) -> bool:
        """Whether a text names a subject: a word of the documents that not every clause holds."""
        most = max(_FEW_CLAUSES, len(self._clauses) * _COMMON_SHARE)
        words = [*content_words(text), *_joined_characters(text)]
        words = [word for word in words if len(word) > 1]
        words += [official for word in words for official in official_words(word)]
        words = [word for word in words if not ASKED_OF.search(word)]
        return any(0 < self._clauses_with(word) <= most for word in words)

    def title_beside(self, text: str, offset: int) -> str:
        """The title of the sibling `offset` places from the clause that a text is about, or ''."""
        found = self.search(text).best
        if found is None:
            return ""
        siblings = [
            clause
            for clause in found.document.clauses
            if clause.parent == found.clause.parent and clause.kind is ClauseKind.NUMBERED
        ]
        at = siblings.index(found.clause) + offset if found.clause in siblings else -1
        return siblings[at].title if 0 <= at < len(siblings) else ""

    def inside(self, text: str, document: Document, clauses: Sequence[Clause]) -> Evidence:
        """Evidence from these clauses alone, ranked for a text."""
        positions = {clause.position for clause in clauses}
        found = self.within(frozenset([document.identifier])).clauses(
            text, limit=len(document.clauses)
        )
        hits = [hit for hit in found if hit.clause.position in positions][:CLAUSES]
        sentences = self._sentences(text, text, hits)
        return Evidence(self, tuple(hits), tuple(sorted(sentences, key=lambda s: -s.score)))

    def _sentences(self, text: str, asked: str, hits: Sequence[Hit]) -> list[Sentence]:
        """Sentences of the hits, scored for a question.

        What a heading says already tells none of its sentences from another: the words of the
        heading are left out of the second of the two scores.
        """
        spans = [
            (hit, start, end)
            for hit in hits
            for start, end in self.sentence_spans(hit.document, hit.clause)
        ]
        if not spans:
            return []
        words = [hit.document.text[start:end] for hit, start, end in spans]
        whole = self.retriever.text_scores(text, words, official_words(text))
        rest = np.zeros(len(spans), dtype=np.float32)
        for hit in hits:
            rows = [row for row, span in enumerate(spans) if span[0] is hit]
            if rows:
                rest[rows] = self._rest_scores(asked, hit, [words[row] for row in rows])
        return [
            Sentence(
                hit.document,
                hit.clause,
                start,
                end,
                _CLAUSE_SHARE * hit.fused_score
                + _SENTENCE_SHARE * float(whole.fused[row])
                + (1 - _CLAUSE_SHARE - _SENTENCE_SHARE) * float(rest[row]),
                float(whole.cosine[row]),
            )
            for row, (hit, start, end) in enumerate(spans)
        ]

    def _rest_scores(self, asked: str, hit: Hit, sentences: Sequence[str]) -> NDArray[np.float32]:
        rest = asked
        for word in content_words(" ".join(hit.document.heading_path(hit.clause))):
            rest = rest.replace(word, " ")
        if not content_words(rest):
            rest = asked
        scores = self.retriever.text_scores(rest, sentences, official_words(rest))
        echo = [min(longest_shared(asked, s), _LONG_ECHO) / _LONG_ECHO for s in sentences]
        return 0.8 * scores.fused + 0.2 * np.array(echo, dtype=np.float32)

    def sentence_spans(self, document: Document, clause: Clause) -> list[tuple[int, int]]:
        """Sentences of a clause's body without the bracket of departments; a heading is one."""
        brackets = [
            (r.start, r.end)
            for r in self.facts(document).responsibilities
            if r.clause == clause.position and not r.row
        ]
        begin = clause.body if clause.body < clause.end else clause.start
        spans = []
        for found in _SENTENCE.finditer(document.text, begin, clause.end):
            start, end = found.span()
            inside = any(
                start <= a and b <= end and b - a > 0.6 * (end - start) for a, b in brackets
            )
            if not inside and any(c.isalnum() for c in found[0]):
                spans.append((start, end))
        return spans

    def coverage(self, question: str, passage: str) -> float:
        """Share of a question's topic words that a passage holds, 0 to 1, rare words weighing more.

        A word counts in full where it or its official word stands in the passage, in part where
        one like it does.
        """
        total = held = 0.0
        for word in content_words(without_question_words(question)):
            weight = self.weight(word)
            total += weight
            held += weight * self._held(word, passage)
        return held / total if total else 0.0

    def around(self, sentence: Sentence, *, whole: bool = False) -> str:
        """A sentence, or its `whole` clause, with the headings and introducing lines above it."""
        above = sentence.document.heading_path(sentence.clause)
        return " ".join([*above, sentence.clause.text if whole else sentence.text])

    def likeness(self, question: str, passage: str) -> float:
        """Cosine of a question, lay words made official, with a passage."""
        related = official_words(question)
        return float(self.retriever.text_scores(question, [passage], related).cosine[0])

    def sentence_at(self, quoted: Sentence) -> Sentence:
        """The sentence that a quoted part of one begins in, or the part where none is known."""
        for start, end in self.sentence_spans(quoted.document, quoted.clause):
            if start <= quoted.start < end:
                return replace(quoted, start=start, end=max(end, quoted.end))
        return quoted

    def holds_word(self, word: str, passage: str) -> bool:
        """Whether a word, its official word or one like it stands in a passage."""
        return self._held(word, passage) > 0

    def holds_specific(self, question: str, sentence: Sentence) -> bool:
        """Whether the clause of a sentence holds a word of a question that only few clauses hold.

        Words in quotation marks that stand in a document must stand in the clause.
        True where the question has no such word: its words are common, or none of the text's.
        """
        around = self.around(sentence, whole=True)
        quoted = [term for term in _QUOTED.findall(question) if self.holds(term)]
        if quoted and not any(term in around for term in quoted):
            return False
        if len(self._clauses) < _MANY_CLAUSES:
            return True
        words = [w for w in content_words(question) if len(w) > 1]
        specific = [word for word in words if 0 < self._clauses_with(word) <= _FEW_CLAUSES]
        return not specific or any(word in around for word in specific)

    def _count_clauses(self, word: str) -> int:
        """How many clauses hold a word."""
        return sum(word in text for text in self._clauses)

    def weight(self, word: str) -> float:
        """How much a word of a question counts: longer ones more, those of the titles less."""
        rarity = 1.0 + 0.5 * min(len(word), 4)
        return rarity * (_TITLE_SHARE if word in self._titles else 1.0)

    def _held(self, word: str, passage: str) -> float:
        if word in passage or any(o in passage for o in official_words(word)):
            return 1.0
        return self._nearest(word, passage)

    def _nearest(self, word: str, passage: str) -> float:
        """Cosine of a word with the most similar word of a passage, 0 below the threshold."""
        others = _words_of(passage)
        if not others:
            return 0.0
        embedder = self.retriever.embedder
        nearest = float(
            np.max(embedder.encode_passages(others) @ embedder.encode_passages([word])[0])
        )
        return nearest if nearest >= _WORD_SIMILAR else 0.0


@lru_cache(maxsize=1024)
def _places_of(document: Document) -> tuple[str, ...]:
    """Names of the places that a document is of, without their endings."""
    names = place_names(f"{document.title}，{document.issuer}")
    opening = re.match(r"[\u4e00-\u9fff]{2,4}?[省市县区]", document.title)
    names += [opening[0]] if opening else []
    return tuple(name[:-1] if name[-1] in "省市县区" and len(name) > 2 else name for name in names)


def _joined_characters(text: str) -> list[str]:
    """Neighbouring words of one character, joined: jieba cuts 文旅 in two."""
    words = [word for word, _ in tagged_words(text)]
    return [a + b for a, b in pairwise(words) if len(a) == len(b) == 1 and (a + b).isalpha()]


@lru_cache(maxsize=4096)
def _words_of(passage: str) -> tuple[str, ...]:
    return tuple(content_words(passage))


def longest_shared(one: str, other: str) -> int:
    """Length of the longest stretch of characters that both texts hold."""
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def _merged(hits: list[Hit], before: list[Hit], share: float) -> list[Hit]:
    """Hits of a follow-up and of what was talked about, each clause with the sum of both scores."""
    scores: dict[tuple[str, int], float] = {}
    found: dict[tuple[str, int], Hit] = {}
    for part, ranked in ((1.0, hits), (share, before)):
        for hit in ranked:
            key = (hit.document.identifier, hit.clause.position)
            scores[key] = scores.get(key, 0.0) + part * hit.fused_score
            found.setdefault(key, hit)
    order = sorted(found, key=lambda key: -scores[key])
    highest = max(scores.values(), default=1.0) or 1.0
    return [replace(found[key], fused_score=scores[key] / highest) for key in order]
