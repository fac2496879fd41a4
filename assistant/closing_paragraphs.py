"""Paragraphs behind the last item of a list that are none of its own: 同时也要看到，…; offsets of `Document.text`.

Nothing in the text marks them off: they show by the items before, which have one paragraph each.
"""

from documents.document import Clause, ClauseKind, Document
from documents.regular_expressions import regex

_ANEW = regex(
    r"\s*(?:同时|但(?:是)?|当然|此外|总之|不过|与此同时|“?[一-鿿]{2,4}”?(?:期间|时期)|各位|(?:一年|五年|过去[一-鿿])来|在(?:看到|肯定)|我们(?:也|要|还)|上述|以上)"
)
"""How a paragraph begins that goes on from a whole list, not from its last item."""


def own_paragraphs(
    document: Document, clause: Clause, spans: list[tuple[int, int]], start: int
) -> list[tuple[int, int]]:
    """Those of the sentences of a clause that stand with the one at `start`: its paragraph, or the item's own.

    All of them where no paragraph behind the last item begins anew.
    """
    breaks = _begin_anew(document, clause)
    if not breaks:
        return spans
    bounds = [clause.start, *breaks, clause.end]
    begin = max(bound for bound in bounds[:-1] if bound <= max(start, clause.start))
    end = min(bound for bound in bounds if bound > begin)
    return [span for span in spans if begin <= span[0] < end]


def _begin_anew(document: Document, clause: Clause) -> list[int]:
    """Where the paragraphs begin that go on from the list of which a clause is the last item."""
    items = [
        other
        for other in document.clauses
        if other.parent == clause.parent and other.kind is ClauseKind.NUMBERED
    ]
    of_one = len(items) > 1 and all("\n" not in other.text.strip() for other in items[:-1])
    if not of_one or items[-1] is not clause:
        return []
    text, at = document.text, clause.start
    found: list[int] = []
    while (at := text.find("\n", at, clause.end) + 1) > 0:
        if found or _ANEW.match(text, at, clause.end):
            found.append(at)
    return found
