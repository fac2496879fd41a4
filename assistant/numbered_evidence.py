"""Which clauses a language model gets to see for a question: those quoted already, then the nearest."""

from collections.abc import Iterator

from assistant.answer import Answer
from assistant.clause_sources import Span, stem_above
from assistant.evidence import Evidence
from assistant.prompts import NumberedEvidence
from documents.document import Clause, Document

_MOST_CLAUSES = 8
_MOST_CHARACTERS = 8000


def numbered_evidence(answer: Answer, evidence: Evidence) -> list[NumberedEvidence]:
    """The clauses that an extractive answer cites, and others found for its question.

    Empty where the cited clauses alone are more than a model should be sent.
    """
    found: list[NumberedEvidence] = []
    length = 0
    cited = len({(c.document, c.position) for c in answer.citations})
    for number, (document, clause) in enumerate(_clauses(answer, evidence)):
        each = _with_stem(document, clause)
        length += len(each.text)
        if number < cited and length > _MOST_CHARACTERS:
            return []
        if number >= cited and (number >= _MOST_CLAUSES or length > _MOST_CHARACTERS):
            break
        found.append(each)
    return found


def _clauses(answer: Answer, evidence: Evidence) -> Iterator[tuple[Document, Clause]]:
    known = evidence.library.documents
    seen: set[tuple[str, int]] = set()
    pairs = [(known[c.document], known[c.document].clauses[c.position]) for c in answer.citations]
    pairs += [(hit.document, hit.clause) for hit in evidence.hits]
    for document, clause in pairs:
        key = (document.identifier, clause.position)
        if key not in seen:
            seen.add(key)
            yield document, clause


def _with_stem(document: Document, clause: Clause) -> NumberedEvidence:
    whole = Span(document, clause, clause.start, clause.end)
    stem = stem_above(document, clause)
    return NumberedEvidence((stem, whole) if stem else (whole,))
