"""Figures that belong together: their sum, their difference, or all of them, year by year.

What a text gives for one thing in several sentences or items (2026年新增2000个, 2027年新增2400个) is
found by what is measured; what was added is quoted.
"""

from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.citations import Draft
from assistant.evidence import Evidence, Sentence
from assistant.figure_candidates import (
    TOGETHER,
    FigureCandidate,
    between_marks,
    figure_candidates,
    same_part,
    total_of,
)
from assistant.figure_fitness import best_candidate, is_total, years_of
from assistant.lexicon import content_words, official_words
from assistant.operands import operands_of
from assistant.question import Intent, Question
from assistant.quoting import say_sentence
from assistant.summands import (
    are_due,
    are_of_one_year,
    are_rates,
    counts_things,
    names_one_year,
)
from documents.document import ClauseKind
from documents.numerals import counted
from documents.quantities import DEADLINE
from documents.regular_expressions import regex

_DIFFERENCE = regex(
    r"(?:(?:从|由)[^,，。]{1,14}(?:到|至)|比|较|再|还要?|净)[^。]{0,32}(?:增加|新增|增长|提高|提升|减少|下降|降低|变化)(?:了|出)?(?:多少|几)|"
    r"(?:多|少)(?:了|出来?)(?:多少|几)|比[^。]{2,20}(?:多|少)[一-鿿]{0,2}(?:多少|几)|相?差(?:了)?(?:多少|几)"
)
_SERIES = regex(
    r"(?:每|各|逐|历|分)(?:个)?年(?:度|份)?(?!级|龄)|[两三四五](?:个)?年(?:里|分别|各|下来)|一组数"
)
_STANDING = regex(r"累计|达到|总数|总量|保有|^到|截至")
_OF_EACH = regex(r"每|单|各")
_SHORTEST_SUBJECT = 3
_MOST = 8
_NEAR_DEADLINE = 300


def answer_together(question: Question, evidence: Evidence) -> Answer | None:
    """The figures that a question wants together, with their sum or difference; else None."""
    if question.intent is not Intent.FIGURE or question.yes_no or question.advice:
        return None
    plain = question.plain
    differing = _DIFFERENCE.search(plain) is not None and len(question.years) > 1
    summed = TOGETHER.search(plain) is not None and not differing
    series = _SERIES.search(plain) is not None
    candidates = figure_candidates(question, evidence) if differing or summed or series else []
    if not candidates:
        return None
    best = best_candidate(question, candidates, evidence.library)
    beside = [c for c in candidates if c.sentence == best.sentence]
    if summed and (total_of(question, beside) or is_total(best)):
        return None
    if summed and len(same_part(question, best, candidates)) > 1:
        return None
    group = _belonging(best, candidates)
    group = _meant(question, group) if summed else group
    years = [tuple(sorted(years_of(each))) for each in group]
    values = [each.quantity.value or 0.0 for each in group]
    if not 1 < len(group) <= _MOST or (summed and not _adds_up(question, group)):
        return None
    if not summed and (len(set(years)) < len(years) or () in years):
        return None
    draft = Draft()
    for each in group:
        say_sentence(draft, _with_deadline(each))
    if summed:
        draft.remark(f"按原文各数相加为 {counted(sum(values), best.quantity.unit)}。")
    elif differing:
        unit = "个百分点" if best.quantity.unit in ("%", "％") else best.quantity.unit
        draft.remark(f"按原文两数相差 {counted(round(abs(values[-1] - values[0]), 6), unit)}。")
    return draft.answer(Status.ANSWERED, plain)


def _adds_up(question: Question, group: list[FigureCandidate]) -> bool:
    """Whether the figures of a group are added to each other: each given once, of the years that are meant."""
    if (
        any(map(_is_standing, group))
        or are_rates(question, group)
        or counts_things(question, group)
    ):
        return False
    return are_due(question, group) and (
        not names_one_year(question) or are_of_one_year(question, group)
    )


def _with_deadline(figure: FigureCandidate) -> Sentence:
    """The sentence of a figure, from where its deadline stands: 到2020年，…。机械化率达到70%."""
    sentence, deadline = figure.sentence, figure.quantity.deadline
    if not deadline or deadline in sentence.text:
        return sentence
    text, clause = sentence.document.text, sentence.clause
    at = text.rfind(deadline, clause.start, sentence.start)
    begin = max((text.rfind(mark, clause.start, at) for mark in "。；\n"), default=-1)
    near = at >= 0 and sentence.start - at <= _NEAR_DEADLINE
    return replace(sentence, start=max(begin + 1, clause.body)) if near else sentence


def _belonging(best: FigureCandidate, candidates: list[FigureCandidate]) -> list[FigureCandidate]:
    """The figures that measure what another does, one a sentence, in reading order.

    Those of its clause or of the items beside it; else those of another year elsewhere. What is of
    each one (每家企业最高5万元) says of several sentences nothing alike: only of items.
    """
    alike = [c for c in candidates if c is best or _is_alike(best, c)]
    near = [c for c in alike if _is_beside(best, c)]
    if len(near) < 2 and not _OF_EACH.match(_measured(best)):
        others = [c for c in alike if not _OF_EACH.match(_measured(c))]
        near = [best, *(c for c in others if not years_of(c) & years_of(best))]
    by_sentence = {(c.sentence.document.identifier, c.sentence.start): c for c in reversed(near)}
    by_sentence[best.sentence.document.identifier, best.sentence.start] = best
    return sorted(by_sentence.values(), key=lambda c: c.sentence.start)


def _is_alike(one: FigureCandidate, other: FigureCandidate) -> bool:
    """Whether two figures of a document measure the same thing in the same unit."""
    named, also = _measured(one), _measured(other)
    return (
        one.sentence.document is other.sentence.document
        and one.quantity.unit == other.quantity.unit
        and other.quantity.value is not None
        and "\t" not in other.sentence.text
        and min(len(named), len(also)) >= _SHORTEST_SUBJECT
        and (named.endswith(also) or also.endswith(named))
    )


def _measured(figure: FigureCandidate) -> str:
    """What a figure measures: its subject, else the words before it without their date."""
    quantity = figure.quantity
    before = figure.sentence.document.text[figure.start : quantity.start]
    return quantity.subject or DEADLINE.sub("", before).strip()


def _is_beside(one: FigureCandidate, other: FigureCandidate) -> bool:
    """Whether two figures stand in one clause, or in untitled items under one line."""
    a, b = one.sentence.clause, other.sentence.clause
    if a.position == b.position:
        return not _OF_EACH.match(_measured(one))
    items = a.parent == b.parent and a.kind is b.kind is ClauseKind.NUMBERED
    return items and not a.title and not b.title


def _meant(question: Question, group: list[FigureCandidate]) -> list[FigureCandidate]:
    """Those of a group that a question adds up: none where it names several things, and not which are theirs."""
    meant, named = _named(question, group), operands_of(question.plain)
    untold = meant == group and named is not None and len(named.words) != len(group)
    return [] if untold else meant


def _named(question: Question, group: list[FigureCandidate]) -> list[FigureCandidate]:
    """Those of a group whose own words a question names, all where it does not tell them apart.

    Words for what it says in lay ones count only beside the figure, not elsewhere in its sentence.
    """
    texts = [c.sentence.text for c in group]
    beside = [between_marks(c.sentence, c.quantity) for c in group]
    words = [word for word in content_words(question.plain) if len(word) > 1]
    telling = [(word, texts) for word in words]
    telling += [(word, beside) for word in official_words(question.plain)]
    telling = [(w, of) for w, of in telling if 0 < sum(w in each for each in of) < len(group)]
    named = [c for at, c in enumerate(group) if any(word in of[at] for word, of in telling)]
    return named if len(named) > 1 else group


def _is_standing(figure: FigureCandidate) -> bool:
    """Whether a figure is what there is by a day, which cannot be added to that of another."""
    quantity = figure.quantity
    words = figure.sentence.document.text[figure.start : figure.end]
    return _STANDING.search(quantity.deadline) is not None or _STANDING.search(words) is not None
