"""The clause tree: lines of a document in, clauses with printed numbers, titles, parents, spans out.

The outline says which lines belong together; this module finds titles and offsets. The text is the
lines joined by line breaks; the spans of the clauses follow each other with one line break between.
"""

import re

from documents.document import Clause, ClauseKind
from documents.head import title_length
from documents.inner import keep_apart
from documents.levels import Node
from documents.markers import Family
from documents.outline import build_outline
from documents.regular_expressions import regex

_LONGEST_TITLE = 45
_FULL_STOP = regex(r"[。！？!?]")
_ARTICLE_TITLE = regex(r"[【\[（(]([^】\]）)。，]{2,20})[】\]）)]\s*")
_COLON_TITLE = regex(r"([^，,。：:；;]{2,15})(?!(?<=\d)[：:]\d)[：:](?=\S)")  # no title: 为6:00
_HEADING_FAMILIES = (
    Family.BOOK,
    Family.DIVISION,
    Family.CHAPTER,
    Family.SECTION,
    Family.HEADING,
    Family.QUESTION,
    Family.BOX,
)
_LENTICULAR = regex(r"【([^】]{2,30})】\s*")
_PARTED_TITLE = regex(r"([\u4e00-\u9fff“”《》]{2,20})(?:[ \u00a0]{2,}|\u3000+|\t)(?=\S)")
_STATEMENT = regex(
    r"[的者][，,]|应当|不得|自[^，,]{2,20}起|^本(?:办法|措施|意见|通知|规定|方案|条例|政策|细则|计划|决定)"
    r"|\d[\d,.]*\s*(?:[%％‰]|[百千万亿]*元|个?(?:工作日|小时|分钟|百分点|月)|[日天]|人次|[万亿]?(?:亩|吨|平方米|公里|千瓦))"
    r"|\d年\d{1,2}月|[=＝]|由[^，,]{2,25}(?:办理|受理|负责|牵头|承担|组织|制定|发布|公布|审[批核])"
)
"""What a first sentence says that is no title: 本措施自2026年1月1日起施行, 报销比例60%, 由税务部门办理."""
_NOTE = regex(r"[(（][^()（）]*[)）]$")  # when: 面积登记（3月10日至3月31日）
_LONGEST_ARTICLE_TITLE = 25
_PUNCTUATED = regex(r"[。；;，,：:]")
_ONLY_BRACKET = regex(r"\s*[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]。?$")
_COMMA = regex(r"[，,]")
_STEM = regex(r"下列|以下|如下|其中|之一$|[是有为]$|包括$|应当|不得|可以")
_SHARE_WITH_TITLE = 0.6


def parse_clauses(lines: list[str], title_lines: int) -> tuple[tuple[Clause, ...], list[Node]]:
    """Parse lines into clauses, in reading order; also the outline that numbering checks need.

    Args:
        lines: Non-empty lines of the document.
        title_lines: How many of them are the head (title, document number, addressees).
    """
    nodes = build_outline(lines, title_lines)
    keep_apart(nodes, lines, title_lines)
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
    found = [_title(node, lines) for node in nodes]
    runs: dict[tuple[int | None, Family], list[int]] = {}
    for at, node in enumerate(nodes):
        if node.marker:
            runs.setdefault((node.parent, node.marker.family), []).append(at)
    titled = {run: sum(bool(found[at][0]) for at in members) for run, members in runs.items()}
    for run, members in runs.items():
        if run[1] in _HEADING_FAMILIES or titled[run] >= _SHARE_WITH_TITLE * len(members):
            continue
        for at in members:
            marker = nodes[at].marker
            if marker and found[at][0] and not nodes[at].children:
                found[at] = ("", marker.length)
    return found


def _title(node: Node, lines: list[str]) -> tuple[str, int]:
    first = lines[node.lines[0]]
    second = lines[node.lines[1]] if len(node.lines) > 1 else ""
    if node.kind is ClauseKind.ANNEX:
        own = re.sub(
            r"^附\s*.(?:[\d０-９一二三四五六七八九十]+|[A-Z](?![A-Za-z]))?\s*[:：.．、]?\s*",
            "",
            first,
        )
        if not own and second and len(second) <= _LONGEST_TITLE and "\t" not in second:
            return _squeeze(second), len(first) + 1 + len(second)
        return _squeeze(own), len(first)
    if node.kind is ClauseKind.TITLE and node.part:
        length = max(title_length([lines[at] for at in node.lines], 0), 1)
        title = "".join(lines[at] for at in node.lines[:length])
        return _squeeze(title.strip("《》")), sum(
            len(lines[at]) + 1 for at in node.lines[:length]
        ) - 1
    if node.marker is None:
        return "", 0
    begin = node.marker.length
    if begin == len(first) and second and _is_bare_title(node, second):
        return _squeeze(second), len(first) + 1 + len(second)
    if node.marker.family in _HEADING_FAMILIES:
        return _heading_title(first, begin)
    if node.marker.family is Family.ARTICLE:
        return _article_title(first, begin, second)
    return _numbered_title(first, begin, has_more=bool(node.children or second))


def _is_bare_title(node: Node, line: str) -> bool:
    """Whether the line below a number that stands alone is its title."""
    of_article = node.marker is not None and node.marker.family is Family.ARTICLE
    has_more = len(node.lines) > 2 or bool(node.children)
    bare = len(line) <= _LONGEST_TITLE and not _PUNCTUATED.search(line)
    return bare and (has_more or not of_article)


def _heading_title(first: str, begin: int) -> tuple[str, int]:
    """The whole line, or the words in 【】 that a line begins with."""
    lenticular = _LENTICULAR.match(first, begin)
    return (
        (lenticular[1], lenticular.end()) if lenticular else (_squeeze(first[begin:]), len(first))
    )


def _article_title(first: str, begin: int, second: str) -> tuple[str, int]:
    """【目的】 or (目的), words between wide blanks, or a short line alone above the text."""
    rest = first[begin:]
    bracketed = _ARTICLE_TITLE.match(rest)
    if bracketed:
        return bracketed[1], begin + bracketed.end()
    parted = _PARTED_TITLE.match(rest)
    if parted:
        return parted[1], begin + parted.end()
    alone = second and 0 < len(rest) <= _LONGEST_ARTICLE_TITLE and not _PUNCTUATED.search(rest)
    return (_squeeze(rest), len(first)) if alone else ("", begin)


def _numbered_title(first: str, begin: int, *, has_more: bool) -> tuple[str, int]:
    rest = first[begin:]
    stop = _FULL_STOP.search(rest)
    if stop and stop.end() < len(rest):
        phrase = rest[: stop.start()]
        if _ONLY_BRACKET.match(rest, stop.end()) and _COMMA.search(phrase):
            return "", begin
        is_title = _can_be_title(phrase) and _STATEMENT.search(_NOTE.sub("", phrase)) is None
        return (phrase, begin + stop.end()) if is_title else ("", begin)
    phrase = rest.rstrip("。：:")
    if has_more and _can_be_title(phrase) and not (phrase != rest and _STEM.search(phrase)):
        return _squeeze(phrase), len(first)
    colon = _COLON_TITLE.match(rest)
    if colon:
        return colon[1], begin + colon.end()
    if not _PUNCTUATED.search(rest) and rest:
        return _squeeze(rest), begin
    return "", begin


def _can_be_title(phrase: str) -> bool:
    return 0 < len(phrase) <= _LONGEST_TITLE and not re.search(r"[；;：:]", phrase)


def _squeeze(text: str) -> str:
    """Remove the blanks that spread out short headings (总　则)."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text).strip()
