"""The levels that are open while a document is read, and how far a new number closes them.

Numbers come in, depths go out. The usual order of the families decides, with what the document did so
far: where a family stood before, what runs on, what introduces items.
"""

from dataclasses import dataclass, field

from documents.document import ClauseKind
from documents.markers import DECIMALS, Family, Marker

_AHEAD = 1000
"""Lines behind a number that the run of an open level is looked for in."""


@dataclass
class Node:
    """A clause while it is being built; `lines` are indices of its own lines, consecutive.

    `children` are positions of nodes, `paragraphs` and `headings` how many of them have no number of
    the one kind and of the other; `part` counts the documents in the text: 0 is the outer one.
    """

    kind: ClauseKind
    number: str
    parent: int | None
    lines: list[int] = field(default_factory=list)
    marker: Marker | None = None
    children: list[int] = field(default_factory=list)
    paragraphs: int = 0
    headings: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class OpenLevel:
    """An open level: its node, and the family of its number (None: a paragraph, an annex, a title)."""

    node: int
    family: Family | None
    value: int


class Levels:
    """The stack of open levels over the nodes built so far, outermost first."""

    def __init__(self, nodes: list[Node], lines: list[str], markers: list[Marker | None]) -> None:
        self.nodes = nodes
        self.lines = lines
        self.markers = markers
        self.stack: list[OpenLevel] = []
        self.parent_family: dict[Family, Family | None] = {}

    def restart(self) -> None:
        """Forget all: an annex or a document inside begins."""
        self.stack.clear()
        self.parent_family.clear()

    def open(self, node: int, marker: Marker | None = None) -> None:
        """A node becomes the innermost open level."""
        family = marker.family if marker else None
        if family is not None:
            self.parent_family[family] = self.stack[-1].family if self.stack else None
        self.stack.append(OpenLevel(node, family, marker.value if marker else 0))

    def close_down_to(self, depth: int) -> None:
        """Close the levels inside the first `depth`."""
        del self.stack[depth:]

    def floor(self) -> int:
        """How many levels stay open whatever comes: the title or the annex that all lies in."""
        return 1 if self.stack and self.stack[0].family is None else 0

    def depth_for(self, marker: Marker, at: int) -> int:
        """How many open levels stay open above a new number."""
        depths = {level.family: depth for depth, level in enumerate(self.stack)}
        if marker.family in DECIMALS:
            return self._depth_of_decimal(marker)
        if marker.family in depths:
            return depths[marker.family]
        floor = self.floor()
        if marker.family is Family.HEADING:
            return self._depth_of_heading()
        if marker.family in self.parent_family:
            above = self.parent_family[marker.family]
            if above is not None and above in depths:
                return self._below_outer(depths[above] + 1, marker)
            if marker.value != 1:
                return self._below_families_above(marker)
        depth = len(self.stack)
        while depth > floor and self._outranks(marker, self.stack[depth - 1], at):
            depth -= 1
        return depth

    def _below_families_above(self, marker: Marker) -> int:
        """A depth below the open levels whose families stand above: 第五条 below 第三编."""
        depth = self.floor()
        while depth < len(self.stack) and not self._is_below(depth, marker):
            depth += 1
        return depth

    def _is_below(self, depth: int, marker: Marker) -> bool:
        family = self.stack[depth].family
        return family is None or family > marker.family

    def _depth_of_decimal(self, marker: Marker) -> int:
        """1.2.1 lies below 1.2, or below the nearest number that it begins with."""
        label = marker.label
        while "." in label:
            label = label.rpartition(".")[0]
            for depth in range(len(self.stack) - 1, -1, -1):
                open_marker = self.nodes[self.stack[depth].node].marker
                if open_marker is not None and open_marker.label == label:
                    return depth + 1
        return self._below_families_above(marker)

    def _depth_of_heading(self) -> int:
        """A heading without a number lies below parts and numbered headings, never below an item."""
        depth = len(self.stack)
        while depth > self.floor():
            family = self.stack[depth - 1].family
            if family is not None and family <= Family.BRACKETED:
                break
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

    def _introduces(self, level: OpenLevel) -> bool:
        """Whether an open paragraph introduces items: a later 款 may have a list of its own."""
        last = self.lines[self.nodes[level.node].lines[-1]]
        return level.family is None and last.endswith(("：", ":"))

    def _outranks(self, marker: Marker, level: OpenLevel, at: int) -> bool:
        """Whether a number of a family not open now stands above an open level.

        The usual order decides, unless the open level's own run goes on behind the new number:
        then the new run lies inside it.
        """
        if level.family is None or marker.family > level.family:
            return False
        if marker.family <= Family.ARTICLE:
            return True
        for later in self.markers[at + 1 : at + _AHEAD]:
            if later is None:
                continue
            if later.family is level.family and later.value == level.value + 1:
                return False
            if later.family < marker.family:
                break
        return True
