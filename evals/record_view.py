"""What charts, pages and tables show of records beside their fields: outcome, reasons, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from documents.regular_expressions import regex
from evals.record import CaseRecord, Stage

_NOT_IN_XML = regex("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Outcome(StrEnum):
    """How a case ended, worst first."""

    FAILED = "failed"
    WRONG = "wrong"
    UNCITED = "uncited"
    GOOD = "good"

    @property
    def label(self) -> str:
        """The Chinese name shown to people."""
        return _LABELS[self]


_LABELS = {
    Outcome.FAILED: "出错",
    Outcome.WRONG: "答错",
    Outcome.UNCITED: "引用不对",
    Outcome.GOOD: "通过",
}


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a figure over the `count` cases that have it."""

    mean: float
    count: int


def outcome(record: CaseRecord) -> Outcome:
    """The worst that can be said of a case."""
    if record.failed:
        return Outcome.FAILED
    if not record.right:
        return Outcome.WRONG
    return Outcome.GOOD if record.good else Outcome.UNCITED


def reasons(record: CaseRecord) -> tuple[str, ...]:
    """Why a case is not good, each reason once; a refusal is not blamed for citing nothing."""
    if record.failed:
        return (f"出错：{record.failure}",)
    found = [record.right_reason]
    if record.answerable and not record.refused:
        found.append(record.cited_reason)
    return tuple(dict.fromkeys(reason for reason in found if reason))


def stage_counts(records: Sequence[CaseRecord]) -> dict[Stage, int]:
    """How many cases failed first at each stage; every stage is there, in order."""
    return {stage: sum(record.stage is stage for record in records) for stage in Stage}


def figure_means(records: Sequence[CaseRecord]) -> dict[str, Mean]:
    """The mean of every figure that some record has, in order of first appearance."""
    values: dict[str, list[float]] = {}
    for record in records:
        for name, value in record.figures.items():
            values.setdefault(name, []).append(value)
    return {name: Mean(fmean(found), len(found)) for name, found in values.items()}


def xml_legal(text: str) -> str:
    """The text with the characters that XML cannot hold, even escaped, replaced by `�`."""
    return _NOT_IN_XML.sub("\ufffd", text)
