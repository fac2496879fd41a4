"""Whether figures of a text may be added up, or taken from each other, for what a question asks.

A sum of what does not belong together is worse than none: a ceiling is not what is given, a fund is no
grant out of it, and what is told of one year is not told of another.
"""

import re
from collections.abc import Sequence

from assistant.figure_candidates import FigureCandidate, between_marks
from assistant.figure_fitness import years_of
from assistant.question import Question
from assistant.thresholds import is_most, sized
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_FUND = regex(r"安排|专项资金|预算(?!收入)|总投资|资金总|投入|设立|基金|规模")
_GRANT = regex(r"给予|奖励|奖补|补助|补贴|资助|贴息|减免|减收|罚款|收取")
_ASKS_MOST = regex(r"最[多高大]|上限|封顶|限额|顶格|至多|顶多")
_RELATIVE_YEAR = regex(r"今年|本年|去年|上年|明年")
_SEVERAL_YEARS = regex(r"(?:[两二三四五六]|[2-9]|多|历|这几|各|逐)个?年(?!级|[满以])")
_YEARS_ON = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_TWO = 2
_YEAR = regex(r"(?:19|20)\d\d")
_THINGS = "家个店场台辆处人名位所座套间件亩户只头株棵艘支部条盏例笔张"
"""Measures by which things are counted of which each gets something."""


def go_together(question: Question, figures: Sequence[FigureCandidate]) -> bool:
    """Whether some figures of things that a question names are of one kind, and of one year."""
    return are_of_one_kind(figures) and are_of_one_year(question, figures)


def are_of_one_kind(figures: Sequence[FigureCandidate]) -> bool:
    """Whether some figures are all funds or none is one, and all ceilings or none."""
    kinds = {_is_fund(figure) for figure in figures}
    bounded = {is_most(figure.quantity) for figure in figures}
    return len(kinds) == 1 and len(bounded) == 1


def are_due(question: Question, figures: Sequence[FigureCandidate]) -> bool:
    """Whether some figures are what is given: ceilings are only where a question asks for the most."""
    asks_most = _ASKS_MOST.search(question.plain) is not None
    return asks_most or not any(is_most(figure.quantity) for figure in figures)


def are_rates(question: Question, figures: Sequence[FigureCandidate]) -> bool:
    """Whether some figures are given for each of what a question states a number of: 每平方米500元, for 300平方米."""
    units = "|".join(re.escape(sized(claim)[1]) for claim in _claims(question))
    each = re.compile(rf"每(?:一|1)?(?:{units})") if units else None
    return each is not None and any(
        each.search(between_marks(figure.sentence, figure.quantity)) for figure in figures
    )


def counts_things(question: Question, figures: Sequence[FigureCandidate]) -> bool:
    """Whether a question says how many things it means, each of which gets its own: 2所一星级和1所三星级.

    Not where it counts the figures themselves (三个等次), or states what the text sets as a condition.
    """
    held = {sized(told) for figure in figures for told in find_quantities(figure.sentence.text)}
    counted = [claim for claim in _claims(question) if claim.unit in tuple(_THINGS)]
    if len(counted) == len(figures) and all(claim.value == 1 for claim in counted):
        return False  # 1所二星级和1所三星级: each once
    return any(claim.value != len(figures) and sized(claim) not in held for claim in counted)


def _claims(question: Question) -> Sequence[Quantity]:
    return [claim for claim in question.claims if not claim.comparator]


def _is_fund(figure: FigureCandidate) -> bool:
    """Whether a figure is a sum that is set aside, or a part of one: 安排资金1500万元，其中早餐网点900万元."""
    if not figure.quantity.unit.endswith("元"):
        return False
    before = figure.sentence.document.text[figure.sentence.start : figure.quantity.start]
    ends = [
        max((found.end() for found in pattern.finditer(before)), default=-1)
        for pattern in (_FUND, _GRANT)
    ]
    return ends[0] > ends[1]


def names_one_year(question: Question) -> bool:
    """Whether a question is of one year that it tells by 今年 or 去年."""
    return len(set(_RELATIVE_YEAR.findall(question.plain))) == 1 and len(question.years) < _TWO


def are_of_one_year(question: Question, figures: Sequence[FigureCandidate]) -> bool:
    """Whether the years that figures hold for are the same, and that which 今年 means, or several are asked for."""
    relative = set(_RELATIVE_YEAR.findall(question.plain))
    if (
        len(question.years) >= _TWO
        or len(relative) >= _TWO
        or _SEVERAL_YEARS.search(question.plain)
    ):
        return True
    years = {frozenset(told) for figure in figures if (told := years_of(figure))}
    issued = _YEAR.match(figures[0].sentence.document.date)
    meant = {int(issued[0]) + _YEARS_ON[each] for each in relative} if issued else set()
    return len(years) <= 1 and (not relative or not years or years == {frozenset(meant)})
