"""What a table says in words of the row that a question names: its 经办单位, its 期限, its 对象."""

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.table_cells import is_row_named, rows_of

_CELLS = "\t"
_CLEARLY = 0.2
_SMALL_TABLE = 8
_SHORTEST_HEAD = 2
_OF_EVERY_TABLE = ("标准", "内容", "项目", "指标", "名称", "单位", "备注", "类别", "数量")
"""Heads that say too little of a column to be asked for by name."""


def answer_text_cell(question: Question, evidence: Evidence) -> Answer | None:
    """The cells in words of the only row, in the columns, that a question names; else None.

    Of several names that a question holds the longest is meant.
    """
    named = [row for row in rows_of(evidence) if is_row_named(row, question)]
    longest = max((len(row.name) for row in named), default=0)
    rows = [row for row in named if len(row.name) == longest]
    if len(rows) != 1:
        return None
    (row,) = rows
    columns = [column for column in row.in_words if _is_asked(column, question)]
    if not columns:
        return None
    draft = Draft()
    spans = row.head, (row.start, row.end)
    quotes = [cite(row.document, row.clause, *span) for span in spans]
    for column in columns:
        draft.say(f"{row.statement_in_words(column)}。", *quotes)
    return draft.answer(Status.ANSWERED, question.plain)


def answer_nearest_row(question: Question, evidence: Evidence) -> Answer | None:
    """The row that comes nearest to a question, with the heads; all rows of a small table.

    None where the best sentence is no row, or another comes about as near that is none; where the
    question names a row, or a year that the table has not: what that row says is not what is asked.
    """
    best = next(iter(evidence.sentences), None)
    if best is None or _CELLS not in best.text:
        return None
    others = (each.score for each in evidence.sentences if _CELLS not in each.text)
    if best.score - max(others, default=0.0) < _CLEARLY:
        return None
    rows = [row for row in rows_of(evidence) if row.clause == best.clause]
    told = [str(year) for year in question.years if str(year) in question.plain]
    other_year = any(year not in best.clause.text for year in told)
    if other_year or any(is_row_named(row, question) for row in rows):
        return None
    nearest = next((row for row in rows if row.start <= best.start < row.end), None)
    if nearest is None or not nearest.values:
        return None
    table = [row for row in rows if row.head == nearest.head]
    draft = Draft()
    said = [(row.start, row.end) for row in (table if len(table) <= _SMALL_TABLE else [nearest])]
    for at, span in enumerate([nearest.head, *said]):
        quote = cite(nearest.document, nearest.clause, *span)
        draft.say(f"{chr(10) if at else ''}{quote.quote}。", quote)
    return draft.answer(Status.ANSWERED, question.plain)


def _is_asked(column: str, question: Question) -> bool:
    """Whether a question names a column of words."""
    return (
        len(column) >= _SHORTEST_HEAD and column not in _OF_EVERY_TABLE and column in question.plain
    )
