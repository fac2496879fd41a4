"""A wrong case in, the first stage that failed out: which part of the program is to blame."""

from collections.abc import Mapping, Sequence

from documents.document import Document
from evals.case import Case
from evals.record import Stage


def first_failed_stage(
    case: Case,
    *,
    refused: bool,
    right: bool,
    cited: bool,
    figures: Mapping[str, float],
    documents: Sequence[Document],
) -> Stage | None:
    """The first stage that failed, None for a good case.

    Retrieval has failed when no gold clause is among the first ten; understanding a follow-up only
    counts where the case says what was meant.
    """
    if right and (cited or not case.answerable):
        return None
    if not case.answerable:
        return Stage.DECLINE
    numbers = {clause.number for document in documents for clause in document.clauses}
    if not numbers.intersection(case.gold_clauses):
        return Stage.PARSE
    if figures.get("resolved") == 0:
        return Stage.FOLLOW_UP
    if figures.get("clause recall@10") == 0:
        return Stage.RETRIEVE
    if refused:
        return Stage.DECLINE
    return Stage.CITE if right else Stage.ANSWER
