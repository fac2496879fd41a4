"""The outline of a document: lines in, a tree of nodes out, each owning whole lines.

A grammar over the numbering families decides levels from nesting and sequence, so that 一、, (一) and
1. live together, numbering may run on across parts, and what is damaged is kept as printed.
"""

from documents.annexes import annex_starts, form_spans, listed_lines
from documents.closing import CONTENTS, NOTE_OF_TITLE, is_closing, takes_effect
from documents.document import ClauseKind
from documents.head import is_date_line, title_length
from documents.headings import find_headings
from documents.items import goes_on_inline
from documents.levels import Levels, Node, OpenLevel
from documents.markers import DECIMALS, Family, Marker, read_marker
from documents.numerals import chinese_ordinal
from documents.regular_expressions import regex

_LONGEST_TITLE = 25
_LONGEST_INNER_TITLE = 60
_PUNCTUATED = regex(r"[。；;：:，,]")
_OPEN_END = regex(r"[\u4e00-\u9fff，,、]$")
_SHORTEST_WRAPPED = 15
_OPENING = (Family.BOOK, Family.CHAPTER, Family.ARTICLE, Family.COMMA)
_NEAR = 6
_LAST = 2
_SHORTEST_OPENING = 20
_COUNTED_THROUGH = (
    Family.BOOK,
    Family.DIVISION,
    Family.CHAPTER,
    Family.ARTICLE,
    Family.BOX,
    Family.QUESTION,
)
_SENTENCE_END = regex(r"[。；：！？）)]$")
_SIBLINGS = 50
_CELL_END = "\t"
_HOLDS_TABLES = (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH)


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
        self.annexes = annex_starts(lines, title_lines)
        self.listed = listed_lines(lines, title_lines, self.annexes)
        self.contents: set[int] = set()
        self._silence()
        self.nodes: list[Node] = []
        self.numbers: set[str] = set()
        self.levels = Levels(self.nodes, lines, self.markers)
        self.part = 0
        self.inner_title_end = 0
        self.root = Node(ClauseKind.TITLE, "", None)

    def _silence(self) -> None:
        """Take away numbers that open no clause; add the headings that the whole text tells."""
        self.contents = _contents(self.lines, self.markers)
        rows = _rows(self.lines)
        for at in rows:
            self.markers[at] = (
                None  # 一、交通 in the first cell of a row is no part of the document
            )
        forms = {at for span in form_spans(self.lines, self.annexes, self.markers) for at in span}
        for at in self.contents | forms | self.listed:
            self.markers[at] = None
        closed = self.contents | forms | rows | self.listed | set(self.annexes)
        found = find_headings(self.lines, self.markers, self.title_lines, closed)
        for at, marker in found.items():
            self.markers[at] = marker

    def run(self) -> list[Node]:
        if self.title_lines:
            self._add(ClauseKind.TITLE, "标题", range(self.title_lines))
        for at in range(self.title_lines, len(self.lines)):
            marker = self.markers[at]
            if at in self.annexes:
                self._open_annex(at)
            elif marker is not None and self._is_heading(marker, at):
                self._open_numbered(marker, at)
            elif at < self.inner_title_end:
                self.nodes[-1].lines.append(at)
            elif length := self._inner_title(at):
                self._open_inner(at, length)
            else:
                self._add_paragraph(at)
        return self.nodes

    # Nodes

    def _add(
        self, kind: ClauseKind, number: str, lines: range, marker: Marker | None = None
    ) -> int:
        parent = self.levels.stack[-1].node if self.levels.stack else None
        self.nodes.append(Node(kind, number, parent, list(lines), marker, part=self.part))
        self.numbers.add(number)
        above = self.root if parent is None else self.nodes[parent]
        above.children.append(len(self.nodes) - 1)
        above.paragraphs += marker is None
        above.headings += _is_unnumbered(self.nodes[-1])
        return len(self.nodes) - 1

    def _open_annex(self, at: int) -> None:
        self.levels.restart()
        node = self._add(ClauseKind.ANNEX, f"附件{self.annexes[at]}", range(at, at + 1))
        self.levels.open(node)

    def _open_inner(self, at: int, length: int) -> None:
        """Begin a document inside the document: what follows lies below its title."""
        self.levels.restart()
        self.numbers.clear()
        self.part += 1
        self.inner_title_end = at + length
        node = self._add(ClauseKind.TITLE, "标题", range(at, at + 1))
        self.levels.open(node)

    def _open_numbered(self, marker: Marker, at: int) -> None:
        self.levels.close_down_to(self.levels.depth_for(marker, at))
        node = self._add(ClauseKind.NUMBERED, self._number(marker), range(at, at + 1), marker)
        self.levels.open(node, marker)

    def _is_heading(self, marker: Marker, at: int) -> bool:
        """Whether a number opens a clause: not when it only begins a wrapped line of a sentence."""
        above = self.lines[at - 1] if at else ""
        if goes_on_inline(self.lines[at], marker):
            return False
        if len(above) < _SHORTEST_WRAPPED or not _OPEN_END.search(above) or marker.value <= 1:
            return True
        if self.markers[at - 1] is not None or at - 1 < self.title_lines:
            return True
        return any(
            level.family is marker.family and marker.value == level.value + 1
            for level in self.levels.stack
        )

    def _number(self, marker: Marker) -> str:
        holder = self.nodes[self.levels.stack[-1].node] if self.levels.stack else None
        above = _prefix(holder)
        if marker.family is Family.HEADING:
            ordinal = 1 + (holder or self.root).headings
            return f"{above}第{chinese_ordinal(ordinal)}部分"
        if holder is not None and _is_unnumbered(holder):
            above = "" if marker.label not in self.numbers else above
            return above + marker.label
        if marker.family in _COUNTED_THROUGH:
            outermost = next(
                filter(None, (_prefix(self.nodes[o.node]) for o in self.levels.stack)), ""
            )
            return marker.label if marker.label not in self.numbers else outermost + marker.label
        if holder is not None and holder.marker and marker.family in DECIMALS:
            inside = marker.label.removeprefix(f"{holder.marker.label}.")
            return f"{above}.{inside}" if inside != marker.label else marker.label
        return above + _point_between(above, marker.label) + marker.label

    # Documents inside

    def _inner_title(self, at: int) -> int:
        """How many lines are the title of a document inside: behind a signature, or before a first number."""
        if not self.nodes or at in self.contents or is_closing(self.lines, at):
            return 0
        length = title_length(self.lines, at)
        if not length or self.nodes[-1].kind is ClauseKind.CLOSING:
            return length
        title = "".join(self.lines[at : at + length])
        if len(title) > _LONGEST_INNER_TITLE or at - 1 < self.title_lines or at - 1 in self.annexes:
            return 0
        if any(self.nodes[level.node].kind is ClauseKind.ANNEX for level in self.levels.stack):
            return 0
        near = [marker for marker in self.markers[at + 1 : at + 1 + _NEAR] if marker]
        first = near[0] if near else None
        if first is None or first.value != 1 or first.family not in _OPENING:
            return 0
        closed = any(node.kind is ClauseKind.CLOSING for node in self.nodes[-_LAST:])
        known = self.levels.parent_family
        begun = closed or not known or first.family in known
        above = self.lines[at - 1]
        return length if begun and (_SENTENCE_END.search(above) or is_date_line(above)) else 0

    # Paragraphs

    def _add_paragraph(self, at: int) -> None:
        last = self.nodes[-1] if self.nodes else None
        of_title = last is not None and last.kind is ClauseKind.TITLE
        if last is not None and last.kind in _HOLDS_TABLES and _CELL_END in self.lines[at]:
            # a table lies in the clause above it, and is no paragraph of its own
            last.lines.append(at)
            return
        if of_title and (
            at in self.contents or (self.part and NOTE_OF_TITLE.match(self.lines[at]))
        ):
            self.nodes[-1].lines.append(at)
            return
        if is_closing(self.lines, at) and not self._is_text_of_heading(at):
            if last is None or last.kind is not ClauseKind.CLOSING:
                self.levels.close_down_to(1 if self.part and self._lies_in_title() else 0)
                self._add(ClauseKind.CLOSING, "结尾", range(at, at + 1))
                return
        elif last is None or of_title:
            self._add(ClauseKind.PREAMBLE, "引言", range(at, at + 1))
            return
        elif last.kind is ClauseKind.CLOSING:
            if self._begins_text(at):
                self._add(ClauseKind.PREAMBLE, "引言", range(at, at + 1))
                return
        elif self._open_later_paragraph(at):
            return
        self.nodes[-1].lines.append(at)

    def _is_text_of_heading(self, at: int) -> bool:
        """Whether a line that says from when a document holds is the text of the part above: 五、附则."""
        heading = self.lines[at - 1] if self.nodes and self.nodes[-1].lines[-1] == at - 1 else ""
        numbered = self.nodes[-1].marker is not None if heading else False
        return numbered and takes_effect(self.lines[at]) and not _SENTENCE_END.search(heading)

    def _begins_text(self, at: int) -> bool:
        """Whether a sentence behind a signature opens the text that the notice above it issues."""
        if len(self.lines[at]) < _SHORTEST_OPENING or not _SENTENCE_END.search(self.lines[at]):
            return False
        first = next(filter(None, self.markers[at + 1 : at + 1 + _NEAR]), None)
        return first is not None and first.value == 1 and first.family in _OPENING

    def _lies_in_title(self) -> bool:
        return (
            bool(self.levels.stack)
            and self.nodes[self.levels.stack[0].node].kind is ClauseKind.TITLE
        )

    def _open_later_paragraph(self, at: int) -> bool:
        """Open a 款 behind the items of an article, or a paragraph behind a finished list."""
        articles = [
            depth for depth, o in enumerate(self.levels.stack) if o.family is Family.ARTICLE
        ]
        for depth in range(len(self.levels.stack) - 1, self.levels.floor(), -1):
            holder, item = self.levels.stack[depth - 1], self.levels.stack[depth]
            in_article = holder.family is Family.ARTICLE
            inside_article = any(article < depth - 1 for article in articles)
            if not in_article and (inside_article or not self._is_finished_list(item)):
                continue
            self.levels.close_down_to(depth)
            above = self.nodes[holder.node]
            own = sum(_CELL_END not in self.lines[line] for line in above.lines)
            ordinal = own - self._has_title_line(above) + above.paragraphs + 1
            unit = "款" if in_article else "段"
            number = f"{above.number}第{chinese_ordinal(ordinal)}{unit}"
            node = self._add(ClauseKind.PARAGRAPH, number, range(at, at + 1))
            self.levels.open(node)
            return True
        return False

    def _has_title_line(self, node: Node) -> bool:
        """Whether the first line of an article is its title alone."""
        first = self.lines[node.lines[0]]
        return (
            len(node.lines) > 1 and len(first) <= _LONGEST_TITLE and not _PUNCTUATED.search(first)
        )

    def _is_finished_list(self, item: OpenLevel) -> bool:
        """Whether an item is the last of a list of phrases: ends in 。 where the others end in ；."""
        node = self.nodes[item.node]
        if node.marker is None:
            return True
        if not self.lines[node.lines[-1]].endswith("。"):
            return False
        above = self.root if node.parent is None else self.nodes[node.parent]
        before = [
            self.nodes[at] for at in above.children[-_SIBLINGS:] if self.nodes[at] is not node
        ]
        return any(
            sibling.marker and self.lines[sibling.lines[-1]].endswith(("；", ";"))
            for sibling in before
        )


def _prefix(node: Node | None) -> str:
    """What the numbers below a node begin with: nothing below the title of a document."""
    return "" if node is None or node.kind is ClauseKind.TITLE else node.number


def _is_unnumbered(node: Node) -> bool:
    """Whether a node is a heading without a number, which the numbers below do not repeat."""
    return node.marker is not None and node.marker.family is Family.HEADING


def _point_between(above: str, label: str) -> str:
    """附件2 and 1 are joined with a point, or they would read as 附件21."""
    both = above[-1:].isascii() and above[-1:].isdigit() and label[0].isdigit()
    return "." if both else ""


def _contents(lines: list[str], markers: list[Marker | None]) -> set[int]:
    """Lines of a table of contents: it lists the headings; only their second occurrence counts."""
    at = next((at for at, line in enumerate(lines) if CONTENTS.match(line)), None)
    if at is None:
        return set()
    first = next((i for i in range(at + 1, len(lines)) if markers[i]), None)
    if first is None:
        return set()
    again = next((i for i in range(first + 1, len(lines)) if _same(markers[i], markers[first])), at)
    listed = [i for i in range(first, again) if markers[i]]
    return set(range(at, listed[-1] + 1)) if listed else set()


def _rows(lines: list[str]) -> set[int]:
    """Rows of tables: lines of cells next to another one."""
    parted = [_CELL_END in line for line in lines]
    return {
        at
        for at, is_row in enumerate(parted)
        if is_row and any(parted[max(at - 1, 0) : at] + parted[at + 1 : at + 2])
    }


def _same(one: Marker | None, other: Marker | None) -> bool:
    return one is not None and other is not None and one.label == other.label
