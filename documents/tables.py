"""Tables printed as lines of cells: their rows, with what each cell says under its head.

A table is a run of lines with the same number of cells, three or more, parted by tabs or blanks, or
two far apart; the first line heads the columns. Offsets are characters of `Document.text`, half-open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, takewhile

from documents.document import Clause, Document
from documents.regular_expressions import regex

_LINE = regex(r"\S[^\n]*")
_CELL = regex(r"\S+")
_TABBED_CELL = regex(r"[^\t\n]*[^\s]")
_UNIT = regex(r"[(（]([^()（）]{1,6})[)）]$")
_NO_UNIT = regex(
    r"小区|住宅|区域|地区|其他|改[建造]|扩建|[旧老]|[市县区镇省村]?[内外]|累计|合计|新增|[，,、；;]|[含经按不]"
)
_UNIT_LINE = regex(
    r"(?:^|\n)(?:[ \u3000]*|[^\n\t|]{0,40}(?=[(（]))[(（]?(?:计量)?单位[:：]\s*([^\s)）,，]{1,10})[)）]?[ \u3000]*(?=\n)"
)
_NUMBER = regex(r"[\d.,，]+[%％]?")
_AMOUNT = regex(
    r"(?:每(?P<each>[一-鿿]{1,3}))?(?P<number>[\d,，]+(?:\.\d+)?)\s?(?P<unit>(?:[百千万亿]*(?:元|美元)|个百分点|个工作日|个月|小时|分钟|平方米|立方米|公里|公斤|千瓦时|千瓦|[人名家个台套辆张件处座条项户亩吨次天分岁厘米])(?:/[一-鿿]{1,3})?)"
)
"""A number with its unit as the whole of a cell: 80台, 500元/月, 每小时3元; no date."""
_SERIAL = regex(r"序\s*号|编\s*号")
_UNIT_HEAD = regex(r"(?:计量)?单位")
_TOLD_HEAD = regex(
    r"内容|说明|备注|要求|联系|电话|热线|手机|传真|邮编|邮箱|网址|地点|地址|依据|条件|范围|措施$|标准$|期限|金额|额度|比例|对象|材料|经办|责任|牵头|配合|承办|主管|受理|"
    r"(?:审核|审批|评定|认定|办理|发放|实施|监管)(?:部门|单位|机构|机关)"
)
_WHEN_HEAD = regex(
    r"(?:[一-鿿]{2,4})?(?:时间|日期|时限|期限)|(?:开放|营业|服务|办理|接待|受理)日|时间(?:节点|安排)|进度(?:安排|要求)?"
)
_LEAST_CELLS = 3
_PAIR = 2
_MOSTLY = 0.7
_CLASS = regex(r"[A-Za-z0-9ⅠⅡⅢⅣⅤ一二三四五六七八九十甲乙丙丁]{1,3}[类级档等型]?")
_BOUND = regex(r"(?:不[小低少]于|不超过|至少)?\d[\d.,]*[一-鿿]{1,4}(?:及?以[上下内])?")
"""An amount with a bound as the whole of a cell: 50吨以上."""
_WIDE = regex(r"\S(?:\t|[ \u3000]{2,})\S")


@dataclass(frozen=True)
class Row:
    """A row of a table; `head` and `[start, end)` are spans of the heads and of the row itself.

    `named_by` is the head of the column that tells one row from another, `also_by` are those of
    others that do: 类别 A类 beside 名称 顶尖人才; `amounts` are those of the columns of numbers with units.
    """

    document: Document
    clause: Clause
    head: tuple[int, int]
    start: int
    end: int
    heads: tuple[str, ...]
    cells: tuple[str, ...]
    named_by: str = ""
    also_by: tuple[str, ...] = ()
    amounts: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> list[str]:
        """The cells before the first number, which name the row, without units and row numbers.

        When something is due names a row only where nothing else does.
        """
        labels = self.labels
        lasting = [name for head, name in labels.items() if not _WHEN_HEAD.fullmatch(head)]
        return lasting or list(labels.values())

    @cached_property
    def labels(self) -> dict[str, str]:
        """The cells that may name the row, bare, by the head of their column."""
        named = [
            (head, cell)
            for cell, head in zip(self.cells, self.heads, strict=True)
            if not _SERIAL.fullmatch(head)
        ]
        before = takewhile(lambda pair: not self._is_amount(*pair), named)
        return {
            head: _bare(cell) for head, cell in before if cell and not _UNIT_HEAD.fullmatch(head)
        }

    @cached_property
    def name(self) -> str:
        """The cell that tells the row from the others, else the last of its names."""
        return self.labels.get(self.named_by) or self.names[-1]

    @cached_property
    def other_names(self) -> list[str]:
        """The other cells that tell the row from the others."""
        labels = self.labels
        return [labels[head] for head in self.also_by if labels.get(head)]

    @cached_property
    def title(self) -> str:
        """The name with the class of the row before it: A类 顶尖人才."""
        classes = filter(_CLASS.fullmatch, self.other_names)
        return " ".join([*classes, self.name])

    @cached_property
    def values(self) -> dict[str, str]:
        """The numbers of the cells that hold no more than one and its unit, by the bare head of their column."""
        return {
            _UNIT.sub("", head): amount["number"] if amount else cell
            for head, cell in zip(self.heads, self.cells, strict=True)
            for amount in [_AMOUNT.fullmatch(cell)]
            if self._is_amount(head, cell) and not _SERIAL.fullmatch(head)
        }

    def _is_amount(self, head: str, cell: str) -> bool:
        """Whether a cell is a number, with its unit in a column of such."""
        with_unit = head in self.amounts and _AMOUNT.fullmatch(cell) is not None
        return with_unit or _NUMBER.fullmatch(cell) is not None

    def unit(self, column: str) -> str:
        """The unit of a number: in its cell, behind its head, behind the name, or beside it."""
        heads = [head for head in self.heads if _UNIT.sub("", head) == column]
        for head in self.amounts.intersection(heads):
            amount = _AMOUNT.fullmatch(self.cells[self.heads.index(head)])
            if amount:
                return amount["unit"] + (f"/{amount['each']}" if amount["each"] else "")
        if self.values.get(column, "").endswith(("%", "％")):
            return ""
        held = [
            found[1]
            for cell in (*heads, *self.cells)
            if (found := _UNIT.search(cell)) and not _NO_UNIT.search(found[1])
        ]
        beside = [
            cell
            for head, cell in zip(self.heads, self.cells, strict=True)
            if _UNIT_HEAD.fullmatch(head)
        ]
        return next(iter([*beside, *held]), "") or self._unit_above()

    def _unit_above(self) -> str:
        """The unit that the last line for units before the row tells: 表2 养殖业保险（单位：元/头）."""
        before = self.clause.text[: self.start - self.clause.start]
        told = [found[1] for found in _UNIT_LINE.finditer(before)]
        return told[-1] if told else ""

    @cached_property
    def in_words(self) -> dict[str, str]:
        """The cells that hold words and do not name the row, by the bare head of their column."""
        return {
            _UNIT.sub("", head): cell
            for head, cell in zip(self.heads, self.cells, strict=True)
            if cell not in ("", "—", self.name)
            and not _NUMBER.fullmatch(cell)
            and not _SERIAL.fullmatch(head)
        }

    def statement_in_words(self, column: str) -> str:
        """What the row says in a column of words: `交通补贴，期限：最长24个月`."""
        return f"{self.title}，{column}：{self.in_words[column]}"

    @property
    def in_full(self) -> str:
        """All that the row says, its first cell bare: `社区托育点，2026年：18个，2027年：32个，责任单位：市民政局`."""
        bare = [_UNIT.sub("", head) for head in self.heads]
        told = [
            (column, f"{self.values[column]}{self.unit(column)}" if column in self.values else cell)
            for column, head, cell in zip(bare, self.heads, self.cells, strict=True)
            if cell not in ("", "—") and not _SERIAL.fullmatch(head)
        ]
        return "，".join([told[0][1], *(f"{column}：{cell}" for column, cell in told[1:])])

    def statement(self, column: str) -> str:
        """What the row says in a column: `社区托育点，2027年：32个`."""
        told = self.values[column] + self.unit(column)
        printed = [
            cell
            for head, cell in zip(self.heads, self.cells, strict=True)
            if _UNIT.sub("", head) == column and cell.startswith("每")
        ]
        return f"{self.title}，{column}：{next(iter(printed), told)}"


def _bare(name: str) -> str:
    """A name without its unit in brackets; 三级医院（市外，经转诊） keeps what tells it apart."""
    unit = _UNIT.search(name)
    return name if unit is None or _NO_UNIT.search(unit[1]) else name[: unit.start()]


def table_rows(document: Document, clause: Clause) -> Iterator[Row]:
    """The rows of the tables of a clause that have a name, in reading order, heads left out."""
    lines = [
        (clause.start + line.start(), clause.start + line.end())
        for line in _LINE.finditer(clause.text)
    ]
    cells = {line: _cells(document.text[slice(*line)]) for line in lines}
    for count, run in groupby(lines, key=lambda line: len(cells[line])):
        head, *rows = run
        heads = cells[head]
        wide = count == _PAIR and all(_WIDE.search(document.text, *line) for line in (head, *rows))
        if (count >= _LEAST_CELLS or wide) and not any(map(_NUMBER.fullmatch, heads)):
            while rows and _heads_on(heads, cells[rows[0]]):
                heads = _joined_heads(heads, cells[rows[0]])
                head, rows = (head[0], rows[0][1]), rows[1:]
            amounts = _columns_of_amounts(heads, [cells[line] for line in rows])
            found = [
                Row(
                    document,
                    clause,
                    head,
                    start,
                    end,
                    heads,
                    cells[start, end],
                    amounts=amounts,
                )
                for start, end in rows
            ]
            named_by, *also_by = _telling(found) or [""]
            yield from (
                replace(row, named_by=named_by, also_by=tuple(also_by))
                for row in found
                if row.names
            )


def _heads_on(heads: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a line parts the heads of the one above: only where these reach over several columns."""
    parted = [at for at, (head, cell) in enumerate(zip(heads, below, strict=True)) if head != cell]
    return (
        0 < len(parted) < len(heads)
        and not any(map(_NUMBER.fullmatch, below))
        and all(
            heads[at] in (*heads[max(at - 1, 0) : at], *heads[at + 1 : at + 2]) for at in parted
        )
    )


def _joined_heads(heads: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The lower heads, with the unit of the upper one, and with its name where several are alike."""
    return tuple(
        cell
        if head == cell
        else (_bare(head) if below.count(cell) > 1 else "") + cell + _unit_for(cell, head)
        for head, cell in zip(heads, below, strict=True)
    )


def _unit_for(cell: str, head: str) -> str:
    unit = None if _UNIT.search(cell) else _UNIT.search(head)
    return unit[0] if unit and not _NO_UNIT.search(unit[1]) else ""


def _columns_of_amounts(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """The heads of the columns most cells of which are a number with its unit."""
    return frozenset(
        head
        for at, head in enumerate(heads)
        if sum(_AMOUNT.fullmatch(row[at]) is not None for row in rows) > _MOSTLY * len(rows)
    )


def _telling(rows: list[Row]) -> list[str]:
    """The heads of the columns of names that differ from row to row, the last one first.

    A school and its district: the district stands behind, and names several schools. What is built
    or asked for (建设内容) describes a row, it does not name it.
    """
    labels = [row.labels for row in rows if row.names]
    heads = [head for head in (labels[0] if labels else {}) if not _WHEN_HEAD.fullmatch(head)]
    telling = [head for head in heads if not _TOLD_HEAD.search(head)] or heads
    bounds = [h for h in telling if all(_BOUND.fullmatch(each.get(h, "")) for each in labels)]
    naming = [head for head in telling if head not in bounds] or telling
    return [
        head
        for head in reversed(naming)
        if len({each.get(head, "") for each in labels}) == len(labels)
    ]


def _cells(line: str) -> tuple[str, ...]:
    pattern = _TABBED_CELL if "\t" in line else _CELL
    return tuple(cell.strip() for cell in pattern.findall(line))
