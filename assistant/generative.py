"""Answers that a language model phrases: every sentence proven before it is shown.

Whether a question is answered is decided before the model is asked, by the answerer that needs none;
its answer is what is shown wherever the model fails, is late, or leaves out what was asked.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.answer import AI_LABEL, Answer, ModelUse, Status
from assistant.citations import prove
from assistant.declining import decline_missing
from assistant.evidence import Evidence
from assistant.language_model import LanguageModel, Message, Usage
from assistant.model_gate import ModelGate
from assistant.model_settings import Price
from assistant.model_text import sentences
from assistant.numbered_evidence import numbered_evidence
from assistant.prompts import UNANSWERABLE, phrasing_prompt
from assistant.proven_writing import ProvenWriting, states_own
from assistant.question import Intent, Question
from documents.errors import LanguageModelError

_SHARE = 0.75
_INSTEAD = "，以上为原文摘录"
_LOOKED_UP = (Intent.METADATA, Intent.HEADING)
_FREER = (Intent.OPEN, Intent.DEFINITION, Intent.PURPOSE)
_LEAST_COVERED = 0.5


class Extractor(Protocol):
    """Answers without a model."""

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        """Answer a question from evidence."""
        ...


class GenerativeAnswerer:
    """Lets a language model phrase what the extractive answer and the clauses say."""

    def __init__(
        self,
        extractive: Extractor,
        model: LanguageModel,
        gate: ModelGate,
        price: Price | None = None,
    ) -> None:
        """Take the answerer that decides and steps in, the model, its limits and its price."""
        self._extractive = extractive
        self._model = model
        self._gate = gate
        self._price = price

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        """Answer a question from evidence; as `stream`, complete."""
        *_, last = self.stream(question, evidence, context)
        return last

    def stream(self, question: Question, evidence: Evidence, context: str = "") -> Iterator[Answer]:
        """Growing answers, each of proven sentences only; the last one complete.

        Args:
            question: The question, made to stand alone.
            evidence: What was found for it, best first.
            context: The conversation before, where the question goes on from it.
        """
        plain = self._extractive.answer(question, evidence, context)
        numbered = [] if _is_settled(plain, question) else numbered_evidence(plain, evidence)
        if not numbered:
            yield plain
            return
        writing = ProvenWriting(numbered, evidence.library, question.plain)
        asking = _Asking(self._model, phrasing_prompt(question.plain, numbered))
        try:
            with self._gate.passage():
                declines = False
                for sentence in sentences(asking.words()):  # to its end: what it costs comes last
                    begins = not writing.spans and not declines
                    declines = declines or (begins and sentence.text.startswith(UNANSWERABLE))
                    if not declines and writing.add(sentence):
                        yield writing.growing(plain.status, self._use(asking, phrased=True))
        except LanguageModelError as exc:
            yield replace(plain, model=self._use(asking, notice=f"{exc}{_INSTEAD}"))
            return
        finally:
            self._gate.count(asking.tokens)
        if declines:
            declined = decline_missing(evidence, question.plain)
            yield replace(declined, model=self._use(asking, phrased=False))
            return
        yield self._checked(writing, asking, plain, question, evidence)

    def _checked(
        self,
        writing: ProvenWriting,
        asking: "_Asking",
        plain: Answer,
        question: Question,
        evidence: Evidence,
    ) -> Answer:
        """The finished answer, or the extractive one where something is missing or unproven."""
        whole = plain.status is Status.ANSWERED and question.intent not in _FREER
        if writing.coverage(plain.citations) < (1.0 if whole else _LEAST_COVERED):
            return replace(
                plain, model=self._use(asking, notice=f"语言模型的回答没有说全{_INSTEAD}")
            )
        use = replace(self._use(asking, phrased=True), corrected=writing.corrected)
        answer = writing.finished(plain, use, AI_LABEL)
        if prove(answer, evidence.library.documents):
            return replace(
                plain, model=self._use(asking, notice=f"语言模型的回答不能证明{_INSTEAD}")
            )
        return answer

    def _use(self, asking: "_Asking", *, phrased: bool = False, notice: str = "") -> ModelUse:
        used, price = asking.used, self._price
        cost = None
        if price is not None:
            total = used.prompt_tokens * price.prompt + used.completion_tokens * price.completion
            cost = round(total / 1_000_000, 6)
        return ModelUse(
            self._model.name,
            phrased,
            notice,
            0,
            used.prompt_tokens,
            used.completion_tokens,
            cost,
            asking.milliseconds,
        )


class _Asking:
    """One prompt under way: its words, its tokens, the time since it was sent."""

    def __init__(self, model: LanguageModel, messages: Sequence[Message]) -> None:
        self._model = model
        self._messages = messages
        self._begin = time.perf_counter()
        self._characters = 0
        self.used = Usage()

    @property
    def tokens(self) -> int:
        """How many tokens were used: as counted, or where the model did not, one a character."""
        counted = self.used.prompt_tokens + self.used.completion_tokens
        return counted or self._characters

    @property
    def milliseconds(self) -> float:
        """How long it has taken so far."""
        return round((time.perf_counter() - self._begin) * 1000, 1)

    def words(self) -> Iterator[str]:
        """The text, piece by piece."""
        self._characters = sum(len(message.content) for message in self._messages)
        for piece in self._model.stream(self._messages, _SHARE):
            self.used = piece.usage or self.used
            self._characters += len(piece.text)
            yield piece.text


def _is_settled(plain: Answer, question: Question) -> bool:
    """Whether a model has no part in an answer: it is declined, looked up, counted or reckoned."""
    return plain.status.refused or question.intent in _LOOKED_UP or states_own(plain)
