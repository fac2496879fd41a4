"""The targets of documents and the duties of departments as rows, each with the words it is read off.

Documents in, rows out in reading order. All offsets are characters of `Document.text`, half-open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from documents.document import Document
from documents.facts import Facts, Target, extract_facts

_MARK = re.compile(r"[，,；;。：:、！？!?\n]")
_LINKING = re.compile(r"(?:达到|达|为|到|至|实现|给予|按照|按)$")
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
        if quantity.deadline.startswith("截至"):  # how things are, no goal
            continue
        years = [int(year) for year in _YEAR.findall(quantity.deadline)]
        yield TargetRow(
            document=document.identifier,
            address=document.address(clause),
            clause=clause.number,
            start=target.start,
            end=target.end,
            indicator=quantity.subject or _phrase(document.text, target),
            value=quantity.text,
            deadline=quantity.deadline,
            passed=bool(years) and max(years) < today.year,
            text=document.text[target.start : target.end],
        )


def _phrase(text: str, target: Target) -> str:
    """The words around a figure up to the next mark on either side, without the figure."""
    quantity = target.quantity
    before = _MARK.split(text[target.start : quantity.start])[-1]
    behind = _MARK.split(text[quantity.end : target.end])[0]
    return _LINKING.sub("", before.replace(quantity.deadline, "")).strip() + behind.strip()


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
