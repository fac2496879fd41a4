"""The targets of documents and the duties of departments as rows, each with the words it is read off.

Documents in, rows out in reading order. All offsets are characters of `Document.text`, half-open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from documents.document import Document
from documents.facts import Facts, extract_facts

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A figure that a document sets as a goal; `start` and `end` are its sentence, `text`.

    `value` is the figure as printed with what bounds it; `passed` says that its year is over.
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


def _targets(document: Document, today: date) -> Iterator[TargetRow]:
    for target in _facts(document).targets:
        clause, quantity = document.clauses[target.clause], target.quantity
        years = [int(year) for year in _YEAR.findall(quantity.deadline)]
        yield TargetRow(
            document=document.identifier,
            address=document.address(clause),
            clause=clause.number,
            start=target.start,
            end=target.end,
            indicator=quantity.subject,
            value=quantity.text,
            deadline=quantity.deadline,
            passed=bool(years) and max(years) < today.year,
            text=document.text[target.start : target.end],
        )


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
