"""Which of the figures that may answer a question fits best: its sentence, its words, year, month and bound."""

import re

from assistant import cues
from assistant.evidence import Sentence
from assistant.figure_candidates import TOGETHER, FigureCandidate, between_marks, years_told
from assistant.lexicon import content_words, official_words
from assistant.library import Library
from assistant.question import Question
from assistant.scales import steps_named
from documents.numerals import parse_numeral
from documents.quantities import Quantity
from documents.regular_expressions import regex

_COUNTED_NOUN = regex(
    r"(?:多少|(?<![哪这那好第前后十])几)[个家张名户项所处座条台套辆艘次篇部类种支期]([\u4e00-\u9fff]{2,8})"
)
_OF_EACH = regex(r"每|单(?:个|家|户|项|笔|台|处)|各")
_SUMMED = regex(r"总(?:投资|额|量|数|规模|计)|[合共]计|一共|共(?=\d)|累计")
_PERIODS = (
    (regex(r"每(?:个)?月|按月|一个月"), regex(r"每(?:个)?月|按月")),
    (regex(r"每(?:一)?[天日]|一天"), regex(r"每(?:一)?[天日]")),
    (regex(r"每(?:个)?季"), regex(r"每(?:个)?季")),
    (regex(r"每年|一年(?=[^,，。]{0,6}[几多])"), regex(r"每年|年度")),
)
_MONTH = regex(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月")
_SAME_YEAR = 0.5
_YEARLY = regex(r"年均|每年|平均每")
_NOT_YEARLY = 0.5
_ASKED_BOUND = 0.2
_BOUNDS = (
    (
        regex(r"最多|最高|上限|封顶|顶多|至多|不超过"),
        regex(r"不|最高|最多|以内|以下|至多"),
        regex(r"(?:不得?(?:超过|高于|大于|多于)|最[高多大])[一-鿿]{2,12}的$"),
    ),
    (
        regex(r"至少|最低|最少|最小|下限|起码"),
        regex(r"不低|不少|不小|不得低|不得少|最低|最少|至少|以上|满"),
        regex(r"(?:不得?(?:低于|少于|小于)|最[低少小]|至少)[一-鿿]{2,12}的$"),
    ),
)
_SAME_MONTH = 0.5
_SAME_CHANGE = 0.3
_CHANGE_ASKED = regex(r"(增长|下降|提高|降低|上涨|增加|减少)(?:了|到)?(?:多少|几)")
_CAP = regex(r"最高|最多|不超过|封顶")
_UNASKED_CEILING = 0.15
_ASKS_GIVEN = regex(r"奖|补|给|资助|贴息|拿|领")
_GIVES = regex(r"奖|补|给予|资助|贴息|支付|兑付|扶持|发放")
_GIVEN_BEHIND = regex(
    r"[,，][^。；;]{0,14}?(?:奖|补|给予|资助|贴息)[^。；;]{0,24}?\d[\d.]*[万亿]?元"
)
_STATED = 0.3
_AMOUNT = regex(r"\d+(?:\.\d+)?[万亿](?!人|亩|吨|个|家|户)")
_SAME_PERIOD = 0.3
_TOTAL = 0.3
_COUNTED_THING = 0.4
_OWN_WORDS = 0.1
_SPECIFIC_WORD = 0.3
_ABOUT_AS_WELL = 0.2


def best_candidate(
    question: Question, candidates: list[FigureCandidate], library: Library
) -> FigureCandidate:
    """The figure that fits best, told apart from those beside it in its sentence."""
    candidates = [c for c in candidates if not _is_condition(question, c)] or candidates
    best = max(candidates, key=lambda candidate: _fitness(question, candidate, library))
    return _told_apart(question, best, [c for c in candidates if c.sentence == best.sentence])


def rival_of(
    question: Question,
    best: FigureCandidate,
    candidates: list[FigureCandidate],
    library: Library,
) -> FigureCandidate | None:
    """The figure of another clause that fits about as well as the best, or None."""
    where = best.sentence.document.identifier, best.sentence.clause.position
    others = [
        c
        for c in candidates
        if (c.sentence.document.identifier, c.sentence.clause.position) != where
    ]
    rival = max(others, key=lambda c: _fitness(question, c, library), default=None)
    if rival is None:
        return None
    behind = _fitness(question, best, library) - _fitness(question, rival, library)
    return rival if behind < _ABOUT_AS_WELL else None


def _fitness(question: Question, candidate: FigureCandidate, library: Library) -> float:
    """How well a figure fits: its sentence, its clause, its own words, and the year asked for."""
    years, asked = years_of(candidate), _years_asked(question)
    same_year = bool(years & asked)
    other_year = bool(years and asked) and not asked & years_of(candidate, between=True)
    own = between_marks(candidate.sentence, candidate.quantity)
    yearly = _YEARLY.search(own) is not None
    return (
        candidate.sentence.score
        + 0.4 * candidate.match
        + 0.5 * candidate.coverage
        + _OWN_WORDS * library.coverage(question.plain, own)
        + _SAME_YEAR * (same_year - other_year)
        - _NOT_YEARLY * (bool(question.years) and yearly and not _YEARLY.search(question.plain))
        + _SAME_MONTH * _is_of_month(question, candidate)
        + _SAME_PERIOD * _is_of_period(question, candidate)
        + _TOTAL * (_asks_total(question) and is_total(candidate))
        + _ASKED_BOUND * _is_bounded_so(question, candidate.quantity, own)
        - _UNASKED_CEILING * _is_unasked_ceiling(question, candidate.quantity)
        + _STATED * _holds_stated(question, candidate.sentence)
        + _COUNTED_THING * _counts_it(library, question, candidate)
        + _SPECIFIC_WORD * library.holds_specific(question.plain, candidate.sentence)
        + _SAME_CHANGE * _changes_so(question, own)
    )


def _years_asked(question: Question) -> set[int]:
    """The years that a question names, of a case that is told only those of what it asks."""
    if not question.advice:
        return set(question.years)
    pieces = re.split(r"[,，;；。?？]", question.plain)
    asking = " ".join(piece for piece in pieces if cues.INTERROGATIVE.search(piece))
    return {year for year in question.years if str(year) in asking}


def _counts_it(library: Library, question: Question, candidate: FigureCandidate) -> bool:
    """Whether the thing that a question counts (多少个名额) stands by a figure."""
    counted = _COUNTED_NOUN.search(question.plain)
    nouns = content_words(counted[1])[:1] if counted else []
    around = library.around(candidate.sentence)
    return all(library.holds_word(noun, around) for noun in nouns)


def _is_of_month(question: Question, candidate: FigureCandidate) -> bool:
    """Whether a figure stands by a month that a question names: 6月底前完成50%."""
    asked = _months(question.plain)
    own = between_marks(candidate.sentence, candidate.quantity)
    return bool(asked) and bool(asked & _months(own))


def _is_of_period(question: Question, candidate: FigureCandidate) -> bool:
    """Whether a figure is for each of the spans of time that a question names: 每月1000元."""
    own = between_marks(candidate.sentence, candidate.quantity)
    return any(asked.search(question.plain) and of.search(own) for asked, of in _PERIODS)


def _changes_so(question: Question, own: str) -> bool:
    """Whether a question for a change (增长了多少) is met by one of the same direction, not by a state."""
    asked = _CHANGE_ASKED.search(question.plain)
    return asked is not None and asked[1] in own


def _is_unasked_ceiling(question: Question, quantity: Quantity) -> bool:
    """Whether a figure only bounds what is given, where a question asks how much that is."""
    most, *_ = _BOUNDS[0]
    bounds = question.unit == "元" and _CAP.search(quantity.comparator) is not None
    return bounds and most.search(question.plain) is None


def _is_condition(question: Question, candidate: FigureCandidate) -> bool:
    """Whether a sum is that for which another is given, where a question asks what is given."""
    if question.unit != "元" or not _ASKS_GIVEN.search(question.plain):
        return False
    sentence, quantity = candidate.sentence, candidate.quantity
    behind = sentence.document.text[quantity.end : sentence.end]
    own = between_marks(sentence, quantity)
    return _GIVES.search(own) is None and _GIVEN_BEHIND.search(behind) is not None


def _holds_stated(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence names an amount that a question states of its case: 卖了5000万."""
    return any(amount in sentence.text for amount in _AMOUNT.findall(question.plain))


def _months(text: str) -> set[int]:
    return {int(parse_numeral(month) or 0) for month in _MONTH.findall(text)}


def _asks_total(question: Question) -> bool:
    plain = question.plain
    return TOGETHER.search(plain) is not None and not _OF_EACH.search(plain)


def is_total(candidate: FigureCandidate) -> bool:
    """Whether the words of a figure say that it is a sum: 总投资, 两项合计."""
    own = between_marks(candidate.sentence, candidate.quantity)
    return _SUMMED.search(own) is not None


def _is_bounded_so(question: Question, quantity: Quantity, own: str) -> bool:
    """Whether a question for the most asks for a ceiling that this is, or for the least a floor.

    Of a share, what it is a share of stands between: 不得超过合同金额的百分之十.
    """
    before = own.partition(quantity.text)[0]
    return any(
        asked.search(question.plain) and (bound.search(quantity.comparator) or of.search(before))
        for asked, bound, of in _BOUNDS
    )


def years_of(candidate: FigureCandidate, *, between: bool = False) -> set[int]:
    """The years that a figure holds for; see `years_told`."""
    return years_told(candidate.sentence, candidate.quantity.deadline, between=between)


def _told_apart(
    question: Question, best: FigureCandidate, beside: list[FigureCandidate]
) -> FigureCandidate:
    """The figure of a sentence whose own words alone hold a word of the question (增量, not 存量).

    Only figures of the same unit are told apart so; own words are those between two marks.
    """
    same = [c for c in beside if c.quantity.unit == best.quantity.unit]
    own = {c: between_marks(c.sentence, c.quantity) for c in same}
    dated = [c for c in same if any(f"{year}年" in own[c] for year in question.years)]
    if dated and best not in dated:
        return dated[0]
    for step in steps_named(question.plain):
        of_step = [c for c in same if step in own[c]]
        if of_step and best not in of_step:
            return of_step[0]
    words = [word for word in content_words(question.plain) if len(word) > 1]
    words += [word for word in official_words(question.plain) if len(word) > 1]
    telling = {
        c: sum(
            len(word)
            for word in words
            if word in own[c] and sum(word in each for each in own.values()) == 1
        )
        for c in same
    }
    most = max(telling.values())
    return max(same, key=lambda c: telling[c]) if most > telling[best] else best
