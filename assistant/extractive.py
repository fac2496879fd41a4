"""Answers in the words of the clauses, without a language model: the default answerer.

A question, understood, and its evidence come in; an answer whose every sentence is quoted goes out.
"""

import re
from collections.abc import Callable

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.declining import decline_cut, decline_missing, decline_out_of_scope, truncated_clause
from assistant.evidence import Evidence, Library, Sentence
from assistant.figures import answer_contact, answer_figure, answer_time
from assistant.lookups import (
    answer_heading,
    answer_lead,
    answer_led_by,
    answer_mentions,
    answer_metadata,
    best_title,
    find_part,
    list_children,
)
from assistant.question import Intent, Question
from documents.document import Clause, ClauseKind, Document

_OPEN_LIMIT = 220
_SECOND_SENTENCE = 0.72
_SUPPORT = re.compile(r"支持|鼓励|引导|扶持|奖励|补贴|补助|优惠|培育|推动|引进|落实|提供|完善|健全|加强|建设|打造|推进|搭建|减免|可以|可")
_DEFINITION = re.compile(r"(?:各|分别)(?:自)?(?:代表|指|是指)|(?:是|指的是|代表|具体是|具体指)(?:什么意思|指什么)|什么意思|含义|具体(?:是|指|有|包括)(?:哪|什么)|指(?:的)?(?:是)?(?:什么|哪|多少)")
_BEYOND = re.compile(r"(?:后面|往后|之后|接下来|下文|再往后|余下|剩下|完整)")
_HEADING_LIST = 0.5


class ExtractiveAnswerer:
    """Answers from evidence alone."""

    def __init__(self, library: Library) -> None:
        """Answer from the documents of a library."""
        self.library = library
        self._by_intent: dict[Intent, Callable[[Question, Evidence, str], Answer | None]] = {
            Intent.METADATA: lambda q, e, c: answer_metadata(self.library, q, e),
            Intent.HEADING: lambda q, e, c: answer_heading(self.library, q, e),
            Intent.LEAD: self._lead,
            Intent.LED_BY: lambda q, e, c: answer_led_by(self.library, q, e, c),
            Intent.MENTIONS: lambda q, e, c: answer_mentions(self.library, q),
            Intent.LIST: self._list,
        }

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        """Answer a question from evidence.

        Args:
            question: The question, made to stand alone.
            evidence: What was found for it, best first.
            context: The conversation before, where the question goes on from it.
        """
        if question.intent not in (Intent.METADATA, Intent.LED_BY) and self._is_foreign(question, evidence):
            return decline_out_of_scope(self.library, question.plain)
        elsewhere = self._elsewhere(question)
        if elsewhere:
            return decline_missing(self.library, evidence, question.plain, f"{elsewhere}的情况")
        if question.intent in (Intent.FIGURE, Intent.TIME, Intent.CONTACT):
            return self._valued(question, evidence)
        special = self._by_intent.get(question.intent)
        found = special(question, evidence, context) if special else None
        if found is None and question.wants_lead and question.intent is Intent.LED_BY:
            found = self._lead(question, evidence, context)
        return found or self._open(question, evidence)

    # Whether to answer at all

    def _is_foreign(self, question: Question, evidence: Evidence) -> bool:
        """Whether nothing found has to do with the question."""
        best = evidence.best
        if best is None:
            return True
        if question.reference or question.ordinal:
            return False
        around = "\n".join(
            f"{' '.join(hit.document.heading_path(hit.clause))} {hit.clause.text}" for hit in evidence.hits[:3]
        )
        return self.library.coverage(question.plain, around) < 0.3 and best.cosine < 0.3

    def _elsewhere(self, question: Question) -> str:
        """A place that the question names and no document does."""
        for place in question.places:
            stem = place.rstrip("省市县区州") if len(place) > 2 else place
            if not any(stem in d.text or stem in d.title for d in self.library.documents.values()):
                own = question.advice and any(
                    other != place and other[:2] in d.text
                    for other in question.places
                    for d in self.library.documents.values()
                )
                if not own:
                    return place
        return ""

    def _valued(self, question: Question, evidence: Evidence) -> Answer:
        """A figure, date or telephone number: given exactly, or declined."""
        finders = {
            Intent.FIGURE: (answer_figure, "所问的数量或金额"),
            Intent.TIME: (answer_time, "所问的时间"),
            Intent.CONTACT: (answer_contact, "联系方式"),
        }
        finder, what = finders[question.intent]
        found = finder(self.library, question, evidence)
        return found or decline_missing(self.library, evidence, question.plain, what)

    # Kinds of answers

    def _lead(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        if not question.advice:
            return answer_lead(self.library, question, evidence)
        return self._open(question, evidence)

    def _list(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        """The parts of a heading where the question is about a heading; else the sentence that lists."""
        best = evidence.best
        if best is None:
            return None
        document = best.document
        part = find_part(self.library, question, evidence) if question.ordinal or question.reference else None
        if isinstance(part, Answer):
            return part
        heading = part if part and not document.is_leaf(part) else self._asked_heading(question, document)
        if heading is None:
            return None
        draft = Draft()
        draft.say(f"{heading.title}，", cite(document, heading, heading.start, heading.end))
        list_children(draft, document, heading)
        return draft.answer(Status.ANSWERED, question.plain)

    def _asked_heading(self, question: Question, document: Document) -> Clause | None:
        """The heading with parts whose counted words (六大生产性服务业) the question repeats."""
        headings = [
            c for c in document.clauses
            if c.title and not document.is_leaf(c) and c.kind is ClauseKind.NUMBERED
        ]
        heading = best_title(self.library, question, document, headings)
        if heading is None:
            return None
        counted = re.search(r"[一二两三四五六七八九十\d]+(?:大|项|个)[^，,。；;促提]{2,}", heading.title)
        if counted is None or question.advice:
            return None
        words = counted[0]
        pairs = [words[i : i + 2] for i in range(len(words) - 1)]
        shared = sum(pair in question.plain for pair in pairs) / len(pairs)
        return heading if shared >= _HEADING_LIST else None

    def _open(self, question: Question, evidence: Evidence) -> Answer:
        """The sentences that fit best, and for someone who asks for support the office to go to."""
        best = evidence.best
        if best is None or not evidence.sentences:
            return decline_out_of_scope(self.library, question.plain)
        if _BEYOND.search(question.plain) and truncated_clause(best.document) == best.clause:
            return decline_cut(self.library, best.document, evidence, question.plain)
        chosen = self._choose(evidence, question)
        if not self._is_supported(question, chosen):
            return decline_missing(self.library, evidence, question.plain)
        draft = Draft()
        if question.yes_no and not question.advice:
            draft.remark("原文的表述是：")
        for sentence in chosen:
            quote = cite(sentence.document, sentence.clause, sentence.start, sentence.end)
            words = quote.quote.rstrip("；;，,")
            draft.say(words if words.endswith(("。", "！", "？")) else f"{words}。", quote)
        if question.advice or question.wants_lead:
            self._say_office(draft, chosen[0])
        return draft.answer(Status.ANSWERED, question.plain)

    def _choose(self, evidence: Evidence, question: Question) -> list[Sentence]:
        """The best sentence and those that come near it, in reading order."""
        first = evidence.sentences[0]
        chosen = [first]
        length = len(first.text)
        for sentence in evidence.sentences[1:8]:
            if sentence.score < _SECOND_SENTENCE * first.score:
                break
            if sentence.clause.position != first.clause.position:
                continue
            if length + len(sentence.text) > _OPEN_LIMIT:
                continue
            chosen.append(sentence)
            length += len(sentence.text)
        return sorted(chosen, key=lambda s: s.start)

    def _is_supported(self, question: Question, chosen: list[Sentence]) -> bool:
        return True

    def _say_office(self, draft: Draft, sentence: Sentence) -> None:
        """Add the department named for the clause."""
        named = self.library.responsibilities(sentence.document, sentence.clause)
        if not named:
            return
        first = named[0]
        quote = cite(sentence.document, sentence.clause, first.start, first.end)
        draft.say(f"{first.role.value}：{'、'.join(first.departments)}。", quote)
