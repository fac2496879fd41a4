"""What a table says in words of the row that a question names: its 经办单位, its 期限, its 对象."""

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.table_cells import is_row_named, rows_of
from documents.regular_expressions import regex
from documents.tables import Row

_UNIT = regex(r"[(（].*?[)）]$")
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
    heads = [head for head in row.heads if _is_asked(head, row, question)]
    if not heads:
        return None
    draft = Draft()
    for head in heads:
        cell = row.cells[row.heads.index(head)]
        quotes = (
            cite(row.document, row.clause, *row.head),
            cite(row.document, row.clause, row.start, row.end),
        )
        draft.say(f"{row.name}，{_UNIT.sub('', head)}：{cell}。", *quotes)
    return draft.answer(Status.ANSWERED, question.plain)


def _is_asked(head: str, row: Row, question: Question) -> bool:
    """Whether a question names a column that holds words in this row, and does not name the row."""
    bare = _UNIT.sub("", head)
    cell = row.cells[row.heads.index(head)]
    return (
        len(bare) >= _SHORTEST_HEAD
        and bare not in _OF_EVERY_TABLE
        and bare in question.plain
        and bare not in row.values
        and cell not in ("", "—", row.name)
    )
