"""Figures that may be the answer to a question: of the unit, the place and the year that it asks for."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import cues
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words, is_listed_place
from assistant.library import Library
from assistant.measures import adds_up, has_measure_asked, measures_of_each
from assistant.money_kinds import is_other_money
from assistant.question import Question
from documents.numerals import counted
from documents.quantities import Quantity, find_quantities, times_given
from documents.regular_expressions import regex

_JOINED = regex(r"、|以及|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
_ASKS_GIVEN = regex(
    r"(?:补|贴|报|出|给|拿|存|留|提|资助|承担|负担)(?:销|助|贴)?(?:到|给|掉|个)?多少(?![钱元块万亿个家名人])"
    r"|(?:怎么|如何|咋)(?:样)?(?:给予?)?(?:补|贴|奖|资助)"
)
_GIVEN = regex(r"补|给予|资助|贴息|报销|承担|负担|奖")
_YEAR = regex(r"(?:19|20)\d\d")
_MONTH_OF_YEAR = regex(r"年(?:的)?\d{1,2}月")
_PLAN = regex(r"十[一二三四五六七]五")
_MARKS = regex(r"[，,、；;：:。！？!?\n]")
_PIECE_END = "，,；;。！？!?\n"
_OF_ONE_YEAR = regex(r"当年|单年|那一年|这一年|一年(?:安排|新增|建)")
_OF_SPAN = regex(
    r"(?:19|20)\d\d\s*年?\s*[-—–至~]+\s*(?:19|20)\d\d|[三四五]年(?!级)|累计(?!不超过)|总数|总量"
)
YEAR_SPAN = regex(r"((?:19|20)\d\d)年?\s*[-—–~至到]+\s*((?:19|20)\d\d)年?")
_FROM_YEAR = regex(r"((?:19|20)\d\d)年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:以后|之后|以来|起|后)")
_LONGEST_SPAN = 10
TOGETHER = regex(
    r"(?:一共|总共|合计|共计|总计)(?![^,，。多几]{0,4}\d)|加起来|加在一起|加在?一块|合起来|合在一起|加总|相加|加上|(?:全(?:都|部)?|^)算上"
)
_AT_LEAST = regex(r"以上|不低于|不少于|至少|超过|满")
_LONG_CLAUSE = 400
_ADDED = regex(r"上浮|增加|提高|另|再|加发|增发|追加|叠加|额外")
_TOTAL_OF_ALL = regex(r"累计(?!不超过)|总数|总量|总计|合计|共计")
_OF_WHICH = regex(r"[^，,；;。]{0,6}[，,(（:：]其中")
_OF_EACH = regex(r"各(?:增加|减少)|每增加")
_FIRST = regex(r"第一|首年|首次|首期")
_RATE = regex(r"每(?![年月季日天]|学[期年])[一-鿿]").search
_IN_MONTHS = regex(r"的?[一-鿿]{0,4}(?:租金|房租|工资|薪酬|物业费|生活费)")
"""What stands behind so many months that are a sum of money: 2个月租金的保证金."""
_ASKED = regex(r"多少|(?<!第)几")
_GOES_ON = regex(r"[^,，。；;、]{0,8}、")
_GOAL = regex(r"(?:发展|量化|主要|总体|具体)?(?:目标|指标)(?:值|数)?")
_ALIKE = 3
_TWO = 2


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
        found += [_with_words(library, sentence, each, listed=listed) for each in fitting]
    found = _of_measure(question, found)
    likenesses = library.likenesses(question.plain, [each.own for each in found]) if found else []
    return [
        _candidate(library, question, each, max(likeness, 0.0))
        for each, likeness in zip(found, likenesses, strict=True)
    ]


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
        if all(library.holds_word(word, between_marks(c.sentence, c.quantity)) for word in topic)
    ]
    return alike if len({c.quantity.subject for c in alike}) >= _ALIKE else []


def total_of(question: Question, candidates: list[FigureCandidate]) -> str:
    """The sum of the figures of one sentence, where a question asks for all together, else ''."""
    return sum_of(total_parts(question, candidates))


def total_parts(question: Question, candidates: list[FigureCandidate]) -> list[FigureCandidate]:
    """The figures of one sentence that are added up where a question asks for all together, else none.

    Of figures for several years, where the question names some of these, only theirs.
    """
    if not TOGETHER.search(question.plain):
        return []
    candidates = [c for c in candidates if not is_split_up(c, candidates)]
    added = [
        c for c in candidates if not _TOTAL_OF_ALL.search(between_marks(c.sentence, c.quantity))
    ]
    candidates = added if len(added) > 1 else candidates
    dated = [
        candidate
        for candidate in candidates
        for own in [between_marks(candidate.sentence, candidate.quantity)]
        if any(f"{year}年" in own for year in _years_asked(question))
    ]
    parts = _named_parts(question, dated if len(dated) > 1 else candidates)
    named = dated if len(parts) < len(dated) and len(parts) == 1 else parts
    plain = [c for c in named if not _AT_LEAST.search(c.quantity.comparator or "")]
    named = plain or named  # 装配率50%以上的，上浮10%: a condition is no part
    owns = [between_marks(c.sentence, c.quantity) for c in named]
    if any(map(_OF_EACH.search, owns)) or _are_tiers(named, owns):
        return []  # 每增加1人，各增加48立方米: what is added to each does not add up
    if question.claims and all(map(_RATE, owns)):
        return []  # 每人800元, 每人500元: to so many of each another sum is due
    units = Counter(candidate.quantity.unit for candidate in named)
    unit = units.most_common(1)[0][0] if units else ""
    if sum(each[-1:] == unit[-1:] for each in units) > 1 or not adds_up(question, unit):
        return []  # 5000万元, 1亿元; 40% of one sum and 70% of another
    return [c for c in named if c.quantity.unit == unit]


def is_split_up(figure: FigureCandidate, figures: Sequence[FigureCandidate]) -> bool:
    """Whether a figure is the whole of others behind it: 3.6亿元，其中汽车1.9亿元、家电1.2亿元."""
    alike = [
        other
        for other in figures
        if other.sentence == figure.sentence
        and other.quantity.start > figure.quantity.start
        and other.quantity.unit[-1:] == figure.quantity.unit[-1:]
    ]
    text = figure.sentence.document.text[figure.quantity.end : figure.sentence.end]
    return len(alike) > 1 and _OF_WHICH.match(text) is not None


def sum_of(candidates: list[FigureCandidate]) -> str:
    """The sum of several figures of one unit, or '' where one has no value."""
    values = [
        (c.quantity.value or 0.0) * times_given(c.sentence.document.text, c.quantity.start)
        for c in candidates
    ]
    unit = candidates[0].quantity.unit if candidates else ""
    return counted(sum(values), unit) if len(values) > 1 and 0.0 not in values else ""


def same_part(
    question: Question, best: FigureCandidate, candidates: list[FigureCandidate]
) -> list[FigureCandidate]:
    """The figures of a clause for the part that a question adds up: 县级财政配套 of several subsidies.

    Of the sentence of the best figure the one is meant of which the question has more words than of any
    other, two at least. None where no part is meant.
    """
    if not TOGETHER.search(question.plain):
        return []
    words = [word for word in content_words(question.plain) if len(word) > 1]
    own = {c: between_marks(c.sentence, c.quantity) for c in candidates}
    beside = [c for c in candidates if c.sentence == best.sentence]
    told = {c: [w for w in words if w in own[c]] for c in beside}
    only = {
        c: [w for w in told[c] if sum(w in each for each in told.values()) == 1] for c in beside
    }
    ranked = sorted(beside, key=lambda c: len(only[c]), reverse=True)
    if len(ranked) < _TWO or len(only[ranked[0]]) < _TWO or only[ranked[1]][1:]:
        return []
    meant = ranked[0]
    return [
        c
        for c in candidates
        if c.sentence.clause == meant.sentence.clause
        and c.quantity.unit == meant.quantity.unit
        and all(word in own[c] for word in only[meant])
    ]


def _named_parts(question: Question, candidates: list[FigureCandidate]) -> list[FigureCandidate]:
    """Of the figures of one sentence those whose own words a question names, all where it names none.

    A first figure that is the sum of the others is the total and no part. Where a question lists
    more things than are found named, it is all figures if they are as many, else none.
    """
    values = [c.quantity.value or 0.0 for c in candidates]
    summed = len(values) > 2 and values[0] == sum(values[1:])
    whole = summed and not _FIRST.search(
        between_marks(candidates[0].sentence, candidates[0].quantity)
    )
    parts = candidates[1:] if whole else candidates
    own = {candidate: between_marks(candidate.sentence, candidate.quantity) for candidate in parts}
    bare = [c for c in parts if own[c].strip() == c.quantity.text]
    if len(bare) == len(parts) - 1 > 0:
        return parts  # 分别安排资金1.2亿元、1.5亿元、1.8亿元: what stands before the first is said of all
    words = [word for word in content_words(YEAR_SPAN.sub(" ", question.plain)) if len(word) > 1]
    few = [w for w in words if 0 < sum(w in each for each in own.values()) <= len(own) / 2]
    named = [c for c in parts if any(word in own[c] for word in few)]
    if len(named) == 1 and any(
        re.search(f"{w}[一-鿿]?(?:{TOGETHER.pattern})", question.plain) for w in few
    ):
        return named
    asked = len(_JOINED.split(question.plain))
    if asked > max(len(named), 2):
        return parts if asked == len(parts) else []
    alone = (
        len(named) == asked == len(_ASKED.findall(question.plain)) == 1
        and len({c.quantity.unit for c in parts}) == 1
        and not any(claim.value == len(parts) for claim in question.claims)  # 三类一共
        and not any(_GOES_ON.match(c.sentence.document.text, c.quantity.end) for c in parts)
        and any(word in named[0].quantity.subject for word in few)
    )
    return named if len(named) > 1 or alone else parts


def _are_tiers(candidates: Sequence[FigureCandidate], owns: Sequence[str]) -> bool:
    """Whether figures are for sizes that exclude each other: 9座以下1万元，10座至19座1.6万元."""
    sizes = [
        {(q.unit, q.value) for q in find_quantities(own) if q.unit != c.quantity.unit}
        for c, own in zip(candidates, owns, strict=True)
    ]
    units = [{unit for unit, _ in each} for each in sizes]
    shared = set[str].intersection(*units) if len(units) > 1 else set[str]()
    told = [frozenset(pair for pair in each if pair[0] in shared) for each in sizes]
    return bool(shared) and len(set(told)) == len(told)


def _surroundings(library: Library, sentence: Sentence) -> str:
    """What a figure belongs to: all of a short clause, of a long one its sentence."""
    return library.around(sentence, whole=len(sentence.clause.text) <= _LONG_CLAUSE)


def years_told(sentence: Sentence, deadline: str, *, between: bool = False) -> set[int]:
    """The years that a figure holds for: of its deadline, else of its sentence, else its headings.

    Those named, or with `between` also those of the spans of years there: 2024年至2028年, 2024年7月1日以后.
    """
    headings = " ".join(sentence.document.heading_path(sentence.clause))
    for text in (deadline, sentence.text, headings):
        if years := {int(year) for year in _YEAR.findall(text)}:
            return years | _years_between(_in_context(sentence, text)) if between else years
    return set()


def _in_context(sentence: Sentence, deadline: str) -> str:
    """A deadline with what stands close before and behind it: 自…起, …以后, 2026年至…."""
    at = sentence.text.find(deadline)
    begin = max(at - len("2024年至"), 0)
    return sentence.text[begin : at + len(deadline) + 2] if at >= 0 else deadline


def _years_between(text: str) -> set[int]:
    spans = [(int(first), int(last)) for first, last in YEAR_SPAN.findall(text)]
    spans += [(int(first), int(first) + _LONGEST_SPAN) for first in _FROM_YEAR.findall(text)]
    return {year for first, last in spans for year in range(first, last + 1)}


def between_marks(sentence: Sentence, quantity: Quantity) -> str:
    """The words around a figure up to the next mark on either side."""
    text = sentence.document.text
    before = _MARKS.split(text[sentence.start : quantity.start])[-1]
    return f"{before}{quantity.text}{_MARKS.split(text[quantity.end : sentence.end])[0]}"


def _fits(question: Question, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether unit and year of a figure are those asked for."""
    own = between_marks(sentence, quantity)
    measured = (
        has_measure_asked(question, quantity.unit)
        or _is_rate_given(question.plain, quantity.unit, own)
        or (question.unit == "元" and _is_in_months(question, quantity, own))
    )
    if not measured:
        return False
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
    years = years_told(sentence, quantity.deadline, between=True)
    years = years or _years_of_title(question, sentence)
    if question.yes_no:  # a wrong year is corrected, not declined
        return True
    return not question.years or not years or bool(years & _years_asked(question))


def _is_in_months(question: Question, quantity: Quantity, own: str) -> bool:
    """Whether a figure is a sum of money told in months, of what is asked: 2个月租金 of a 保证金."""
    before, _, behind = own.partition(quantity.text)
    told = before + _IN_MONTHS.sub(" ", behind)
    months = quantity.unit[-1:] == "月" and _IN_MONTHS.match(behind) is not None
    return months and any(len(w) > 1 and w in told for w in content_words(question.plain))


def _years_of_title(question: Question, sentence: Sentence) -> set[int]:
    """The years that a document is for by its title: 2025年…补贴 says nothing of 2024.

    None where the years of a question are those of somebody's case: 2013年5月上牌.
    """
    case = question.advice or cues.FIRST_PERSON.search(question.plain)
    if case or _MONTH_OF_YEAR.search(question.plain):
        return set()
    title = sentence.document.title
    return {int(year) for year in _YEAR.findall(title)} | _years_between(title)


def _years_asked(question: Question) -> set[int]:
    """The years of a question; where it asks for all together also those between: 2026年到2028年一共."""
    between = _years_between(question.plain) if TOGETHER.search(question.plain) else set()
    return {*question.years, *between}


def _is_rate_given(plain: str, unit: str, own: str) -> bool:
    """Whether a share is given where a question asks how much is, not how much money: 能补多少."""
    asks_given = _ASKS_GIVEN.search(plain) is not None
    return asks_given and unit == "%" and _GIVEN.search(own) is not None


def _is_about(place: str, sentence: Sentence) -> bool:
    """Whether a place is that of the document as a whole, or named in the clause.

    One that the document names nowhere tells no figures apart: it is of the case (去广东打工).
    """
    stem = place[:-1] if len(place) > 2 else place
    document = sentence.document
    if stem not in document.text:
        return True
    if stem in document.title or stem in document.issuer or stem in sentence.clause.title:
        return True
    near = sentence.text if len(sentence.clause.text) > _LONG_CLAUSE else sentence.clause.text
    return stem in near


@dataclass(frozen=True, slots=True)
class _Worded:
    """A figure with its piece of the sentence, its own words, and those that it belongs to."""

    sentence: Sentence
    quantity: Quantity
    start: int
    end: int
    own: str
    around: str


def _of_measure(question: Question, found: list[_Worded]) -> list[_Worded]:
    """Of some figures those for each of the measure that is asked for (一亩给多少: 每亩150元), if there are."""
    each = "|".join(map(re.escape, measures_of_each(question.plain)))
    told = re.compile(rf"[每/][一-鿿]{{0,4}}?一?(?:{each})") if each else None
    return [one for one in found if told and told.search(one.own)] or found


def _with_words(
    library: Library, sentence: Sentence, quantity: Quantity, *, listed: bool
) -> _Worded:
    """A figure with its words; one `listed` among others is judged by its own."""
    start, end = _piece(sentence, quantity)
    own = f"{quantity.subject} {sentence.document.text[start:end]}"
    if listed:
        leads_in = sentence.text.partition("：")[0] if "：" in sentence.text else ""
        around = f"{library.around(replace(sentence, start=start, end=end))} {leads_in}"
    else:
        around = _surroundings(library, sentence)
    return _Worded(sentence, quantity, start, end, own, around)


def _candidate(
    library: Library, question: Question, worded: _Worded, likeness: float
) -> FigureCandidate:
    """A figure with how well it fits."""
    coverage = library.coverage(question.plain, worded.around)
    match = 0.5 * _overlap(worded.quantity.subject, question.plain) + 0.5 * likeness
    return FigureCandidate(
        worded.sentence, worded.quantity, worded.start, worded.end, match, coverage
    )


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
