"""The outline of a document: lines in, a tree of nodes out, each owning whole lines.

A grammar over the numbering families decides levels from nesting and sequence, so that 一、, (一) and
1. live together, numbering may run on across parts, and what is damaged is kept as printed.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from documents.document import ClauseKind
from documents.head import ISSUER_LINE, is_date_line, is_signature_line, is_title
from documents.markers import Family, Marker, read_marker

_ANNEX_ALONE = re.compile(r"^附\s*(?:件|表|录)\s*([0-9０-９一二三四五六七八九十]{0,3})\s*[:：]?$")
_ANNEX_TITLED = re.compile(
    r"^附\s*(?:件|表|录)\s*([0-9０-９一二三四五六七八九十]{0,3})\s*[:：.．、\s]\s*(\S.*)$"
)
_CLOSING = re.compile(
    r"^(?:本(?:通知|意见|措施|办法|方案|规划|规定|细则|政策|条例|计划|公告|规程|文件|指南|决定)"
    r"[^。]{0,20}?自.{2,30}(?:施行|实施|执行|生效)|特此(?:通知|公告|通报|函复|函告)"
    r"|[(（](?:此件|联系|公开)|公开方式\s*[:：]|信息公开|抄送\s*[:：]|联\s*系\s*(?:人|电话)\s*[:：])"
    r"|^.{4,40}\d日印发$"
)
_CONTENTS = re.compile(r"^目\s*[录次]$")
_LONGEST_TITLE = 25
_PUNCTUATED = re.compile(r"[。；;：:，,]")
_OPEN_END = re.compile(r"[\u4e00-\u9fff，,、]$")


@dataclass
class Node:
    """A clause while it is being built; `lines` are indices of its own lines, consecutive."""

    kind: ClauseKind
    number: str
    parent: int | None
    lines: list[int] = field(default_factory=list)
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    """An open level: its node, and the family of its number (None: a paragraph or an annex)."""

    node: int
    family: Family | None
    value: int


def build_outline(lines: list[str], title_lines: int) -> list[Node]:
    """Arrange lines into nodes in reading order; each line belongs to exactly one node.

    Args:
        lines: Non-empty lines of the document.
        title_lines: How many of them are the head (title, document number, addressees).
    """
    return _Outliner(lines, title_lines).run()


class _Outliner:
    """Walks the lines once, keeping the stack of open levels."""

    def __init__(self, lines: list[str], title_lines: int) -> None:
        self.lines = lines
        self.title_lines = title_lines
        self.markers = [
            read_marker(line) if at >= title_lines else None for at, line in enumerate(lines)
        ]
        self.annexes = _annex_starts(lines, title_lines)
        self.nodes: list[Node] = []
        self.numbers: set[str] = set()
        self.stack: list[_Open] = []
        self.parent_family: dict[Family, Family | None] = {}
        self._silence_contents()
        self._silence_table_annexes()

    def run(self) -> list[Node]:
        if self.title_lines:
            self._add(ClauseKind.TITLE, "标题", range(self.title_lines))
        for at in range(self.title_lines, len(self.lines)):
            marker = self.markers[at]
            if at in self.annexes:
                self._open_annex(at)
            elif marker is not None and self._is_heading(marker, at):
                self._open_numbered(marker, at)
            else:
                self._add_paragraph(at)
        return self.nodes

    # Nodes

    def _add(
        self, kind: ClauseKind, number: str, lines: range, marker: Marker | None = None
    ) -> int:
        parent = self.stack[-1].node if self.stack else None
        self.nodes.append(Node(kind, number, parent, list(lines), marker))
        self.numbers.add(number)
        return len(self.nodes) - 1

    def _open_annex(self, at: int) -> None:
        self.stack.clear()
        self.parent_family.clear()
        node = self._add(ClauseKind.ANNEX, f"附件{self.annexes[at]}", range(at, at + 1))
        self.stack.append(_Open(node, None, 0))

    def _open_numbered(self, marker: Marker, at: int) -> None:
        self._close_down_to(self._depth_for(marker, at))
        above = self.stack[-1] if self.stack else None
        self.parent_family[marker.family] = above.family if above else None
        node = self._add(ClauseKind.NUMBERED, self._number(marker), range(at, at + 1), marker)
        self.stack.append(_Open(node, marker.family, marker.value))

    def _close_down_to(self, depth: int) -> None:
        del self.stack[depth:]

    # Levels

    def _depth_for(self, marker: Marker, at: int) -> int:
        """How many open levels stay open above a new number."""
        depths = {level.family: depth for depth, level in enumerate(self.stack)}
        if marker.family in depths:
            return depths[marker.family]
        floor = 1 if self.stack and self.stack[0].family is None else 0
        if marker.family in self.parent_family:
            above = self.parent_family[marker.family]
            if above is not None and above in depths:
                return self._below_outer(depths[above] + 1, marker)
            if marker.value != 1:
                return floor
        depth = len(self.stack)
        while depth > floor and self._outranks(marker, self.stack[depth - 1], at):
            depth -= 1
        return depth

    def _below_outer(self, depth: int, marker: Marker) -> int:
        """A depth, deepened below open levels of outer families.

        `1.` may stand right below 一、 in one part and below 一、(一) in the next.
        """
        while depth < len(self.stack):
            family = self.stack[depth].family
            outer = family is not None and family <= marker.family
            if not outer and not (marker.value == 1 and self._introduces(self.stack[depth])):
                break
            depth += 1
        return depth

    def _introduces(self, level: _Open) -> bool:
        """Whether an open paragraph introduces items: a later 款 may have a list of its own."""
        last = self.lines[self.nodes[level.node].lines[-1]]
        return level.family is None and last.endswith(("：", ":"))

    def _outranks(self, marker: Marker, level: _Open, at: int) -> bool:
        """Whether a number of a family not open now stands above an open level.

        The usual order decides, unless the open level's own run goes on behind the new number:
        then the new run lies inside it.
        """
        if level.family is None or marker.family > level.family:
            return False
        if marker.family <= Family.ARTICLE:
            return True
        for later in self.markers[at + 1 :]:
            if later is None:
                continue
            if later.family is level.family and later.value == level.value + 1:
                return False
            if later.family < marker.family:
                break
        return True

    def _is_heading(self, marker: Marker, at: int) -> bool:
        """Whether a number opens a clause: not when it only begins a wrapped line of a sentence."""
        above = self.lines[at - 1] if at else ""
        if len(above) < 15 or not _OPEN_END.search(above) or marker.value == 1:
            return True
        if self.markers[at - 1] is not None or at - 1 < self.title_lines:
            return True
        return any(
            level.family is marker.family and marker.value == level.value + 1
            for level in self.stack
        )

    def _number(self, marker: Marker) -> str:
        above = self.nodes[self.stack[-1].node].number if self.stack else ""
        if marker.family in (Family.ARTICLE, Family.CHAPTER, Family.BOOK):
            holder = next((self.nodes[level.node].number for level in self.stack), "")
            return marker.label if marker.label not in self.numbers else holder + marker.label
        return above + marker.label

    # Paragraphs

    def _add_paragraph(self, at: int) -> None:
        last = self.nodes[-1] if self.nodes else None
        line = self.lines[at]
        if self._is_closing(at):
            if last is None or last.kind is not ClauseKind.CLOSING:
                self.stack.clear()
                self._add(ClauseKind.CLOSING, "结尾", range(at, at + 1))
                return
        elif last is not None and last.kind is ClauseKind.CLOSING and is_title(line):
            self.parent_family.clear()
            self._add(ClauseKind.TITLE, "标题", range(at, at + 1))
            return
        elif last is None or last.kind is ClauseKind.TITLE:
            self._add(ClauseKind.PREAMBLE, "引言", range(at, at + 1))
            return
        elif self._open_later_paragraph(at):
            return
        self.nodes[-1].lines.append(at)

    def _is_closing(self, at: int) -> bool:
        line = self.lines[at]
        if is_signature_line(line) and at + 1 >= len(self.lines):
            return True
        if _CLOSING.match(line):
            return True
        if is_date_line(line):
            return at + 1 >= len(self.lines) or ISSUER_LINE.match(self.lines[at - 1]) is not None
        below = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if _ANNEX_TITLED.match(line) or _ANNEX_ALONE.match(line):
            return True
        return bool(ISSUER_LINE.match(line)) and (
            is_date_line(below) or bool(ISSUER_LINE.match(below))
        )

    def _open_later_paragraph(self, at: int) -> bool:
        """Open a 款 behind the items of an article, or a paragraph behind a finished list."""
        for depth in range(len(self.stack) - 1, 0, -1):
            holder, item = self.stack[depth - 1], self.stack[depth]
            in_article = holder.family is Family.ARTICLE
            inside_article = any(
                level.family is Family.ARTICLE for level in self.stack[: depth - 1]
            )
            if not in_article and (inside_article or not self._is_finished_list(item)):
                continue
            self._close_down_to(depth)
            above = self.nodes[holder.node]
            earlier = sum(n.parent == holder.node and n.marker is None for n in self.nodes)
            ordinal = len(above.lines) - self._has_title_line(above) + earlier + 1
            unit = "款" if in_article else "段"
            number = f"{above.number}第{_CHINESE_ORDINALS[ordinal]}{unit}"
            node = self._add(ClauseKind.PARAGRAPH, number, range(at, at + 1))
            self.stack.append(_Open(node, None, 0))
            return True
        return False

    def _has_title_line(self, node: Node) -> bool:
        """Whether the first line of an article is its title alone."""
        first = self.lines[node.lines[0]]
        return (
            len(node.lines) > 1 and len(first) <= _LONGEST_TITLE and not _PUNCTUATED.search(first)
        )

    def _is_finished_list(self, item: _Open) -> bool:
        """Whether an item is the last of a list of phrases: ends in 。 where the others end in ；."""
        node = self.nodes[item.node]
        if node.marker is None:
            return True
        siblings = [n for n in self.nodes if n.parent == node.parent and n.marker and n is not node]
        ended = self.lines[node.lines[-1]].endswith("。")
        return ended and any(self.lines[n.lines[-1]].endswith(("；", ";")) for n in siblings)

    # What only looks like numbering

    def _silence_contents(self) -> None:
        """A table of contents lists the headings; only their second occurrence counts."""
        for at, line in enumerate(self.lines):
            if not _CONTENTS.match(line):
                continue
            first = next((i for i in range(at + 1, len(self.lines)) if self.markers[i]), None)
            if first is None:
                return
            wanted = self.markers[first]
            again = next(
                (i for i in range(first + 1, len(self.lines)) if _same(self.markers[i], wanted)),
                None,
            )
            for inside in range(at, again or at):
                self.markers[inside] = None

    def _silence_table_annexes(self) -> None:
        """Numbers in the cells of a table begin anew in every cell: such an annex stays whole."""
        starts = sorted(self.annexes)
        for start, end in pairwise([*starts, len(self.lines)]):
            if _restarts([m for m in self.markers[start:end] if m]) >= 2:
                self.markers[start:end] = [None] * (end - start)


_CHINESE_ORDINALS = ["零", *"一二三四五六七八九十"] + [
    f"{tens}十{ones}" for tens in ("", "二", "三") for ones in "一二三四五六七八九"
]


def _same(one: Marker | None, other: Marker | None) -> bool:
    return one is not None and other is not None and one.label == other.label


def _restarts(markers: list[Marker]) -> int:
    """How often a family begins anew although no number of an outer family came between."""
    last: dict[Family, int] = {}
    count = 0
    for marker in markers:
        if marker.value <= last.get(marker.family, 0):
            count += 1
        last = {f: v for f, v in last.items() if f < marker.family} | {marker.family: marker.value}
    return count


def _annex_starts(lines: list[str], title_lines: int) -> dict[int, str]:
    """Lines that begin an annex, with the annex number as printed (empty for the only one).

    `附件` alone on its line begins one. `附件：题目` does where no line with `附件` alone follows and
    more than a list of annexes does; otherwise it is such a list.
    """
    alone = {
        at: found[1]
        for at, line in enumerate(lines)
        if at >= title_lines and (found := _ANNEX_ALONE.match(line)) and at + 1 < len(lines)
    }
    if alone:
        return alone
    titled = [
        (at, found[1])
        for at, line in enumerate(lines)
        if at >= title_lines and (found := _ANNEX_TITLED.match(line)) and len(line) <= 60
    ]
    return {
        at: number
        for at, number in titled
        if any(
            read_marker(line) or len(line) > 60
            for line in lines[at + 1 : at + 4]
            if not ISSUER_LINE.match(line) and not is_date_line(line)
        )
        and not any(is_date_line(line) for line in lines[at + 1 : at + 12])
    }
