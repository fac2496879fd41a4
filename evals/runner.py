"""Asks an assistant every case and judges each answer: one record a case, nothing skipped.

A question that the assistant cannot take counts as refused; any other failure becomes a record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Assistant, ModelUse, Turn, ask_or_decline
from assistant.conversation import Retrieved
from documents.document import Document
from documents.errors import PolicyAssistantError, QuestionError
from evals.attribution import first_failed_stage
from evals.case import Case
from evals.metrics import Verdict, cited, right
from evals.record import CaseRecord, QuotedSpan, RankedClause, Stage
from evals.stage_figures import (
    DEEPEST,
    answer_figures,
    follow_up_figures,
    passages_of,
    retrieval_figures,
)
from index.embedder import Embedder
from index.search_store import SearchStore

Progress = Callable[[int, int, str], None]


class MeasuredAssistant(Assistant, Protocol):
    """What can be measured stage by stage: answers, and what was found before answering."""

    @property
    def documents(self) -> Sequence[Document]:
        """The documents that answers come from."""
        ...

    def retrieve(self, question: str, history: tuple[Turn, ...] = ()) -> Retrieved:
        """Find what a question is about. Raises QuestionError as `ask` does."""
        ...

    def draft(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """The answer before it is proven. Raises QuestionError as `ask` does."""
        ...


class MeasuredParts(Protocol):
    """What an evaluation measures."""

    @property
    def conversation(self) -> MeasuredAssistant:
        """The assistant."""
        ...

    @property
    def index(self) -> SearchStore:
        """Its index."""
        ...

    @property
    def embedder(self) -> Embedder:
        """Its embedding model."""
        ...


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A record, the milliseconds that the answer took, 0 for a failure, and a model's share in it."""

    record: CaseRecord
    latency_ms: float
    model: ModelUse | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a case: clauses for the record, and its figures."""

    ranked: tuple[RankedClause, ...]
    figures: Mapping[str, float]


def run_case(
    assistant: MeasuredAssistant,
    case: Case,
    set_name: str = "",
    about: Sequence[Document] | None = None,
) -> CaseResult:
    """Ask one case and judge the answer.

    Where the case is `about` some of the documents asked, only citations of these count.
    """
    documents = {document.identifier: document for document in assistant.documents}
    try:
        answer = ask_or_decline(assistant, case.question, case.history)
        found = _found(assistant, case)
    except PolicyAssistantError as exc:
        return CaseResult(replace(_unanswered(case, set_name), failure=str(exc)), 0.0)
    named = {document.identifier for document in about or assistant.documents}
    own = tuple(citation for citation in answer.citations if citation.document in named)
    is_cited = cited(case, replace(answer, citations=own), assistant.documents)
    verdicts = (right(case, answer), is_cited)
    figures = {
        **found.figures,
        **answer_figures(case, answer, documents),
        **follow_up_figures(case, answer.resolved_question),
    }
    record = _record(case, set_name, answer, verdicts, found.ranked, figures, documents)
    return CaseResult(record, answer.latency_ms, answer.model)


def run_cases(
    assistant: MeasuredAssistant,
    cases: Sequence[Case],
    set_name: str = "",
    progress: Progress | None = None,
    about: Sequence[Document] | None = None,
) -> list[CaseResult]:
    """Ask all cases, in order; `progress` gets done, total and the name of the case just done.

    `about` is as in `run_case`.
    """
    results: list[CaseResult] = []
    for done, case in enumerate(cases, 1):
        results.append(run_case(assistant, case, set_name, about))
        if progress:
            progress(done, len(cases), case.identifier)
    return results


def _found(assistant: MeasuredAssistant, case: Case) -> _Found:
    try:
        retrieved = assistant.retrieve(case.question, case.history)
    except QuestionError:
        return _Found((), {})
    hits = retrieved.ranked[:DEEPEST]
    ranking = [
        {clause.number for clause in [*hit.document.ancestors(hit.clause), hit.clause]}
        for hit in hits
    ]
    ranked = tuple(
        RankedClause(
            hit.clause.number,
            hit.document.address(hit.clause),
            round(hit.fused_score, 4),
            round(hit.cosine, 4),
            round(hit.bm25, 4),
        )
        for hit in hits
    )
    return _Found(ranked, retrieval_figures(case, ranking, *passages_of(case, retrieved)))


def _record(
    case: Case,
    set_name: str,
    answer: Answer,
    verdicts: tuple[Verdict, Verdict],
    ranked: tuple[RankedClause, ...],
    figures: Mapping[str, float],
    documents: Mapping[str, Document],
) -> CaseRecord:
    is_right, is_cited = verdicts
    refused = answer.status.refused
    stage = first_failed_stage(
        case,
        refused=refused,
        right=is_right.holds,
        cited=is_cited.holds,
        figures=figures,
        documents=list(documents.values()),
    )
    spans = []
    for citation in answer.citations:
        clause = documents[citation.document].clauses[citation.position]
        start, end = citation.start - clause.start, citation.end - clause.start
        address = citation.address
        spans.append(
            QuotedSpan(citation.document, citation.clause, address, clause.text, start, end)
        )
    return replace(
        _unanswered(case, set_name),
        answer=answer.text,
        status=answer.status.value,
        status_label=answer.status.label,
        resolved_question=answer.resolved_question,
        refused=refused,
        right=is_right.holds,
        right_reason=is_right.reason,
        cited=is_cited.holds,
        cited_reason=is_cited.reason,
        stage=stage,
        citations=tuple(spans),
        ranked=ranked,
        figures={name: round(value, 6) for name, value in figures.items()},
    )


def _unanswered(case: Case, set_name: str) -> CaseRecord:
    """The record of a case that could not be asked."""
    return CaseRecord(
        set=set_name,
        identifier=case.identifier,
        category=case.category,
        question=case.question,
        history=tuple((turn.question, turn.answer) for turn in case.history),
        answerable=case.answerable,
        gold_clauses=case.gold_clauses,
        must_include=case.must_include,
        must_not_include=case.must_not_include,
        note=case.note,
        answer="",
        status="error",
        status_label="出错",
        resolved_question=case.question,
        refused=True,
        right=False,
        right_reason="出错",
        cited=False,
        cited_reason="出错",
        stage=Stage.FAILURE,
        citations=(),
        ranked=(),
        figures={},
        failure="",
        generated=case.generated,
    )
