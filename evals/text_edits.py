"""The words of a right answer made wrong: what can be altered, and what comes in its place.

Every function yields edits that are made together, one thing at a time. Documents give the other
years, departments, figures and names. Nothing here asks, proves or changes an answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.answer import Answer
from documents.document import Document
from documents.facts import Facts, extract_facts
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `[start, end)` of an answer's text and what comes in their place."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
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


Edits = Iterator[tuple[Edit, ...]]


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("→") for pair in text.split())


MARKS = regex(r"(?:\[\d+\])+")
_NUMBER = regex(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?")
_LIST_NUMBER = regex(r"(?m)^\d+\. ")
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?=[年〕—-])|(?<=十)[三四五](?=五)")
_ORDINAL = regex(r"(?<=第)[一二三四五六七八](?=[条章节款项])")
_DIGITS = "一二三四五六七八九"
_OPPOSITES = _pairs(
    "及以上→及以下 以上→以下 以下→以上 以内→以上 左右→以上 不低于→不超过 不少于→不超过 不超过→不低于 "
    "不高于→不低于 不得低于→不超过 不得少于→不超过 不得超过→不低于 不得高于→不低于 超过→低于 突破→低于 低于→高于 最高→最低 最低→最高 至少→至多"
)
_BOUND = regex("|".join(sorted(_OPPOSITES, key=len, reverse=True)))
_UNITS = _pairs(
    "个百分点→% %→个百分点 万→亿 亿→万 公顷→亩 亩→公顷 元→万元 吨→千克 平方公里→平方米 个工作日→个月 "
    "个月→年 日→个月 小时→分钟 人次→万人次 家→万家 个→万个 年→个月 米→公里 岁→个月"
)
_UNIT = regex("|".join(sorted(_UNITS, key=len, reverse=True)))
_NEGATION = regex(r"不得|不予|不(?![断同仅少超低高多])|未(?!来|成年)|无(?!人|线|障)|禁止")
_NEGATABLE = regex(
    r"(?<![不未])(?:支持|鼓励|给予|实施|推进|推动|建设|建立|培育|适用|负责|应当|可以|开展|完善|发展|达到|加快|加强|引进|提升|是(?=[市县省《]))"
)
_MODALS = _pairs(
    "应当→可以 可以→应当 鼓励→必须 支持→不支持 必须→可以 不得→可以 禁止→允许 力争→确保 争取→必须 积极→可以 "
    "加快→可以"
)
_MODAL = regex("|".join(_MODALS))
_NAMED = regex(r"(?<=“)[^”]{2,20}(?=”)|(?<=《)[^》]{2,30}(?=》)")
_LISTED = regex(r"(?<=、)(?!市|县|省)[\u4e00-\u9fff]{2,14}(?=、)")
SENTENCE = regex(r"[^。；;\n]+[。；;]?")
_ASKED = regex(r"(?<=问题中的)“[^”]*”")
_PHRASES_IN_TURN = 3


def marked_answer(answer: Answer, documents: Mapping[str, Document]) -> MarkedAnswer:
    """Find marks and remarks in an answer; `documents` are by identifier."""
    remarks = []
    words, at = MARKS.sub(lambda marks: "\n" * len(marks[0]), answer.text), 0
    for remark in answer.remarks:
        start = answer.text.find(remark.strip(), at)
        if start >= 0 and remark.strip():
            at = start + len(remark.strip())
            remarks.append((start, at))
            words = f"{words[:start]}{chr(10) * (at - start)}{words[at:]}"
    return MarkedAnswer(answer, documents, words, tuple(remarks))


def _stated(subject: MarkedAnswer) -> list[Quantity]:
    """The figures of the quoted sentences."""
    return find_quantities(subject.words)


def figures(subject: MarkedAnswer) -> Edits:
    """Other numbers: in quotations, in what we counted, in Arabic and in Chinese numerals."""
    counted = "".join(
        subject.answer.text[start:end] if "共" in subject.answer.text[start:end] else ""
        for start, end in subject.remarks
    )
    dated = [found.span() for found in _YEAR.finditer(subject.words)]
    numbered = [found.span() for found in _LIST_NUMBER.finditer(subject.words)]
    for found in _NUMBER.finditer(subject.answer.text):
        start, end = found.span()
        in_remark = any(a <= start < b for a, b in subject.remarks)
        if subject.words[start] == "\n" and not (in_remark and f" {found[0]} " in counted):
            continue
        if any(a <= start < b for a, b in (*dated, *numbered)):
            continue
        last = str((int(found[0][-1]) + 3) % 10)
        yield (Edit(start, end, f"{found[0][:-1]}{last}"),)
        if subject.words[start] != "\n":
            yield (Edit(start, end, f"{found[0]}0" if "." not in found[0] else found[0][:-2]),)
    for quantity in _stated(subject):
        text = subject.words[quantity.start : quantity.end]
        percent = re.search(r"(\d+)%", text)
        if percent and int(percent[1]) < 97:
            start = quantity.start + percent.start()
            wrong = f"百分之{_chinese(int(percent[1]) + 3)}"
            yield (Edit(start, quantity.start + percent.end(), wrong),)
        chinese = re.search(f"[{_DIGITS}]", text) if not re.search(r"\d", text) else None
        if chinese:
            start = quantity.start + chinese.start()
            yield (Edit(start, start + 1, _next_digit(chinese[0])),)
    for found in _ORDINAL.finditer(subject.words):
        yield (Edit(*found.span(), _next_digit(found[0])),)


def _next_digit(digit: str) -> str:
    return _DIGITS[(_DIGITS.index(digit) + 1) % len(_DIGITS)]


def _chinese(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    written = f"{_DIGITS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}"
    return f"{written}{_DIGITS[ones - 1] if ones else ''}"


def comparators(subject: MarkedAnswer) -> Edits:
    """Bounds turned round, left out, or put where there is none."""
    for quantity in _stated(subject):
        start, end = quantity.start, quantity.end
        text = subject.words[start:end]
        bounds = list(_BOUND.finditer(text))
        for bound in bounds:
            span = (start + bound.start(), start + bound.end())
            for new in (_OPPOSITES[bound[0]], ""):
                yield (Edit(*span, new),)
        if text.endswith(("以上", "以下")):
            yield (Edit(end - 2, end, "左右"),)
        elif not bounds:
            yield (Edit(end, end, "以上"),)
            yield (Edit(start, start, "不超过"),)


def years(subject: MarkedAnswer) -> Edits:
    """The year after, and every other year of the documents."""
    others = sorted(
        {y for d in subject.cited for y in re.findall(r"(?<!\d)20\d\d(?=[年〕—-])", d.text)}
    )
    for found in _YEAR.finditer(subject.words):
        new = str(int(found[0]) + 1) if found[0].isdigit() else _next_digit(found[0])
        for year in dict.fromkeys([new, *(others if found[0].isdigit() else [])]):
            if year != found[0]:
                yield (Edit(*found.span(), year),)


def units(subject: MarkedAnswer) -> Edits:
    """A unit that could be taken for the one that stands there."""
    for quantity in _stated(subject):
        at = subject.words.find(quantity.unit, quantity.start, quantity.end)
        unit = _UNIT.search(quantity.unit) if at >= 0 else None
        if unit:
            yield (Edit(at + unit.start(), at + unit.end(), _UNITS[unit[0]]),)


def _known(subject: MarkedAnswer) -> set[str]:
    """The departments that the documents name."""
    facts = map(_facts_of, subject.cited)
    return {name for found in facts for r in found.responsibilities for name in r.departments}


def _named_departments(subject: MarkedAnswer) -> list[re.Match[str]]:
    """Where departments of the documents are named, in sentences and in what we say of offices."""
    names = _known(subject)
    if not names:
        return []
    pattern = "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))
    said = _ASKED.sub(lambda quoted: "\n" * len(quoted[0]), subject.answer.text)
    return list(re.finditer(pattern, said))


def _led(subject: MarkedAnswer, name: str) -> set[tuple[str, int]]:
    """The clauses that a department is named for."""
    return {
        (document.identifier, item.clause)
        for document in subject.cited
        for item in _facts_of(document).responsibilities
        if name in item.departments
    }


def swapped_departments(subject: MarkedAnswer) -> Edits:
    """A department changed for two that are named for other clauses."""
    found = _named_departments(subject)
    present = {match[0] for match in found}
    names = _known(subject)
    for at, match in enumerate(found):
        alike = _led(subject, match[0])
        others = [name for name in sorted(names - present) if _led(subject, name) != alike]
        for step in (0, len(others) // 2) if others else ():
            yield (Edit(*match.span(), others[(at + step) % len(others)]),)


def leads(subject: MarkedAnswer) -> Edits:
    """A department of a list left out, and one more put behind the last of a list."""
    found = [match for match in _named_departments(subject) if subject.words[match.start()] != "\n"]
    present = {match[0] for match in found}
    others = sorted(_known(subject) - present)
    text = subject.answer.text
    for at, match in enumerate(found):
        if text[match.end() : match.end() + 1] == "、":
            yield (Edit(match.start(), match.end() + 1, ""),)
        elif text[match.start() - 1] == "、":
            yield (Edit(match.start() - 1, match.end(), ""),)
        if text[match.end() : match.end() + 1] != "、" and others:
            yield (Edit(match.end(), match.end(), f"、{others[at % len(others)]}"),)


def negations(subject: MarkedAnswer) -> Edits:
    """A negation left out, and one put before a verb."""
    for found in _NEGATION.finditer(subject.words):
        yield (Edit(*found.span(), ""),)
    for sentence in SENTENCE.finditer(subject.words):
        verbs = list(_NEGATABLE.finditer(subject.words, *sentence.span()))
        for at, verb in enumerate(verbs[:_PHRASES_IN_TURN]):
            word = "不" if verb[0] == "是" else ("不", "禁止", "不得")[at]
            yield (Edit(verb.start(), verb.start(), word),)


def modals(subject: MarkedAnswer) -> Edits:
    """A duty made a permission, and the other way round."""
    for found in _MODAL.finditer(subject.words):
        yield (Edit(*found.span(), _MODALS[found[0]]),)


def exchanged(subject: MarkedAnswer) -> Edits:
    """Two figures of the answer in each other's place, or one of another clause in place of one."""
    quantities = _stated(subject)
    for one, other in pairwise(quantities):
        if one.end <= other.start and not _same(one, other):
            first = subject.words[one.start : one.end]
            second = subject.words[other.start : other.end]
            yield (Edit(one.start, one.end, second), Edit(other.start, other.end, first))
    used = {citation.position for citation in subject.answer.citations}
    elsewhere = [
        target.quantity
        for document in subject.cited
        for target in _facts_of(document).targets
        if target.clause not in used
    ]
    for at, quantity in enumerate(quantities):
        others = [o for o in elsewhere if o.unit == quantity.unit and not _same(o, quantity)]
        if others:
            other = others[at % len(others)]
            yield (Edit(quantity.start, quantity.end, other.text),)


def _same(one: Quantity, other: Quantity) -> bool:
    compared = ("value", "upper", "unit", "comparator")
    return all(getattr(one, name) == getattr(other, name) for name in compared)


def names(subject: MarkedAnswer) -> Edits:
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
                yield (Edit(*found.span(), others[at % len(others)]),)


@lru_cache(maxsize=64)
def _facts_of(document: Document) -> Facts:
    return extract_facts(document)
