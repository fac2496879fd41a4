"""How many items a quoted list has: told where a question asks how many, counted again when it is proven.

The items are those below a line that introduces them, or what semicolons part behind a colon.
"""

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Citation
from assistant.by_document import with_remarks
from assistant.question import Question
from documents.document import ClauseKind, Document
from documents.regular_expressions import regex

HOW_MANY_ITEMS = regex(
    r"(?<![哪第前])(?:几|多少)(?:种|类|样|项|条|款|道|步|个(?!月|工作日|小时|百分点))"
)
_TOLD = regex(r"共(?:有)? ?\d+ ?[项个条种类]")
PARTED = regex(
    r"(?:下列|以下|如下|包括|分为|分别是|分别为)[^：:。；;]{0,20}[：:](?P<items>[^：:。]+[；;][^。：:]+)"
)
_LEAST = 2


def with_item_count(
    question: Question, answer: Answer, documents: Mapping[str, Document]
) -> Answer:
    """An answer with the number of the items that it lists, where its question asks how many there are.

    Only of one list, quoted whole.
    """
    if answer.status.refused or question.yes_no or not HOW_MANY_ITEMS.search(question.plain):
        return answer
    counts = item_counts(answer.citations, documents)
    if len(counts) != 1 or _TOLD.search(answer.text) or _counts_stated(question, counts[0]):
        return answer
    return with_remarks(answer, [f"按原文列出的共 {counts[0]} 项。"])


def _counts_stated(question: Question, count: int) -> bool:
    """Whether a question already says how many there are."""
    return any(claim.value == count for claim in question.claims)


def item_counts(citations: Sequence[Citation], documents: Mapping[str, Document]) -> list[int]:
    """How many items each list has that some citations quote whole, in their order."""
    counts = []
    quoted = {(c.document, c.position) for c in citations}
    parents = {
        (c.document, documents[c.document].clauses[c.position].parent): None for c in citations
    }
    for identifier, position in parents:
        document = documents[identifier]
        above = document.clauses[position] if position is not None else None
        if above is None or (identifier, above.position) not in quoted:
            continue
        items = [c for c in document.children(above) if c.kind is ClauseKind.NUMBERED]
        if len(items) >= _LEAST and all((identifier, c.position) in quoted for c in items):
            counts.append(len(items))
    return counts + [parted_items(c.quote) for c in citations if parted_items(c.quote)]


def parted_items(text: str) -> int:
    """How many items semicolons part behind a colon in a text: 有下列情形之一的：…；…；…。 0 where none do."""
    found = PARTED.search(text)
    return (
        sum(bool(item.strip()) for item in found["items"].replace(";", "；").split("；"))
        if found
        else 0
    )
