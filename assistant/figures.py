"""Answers with a figure: the one quantity that was asked for, with comparator, unit, year and subject."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite, ended
from assistant.duties import say_office
from assistant.evidence import Evidence, Sentence
from assistant.explanations import is_explanation
from assistant.figure_candidates import (
    FigureCandidate,
    equally_asked,
    figure_candidates,
    same_part,
    sum_of,
    total_parts,
)
from assistant.figure_fitness import best_candidate, rival_of
from assistant.lexicon import content_words, tagged_words
from assistant.library import Library
from assistant.measures import alike_units
from assistant.parts import list_items
from assistant.question import Intent, Question
from assistant.quoting import (
    is_told_apart,
    quote_either,
    quote_sentences,
    stem_above,
    to_full_stops,
)
from assistant.scales import lacking_step, steps_named
from assistant.summands import are_due, counts_things
from assistant.thresholds import sized
from documents.quantities import Quantity
from documents.regular_expressions import regex

_NUMBER = regex(r"\d+(?:\.\d+)?")
_YEAR = regex(r"(?:19|20)\d\d")
_ABOUT = regex(r"左右|上下|约|近")
_FLOOR = regex(r"以上|不低于|不少于|至少|最低|最少|超过|高于|下限|[≥＞≧>]")
_CEILING = regex(r"以下|不超过|不高于|不多于|最高|最多|最长|以内|之内|不得超过|封顶|上限|[≤＜≦<]")
_HANGING = regex(
    r"对(?!外)|凡|因|处|并|可处|可以处|给予|按|每|不|最|分别|单个|单户|累计|一次性|奖励|补助|补贴|资助|达到|增长|期限|总额|限|可|由|其中"
)
_NUMBERED_STEP = regex(r"[一二三四五六\dA-E甲乙丙丁]")
_SEVERAL = regex(
    r"各(?:自|地|类|种|档|级|项|家|个|[\u4e00-\u9fff]{1,4})?(?:是|为|有|奖|补|给|罚|占|不)?(?:多少|几|什么|多大)|分别|各(?:多少|几)|每(?:一)?(?:类|种|档|级|项|步|阶段)[^,，。]{0,6}(?:多少|几)|"
    r"[\u4e00-\u9fff]{2,8}(?:和|与|及|、)[\u4e00-\u9fff]{2,8}?(?:的)?(?:最低|最高)?(?:要求|标准)?(?:是|为|要)多少|(?:最低|下限)[^,，。]{0,6}(?:最高|上限)|全部(?:说|列|讲)|都(?:说|列|讲)(?:一下|说|出)|[两三四五六七八九十\d几](?:个)?(?:级别|档次?|等级|种情况|类)"
)
_FIGURE_ASKED = regex(
    r"多少|(?<![哪这那好第前后十])几(?=[个家张人名户项所处座条台套辆次类种公亩吨])"
)
_RELATIVE = regex(r"减半|折半|加倍|翻倍|一半|同等|同样标准|不予|不享受|全额")
_LIMITS = regex(
    r"其中|的[,，]|[,，;；](?:仅|但|另|如)|不足|减半|(?:上浮|提高|增加|降低|减少)(?:至|到|为|\d)|放宽|除外|不予|不再|不受|不得|期限|累计|最高|最低|封顶|不超过|不低于|不少于|满"
)
_WHOLE_SENTENCE = 120
_SHORT_SENTENCE = 60
_AMOUNT = regex(r"\d[\d.,]*[百千万亿]*元")
_CLEARLY_NAMED = 0.5
_NEAR_STEP = 0.15
_ASSERTED = regex(r"既然|文件说|听说|规定的是|明明|不是说|据说|记得")
_SHORT_CLAUSE = 300


def answer_figure(question: Question, evidence: Evidence) -> Answer | None:
    """The figure that fits best, in the words of its sentence; None where none has unit and year."""
    library = evidence.library
    candidates = _unstated(question, figure_candidates(question, evidence))
    if not candidates:
        return _in_words(question, evidence)
    best = best_candidate(question, candidates, library)
    fitting = _of_case(question, best, candidates, library)
    if fitting:
        return quote_sentences(fitting, question, library)
    alike = (
        []
        if question.yes_no
        else equally_asked(question, _beside(candidates, best, library), library)
    )
    parts, total = _summed(question, best, candidates)
    draft = Draft()
    verdict = _verdict(question, best)
    if verdict:
        draft.remark(f"{verdict}。原文是：")
    several = question.advice or _asks_several(question, best.sentence, library)
    whole = replace(best.sentence, start=library.begin_of(best.sentence))
    if parts or (alike and not total):
        _say_sentences(draft, parts or alike)
    elif total or several:
        _say_span(draft, whole, whole.start, whole.end)
    else:
        _say_figure(draft, question, replace(best, sentence=whole), library)
    if total:
        draft.remark(f"按原文各项合计 {total}。")
    elif several:
        _say_others(draft, best.sentence, library)
        _say_top(draft, question, best.sentence, evidence)
    if question.advice or question.wants_lead:
        say_office(draft, [best.sentence], library)
    return draft.answer(Status.ANSWERED, question.plain)


def _summed(
    question: Question, best: FigureCandidate, candidates: list[FigureCandidate]
) -> tuple[list[FigureCandidate], str]:
    """The sum that a question asks for, or '', and its parts where they stand in several sentences."""
    meant = same_part(question, best, candidates)
    if len({each.sentence for each in meant}) > 1 and not counts_things(question, meant):
        return meant, sum_of(meant)
    parts = total_parts(question, [c for c in candidates if c.sentence == best.sentence])
    due = are_due(question, parts) and not counts_things(question, parts)
    return [], sum_of(parts) if due and not _is_of_some(question, best.sentence, parts) else ""


def _is_of_some(question: Question, sentence: Sentence, parts: Sequence[FigureCandidate]) -> bool:
    """Whether a question names one step of a scale (一级), and the figures of a sentence are for others too."""
    asked, told = set(steps_named(question.plain)), set(steps_named(sentence.text))
    named = asked & told
    others = {step for step in told - asked for own in named if step[-1] == own[-1]}
    untold = any(map(_NUMBERED_STEP.match, asked - told)) and len(parts) > 1
    return untold or (bool(others) and len(parts) > len(named))


def figure_with_rival(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """A figure with that of another clause that fits about as well: the reader sees that it may be either."""
    cited = {(citation.document, citation.position) for citation in answer.citations}
    if question.intent is not Intent.FIGURE or question.yes_no or len(cited) != 1 or answer.remarks:
        return answer
    candidates = _unstated(question, figure_candidates(question, evidence))
    if not candidates:
        return answer
    best = best_candidate(question, candidates, evidence.library)
    rival = rival_of(question, best, candidates, evidence.library)
    where = best.sentence.document.identifier, best.sentence.clause.position
    if rival is None or where not in cited:
        return answer
    own = answer_figure(question, evidence)
    if own is None or own.citations != answer.citations:
        return answer  # it is of other making: the cell of a table
    told, other = (to_full_stops([c.sentence], evidence.library) for c in (best, rival))
    return quote_either(told, other, question, evidence.library)


def _unstated(question: Question, candidates: list[FigureCandidate]) -> list[FigureCandidate]:
    """The figures that a question does not state already, unless it takes one for true."""
    if asserts_figure(question):
        return candidates
    stated = {(claim.value, claim.unit) for claim in question.claims}
    return [c for c in candidates if (c.quantity.value, c.quantity.unit) not in stated]


def _in_words(question: Question, evidence: Evidence) -> Answer | None:
    """The best sentence where it counts in words what is asked (分两次拨付), with what follows it."""
    first = next(iter(evidence.sentences), None)
    units = "|".join(alike_units(question.unit)) if len(question.unit) == 1 else question.unit
    worded = rf"[一二两三四五六七八九十](?:{units})(?!性)"
    if first is None or not question.unit or not re.search(worded, first.text):
        return None
    return quote_sentences(to_full_stops([first], evidence.library), question, evidence.library)


def _of_case(
    question: Question, best: FigureCandidate, candidates: list[FigureCandidate], library: Library
) -> list[Sentence]:
    """What is quoted for the case that is asked, where the figure alone is not all; else nothing."""
    stem = _stem_of_steps(question, best, candidates) or _stem_of_case(question, best, candidates)
    if stem is not None:
        return [stem]
    share = _share_of(question, best, library)
    return [best.sentence, share] if share is not None else []


def _share_of(question: Question, best: FigureCandidate, library: Library) -> Sentence | None:
    """The sentence behind a figure that says what share of it is given for the case that is asked.

    主导制定的奖励30万元；参与制定的减半: asked of 参与, the half is the answer.
    """
    document, clause = best.sentence.document, best.sentence.clause
    words = [word for word, _ in tagged_words(question.plain) if len(word) > 1]
    lacking = [word for word in words if word not in best.sentence.text]
    behind = [
        span for span in library.sentence_spans(document, clause) if span[0] >= best.sentence.end
    ]
    for start, end in behind[:1]:
        text = document.text[start:end]
        if _RELATIVE.search(text) and any(word in text for word in lacking):
            return replace(best.sentence, start=start, end=end)
    return None


def _stem_of_steps(
    question: Question, best: FigureCandidate, candidates: list[FigureCandidate]
) -> Sentence | None:
    """The line above items that are steps (16度以上退30%, 14度以上退50%), where a case names no step itself."""
    clause = best.sentence.clause
    stem = stem_above(best.sentence)
    stated = set(_NUMBER.findall(_YEAR.sub(" ", question.plain)))
    if stem is None or not stated or any(number in clause.text for number in stated):
        return None
    beside = {
        c.sentence.clause.position
        for c in candidates
        if c.sentence.clause.parent == clause.parent
        and c.quantity.unit == best.quantity.unit
        and best.sentence.score - c.sentence.score < _NEAR_STEP
    }
    return stem if len(beside) > 1 else None


def _stem_of_case(
    question: Question, best: FigureCandidate, candidates: list[FigureCandidate]
) -> Sentence | None:
    """The line above items of which a case of one's own touches several: 六层 and 老旧小区改造."""
    clause = best.sentence.clause
    stem = stem_above(best.sentence)
    untold = not is_told_apart(question, best.sentence)
    if stem is None or not (question.advice or untold):
        return None
    words = {word for word, _ in tagged_words(question.plain) if len(word) > 1}
    words = {word for word in words if word not in clause.text and word not in stem.text}
    beside = [
        c.sentence.text
        for c in candidates
        if c.sentence.clause.parent == clause.parent and c.quantity.unit == best.quantity.unit
    ]
    alike = untold and len(set(beside)) > 1 and not question.yes_no
    return stem if alike or any(word in text for word in words for text in beside) else None


def _beside(
    candidates: list[FigureCandidate], best: FigureCandidate, library: Library
) -> list[FigureCandidate]:
    """The figures of the same clause and unit, where they are listed with what they measure."""
    if not library.lists_indicators(best.sentence):
        return []
    where = best.sentence.document.identifier, best.sentence.clause.position, best.quantity.unit
    return [
        c
        for c in candidates
        if (c.sentence.document.identifier, c.sentence.clause.position, c.quantity.unit) == where
    ]


def _say_top(draft: Draft, question: Question, told: Sentence, evidence: Evidence) -> None:
    """Say the sentence of the same clause that fits a case best, though it has no figure: 不影响领取上述补助."""
    top = evidence.sentences[0]
    said = any(
        c.position == top.clause.position and c.start <= top.start < c.end for c in draft.citations
    )
    if question.advice and top.clause == told.clause and not said:
        _say_span(draft, top, top.start, top.end)


def _say_sentences(draft: Draft, candidates: list[FigureCandidate]) -> None:
    """Say the sentences of some figures whole, in the order of the text."""
    spans = {c.sentence.start: c.sentence for c in candidates}
    for _, sentence in sorted(spans.items()):
        _say_span(draft, sentence, sentence.start, sentence.end)


def _verdict(question: Question, best: FigureCandidate) -> str:
    """Whether what a question takes for the figure is so, or '' where it takes nothing for it.

    An explanation of a policy is no text to be at one with.

    The figure of another step (Ⅱ级) is not so of the one that a question names.
    """
    quantity, sentence = best.quantity, best.sentence
    if is_explanation(sentence.document):
        return ""
    headings = " ".join(sentence.document.heading_path(sentence.clause))
    asserted = asserts_figure(question) and not question.advice
    measure = sized(quantity)[1]
    claims = [c for c in question.claims if sized(c)[1] == measure] if asserted else []
    years = {int(year) for year in _YEAR.findall(quantity.deadline)}
    other_year = question.years and years and not years & set(question.years)
    if question.yes_no and other_year:
        return "与原文不符"
    if not claims:
        return ""
    other_step = lacking_step(question.plain, f"{headings} {sentence.text}")
    if other_step or not any(_agrees(claim, quantity) for claim in claims):
        return "与原文不符"
    return "与原文一致" if question.yes_no else ""


def _say_figure(draft: Draft, question: Question, best: FigureCandidate, library: Library) -> None:
    """Say a short sentence up to its full stop, with the conditions and exceptions of its figure.

    Of a longer one, or one that gives one indicator after another, only the piece with the figure.
    """
    sentence = best.sentence
    whole = to_full_stops([sentence], library)
    is_told = _is_told(question, best, whole) or library.lists_indicators(sentence)
    if len(sentence.text) > _WHOLE_SENTENCE or is_told:
        _say_piece(draft, best)
        return
    for each in whole:
        if not _is_of_other_year(question, sentence, each):
            _say_span(draft, each, each.start, each.end)


def _is_of_other_year(question: Question, told: Sentence, beside: Sentence) -> bool:
    """Whether what stands behind a semicolon is of other years than what is told of one that is asked for."""
    asked = set(question.years)
    of_told, of_beside = ({int(y) for y in _YEAR.findall(s.text)} for s in (told, beside))
    return bool(asked & of_told and of_beside) and not asked & of_beside


def _is_told(question: Question, best: FigureCandidate, whole: list[Sentence]) -> bool:
    """Whether a figure stands with what it measures, which is asked, and nothing beside it limits it.

    What stands beside a goal (到2025年, …) are other goals; what follows its sentence behind a
    semicolon (`whole` has both) is another case.
    """
    text = best.sentence.document.text
    deadline, subject = best.quantity.deadline, best.quantity.subject
    words = text[best.start : best.end]
    named = best.match >= _CLEARLY_NAMED and len(subject) > 1 and subject in words
    before = text[best.sentence.start : best.start]
    is_goal = deadline not in words and f"自{deadline}" not in before
    beside = f"{before}{text[best.end : best.sentence.end]}"
    asked = [word for word in content_words(question.plain) if len(word) > 1]
    if any(word in beside and word not in words for word in asked):
        return False
    if not deadline and len(best.sentence.text) <= _SHORT_SENTENCE and _AMOUNT.search(before):
        return False  # 重度失能人员机构护理每日70元，居家护理每日50元: for whom is said before the first
    limited = len(whole) > 1 or _LIMITS.search(beside) is not None
    return named and (is_goal or not limited)


def _say_piece(draft: Draft, best: FigureCandidate) -> None:
    """Say the shortest part of a sentence that stands alone as an answer, under its deadline.

    A figure that says nothing alone (给予20万元) comes with what stands before it in its sentence.
    """
    sentence, deadline = best.sentence, best.quantity.deadline
    text = sentence.document.text
    words = text[best.start : best.end]
    if _HANGING.match(words) is not None or words.endswith("的"):
        short = len(sentence.text) <= _WHOLE_SENTENCE
        _say_span(draft, sentence, sentence.start, sentence.end if short else best.end)
        return
    at = text.rfind(deadline, sentence.start, best.start) if deadline not in words else -1
    if deadline and at >= 0:
        begin = max(text.rfind(mark, sentence.start, at) for mark in "，,；;：:。") + 1
        behind = re.split(r"[,，;；:：]", text[at + len(deadline) : best.start])[0]
        if text[max(begin, sentence.start) : at].strip() or behind.strip():
            # 起付标准为每年200元, 2027年1月1日后中途参保的: the words between belong to it
            _say_span(draft, sentence, max(begin, sentence.start), best.end)
            return
        quote = cite(sentence.document, sentence.clause, at, best.end)
        draft.say(f"{deadline},{words}。", quote)
    else:
        _say_span(draft, sentence, best.start, best.end)


def _say_span(draft: Draft, sentence: Sentence, start: int, end: int) -> None:
    """Say a part of a sentence, and the items that it introduces where it ends in a colon."""
    quote = cite(sentence.document, sentence.clause, start, end)
    words = quote.quote.rstrip("；;")
    if words.endswith(("：", ":")):
        draft.say(words, quote)
        list_items(draft, sentence.document, sentence.clause)
    else:
        draft.say(ended(words), quote)


def _asks_several(question: Question, sentence: Sentence, library: Library) -> bool:
    """Whether a question asks for more than one figure, or which of several steps applies."""
    return (
        question.asks > 1
        or len(_FIGURE_ASKED.findall(question.plain)) > 1
        or _SEVERAL.search(question.plain) is not None
        or _is_tiered(question, sentence, library)
    )


def _is_tiered(question: Question, sentence: Sentence, library: Library) -> bool:
    """Whether the clause bounds by several steps what a question states: 5家以上, 10家以上."""
    if question.yes_no and not question.advice:
        return False  # what is stated is said of the text, not of a case
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
        _say_span(draft, said, start, end)


def _agrees(claim: Quantity, quantity: Quantity) -> bool:
    """Whether a claimed figure is the one of the text: a ceiling is no floor."""
    if sized(claim) != sized(quantity):
        return False
    if _ABOUT.search(quantity.comparator) and claim.comparator not in ("", quantity.comparator):
        return False
    floors = [_FLOOR.search(q.comparator) is not None for q in (claim, quantity)]
    ceilings = [_CEILING.search(q.comparator) is not None for q in (claim, quantity)]
    return not (floors[0] and ceilings[1]) and not (ceilings[0] and floors[1])


def asserts_figure(question: Question) -> bool:
    """Whether a question states its figure as true, rather than asking about it."""
    return question.yes_no or question.asks == 0 or _ASSERTED.search(question.plain) is not None
