"""What is wrong with a document as supplied: shown to people, never hidden and never mended."""

from collections.abc import Iterator

from documents.document import Clause, ClauseKind, Defect, DefectKind
from documents.file_text import dropped
from documents.levels import Node
from documents.markers import Family
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex
from documents.repairs import Repaired

_SENTENCE_END = regex(r"[。！？；：!?;:…”’》】）)\]]$")
_QUOTES = (("“", "”"), ("《", "》"), ("（(", "）)"), ("【", "】"))
_PROMISE = regex(
    rf"({CHINESE_NUMERAL}|\d+)(?:大|项|个|条|方面)[^，。；：]{{0,12}}?"
    r"(?:行动|工程|任务|举措|措施|计划|重点|产业|体系|方面|领域)"
)
_HALF_BRACKET = regex(r"(?:^|\s)[0-9０-９]{1,3}[)）]")  # 1) opens no bracket
_SHOWN = 30
_LISTED = 5
_UNNUMBERED = (Family.HEADING, Family.QUESTION, Family.BOX)
_ADDED = regex(r"条之")  # 第二条之一 stands beside 第二条


def find_defects(
    clauses: tuple[Clause, ...],
    outline: list[Node],
    chrome: list[str],
    repaired: Repaired | None = None,
) -> Iterator[Defect]:
    """Find the defects of a document, in the order of kinds and then of the text.

    Args:
        clauses: The clause tree.
        outline: The nodes that the clauses were made from, in the same order.
        chrome: Lines of the page around the document that were dropped.
        repaired: What was undone in the lines before they were parsed.
    """
    if chrome:
        yield dropped(chrome, "去掉了正文以外的网页内容")
    if repaired:
        yield from _repairs(repaired)
    yield from _numbering(clauses, outline)
    yield from _missing_parts(clauses)
    yield from _quotes(clauses)
    yield from _truncation(clauses)


def _repairs(repaired: Repaired) -> Iterator[Defect]:
    if repaired.closed:
        listed = "；".join(line[:_SHOWN] for line in repaired.closed[:_LISTED])
        yield Defect(
            DefectKind.SPACING,
            f"去掉了 {len(repaired.closed)} 行中夹在词语和数字中间的空格，如：{listed}",
            None,
            listed,
        )
    if repaired.moved:
        listed = "、".join(repaired.moved[:_LISTED])
        yield Defect(
            DefectKind.MISPLACED_NUMBER,
            f"{len(repaired.moved)} 个编号印在上一行末尾，已移到所属的一行：{listed}",
            None,
            listed,
        )


def _numbering(clauses: tuple[Clause, ...], outline: list[Node]) -> Iterator[Defect]:
    """Numbers of a run follow each other by one; a run may go on across parts."""
    last_in_run: dict[tuple[int | None, Family], int] = {}
    last_of_family: dict[tuple[int | None, Family], int] = {}
    tops: list[int | None] = []
    for at, (clause, node) in enumerate(zip(clauses, outline, strict=True)):
        tops.append(_top(at, node) if node.parent is None else tops[node.parent])
        if node.marker is None or node.marker.family in _UNNUMBERED:
            continue
        family, value, top = node.marker.family, node.marker.value, tops[at]
        run = (node.parent, family)
        begins = run not in last_in_run
        before = last_in_run.get(run, 0)
        runs_on = begins and value == last_of_family.get((top, family), 0) + 1
        if family is Family.ARTICLE and not (begins and value == 1):
            begins, runs_on = False, False
            before = last_of_family.get((top, family), 0)
        if not runs_on and value > before + 1:
            missing = "、".join(str(n) for n in range(before + 1, min(value, before + 6)))
            yield Defect(
                DefectKind.NUMBERING_GAP,
                f"“{clause.number}”之前编号不连续，缺第 {missing} 个",
                clause.position,
                clause.text[:_SHOWN],
            )
        elif value <= before and not _ADDED.search(node.marker.label):
            yield Defect(
                DefectKind.NUMBERING_REPEAT,
                f"编号“{clause.number}”重复或倒退",
                clause.position,
                clause.text[:_SHOWN],
            )
        last_in_run[run] = last_of_family[top, family] = value


def _top(at: int, node: Node) -> int | None:
    """The annex or inner document that a node at the top is, or None in the outer document."""
    return at if node.kind in (ClauseKind.ANNEX, ClauseKind.TITLE) else None


def _missing_parts(clauses: tuple[Clause, ...]) -> Iterator[Defect]:
    """A heading such as 十大行动 promises as many children."""
    for clause in clauses:
        promise = _PROMISE.search(clause.title)
        if promise is None:
            continue
        promised = parse_numeral(promise[1])
        there = sum(c.parent == clause.position and c.kind is ClauseKind.NUMBERED for c in clauses)
        if promised and 1 < there < promised:
            yield Defect(
                DefectKind.FEWER_PARTS,
                f"“{clause.number} {clause.title}”应有 {int(promised)} 项，现有文本只有 {there} 项",
                clause.position,
                promise[0],
            )


def _quotes(clauses: tuple[Clause, ...]) -> Iterator[Defect]:
    for clause in clauses:
        for opening, closing in _QUOTES:
            counts = [sum(clause.text.count(mark) for mark in side) for side in (opening, closing)]
            if _HALF_BRACKET.search(clause.text) and opening == "（(":
                continue
            if counts[0] != counts[1]:
                at = min((i for mark in opening if (i := clause.text.find(mark)) >= 0), default=0)
                yield Defect(
                    DefectKind.UNBALANCED_QUOTES,
                    f"“{clause.number}”中的{opening[0]}{closing[0]}不成对",
                    clause.position,
                    clause.text[at : at + _SHOWN],
                )


def _truncation(clauses: tuple[Clause, ...]) -> Iterator[Defect]:
    """The last text clause stops without the end of a sentence."""
    last = clauses[-1]
    is_text = last.kind in (ClauseKind.NUMBERED, ClauseKind.PREAMBLE, ClauseKind.PARAGRAPH)
    if is_text and len(last.text) > _SHOWN and not _SENTENCE_END.search(last.text):
        yield Defect(
            DefectKind.TRUNCATED,
            f"文本在“{last.number} {last.title}”中间中断，之后的内容缺失",
            last.position,
            last.text[-_SHOWN:],
        )
