"""The lists 目标清单 and 责任清单: entries from facts, narrowed and ordered as a person asks.

Documents and a query in, entries out. Knows neither HTML nor spreadsheets.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from documents.document import Document
from documents.facts import Role
from ui.fact_rows import DutyRow, TargetRow, duty_rows, target_rows

ALL = "全部"
_AS_PRINTED = "原文顺序"
_MOST_BARS = 12
_ROLES = tuple(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: `cells` as shown and exported, `link` the address of the quoted words.

    `group` is what the bars count: the year that a target is due in, a department. `keys` sort the
    list, one for each of its orders.
    """

    cells: tuple[str, ...]
    link: str
    document: str
    choice: str
    group: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a person wants to see of a list; words stand in any cell."""

    document: str = ALL
    choice: str = ALL
    group: str = ALL
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
    group_label: str
    orders: tuple[str, ...]
    bars_title: str
    bars_by_name: bool
    entries_of: Callable[[Sequence[Document], date], list[Entry]]

    def entries(self, documents: Sequence[Document], today: date, query: Query) -> list[Entry]:
        """The entries that a query wants, in its order."""
        words = _plain(query.words).split()
        found = [
            entry
            for entry in self.entries_of(documents, today)
            if query.document in (ALL, entry.document)
            and query.choice in (ALL, entry.choice)
            and query.group in (ALL, entry.group)
            and all(word in _plain(" ".join(entry.cells)) for word in words)
        ]
        if query.order not in self.orders[1:]:
            return found
        key = self.orders.index(query.order) - 1
        return sorted(found, key=lambda entry: (not entry.keys[key], entry.keys[key]))

    def groups(self, documents: Sequence[Document], today: date) -> list[str]:
        """What a list can be narrowed to beside the choices, in the order of its bars."""
        every = Counter(entry.group for entry in self.entries_of(documents, today) if entry.group)
        return sorted(every) if self.bars_by_name else [name for name, _ in every.most_common()]

    def bars(self, entries: Sequence[Entry]) -> list[tuple[str, int]]:
        """How many entries each group has: years in their order, others with the longest bar first."""
        found = Counter(entry.group for entry in entries if entry.group)
        return sorted(found.items()) if self.bars_by_name else found.most_common(_MOST_BARS)


def _plain(text: str) -> str:
    """Full and half width, upper and lower case made one."""
    return unicodedata.normalize("NFKC", text).casefold()


def _target_entries(documents: Sequence[Document], today: date) -> list[Entry]:
    return [_target_entry(row) for row in target_rows(documents, today)]


def _target_entry(row: TargetRow) -> Entry:
    due = row.due
    state = "无期限" if due is None else "已过期" if row.passed else "未到期"
    cells = (row.indicator, row.value, row.deadline, state, row.address, row.text)
    year = "" if due is None else f"{due.year}年"
    keys = (row.indicator, "" if due is None else due.isoformat())
    return Entry(cells, _link(row), row.document, state, year, keys)


def _duty_entries(documents: Sequence[Document], today: date) -> list[Entry]:
    return [_duty_entry(row) for row in duty_rows(documents)]


def _duty_entry(row: DutyRow) -> Entry:
    cells = (row.department, row.role, row.address, row.text)
    keys = (row.department, str(_ROLES.index(row.role)))
    return Entry(cells, _link(row), row.document, row.role, row.department, keys)


def _link(row: TargetRow | DutyRow) -> str:
    place = {"document": row.document, "clause": row.clause, "start": row.start, "end": row.end}
    return f"?{urlencode(place)}"


TARGETS = FactList(
    name="targets",
    title="目标清单",
    heads=("指标", "目标值", "期限", "状态", "条款", "原文"),
    choice_label="状态",
    choices=(ALL, "未到期", "已过期", "无期限"),
    group_label="期限年份",
    orders=(_AS_PRINTED, "指标", "期限"),
    bars_title="各年到期的目标数",
    bars_by_name=True,
    entries_of=_target_entries,
)
DUTIES = FactList(
    name="duties",
    title="责任清单",
    heads=("单位", "职责", "条款", "原文"),
    choice_label="职责",
    choices=(ALL, *_ROLES),
    group_label="单位",
    orders=(_AS_PRINTED, "单位", "职责"),
    bars_title="各单位的条目数",
    bars_by_name=False,
    entries_of=_duty_entries,
)
FACT_LISTS = {each.name: each for each in (TARGETS, DUTIES)}
