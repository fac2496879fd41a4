"""What the assistant says: an answer, its closed set of statuses, and citations that can be proven.

An `Answer` is the same whatever made it. Sentences end in citation marks `[n]`; `n` counts from 1
and is the position in `Answer.citations`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from documents.errors import QuestionError

AI_LABEL = "（以上文字由人工智能生成，已逐句与所引原文核对。）"
"""The label that 《人工智能生成合成内容标识办法》 asks of text that a model wrote."""


class Status(StrEnum):
    """How a question ended. The first two count as answered, the others as refused."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_SOURCE = "not_in_source"
    SOURCE_INCOMPLETE = "source_incomplete"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_CLARIFICATION = "needs_clarification"

    @property
    def refused(self) -> bool:
        """Whether the question was declined."""
        return self not in (Status.ANSWERED, Status.PARTIAL)

    @property
    def label(self) -> str:
        """The Chinese name shown to people."""
        return _LABELS[self]


_LABELS = {
    Status.ANSWERED: "已回答",
    Status.PARTIAL: "部分回答",
    Status.NOT_IN_SOURCE: "原文未载",
    Status.SOURCE_INCOMPLETE: "原文残缺",
    Status.OUT_OF_SCOPE: "超出范围",
    Status.NEEDS_CLARIFICATION: "需要澄清",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A quoted span of a clause.

    `document` is `Document.identifier`; `clause` the printed number, `position` the index in
    `Document.clauses`; `start` and `end` are characters of `Document.text`, half-open, and
    `quote` equals that span. `address` is the address for people.
    """

    document: str
    clause: str
    position: int
    start: int
    end: int
    quote: str
    address: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a language model did for an answer.

    `phrased` is whether the text is its own; `corrected` how many of its sentences were changed for
    words of the source or left out; `notice` why it is not its own, in Chinese, else empty. `cost` is in yuan,
    None where no price is known; `latency_ms` is the model's share.
    """

    name: str
    phrased: bool
    notice: str = ""
    corrected: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    latency_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `text` is what a person reads; `related` are nearest clauses, offered when declined.

    `resolved_question` is what a follow-up was understood as (the question itself otherwise).
    `remarks` are the parts of `text` that are ours (a count, a refusal) and state nothing quoted.
    `model` is there where a language model was asked.
    """

    text: str
    status: Status
    citations: tuple[Citation, ...]
    resolved_question: str
    latency_ms: float = 0.0
    related: tuple[Citation, ...] = ()
    remarks: tuple[str, ...] = ()
    model: ModelUse | None = None

    @property
    def generated(self) -> bool:
        """Whether the text was written by a language model."""
        return self.model is not None and self.model.phrased


@dataclass(frozen=True, slots=True)
class Turn:
    """One finished exchange of a conversation."""

    question: str
    answer: str


def without_label(text: str) -> str:
    """The text of an answer without the label of generated text."""
    return text.replace(f"\n{AI_LABEL}\n", "\n").replace(AI_LABEL, "").rstrip()


def label_last(answer: Answer) -> Answer:
    """An answer with its label of generated text, where it has one, behind all other remarks."""
    if AI_LABEL not in answer.remarks or answer.text.endswith(AI_LABEL):
        return answer
    others = tuple(remark for remark in answer.remarks if remark != AI_LABEL)
    text = f"{without_label(answer.text)}\n{AI_LABEL}"
    return replace(answer, text=text, remarks=(*others, AI_LABEL))


class Assistant(Protocol):
    """What the surfaces (command line, web page, evaluation) need: answers in a conversation."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer a question. Raises QuestionError when it is empty or too long."""
        ...

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """Growing answers, the last one complete: for surfaces that show text as it comes."""
        ...


def ask_or_decline(assistant: Assistant, question: str, history: tuple[Turn, ...]) -> Answer:
    """Ask; a question that cannot be taken (empty, too long) is declined, not an error."""
    try:
        return assistant.ask(question, history)
    except QuestionError as exc:
        return Answer(str(exc), Status.NEEDS_CLARIFICATION, (), question)
