"""What is wrong with a document as supplied: shown to people, never hidden and never mended."""

import re
from collections.abc import Iterator

from documents.document import Clause, ClauseKind, Defect, DefectKind
from documents.markers import Family
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.outline import Node

_SENTENCE_END = re.compile(r"[。！？；：!?;:…”’》】）)\]]$")
_QUOTES = (("“", "”"), ("《", "》"), ("（", "）"), ("【", "】"))
_PROMISE = re.compile(
    rf"({CHINESE_NUMERAL}|\d+)(?:大|项|个|条|方面)[^，。；：]{{0,12}}?"
    r"(?:行动|工程|任务|举措|措施|计划|重点|产业|体系|方面|领域)"
)
_SHOWN = 30


def find_defects(
    clauses: tuple[Clause, ...], outline: list[Node], chrome: list[str]
) -> Iterator[Defect]:
    """Find the defects of a document, in the order of kinds and then of the text.

    Args:
        clauses: The clause tree.
        outline: The nodes that the clauses were made from, in the same order.
        chrome: Lines of the page around the document that were dropped.
    """
    if chrome:
        listed = "；".join(line[:_SHOWN] for line in chrome)
        yield Defect(
            DefectKind.PAGE_CHROME,
            f"去掉了正文以外的网页内容 {len(chrome)} 行：{listed}",
            None,
            listed,
        )
    yield from _numbering(clauses, outline)
    yield from _missing_parts(clauses)
    yield from _quotes(clauses)
    yield from _truncation(clauses)


def _numbering(clauses: tuple[Clause, ...], outline: list[Node]) -> Iterator[Defect]:
    """Numbers of a run follow each other by one; a run may go on across parts."""
    last_in_run: dict[tuple[int | None, Family], int] = {}
    last_of_family: dict[Family, int] = {}
    for clause, node in zip(clauses, outline, strict=True):
        if node.marker is None:
            continue
        family, value = node.marker.family, node.marker.value
        run = (None, family) if family is Family.ARTICLE else (node.parent, family)
        begins = run not in last_in_run
        before = last_in_run.get(run, 0)
        runs_on = begins and value == last_of_family.get(family, 0) + 1
        if not runs_on and value > before + 1:
            missing = "、".join(str(n) for n in range(before + 1, min(value, before + 6)))
            yield Defect(
                DefectKind.NUMBERING_GAP,
                f"“{clause.number}”之前编号不连续，缺第 {missing} 个",
                clause.position,
                clause.text[:_SHOWN],
            )
        elif value <= before:
            yield Defect(
                DefectKind.NUMBERING_REPEAT,
                f"编号“{clause.number}”重复或倒退",
                clause.position,
                clause.text[:_SHOWN],
            )
        last_in_run[run] = last_of_family[family] = value


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
            if clause.text.count(opening) != clause.text.count(closing):
                at = clause.text.find(opening)
                yield Defect(
                    DefectKind.UNBALANCED_QUOTES,
                    f"“{clause.number}”中的{opening}{closing}不成对",
                    clause.position,
                    clause.text[max(at, 0) : max(at, 0) + _SHOWN],
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
