"""Cases that a document surely does not answer: another place, a later year, what it lacks."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from assistant.lexicon import place_names
from documents.document import Clause, ClauseKind
from documents.facts import Role
from documents.regular_expressions import regex
from evals import generation_templates as templates
from evals.case import Case
from evals.generated_source import Category, DocumentSource
from evals.unanswerable_topics import ATTRIBUTES, INDICATORS, places_beside

_YEAR = regex(r"((?:19|20)\d\d)\s*年")
_OWN_AREA = regex(r"^(?:全国|全省|全市|全县|全区|我省|我市|我县|本市|本省)")
_NO_TASK = regex(r"总体|指导思想|原则|总则|附则|目标|回顾|要求$|^附")


def other_place_cases(source: DocumentSource) -> Iterator[Case]:
    """The first figure of each clause, and the departments, asked of a place of the same level."""
    asked: set[int] = set()
    for figure in source.figures:
        position = figure.target.clause
        question = _OWN_AREA.sub("", figure.question)
        if position not in asked and not figure.within and not place_names(question):
            asked.add(position)
            yield from _elsewhere(source, question, source.document.clauses[position])
    for position, role in source.duties:
        clause = source.document.clauses[position]
        name = source.name(clause)
        if role is not Role.SUPPORT and name and not place_names(name):
            yield from _elsewhere(source, f"{name}{templates.WHO[role]}", clause)


def _elsewhere(source: DocumentSource, question: str, clause: Clause) -> Iterator[Case]:
    places = places_beside(source.place)
    places = [place for place in places if place.rstrip("省市县") not in source.document.text]
    if places:
        place = _pick(places, question)
        note = f"{clause.number}的内容换成{place}"
        yield source.case(Category.UNANSWERABLE_PLACE, f"{place}{question}？", note)


def _pick(names: Sequence[str], question: str) -> str:
    """One of the names by the question alone: another name in the list changes few picks."""
    return min(names, key=lambda name: hashlib.sha256(f"{name}{question}".encode()).digest())


def later_year_cases(source: DocumentSource) -> Iterator[Case]:
    """Figures with a deadline, asked for a year after all that the document names."""
    named = [int(year) for year in _YEAR.findall(source.document.text)]
    later = (max(named, default=2025) // 5 + 1) * 5
    for figure in source.figures:
        if figure.year:
            within = re.sub(r"到\d{4}年，$", "", figure.within)
            number = source.document.clauses[figure.target.clause].number
            question = f"{within}到{later}年，{figure.question}？"
            yield source.case(Category.UNANSWERABLE_YEAR, question, f"{number}的数量换成{later}年")


def attribute_cases(source: DocumentSource) -> Iterator[Case]:
    """One attribute of each task that nothing around the task holds, by the task's name."""
    document = source.document
    ends = [c.text for c in document.clauses if c.kind in (ClauseKind.PREAMBLE, ClauseKind.CLOSING)]
    for clause in document.clauses:
        name = source.name(clause)
        if not name or clause.parent is None or not document.is_leaf(clause):
            continue
        if clause.kind is not ClauseKind.NUMBERED or _NO_TASK.search(clause.title):
            continue
        top = document.ancestors(clause)[0]
        around = "\n".join([*(node.text for node in document.subtree(top)), *ends])
        lacking = [each for each in ATTRIBUTES if not each.held.search(around)]
        if lacking:
            chosen = _pick([each.name for each in lacking], name)
            each = next(each for each in lacking if each.name == chosen)
            yield source.case(
                Category.UNANSWERABLE_ATTRIBUTE,
                each.question.format(name),
                f"{clause.number}没有写{each.name}",
            )


def indicator_cases(source: DocumentSource) -> Iterator[Case]:
    """Indicators that people know and the document does not hold."""
    area = source.place or "全国"
    for name, words in INDICATORS:
        if not re.search(words, source.document.text):
            question = f"{area}{name}的目标是多少？"
            yield source.case(Category.UNANSWERABLE_INDICATOR, question, "原文没有的指标")
