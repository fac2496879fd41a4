"""Figures of several things that a question names, worked together: A比B多补多少, A是B的几倍, A、B加起来多少.

Each thing gets the figure whose own words tell it from the others; all are quoted, and what is made of
them is worked out again from the quotes when the answer is proven.
"""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from assistant import cues
from assistant.answer import Answer, Status
from assistant.citations import Draft
from assistant.evidence import Evidence, Sentence
from assistant.figure_candidates import (
    TOGETHER,
    FigureCandidate,
    between_marks,
    figure_candidates,
    is_split_up,
)
from assistant.figure_fitness import best_candidate, years_of
from assistant.lexicon import content_words, is_empty_word, tagged_words
from assistant.library import Library, joined_characters
from assistant.measures import adds_up
from assistant.question import Intent, Question
from assistant.quoting import say_sentence
from assistant.summands import are_due, are_rates, counts_things, go_together
from assistant.support import NOUNS, is_asked_of
from assistant.thresholds import is_condition, is_floor, is_most, sized
from assistant.working_out import Operation, worked_out
from documents.numerals import parse_numeral
from documents.quantities import Quantity, find_quantities, row_of
from documents.regular_expressions import regex

_GIVEN = r"(?:出|了|补|拿|领|奖|给|罚|收|交|缴|要|能|可以|得|发|花|付|安排|投|建|招|配){0,3}"
_WHICH_PART = r"(?:一?[二两三四五六]|[2-6])?(?:个|项|笔|块|样|类|种|头|部分|方面|步|份|档)"
_TIMES = regex(r"(?:是|为|相当于|抵得上?)(?P<other>[^,，。;；?？]{1,30}?)的?(?:多少|几)倍")
_MORE = regex(
    rf"(?<![占同环])比(?P<other>[^,，。;；?？]{{1,30}}?)(?:要|会|能|可以)?{_GIVEN}(?:多|少|高|低|贵|便宜|大|长|短|重){_GIVEN}(?:多少|几)"
)
_BEFORE = regex(r"[,，]?(?:要|会|能|可以|得|大约|大概|正好|刚好)?$")
_APART = regex(r"(?:相?差|差距|差额)[^,，。;；]{0,4}(?:多少|几|多大)")
_TWO = regex(
    r"(?P<one>[^,，。;；]{2,40}?)[和与跟同,，、](?P<other>[^,，。;；?？]{2,40}?)[,，]?(?:之间|两者|二者)?的?[^,，。;；]{0,6}$"
)
_LONGEST_TWO = 100
_SUMMED = regex(
    rf"[,，]?(?:这|那)?{_WHICH_PART}?(?:的)?(?:钱|费用?|奖励|补助|补贴|奖金|资金)?(?:全部|都|一起)?(?:{TOGETHER.pattern})"
)
_EXTREME = regex(
    rf"[,，]?(?:(?:这|那)?{_WHICH_PART}[^,，。;；]{{0,6}}?)?(?:里面?|中|当中)?[,，]?(?:哪|谁)[^,，。;；]{{0,10}}?最(?:高|多|大|长|低|少|小|短)"
)
_LOWEST = regex(r"最[低少小短]")
_PARTS = regex(r"[,，、;；。:：]|以及|还有|加上|连同|(?<=[一-鿿]{2})[和与跟及又再](?=[一-鿿]{2})")
_MARKED = regex(r"[,，;；。:：]")
_LISTED = regex(r"、|以及|(?<=[一-鿿]{2})[和与跟及](?=[一-鿿]{2})")
_COUNTED_PARTS = regex(
    r"([二两三四五六2-6])(?:个|项|笔|块|样|类|种|头|部分|方面|步|份|档)(?=[,，]|的|$|(?:奖|补|钱|资金|费|任务|指标|审|都|全|一[共起]|总共|合|加|相?差|[里当]?[面中]|期限|时限|标准|上限))"
)
_MONEY = regex(r"奖|补|钱|资金|资助|费|款|价|贷|额度|租金|工资|投资|经费")
_STEP = regex(r"(?:[A-Z]+|[一二三四五六七八九十甲乙丙丁戊]|\d+)(?:[期级类档星等孩层岁组]|名(?!额))")
_NUMBERED = regex(r"[\dA-Z一二三四五六七八九十甲乙丙丁戊]")
_COUNT = regex(r"[一二两三四五六七八九十\d每各几第]+[一-鿿]?")
_NAMES = regex(r"、|以及|和|与|及|或者?")
_EACH_TIME = regex(r"(?:每个?|/)([年月日天周季])")
_PIECES = "，,；;：:。\n"
_MOST_PARTS = 8
_MOST_THINGS = 5
_MOST_COMPARED = 8
_RELATIVE_TIME = regex(
    r"的?(?:今年|本年|去年|上年|前年|往年|上一年|明年|同期|以前|原来|现在|目前|之前)(?:同期)?的?"
)
_LEAST_TOLD = 0.5
_SAME_CLAUSE = 0.3
_SAME_SHAPE = 0.2
_MOST_TRIED = {2: 10, 3: 6}
_FEWEST_TRIED = 4
"""Figures that are tried for each of two, three, and more things: their choices multiply."""


@dataclass(frozen=True, slots=True)
class Operands:
    """The words of the things whose figures are worked together, in the order of the question."""

    operation: Operation
    words: tuple[str, ...]


@lru_cache(maxsize=64)
def operands_of(plain: str) -> Operands | None:
    """The things that a question names to have their figures worked together, or None."""
    for operation, pattern in ((Operation.RATIO, _TIMES), (Operation.DIFFERENCE, _MORE)):
        found = pattern.search(plain)
        one = _BEFORE.sub("", plain[: found.start()]) if found else ""
        if found and one:
            return Operands(operation, (_without_shared_head(one, found["other"]), found["other"]))
    apart = _APART.search(plain)
    before = plain[max(apart.start() - _LONGEST_TWO, 0) : apart.start()] if apart else ""
    two = _TWO.search(before)
    if two:
        return Operands(Operation.DIFFERENCE, (two["one"], two["other"]))
    summed = _parts(plain, Operation.SUM, _SUMMED)
    return summed or _parts(plain, Operation.HIGHEST, _EXTREME) or _extreme_of_all(plain)


def _without_shared_head(one: str, other: str) -> str:
    """The first of two things without the noun that the second leaves out: 县域的 of 县域的避寒点比市区的多."""
    told, found, _ = one.rpartition("的")
    return told + found if found and content_words(told) and other.endswith("的") else one


def _extreme_of_all(plain: str) -> Operands | None:
    """What a question for the highest or lowest of a kind names: nothing but the kind (哪种培训补得最多)."""
    found = _EXTREME.search(plain)
    if found is None:
        return None
    return Operands(_extreme(found[0]), ())


def _extreme(words: str) -> Operation:
    return Operation.LOWEST if _LOWEST.search(words) else Operation.HIGHEST


def _parts(plain: str, operation: Operation, behind: re.Pattern[str]) -> Operands | None:
    """The things before 两项一共 or 哪个最高."""
    found = behind.search(plain)
    parts = [part for part in _PARTS.split(plain[: found.start()]) if part] if found else []
    parts = [part for part in parts if content_words(part) or _STEP.search(part)]
    if operation is Operation.SUM and found and _is_one_thing(plain[: found.start()], found[0]):
        return None
    if operation is Operation.HIGHEST and found:
        operation = _extreme(found[0])
    return Operands(operation, tuple(parts)) if 1 < len(parts) <= _MOST_PARTS else None


def _is_one_thing(before: str, summed: str) -> bool:
    """Whether right before 一共 a single thing stands that parts of a case lead to: 添了老二，那笔关爱金一共."""
    last = _MARKED.split(before)[-1]
    counted = _COUNTED_PARTS.search(summed) is not None
    attached = not counted and not summed.startswith((",", "，"))
    several = len([part for part in _PARTS.split(last) if part]) > 1
    return attached and last != before and not several


def answer_operands(question: Question, evidence: Evidence) -> Answer | None:
    """The figures of the things that a question compares or adds up, with what it asks of them; else None."""
    operands = operands_of(question.plain)
    asked = question.intent in (Intent.FIGURE, Intent.OPEN, Intent.LIST)
    if operands is None or question.yes_no or not asked:
        return None
    if operands.operation is Operation.SUM and question.claims and not _counts_parts(question):
        return None  # what a rate comes to for a case is no sum
    if _is_time(operands):
        return None
    found = _figures(question, operands, evidence)
    if not found and operands.operation in _EXTREMES:
        found = _of_one_clause(question, evidence)
    if operands.operation is Operation.SUM and not _adds_up(question, found):
        return None
    remark = worked_out(operands.operation, [figure.quantity for figure in found])
    if not remark:
        return None
    draft = Draft()
    said = {(f.sentence.document.identifier, f.sentence.start): f.sentence for f in found}
    if operands.operation is Operation.SUM and len(said) == 1 and not _counts_parts(question):
        return None  # all that a sentence adds up is added up by its figures alone
    for sentence in sorted(said.values(), key=lambda each: each.start):
        say_sentence(draft, sentence)
    draft.remark(remark)
    return draft.answer(Status.ANSWERED, question.plain)


def _is_time(operands: Operands) -> bool:
    """Whether a thing is compared with nothing but a time: 今年比去年 names one thing."""
    return operands.operation is Operation.DIFFERENCE and any(
        _RELATIVE_TIME.fullmatch(words) for words in operands.words
    )


def _adds_up(question: Question, found: Sequence[FigureCandidate]) -> bool:
    """Whether the figures of a sum are of one kind, each given once, and no ceilings beside what is due."""
    if len({_bound_of(figure.quantity) for figure in found}) > 1 or are_rates(question, found):
        return False
    return are_due(question, found) and not counts_things(question, found)


def _bound_of(quantity: Quantity) -> str:
    """Whether a figure is a floor, a ceiling, or what is due."""
    if is_floor(quantity):
        return "floor"
    return "ceiling" if is_most(quantity) else ""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing of a question: the words that tell it from the others, and its years."""

    words: tuple[str, ...]
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that may be that of a thing, with the words that stand in its own, and around it."""

    candidate: FigureCandidate
    own: frozenset[str]
    near: frozenset[str]


def _figures(question: Question, operands: Operands, evidence: Evidence) -> list[FigureCandidate]:
    """The figure of each thing, in the order of the question; none where one has none of its own."""
    things = _things(operands, evidence.library)
    dated = sum(bool(thing.years) for thing in things) > 1
    telling = {word for thing in things for word in thing.words}
    words = telling.union(content_words(question.plain))
    candidates = _candidates(question, operands, evidence, dated=dated)
    figures = [_with_words(each, words, evidence.library) for each in candidates]
    if operands.operation in (Operation.SUM, *_EXTREMES):
        listed = _in_a_list(things, question.plain)
        things = _with_figures(things, figures)
        counted = _counts_parts(question)
        told = {word for thing in things for word in thing.words}
        lacking = any(not told & set(thing.words) for thing in listed)
        if counted not in (0, len(things)) or (not counted and lacking):
            return []
    if not 1 < len(things) <= _MOST_THINGS:
        return []
    most = _MOST_TRIED.get(len(things), _FEWEST_TRIED)
    fits = [_fitting(thing, things, figures, dated=dated)[:most] for thing in things]
    scored = [
        (score, chosen)
        for chosen in product(*fits)
        if go_together(question, [figure.candidate for figure in chosen])
        if (score := _contrast(things, chosen, words - telling))
    ]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ()))
    return [figure.candidate for figure in best[1]]


_EXTREMES = (Operation.HIGHEST, Operation.LOWEST)


def _of_one_clause(question: Question, evidence: Evidence) -> list[FigureCandidate]:
    """The figures of one measure in the clause that a question is about, one for each thing it lists."""
    unit = question.unit or ("元" if _MONEY.search(question.plain) else "")
    candidates = [
        c
        for c in figure_candidates(replace(question, unit=unit), evidence)
        if unit and not is_condition(c.quantity, c.sentence.document.text)
    ]
    if not candidates:
        return []
    best = best_candidate(question, candidates, evidence.library)
    measure = sized(best.quantity)[1]
    beside = [
        c
        for c in candidates
        if c.sentence.document is best.sentence.document
        and _are_listed(c.sentence, best.sentence)
        and sized(c.quantity)[1] == measure
    ]
    return sorted(beside, key=lambda c: c.quantity.start) if len(beside) <= _MOST_COMPARED else []


def _are_listed(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences stand in one clause, or in the untitled items under one line."""
    if one.clause.position == other.clause.position:
        return True
    above = one.document.parent(one.clause)
    introduced = above is not None and above.text.rstrip().endswith(("：", ":"))
    titled = one.clause.title or other.clause.title
    return introduced and one.clause.parent == other.clause.parent and not titled


def _counts_parts(question: Question) -> int:
    """How many things a question says that it means (两项, 三笔), 0 where it does not."""
    told = _COUNTED_PARTS.search(question.plain)
    return int(parse_numeral(told[1].replace("两", "二")) or 0) if told else 0


def _things(operands: Operands, library: Library) -> list[_Thing]:
    """The things with their telling words; of the first of two what is said before it, where it needs that."""
    things = []
    for text in operands.words:
        others = [each for each in operands.words if each is not text]
        pieces = [piece for piece in re.split(r"[,，;；。]", text) if piece]
        words: list[str] = []
        while pieces and not words:
            words = [w for w in _words(pieces.pop(), library) if not any(w in o for o in others)]
        years = frozenset(int(year) for year in cues.YEAR.findall(text))
        things.append(_Thing(tuple(words), years))
    return things


def _in_a_list(things: Sequence[_Thing], plain: str) -> list[_Thing]:
    """The things that a question lists by 、 or joins by 和, each of which is to have its figure."""
    listed = {
        part for piece in _MARKED.split(plain) if len(p := _LISTED.split(piece)) > 1 for part in p
    }
    return [
        thing
        for thing in things
        if thing.words and any(all(word in part for word in thing.words) for part in listed)
    ]


def _words(text: str, library: Library) -> list[str]:
    """The words that tell a thing: nouns, what else the documents hold, steps of a scale (二期, AA级)."""
    words = [
        word
        for word, tag in tagged_words(text)
        if len(word) > 1
        and not is_empty_word(word)
        and not is_asked_of(word)
        and not _COUNT.fullmatch(word)
        and not cues.YEAR.search(word)
        and (tag.startswith(NOUNS) or library.holds(word))
    ]
    words = words or [word for word in joined_characters(text) if library.holds(word)]
    return list(dict.fromkeys([*words, *_STEP.findall(text)]))


def _candidates(
    question: Question, operands: Operands, evidence: Evidence, *, dated: bool
) -> list[FigureCandidate]:
    """The figures of what is found for a question and for each of its things."""
    unit = question.unit
    if operands.operation is Operation.RATIO or unit in ("增加", ""):
        unit = "元" if _MONEY.search(question.plain) else ""
    asked = replace(question, unit=unit, years=() if dated else question.years)
    found = [evidence, *(evidence.library.search(words) for words in operands.words)]
    sentences = {
        (s.document.identifier, s.start): s for each in reversed(found) for s in each.sentences
    }
    ranked = sorted(sentences.values(), key=lambda s: -s.score)
    figures = figure_candidates(asked, replace(evidence, sentences=tuple(ranked)))
    summed = operands.operation is Operation.SUM
    apart = summed or operands.operation is Operation.DIFFERENCE
    return [
        figure
        for figure in figures
        if not is_condition(figure.quantity, figure.sentence.document.text)
        and (not summed or adds_up(question, figure.quantity.unit))
        and not (apart and is_split_up(figure, figures))
    ]


def _with_words(candidate: FigureCandidate, words: set[str], library: Library) -> _Figure:
    own, around = _own_words(candidate), library.around(candidate.sentence)
    return _Figure(candidate, _held(words, own, library), _held(words, around, library))


def _held(words: AbstractSet[str], passage: str, library: Library) -> frozenset[str]:
    """The words that a passage holds; those of a scale, and with a number, only as they are: 三孩 is no 二孩."""
    return frozenset(
        word
        for word in words
        if word in passage or (not _NUMBERED.search(word) and library.holds_word(word, passage))
    )


def _with_figures(things: Sequence[_Thing], figures: Sequence[_Figure]) -> list[_Thing]:
    """The things that have a figure of their own; those that have the same one are one thing."""
    best: dict[tuple[str, int], tuple[_Figure, _Thing]] = {}
    for thing in things:
        fitting = _fitting(thing, things, figures, dated=False)
        if fitting and len(fitting[0].own & set(thing.words)) > _LEAST_TOLD * len(thing.words):
            at = _place(fitting[0].candidate)
            words = (*best[at][1].words, *thing.words) if at in best else thing.words
            best[at] = fitting[0], _Thing(words, thing.years)
    return [
        thing
        for at, (figure, thing) in best.items()
        if (own := figure.own & set(thing.words))
        and not all(own <= other.own for beside, (other, _) in best.items() if beside != at)
    ]


def _fitting(
    thing: _Thing, things: Sequence[_Thing], figures: Sequence[_Figure], *, dated: bool
) -> list[_Figure]:
    """The figures that may be that of a thing, best first."""
    words = set(thing.words)
    others = {word for other in things if other is not thing for word in other.words} - words
    found = [
        figure
        for figure in figures
        if len(words & figure.near) >= _LEAST_TOLD * len(words)
        and (not dated or thing.years & years_of(figure.candidate))
    ]
    return sorted(
        found,
        key=lambda f: (
            -len(words & f.own)
            + len(others & f.own) / 2
            - len(words & f.near) / 2
            - f.candidate.coverage
            - f.candidate.match
        ),
    )


def _contrast(
    things: Sequence[_Thing], chosen: Sequence[_Figure], topic: AbstractSet[str]
) -> float:
    """How well some figures of one measure are told apart by the words of their things, 0 where they are not."""
    figures = [figure.candidate for figure in chosen]
    places = {_place(figure) for figure in figures}
    if len(places) < len(figures) or len({document for document, _ in places}) > 1:
        return 0.0
    if len({_measure(figure) for figure in figures}) > 1:
        return 0.0
    held = Counter(word for figure in chosen for word in figure.own)
    own = [
        sum(1.0 / held[w] for w in t.words if w in f.own)
        for t, f in zip(things, chosen, strict=True)
    ]
    dated = all(thing.years for thing in things)
    lone = [
        any(held[w] < len(chosen) for w in t.words if w in f.own)
        for t, f in zip(things, chosen, strict=True)
    ]
    if not dated and sum(lone) < len(chosen) - 1:
        return 0.0
    clauses = {figure.sentence.clause.position for figure in figures}
    if not dated and not all(lone) and len(clauses) > 1:
        return 0.0
    shapes = {f.quantity.comparator for f in figures}
    near = sum(len(f.near & set(t.words)) for t, f in zip(things, chosen, strict=True))
    fit = sum(f.coverage + f.match for f in figures) / len(figures)
    of_topic = sum(len(topic & f.own) for f in chosen) / max(len(topic) * len(chosen), 1)
    return (
        sum(own)
        + near / 4
        + fit
        + of_topic
        + _SAME_CLAUSE * (len(clauses) == 1)
        + _SAME_SHAPE * (len(shapes) == 1)
    )


def _place(figure: FigureCandidate) -> tuple[str, int]:
    """Which document a figure stands in, and where."""
    return figure.sentence.document.identifier, figure.quantity.start


def _measure(figure: FigureCandidate) -> tuple[str, frozenset[str]]:
    """What a figure counts, and for each of which spans of time: 每月300元 is no 300元."""
    own = between_marks(figure.sentence, figure.quantity)
    return sized(figure.quantity)[1], frozenset(_EACH_TIME.findall(own))


def _own_words(figure: FigureCandidate) -> str:
    """What says of what a figure is: its name in a list of names, else what stands before it, back to the one before."""
    sentence, quantity = figure.sentence, figure.quantity
    text = sentence.document.text
    name = _name_in_list(sentence, quantity)
    if name:
        return f"{quantity.deadline} {name}"
    before = [
        each.end
        for each in find_quantities(text[sentence.start : sentence.end], sentence.start)
        if each.end <= quantity.start and sized(each)[1] == sized(quantity)[1]
        if not is_condition(each, text)
    ]
    begin = max([sentence.start, *before])
    behind = between_marks(sentence, quantity).rpartition(quantity.text)[2]
    return f"{quantity.deadline} {text[begin : quantity.end]}{behind} {quantity.subject}"


def _name_in_list(sentence: Sentence, quantity: Quantity) -> str:
    """The name that a figure has in a row of figures behind as many names, else ''.

    In 对国家级、省级、市级基地分别奖励100万元、50万元、20万元 the second is of 省级 and 基地.
    """
    text = sentence.document.text
    figures = find_quantities(text[sentence.start : sentence.end], sentence.start)
    at = next((i for i, each in enumerate(figures) if each.start == quantity.start), None)
    if at is None:
        return ""
    first, last = row_of(figures, at, text)
    if first == last:
        return ""
    pieces = re.split(f"[{_PIECES}]", text[sentence.start : figures[first].start])
    for piece in reversed(pieces[-2:]):
        names = _NAMES.split(piece)
        if len(names) == last - first + 1:
            shared = "".join(word for word, _ in tagged_words(names[-1])[1:])
            return names[-1] if at == last else f"{names[at - first]} {shared}"
    return ""
