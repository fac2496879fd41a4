"""Numbers of several documents in one text kept apart: a notice and the plan that it issues.

The document that it is about keeps its numbers as printed; where another one counts alike, its
numbers begin with the kind of that document: `通知一`, `细则第三条`.
"""

import re
from collections.abc import Sequence

from documents.document import ClauseKind
from documents.head import KINDS
from documents.levels import Node
from documents.regular_expressions import regex

_KIND = regex(rf"(?:{KINDS})(?=》?(?:[(（][^()（）]*[)）])?$)")
_COVER = regex(r"印发|转发|发布|公布|批转|下发|公告|令")
_COUNTED = (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH)


def keep_apart(nodes: list[Node], lines: Sequence[str], title_lines: int) -> None:
    """Put the kind of the document before numbers that stand in two documents of the text."""
    counted = [node for node in nodes if node.kind in _COUNTED and not _in_annex(node, nodes)]
    parts = sorted({node.part for node in counted})
    if len(parts) < 2:
        return
    titles = {0: _outer_title(lines[:title_lines])} | {
        node.part: lines[node.lines[0]]
        for node in nodes
        if node.kind is ClauseKind.TITLE and node.part
    }
    is_cover = _COVER.search(titles[0]) is not None
    main = next((part for part in parts if part), 0) if is_cover else parts[0]
    taken = {node.number for node in counted if node.part == main}
    for part in parts:
        numbers = {node.number for node in counted if node.part == part}
        if part == main or not numbers & taken:
            taken |= numbers
            continue
        prefix = _prefix(titles.get(part, ""), part)
        if any(f"{prefix}{number}" in taken for number in numbers):
            prefix = re.sub(r"\s|[《》]", "", titles.get(part, "")) or prefix
        for node in counted:
            if node.part == part:
                node.number = f"{prefix}{node.number}"
                taken.add(node.number)


def _in_annex(node: Node, nodes: list[Node]) -> bool:
    while node.parent is not None:
        node = nodes[node.parent]
    return node.kind is ClauseKind.ANNEX


def _outer_title(head: Sequence[str]) -> str:
    return next((line for line in head if _KIND.search(line)), "".join(head[:1]))


def _prefix(title: str, part: int) -> str:
    found = _KIND.search(title)
    return found[0] if found else f"文件{part + 1}"
