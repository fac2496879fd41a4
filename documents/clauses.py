"""The clause tree: lines of a document in, clauses with printed numbers, titles, parents, spans out.

The outline says which lines belong together; this module finds titles and offsets. The text is the
lines joined by line breaks; the spans of the clauses follow each other with one line break between.
"""

import re

from documents.document import Clause, ClauseKind
from documents.markers import Family
from documents.outline import Node, build_outline

_LONGEST_TITLE = 45
_FULL_STOP = re.compile(r"[。！？!?]")
_ARTICLE_TITLE = re.compile(r"[【\[（(]([^】\]）)。，]{2,20})[】\]）)]\s*")
_COLON_TITLE = re.compile(
    r"([^，,。：:；;]{2,15})(?!(?<=\d)[：:]\d)[：:](?=\S)"
)  # no title: 为6:00
_HEADING_FAMILIES = (Family.BOOK, Family.CHAPTER, Family.SECTION)
_SHARE_WITH_TITLE = 0.6


def parse_clauses(lines: list[str], title_lines: int) -> tuple[tuple[Clause, ...], list[Node]]:
    """Parse lines into clauses, in reading order; also the outline that numbering checks need.

    Args:
        lines: Non-empty lines of the document.
        title_lines: How many of them are the head (title, document number, addressees).
    """
    nodes = build_outline(lines, title_lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    titles = _titles(nodes, lines)
    levels: list[int] = []
    clauses = []
    for position, (node, (title, body)) in enumerate(zip(nodes, titles, strict=True)):
        levels.append(1 if node.parent is None else levels[node.parent] + 1)
        start = starts[node.lines[0]]
        text = "\n".join(lines[at] for at in node.lines)
        clauses.append(
            Clause(
                position=position,
                parent=node.parent,
                number=node.number,
                title=title,
                kind=node.kind,
                level=levels[-1],
                start=start,
                end=start + len(text),
                body=start + body,
                text=text,
            )
        )
    return tuple(clauses), nodes


def _titles(nodes: list[Node], lines: list[str]) -> list[tuple[str, int]]:
    """Title and length of number, title and their punctuation, for each node."""
    parents = {node.parent for node in nodes}
    found = [
        _title(node, lines, has_more=at in parents or len(node.lines) > 1)
        for at, node in enumerate(nodes)
    ]
    for at, node in enumerate(nodes):
        if node.marker is None or node.marker.family in _HEADING_FAMILIES or not found[at][0]:
            continue
        run = [
            i
            for i, other in enumerate(nodes)
            if other.parent == node.parent
            and other.marker
            and other.marker.family is node.marker.family
        ]
        titled = sum(bool(found[i][0]) for i in run)
        if titled < _SHARE_WITH_TITLE * len(run) and at not in parents:
            found[at] = ("", node.marker.length)
    return found


def _title(node: Node, lines: list[str], *, has_more: bool) -> tuple[str, int]:
    first = lines[node.lines[0]]
    if node.kind is ClauseKind.ANNEX:
        if len(node.lines) > 1 and len(lines[node.lines[1]]) <= _LONGEST_TITLE:
            return _squeeze(lines[node.lines[1]]), len(first) + 1 + len(lines[node.lines[1]])
        return _squeeze(re.sub(r"^附\s*.[\d一二三四五六七八九十]*\s*[:：.、]?\s*", "", first)), len(
            first
        )
    if node.marker is None:
        return "", 0
    begin = node.marker.length
    rest = first[begin:]
    if node.marker.family in _HEADING_FAMILIES:
        return _squeeze(rest), len(first)
    if node.marker.family is Family.ARTICLE:
        titled = _ARTICLE_TITLE.match(rest)
        return (titled[1], begin + titled.end()) if titled else ("", begin)
    stop = _FULL_STOP.search(rest)
    if stop and stop.end() < len(rest):
        return (
            (rest[: stop.start()], begin + stop.end())
            if _can_be_title(rest[: stop.start()])
            else ("", begin)
        )
    phrase = rest.rstrip("。：:")
    if has_more and _can_be_title(phrase):
        return _squeeze(phrase), len(first)
    colon = _COLON_TITLE.match(rest)
    if colon:
        return colon[1], begin + colon.end()
    if not re.search(r"[。；;，,：:]", rest) and rest:
        return _squeeze(rest), begin
    return "", begin


def _can_be_title(phrase: str) -> bool:
    return 0 < len(phrase) <= _LONGEST_TITLE and not re.search(r"[；;：:]", phrase)


def _squeeze(text: str) -> str:
    """Remove the blanks that spread out short headings (总　则)."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text).strip()
