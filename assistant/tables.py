"""Tables printed as lines of cells: the row that a question names, with the heads of its columns.

A table is a run of lines with the same number of cells, three or more, parted by blanks or tabs; the
first line heads the columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.question import Question
from documents.document import Clause, Document

_LINE = re.compile(r"\S[^\n]*")
_CELL = re.compile(r"\S+")
_UNIT = re.compile(r"[(（][^()（）]{1,6}[)）]$")
_NUMBER = re.compile(r"[\d.,%％]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_CELLS = 3
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `head` and `[start, end)` are spans of characters of the document's text."""

    document: Document
    clause: Clause
    head: tuple[int, int]
    start: int
    end: int
    cells: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The cells before the first number, which name the row, without the unit behind them."""
        labels = takewhile(lambda cell: not _NUMBER.fullmatch(cell), self.cells)
        bare = (_UNIT.sub("", cell) for cell in labels)
        return [name for name in bare if len(name) >= _SHORTEST_NAME]


def table_rows(document: Document, clause: Clause) -> Iterator[Row]:
    """The rows of the tables of a clause, in reading order, their heads left out."""
    lines = [
        (clause.start + line.start(), clause.start + line.end())
        for line in _LINE.finditer(clause.text)
    ]
    cells = {line: tuple(_CELL.findall(document.text[slice(*line)])) for line in lines}
    for count, run in groupby(lines, key=lambda line: len(cells[line])):
        head, *rows = run
        if count >= _LEAST_CELLS and not any(map(_NUMBER.fullmatch, cells[head])):
            for start, end in rows:
                yield Row(document, clause, head, start, end, cells[start, end])


def answer_row(question: Question, evidence: Evidence) -> Answer | None:
    """The row whose indicator a question names in full, under the heads of its columns, or None.

    Only the clauses that were found for the question are looked through.
    """
    named = [
        (max(map(len, matches)), row)
        for hit in evidence.hits
        for row in table_rows(hit.document, hit.clause)
        if (matches := [name for name in row.names if name in question.plain])
    ]
    if not named:
        return None
    longest = max(length for length, _ in named)
    rows = [row for length, row in named if length == longest]
    if len(rows) > 1:
        return None
    row = rows[0]
    years = set(_YEAR.findall(row.document.text[slice(*row.head)]))
    if question.years and years and not years & {str(year) for year in question.years}:
        return None
    draft = Draft()
    for start, end in (row.head, (row.start, row.end)):
        draft.say(row.document.text[start:end], cite(row.document, row.clause, start, end))
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)
