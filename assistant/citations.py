"""What proves an answer: quoted spans, and the check that every shown sentence rests on them.

`Draft` builds an answer sentence by sentence; `prove` checks a finished one against the documents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Citation, Status
from assistant.grounding import Said, Span, ground
from assistant.proof import is_cut_inside, unproven
from assistant.remark_checks import RemarkedPart, is_remark_right
from documents.document import Clause, Document
from documents.regular_expressions import regex

_CLOSING = regex(r"[。！？；;]?”")
_ENDS = ("。", "！", "？", "。”", "；”", "！”", "？”")
_MARK = regex(r"\[(\d+)\]")
_SENTENCE = regex(r"[^\n]*?(?:\[\d+\])+[。;；,，]?|[^\n]+")


def cite(document: Document, clause: Clause, start: int, end: int) -> Citation:
    """Quote `[start, end)` of a clause; blanks at both ends are left out.

    Quotation marks that are opened in it and closed right behind it are quoted with it.

    Raises:
        ValueError: The span is empty or not inside the clause.
    """
    text = document.text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    closing = _CLOSING.match(text, end, clause.end)
    if closing and text.count("“", start, end) > text.count("”", start, end):
        end = closing.end()
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


def ended(words: str) -> str:
    """Words of a quote as a sentence, ended by a full stop; one inside quotation marks is enough."""
    return words if words.endswith(_ENDS) else f"{words.rstrip('；;，,')}。"


def sentence_at(text: str, clause: Clause, at: int) -> tuple[Clause, int, int]:
    """A clause with the span of its sentence around an offset."""
    begin = max(text.rfind(stop, clause.start, at) + 1 for stop in "。；\n")
    ends = [end for stop in "。；\n" if (end := text.find(stop, at, clause.end)) >= 0]
    return clause, max(begin, clause.start), min(ends, default=clause.end)


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
    """Check an answer: quotes stand in their clauses, sentences rest on them, remarks count right.

    Args:
        answer: Any answer, whatever made it.
        documents: By identifier.
    """
    flaws = [
        Flaw(c.quote, fault)
        for c in (*answer.citations, *answer.related)
        if (fault := _fault(c, documents.get(c.document)))
    ]
    if flaws:  # nothing can rest on a quote that is none
        return flaws
    if not answer.status.refused and not answer.citations:
        flaws.append(Flaw(answer.text, "没有引文"))
    before: tuple[tuple[Citation, ...], ...] = ()
    for remark, text in _split(answer):
        prove_sentences = _prove_generated if answer.generated else _prove_sentences
        lines, unproven = prove_sentences(text, answer.citations, documents)
        flaws.extend(unproven)
        part = RemarkedPart(
            remark, text, lines, before, answer.related, documents, answer.citations
        )
        if remark and not flaws and not is_remark_right(part):
            flaws.append(Flaw(remark, f"“{remark}”与引文不符"))
        before = lines
    return flaws


def _prove_sentences(
    text: str, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> tuple[tuple[tuple[Citation, ...], ...], list[Flaw]]:
    """What the marked sentences of a text cite, and the flaws of its sentences.

    Lines without a mark are proven by that of the line behind them, where one quote holds both.
    """
    lines: list[tuple[Citation, ...]] = []
    flaws: list[Flaw] = []
    unmarked = ""
    for sentence in _SENTENCE.findall(text):
        marks = [int(mark) for mark in _MARK.findall(sentence)]
        if not marks:
            unmarked += f"{sentence}\n" if any(c.isalnum() for c in sentence) else ""
        elif any(not 1 <= mark <= len(citations) for mark in marks):
            flaws.append(Flaw(sentence, "引文编号不存在"))
        else:
            named = tuple(citations[mark - 1] for mark in marks)
            lines.append(named)
            if unmarked and not unproven(_MARK.sub("", f"{unmarked}{sentence}"), named, documents):
                unmarked = ""
            words = unproven(_MARK.sub("", sentence), named, documents)
            flaws.extend(Flaw(sentence, f"“{each}”不在引文中") for each in words)
        if marks and unmarked:
            flaws.append(Flaw(unmarked, "没有引文"))
            unmarked = ""
    if unmarked:
        flaws.append(Flaw(unmarked, "没有引文"))
    return tuple(lines), flaws


def _prove_generated(
    text: str, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> tuple[tuple[tuple[Citation, ...], ...], list[Flaw]]:
    """As `_prove_sentences`, for what a language model wrote: joined otherwise, but no other facts."""
    lines: list[tuple[Citation, ...]] = []
    flaws: list[Flaw] = []
    said = Said()
    for sentence in _SENTENCE.findall(text):
        marks = [int(mark) for mark in _MARK.findall(sentence)]
        if any(not 1 <= mark <= len(citations) for mark in marks):
            flaws.append(Flaw(sentence, "引文编号不存在"))
            continue
        named = tuple(citations[mark - 1] for mark in marks)
        spans = [_span(citation, documents[citation.document]) for citation in named]
        words = _MARK.sub("", sentence)
        if ground(words, spans, said) is None:
            if unproven(words, named, documents):
                flaws.append(Flaw(sentence, "引文不能证明这句话" if marks else "没有引文"))
            said.spans.extend(spans)
        if marks:
            lines.append(named)
    return tuple(lines), flaws


def _span(citation: Citation, document: Document) -> Span:
    return Span(document, document.clauses[citation.position], citation.start, citation.end)


def _split(answer: Answer) -> list[tuple[str, str]]:
    """The text of an answer cut at its remarks: each with the text behind it."""
    parts, rest, remark = [], answer.text, ""
    for words in filter(None, (remark.strip() for remark in answer.remarks)):
        text, found, behind = rest.partition(words)
        if found:
            parts.append((remark, text))
            remark, rest = words, behind
    return [*parts, (remark, rest)]


def _fault(citation: Citation, document: Document | None) -> str:
    """What is wrong with a citation, or an empty string."""
    altered = "引文与原文不一致"
    if document is None or not 0 <= citation.position < len(document.clauses):
        return altered
    clause = document.clauses[citation.position]
    inside = clause.start <= citation.start < citation.end <= clause.end
    named = (clause.number, document.address(clause)) == (citation.clause, citation.address)
    if not inside or not named:
        return altered
    if document.text[citation.start : citation.end] != citation.quote:
        return altered
    return "引文截断了原文的词句" if is_cut_inside(citation, document) else ""
