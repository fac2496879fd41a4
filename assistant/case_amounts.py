"""What a rate of the text comes to for a case: 80亩 at 每亩补贴120元, 8万元 at 30%, 每年3000万元 over four years.

Only of one rate that is quoted, for one figure of its unit that the question states; a ceiling that is
quoted is told. And what the most come to that may have it: 每店5万元, 最多4家.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant import cues
from assistant.answer import Answer
from assistant.case_products import ASKS_AMOUNT, MISSES, label_told
from assistant.figure_candidates import TOGETHER, YEAR_SPAN
from assistant.left_over import rest_of_limit
from assistant.lexicon import content_words
from assistant.measures import alike_units
from assistant.question import Intent, Question
from assistant.rates_due import (
    ceilings_of,
    is_added,
    is_altered,
    is_of_counted,
    is_touched,
    limits_beyond,
)
from assistant.thresholds import sized
from documents.document import Document
from documents.numerals import counted, parse_numeral
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_NUMBER = r"\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]+"
_AMOUNT = r"(\d[\d,]*(?:\.\d+)?[百千万亿]*)元"
_SHARE = regex(
    r"(?:按照?|给予|补助|补贴|奖励)?[^,，。；;:：%\d]{0,14}?(\d+(?:\.\d+)?)%(?:的?(?:比例|标准))?[^,，。；;%\d]{0,6}?(?:给予|补助|补贴|奖励|资助|支持|报销|预拨|拨付|兑付)"
)
_SHARE_BEHIND = regex(
    r"(?:救助|补助|补贴|报销|支付|奖励|资助|贴息)(?:比例)?(?:为|达到)?(\d+(?:\.\d+)?)%(?=[，,；;。、]|$)"
)
_SHARE_UP_TO = regex(r"不(?:得)?超过[^,，。；;、%\d]{0,8}?(\d+(?:\.\d+)?)%(?=[，,；;。、的]|$)")
"""The most that is given of a sum: 不超过总投入30%、最高3000万元."""
_BEYOND = regex(
    rf"超过{_AMOUNT}(?:以上)?的?(?:部分|费用)[^,，。；;%\d]{{0,10}}?(\d+(?:\.\d+)?)%(?:的?(?:比例|标准))?[^,，。；;%\d]{{0,6}}?(?:给予|补助|补贴|救助|奖励|资助|支付|支持|报销)"
)
_SHORT_OF = regex(r"所缺|缺口|不足|超出|超过|超额|欠缺|差额")
_IS_BEYOND = regex(r"[多超增]|额外")
_PLAIN = r"(?:(?![最不约超近])[^,，。；;每\d]){0,14}?"  # no bound stands before the amount
_LEAST = r"(?:不低于|不少于|至少)"
_YEARLY = regex(
    rf"每年{_PLAIN}({_LEAST}?)((?:\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十])[一二两三四五六七八九十百千万亿]*)元(?!/|每|以[上下内])"
)
_COUNTED = ("家", "个", "店", "场", "台", "辆", "处", "人", "名", "次", "项")
_OF_EACH = regex(
    rf"每(?:[家个店场台辆处人名次项]|[一-鿿]{{1,4}}?){_PLAIN}{_AMOUNT}(?!/|每|以[上下内])"
)
_MOST_OF_THEM = regex(
    r"最多(?:补助|补贴|奖励|支持|资助|享受|申报|申请|不超过)?(\d+[家个店场台辆处人名次项])"
)
_PER_SO_MANY = regex(
    rf"每({_NUMBER})([辆张户人名个台间亩家床套])[^,，。；;：:每\d]{{0,14}}?(不低于|不少于|至少|不得少于|配备|安排|设置|设|聘用|有)?({_NUMBER})([名人个台座间支具处])"
)
_CEILING = regex(r"最[高多]|不(?:得)?超过|不高于|封顶|上限|以内")
_FLOOR = regex(r"最[低少]|不(?:得)?低于|不少于|至少|下限|起步")
_SPENT = regex(r"花|核销|垫|投|买|购|付|支出|费|交|掏|租|造价|成本|价款|自己出|自负")
_EACH_TIME = regex(r"(?:每|一)个?[年月季周日天]|每学期|每个月")
_IN_ROW = regex(r"^、")
_ROW_MARK = regex(r"[,，;；。:：]其?中?")
_FOR_EACH = regex(r"每(?![年月季周日天]|学期|个月)[一-鿿]|单价")
_EARNED = regex(r"营收|营业额|收入|产值|利润|销售|卖|注册资[本金]|存款|资产")
_ONE_THING = regex(r"一[套间台辆栋幢户家](?:\d|[一-鿿]{0,3}\d)")
_PERIODS = ("供热期", "采暖期", "采暖季", "供暖季", "学期", "学年", "周期")
"""Periods that a rate is for once: of 每平方米每月 it is not told for how many months."""
_REST = regex(
    r"剩|余下|其余|自己(?:还)?(?:要|得|需要)?(?:掏|出|付|交|承担|负担|拿|留)|自(?:付|掏|费|担)|(?:还|再)(?:要|得|需要)(?:掏|出|付|交)"
)
_BASE = regex(r"(?:按照?|不(?:得)?超过)([一-鿿]{2,12}?)的?\d+(?:\.\d+)?%")
_NEAR_CLAIM = 10
_ASKS_GIVEN = regex(
    r"(?:补|奖|减|报|贴|资助|扶持)(?:助|贴|励|销|免|偿|给|到|掉|回|我)*(?:是|为)?(?:多少|几)|(?:能|可以?|该|最多能?)(?:拿|领|得)(?:到|回)?(?:多少|几)"
)
_ASKS_OF_ONE = regex(
    r"(?:一(?!个月)|单)[家个间亩台辆套户人名位座株头只吨箱件张][^,，。;；\d]{0,8}(?:多少|几)"
)
_SEVERAL = 2
_PRODUCT = regex(
    r"按“(?P<rate>[^”]+)”计算，问题中的“(?P<figure>[^”]+)”为 (?P<amount>[\d.]+[万亿]?元)(?P<capped>，高于)?"
)
_MONTHLY = regex(
    rf"(?:每[人户家名])?每月(?:[^,，。；;：:每\d]{{0,8}}?){_AMOUNT}(?!/|每|、|以[上下内])"
)
_MONTHS = regex(
    r"(?:期限|最长|最多|连续|累计)[^,，。；;\d]{0,8}?(\d{1,3})个月|(?:期限|最长|最多|连续)[^,，。；;\d]{0,8}?(\d)年"
)
_ALL_MONTHS = regex(r"领满|最长|全部?领完|到期满|期满")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as quoted: its `words`, what it gives for one (yuan, or a share), and 不低于 of a `floor`.

    A share of what is `beyond` a sum is given of the rest alone: 超过3000元的部分按60%.
    """

    words: str
    value: float
    floor: str = ""
    beyond: float = 0.0


def with_case_amount(
    question: Question, answer: Answer, documents: Mapping[str, Document]
) -> Answer:
    """An answer with what its rate comes to for the figure, or the years, that the question states.

    Nothing where the clause bounds it beside what is quoted; `documents` are those cited, by identifier.
    """
    if answer.status.refused or question.yes_no or not ASKS_AMOUNT.search(question.plain):
        return answer
    if any(map(MISSES.search, answer.remarks)):
        return answer
    quotes = list(dict.fromkeys(citation.quote for citation in answer.citations))
    ways = (rest_of_limit, _of_case, _of_years, _of_most, _of_months, _of_ratio)
    remark = next(filter(None, (way(question, quotes) for way in ways)), "")
    if not remark or _is_limited(remark, question, answer, documents):
        return answer
    return replace(answer, text=f"{answer.text}\n{remark}", remarks=(*answer.remarks, remark))


def _is_limited(
    remark: str, question: Question, answer: Answer, documents: Mapping[str, Document]
) -> bool:
    """Whether a clause that is quoted bounds what a remark multiplies, or what it comes to, in words not quoted."""
    found = _PRODUCT.match(remark)
    if found is None or found["capped"]:
        return False
    texts = [
        documents[citation.document].clauses[citation.position].text
        for citation in answer.citations
        if found["rate"] in citation.quote
    ]
    told = find_quantities(found["figure"])[:1]
    if any(
        sized(figure)[1] != "元" and limits_beyond(figure, text)
        for figure in told
        for text in texts
    ):
        return True
    for citation in answer.citations:  # ceilings on money that are quoted are weighed with the rate
        texts = [text.replace(citation.quote, " ") for text in texts]
    return any(
        limits_beyond(figure, text) for figure in find_quantities(found["amount"]) for text in texts
    )


def _of_case(question: Question, quotes: Sequence[str]) -> str:
    """The amount for the only figure of its unit that somebody states of a case of their own."""
    if not _states_case(question):
        return ""
    found = [
        (claim, rate)
        for claim in question.claims
        if [sized(each)[1] for each in question.claims].count(sized(claim)[1]) == 1
        if (rate := _rate_meant(_rates_for(claim, question.plain, quotes), question.plain, quotes))
        if is_of_counted(claim, rate.words, question.plain, quotes)
        and not is_altered(rate.words, question.plain, quotes)
    ]
    if len(found) != 1 or not found[0][0].value:
        return ""
    claim, rate = found[0]
    amount = amount_of(claim, rate)
    if not amount:
        return ""
    most = _most_of(claim, quotes)
    if most:
        both = f"按“{rate.words}”和“{most}”计算"
        each = _OF_EACH.fullmatch(rate.words)
        return (
            f"{both}，最多为 {counted(amount_of(find_quantities(most)[0], rate), '元')}。"
            if each
            else ""
        )
    own = [quote for quote in quotes if rate.words in quote]
    alone = len(_rates_for(claim, question.plain, quotes)) > 1
    alone = alone or bool(_based(claim, question.plain, quotes))
    told = find_quantities("\n".join(own if alone else quotes))
    bounds = [q for q in told if q.unit.endswith("元") and q.comparator]
    floors = [q for q in bounds if _FLOOR.search(q.comparator)]
    ceilings = [q for q in bounds if _CEILING.search(q.comparator)]
    if len(ceilings) > 1:
        ceilings = ceilings_of(amount, ceilings, own)
    if len(ceilings) > 1 or any(amount < (sized(floor)[0] or 0.0) for floor in floors):
        return ""
    over = ceilings and amount > (sized(ceilings[0])[0] or 0.0)
    capped = f"，高于“{ceilings[0].text}”，以此为限" if over else ""
    if _REST.search(question.plain) and sized(claim)[1] == "元" and not over:
        rest = f"，其余为 {_rest(claim, amount)}"
        return f"按“{rate.words}”计算，问题中的“{claim.text}”为 {counted(amount, '元')}{rest}。"
    return f"按“{rate.words}”计算，问题中的“{claim.text}”为 {counted(amount, '元')}{capped}。"


def _most_of(claim: Quantity, quotes: Sequence[str]) -> str:
    """The only number of things at most that a figure is beyond, as quoted: 最多补助3辆 for 5辆."""
    found = dict.fromkeys(match[0] for quote in quotes for match in _MOST_OF_THEM.finditer(quote))
    beyond = [
        words
        for words in found
        for told in find_quantities(words)
        if sized(told)[1] == sized(claim)[1] and (sized(told)[0] or 0.0) < (sized(claim)[0] or 0.0)
    ]
    return beyond[0] if len(beyond) == 1 else ""


def _rest(claim: Quantity, amount: float) -> str:
    """What is left of a sum of money without an amount of it."""
    return counted(round((sized(claim)[0] or 0.0) - amount, 2), "元")


def _states_case(question: Question) -> bool:
    """Whether figures of a question are of a case: somebody's own, of one thing (一套100平方米), of all, or for what is due.

    The last are plain figures of which a question asks what is given: 认证费用15万元，补多少.
    """
    if question.advice or cues.FIRST_PERSON.search(question.plain):
        return True
    if "每" in question.plain:
        return False
    if TOGETHER.search(question.plain) or _ONE_THING.search(question.plain):
        return True
    plain_figure = all(
        not claim.comparator and claim.upper is None and claim.value != 1
        for claim in question.claims
    )
    of_one = _ASKS_OF_ONE.search(question.plain) is not None
    return plain_figure and not of_one and _ASKS_GIVEN.search(question.plain) is not None


def _is_spent(claim: Quantity, plain: str) -> bool:
    """Whether a sum of money is one that somebody spends, of which shares are given: no turnover."""
    begin = max(plain.rfind(mark, 0, claim.start) for mark in ",，。;；") + 1
    if _FOR_EACH.search(plain[begin : claim.start]):
        return False  # 每个投30万: how many there are is to be told too
    if TOGETHER.search(plain) and _EACH_TIME.search(plain[begin : claim.start]):
        return False  # 每月1200元，一共: for how long is to be told too
    around = re.split(r"[,，。;；?？]", plain[begin:])[0]
    return _SPENT.search(around) is not None and _EARNED.search(around) is None


def _rates_for(claim: Quantity, plain: str, quotes: Sequence[str]) -> list[Rate]:
    """The rates for a figure of a question: of money those of what it says the sum is, else of what is spent."""
    rates = rates_of(claim, quotes)
    if sized(claim)[1] != "元":
        return rates
    based = _based(claim, plain, quotes)
    if based and len(rates) > len(based):
        words = {word for word in content_words(plain) if len(word) > 1}
        held = [{w for w in words if w in _label_of(rate, rates, quotes)} for rate in rates]
        told = [
            rate
            for rate, own in zip(rates, held, strict=True)
            if all(other is own or other < own for other in held)
        ]
        if len(told) == 1 and told[0] not in based:
            return told  # 零部件企业按2%, which says not of what
    return based or (rates if _is_spent(claim, plain) else [])


def _rate_meant(rates: Sequence[Rate], plain: str, quotes: Sequence[str]) -> Rate | None:
    """The only rate, or of several the one whose own quote says for whom, in words of the question."""
    if len(rates) < _SEVERAL:
        whole = TOGETHER.search(plain) is not None
        return next((rate for rate in rates if not (whole and is_added(rate.words, quotes))), None)
    first = [rate for rate in rates if not is_added(rate.words, quotes)]
    if len(first) == 1 < len(rates):
        added = [rate for rate in rates if rate is not first[0]]
        return (
            None
            if any(is_touched(rate.words, first[0].words, plain, quotes) for rate in added)
            else first[0]
        )
    labels = [_label_of(rate, rates, quotes) for rate in rates]
    if any(_IN_ROW.match(label) for label in labels[1:]):
        labels = [_ROW_MARK.split(label)[-1] for label in labels]  # 亚洲每人5000元、欧洲每人1万元
    told = label_told(plain, labels)
    return None if told is None else rates[told]


def _label_of(rate: Rate, rates: Sequence[Rate], quotes: Sequence[str]) -> str:
    """What stands before a rate in its quote, back to the rate before it."""
    quote = next(quote for quote in quotes if rate.words in quote)
    at = quote.find(rate.words)
    ends = [
        quote.find(other.words) + len(other.words)
        for other in rates
        if other is not rate and 0 <= quote.find(other.words) < at
    ]
    return quote[max(ends, default=0) : at]


def _based(claim: Quantity, plain: str, quotes: Sequence[str]) -> list[Rate]:
    """The shares of what the question calls its sum: 按出口额的1% for 去年出口6000万元."""
    before = re.split(r"[,，。;；?？]", plain[: claim.start])[-1][-_NEAR_CLAIM:]
    words = [word for word in content_words(before) if len(word) > 1]
    return [
        rate
        for rate in (rates_of(claim, quotes) if sized(claim)[1] == "元" else [])
        if (base := _BASE.search(rate.words)) and any(word in base[1] for word in words)
    ]


def rates_of(claim: Quantity, quotes: Sequence[str], *, of_any: bool = False) -> list[Rate]:
    """The rates of some quotes for what a figure counts: yuan for each 亩, a share of 元.

    A rate for what is beyond something, or lacking, is one for a figure of such alone, or `of_any`.
    """
    measure = sized(claim)[1]
    if measure == "元":
        return [rate for quote in quotes for rate in _shares(quote)]
    unit = re.escape(measure)
    period = rf"(?:每(?:{'|'.join(_PERIODS)}))?"
    each = re.compile(rf"每一?{unit}{period}{_PLAIN}{_AMOUNT}(?!/|每|以[上下内])")
    return [
        Rate(found[0], parse_numeral(found[1]) or 0.0)
        for quote in quotes
        for found in each.finditer(quote)
        if not _SHORT_OF.search(re.split(r"[,，。；;：:]", quote[: found.start()])[-1])
        or of_any
        or _IS_BEYOND.search(claim.subject)
    ]


def _shares(quote: str) -> Iterator[Rate]:
    """The shares of money that a quote gives, those of what is beyond a sum as such."""
    beyond = list(_BEYOND.finditer(quote))
    for found in beyond:
        share = float(found[2]) / 100
        yield Rate(found[0], share, beyond=parse_numeral(found[1]) or 0.0)
    for found in (
        *_SHARE.finditer(quote),
        *_SHARE_BEHIND.finditer(quote),
        *_SHARE_UP_TO.finditer(quote),
    ):
        if not any(each.start() < found.end() and found.start() < each.end() for each in beyond):
            yield Rate(found[0], float(found[1]) / 100)


def amount_of(claim: Quantity, rate: Rate) -> float:
    """What a rate gives for a figure, in yuan."""
    return round(max((sized(claim)[0] or 0.0) - rate.beyond, 0.0) * rate.value, 2)


def _of_years(question: Question, quotes: Sequence[str]) -> str:
    """The amount of all years of a span, of which the text gives that of each."""
    span = YEAR_SPAN.search(question.plain)
    if span is None or not TOGETHER.search(question.plain) or question.intent is not Intent.FIGURE:
        return ""
    rates = yearly_rates(quotes)
    first, last = int(span[1]), int(span[2])
    covered = any(
        int(told[1]) <= first < last <= int(told[2])
        for quote in quotes
        for told in YEAR_SPAN.finditer(quote)
    )
    if len(rates) != 1 or not covered:
        return ""
    years = last - first + 1
    return f"按“{rates[0].words}”计算，{years} 年为 {_over(rates[0], years)}。"


def _over(rate: Rate, years: int) -> str:
    """What a yearly rate comes to over some years: of a floor, a floor."""
    return f"{rate.floor}{counted(rate.value * years, '元')}"


def _of_most(question: Question, quotes: Sequence[str]) -> str:
    """The most for all together, of so much for each and so many at most: 每店5万元, 最多4家."""
    if not TOGETHER.search(question.plain) or question.intent is not Intent.FIGURE:
        return ""
    most = [
        (found[0], claim)
        for quote in quotes
        for found in _MOST_OF_THEM.finditer(quote)
        for claim in find_quantities(found[1])
    ]
    rates = [Rate(f[0], parse_numeral(f[1]) or 0.0) for q in quotes for f in _OF_EACH.finditer(q)]
    if len(most) != 1 or len(rates) != 1 or sized(most[0][1])[1] not in _COUNTED:
        return ""
    words, count = most[0]
    amount = counted(amount_of(count, rates[0]), "元")
    return f"按“{rates[0].words}”和“{words}”计算，最多为 {amount}。"


def _of_months(question: Question, quotes: Sequence[str]) -> str:
    """The most of a monthly amount over the longest time that it is paid: 每月最高800元, 不超过24个月."""
    whole = TOGETHER.search(question.plain) or _ALL_MONTHS.search(question.plain)
    if not whole or question.intent is not Intent.FIGURE or question.claims:
        return ""
    rates = list(dict.fromkeys(f[0] for q in quotes for f in _MONTHLY.finditer(q)))
    times = list(dict.fromkeys(f[0] for q in quotes for f in _MONTHS.finditer(q)))
    if len(rates) != 1 or len(times) != 1:
        return ""
    return f"按“{rates[0]}”和“{times[0]}”计算，最多为 {_over_months(rates[0], times[0])}。"


def _over_months(rate: str, time: str) -> str:
    """What a monthly amount comes to over some time, both as printed; '' where they are none."""
    each, months = _MONTHLY.fullmatch(rate), _MONTHS.fullmatch(time)
    if each is None or months is None:
        return ""
    count = int(months[1]) if months[1] else 12 * int(months[2])
    return counted((parse_numeral(each[1]) or 0.0) * count, "元")


def _of_ratio(question: Question, quotes: Sequence[str]) -> str:
    """How many are needed for the only figure of its unit in a case: 每500辆不少于3人, for 3000辆."""
    if not _states_case(question) or question.intent is not Intent.FIGURE:
        return ""
    found = [
        (claim, ratio)
        for claim in question.claims
        for ratio in _ratios(quotes)
        if not claim.comparator and claim.value and ratio.measure == claim.unit
    ]
    if len(found) != 1 or found[0][1].unit not in alike_units(question.unit):
        return ""
    claim, ratio = found[0]
    return f"按“{ratio.words}”计算，问题中的“{claim.text}”为 {ratio.over(claim)}。"


@dataclass(frozen=True, slots=True)
class _Ratio:
    """So many of a unit for every so many of a measure, as quoted, with its bound: 每500辆不少于3人."""

    words: str
    every: float
    measure: str
    bound: str
    number: float
    unit: str

    def over(self, claim: Quantity) -> str:
        """What it comes to for a figure of its measure, begun parts counted whole."""
        needed = math.ceil((claim.value or 0.0) / self.every) * self.number
        return f"{self.bound if _FLOOR.search(self.bound) else ''}{needed:g}{self.unit}"


def _ratios(quotes: Sequence[str]) -> list[_Ratio]:
    return [
        _Ratio(
            found[0],
            parse_numeral(found[1]) or 1.0,
            found[2],
            found[3],
            parse_numeral(found[4]) or 0.0,
            found[5],
        )
        for quote in quotes
        for found in _PER_SO_MANY.finditer(quote)
    ]


def is_most_right(rate: str, words: str, amount: str, quotes: Sequence[str]) -> bool:
    """Whether a remark that multiplies what each gets by the most of them does so rightly.

    Args:
        rate: What each gets, as the remark quotes it.
        words: How many at most, likewise.
        amount: What the remark makes of both.
        quotes: What its answer quotes.
    """
    each, most = _OF_EACH.fullmatch(rate), _MOST_OF_THEM.fullmatch(words)
    held = all(any(w in q for q in quotes) for w in (rate, words))
    if held and _over_months(rate, words) == amount:
        return True
    if each is None or most is None or not held:
        return False
    value = (find_quantities(most[1])[0].value or 0.0) * (parse_numeral(each[1]) or 0.0)
    return counted(value, "元") == amount


def yearly_rates(quotes: Sequence[str]) -> list[Rate]:
    """The amounts of each year that some quotes give."""
    return [
        Rate(found[0], parse_numeral(found[2]) or 0.0, found[1])
        for quote in quotes
        for found in _YEARLY.finditer(quote)
    ]


def is_computed_right(
    words: str, case: str, amount: str, quotes: Sequence[str], rest: str = ""
) -> bool:
    """Whether a remark of this module computes rightly from a rate that stands in the quotes.

    Args:
        words: The rate as the remark quotes it.
        case: The figure of the question, or the number of years.
        amount: What the remark makes of it.
        quotes: What its answer quotes.
        rest: What the remark says is left of the figure, where it does.
    """
    years = re.fullmatch(r"(\d+) 年", case)
    if years:
        rates = [rate for rate in yearly_rates(quotes) if rate.words == words]
        return bool(rates) and _over(rates[0], int(years[1])) == amount
    ratios = [ratio for ratio in _ratios(quotes) if ratio.words == words]
    claims = find_quantities(case)
    if ratios and claims:
        return ratios[0].over(claims[0]) == amount
    found = rates_of(claims[0], quotes, of_any=True) if claims else []
    rates = [rate for rate in found if rate.words == words]
    if not rates or counted(amount_of(claims[0], rates[0]), "元") != amount:
        return False
    return not rest or _rest(claims[0], amount_of(claims[0], rates[0])) == rest
