"""How far the quotes of an answer stand from what was found best: an answer taken from elsewhere may be none."""

from collections.abc import Sequence

from assistant.evidence import Evidence, Sentence
from assistant.leaning import referred
from assistant.question import Intent, Question
from documents.document import Clause, Document

_NEAREST = 3

OFF_BEST = ("quotes_best", "figure_off", "time_off")
"""The features: they tell of an answer, not of what a question is about."""


def nearness_features(
    question: Question, evidence: Evidence, quoted: Sequence[Sentence]
) -> dict[str, float]:
    """What tells that an answer passes over what was found best; all values lie between 0 and about 1.

    `quotes_best` says whether the best sentence is among the quotes. `figure_off` is, for a figure of
    no 今年 or 去年, the share of the best clause's score that the best quoted clause lacks; `time_off`, for a time, the
    cosine that it lacks. A clause counts as quoted with one of its parts, and where a quote refers to it
    by number: a fine to the duty that it is for.
    """
    best = evidence.sentences[0] if evidence.sentences else None
    leant_on = " ".join(referred(s.document, s.clause, s.start, s.end) for s in quoted)
    hits = [
        hit
        for hit in evidence.hits
        if any(_holds(hit.document, hit.clause, s) for s in quoted) or hit.clause.text in leant_on
    ]
    top = evidence.best
    score = max((hit.fused_score for hit in hits), default=0.0)
    cosine = max((hit.cosine for hit in hits), default=0.0)
    highest = max((hit.cosine for hit in evidence.hits[:_NEAREST]), default=0.0)
    off = 1 - score / top.fused_score if top is not None and top.fused_score > 0 else 0.0
    relative = any(str(year) not in question.plain for year in question.years)
    return {
        "quotes_best": float(best is not None and any(_overlaps(best, s) for s in quoted)),
        "figure_off": off * (question.intent is Intent.FIGURE and not relative),
        "time_off": (highest - cosine) * (question.intent is Intent.TIME),
    }


def _holds(document: Document, clause: Clause, sentence: Sentence) -> bool:
    """Whether a sentence stands in a clause or in one of its parts."""
    if sentence.document is not document:
        return False
    above: Clause | None = sentence.clause
    while above is not None and above != clause:
        above = document.parent(above)
    return above is not None


def _overlaps(one: Sentence, other: Sentence) -> bool:
    same = one.document is other.document
    return same and one.start < other.end and other.start < one.end
