"""Targets that stand in tables: figures under the head of a year, and tasks with a time limit.

Their cells hold no sentence, so nothing in the words tells them; the heads of the columns do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.document import Clause, Document
from documents.facts import Target
from documents.quantities import find_quantities
from documents.tables import Row, table_rows

_YEAR_HEAD = re.compile(
    r"(?:到|至)?((?:19|20)\d\d)年?(?:度|底|末)?(?:目标值?|目标任务|工作目标|计划|预期值?|任务)?"
)
_LIMIT_HEAD = re.compile(r"(?:完成|办理|达成|工作)?(?:时限|时间|期限)(?:要求)?")
_TASK_HEAD = re.compile(r"任务|目标|内容|项目|指标|措施|事项|举措")
_GRANT_HEAD = re.compile(r"补助|补贴|奖励|标准|资金|对象|条件")
_TIME_UNIT = re.compile(r"^(?:年|月|日|天|小时|分钟|周|个月|个?工作日|周岁|岁|季度|期|次|轮)$")
_ISSUED = re.compile(r"((?:19|20)\d\d)年")
_SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class YearTarget:
    """What a row of a table sets for a year; `start` and `end` are the row, `deadline` the head."""

    clause: Clause
    start: int
    end: int
    indicator: str
    value: str
    deadline: str


def year_targets(document: Document) -> Iterator[YearTarget]:
    """The figures under heads like `2026年`, row by row; years before the document's are none."""
    issued = _ISSUED.search(document.date)
    for clause in document.clauses:
        for row in table_rows(document, clause):
            for head, cell in row.values.items():
                year = _YEAR_HEAD.fullmatch(head)
                if year and (issued is None or int(year[1]) >= int(issued[1])):
                    unit = row.unit(head)
                    value = cell if unit and cell.endswith(("%", "％")) else f"{cell}{unit}"
                    yield YearTarget(clause, row.start, row.end, _name(row), value, head)


def _name(row: Row) -> str:
    """The name of a row; one that says too little alone stands with that before it."""
    *before, last = row.names
    return f"{before[-1]}（{last}）" if before and len(last) <= _SHORT_NAME else last


def limited_targets(document: Document) -> Iterator[Target]:
    """The figures of tasks in a table that has a column for their time limits."""
    for clause in document.clauses:
        for row in table_rows(document, clause):
            if not any(map(_LIMIT_HEAD.fullmatch, row.heads)):
                continue
            tasks = list(_task_cells(row))
            for quantity in find_quantities(document.text[row.start : row.end], row.start):
                held = any(start <= quantity.start < end for start, end in tasks)
                if held and not _TIME_UNIT.match(quantity.unit):
                    yield Target(clause.position, quantity, row.start, row.end)


def _task_cells(row: Row) -> Iterator[tuple[int, int]]:
    """The spans of the cells that say what is to be done."""
    at = row.start
    for head, cell in zip(row.heads, row.cells, strict=True):
        start = row.document.text.index(cell, at)
        at = start + len(cell)
        if _TASK_HEAD.search(head) and not _GRANT_HEAD.search(head):
            yield start, at
