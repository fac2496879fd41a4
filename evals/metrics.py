"""What counts as right, cited and refused: pure functions of a case and an answer.

Each gives a verdict with its reason, in Chinese, for the list of misses.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from documents.document import Document
from documents.regular_expressions import regex
from evals.case import Case

_IGNORED = regex(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something holds, and why not when it does not."""

    holds: bool
    reason: str = ""


def normalised(text: str) -> str:
    """NFKC, without spaces and commas: `２，５００ 亿元` and `2500亿元` are the same."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def right(case: Case, answer: Answer) -> Verdict:
    """Whether the answer is right.

    An answerable question is right when it is not refused, has one alternative of every
    `must_include` list and none of `must_not_include`; an unanswerable one when refused.
    """
    if not case.answerable:
        return Verdict(
            answer.status.refused, "" if answer.status.refused else "应当拒答，却作了回答"
        )
    if answer.status.refused:
        return Verdict(False, f"应当回答，却拒答（{answer.status.label}）")
    text = normalised(answer.text)
    missing = [group for group in case.must_include if not contains_one(text, group)]
    if missing:
        return Verdict(False, "缺少：" + "；".join(" / ".join(group) for group in missing))
    forbidden = [words for words in case.must_not_include if normalised(words) in text]
    if forbidden:
        return Verdict(False, "不应出现：" + "；".join(forbidden))
    return Verdict(True)


def contains_one(text: str, alternatives: Iterable[str]) -> bool:
    """Whether a normalised text holds one of the alternatives."""
    return any(normalised(words) in text for words in alternatives)


def cited(case: Case, answer: Answer, documents: Sequence[Document]) -> Verdict:
    """Whether a cited clause is a gold clause or lies inside one; every gold with `all_clauses`."""
    reached: set[str] = set()
    for citation in answer.citations:
        reached |= enclosing_numbers(citation, documents)
    missing = [gold for gold in case.gold_clauses if gold not in reached]
    enough = not missing if case.all_clauses else len(missing) < len(case.gold_clauses)
    return Verdict(enough, "" if enough else "未引用：" + "、".join(missing))


def enclosing_numbers(citation: Citation, documents: Sequence[Document]) -> set[str]:
    """The numbers of the cited clause and of all clauses around it."""
    for document in documents:
        if document.identifier == citation.document and citation.position < len(document.clauses):
            clause = document.clauses[citation.position]
            return {node.number for node in [*document.ancestors(clause), clause]}
    return {citation.clause}
