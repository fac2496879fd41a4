"""The documents that can be asked: their facts, the search in them, and how well a text fits.

Knows the retriever, not the wording of answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.abbreviations import with_steps_as_printed, written_out
from assistant.document_names import DocumentNames
from assistant.evidence import Evidence, Sentence
from assistant.holdings import Holdings, InOrder, chosen_documents
from assistant.leaning import GIVES, LEANS, begin_of_thought, referred
from assistant.lexicon import (
    content_words,
    official_words,
    tagged_words,
)
from assistant.naming import Named, named_documents
from assistant.spelling import Speller
from assistant.word_coverage import WordCoverage
from documents.document import Clause, ClauseKind, Document
from documents.document_head import Headed
from documents.facts import Facts, Responsibility, Role
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex
from index.retriever import Hit, Retriever

CLAUSES = 10
FOUND_CLAUSES = 80
"""Clauses that are looked at to tell which of many documents a question is about."""

_SENDS_OUT = regex(r"(?:印发|转发)给你们|请[^。]{0,12}(?:遵照|贯彻|认真)[^。]{0,6}(?:执行|落实)")
_OF_SENDING = regex(r"同意|批准|印发|发文|会议|通过|审议|谁|为了|为什么|目的|依据|根据|贯彻")
_SENTENCE = regex(r"[^\n]*\t[^\n]*|[^。！？!?；;\n]+[。！？!?；;]*")  # a row of a table is one
_QUOTED = regex(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_BODY = regex(
    r"(?<=[由向经报,，。;；、:：\s))])([\u4e00-\u9fff]{2,12}?(?:部门|机关|机构|[局委办厅院]|政府|办事处|中心|公司))(?=[负应会对在向责进组依可将按统同])"
)
_BEFORE_BODY = regex(r"^.*[由经向与](?=[\u4e00-\u9fff]{2})")
_CLAUSE_SHARE = 0.45
_SENTENCE_SHARE = 0.25
_PIECE_END = "，,：:"
_LISTED_INDICATORS = 4
_LONG_ECHO = 8
_MANY_CLAUSES = 8
_FEW_CLAUSES = 2
_COMMON_SHARE = 0.25
_SPELT_BY = 3
ASKED_OF = regex(
    r"牵头|负责|部门|单位|目标|指标|补贴|补助|奖励|资助|扶持|支持|政策|材料|流程|程序|费用|收费|罚款|处罚|电话|条件|标准|时间|金额|数量|内容|要求|措施"
)


class Library:
    """Opened documents with their facts, and the search in them."""

    def __init__(self, retriever: Retriever, identifiers: frozenset[str] | None = None) -> None:
        """Take over a retriever and the documents of its index, or those of these identifiers."""
        self.retriever = retriever
        self.documents = chosen_documents(retriever.store, identifiers)
        self._only = identifiers
        self._holdings = Holdings(retriever.store, self.documents, identifiers)
        self._names = DocumentNames(self._holdings.heads)
        self._speller = Speller(d.text for d in self.documents.values())
        self._quantities: dict[tuple[str, int], list[Quantity]] = {}
        self._bodies: list[str] | None = None
        names = self._names  # a reference to the library itself would keep it beyond its question
        self.words = WordCoverage(retriever.embedder, lambda word: word in names.titles)

    def heads(self) -> Sequence[Headed]:
        """What the documents are told by, in their order."""
        return self._in_order

    @cached_property
    def _in_order(self) -> Named:
        return Named(self._heads.values())

    def head(self, identifier: str) -> Headed:
        """What a document is told by."""
        return self._heads[identifier]

    @cached_property
    def _heads(self) -> dict[str, Headed]:
        return {head.identifier: head for head in self._holdings.heads()}

    def that_may_hold(self, texts: Sequence[str]) -> list[Document]:
        """The documents that may hold one of some texts, in order; of few documents all."""
        if self._holdings.are_few:
            return list(self.documents.values())
        names = self._holdings.that_may_hold(texts)
        return [self.documents[name] for name in self.documents if name in names]

    def in_order(self) -> Sequence[Document]:
        """The documents in their order."""
        if self._holdings.are_few:
            return tuple(self.documents.values())
        return InOrder(self.documents)

    def holds(self, words: str) -> bool:
        """Whether words stand in any document, full and half width alike."""
        return self._holdings.holds(words)

    def corrected(self, question: str, among: frozenset[str] | None = None) -> str:
        """A question with slips put right and short forms written out as the documents have them.

        Of many documents, towards those of the one that it names, or that it seems to be about
        `among` these identifiers.
        """
        few = self._holdings.are_few
        near = partial(self._texts_near, question, among)
        speller = self._speller if few else Speller(near(), self.holds)
        written = speller.corrected(written_out(question, self.holds, speller.texts))
        return with_steps_as_printed(written, self._printed if few else near)

    def _printed(self) -> Iterator[str]:
        return (document.text for document in self.documents.values())

    def texts_about(self, text: str) -> Iterable[str]:
        """The texts of all documents, of many those of the ones that a text is nearest to; NFKC if few."""
        return self._holdings.texts() if self._holdings.are_few else self._texts_near(text)

    def _texts_near(self, text: str, among: frozenset[str] | None = None) -> Iterator[str]:
        """The text of the document that a text names, else of those that it is nearest to.

        These are searched for as the documents that a question is about are, so that one search does.
        """
        named = named_documents(text, self._in_order)
        near: Iterable[str] = named.documents
        if not named.sure or len(named.documents) != 1:  # searched only when they are needed
            found = self.retriever.nearest_documents(
                text,
                related=official_words(text),
                limit=FOUND_CLAUSES,
                documents=among or self._only,
            )
            near = found[:_SPELT_BY]
        yield from (self.documents[identifier].text for identifier in near)

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
        """The documents that a question names, and the question without their names."""
        return self._names.named_in(question)

    def relative_years(self, question: str) -> tuple[int, ...]:
        """The years that 去年, 今年 and 明年 mean where all documents are named by one year."""
        return self._names.relative_years(question)

    def facts(self, document: Document) -> Facts:
        """The facts of a document."""
        return self.retriever.store.facts[document.identifier]

    def departments(self) -> list[str]:
        """All departments named as responsible anywhere, in reading order, each once."""
        names: dict[str, None] = {}
        for document in self.documents.values():
            for responsibility in self.facts(document).responsibilities:
                names.update(dict.fromkeys(responsibility.departments))
        return list(names)

    def bodies(self) -> list[str]:
        """Names of bodies that act in the running text, longest first."""
        if self._bodies is None:
            texts = self._holdings.texts()
            acting = {_BEFORE_BODY.sub("", n) for text in texts for n in _BODY.findall(text)}
            self._bodies = sorted(acting, key=lambda name: (-len(name), name))
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
        hits = [hit for hit in hits if hit.clause.kind is not ClauseKind.TITLE]
        hits = [hit for hit in hits if not _is_signature(hit.clause)][:CLAUSES]
        sentences = self._sentences(text, asked or text, [*hits, *titles])
        ranked = tuple(sorted(_without_head(text, sentences), key=lambda s: -s.score))
        return Evidence(self._read_for([*hits, *titles]), tuple(hits), ranked, tuple(titles))

    def _read_for(self, hits: Sequence[Hit]) -> Library:
        """The documents that are gone through for an answer: all of few, else the found ones."""
        if self._holdings.are_few:
            return self
        found = [hit.document.identifier for hit in hits] or [*islice(self.documents, 1)]
        return self.within(frozenset(found))

    def clauses(self, text: str, *, limit: int = CLAUSES) -> list[Hit]:
        """The best clauses for a text and the official words for its lay words, best first."""
        return self.retriever.search(
            text, related=official_words(text), limit=CLAUSES * 2, documents=self._only
        )

    def has_topic(self, text: str) -> bool:
        """Whether a text names a subject: a word of the documents that not every clause holds."""
        most = max(_FEW_CLAUSES, self._holdings.clauses() * _COMMON_SHARE)
        words = [*content_words(text), *joined_characters(text)]
        words = [word for word in words if len(word) > 1]
        words += [official for word in words for official in official_words(word)]
        words = [word for word in words if not ASKED_OF.search(word)]
        return any(0 < self._holdings.clauses_with(word) <= most for word in words)

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
        words = [_with_referred(hit, start, end) for hit, start, end in spans]
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
                start <= a
                and b <= end
                and b - a > 0.6 * (end - start)
                and (
                    found[0].lstrip()[:1] in "(（[［【〔" or re.search("[:：]", document.text[a:b])
                )
                for a, b in brackets  # a sentence in its own words (由…牵头) is none
            )
            if not inside and any(c.isalnum() for c in found[0]):
                spans.append((start, end))
        return spans

    def coverage(self, question: str, passage: str) -> float:
        """Share of a question's topic words that a passage holds, 0 to 1."""
        return self.words.coverage(question, passage)

    def around(self, sentence: Sentence, *, whole: bool = False) -> str:
        """A sentence, or its `whole` clause, with what it leans on.

        That are the headings and introducing lines above it, what stands before it that it goes on
        from, and the clauses that it refers to by number.
        """
        document, clause = sentence.document, sentence.clause
        begin = self._begin_of_case(sentence)
        own = clause.text if whole else document.text[begin : sentence.end]
        beside = referred(document, clause, begin, sentence.end)
        path = [*document.heading_path(clause), self._line_above(document, clause)]
        return " ".join(filter(None, [*path, own, beside]))

    def _line_above(self, document: Document, clause: Clause) -> str:
        """The line of a titled clause that introduces the items of which this is one, or ''."""
        above = document.parent(clause)
        if above is None or not above.title or not above.text.endswith(("：", ":")):
            return ""
        return document.text[above.body : above.end].rpartition("\n")[2]

    def topic_sentence(self, sentence: Sentence) -> str:
        """The first sentence of a clause without a title, which tells what the later ones are of, or ''."""
        if sentence.clause.title:
            return ""
        spans = self.sentence_spans(sentence.document, sentence.clause)
        first = next((span for span in spans if span[0] < sentence.start), None)
        return sentence.document.text[first[0] : first[1]] if first else ""

    def _begin_of_case(self, sentence: Sentence) -> int:
        """Where a sentence begins, or the one that says for what it gives something."""
        if not GIVES.match(sentence.text):
            return self.begin_of(sentence)
        spans = self.sentence_spans(sentence.document, sentence.clause)
        return max((start for start, _ in spans if start < sentence.start), default=sentence.start)

    def begin_of(self, sentence: Sentence) -> int:
        """Where a sentence begins, or the one that it goes on from: 逾期不改正的 with the half before."""
        if not LEANS.match(sentence.text):
            return sentence.start
        spans = self.sentence_spans(sentence.document, sentence.clause)
        return begin_of_thought(sentence.document, spans, sentence.start)

    def likeness(self, question: str, passage: str) -> float:
        """Cosine of a question, lay words made official, with a passage."""
        return self.likenesses(question, [passage])[0]

    def likenesses(self, question: str, passages: Sequence[str]) -> list[float]:
        """Cosines of a question, lay words made official, with passages."""
        found = self.retriever.cosines(question, passages, official_words(question))
        cosines: list[float] = found.tolist()
        return cosines

    def sentence_at(self, quoted: Sentence) -> Sentence:
        """The sentence that a quoted part of one begins in, or the part where none is known.

        Of a sentence that lists indicators with a figure each, the part is all that is meant.
        """
        for start, end in self.sentence_spans(quoted.document, quoted.clause):
            if start <= quoted.start < end:
                whole = replace(quoted, start=start, end=max(end, quoted.end))
                return quoted if self.lists_indicators(whole) else whole
        return quoted

    def lists_indicators(self, sentence: Sentence) -> bool:
        """Whether a sentence gives one figure after another, each with what it measures beside it."""
        text = sentence.document.text
        measured = set()
        for quantity in self.quantities(sentence.document, sentence.clause):
            if sentence.start <= quantity.start < sentence.end:
                begin = max(text.rfind(mark, sentence.start, quantity.start) for mark in _PIECE_END)
                if len(quantity.subject) > 1 and quantity.subject in text[begin + 1 : quantity.end]:
                    measured.add(begin)
        return len(measured) >= _LISTED_INDICATORS

    def holds_word(self, word: str, passage: str) -> bool:
        """Whether a word, its official word or one like it stands in a passage."""
        return self.words.holds_word(word, passage)

    def holds_specific(self, question: str, sentence: Sentence) -> bool:
        """Whether the clause of a sentence holds a word of a question that only few clauses hold.

        Words in quotation marks that stand in a document must stand in the clause.
        True where the question has no such word: its words are common, or none of the text's.
        """
        around = self.around(sentence, whole=True)
        quoted = [term for term in _QUOTED.findall(question) if self.holds(term)]
        if quoted and not any(term in around for term in quoted):
            return False
        if self._holdings.clauses() < _MANY_CLAUSES:
            return True
        words = [w for w in content_words(question) if len(w) > 1]
        specific = [word for word in words if 0 < self._holdings.clauses_with(word) <= _FEW_CLAUSES]
        return not specific or any(word in around for word in specific)


def joined_characters(text: str, tags: Collection[str] = ()) -> list[str]:
    """Neighbouring words of one character with such tags, or any, joined: jieba cuts 文旅 in two."""
    words = [(word, not tags or tag in tags) for word, tag in tagged_words(text)]
    return [
        a + b
        for (a, told), (b, too) in pairwise(words)
        if told and too and len(a) == len(b) == 1 and (a + b).isalpha()
    ]


def _with_referred(hit: Hit, start: int, end: int) -> str:
    """A sentence and what the clauses say that it refers to: 违反第六条的 is of what that demands."""
    own = hit.document.text[start:end]
    return f"{own} {referred(hit.document, hit.clause, start, end)}".rstrip()


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


def _without_head(text: str, sentences: list[Sentence]) -> list[Sentence]:
    """Sentences without those of the head that send the document out, where a text asks nothing of that."""
    if _OF_SENDING.search(text):
        return sentences
    told = [
        s
        for s in sentences
        if s.clause.kind is not ClauseKind.PREAMBLE or not _SENDS_OUT.search(s.text)
    ]
    return told or sentences


def _is_signature(clause: Clause) -> bool:
    """Whether a clause is no more than who signed, and when."""
    return clause.kind is ClauseKind.CLOSING and "。" not in clause.text
