"""Cases from a document: what its clause tree and facts answer, and what they surely do not.

The same document gives the same cases. An identifier is made of its document, category and question
alone, so a changed clause changes its own cases. How things are asked: `generation_templates`.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from assistant.answer import Turn
from documents.document import Document
from documents.facts import Facts
from evals.answerable_cases import (
    department_cases,
    fact_cases,
    list_cases,
    name_cases,
    reverse_department_cases,
    title_cases,
)
from evals.case import Case
from evals.followup_cases import follow_up_cases
from evals.generated_source import Category, DocumentSource
from evals.unanswerable_cases import (
    attribute_cases,
    indicator_cases,
    later_year_cases,
    other_place_cases,
)

_GENERATORS: tuple[Callable[[DocumentSource], Iterator[Case]], ...] = (
    fact_cases,
    department_cases,
    reverse_department_cases,
    list_cases,
    name_cases,
    title_cases,
    other_place_cases,
    later_year_cases,
    attribute_cases,
    indicator_cases,
    follow_up_cases,
)


def generate_cases(document: Document, facts: Facts) -> list[Case]:
    """Questions with gold clauses, and questions the document does not answer, by category.

    A question that two places of the document answer differently is left out.
    """
    source = DocumentSource(document, facts)
    cases = [case for generator in _GENERATORS for case in generator(source)]
    golds: dict[str, set[tuple[str, ...]]] = {}
    for case in cases:
        golds.setdefault(_asked(case), set()).add(case.gold_clauses)
    unique = {case.identifier: case for case in cases if len(golds[_asked(case)]) == 1}
    order = list(Category)
    return sorted(unique.values(), key=lambda case: order.index(Category(case.category)))


def naming_document(cases: Iterable[Case], document: Document) -> list[Case]:
    """The cases with the document named in the first question, for an index of several documents."""
    named: list[Case] = []
    for case in cases:
        if case.history:
            first = case.history[0]
            turn = Turn(f"{document.name}中，{first.question}", first.answer)
            named.append(dataclasses.replace(case, history=(turn, *case.history[1:])))
        else:
            question = f"{document.name}中，{case.question}"
            named.append(dataclasses.replace(case, question=question))
    return named


def _asked(case: Case) -> str:
    return "\n".join([*(turn.question for turn in case.history), case.question])
