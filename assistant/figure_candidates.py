"""Figures that may be the answer to a question, and which of them fits best."""

import re
from dataclasses import dataclass, replace

from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words, is_listed_place, official_words
from assistant.library import Library
from assistant.measures import has_measure_asked
from assistant.money_kinds import is_other_money
from assistant.question import Question
from documents.numerals import parse_numeral
from documents.quantities import Quantity
from documents.regular_expressions import regex

_JOINED = regex(r"、|以及|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_YEAR = regex(r"(?:19|20)\d\d")
_PLAN = regex(r"十[一二三四五六七]五")
_MARKS = regex(r"[，,、；;：:。！？!?\n]")
_PIECE_END = "，,；;。！？!?\n"
_COUNTED_NOUN = regex(
    r"(?:多少|(?<![哪这那好第前后十])几)[个家张名户项所处座条台套辆艘次篇部类种支期]([\u4e00-\u9fff]{2,8})"
)
_OF_ONE_YEAR = regex(r"当年|单年|那一年|这一年|一年(?:安排|新增|建)")
_OF_SPAN = regex(
    r"(?:19|20)\d\d\s*年?\s*[-—–至~]+\s*(?:19|20)\d\d|[三四五]年(?!级)|累计(?!不超过)|总数|总量"
)
TOGETHER = regex(
    r"一共|总共|合计|共计|总计|加起来|加在一起|加在?一块|合起来|合在一起|加总|相加|加上"
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
_LONG_CLAUSE = 400
_SAME_YEAR = 0.5
_YEARLY = regex(r"年均|每年|平均每")
_NOT_YEARLY = 0.5
_ASKED_BOUND = 0.2
_BOUNDS = (
    (
        regex(r"最多|最高|上限|封顶|顶多|至多|不超过"),
        regex(r"不|最高|最多|以内|以下|至多"),
    ),
    (
        regex(r"至少|最低|最少|最小|下限|起码"),
        regex(r"不低|不少|不小|不得低|不得少|最低|最少|至少|以上|满"),
    ),
)
_SAME_MONTH = 0.5
_SAME_CHANGE = 0.3
_CHANGE_ASKED = regex(r"(增长|下降|提高|降低|上涨|增加|减少)(?:了|到)?(?:多少|几)")
_ADDED = regex(r"上浮|增加|提高|另|再|加发|增发|追加|叠加|额外")
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
_GOAL = regex(r"(?:发展|量化|主要|总体|具体)?(?:目标|指标)(?:值|数)?")
_ALIKE = 3


@dataclass(frozen=True, slots=True)
class FigureCandidate:
    """A figure that may be the answer.

    `match` says how well its own words fit, `coverage` which share of the question's words stand
    in its clause (in a long clause: in its sentence); both 0 to 1.
    """

    sentence: Sentence
    quantity: Quantity
    start: int
    end: int
    match: float
    coverage: float


def figure_candidates(question: Question, evidence: Evidence) -> list[FigureCandidate]:
    """The figures of the found sentences that have the unit and the year asked for."""
    library, found = evidence.library, []
    for sentence in evidence.sentences:
        fitting = [
            quantity
            for quantity in library.quantities(sentence.document, sentence.clause)
            if sentence.start <= quantity.start < sentence.end
            and _fits(question, quantity, sentence)
        ]
        listed = bool(fitting) and library.lists_indicators(sentence)
        found += [_candidate(library, question, sentence, each, listed=listed) for each in fitting]
    return found


def best_candidate(
    question: Question, candidates: list[FigureCandidate], library: Library
) -> FigureCandidate:
    """The figure that fits best, told apart from those beside it in its sentence."""
    candidates = [c for c in candidates if not _is_condition(question, c)] or candidates
    best = max(candidates, key=lambda candidate: _fitness(question, candidate, library))
    return _told_apart(question, best, [c for c in candidates if c.sentence == best.sentence])


def equally_asked(
    question: Question, candidates: list[FigureCandidate], library: Library
) -> list[FigureCandidate]:
    """The figures that a question means alike: 机械化率目标, where a clause gives it for several crops.

    Those whose own words hold every word of the question's topic; none where fewer than three do.
    """
    topic = [w for w in content_words(_GOAL.sub(" ", question.plain)) if len(w) > 1]
    topic = [w for w in topic if not _YEAR.match(w) and w not in question.places]
    if not topic:
        return []
    alike = [
        c
        for c in candidates
        if all(library.holds_word(word, _between_marks(c.sentence, c.quantity)) for word in topic)
    ]
    return alike if len({c.quantity.subject for c in alike}) >= _ALIKE else []


def total_of(question: Question, candidates: list[FigureCandidate]) -> str:
    """The sum of the figures of one sentence, where a question asks for all together."""
    named = _named_parts(question, candidates)
    values = [c.quantity.value for c in named if c.quantity.unit == named[0].quantity.unit]
    if not TOGETHER.search(question.plain) or len(values) < 2 or None in values:
        return ""
    return f"{sum(v for v in values if v is not None):g}{candidates[0].quantity.unit}"


def _named_parts(question: Question, candidates: list[FigureCandidate]) -> list[FigureCandidate]:
    """Of the figures of one sentence those whose own words a question names, all where it names none.

    A first figure that is the sum of the others is the total and no part. Where a question lists
    more things than are found named, it is all figures if they are as many, else none.
    """
    values = [c.quantity.value or 0.0 for c in candidates]
    parts = candidates[1:] if len(values) > 2 and values[0] == sum(values[1:]) else candidates
    own = {candidate: _between_marks(candidate.sentence, candidate.quantity) for candidate in parts}
    words = [word for word in content_words(question.plain) if len(word) > 1]
    few = [w for w in words if 0 < sum(w in each for each in own.values()) <= len(own) / 2]
    named = [c for c in parts if any(word in own[c] for word in few)]
    if len(named) == 1 and any(
        re.search(f"{w}[一-鿿]?(?:{TOGETHER.pattern})", question.plain) for w in few
    ):
        return named
    asked = len(_JOINED.split(question.plain))
    if asked > max(len(named), 2):
        return parts if asked == len(parts) else []
    return named if len(named) > 1 else parts


def _counts_it(library: Library, question: Question, candidate: FigureCandidate) -> bool:
    """Whether the thing that a question counts (多少个名额) stands by a figure."""
    counted = _COUNTED_NOUN.search(question.plain)
    nouns = content_words(counted[1])[:1] if counted else []
    around = library.around(candidate.sentence)
    return all(library.holds_word(noun, around) for noun in nouns)


def _surroundings(library: Library, sentence: Sentence) -> str:
    """What a figure belongs to: all of a short clause, of a long one its sentence."""
    return library.around(sentence, whole=len(sentence.clause.text) <= _LONG_CLAUSE)


def _fitness(question: Question, candidate: FigureCandidate, library: Library) -> float:
    """How well a figure fits: its sentence, its clause, its own words, and the year asked for."""
    years = years_of(candidate)
    same_year = bool(years & set(question.years))
    other_year = bool(years and question.years) and not same_year
    own = _between_marks(candidate.sentence, candidate.quantity)
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
        + _ASKED_BOUND * _is_bounded_so(question, candidate.quantity)
        - _UNASKED_CEILING * _is_unasked_ceiling(question, candidate.quantity)
        + _STATED * _holds_stated(question, candidate.sentence)
        + _COUNTED_THING * _counts_it(library, question, candidate)
        + _SPECIFIC_WORD * library.holds_specific(question.plain, candidate.sentence)
        + _SAME_CHANGE * _changes_so(question, own)
    )


def _is_of_month(question: Question, candidate: FigureCandidate) -> bool:
    """Whether a figure stands by a month that a question names: 6月底前完成50%."""
    asked = _months(question.plain)
    own = _between_marks(candidate.sentence, candidate.quantity)
    return bool(asked) and bool(asked & _months(own))


def _is_of_period(question: Question, candidate: FigureCandidate) -> bool:
    """Whether a figure is for each of the spans of time that a question names: 每月1000元."""
    own = _between_marks(candidate.sentence, candidate.quantity)
    return any(asked.search(question.plain) and of.search(own) for asked, of in _PERIODS)


def _changes_so(question: Question, own: str) -> bool:
    """Whether a question for a change (增长了多少) is met by one of the same direction, not by a state."""
    asked = _CHANGE_ASKED.search(question.plain)
    return asked is not None and asked[1] in own


def _is_unasked_ceiling(question: Question, quantity: Quantity) -> bool:
    """Whether a figure only bounds what is given, where a question asks how much that is."""
    most, _ = _BOUNDS[0]
    bounds = question.unit == "元" and _CAP.search(quantity.comparator) is not None
    return bounds and most.search(question.plain) is None


def _is_condition(question: Question, candidate: FigureCandidate) -> bool:
    """Whether a sum is that for which another is given, where a question asks what is given."""
    if question.unit != "元" or not _ASKS_GIVEN.search(question.plain):
        return False
    sentence, quantity = candidate.sentence, candidate.quantity
    behind = sentence.document.text[quantity.end : sentence.end]
    own = _between_marks(sentence, quantity)
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
    own = _between_marks(candidate.sentence, candidate.quantity)
    return _SUMMED.search(own) is not None


def _is_bounded_so(question: Question, quantity: Quantity) -> bool:
    """Whether a question for the most asks for a ceiling that this is, or for the least a floor."""
    return any(
        asked.search(question.plain) and bound.search(quantity.comparator)
        for asked, bound in _BOUNDS
    )


def years_of(candidate: FigureCandidate) -> set[int]:
    """The years that a figure holds for: of its deadline, else of its sentence, else its headings."""
    return _years_told(candidate.sentence, candidate.quantity.deadline)


def _years_told(sentence: Sentence, deadline: str) -> set[int]:
    headings = " ".join(sentence.document.heading_path(sentence.clause))
    for text in (deadline, sentence.text, headings):
        if years := {int(year) for year in _YEAR.findall(text)}:
            return years
    return set()


def _told_apart(
    question: Question, best: FigureCandidate, beside: list[FigureCandidate]
) -> FigureCandidate:
    """The figure of a sentence whose own words alone hold a word of the question (增量, not 存量).

    Only figures of the same unit are told apart so; own words are those between two marks.
    """
    same = [c for c in beside if c.quantity.unit == best.quantity.unit]
    own = {c: _between_marks(c.sentence, c.quantity) for c in same}
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


def _between_marks(sentence: Sentence, quantity: Quantity) -> str:
    """The words around a figure up to the next mark on either side."""
    text = sentence.document.text
    before = _MARKS.split(text[sentence.start : quantity.start])[-1]
    return f"{before}{quantity.text}{_MARKS.split(text[quantity.end : sentence.end])[0]}"


def _fits(question: Question, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether unit and year of a figure are those asked for."""
    if not has_measure_asked(question, quantity.unit):
        return False
    own = _between_marks(sentence, quantity)
    if question.unit == "元" and is_other_money(question.plain, own, sentence.text):
        return False
    if question.unit == "增加" and not _ADDED.search(own):
        return False
    if not all(_is_about(p, sentence) for p in question.places if is_listed_place(p)):
        return False
    if _OF_ONE_YEAR.search(question.plain) and _OF_SPAN.search(f"{quantity.deadline} {own}"):
        return False
    plans = set(_PLAN.findall(question.plain))
    if (
        plans
        and _PLAN.search(quantity.deadline)
        and not plans & set(_PLAN.findall(quantity.deadline))
    ):
        return False
    years = _years_told(sentence, quantity.deadline)
    if question.yes_no:  # a wrong year is corrected, not declined
        return True
    return not question.years or not years or bool(years & set(question.years))


def _is_about(place: str, sentence: Sentence) -> bool:
    """Whether a place is that of the document as a whole, or named in the clause."""
    stem = place[:-1] if len(place) > 2 else place
    document = sentence.document
    if stem in document.title or stem in document.issuer or stem in sentence.clause.title:
        return True
    near = sentence.text if len(sentence.clause.text) > _LONG_CLAUSE else sentence.clause.text
    return stem in near


def _candidate(
    library: Library, question: Question, sentence: Sentence, quantity: Quantity, *, listed: bool
) -> FigureCandidate:
    """A figure with how well it fits; one `listed` among others is judged by its own words."""
    start, end = _piece(sentence, quantity)
    own = f"{quantity.subject} {sentence.document.text[start:end]}"
    if listed:
        leads_in = sentence.text.partition("：")[0] if "：" in sentence.text else ""
        around = f"{library.around(replace(sentence, start=start, end=end))} {leads_in}"
    else:
        around = _surroundings(library, sentence)
    coverage = library.coverage(question.plain, around)
    match = 0.5 * _overlap(quantity.subject, question.plain) + 0.5 * max(
        library.likeness(question.plain, own), 0.0
    )
    return FigureCandidate(sentence, quantity, start, end, match, coverage)


def _overlap(subject: str, question: str) -> float:
    """Share of the character pairs of a subject that a question holds."""
    pairs = [subject[i : i + 2] for i in range(len(subject) - 1)]
    return sum(pair in question for pair in pairs) / len(pairs) if pairs else 0.0


def _piece(sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    """The part of the sentence between commas that holds a figure and what it measures."""
    text = sentence.document.text
    start = max(text.rfind(c, sentence.start, quantity.start) + 1 for c in _PIECE_END)
    start = max(start, sentence.start)
    head = quantity.subject[:4]
    while (
        head
        and start > sentence.start
        and head not in text[start : quantity.end + len(quantity.subject) + 2]
    ):
        before = max(text.rfind(c, sentence.start, start - 1) + 1 for c in _PIECE_END)
        start = max(before, sentence.start)
    ends = [i for c in _PIECE_END if (i := text.find(c, quantity.end, sentence.end)) >= 0]
    return start, min(ends, default=sentence.end)
