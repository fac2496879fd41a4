"""What is kept of a run: one record a case, made of plain values, and what the run was made with.

Equal inputs give equal records; latencies are kept apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.answer import ModelUse


class Stage(StrEnum):
    """The stages of an answer, in order: a wrong case is put down to the first one that failed."""

    FAILURE = "failure"
    PARSE = "parse"
    FOLLOW_UP = "follow_up"
    RETRIEVE = "retrieve"
    DECLINE = "decline"
    ANSWER = "answer"
    CITE = "cite"

    @property
    def label(self) -> str:
        """The Chinese name shown to people."""
        return _LABELS[self]


_LABELS = {
    Stage.FAILURE: "出错",
    Stage.PARSE: "解析",
    Stage.FOLLOW_UP: "承接上文",
    Stage.RETRIEVE: "检索",
    Stage.DECLINE: "拒答判断",
    Stage.ANSWER: "作答",
    Stage.CITE: "引用",
}


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A citation of an answer; `[start, end)` are characters of `text`, the clause's own text."""

    document: str
    clause: str
    address: str
    text: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The quoted words."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class RankedClause:
    """A clause as ranked for the question; higher scores are better."""

    clause: str
    address: str
    fused_score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case, its answer, and what was found wrong with it.

    `set` names the question file, `identifier` is unique in it. `answer` is empty and `status` is
    "error" where asking failed. `right` and `cited` are verdicts with reasons, in Chinese;
    `stage` is the first stage that failed, None for a good case. `figures` are shares between 0
    and 1 for this case alone, by name; one that does not apply is missing. `generated` marks cases
    made by a program.
    """

    set: str
    identifier: str
    category: str
    question: str
    history: tuple[tuple[str, ...], ...]
    answerable: bool
    gold_clauses: tuple[str, ...]
    must_include: tuple[tuple[str, ...], ...]
    must_not_include: tuple[str, ...]
    note: str
    answer: str
    status: str
    status_label: str
    resolved_question: str
    refused: bool
    right: bool
    right_reason: str
    cited: bool
    cited_reason: str
    stage: Stage | None
    citations: tuple[QuotedSpan, ...]
    ranked: tuple[RankedClause, ...]
    figures: Mapping[str, float]
    failure: str
    generated: bool

    @property
    def failed(self) -> bool:
        """Whether asking failed."""
        return bool(self.failure)

    @property
    def key(self) -> tuple[str, str]:
        """What names the case in every run."""
        return (self.set, self.identifier)

    @property
    def good(self) -> bool:
        """Right, and cited where the text has the answer."""
        return self.right and (self.cited or not self.answerable)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A question file that was run: its name, the SHA-256 of its content, its number of cases."""

    name: str
    digest: str
    cases: int


@dataclass(frozen=True, slots=True)
class TreeFigures:
    """How a document was read: clauses with number, title and parent right, by precision and recall.

    `missing` should be there and are not, `extra` are there and should not; both hold numbers.
    """

    document: str
    precision: float
    recall: float
    missing: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunAbout:
    """What a run was made with. `revision` is that of the code, `-dirty` where files had changed.

    `parse` are the figures of the documents that have a gold tree.
    """

    sets: tuple[QuestionSet, ...]
    documents: tuple[str, ...]
    index_digest: str
    model: str
    model_digest: str
    answerer: str
    revision: str
    settings: Mapping[str, str]
    parse: tuple[TreeFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run. `latencies` are milliseconds a case, by its key, and differ every time.

    `uses` says what a language model did for a case, where one was asked.
    """

    name: str
    about: RunAbout
    records: tuple[CaseRecord, ...]
    latencies: Mapping[tuple[str, str], float]
    uses: Mapping[tuple[str, str], ModelUse] = field(default_factory=dict)
