"""Answers with a figure: the one quantity that was asked for, with comparator, unit, year and subject."""

import re
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.duties import say_office
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words, is_listed_place, official_words
from assistant.library import Library
from assistant.parts import list_items
from assistant.question import Question
from documents.quantities import Quantity

_MARKS = re.compile(r"[，,、；;：:。！？!?\n]")
_PIECE_END = "，,；;。！？!?\n"
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY_UNIT = re.compile(r"元|块")
_PERCENT_UNIT = re.compile(r"%|％|百分点|‰")
_ASKS_DATE = re.compile(r"几月|几号|几日|哪一?天|日期|什么时候|何时|啥时候|哪一?年|什么时间|起止")
_DATE = re.compile(
    r"(?:19|20)\d\d\s*年|\d{1,2}月\d{1,2}日|\d{1,2}月底|年底|“十[三四五六]五”|(?:之日|次日)起|每年[^，。]{0,6}(?:前|月)"
)
_ASKS_CLOCK = re.compile(r"几点")
_CLOCK = re.compile(
    r"\d{1,2}\s*[:：]\s*\d{2}|(?:[上下中]午|[早晚]上|凌晨)?[一二三四五六七八九十\d]+(?:点|时)"
)
_PERIOD = re.compile(
    r"\d+\s*(?:个)?(?:工作日|小时|分钟|天|日|个月|月|年|周(?!岁))|[一二三四五六七八九十两百]+(?:个)?(?:工作日|小时|分钟|天|日|个月|年|周)|(?:[一二两三四五六七八九十]|\d+)个[\u4e00-\u9fff]{1,3}(?:期|季|年度)|有效期|(?:之日|次日)起"
)
_ASKS_WHEN = re.compile(r"什么时候|何时|啥时候|最晚|最迟|什么时间")
_CONTACT = re.compile(
    r"\d{3,4}-\d{7,8}|1\d{10}|\d{5}\b(?=.{0,4}热线)|热线|https?://|www\.|@|地址[:：]|电话[:：]"
)
_ASKS_AMOUNT = re.compile(r"(?:总量|总额|规模|总数|总值|总投资|盘子)[^,，。率比]{0,8}(?:多少|多大|几|[?？。]|$)")
_ABOUT = re.compile(r"左右|上下|约|近")
_FLOOR = re.compile(r"以上|不低于|不少于|至少|最低|最少|超过|高于")
_CEILING = re.compile(r"以下|不超过|不高于|不多于|最高|最多|以内|不得超过")
_HANGING = re.compile(
    r"处|并|可处|可以处|给予|按|每|不|最|分别|单个|单户|累计|一次性|奖励|补助|补贴|资助|达到|增长|期限|总额|限|可|由|其中"
)
_SEVERAL = re.compile(
    r"各(?:自|地|类|种|档|级|项|家|个|[\u4e00-\u9fff]{1,4})?(?:是|为|有|奖|补|给|罚|占|不)?(?:多少|几|什么|多大)|分别|各(?:多少|几)|每(?:一)?(?:类|种|档|级|项|步|阶段)[^,，。]{0,6}(?:多少|几)|"
    r"[\u4e00-\u9fff]{2,8}(?:和|与|及|、)[\u4e00-\u9fff]{2,8}?(?:的)?(?:最低|最高)?(?:要求|标准)?(?:是|为|要)多少|(?:最低|下限)[^,，。]{0,6}(?:最高|上限)|[两三四五六七八九十\d几](?:个)?(?:级别|档次?|等级|种情况|类)"
)
_WHOLE_SENTENCE = 120
_OFTEN = re.compile(
    r"每(?:隔)?(?:[一二两三四五六七八九十半\d]*(?:个)?(?:年|季度|季|月|周|日|天|学期|小时))|一年[^,，。]{0,4}次|(?:定期|不定期)"
)
_ASKS_OFTEN = re.compile(
    r"(?:隔|每隔)?(?:多久|多长时间|几年|几个月|几天|几周)[^,，。]{0,8}一(?:次|回|趟|轮)|隔多久|频率|频次|多长周期"
)
_ASSERTED = re.compile(r"既然|文件说|听说|规定的是|明明|不是说|据说|记得")
_COUNTED_NOUN = re.compile(
    r"(?:多少|(?<![哪这那好第前后十])几)[个家张名户项所处座条台套辆艘次篇部类种支期]([\u4e00-\u9fff]{2,8})"
)
_TOGETHER = re.compile(r"一共|总共|合计|共计|加起来|加在一起")
_COUNTED = tuple("家个项所处座类种条件大级档")
_AREA = ("平方米", "㎡", "平方公里", "亩", "公顷")
_LONG_CLAUSE = 400
_SHORT_CLAUSE = 300
_SAME_YEAR = 0.5
_COUNTED_THING = 0.4
_SPECIFIC_WORD = 0.3
_TIMED = 0.3


@dataclass(frozen=True, slots=True)
class _Candidate:
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


def answer_figure(question: Question, evidence: Evidence) -> Answer | None:
    """The figure that fits best, in the words of its sentence; None where none has unit and year."""
    candidates = [
        _candidate(evidence.library, question, sentence, quantity)
        for sentence in evidence.sentences
        for quantity in evidence.library.quantities(sentence.document, sentence.clause)
        if sentence.start <= quantity.start < sentence.end and _fits(question, quantity, sentence)
    ]
    if not asserts_figure(question):  # what a question states already is not what it asks
        stated = {(claim.value, claim.unit) for claim in question.claims}
        candidates = [c for c in candidates if (c.quantity.value, c.quantity.unit) not in stated]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: _fitness(question, candidate, evidence.library))
    best = _told_apart(question, best, [c for c in candidates if c.sentence == best.sentence])
    total = _total(question, [c for c in candidates if c.sentence == best.sentence])
    return _say(question, best, total, evidence.library)


def _counts_it(library: Library, question: Question, candidate: _Candidate) -> bool:
    """Whether the thing that a question counts (多少个名额) stands by a figure."""
    counted = _COUNTED_NOUN.search(question.plain)
    nouns = content_words(counted[1])[:1] if counted else []
    around = library.around(candidate.sentence)
    return all(library.holds_word(noun, around) for noun in nouns)


def _surroundings(library: Library, sentence: Sentence) -> str:
    """What a figure belongs to: all of a short clause, of a long one its sentence."""
    return library.around(sentence, whole=len(sentence.clause.text) <= _LONG_CLAUSE)


def _total(question: Question, candidates: list[_Candidate]) -> str:
    """The sum of the figures of one sentence, where a question asks for all together."""
    values = [
        c.quantity.value for c in candidates if c.quantity.unit == candidates[0].quantity.unit
    ]
    if not _TOGETHER.search(question.plain) or len(values) < 2 or None in values:
        return ""
    return f"{sum(v for v in values if v is not None):g}{candidates[0].quantity.unit}"


def _fitness(question: Question, candidate: _Candidate, library: Library) -> float:
    """How well a figure fits: its sentence, its clause, its own words, and the year asked for."""
    same_year = bool(_years(candidate) & set(question.years))
    return (
        candidate.sentence.score
        + 0.4 * candidate.match
        + 0.5 * candidate.coverage
        + _SAME_YEAR * same_year
        + _COUNTED_THING * _counts_it(library, question, candidate)
        + _SPECIFIC_WORD * library.holds_specific(question.plain, candidate.sentence)
    )


def _years(candidate: _Candidate) -> set[int]:
    """The years that a figure holds for: of its deadline, else of its sentence, else its headings."""
    sentence = candidate.sentence
    headings = " ".join(sentence.document.heading_path(sentence.clause))
    for text in (candidate.quantity.deadline, sentence.text, headings):
        if years := {int(year) for year in _YEAR.findall(text)}:
            return years
    return set()


def _told_apart(question: Question, best: _Candidate, beside: list[_Candidate]) -> _Candidate:
    """The figure of a sentence whose own words alone hold a word of the question (增量, not 存量).

    Only figures of the same unit are told apart so; own words are those between two marks.
    """
    same = [c for c in beside if c.quantity.unit == best.quantity.unit]
    own = {c: _between_marks(c) for c in same}
    words = [word for word in content_words(question.plain) if len(word) > 1]
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


def _between_marks(candidate: _Candidate) -> str:
    """The words around a figure up to the next mark on either side."""
    sentence, quantity = candidate.sentence, candidate.quantity
    text = sentence.document.text
    before = re.split(_MARKS, text[sentence.start : quantity.start])[-1]
    return f"{before}{quantity.text}{re.split(_MARKS, text[quantity.end : sentence.end])[0]}"


def _fits(question: Question, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether unit and year of a figure are those asked for."""
    unit = question.unit
    if not unit and _PERCENT_UNIT.search(quantity.unit) and _ASKS_AMOUNT.search(question.plain):
        return False
    if unit == "元" and not _MONEY_UNIT.search(quantity.unit):
        return False
    if unit == "%" and not _PERCENT_UNIT.search(quantity.unit):
        return False
    if unit and unit not in ("元", "%") and not _same_measure(unit, quantity.unit):
        return False
    if not all(_is_about(p, sentence) for p in question.places if is_listed_place(p)):
        return False
    years = {int(y) for y in _YEAR.findall(quantity.deadline or sentence.text)}
    if question.yes_no:  # a wrong year is corrected, not declined
        return True
    return not question.years or not years or bool(years & set(question.years))


def _same_measure(asked: str, unit: str) -> bool:
    """个 counts anything; other measures must agree in their last character (万人, 人)."""
    if asked == "面积":
        return unit.lstrip("十百千万亿") in _AREA
    if asked in ("亿", "万", "千"):
        return asked in unit
    bare = unit.strip("十百千万亿余多")
    if asked == "点":
        return bare == "个百分点" or bare == "%"
    if asked in ("个", "大") or bare == "个":
        return asked[-1] in _COUNTED and (bare in _COUNTED or bare[-1:] == asked[-1])
    return asked[-1] == bare[-1:]


def _is_about(place: str, sentence: Sentence) -> bool:
    """Whether a place is that of the document as a whole, or named in the clause."""
    stem = place[:-1] if len(place) > 2 else place
    document = sentence.document
    if stem in document.title or stem in document.issuer or stem in sentence.clause.title:
        return True
    near = sentence.text if len(sentence.clause.text) > _LONG_CLAUSE else sentence.clause.text
    return stem in near


def _candidate(
    library: Library, question: Question, sentence: Sentence, quantity: Quantity
) -> _Candidate:
    start, end = _piece(sentence, quantity)
    own = f"{quantity.subject} {sentence.document.text[start:end]}"
    coverage = library.coverage(question.plain, _surroundings(library, sentence))
    match = 0.5 * _overlap(quantity.subject, question.plain) + 0.5 * max(
        library.likeness(question.plain, own), 0.0
    )
    return _Candidate(sentence, quantity, start, end, match, coverage)


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


def _say(question: Question, best: _Candidate, total: str, library: Library) -> Answer:
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
    asserted = asserts_figure(question) and not question.advice
    claims = [c for c in question.claims if c.unit == quantity.unit] if asserted else []
    years = {int(year) for year in _YEAR.findall(quantity.deadline)}
    other_year = (
        question.yes_no and bool(question.years and years) and not years & set(question.years)
    )
    if other_year or (claims and not any(_agrees(claim, quantity) for claim in claims)):
        draft.remark("与原文不符。原文是：")
    elif claims and question.yes_no:
        draft.remark("与原文一致。原文是：")
    several = (
        question.asks > 1
        or _SEVERAL.search(question.plain) is not None
        or _is_tiered(question, sentence, library)
    )
    if bool(total) or several or question.advice:
        start, end, words = sentence.start, sentence.end, sentence.text.rstrip("。；;")
    elif _HANGING.match(words) is not None or words.endswith("的"):
        start, end, words = _with_condition(sentence, best.end)
    else:
        end = best.end
    quote = cite(sentence.document, sentence.clause, start, end)
    if words.endswith(("：", ":")):
        draft.say(words, quote)
        list_items(draft, sentence.document, sentence.clause)
    else:
        draft.say(f"{words}。", quote)
    if several and not total:
        _say_others(draft, sentence, library)
    if total:
        draft.remark(f"按原文各项合计 {total}。")
    if question.advice or question.wants_lead:
        say_office(draft, sentence.document, sentence.clause, library)
    return draft.answer(Status.ANSWERED, question.plain)


def _with_condition(sentence: Sentence, end: int) -> tuple[int, int, str]:
    """A figure that says nothing alone (给予20万元) with what stands before it in its sentence.

    A short sentence is given whole.
    """
    if len(sentence.text) <= _WHOLE_SENTENCE:
        end = sentence.end
    words = sentence.document.text[sentence.start : end]
    return sentence.start, end, words.rstrip("。；;")


def _is_tiered(question: Question, sentence: Sentence, library: Library) -> bool:
    """Whether the clause bounds by several steps what a question states: 5家以上, 10家以上."""
    units = {claim.unit for claim in question.claims}
    bounds = library.quantities(sentence.document, sentence.clause)
    steps = {bound.value for bound in bounds if bound.comparator and bound.unit in units}
    return len(steps) > 1


def _say_others(draft: Draft, said: Sentence, library: Library) -> None:
    """The other figures of a short clause, where a question asks for several."""
    others = [
        (start, end)
        for start, end in library.sentence_spans(said.document, said.clause)
        if start != said.start
        and any(start <= q.start < end for q in library.quantities(said.document, said.clause))
    ]
    if len(said.text) + sum(end - start for start, end in others) > _SHORT_CLAUSE:
        return
    for start, end in others:
        quote = cite(said.document, said.clause, start, end)
        draft.say(quote.quote, quote)
        if quote.quote.endswith(("：", ":")):
            list_items(draft, said.document, said.clause)


def _agrees(claim: Quantity, quantity: Quantity) -> bool:
    """Whether a claimed figure is the one of the text: a ceiling is no floor."""
    if (claim.value, claim.unit) != (quantity.value, quantity.unit):
        return False
    if _ABOUT.search(quantity.comparator) and claim.comparator not in ("", quantity.comparator):
        return False
    floors = [_FLOOR.search(q.comparator) is not None for q in (claim, quantity)]
    ceilings = [_CEILING.search(q.comparator) is not None for q in (claim, quantity)]
    return not (floors[0] and ceilings[1]) and not (ceilings[0] and floors[1])


def asserts_figure(question: Question) -> bool:
    """Whether a question states its figure as true, rather than asking about it."""
    return question.yes_no or question.asks == 0 or _ASSERTED.search(question.plain) is not None


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
    if _ASKS_DATE.search(question.plain):
        return [_DATE, _PERIOD] if _ASKS_WHEN.search(question.plain) else [_DATE]
    return [_PERIOD]


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


def _sentence_with(
    question: Question, evidence: Evidence, pattern: re.Pattern[str]
) -> Answer | None:
    """The sentence that fits best of those that match a pattern."""
    found: list[tuple[float, Sentence]] = []
    library = evidence.library
    for sentence in evidence.sentences:
        if not pattern.search(sentence.text):
            continue
        around = library.around(sentence)
        coverage = library.coverage(question.plain, around)
        likeness = max(library.likeness(question.plain, around), 0.0)
        timed = _TIMED * _is_timed(question, sentence, pattern)
        specific = _SPECIFIC_WORD * library.holds_specific(question.plain, sentence)
        score = sentence.score + 0.4 * coverage + 0.5 * likeness + timed + specific
        found.append((score, sentence))
    if not found:
        return None
    best = max(found, key=lambda pair: pair[0])[1]
    draft = Draft()
    quote = cite(best.document, best.clause, best.start, best.end)
    draft.say(quote.quote, quote)
    return draft.answer(Status.ANSWERED, question.plain)
