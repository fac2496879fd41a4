"""Times that no sentence states: how long it is from one date of a text to another, and when a period ends.

Of 自2025年5月1日起施行，有效期至2027年12月31日 it says 2年8个月; of a period of three months, and a day that
the question states, the day by which it ends.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from assistant.answer import Answer
from assistant.by_document import with_remarks
from assistant.lexicon import content_words
from assistant.question import Intent, Question
from documents.days import day_of, months_later
from documents.numerals import parse_numeral
from documents.regular_expressions import regex

_DATE = regex(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_HOW_LONG = regex(r"多久|多长|(?:几|多少)个月|(?<![哪第前])(?:几|多少)(?:年|天)(?!级)")
_FROM = regex(r"^(?:[(（]?含?当?日?[)）]?)(?:起|开始|至|到|[-—–~～])")
_UNTIL = regex(r"(?:至|到|[-—–~～])\s*$|有效期至|截止")
_BY_WHEN = regex(
    r"(?:最晚|最迟|截止|赶在|之?前|到)[^,，。]{0,10}(?:哪|几|什么时候|何时)|(?:哪一?天|几月几[日号]|什么时候|何时)[^,，。]{0,6}(?:前|为止|截止|到期|失效)|到哪一?年"
)
_PERIOD = regex(
    r"(?:之日|日|后)起?(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>个月|年|日|天)(?:以?内)"
)
_ANY_PERIOD = regex(
    r"(?:之日|日|后|的)起?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|月|年|日|天)(?:以?内)?"
)
_PIECE_END = regex(r"[,，。;；:：、?？]")
_MONTHS = 12
_REMARK = regex(r"按原文，自(.+?)至(.+?)为 (.+?)。")
_IN_FORCE = regex(
    rf"自(?P<begin>{_DATE.pattern})起(?:正式)?(?:施行|实施|执行|生效)[，,；;]?有效期(?:为|限为)?(?P<years>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})年"
)
_EXPIRY_REMARK = regex(r"按原文“(自[^”]+)”，有效至 .+。")
_DUE_REMARK = regex(r"按“(.+?)”计算，自问题中的(.+?)起至 (.+?)。")


def with_time_between(question: Question, answer: Answer) -> Answer:
    """An answer with how long its two dates lie apart, or by when its period ends for a day that is stated."""
    if answer.status.refused or question.yes_no or question.intent not in _TIMED:
        return answer
    quotes = [citation.quote for citation in answer.citations]
    remark = ""
    if _HOW_LONG.search(question.plain):
        remark = _between(quotes)
    elif _BY_WHEN.search(question.plain):
        remark = _due(question.plain, quotes) or _expiry(quotes)
    return with_remarks(answer, [remark]) if remark else answer


_TIMED = (Intent.TIME, Intent.METADATA, Intent.FIGURE, Intent.OPEN)


def _between(quotes: Sequence[str]) -> str:
    """How long it is from the first to the last day, where the quotes give just one of each, or ''."""
    spans = [
        (first[0], last[0])
        for quote in quotes
        for first, last in [_span(quote)]
        if first is not None and last is not None
    ]
    if len(spans) != 1:
        return ""
    length = span_length(*spans[0])
    return f"按原文，自{spans[0][0]}至{spans[0][1]}为 {length}。" if length else ""


def _span(quote: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    dates = list(_DATE.finditer(quote))
    if len(dates) != 2:
        return None, None
    first, last = dates
    begins = _FROM.match(quote[first.end() :])
    ends = _UNTIL.search(quote[: last.start()])
    return (first, last) if begins and ends else (None, None)


def span_length(first: str, last: str) -> str:
    """How long it is from one printed day to another, both counted, in years and months, else in days; '' if not at all."""
    begin, end = day_of(first), day_of(last)
    if begin is None or end is None or end <= begin:
        return ""
    behind = end + timedelta(days=1)
    if behind.day != begin.day:
        return f"{(behind - begin).days}天"
    months = (behind.year - begin.year) * _MONTHS + behind.month - begin.month
    years, rest = divmod(months, _MONTHS)
    return f"{years}年" * bool(years) + f"{rest}个月" * bool(rest)


def _due(plain: str, quotes: Sequence[str]) -> str:
    """The day by which the period of the act that is asked ends for the only day that a question states, or ''.

    Of all periods of the quotes, those in working days too, the only one is meant that is counted from
    what the question says of its day (受理), or the one whose act it names as well.
    """
    stated = list(_DATE.finditer(plain))
    if len(stated) != 1:
        return ""
    asked = _PIECE_END.split(plain)
    periods = [
        _Period(found[0], before, behind)
        for quote in quotes
        for found in _ANY_PERIOD.finditer(quote)
        for before, behind in [_around(found, quote)]
        if not _DATE.search(quote, found.end())  # 最迟不晚于2027年1月15日 limits it
    ]
    begun = [each for each in periods if _shares_word(each.before, plain)]
    meant = [each for each in begun if _shares_word(each.behind, asked[-1] or plain)] or begun
    if len(meant) != 1:
        return ""
    began = "{}年{}月{}日".format(*stated[0].groups())
    due = end_of_period(meant[0].words, began)
    return f"按“{meant[0].words}”计算，自问题中的{began}起至 {due}。" if due else ""


@dataclass(frozen=True, slots=True)
class _Period:
    """A period as printed, with the words before it that tell from when, and those behind it that tell for what."""

    words: str
    before: str
    behind: str


def _around(found: re.Match[str], quote: str) -> tuple[str, str]:
    """What stands before and behind a period, between the marks around it."""
    return _PIECE_END.split(quote[: found.start()])[-1], _PIECE_END.split(quote[found.end() :])[0]


def _shares_word(words: str, plain: str) -> bool:
    """Whether a question has a word of some words."""
    return any(word in plain for word in content_words(words) if len(word) > 1)


def _expiry(quotes: Sequence[str]) -> str:
    """The last day on which the document holds, where the quotes tell its first day and for how many years, or ''."""
    told = list(dict.fromkeys(found[0] for q in quotes for found in _IN_FORCE.finditer(q)))
    return expiry_of(told[0]) if len(told) == 1 else ""


def expiry_of(words: str) -> str:
    """The remark on the last day of a validity as printed (自2025年7月10日起施行，有效期5年), '' where it is none."""
    found = _IN_FORCE.fullmatch(words)
    begin = day_of(found["begin"]) if found else None
    years = int(parse_numeral((found["years"] if found else "").replace("两", "二")) or 0)
    if begin is None or not years:
        return ""
    last = months_later(begin, years * _MONTHS) - timedelta(days=1)
    return f"按原文“{words}”，有效至 {last.year}年{last.month}月{last.day}日。"


def end_of_period(period: str, began: str) -> str:
    """The day on which a period, as printed, ends that is counted from a printed day; '' where it cannot be told.

    The day that it is counted from is not one of it, and months end on the day of that number (Civil
    Code of the People's Republic of China, articles 201 and 202).
    """
    found, begin = _PERIOD.search(period), day_of(began)
    number = int(parse_numeral(found["number"].replace("两", "二")) or 0) if found else 0
    if found is None or begin is None or not number:
        return ""
    if found["unit"] in ("日", "天"):
        end = begin + timedelta(days=number)
    else:
        end = months_later(begin, number * (_MONTHS if found["unit"] == "年" else 1))
    return f"{end.year}年{end.month}月{end.day}日"


def is_time_right(remark: str, quotes: str) -> bool:
    """Whether a remark of this module is worked out rightly from dates or a period of the quotes."""
    expiry = _EXPIRY_REMARK.match(remark)
    if expiry:
        return expiry[1] in quotes and expiry_of(expiry[1]) == expiry[0]
    between, due = _REMARK.search(remark), _DUE_REMARK.search(remark)
    if between:
        held = between[1] in quotes and between[2] in quotes
        return held and span_length(between[1], between[2]) == between[3]
    return due is not None and due[1] in quotes and end_of_period(due[1], due[2]) == due[3]
