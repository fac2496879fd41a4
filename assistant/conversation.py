"""One question in a conversation: understand, complete, retrieve, answer, prove.

Keeps nothing between calls: the history comes in with every question.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Protocol

from assistant.answer import AI_LABEL, Answer, Status, Turn, label_last, without_label
from assistant.citations import prove
from assistant.deadlines import remark_passed
from assistant.declining import decline_missing
from assistant.evidence import Evidence
from assistant.followup import Resolved, resolve
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.question import Question, normalise, understand
from assistant.several import join_answers, questions_of_each, split_questions
from documents.document import Document
from index.retriever import Hit

_REMEMBERED = 6
_WEAK = 0.35
_FEW_WORDS = 3
_LEANING = 0.6
_HELD = 0.5

_AnswerOne = Callable[[str, tuple[Turn, ...]], Iterator[Answer]]


def _may_lean(question: Question, evidence: Evidence) -> bool:
    """Whether a question that seems to stand alone may lean on the turn before: short, or vague."""
    words = [word for word in content_words(question.plain) if len(word) > 1]
    return len(words) <= _FEW_WORDS or evidence.best is None or evidence.best.cosine < _WEAK


class Answerer(Protocol):
    """Makes an answer from a question that stands alone and its evidence."""

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        """Answer a question; `context` is the conversation that it goes on from, or empty."""
        ...

    def stream(self, question: Question, evidence: Evidence, context: str = "") -> Iterator[Answer]:
        """Growing answers, whatever is shown of them proven; the last one is that of `answer`."""
        ...


class Restater(Protocol):
    """Makes questions stand alone."""

    def restated(self, question: str, history: Sequence[Turn]) -> str:
        """The question with what it takes from the conversation, or as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What is found for a question in a conversation, before anything is answered."""

    resolved: Resolved
    evidence: Evidence

    @property
    def question(self) -> str:
        """The question made to stand alone."""
        return self.resolved.question.plain

    @property
    def ranked(self) -> list[Hit]:
        """All found clauses, heads of documents too, best first."""
        found = [*self.evidence.hits, *self.evidence.heads]
        return sorted(found, key=lambda hit: -hit.fused_score)


class Conversation:
    """The assistant: answers questions on the documents of a library."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        question_limit: int,
        *,
        today: date | None = None,
        restater: Restater | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            library: The documents and the search in them.
            answerer: Makes the answers.
            question_limit: Longest question, in characters.
            today: The day by which a target has passed or not; None: the day of the question.
            restater: Makes a question that leans on others stand alone, before anything else does.
        """
        self._today = today
        self._restater = restater
        self._library = library
        self._answerer = answerer
        self._question_limit = question_limit

    @property
    def documents(self) -> Sequence[Document]:
        """The documents that answers come from; of many, each is read when it is asked for."""
        return self._library.in_order()

    @property
    def identifiers(self) -> Collection[str]:
        """The identifiers of the documents, in their order."""
        return self._library.documents.keys()

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer a question in a conversation.

        Raises:
            QuestionError: The question is empty or too long.
        """
        *_, last = self._timed(question, history)
        return last

    def draft(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """The answer before the proof, which may turn it down; `ask` gives proven ones.

        Raises:
            QuestionError: The question is empty or too long.
        """
        *_, last = self._drafts(question, history)
        return last

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """Growing answers, cut at sentence ends, the last one complete.

        Raises:
            QuestionError: The question is empty or too long.
        """
        growing = self._timed(question, history)
        answer = next(growing)
        grows = False
        for following in growing:
            yield answer
            answer, grows = following, True
        if not grows:
            yield from _in_steps(answer)
        yield answer

    def _timed(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        begin = time.perf_counter()
        said = tuple(replace(turn, answer=without_label(turn.answer)) for turn in history)
        for answer in self._answers(question, said):
            elapsed = (time.perf_counter() - begin) * 1000
            yield replace(answer, latency_ms=round(elapsed, 1))

    def _answers(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        """Growing answers, proven."""
        return self._each(question, history, self._proven)

    def _drafts(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        """Growing answers, not proven."""
        return self._each(question, history, self._drafted)

    def _each(
        self, question: str, history: tuple[Turn, ...], answer_one: _AnswerOne
    ) -> Iterator[Answer]:
        """Answer the parts of a question one by one, the later ones going on from the earlier."""
        if len(question) > self._question_limit:
            yield from answer_one(question, history)
            return
        things = questions_of_each(question)
        if things:
            *_, whole = answer_one(question, history)
            if self._speaks_of_all(whole, list(things)):
                yield whole
                return
        parts = list(things.values()) or split_questions(question)
        answers: list[Answer] = []
        for part in parts:
            growing = answer_one(part, history)
            if len(parts) == 1:
                yield from growing
                return
            first = next(growing)
            if not answers and first.status is Status.OUT_OF_SCOPE:  # the others lean on it
                yield from answer_one(question, history)
                return
            for answer in chain([first], growing):
                grown = AI_LABEL in answer.text or not answer.generated
                complete = grown and len(answers) + 1 == len(parts)
                lost = any(part.status.refused for part in (*answers, answer))
                if things and complete and lost and not whole.status.refused:
                    yield whole
                    return
                yield join_answers([*answers, answer], question.strip(), complete=complete)
            answers.append(answer)
            history = (*history, Turn(answer.resolved_question, without_label(answer.text)))

    def _speaks_of_all(self, answer: Answer, things: list[str]) -> bool:
        """Whether the quotes of an answer hold each of several things that a question names."""
        quotes = "\n".join(f"{citation.address} {citation.quote}" for citation in answer.citations)
        told = [[w for w in content_words(thing) if self._library.holds(w)] for thing in things]
        own = [[w for w in words if not all(w in each for each in things)] for words in told]
        return all(
            self._library.coverage("，".join(words) or thing, quotes) >= _HELD
            for words, thing in zip(own, things, strict=True)
        )

    def _proven(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        for answer in self._drafted(question, history):
            if prove(answer, self._library.documents):
                found = self.retrieve(question, history)  # searched again: hardly any draft fails
                declined = decline_missing(found.evidence, found.question)
                yield replace(declined, resolved_question=answer.resolved_question)
                return
            yield answer

    def _drafted(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        found = self.retrieve(question, history)
        resolved = found.resolved
        read_as_typed = resolved.question.plain in normalise(question)
        shown = question.strip() if read_as_typed and not resolved.context else found.question
        growing = self._answerer.stream(resolved.question, found.evidence, resolved.context)
        answer = next(growing)
        for following in growing:
            yield replace(answer, resolved_question=shown)
            answer = following
        answer = label_last(remark_passed(answer, self._today or date.today()))
        yield replace(answer, resolved_question=shown)

    def retrieve(self, question: str, history: tuple[Turn, ...] = ()) -> Retrieved:
        """Find the clauses and sentences that a question in a conversation is about.

        Raises:
            QuestionError: The question is empty or too long.
        """
        if self._restater is not None and len(question) <= self._question_limit:
            restated = self._restater.restated(question, history)
            question, history = restated, () if restated != question else history
        understood = self._understood(question)
        resolved = resolve(understood, history[-_REMEMBERED:], self._library)
        years = self._library.relative_years(resolved.question.plain)
        if years and not resolved.question.years:
            resolved = replace(resolved, question=replace(resolved.question, years=years))
        return Retrieved(resolved, self._search(understood, resolved, history))

    def _understood(self, question: str) -> Question:
        """A question by itself, with slips of the keyboard put right."""
        typed = understand(question, self._question_limit)
        plain = self._corrected(typed)
        return typed if plain == typed.plain else replace(understand(plain), asked=question)

    def _corrected(self, typed: Question) -> str:
        return self._library.corrected(typed.plain)

    def _search(
        self, understood: Question, resolved: Resolved, history: tuple[Turn, ...]
    ) -> Evidence:
        """Search the documents that the question names, with what was talked about before."""
        named, text = self._library.named_in(resolved.question.plain)
        library = self._library.within(named) if named else self._library
        asked = understood.plain if resolved.context else ""
        evidence = library.search(text, context=resolved.context, asked=asked)
        if history and not resolved.context and _may_lean(understood, evidence):
            last = f"{history[-1].question} {history[-1].answer}"
            evidence = library.search(text, context=last, share=_LEANING)
        return evidence


def _in_steps(answer: Answer) -> Iterator[Answer]:
    """An answer that came at once, growing sentence by sentence; without the whole one."""
    shown = 0
    for at, character in enumerate(answer.text, start=1):
        if character in "。；\n" and at - shown >= 12 and at < len(answer.text):
            shown = at
            yield replace(answer, text=answer.text[:at])
