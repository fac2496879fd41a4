"""Document in, passages out: what is embedded and looked up, with where it stands.

A clause is cut into sentences; its whole own text is one more passage of a second kind. Knows
nothing of vectors or terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.document import Clause, Document
from documents.regular_expressions import regex

LONGEST = 60
"""Characters a sentence passage may have before it is cut at its commas."""

SHORTEST = 8
"""A sentence shorter than this is joined to the one behind it (the last one to the one before)."""

_SENTENCE = regex(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】》]*|\n|$)")
_PHRASE = regex(r"[^，,、：:]*(?:[，,、：:]|$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a clause's own text.

    `document` is `Document.identifier`, `clause` the index in `Document.clauses`; `start` and `end`
    are characters of `Document.text`, half-open, and `text` is that span. `context` is the
    document's title and the headings above the text, outermost first; `heading` the nearest one.
    """

    document: str
    clause: int
    start: int
    end: int
    text: str
    context: str
    heading: str

    @property
    def embedded(self) -> str:
        """What is embedded: the nearest heading, unless the text shows it, and the text.

        More context would make the vectors of a document alike.
        """
        return self.text if self.heading in self.text else f"{self.heading}\n{self.text}"

    @property
    def searchable(self) -> str:
        """What is looked up: the context, as questions may name the document, and the text."""
        return f"{self.context}\n{self.text}"


def clause_passages(document: Document) -> list[Passage]:
    """One passage a clause, its whole own text, in reading order; clauses without text left out."""
    spans = (
        (clause, _trimmed(document.text, clause.start, clause.end)) for clause in document.clauses
    )
    return [_passage(document, clause, *span) for clause, span in spans if span[0] < span[1]]


def sentence_passages(document: Document) -> list[Passage]:
    """Sentences and lines of every clause, in reading order, headings left to the context.

    A clause that is nothing but its heading gives that heading.
    """
    return [each for clause in document.clauses for each in passages_of(document, clause)]


def passages_of(document: Document, clause: Clause) -> list[Passage]:
    """The sentences and lines of one clause, as `sentence_passages` gives them."""
    return [
        _passage(document, clause, start, end) for start, end in _sentence_spans(document, clause)
    ]


def passage_at(document: Document, position: int, start: int, end: int) -> Passage:
    """The passage of the clause at `position` that spans `[start, end)` of the document."""
    return _passage(document, document.clauses[position], start, end)


def _passage(document: Document, clause: Clause, start: int, end: int) -> Passage:
    headings = document.heading_path(clause)
    return Passage(
        document.identifier,
        clause.position,
        start,
        end,
        document.text[start:end],
        " ".join([document.title, *headings]),
        headings[-1] if headings else "",
    )


def _sentence_spans(document: Document, clause: Clause) -> list[tuple[int, int]]:
    text = document.text
    start, end = _trimmed(text, clause.body, clause.end)
    if start >= end:
        start, end = _trimmed(text, clause.start, clause.end)
    sentences = _joined(list(_cut(_SENTENCE, text, start, end)), SHORTEST)
    return [
        span
        for first, last in sentences
        for span in (_phrases(text, first, last) if last - first > LONGEST else [(first, last)])
    ]


def _phrases(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A long sentence cut at commas into runs of about equal length, none much over LONGEST."""
    target = (end - start) / -(-(end - start) // LONGEST)
    runs: list[tuple[int, int]] = []
    first = start
    for _, stop in _cut(_PHRASE, text, start, end):
        if stop - first >= target or stop == end:
            runs.append((first, stop))
            first = stop
    return _joined(runs, LONGEST // 3)


def _joined(spans: list[tuple[int, int]], shortest: int) -> list[tuple[int, int]]:
    """Spans, those under `shortest` merged with the next one, the last with the one before."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] - joined[-1][0] < shortest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[-1][1] - joined[-1][0] < shortest:
        start, end = joined[-2][0], joined[-1][1]
        joined[-2:] = [(start, end)]
    return joined


def _cut(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, end):
        span = _trimmed(text, *match.span())
        if span[0] < span[1]:
            yield span


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
