"""Example questions made from what the documents hold: targets, leading departments, measures."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from documents.document import Clause, ClauseKind, Document
from documents.facts import Role, extract_facts

_MEASURE = "占比|比重|率|数|数量|总量|规模|增加值|金额|总额|收入|面积"
_PLAIN_SUBJECT = re.compile(rf"^[\u4e00-\u9fff]{{3,16}}(?:{_MEASURE})$")
_PLAIN_TITLE = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9]{2,18}$")


def example_questions(documents: Sequence[Document], limit: int = 4) -> list[str]:
    """At most `limit` questions, different in kind, taken from the documents in turn."""
    by_document = [list(_questions(document)) for document in documents[:limit]]
    in_turn = (question for row in zip_longest(*by_document) for question in row if question)
    return list(dict.fromkeys(in_turn))[:limit]


def _questions(document: Document) -> Iterator[str]:
    facts = extract_facts(document)
    named = [clause for clause in document.clauses if _is_topic(document, clause)]
    subjects = [
        target.quantity.subject
        for target in facts.targets
        if _PLAIN_SUBJECT.match(target.quantity.subject)
    ]
    led = {duty.clause for duty in facts.responsibilities if duty.role is Role.LEAD}
    led_topics = [clause.title for clause in named if clause.position in led]
    if subjects:
        yield f"{_middle(subjects)}的目标是多少？"
    if led_topics:
        yield f"{_middle(led_topics)}由哪个部门牵头？"
    if named:
        yield f"{named[0].title}有哪些举措？"
    yield f"《{document.title}》是哪个单位印发的？"


def _is_topic(document: Document, clause: Clause) -> bool:
    return (
        clause.kind is ClauseKind.NUMBERED
        and clause.parent is not None
        and document.is_leaf(clause)
        and bool(_PLAIN_TITLE.match(clause.title))
    )


def _middle(items: Sequence[str]) -> str:
    return items[len(items) // 2]
