"""The targets of documents and the duties of departments as rows, each with the words it is read off.

Documents in, rows out in reading order. All offsets are characters of `Document.text`, half-open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from documents.document import Document
from documents.due_dates import deadline_words, due_date
from documents.facts import Facts, extract_facts
from documents.goals import is_goal
from documents.indicators import figure_text, indicator
from documents.regular_expressions import regex
from documents.table_targets import StatedTarget, cells_without_goals, limited_targets, year_targets

_SHORTEST_NAME = 3
_TELLS_NOTHING = regex(r"(?:目标|要求|任务|措施|附则)$")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A figure that a document sets as a goal; `start` and `end` are its sentence, `text`.

    `value` is the figure as printed with what bounds it; `passed` says that its last day is over.
    """

    document: str
    address: str
    clause: str
    start: int
    end: int
    indicator: str
    value: str
    deadline: str
    passed: bool
    text: str

    @property
    def due(self) -> date | None:
        """The last day of the deadline, None where it names none."""
        return due_date(self.deadline)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One department that a clause names; `start` and `end` are the words that say it, `text`."""

    document: str
    address: str
    clause: str
    start: int
    end: int
    department: str
    role: str
    text: str


def target_rows(documents: Sequence[Document], today: date) -> list[TargetRow]:
    """All targets of the documents."""
    return [row for document in documents for row in _targets(document, today)]


def duty_rows(documents: Sequence[Document]) -> list[DutyRow]:
    """All departments that the clauses of the documents name, one row for each."""
    return [row for document in documents for row in _duties(document)]


@lru_cache(maxsize=1024)
def _targets(document: Document, today: date) -> tuple[TargetRow, ...]:
    """The targets of a document; to name them takes milliseconds, and a list is asked for often."""
    rows = (*_goals(document, today), *_of_years(document, today))
    return tuple(sorted(rows, key=lambda row: row.start))


def _goals(document: Document, today: date) -> Iterator[TargetRow]:
    limited = {each.target.quantity.start: each for each in limited_targets(document)}
    found = {at: each.target for at, each in limited.items()}
    found |= {target.quantity.start: target for target in _facts(document).targets}
    no_goals = cells_without_goals(document)
    for at, target in sorted(found.items()):
        if is_goal(document, target) and not any(at in cell for cell in no_goals):
            clause = document.clauses[target.clause]
            title = limited[at].task if at in limited else clause.title
            said = StatedTarget(
                clause,
                target.start,
                target.end,
                _named(indicator(document.text, target), title),
                figure_text(document.text, target.quantity),
                deadline_words(document, target),
            )
            yield _target_row(document, said, today)


def _of_years(document: Document, today: date) -> Iterator[TargetRow]:
    return (_target_row(document, target, today) for target in year_targets(document))


def _target_row(document: Document, target: StatedTarget, today: date) -> TargetRow:
    due = due_date(target.deadline)
    return TargetRow(
        document=document.identifier,
        address=document.address(target.clause),
        clause=target.clause.number,
        start=target.start,
        end=target.end,
        indicator=target.indicator,
        value=target.value,
        deadline=target.deadline,
        passed=due is not None and due < today,
        text=document.text[target.start : target.end],
    )


def _named(name: str, title: str) -> str:
    """The name of a target; one that says too little alone stands with a title."""
    if len(name) >= _SHORTEST_NAME or not title or _TELLS_NOTHING.search(title):
        return name or title
    return f"{title}（{name}）" if name and name not in title else title


def _duties(document: Document) -> Iterator[DutyRow]:
    for duty in _facts(document).responsibilities:
        clause = document.clauses[duty.clause]
        for department in duty.departments:
            yield DutyRow(
                document=document.identifier,
                address=document.address(clause),
                clause=clause.number,
                start=duty.start,
                end=duty.end,
                department=department,
                role=duty.role.value,
                text=document.text[duty.start : duty.end],
            )


@lru_cache(maxsize=1024)
def _facts(document: Document) -> Facts:
    """The facts of a document; it takes tens of milliseconds to find them."""
    return extract_facts(document)
