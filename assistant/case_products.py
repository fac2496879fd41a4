"""What rates of the text come to for several figures of a case: 每人每月500元 for 10人 over 6个月, and 20人 at 400元.

Which rate a figure is of is told by what it counts, and where several rates count that, by the words
beside both. The remark names each rate and each figure; it is worked out again when an answer is proven.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.figure_candidates import TOGETHER
from assistant.lexicon import official_words
from assistant.library import longest_shared
from assistant.measures import alike_units
from assistant.question import Question
from assistant.thresholds import is_most, sized
from documents.numerals import counted, parse_numeral
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_NUMBER = r"\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]+"
_COUNTED = "家次人名个件场条篇处项台支间只头株棵天"
_RATE = regex(
    rf"(?P<each>(?:每(?:一|\d+个|[两三四六]个|[一-鿿]{{1,4}}?1(?=[{_COUNTED}]))?[^,，。；;：:、每\d（）()]{{1,10}}?){{1,3}})"
    rf"(?P<least>不(?:得)?[低少]于|至少)?(?P<number>{_NUMBER})(?P<unit>[百千万亿]*元|[{_COUNTED}])(?!/|每|以[上下内])"
)
_OF_ONE = regex(r"^(?:一|[一-鿿]{1,4}?1(?!\d))")
"""What says that a rate is for one: 每一户, 每吸纳1人."""
_BOUNDED = regex(r"[最不]|超过|以[上下]|上限|限额|增加|减少|满|加收")
_PERIOD = regex(r"(?:(\d+|[一两二三四六])个?)?(学期|季度|年度?|月|周|天|日|晚)|(半年)")
_MONTHS_OF = {"年": 12.0, "年度": 12.0, "半年": 6.0, "季度": 3.0, "月": 1.0}
_DAYS = ("天", "日", "晚")
_ONE_PERIOD = regex(
    r"(?:这|上|本|当|一)个?(?:月|季度|学期|周|天|年)|每个?(?:月|季度|学期|周|天|年)|全年|半年"
)
_PEOPLE = "人名位"
_NAMED_BY_NOUN = "个家只头台张间支条件项处座所名位户辆套场"
_VERBS = regex(r"给予|补|奖|发|按|安排|配|设|收|罚|支持|资助|要|应|不|至|$")
_EACH_OF_THEM = r"每一?(?:个|家|支|间|名|位|户|只|台|所|处)?"
_IN_THE_TEXT = regex(
    rf"(?P<many>\d+)(?P<of>[{_COUNTED}座所组辆])[，,]?每一?(?P=of)[^,，。；;\d]{{0,6}}?"
    rf"(?P<least>不(?:得)?[低少]于|至少)?(?P<each>\d+)(?P<unit>[{_COUNTED}])(?![以元])"
)
ASKS_AMOUNT = regex(r"多少|几|能[拿补领报]|一共|总共|合计")
MISSES = regex(r"未达到|超出")
"""What a remark says of a figure that does not meet a bound: no rate is due then."""
_MOST_FIGURES = 5
_TOLD = 2
"""How many characters the words beside a figure and beside its rate share at least."""
_NEAR = 8
"""How far behind a figure the noun stands that it counts: 15名社会监督员."""
_BORNE = regex(
    r"(?:(?<=由)|(?<![一-鿿]))[一-鿿]{2,10}?(?:承担|负担|分担|补助|补贴|出资|自筹)(?P<share>\d+(?:\.\d+)?)%"
)
_EACH_BEARS = regex(r"(?:各(?:自|方|家)?|分别)(?:要|得|该)?(?:摊|承担|负担|分担|出|掏|拿)")
_NEARLY = 1e-6
_REMARKED = regex(r"按“([^”]+)”计算，问题中的((?:“[^”]+”)+)为 ([^；，。]+)")
_QUOTED = regex(r"“([^”]+)”")


@dataclass(frozen=True, slots=True)
class _Rate:
    """So much of a `unit` for each of something: `words` as quoted, `label` what stands before them."""

    words: str
    each: tuple[str, ...]
    least: str
    number: float
    unit: str
    label: str
    is_share: bool = False

    def things(self) -> list[str]:
        """What it is for each of, without times."""
        return [each for each in self.each if not _PERIOD.match(each)]

    def periods(self) -> list[str]:
        """For each of which times it is given."""
        return [found[0] for each in self.each if (found := _PERIOD.match(each))]

    def of(self, times: float) -> str:
        """What it comes to so many times."""
        measure = self.unit.lstrip("百千万亿")
        value = round(times * self.number * (parse_numeral(f"1{self.unit[:-1]}") or 1.0), 4)
        return f"{'不少于' if self.least else ''}{counted(value, measure)}"


@dataclass(frozen=True, slots=True)
class _Term:
    """A rate and the figures of a question, as typed, that it is multiplied by."""

    rate: _Rate
    figures: tuple[str, ...]

    def value(self) -> float | None:
        """How many times the rate is due, None where a figure is none of it."""
        product = 1.0
        for figure in self.figures:
            times = _times(figure, self.rate)
            if times is None:
                return None
            product *= times
        return product


def with_case_products(question: Question, answer: Answer) -> Answer:
    """An answer with what its rates come to for the figures of a question, as it was where that is not plain.

    Only where several figures are worked with: a figure by itself is told by `case_amounts`.
    """
    asked = ASKS_AMOUNT.search(question.plain) and not question.yes_no
    asked = asked and not any(map(MISSES.search, answer.remarks))
    quotes = list(dict.fromkeys(citation.quote for citation in answer.citations))
    remark = _remark(question, quotes) if asked and not answer.status.refused else ""
    if not remark:
        return answer
    return replace(answer, text=f"{answer.text}\n{remark}", remarks=(*answer.remarks, remark))


def _remark(question: Question, quotes: Sequence[str]) -> str:
    in_text = _in_the_text(question, quotes)
    if in_text:
        return in_text
    told = TOGETHER.search(question.plain) or question.advice
    terms = (_terms(question, quotes) if told else []) or _times_of_all(question, quotes)
    terms = terms or _borne_by_each(question, quotes)
    if not terms or (len(terms) == 1 and len(terms[0].figures) == 1):
        return ""
    remark = _said(terms)
    return remark if remark and _is_within(terms, quotes) else ""


def _said(terms: Sequence[_Term]) -> str:
    """The remark that names the rates, the figures, what each comes to, and all together."""
    if len({(term.rate.unit[-1:], bool(term.rate.least)) for term in terms}) > 1:
        return ""
    parts = []
    total = 0.0
    for term in terms:
        times = term.value()
        if times is None:
            return ""
        named = "".join(f"“{figure}”" for figure in term.figures)
        parts.append(f"按“{term.rate.words}”计算，问题中的{named}为 {term.rate.of(times)}")
        total += _amount(term)
    first = terms[0].rate
    least = "不少于" if first.least else ""
    shared = first.is_share
    whole = (
        f"，合计 {least}{counted(round(total, 4), first.unit[-1:])}"
        if len(parts) > 1 and not shared
        else ""
    )
    return f"{'；'.join(parts)}{whole}。"


def _amount(term: _Term) -> float:
    power = parse_numeral(f"1{term.rate.unit[:-1]}") or 1.0
    return (term.value() or 0.0) * term.rate.number * power


def _is_within(terms: Sequence[_Term], quotes: Sequence[str]) -> bool:
    """Whether all together is below every ceiling on money that the quotes tell: else it is not known what is due."""
    ceilings = [
        (told.subject, size)
        for told in find_quantities("\n".join(quotes))
        if told.unit.endswith("元") and is_most(told)
        if (size := sized(told)[0]) is not None
    ]
    if terms[0].rate.is_share:  # what one of them bears is bounded by its own ceiling
        return all(
            _amount(term) <= size
            for term in terms
            for subject, size in ceilings
            if term.rate.words[:_TOLD] in subject
        )
    total = sum(map(_amount, terms))
    return not terms[0].rate.unit.endswith("元") or all(total <= size for _, size in ceilings)


def _terms(question: Question, quotes: Sequence[str]) -> list[_Term]:
    """The rates that are due with the figures of each; nothing where one of them is not told."""
    plain = question.plain
    rates = _rates(quotes)
    figures = [f for f in find_quantities(plain) if _is_figure(f)]
    used = [f for f in figures if any(_is_for(f, plain, rate) for rate in rates)]
    if not 0 < len(used) <= _MOST_FIGURES:
        return []
    meant = _meant(used, plain, rates)
    terms = []
    for figure, rate in zip(used, meant, strict=False):
        beside = [*_groups(figure, figures, plain), figure.text, *_times_told(rate, figures, plain)]
        if len(rate.things()) > 1 or len(rate.periods()) > len(_times_told(rate, figures, plain)):
            return []
        terms.append(_Term(rate, tuple(beside)))
    return terms


def _times_of_all(question: Question, quotes: Sequence[str]) -> list[_Term]:
    """What is due once in some time for each thing that a question names: 每3个月1次 and 每半年1次, in a year."""
    one = _ONE_PERIOD.search(question.plain)
    rates = [rate for rate in _rates(quotes) if not rate.things() and len(rate.periods()) == 1]
    asked = alike_units(question.unit)
    meant = [r for r in rates if r.unit in asked and _is_named(r, rates, question.plain)]
    if one is None or any(_in_periods(one[0], rate.periods()[0]) is None for rate in meant):
        return []
    return [_Term(rate, (one[0],)) for rate in meant] if len(meant) > 1 else []


def _borne_by_each(question: Question, quotes: Sequence[str]) -> list[_Term]:
    """What each of several bears of the only sum of money that a question states: 1600元，各摊多少."""
    sums = [
        claim for claim in question.claims if claim.unit.endswith("元") and not claim.comparator
    ]
    shares = _shares(quotes)
    if len(sums) != 1 or len(shares) < _TOLD or not _EACH_BEARS.search(question.plain):
        return []
    whole = abs(sum(share.number for share in shares) - 1) < _NEARLY
    return [_Term(share, (sums[0].text,)) for share in shares] if whole else []


def _shares(quotes: Sequence[str]) -> list[_Rate]:
    """The shares that some quotes say that each bears of a cost: 燃气企业承担60%、财政补助30%."""
    found = {
        match[0]: _Rate(match[0], (), "", float(match["share"]) / 100, "元", "", is_share=True)
        for quote in quotes
        for match in _BORNE.finditer(quote)
    }
    return list(found.values())


def _is_named(rate: _Rate, rates: Sequence[_Rate], plain: str) -> bool:
    """Whether a question has words of the label of a rate that no other label has: 二级, 红 of 红、橙."""
    label = rate.label.strip("，,；;。、的对")
    others = " ".join(other.label for other in rates if other is not rate)
    pairs = (label[at : at + _TOLD] for at in range(len(label) - 1))
    first = label[:1]
    listed = re.search(rf"{re.escape(first)}(?=[、和及])|(?<=[、和及]){re.escape(first)}", plain)
    alone = bool(first) and listed is not None and first not in others
    return alone or any(pair in plain and pair not in others for pair in pairs)


def _is_figure(figure: Quantity) -> bool:
    """Whether a figure is a plain number of something: no bound, no range, no money."""
    plain = figure.comparator in ("", "满") and figure.upper is None
    return plain and bool(figure.value) and not figure.unit.endswith(("元", "%", "％"))


def _rates(quotes: Sequence[str]) -> list[_Rate]:
    found: dict[str, _Rate] = {}
    for quote in quotes:
        begin = 0
        for match in _RATE.finditer(quote):
            rate = _rate(match, quote[begin : match.start()])
            begin = match.end()
            if rate is not None:
                found.setdefault(rate.words, rate)
    return list(found.values())


def _rate(match: re.Match[str], label: str) -> _Rate | None:
    each = tuple(_OF_ONE.sub("", part) for part in match["each"].split("每")[1:])
    if _BOUNDED.search(match["each"]):
        return None
    number = parse_numeral(match["number"].replace("两", "二"))
    if not number:
        return None
    bounded = label.endswith(("至少", "不少于")) or "至少" in match["each"]
    least = match["least"] or ("至少" if bounded else "")
    return _Rate(match[0], each, least, number, match["unit"], label)


def _is_for(figure: Quantity, plain: str, rate: _Rate) -> bool:
    """Whether a figure of a question counts what a rate is for each of: 10人 at 每人, 6个工位 at 每个工位."""
    things = rate.things()
    if not things:
        return False
    thing = things[0]
    measure = sized(figure)[1]
    behind = plain[figure.end : figure.end + len(thing)]
    units = alike_units(measure) if len(measure) == 1 else (measure,)
    if thing.startswith(tuple(units)):
        rest = thing[len(measure) :]
    elif measure in _PEOPLE and thing[:1] in _PEOPLE:
        rest = thing[1:]
    else:
        return measure in _NAMED_BY_NOUN and bool(behind) and thing.startswith(behind[:_TOLD])
    if measure not in _NAMED_BY_NOUN or measure == "人" or _VERBS.match(rest):
        return True
    return rest[:_TOLD] in plain[figure.end : figure.end + _NEAR]


def _meant(figures: Sequence[Quantity], plain: str, rates: Sequence[_Rate]) -> list[_Rate]:
    """The rate of each figure: the only one for what it counts, else the one whose words stand beside both."""
    fitting = [[rate for rate in rates if _is_for(figure, plain, rate)] for figure in figures]
    if all(len(each) == 1 for each in fitting):
        return (
            [each[0] for each in fitting]
            if len({e[0].words for e in fitting}) == len(fitting)
            else []
        )
    best: tuple[int, list[_Rate]] = (0, [])
    for beside in (_words_before(figures, plain), _words_behind(figures, plain)):
        chosen = [_told_by(words, each) for words, each in zip(beside, fitting, strict=True)]
        rated = [each for each in chosen if each is not None]
        total = sum(score for score, _ in rated)
        if len(rated) == len(figures) and total > best[0]:
            best = total, [rate for _, rate in rated]
    return best[1] if len({rate.words for rate in best[1]}) == len(best[1]) else []


def _told_by(words: str, rates: Sequence[_Rate]) -> tuple[int, _Rate] | None:
    """The rate whose label shares most with some words, if it shares more than any other."""
    if len(rates) == 1:
        return longest_shared(words, rates[0].label), rates[0]
    told = label_told(words, [rate.label for rate in rates])
    return None if told is None else (longest_shared(words, rates[told].label), rates[told])


def label_told(words: str, labels: Sequence[str]) -> int | None:
    """Which of several labels some words tell, by the most that they share; None where that is not clear.

    A label is none that has 中度 where the words, and another label, have 重度.
    """
    said = " ".join((words, *official_words(words)))
    shared = [
        0 if _is_contrary(label, said, labels) else longest_shared(said, label) for label in labels
    ]
    first, second, *_ = sorted(shared, reverse=True)
    return shared.index(first) if first >= _TOLD and first > second else None


def _is_contrary(label: str, said: str, labels: Sequence[str]) -> bool:
    """Whether a label has, in the place of a pair of characters that is said and stands in another, a like one."""
    pairs = {label[at : at + _TOLD] for at in range(len(label) - 1)}
    others = {
        other[at : at + _TOLD]
        for other in labels
        for at in range(len(other) - 1)
        if other[at : at + _TOLD] in said
    } - pairs
    return any(pair[1] == other[1] for pair in pairs for other in others if pair not in said)


def _words_before(figures: Sequence[Quantity], plain: str) -> list[str]:
    ends = [0, *(figure.end for figure in figures)]
    return [
        re.split(r"[,，。；;]", plain[end : figure.start])[-1]
        for end, figure in zip(ends, figures, strict=False)
    ]


def _words_behind(figures: Sequence[Quantity], plain: str) -> list[str]:
    begins = [*(figure.start for figure in figures[1:]), len(plain)]
    return [
        re.split(r"[,，。；;、]", plain[figure.end : begin])[0]
        for figure, begin in zip(figures, begins, strict=True)
    ]


def _groups(figure: Quantity, figures: Sequence[Quantity], plain: str) -> list[str]:
    """The figure of which each has so many: 8个 for 8个团队，每个团队6个工位."""
    for other in figures:
        noun = plain[other.end : other.end + 2]
        each = re.compile(f"{_EACH_OF_THEM}{re.escape(noun)}")
        if other.end <= figure.start and noun and each.search(plain, other.end, figure.start):
            return [other.text]
    return []


def _times_told(rate: _Rate, figures: Sequence[Quantity], plain: str) -> list[str]:
    """The words of a question that tell for how long a rate is given, one for each of its times."""
    told = []
    for period in rate.periods():
        spans = [f.text for f in figures if _in_periods(f.text, period) is not None]
        one = _ONE_PERIOD.search(plain)
        word = spans[0] if len(spans) == 1 else one[0] if one and not spans else ""
        if word and _in_periods(word, period) is not None:
            told.append(word)
    return told


def _in_periods(words: str, period: str) -> float | None:
    """How many periods some words tell: 12个月 and 一年 are 12 of 月; None where they tell none."""
    found, every = _PERIOD.search(words), _PERIOD.fullmatch(period)
    if (
        found is None
        or every is None
        or (found[1] is None and "每" in words and found[2] != every[2])
    ):
        return None
    numbers = [
        float(parse_numeral((m[1] or "一").replace("两", "二")) or 1.0) for m in (found, every)
    ]
    names = [m[2] or m[3] for m in (found, every)]
    if names[0] == names[1] or all(name in _DAYS for name in names):
        return numbers[0] / numbers[1]
    lengths = [_MONTHS_OF.get(name) for name in names]
    if lengths[0] is None or lengths[1] is None:
        return None
    times = numbers[0] * lengths[0] / (numbers[1] * lengths[1])
    return times if times >= 1 else None


def _times(figure: str, rate: _Rate) -> float | None:
    """How many times a figure of a question makes a rate due: the number of its things, or of its times."""
    for period in rate.periods():
        times = _in_periods(figure, period)
        if times is not None:
            return times
    told = find_quantities(figure)
    return sized(told[0])[0] if told else None


def _in_the_text(question: Question, quotes: Sequence[str]) -> str:
    """How many all have together where the text says how many there are and what each has: 4支，每支不少于60人."""
    if question.claims or not TOGETHER.search(question.plain):
        return ""
    found = [match for quote in quotes for match in _IN_THE_TEXT.finditer(quote)]
    found = [match for match in found if match["unit"] in alike_units(question.unit)]
    if len({match[0] for match in found}) != 1:
        return ""
    return f"按“{found[0][0]}”计算，共{_in_all(found[0])}。"


def _in_all(match: re.Match[str]) -> str:
    number = int(match["many"]) * int(match["each"])
    return f"{'不少于' if match['least'] else ''}{number}{match['unit']}"


def is_product_right(remark: str, quotes: Sequence[str]) -> bool:
    """Whether a remark of this module works its figures out rightly from rates that stand in the quotes."""
    in_text = re.match(r"按“([^”]+)”计算，共(.+)。", remark)
    if in_text:
        match = _IN_THE_TEXT.fullmatch(in_text[1])
        held = any(in_text[1] in quote for quote in quotes)
        return held and match is not None and _in_all(match) == in_text[2]
    rates = {rate.words: rate for rate in (*_rates(quotes), *_shares(quotes))}
    terms = [
        _Term(rates[found[1]], tuple(_QUOTED.findall(found[2])))
        for found in _REMARKED.finditer(remark)
        if found[1] in rates
    ]
    said = _said(terms) if terms else ""
    return said != "" and remark.startswith(said)
