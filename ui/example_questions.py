"""Example questions made from what the documents hold: targets, leading departments, measures."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from documents.document import Clause, ClauseKind, Document
from documents.facts import Role, extract_facts
from documents.regular_expressions import regex

_MEASURE = "占比|比重|率|数|数量|总量|规模|增加值|金额|总额|收入|面积"
_PLAIN_SUBJECT = regex(rf"^[\u4e00-\u9fff]{{3,16}}(?:{_MEASURE})$")
_PLAIN_TITLE = regex(r"^(?!指导思想|基本原则|总体要求|.*目标$)[\u4e00-\u9fffA-Za-z0-9]{2,18}$")


class _Kind(StrEnum):
    """What an example asks for; `ISSUER` is the one that every document can answer."""

    TARGET = "target"
    LEAD = "lead"
    MEASURES = "measures"
    DUTIES = "duties"
    ISSUER = "issuer"


def example_questions(documents: Sequence[Document], limit: int = 4) -> list[str]:
    """At most `limit` questions, one of a kind, taken from the documents in turn.

    Of several documents one that has no facts at all is still heard, through its issuer.
    """
    by_document = [_questions(document) for document in documents[:limit]]
    kinds = [kind for kind in _Kind if kind is not _Kind.DUTIES or len(by_document) == 1]
    chosen: list[str] = []
    for turn, kind in enumerate(kinds):
        first = turn % max(len(by_document), 1)
        in_turn = by_document[first:] + by_document[:first]
        chosen += [questions[kind] for questions in in_turn if kind in questions][:1]
    return chosen[:limit]


@lru_cache(maxsize=32)
def _questions(document: Document) -> dict[_Kind, str]:
    """A question of each kind that the document can answer."""
    facts = extract_facts(document)
    named = [clause for clause in document.clauses if _is_topic(document, clause)]
    subjects = [
        target.quantity.subject
        for target in facts.targets
        if _PLAIN_SUBJECT.match(target.quantity.subject)
    ]
    leads = [duty for duty in facts.responsibilities if duty.role is Role.LEAD]
    led = {duty.clause for duty in leads}
    leaders = Counter(duty.departments[0] for duty in leads)
    led_topics = [clause.title for clause in named if clause.position in led]
    found = {_Kind.ISSUER: f"《{document.title}》是哪个单位印发的？"}
    if subjects:
        found[_Kind.TARGET] = f"{_middle(subjects)}的目标是多少？"
    if led_topics:
        found[_Kind.LEAD] = f"{_middle(led_topics)}由哪个部门牵头？"
    if leaders:
        found[_Kind.DUTIES] = f"{leaders.most_common(1)[0][0]}牵头哪些工作？"
    if named:
        found[_Kind.MEASURES] = f"{named[0].title}有哪些举措？"
    return found


def _is_topic(document: Document, clause: Clause) -> bool:
    return (
        clause.kind is ClauseKind.NUMBERED
        and clause.parent is not None
        and document.is_leaf(clause)
        and bool(_PLAIN_TITLE.match(clause.title))
    )


def _middle(items: Sequence[str]) -> str:
    return items[len(items) // 2]
