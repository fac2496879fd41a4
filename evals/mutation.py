"""Right answers with one thing made wrong, to see whether the proof of an answer catches it.

Answers and their documents come in; altered answers and the share that `prove` catches go out.
Deterministic: the same answers give the same mutations. An answer is never asked for here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from assistant.answer import Answer, Citation
from assistant.citations import Flaw, cite, prove
from assistant.proof import facts_of
from documents.document import Clause, Document
from documents.quantities import Quantity, find_quantities


class Kind(StrEnum):
    """What is made wrong."""

    FIGURE = "数字"
    COMPARATOR = "比较词"
    YEAR = "年份"
    UNIT = "单位"
    DEPARTMENT = "部门调换"
    LEAD = "牵头部门增减"
    NEGATION = "否定"
    MODALITY = "情态"
    EXCHANGE = "数字互换"
    NAME = "名称调换"
    MOVED = "引文移位"
    QUOTE = "引文改动"
    UNKNOWN_MARK = "编号不存在"
    DROPPED_MARK = "编号缺失"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A wrong answer and, in Chinese, what was changed in the right one."""

    kind: Kind
    answer: Answer
    change: str


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """A right answer that the proof turned down."""

    answer: Answer
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """The mutations of one kind: how many there were, and those that were not caught."""

    kind: Kind
    number: int
    missed: tuple[Mutation, ...]

    @property
    def caught(self) -> int:
        """How many were caught."""
        return self.number - len(self.missed)


@dataclass(frozen=True, slots=True)
class MutationReport:
    """What the proof caught, for every kind, and which of the right answers it turned down."""

    answers: int
    counts: tuple[KindCount, ...]
    false_alarms: tuple[FalseAlarm, ...]

    @property
    def number(self) -> int:
        """How many mutations there were."""
        return sum(count.number for count in self.counts)

    @property
    def missed(self) -> tuple[Mutation, ...]:
        """The mutations that were not caught."""
        return tuple(mutation for count in self.counts for mutation in count.missed)


class _Edit(NamedTuple):
    """Characters `[start, end)` of an answer's text and what comes in their place."""

    start: int
    end: int
    new: str


class _Subject(NamedTuple):
    """A right answer. `words` is its text, of the same length, with marks and remarks blanked."""

    answer: Answer
    documents: Mapping[str, Document]
    words: str
    remarks: tuple[tuple[int, int], ...]

    @property
    def cited(self) -> list[Document]:
        """The documents that the answer cites, or that stand near where it was declined."""
        used = dict.fromkeys(c.document for c in (*self.answer.citations, *self.answer.related))
        return [self.documents[identifier] for identifier in used]


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("→") for pair in text.split())


_MARKS = re.compile(r"(?:\[\d+\])+")
_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?")
_LIST_NUMBER = re.compile(r"(?m)^\d+\. ")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=[年〕—-])|(?<=十)[三四五](?=五)")
_ORDINAL = re.compile(r"(?<=第)[一二三四五六七八](?=[条章节款项])")
_DIGITS = "一二三四五六七八九"
_OPPOSITES = _pairs(
    "及以上→及以下 以上→以下 以下→以上 以内→以上 左右→以上 不低于→不超过 不少于→不超过 不超过→不低于 "
    "不高于→不低于 超过→低于 突破→低于 低于→高于 最高→最低 最低→最高 至少→至多"
)
_BOUND = re.compile("|".join(sorted(_OPPOSITES, key=len, reverse=True)))
_UNITS = _pairs(
    "个百分点→% %→个百分点 万→亿 亿→万 公顷→亩 亩→公顷 元→万元 吨→千克 平方公里→平方米 个工作日→个月 "
    "个月→年 日→个月 小时→分钟 人次→万人次 家→万家 个→万个 年→个月 米→公里 岁→个月"
)
_UNIT = re.compile("|".join(sorted(_UNITS, key=len, reverse=True)))
_NEGATION = re.compile(r"不得|不予|不(?![断同仅少超低高多])|未(?!来|成年)|无(?!人|线|障)|禁止")
_NEGATABLE = re.compile(
    r"(?<![不未])(?:支持|鼓励|给予|实施|推进|推动|建设|建立|培育|适用|负责|应当|可以|开展|完善|发展|达到|加快|加强|引进|提升|是(?=[市县省《]))"
)
_MODALS = _pairs(
    "应当→可以 可以→应当 鼓励→必须 支持→不支持 必须→可以 不得→可以 禁止→允许 力争→确保 争取→必须 积极→可以 "
    "加快→可以"
)
_MODAL = re.compile("|".join(_MODALS))
_NAMED = re.compile(r"(?<=“)[^”]{2,20}(?=”)|(?<=《)[^》]{2,30}(?=》)")
_LISTED = re.compile(r"(?<=、)(?!市|县|省)[\u4e00-\u9fff]{2,14}(?=、)")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_ASKED = re.compile(r"(?<=问题中的)“[^”]*”")
_PHRASES_IN_TURN = 3


def measure(answers: Sequence[Answer], documents: Mapping[str, Document]) -> MutationReport:
    """Prove right answers, and everything that can be made wrong in each.

    Args:
        answers: Right ones. One that is turned down as it is counts as a false alarm.
        documents: By identifier.
    """
    made: dict[Kind, list[Mutation]] = {kind: [] for kind in Kind}
    alarms = []
    for answer in answers:
        flaws = prove(answer, documents)
        if flaws:
            alarms.append(FalseAlarm(answer, tuple(flaws)))
            continue
        for mutation in mutations(answer, documents):
            made[mutation.kind].append(mutation)
    counts = (
        KindCount(kind, len(of), tuple(m for m in of if not prove(m.answer, documents)))
        for kind, of in made.items()
    )
    return MutationReport(len(answers), tuple(counts), tuple(alarms))


def mutations(answer: Answer, documents: Mapping[str, Document]) -> list[Mutation]:
    """Everything that can be made wrong in an answer, one thing at a time."""
    subject = _subject(answer, documents)
    found: dict[Answer, Mutation] = {}
    for kind, edits_of in _EDITS.items():
        for edits in edits_of(subject):
            altered = _edited(subject, edits)
            change = "；".join(f"“{answer.text[e.start : e.end]}”→“{e.new}”" for e in edits)
            found.setdefault(altered, Mutation(kind, altered, change))
    for mutation in (*_moved(subject), *_quotes(subject), *_marks(subject)):
        found.setdefault(mutation.answer, mutation)
    found.pop(answer, None)
    return list(found.values())


def _subject(answer: Answer, documents: Mapping[str, Document]) -> _Subject:
    remarks = []
    words, at = _MARKS.sub(lambda marks: "\n" * len(marks[0]), answer.text), 0
    for remark in answer.remarks:
        start = answer.text.find(remark.strip(), at)
        if start >= 0 and remark.strip():
            at = start + len(remark.strip())
            remarks.append((start, at))
            words = f"{words[:start]}{chr(10) * (at - start)}{words[at:]}"
    return _Subject(answer, documents, words, tuple(remarks))


def _edited(subject: _Subject, edits: Sequence[_Edit]) -> Answer:
    """The answer after edits, given from left to right; those in a remark change it too."""
    answer = subject.answer
    text = answer.text
    for start, end, new in reversed(edits):
        text = f"{text[:start]}{new}{text[end:]}"
    remarks = list(answer.remarks)
    spoken = [at for at, remark in enumerate(remarks) if remark.strip()]
    for at, (begin, stop) in zip(spoken, subject.remarks, strict=False):
        for start, end, new in reversed(edits):
            if begin <= start < stop:
                bare = answer.text[begin:stop]
                remarks[at] = f"{bare[: start - begin]}{new}{bare[end - begin :]}"
    return replace(answer, text=text, remarks=tuple(remarks))


Edits = Iterator[tuple[_Edit, ...]]


def _stated(subject: _Subject) -> list[Quantity]:
    """The figures of the quoted sentences."""
    return find_quantities(subject.words)


def _figures(subject: _Subject) -> Edits:
    """Other numbers: in quotations, in what we counted, in Arabic and in Chinese numerals."""
    counted = "".join(
        subject.answer.text[start:end] if "共" in subject.answer.text[start:end] else ""
        for start, end in subject.remarks
    )
    years = [found.span() for found in _YEAR.finditer(subject.words)]
    numbered = [found.span() for found in _LIST_NUMBER.finditer(subject.words)]
    for found in _NUMBER.finditer(subject.answer.text):
        start, end = found.span()
        in_remark = any(a <= start < b for a, b in subject.remarks)
        if subject.words[start] == "\n" and not (in_remark and f" {found[0]} " in counted):
            continue
        if any(a <= start < b for a, b in (*years, *numbered)):
            continue
        last = str((int(found[0][-1]) + 3) % 10)
        yield (_Edit(start, end, f"{found[0][:-1]}{last}"),)
        if subject.words[start] != "\n":
            yield (_Edit(start, end, f"{found[0]}0" if "." not in found[0] else found[0][:-2]),)
    for quantity in _stated(subject):
        text = subject.words[quantity.start : quantity.end]
        percent = re.search(r"(\d+)%", text)
        if percent and int(percent[1]) < 97:
            start = quantity.start + percent.start()
            wrong = f"百分之{_chinese(int(percent[1]) + 3)}"
            yield (_Edit(start, quantity.start + percent.end(), wrong),)
        chinese = re.search(f"[{_DIGITS}]", text) if not re.search(r"\d", text) else None
        if chinese:
            start = quantity.start + chinese.start()
            yield (_Edit(start, start + 1, _next_digit(chinese[0])),)
    for found in _ORDINAL.finditer(subject.words):
        yield (_Edit(*found.span(), _next_digit(found[0])),)


def _next_digit(digit: str) -> str:
    return _DIGITS[(_DIGITS.index(digit) + 1) % len(_DIGITS)]


def _chinese(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    written = f"{_DIGITS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}"
    return f"{written}{_DIGITS[ones - 1] if ones else ''}"


def _comparators(subject: _Subject) -> Edits:
    for quantity in _stated(subject):
        start, end = quantity.start, quantity.end
        text = subject.words[start:end]
        bounds = list(_BOUND.finditer(text))
        for bound in bounds:
            span = (start + bound.start(), start + bound.end())
            for new in (_OPPOSITES[bound[0]], ""):
                yield (_Edit(*span, new),)
        if text.endswith(("以上", "以下")):
            yield (_Edit(end - 2, end, "左右"),)
        elif not bounds:
            yield (_Edit(end, end, "以上"),)
            yield (_Edit(start, start, "不超过"),)


def _years(subject: _Subject) -> Edits:
    others = sorted(
        {y for d in subject.cited for y in re.findall(r"(?<!\d)20\d\d(?=[年〕—-])", d.text)}
    )
    for found in _YEAR.finditer(subject.words):
        new = str(int(found[0]) + 1) if found[0].isdigit() else _next_digit(found[0])
        for year in dict.fromkeys([new, *(others if found[0].isdigit() else [])]):
            if year != found[0]:
                yield (_Edit(*found.span(), year),)


def _units(subject: _Subject) -> Edits:
    for quantity in _stated(subject):
        at = subject.words.find(quantity.unit, quantity.start, quantity.end)
        unit = _UNIT.search(quantity.unit) if at >= 0 else None
        if unit:
            yield (_Edit(at + unit.start(), at + unit.end(), _UNITS[unit[0]]),)


def _known(subject: _Subject) -> set[str]:
    """The departments that the documents name."""
    facts = map(facts_of, subject.cited)
    return {name for found in facts for r in found.responsibilities for name in r.departments}


def _departments(subject: _Subject) -> list[re.Match[str]]:
    """Where departments of the documents are named, in sentences and in what we say of offices."""
    names = _known(subject)
    if not names:
        return []
    pattern = "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))
    said = _ASKED.sub(lambda quoted: "\n" * len(quoted[0]), subject.answer.text)
    return list(re.finditer(pattern, said))


def _led(subject: _Subject, name: str) -> set[tuple[str, int]]:
    """The clauses that a department is named for."""
    return {
        (document.identifier, item.clause)
        for document in subject.cited
        for item in facts_of(document).responsibilities
        if name in item.departments
    }


def _swapped_departments(subject: _Subject) -> Edits:
    found = _departments(subject)
    present = {match[0] for match in found}
    names = _known(subject)
    for at, match in enumerate(found):
        alike = _led(subject, match[0])
        others = [name for name in sorted(names - present) if _led(subject, name) != alike]
        for step in (0, len(others) // 2) if others else ():
            yield (_Edit(*match.span(), others[(at + step) % len(others)]),)


def _leads(subject: _Subject) -> Edits:
    """A department of a list left out, and one more put behind the last of a list."""
    found = [match for match in _departments(subject) if subject.words[match.start()] != "\n"]
    present = {match[0] for match in found}
    others = sorted(_known(subject) - present)
    text = subject.answer.text
    for at, match in enumerate(found):
        if text[match.end() : match.end() + 1] == "、":
            yield (_Edit(match.start(), match.end() + 1, ""),)
        elif text[match.start() - 1] == "、":
            yield (_Edit(match.start() - 1, match.end(), ""),)
        if text[match.end() : match.end() + 1] != "、" and others:
            yield (_Edit(match.end(), match.end(), f"、{others[at % len(others)]}"),)


def _negations(subject: _Subject) -> Edits:
    for found in _NEGATION.finditer(subject.words):
        yield (_Edit(*found.span(), ""),)
    for sentence in _SENTENCE.finditer(subject.words):
        verbs = list(_NEGATABLE.finditer(subject.words, *sentence.span()))
        for at, verb in enumerate(verbs[:_PHRASES_IN_TURN]):
            word = "不" if verb[0] == "是" else ("不", "禁止", "不得")[at]
            yield (_Edit(verb.start(), verb.start(), word),)


def _modals(subject: _Subject) -> Edits:
    for found in _MODAL.finditer(subject.words):
        yield (_Edit(*found.span(), _MODALS[found[0]]),)


def _exchanged(subject: _Subject) -> Edits:
    """Two figures of the answer in each other's place, or one of another clause in place of one."""
    quantities = _stated(subject)
    for one, other in pairwise(quantities):
        if one.end <= other.start and not _same(one, other):
            first = subject.words[one.start : one.end]
            second = subject.words[other.start : other.end]
            yield (_Edit(one.start, one.end, second), _Edit(other.start, other.end, first))
    used = {citation.position for citation in subject.answer.citations}
    elsewhere = [
        target.quantity
        for document in subject.cited
        for target in facts_of(document).targets
        if target.clause not in used
    ]
    for at, quantity in enumerate(quantities):
        others = [o for o in elsewhere if o.unit == quantity.unit and not _same(o, quantity)]
        if others:
            other = others[at % len(others)]
            yield (_Edit(quantity.start, quantity.end, other.text),)


def _same(one: Quantity, other: Quantity) -> bool:
    compared = ("value", "upper", "unit", "comparator")
    return all(getattr(one, name) == getattr(other, name) for name in compared)


def _names(subject: _Subject) -> Edits:
    """A quoted name, a title, or an item of a list, changed for another one of the documents."""
    texts = "\n".join(document.text for document in subject.cited)
    titles = {c.title for document in subject.cited for c in document.clauses if c.title}
    title = "|".join(sorted(map(re.escape, titles), key=lambda name: (-len(name), name)))
    headed = re.compile(rf"(?m)(?:{title})(?=[\n：，的]|$)") if titles else None
    for pattern, pool in (
        (_NAMED, _NAMED.findall(texts)),
        (_LISTED, _LISTED.findall(texts)),
        (headed, sorted(titles)),
    ):
        if pattern is None:
            continue
        others = [name for name in dict.fromkeys(pool) if name not in subject.answer.text]
        for at, found in enumerate(pattern.finditer(subject.words)):
            if others and at < 2 * _PHRASES_IN_TURN:
                yield (_Edit(*found.span(), others[at % len(others)]),)


_EDITS: dict[Kind, Callable[[_Subject], Edits]] = {
    Kind.FIGURE: _figures,
    Kind.COMPARATOR: _comparators,
    Kind.YEAR: _years,
    Kind.UNIT: _units,
    Kind.DEPARTMENT: _swapped_departments,
    Kind.LEAD: _leads,
    Kind.NEGATION: _negations,
    Kind.MODALITY: _modals,
    Kind.EXCHANGE: _exchanged,
    Kind.NAME: _names,
}


def _lines(subject: _Subject) -> Iterator[tuple[str, re.Match[str]]]:
    """The words of every marked sentence, and its marks."""
    for marks in _MARKS.finditer(subject.answer.text):
        start = subject.words.rfind("\n", 0, marks.start()) + 1
        yield subject.words[start : marks.start()], marks


def _is_said(words: str, quotes: Sequence[str]) -> bool:
    """Whether words stand in one of several quotes just so, whatever the punctuation."""
    bare = re.sub(r"\W", "", words)
    return any(bare in re.sub(r"\W", "", quote) for quote in quotes)


def _moved(subject: _Subject) -> Iterator[Mutation]:
    """A citation whose span is a sentence of the next or the previous clause."""
    answer = subject.answer
    for number, citation in enumerate(answer.citations, start=1):
        document = subject.documents[citation.document]
        lines = [words for words, marks in _lines(subject) if f"[{number}]" in marks[0]]
        for position in (citation.position - 1, citation.position + 1):
            if not 0 <= position < len(document.clauses):
                continue
            for other in _sentences(document, document.clauses[position]):
                if any(not _is_said(words, [other.quote]) for words in lines):
                    citations = (*answer.citations[: number - 1], other)
                    altered = replace(answer, citations=citations + answer.citations[number:])
                    change = f"引文[{number}]移到{other.address}：“{other.quote}”"
                    yield Mutation(Kind.MOVED, altered, change)


def _sentences(document: Document, clause: Clause) -> list[Citation]:
    """The first and the last sentence of a clause."""
    found = [s for s in _SENTENCE.finditer(clause.text) if s[0].strip()]
    spans = dict.fromkeys((s.start(), s.end()) for s in (found[0], found[-1])) if found else {}
    return [cite(document, clause, clause.start + a, clause.start + b) for a, b in spans]


def _quotes(subject: _Subject) -> Iterator[Mutation]:
    """A citation that is shifted, with or without its quote, and one whose quote is altered."""
    answer = subject.answer
    for number, true in enumerate(answer.citations, start=1):
        document = subject.documents[true.document]
        changed = {
            "起点后移，引文不变": replace(true, start=true.start + 1, end=true.end + 1),
            "引文漏字": replace(true, quote=true.quote[:-1]),
            "引文改字": replace(true, quote=f"{true.quote[:2]}不{true.quote[2:]}"),
        }
        inner = document.text[true.start : true.start + 2]
        if len(true.quote) > 2 and inner.isalpha():
            start = true.start + 1
            changed["引文缺首字"] = replace(true, start=start, quote=true.quote[1:])
        for change, citation in changed.items():
            citations = (*answer.citations[: number - 1], citation, *answer.citations[number:])
            altered = replace(answer, citations=citations)
            yield Mutation(Kind.QUOTE, altered, f"引文[{number}]：{change}")


def _marks(subject: _Subject) -> Iterator[Mutation]:
    """A mark to a citation that is not there, one of another citation, and no mark at all."""
    answer = subject.answer
    quotes = [citation.quote for citation in answer.citations]
    for words, marks in _lines(subject):
        behind = answer.text[marks.end() :]
        first = int(marks[0][1 : marks[0].index("]")])
        other = first % len(quotes) + 1
        for kind, new in (
            (Kind.UNKNOWN_MARK, f"[{len(quotes) + 1}]"),
            (Kind.MOVED, f"[{other}]"),
            (Kind.DROPPED_MARK, ""),
        ):
            following = next(iter(_MARKS.findall(behind)), "")
            if kind is Kind.DROPPED_MARK and _is_said(
                words, [quotes[int(n) - 1] for n in re.findall(r"\d+", following)]
            ):
                continue
            if kind is Kind.MOVED and _is_said(words, [quotes[other - 1]]):
                continue
            text = f"{answer.text[: marks.start()]}{new}{behind}"
            yield Mutation(kind, replace(answer, text=text), f"“{marks[0]}”→“{new}”")
