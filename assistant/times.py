"""Answers with a date, a period, a time of day, how often something is done, or a way to get in touch."""

import re
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.by_document import with_remarks
from assistant.citations import Draft, cite
from assistant.evidence import Evidence, Sentence
from assistant.figure_candidates import TOGETHER
from assistant.lexicon import content_words, official_words
from assistant.library import Library
from assistant.question import Intent, Question
from assistant.quoting import is_told_apart, quote_either, quote_sentences, stem_above
from assistant.support import quoted_sentences
from documents.numerals import counted
from documents.quantities import find_quantities
from documents.regular_expressions import regex

_ASKS_DATE = regex(
    r"几月|几号|几日|哪(?:一|几|些)?[天日]|日期|什么时候|何时|啥时候|哪一?年|什么时间|起止"
)
_DATE = regex(
    r"(?:19|20)\d\d\s*年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}日|[一二三四五六七八九十]{1,3}日|底|初|末|[上中下]旬)|年底|"
    r"除夕|春节|元宵|清明节|端午|中秋|国庆|元旦|正月|腊月|“十[三四五六]五”|(?:之日|次日)起|每(?:年|季|月)[^，。]{0,6}(?:前|月|\d日)|(?:全年|常年|随时|长期)(?:受理|接受|开放|申报|申请|办理|有效)"
)
_ASKS_SPAN = regex(
    r"(?:从|自)[^,，。]{0,8}(?:到|至)[^,，。]{0,4}(?:哪|几|什么|何)|起止|哪(?:几|些)[天日]|(?:什么时候|何时|哪一?天|几号)(?:开始|起)[^。]{0,14}(?:到|截止|结束)(?:什么时候|何时|哪|几)|(?:到|至)(?:哪一?天|几号)(?:截止|结束|为止)|哪段时间|哪个时间段"
)
_SPAN = regex(
    r"\d{1,2}[月日]\d{0,2}日?\s*(?:起)?(?:至|到|[-—–~～]+)\s*(?:(?:19|20)\d\d年|次年|当年|当月|同年)?\d{1,2}[月日]"
    r"|(?:除夕|正月[初十一二三四五六七八九]+|腊月[一二三四五六七八九十廿]+)\s*(?:至|到|[-—–~～]+)"
)
_ASKS_END = regex(
    r"截止|(?:到|至)(?:什么时候|啥时候|何时|哪一?[天年日]|几[月号])|(?:哪一?天|什么时候|何时|几[月号])(?:之?前|为止|结束)|最晚|最迟"
)
_END = regex(rf"{_SPAN.pattern}|(?:日|月|年|月?底)(?:之?前|以前|止|截止)|有效期")
_ASKS_CLOCK = regex(r"几点")
_CLOCK = regex(
    r"\d{1,2}\s*[:：]\s*\d{2}|(?:[上下中]午|[早晚]上|凌晨)?[一二三四五六七八九十\d]+(?:点|时)"
)
_ASKS_HOURS = regex(
    r"(?:什么|哪些|哪个)时间(?:段)?[^,，。]{0,4}(?:可以|能|打|开|办|营业|上班|受理|接听|咨询|预约)|(?:营业|办公|受理|咨询|接听|开放|服务|上班)时间"
)
_HOURS = regex(r"\d{1,2}\s*[:：]\s*\d{2}|工作日\s*(?:上午|下午|\d{1,2}[:：时点])")
_PERIOD = regex(
    r"\d+\s*(?:个)?(?:工作日|小时|分钟|天|日|个月|月|年|周(?!岁))|[一二三四五六七八九十两百半]+(?:个)?(?:工作日|小时|分钟|天|日|个月|年|周)|(?:[一二两三四五六七八九十]|\d+)个[\u4e00-\u9fff]{1,3}(?:期|季|年度)|有效期|(?:之日|次日)起"
)
_COURSE = regex(rf"{_PERIOD.pattern}|(?:\d+|[一二三四五六七八九十百]+)个?(?:学时|课时)")
_ASKS_COURSE = regex(r"(?:训|学|课|教)[^,，。]{0,8}(?:多久|多长)|学时|课时")
_DATE_OR_PERIOD = regex(f"{_DATE.pattern}|{_PERIOD.pattern}")
_ASKS_WHEN = regex(r"什么时候|何时|啥时候|最晚|最迟|什么时间")
_CONTACT = regex(
    r"\d{3,4}-\d{7,8}|1\d{10}|\d{5}\b(?=.{0,4}热线)|热线|https?://|www\.|@|地址[:：]|电话[:：]"
)
_OFTEN = regex(
    r"每(?:隔)?(?:[一二两三四五六七八九十半\d]*(?:个)?(?:年|季度|季|月|周|日|天|学期|小时))|一年[^,，。]{0,4}次|(?:定期|不定期)"
)
_ASKS_OFTEN = regex(
    r"(?:隔|每隔)?(?:多久|多长时间|几年|几个月|几天|几周)[^,，。]{0,8}一(?:次|回|趟|轮)|隔多久|频率|频次|多长周期"
)
_HOW_LONG = regex(r"多久|多长|几|多少")
_NUMBER = regex(r"[\d一二三四五六七八九十两]")
_SUMMED_UNIT = regex(r"(?:多少|几)(?:个)?(工作日|天|日|个?月)")
_SUMMED_UNITS = {
    "工作日": ("个工作日", "工作日"),
    "天": ("天", "日"),
    "日": ("天", "日"),
    "个月": ("个月",),
    "月": ("个月",),
}
_MOST_SUMMED = 4
_FROM_START_TO_END = regex(r"从[^,，。]{2,14}到[^,，。]{1,14}(?:完|为止|结束|下来|拿到|办好|定)")
_TIMED = 0.3
_NUMBERED = 0.3
_ENDING = 0.3
_SPECIFIC_WORD = 0.3
_ABOUT_AS_WELL = 0.2
_SHORT = 160
_EACH = regex(r"各(?:是|能|可|要|为|有|多|自)|分别")


def answer_time(question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that gives a date or a period for what was asked, or None."""
    found = (_sentence_with(question, evidence, each) for each in _time_patterns(question))
    return next(filter(None, found), None)


def _time_patterns(question: Question) -> list[re.Pattern[str]]:
    """What a time asked for looks like in a text, the likeliest first."""
    if _ASKS_CLOCK.search(question.plain):
        return [_CLOCK]
    if _ASKS_OFTEN.search(question.plain):
        return [_OFTEN]
    if _ASKS_HOURS.search(question.plain):
        return [_HOURS, _DATE, _PERIOD]
    if _ASKS_SPAN.search(question.plain):
        return [_SPAN, _DATE]
    if _ASKS_DATE.search(question.plain):
        return [_DATE_OR_PERIOD] if _ASKS_WHEN.search(question.plain) else [_DATE]
    return [_COURSE if _ASKS_COURSE.search(question.plain) else _PERIOD]


def answer_contact(question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that gives a telephone number or an address, or None."""
    return _sentence_with(question, evidence, _CONTACT)


def _is_timed(question: Question, sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """Whether a phrase with a time, or the phrase before it, holds a word of the question."""
    words = [w for w in content_words(question.plain) if len(w) > 1]
    words += [o for word in words for o in official_words(word)]
    pieces = re.split(r"[，,；;。]", sentence.text)
    return any(
        pattern.search(piece)
        and any(word in f"{pieces[at - 1] if at else ''}{piece}" for word in words)
        for at, piece in enumerate(pieces)
    )


def time_with_rival(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """A time with that of another clause that fits about as well: the reader sees that it may be either."""
    cited = {(citation.document, citation.position) for citation in answer.citations}
    if question.intent is not Intent.TIME or question.yes_no or len(cited) != 1 or answer.remarks:
        return answer
    patterns = _time_patterns(question)
    scored = next(filter(None, (_scored(question, evidence, each) for each in patterns)), [])
    others = [
        (score, sentence)
        for score, sentence in scored
        if (sentence.document.identifier, sentence.clause.position) not in cited
    ]
    if not others or len(others) == len(scored):
        return answer
    highest = max(score for score, _ in scored)
    score, rival = max(others, key=lambda pair: pair[0])
    if not 0 <= highest - score < _ABOUT_AS_WELL:
        return answer
    told = quoted_sentences(evidence, answer)
    return quote_either(told, [rival], question, evidence.library)


def _sentence_with(
    question: Question, evidence: Evidence, pattern: re.Pattern[str]
) -> Answer | None:
    """The sentence that fits best of those that match a pattern."""
    scored, library = _scored(question, evidence, pattern), evidence.library
    if not scored:
        return None
    best = max(scored, key=lambda pair: pair[0])[1]
    every = _EACH.search(question.plain) is not None or not is_told_apart(question, best)
    stem = stem_above(best) if every else None
    if stem is not None:
        return quote_sentences([stem], question, library)
    draft = Draft()
    for start, end in _told_with(best, pattern, library):
        quote = cite(best.document, best.clause, start, end)
        draft.say(quote.quote, quote)
    return draft.answer(Status.ANSWERED, question.plain)


def _scored(
    question: Question, evidence: Evidence, pattern: re.Pattern[str]
) -> list[tuple[float, Sentence]]:
    """The sentences that match a pattern, each with how well it fits."""
    scored: list[tuple[float, Sentence]] = []
    library = evidence.library
    ends = _ASKS_END.search(question.plain) is not None
    counted = pattern in (_PERIOD, _COURSE) and _HOW_LONG.search(question.plain) is not None
    for sentence in evidence.sentences:
        if not pattern.search(sentence.text):
            continue
        around = library.around(sentence)
        coverage = library.coverage(question.plain, around)
        likeness = max(library.likeness(question.plain, around), 0.0)
        timed = _TIMED * _is_timed(question, sentence, pattern)
        specific = _SPECIFIC_WORD * library.holds_specific(question.plain, sentence)
        told = (found[0] for found in pattern.finditer(sentence.text))
        numbered = _NUMBERED * (counted and any(map(_NUMBER.search, told)))
        ending = _ENDING * (ends and _END.search(sentence.text) is not None)
        score = (
            sentence.score + 0.4 * coverage + 0.5 * likeness + timed + specific + numbered + ending
        )
        scored.append((score, sentence))
    return scored


def _told_with(best: Sentence, pattern: re.Pattern[str], library: Library) -> list[tuple[int, int]]:
    """A sentence and those of its clause that tell of a time too, all where they are short."""
    spans = [
        (start, end)
        for start, end in library.sentence_spans(best.document, best.clause)
        if pattern.search(best.document.text[start:end])
    ]
    short = sum(end - start for start, end in spans) <= _SHORT
    told = spans if short and (best.start, best.end) in spans else [(best.start, best.end)]
    first, *others = told
    begin = library.begin_of(replace(best, start=first[0], end=first[1]))
    return [(begin, first[1]), *others]


def with_total_time(question: Question, answer: Answer) -> Answer:
    """An answer with the sum of its periods, where a question asks for all together: 10个工作日 and 10个工作日.

    Of one unit, in one clause; of a rate (每次3日) or more periods than steps have nothing is added.
    """
    asked = _SUMMED_UNIT.search(question.plain)
    places = {(citation.document, citation.position) for citation in answer.citations}
    whole = TOGETHER.search(question.plain) or _FROM_START_TO_END.search(question.plain)
    if question.intent is not Intent.TIME or not whole or asked is None:
        return answer
    told = [q for citation in answer.citations for q in find_quantities(citation.quote)]
    alike = [q for q in told if q.unit in _SUMMED_UNITS[asked[1]] and q.value]
    rates = any("每" in citation.quote for citation in answer.citations)
    if len(places) != 1 or rates or not 1 < len(alike) <= _MOST_SUMMED:
        return answer
    if len({quantity.unit for quantity in alike}) > 1:
        return answer
    total = counted(sum(quantity.value or 0.0 for quantity in alike), alike[0].unit)
    return with_remarks(answer, [f"按原文各项合计 {total}。"])
