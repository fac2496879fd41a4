"""The lists 目标清单 and 责任清单: entries from facts, narrowed and ordered as a person asks.

Documents and a query in, entries out. Knows neither HTML nor spreadsheets.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from documents.document import Document
from ui.fact_rows import DutyRow, TargetRow, duty_rows, target_rows

ALL = "全部"
_AS_PRINTED = "原文顺序"
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: `cells` as shown and exported, `link` the address of the quoted words."""

    cells: tuple[str, ...]
    link: str
    document: str
    choice: str
    bar: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a person wants to see of a list; words stand in any cell."""

    document: str = ALL
    choice: str = ALL
    words: str = ""
    order: str = _AS_PRINTED

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> "Query":
        """Read the parameters of an address; what is missing is not narrowed."""
        given = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        return cls(**given)


@dataclass(frozen=True, slots=True)
class FactList:
    """A list: its columns, what it can be narrowed to, and how its entries are made.

    The last cell of an entry is the quoted text, the one before it the address of its clause.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    choice_label: str
    choices: tuple[str, ...]
    orders: Mapping[str, int | None]
    bars_title: str
    entries_of: Callable[[Sequence[Document], date], list[Entry]]

    def entries(self, documents: Sequence[Document], today: date, query: Query) -> list[Entry]:
        """The entries that a query wants, in its order."""
        found = [
            entry
            for entry in self.entries_of(documents, today)
            if query.document in (ALL, entry.document)
            and query.choice in (ALL, entry.choice)
            and all(word in " ".join(entry.cells) for word in query.words.split())
        ]
        column = self.orders.get(query.order)
        return found if column is None else sorted(found, key=lambda e: _sortable(e.cells[column]))

    def bars(self, entries: Sequence[Entry]) -> list[tuple[str, int]]:
        """What most entries share, with how many do: the longest bars first, ties as printed."""
        return Counter(entry.bar for entry in entries if entry.bar).most_common(_MOST_BARS)


def _sortable(cell: str) -> tuple[bool, str]:
    return (not cell, cell)  # empty cells go last


def _target_entries(documents: Sequence[Document], today: date) -> list[Entry]:
    return [_target_entry(row) for row in target_rows(documents, today)]


def _target_entry(row: TargetRow) -> Entry:
    state = "已过期" if row.passed else "未到期" if row.deadline else "无期限"
    cells = (row.indicator, row.value, row.deadline, state, row.address, row.text)
    return Entry(cells, _link(row), row.document, state, row.deadline)


def _duty_entries(documents: Sequence[Document], today: date) -> list[Entry]:
    return [_duty_entry(row) for row in duty_rows(documents)]


def _duty_entry(row: DutyRow) -> Entry:
    cells = (row.department, row.role, row.address, row.text)
    return Entry(cells, _link(row), row.document, row.role, row.department)


def _link(row: TargetRow | DutyRow) -> str:
    place = {"document": row.document, "clause": row.clause, "start": row.start, "end": row.end}
    return f"?{urlencode(place)}"


TARGETS = FactList(
    name="targets",
    title="目标清单",
    heads=("指标", "目标值", "期限", "状态", "条款", "原文"),
    choice_label="状态",
    choices=(ALL, "未到期", "已过期", "无期限"),
    orders={_AS_PRINTED: None, "指标": 0, "期限": 2},
    bars_title="各期限的目标数",
    entries_of=_target_entries,
)
DUTIES = FactList(
    name="duties",
    title="责任清单",
    heads=("单位", "职责", "条款", "原文"),
    choice_label="职责",
    choices=(ALL, "牵头单位", "责任单位", "配合单位"),
    orders={_AS_PRINTED: None, "单位": 0, "职责": 1},
    bars_title="各单位的条款数",
    entries_of=_duty_entries,
)
FACT_LISTS = {each.name: each for each in (TARGETS, DUTIES)}
