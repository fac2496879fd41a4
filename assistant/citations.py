"""What proves an answer: quoted spans, and the check that every shown sentence rests on them.

`Draft` builds an answer sentence by sentence; `prove` checks a finished one against the documents.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Citation, Status
from documents.document import Clause, Document
from documents.quantities import Quantity, find_quantities

_MARK = re.compile(r"\[(\d+)\]")
_YEAR_NUMBER = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_SENTENCE = re.compile(r"[^\n]*?(?:\[\d+\])+[。;；,，]?|[^\n]+")


def cite(document: Document, clause: Clause, start: int, end: int) -> Citation:
    """Quote `[start, end)` of a clause; blanks at both ends are left out.

    Raises:
        ValueError: The span is empty or not inside the clause.
    """
    text = document.text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if not clause.start <= start < end <= clause.end:
        raise ValueError(f"span {start}–{end} is not inside clause {clause.number}")
    return Citation(
        document=document.identifier,
        clause=clause.number,
        position=clause.position,
        start=start,
        end=end,
        quote=text[start:end],
        address=document.address(clause),
    )


@dataclass
class Draft:
    """An answer in the making. Sentences with citations are proven; remarks are marked as ours."""

    citations: list[Citation] = field(default_factory=list)
    related: list[Citation] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def say(self, text: str, *citations: Citation) -> None:
        """Add words that the citations prove."""
        marks = "".join(f"[{self._number(citation)}]" for citation in citations)
        self.pieces.append(f"{text}{marks}")

    def remark(self, text: str) -> None:
        """Add words of our own: a greeting, a count, a refusal; they state nothing of the source."""
        self.pieces.append(text)
        self.remarks.append(text)

    def answer(self, status: Status, resolved_question: str) -> Answer:
        """The finished answer."""
        return Answer(
            text="".join(self.pieces).strip(),
            status=status,
            citations=tuple(self.citations),
            resolved_question=resolved_question,
            related=tuple(self.related),
            remarks=tuple(self.remarks),
        )

    def _number(self, citation: Citation) -> int:
        if citation not in self.citations:
            self.citations.append(citation)
        return self.citations.index(citation) + 1


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why an answer is not proven."""

    sentence: str
    reason: str


def prove(answer: Answer, documents: Mapping[str, Document]) -> list[Flaw]:
    """Check an answer: every quote stands in its clause, every mark exists, every figure is quoted.

    Args:
        answer: Any answer, whatever made it.
        documents: By identifier.
    """
    flaws = [
        Flaw(c.quote, "引文与原文不一致")
        for c in (*answer.citations, *answer.related)
        if not _stands(c, documents.get(c.document))
    ]
    if not answer.status.refused and not answer.citations:
        flaws.append(Flaw(answer.text, "没有引文"))
    text = answer.text
    for remark in answer.remarks:
        text = text.replace(remark.strip(), "\n", 1)
    for sentence in _SENTENCE.findall(text):
        marks = [int(mark) for mark in _MARK.findall(sentence)]
        if not marks and any(c.isalnum() for c in sentence):
            flaws.append(Flaw(sentence, "没有引文"))
        elif any(not 1 <= mark <= len(answer.citations) for mark in marks):
            flaws.append(Flaw(sentence, "引文编号不存在"))
        elif marks:
            flaws.extend(_unproven(sentence, [answer.citations[mark - 1] for mark in marks]))
    return flaws


def _stands(citation: Citation, document: Document | None) -> bool:
    if document is None or not 0 <= citation.position < len(document.clauses):
        return False
    clause = document.clauses[citation.position]
    inside = clause.start <= citation.start < citation.end <= clause.end
    return (
        inside
        and clause.number == citation.clause
        and document.text[citation.start : citation.end] == citation.quote
    )


def _unproven(sentence: str, citations: Sequence[Citation]) -> list[Flaw]:
    """Figures and years of a sentence that its quotes do not hold just so.

    A figure is proven by one with the same value, unit and comparator; a year by the same year.
    """
    quoted = "\n".join(f"{citation.address}\n{citation.quote}" for citation in citations)
    words = _MARK.sub("", sentence)
    held = {_sameness(quantity) for quantity in find_quantities(quoted)}
    flaws = [
        Flaw(sentence, f"“{quantity.text}”不在引文中")
        for quantity in find_quantities(words)
        if _sameness(quantity) not in held
    ]
    years = set(_YEAR.findall(words)) - set(_YEAR_NUMBER.findall(quoted))
    return flaws + [Flaw(sentence, f"“{year}年”不在引文中") for year in sorted(years)]


def _sameness(quantity: Quantity) -> tuple[float | None, float | None, str, str]:
    return (quantity.value, quantity.upper, quantity.unit, quantity.comparator)
