"""Targets that stand in tables: figures under the head of a year, and tasks with a time limit.

Their cells hold no sentence, so nothing in the words tells them; the heads of the columns do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.document import Clause, Document
from documents.facts import Target
from documents.quantities import find_quantities
from documents.regular_expressions import regex
from documents.tables import Row, table_rows

_UNIT = regex(r"[(（][^()（）]{1,6}[)）]$")
YEAR_HEAD = regex(
    r"(?:到|至)?((?:19|20)\d\d)年?(?:度|底|末)?(?:目标值?|目标任务|工作目标|计划|预期值?|任务)?"
)
_FIGURE = regex(
    r"(?P<before>≥|≤|＞|＜|>|<|不低于|不少于|不高于|不超过|达到|超过)?"
    r"(?P<number>\d[\d.,，]*)(?P<unit>[^\d.,，\s]{0,4}?)(?P<after>及?以上|及?以下|以内|左右|余|多)?"
)
_INDICATOR_HEAD = regex(r"(?:主要|具体|核心|发展)?指标(?:名称|内容)?")
_KIND_OF_INDICATOR = regex(r"约束性|预期性|指导性|引导性")
_LIMIT_HEAD = regex(r"(?:完成|办理|达成|工作)?(?:时限|时间|期限)(?:要求)?")
_TASK_HEAD = regex(r"任务|目标|内容|项目|指标|措施|事项|举措")
_GRANT_HEAD = regex(r"补助|补贴|奖励|标准|对象|条件|限额")
_TIME_UNIT = regex(r"(?:年|月|日|天|小时|分钟|周|个月|个?工作日|周岁|岁|季度|期|次|轮)")
_PIECE_END = regex(r"[，,；;：:。]")
_ISSUED = regex(r"((?:19|20)\d\d)年")
_SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class StatedTarget:
    """A target in the words of its row or sentence, which `start` and `end` are."""

    clause: Clause
    start: int
    end: int
    indicator: str
    value: str
    deadline: str


@dataclass(frozen=True, slots=True)
class TaskTarget:
    """A target in the row of a task; `task` is what its cell begins with."""

    target: Target
    task: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell under its head without unit; `start` and `end` are its place in the document."""

    head: str
    text: str
    start: int
    end: int


def year_targets(document: Document) -> Iterator[StatedTarget]:
    """The figures under heads like `2026年`, which is their deadline, row by row.

    A year before that of the document is the base that the others are measured from.
    """
    issued = _ISSUED.search(document.date)
    for row in document_rows(document):
        for cell in _cells(row):
            year, figure = YEAR_HEAD.fullmatch(cell.head), _FIGURE.fullmatch(cell.text)
            if year and figure and (issued is None or int(year[1]) >= int(issued[1])):
                value = _value(figure, row.unit(cell.head))
                yield StatedTarget(row.clause, row.start, row.end, _name(row), value, cell.head)


def limited_targets(document: Document) -> Iterator[TaskTarget]:
    """The figures of tasks in a table that has a column for their time limits."""
    for row in document_rows(document):
        if not any(map(_LIMIT_HEAD.fullmatch, row.heads)):
            continue
        tasks = [cell for cell in _cells(row) if _TASK_HEAD.search(cell.head)]
        for quantity in find_quantities(document.text[row.start : row.end], row.start):
            held = [task for task in tasks if task.start <= quantity.start < task.end]
            if held and not _TIME_UNIT.fullmatch(quantity.unit):
                target = Target(row.clause.position, quantity, row.start, row.end)
                yield TaskTarget(target, _PIECE_END.split(held[0].text)[0])


def cells_without_goals(document: Document) -> list[range]:
    """Where a figure is no goal by its words: under a year, and what a grant depends on or is."""
    return [
        range(cell.start, cell.end)
        for row in document_rows(document)
        for cell in _cells(row)
        if YEAR_HEAD.fullmatch(cell.head) or _GRANT_HEAD.search(cell.head)
    ]


def document_rows(document: Document) -> Iterator[Row]:
    """The rows of all tables of a document, in reading order."""
    return (row for clause in document.clauses for row in table_rows(document, clause))


def _cells(row: Row) -> Iterator[_Cell]:
    at = row.start
    for head, text in zip(row.heads, row.cells, strict=True):
        start = row.document.text.index(text, at)
        at = start + len(text)
        yield _Cell(_UNIT.sub("", head), text, start, at)


def _value(figure: re.Match[str], unit: str) -> str:
    """The figure as printed; the unit of its row or column goes to where its own would stand."""
    return (
        f"{figure['before'] or ''}{figure['number']}{figure['unit'] or unit}{figure['after'] or ''}"
    )


def _name(row: Row) -> str:
    """The name of a row; one that says too little alone stands with that before it."""
    cells = list(_cells(row))
    years = {cell.text for cell in cells if YEAR_HEAD.fullmatch(cell.head)}
    names = [
        name for name in row.names if name not in years and not _KIND_OF_INDICATOR.fullmatch(name)
    ] or row.names
    named = [c.text for c in cells if _INDICATOR_HEAD.fullmatch(c.head)]
    last = _UNIT.sub("", named[0]) if named else names[-1]
    before = names[: names.index(last)] if last in names else []
    return f"{before[-1]}（{last}）" if before and len(last) <= _SHORT_NAME else last
