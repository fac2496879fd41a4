"""Asks an assistant every case and judges each answer: per-case results, nothing skipped.

A question that the assistant cannot take counts as refused; any other failure becomes a record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Assistant, Status, Turn
from documents.document import Document
from documents.errors import PolicyAssistantError, QuestionError
from evals.case import Case
from evals.metrics import Verdict, cited, right


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case with its answer and verdicts; a failed case has the message of its failure."""

    case: Case
    answer: Answer | None
    right: Verdict
    cited: Verdict
    failure: str = ""

    @property
    def refused(self) -> bool:
        """Whether the question was declined; a failure counts as declined."""
        return self.answer is None or self.answer.status.refused


def ask_or_decline(assistant: Assistant, question: str, history: tuple[Turn, ...]) -> Answer:
    """Ask; a question that cannot be taken (empty, too long) is declined, not an error."""
    try:
        return assistant.ask(question, history)
    except QuestionError as exc:
        return Answer(str(exc), Status.NEEDS_CLARIFICATION, (), question)


def run_case(assistant: Assistant, documents: Sequence[Document], case: Case) -> CaseResult:
    """Ask one case and judge the answer."""
    try:
        answer = ask_or_decline(assistant, case.question, case.history)
    except PolicyAssistantError as exc:
        failed = Verdict(False, f"出错：{exc}")
        return CaseResult(case, None, failed, failed, str(exc))
    return CaseResult(case, answer, right(case, answer), cited(case, answer, documents))


def run_cases(
    assistant: Assistant,
    documents: Sequence[Document],
    cases: Sequence[Case],
    progress: Callable[[int, int, str], None] | None = None,
) -> list[CaseResult]:
    """Ask all cases, in order; `progress` gets done, total and the name of the case just done."""
    results: list[CaseResult] = []
    for done, case in enumerate(cases, 1):
        results.append(run_case(assistant, documents, case))
        if progress:
            progress(done, len(cases), case.identifier)
    return results
