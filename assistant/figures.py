"""Answers with a figure: the one quantity that was asked for, with comparator, unit, year and subject."""

import re
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence, Library, Sentence
from assistant.question import Question
from documents.quantities import Quantity, find_quantities

_PIECE_END = "，,；;。！？!?\n"
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY_UNIT = re.compile(r"元|块")
_PERCENT_UNIT = re.compile(r"%|％|百分点|‰")
_TIME = re.compile(
    r"(?:19|20)\d\d\s*年|\d{1,2}月\d{1,2}日|\d+\s*(?:个)?(?:工作日|小时|天|日|个月|月|年|周)|[一二三四五六七八九十两]+(?:个)?(?:工作日|小时|天|日|个月|年|周)(?:内|前|以内|以上)?|“十[三四五六]五”|每年|年底|自[^。]{1,12}(?:施行|实施|起)"
)
_CONTACT = re.compile(r"\d{3,4}-\d{7,8}|1\d{10}|\d{5}\b(?=.{0,4}热线)|热线|https?://|www\.|@|地址[:：]|电话[:：]")
_TOGETHER = re.compile(r"一共|总共|合计|共计|加起来|加在一起")
_LEAST_MATCH = 0.34


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A figure that may be the answer; `match` says how well its own words fit, 0 to 1."""

    sentence: Sentence
    quantity: Quantity
    start: int
    end: int
    match: float


def answer_figure(library: Library, question: Question, evidence: Evidence) -> Answer | None:
    """The figure asked for, in the words of its sentence; None where no figure fits."""
    candidates = [
        candidate
        for sentence in evidence.sentences
        for quantity in find_quantities(sentence.text, sentence.start)
        if _fits(question, quantity, sentence)
        for candidate in [_candidate(library, question, sentence, quantity)]
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda c: c.match + 0.5 * c.sentence.score)
    if best.match < _LEAST_MATCH:
        return None
    total = _total(question, [c for c in candidates if c.sentence == best.sentence])
    return _say(question, best, total)


def _total(question: Question, candidates: list[_Candidate]) -> str:
    """The sum of the figures of one sentence, where a question asks for all together."""
    values = [c.quantity.value for c in candidates if c.quantity.unit == candidates[0].quantity.unit]
    if not _TOGETHER.search(question.plain) or len(values) < 2 or None in values:
        return ""
    return f"{sum(v for v in values if v is not None):g}{candidates[0].quantity.unit}"


def _fits(question: Question, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether unit and year of a figure are those asked for."""
    unit = question.unit
    if unit == "元" and not _MONEY_UNIT.search(quantity.unit):
        return False
    if unit == "%" and not _PERCENT_UNIT.search(quantity.unit):
        return False
    if unit and unit not in ("元", "%") and not _same_measure(unit, quantity.unit):
        return False
    years = {int(y) for y in _YEAR.findall(quantity.deadline or sentence.text)}
    return not question.years or not years or bool(years & set(question.years))


def _same_measure(asked: str, unit: str) -> bool:
    """个 counts anything; other measures must agree in their last character (万人, 人)."""
    if asked in ("亿", "万", "千"):
        return asked in unit
    bare = unit.strip("十百千万亿余多")
    return asked[-1] == bare[-1:] or asked in ("个", "大", "点") or bare == "个"


def _candidate(
    library: Library, question: Question, sentence: Sentence, quantity: Quantity
) -> _Candidate:
    start, end = _piece(sentence, quantity)
    own = f"{quantity.subject} {sentence.document.text[start:end]}"
    heading = f"{sentence.clause.title} {own}"
    match = (
        0.4 * library.coverage(question.plain, heading)
        + 0.3 * _overlap(quantity.subject, question.plain)
        + 0.3 * max(library.likeness(question.plain, heading), 0.0)
    )
    return _Candidate(sentence, quantity, start, end, match)


def _overlap(subject: str, question: str) -> float:
    """Share of the character pairs of a subject that a question holds."""
    pairs = [subject[i : i + 2] for i in range(len(subject) - 1)]
    return sum(pair in question for pair in pairs) / len(pairs) if pairs else 0.0


def _piece(sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    """The part of the sentence between commas that holds a figure and what it measures."""
    text = sentence.document.text
    start = max((text.rfind(c, sentence.start, quantity.start) + 1 for c in _PIECE_END))
    start = max(start, sentence.start)
    head = quantity.subject[:4]
    while head and start > sentence.start and head not in text[start : quantity.end + len(quantity.subject) + 2]:
        before = max(text.rfind(c, sentence.start, start - 1) + 1 for c in _PIECE_END)
        start = max(before, sentence.start)
    ends = [i for c in _PIECE_END if (i := text.find(c, quantity.end, sentence.end)) >= 0]
    return start, min(ends, default=sentence.end)


def _say(question: Question, best: _Candidate, total: str) -> Answer:
    sentence, quantity = best.sentence, best.quantity
    text = sentence.document.text
    words = text[best.start : best.end]
    start = best.start
    if quantity.deadline and quantity.deadline not in words:
        at = text.rfind(quantity.deadline, sentence.start, best.start)
        if at >= 0:
            start = at
            words = f"{quantity.deadline},{words}"
    draft = Draft()
    claims = [c for c in question.claims if c.unit == quantity.unit or _PERCENT_UNIT.search(c.unit + quantity.unit)]
    if claims and all((c.value, c.unit) != (quantity.value, quantity.unit) for c in claims):
        draft.remark("与原文不符。原文是：")
    whole = bool(total) or question.asks > 1
    if whole:
        start, words = sentence.start, sentence.text.rstrip("。；;")
    end = sentence.end if whole else best.end
    draft.say(f"{words}。", cite(sentence.document, sentence.clause, start, end))
    if total:
        draft.remark(f"按原文各项合计 {total}。")
    return draft.answer(Status.ANSWERED, question.plain)


def answer_time(library: Library, question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that gives a date or a period for what was asked, or None."""
    return _sentence_with(library, question, evidence, _TIME, 0.55)


def answer_contact(library: Library, question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that gives a telephone number or an address, or None."""
    return _sentence_with(library, question, evidence, _CONTACT, 0.4)


def _sentence_with(
    library: Library, question: Question, evidence: Evidence, pattern: re.Pattern[str], least: float
) -> Answer | None:
    for sentence in evidence.sentences[:6]:
        around = f"{sentence.clause.title} {sentence.text}"
        if pattern.search(sentence.text) and library.coverage(question.plain, around) >= least:
            draft = Draft()
            quote = cite(sentence.document, sentence.clause, sentence.start, sentence.end)
            draft.say(quote.quote, quote)
            return draft.answer(Status.ANSWERED, question.plain)
    return None
