"""What the clauses that a sentence cites say: their sentences as phrases, their titles, who is responsible.

Brackets that limit nothing may be left out; a line that forbids goes with what stands under it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

from assistant.phrases import Phrase, any_word, phrases_of, without_enumerator, words
from assistant.proof import plain_text, responsibilities_of
from documents.document import Clause, Document
from documents.facts import Responsibility, Role
from documents.quantities import DEADLINE
from documents.regular_expressions import regex

_SENTENCE = regex(r"[^。；;！？!?\n]+[。；;！？!?]*")
_BRACKETED = regex(r"[(（][^()（）]*[)）]")
_NUMBER = regex(r"[(（][\d一二三四五六七八九十]{1,3}[)）]")
_DUTY = regex(r"[(（][\u4e00-\u9fff]{2,8}(?:单位|部门)[:：]")
_FORBIDS = regex(r"不|禁止|严禁|无|未|免|除|取消|撤销|停止|终止")
_LIMITS = regex(r"^不?含|不包括|除外|^除|^仅|^限")
_PLACE = regex(r"^[\u4e00-\u9fff]{2,7}?(省|自治区|自治州|市|县|区|旗)")
_ROLE_FORMS: dict[Role, tuple[str, ...]] = {
    Role.LEAD: (
        "{names}牵头",
        "{names}牵头负责",
        "由{names}牵头",
        "由{names}牵头负责",
        "{names}牵头单位",
        "牵头单位{names}",
        "牵头部门{names}",
        "{names}牵头部门",
    ),
    Role.RESPONSIBLE: (
        "{names}负责",
        "由{names}负责",
        "责任单位{names}",
        "{names}责任单位",
        "责任部门{names}",
        "{names}责任部门",
        "负责单位{names}",
        "{names}负责单位",
    ),
    Role.SUPPORT: ("{names}配合", "由{names}配合", "配合单位{names}", "{names}配合单位"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a clause: `[start, end)` are characters of the document's text."""

    document: Document
    clause: Clause
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.document.text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether other words are part of these."""
        same = self.document.identifier == other.document.identifier
        return same and self.start <= other.start and other.end <= self.end


class SourceKind(Enum):
    """What a source is; titles and statements of who is responsible stand for themselves."""

    WORDS = auto()
    TITLE = auto()
    DUTY = auto()


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a clause as phrases. `lead` is the one that introduces it and must be said too.

    `opening` is the date at the head of its paragraph, which may govern it or not. Of a statement of who is
    responsible, `bracket` is where the bracket begins that says it; `named` tells that it says for what, `only`
    that no other bracket of the clause says who is.
    """

    span: Span
    phrases: tuple[Phrase, ...]
    kind: SourceKind = SourceKind.WORDS
    lead: Span | None = None
    opening: str = ""
    bracket: int = 0
    named: bool = False
    only: bool = False

    @property
    def opens(self) -> bool:
        """Whether it ends with words that introduce what stands under it."""
        return self.kind is SourceKind.TITLE or self.phrases[-1].binds

    @property
    def lists(self) -> bool:
        """Whether it ends with a colon, before a list."""
        return self.kind is SourceKind.WORDS and self.phrases[-1].stop == ":"

    def introduces(self, other: "Span") -> bool:
        """Whether words stand under these: behind them in their clause, or in a clause below."""
        span = self.span
        if span.document.identifier != other.document.identifier:
            return False
        if span.clause.position != other.clause.position:
            above = span.document.ancestors(other.clause)
            return any(clause.position == span.clause.position for clause in above)
        between = span.document.text[span.end : max(span.end, other.start)]
        again = re.search(r"[:：]\s*\n", between) is not None
        return other.start >= span.end and not again


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile("|".join(words("harmless")))


@cache
def _framing() -> re.Pattern[str]:
    kinds = ("connecting", "pointing", "naming", "saying", "lone", "kinds")
    return re.compile(rf"(?:{any_word(*kinds)})+")


def stating(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Phrases without those that only frame others (`其中：`, `根据该意见`)."""
    return tuple(phrase for phrase in phrases if not _framing().fullmatch(phrase.text))


def sources_of(span: Span) -> tuple[Source, ...]:
    """The sentences of words of a clause, its title and who is responsible, where the words hold them."""
    return _sources_of(span.document, span.clause.position, span.start, span.end)


@lru_cache(maxsize=1024)
def _sources_of(document: Document, position: int, start: int, end: int) -> tuple[Source, ...]:
    span = Span(document, document.clauses[position], start, end)
    made = (*_titles(span), *_lines(span), *_duties(span))
    return tuple(source for source in made if source.phrases)


def _titles(span: Span) -> Iterator[Source]:
    document, clause = span.document, span.clause
    if span.start <= clause.start and clause.body <= span.end and clause.title:
        heading = Span(document, clause, clause.start, max(clause.body, clause.start + 1))
        for said in (clause.title, f"{clause.number}{clause.title}"):
            yield Source(heading, tuple(phrases_of(said)), SourceKind.TITLE)


def _lines(span: Span) -> Iterator[Source]:
    document, clause = span.document, span.clause
    stem = stem_above(document, clause)
    for line in re.finditer(r"[^\n]+", span.text):
        begin = span.start + line.start()
        if begin < clause.body <= begin + len(line[0]):
            begin = clause.body
        yield from _of_line(document, clause, begin, span.start + line.end(), stem)


def _of_line(
    document: Document, clause: Clause, begin: int, end: int, stem: Span | None
) -> Iterator[Source]:
    """The sentences of a line, each with its brackets and without those that limit nothing."""
    found = DEADLINE.match(document.text, begin, end)
    opening = phrases_of(f"{found[0]}甲")[0].deadline if found else ""
    lead = stem
    for sentence in _SENTENCE.finditer(document.text, begin, end):
        span = Span(document, clause, *_trimmed(document.text, *sentence.span()))
        for form in _forms(span.text):
            phrases = stating(phrases_of(without_enumerator(form)))
            if phrases and _DUTY.match(form):
                at = span.start + span.text.index(form)
                only = len(_brackets(document, clause)) == 1
                yield Source(span, phrases, SourceKind.DUTY, lead, opening, bracket=at, only=only)
            elif phrases:
                yield Source(span, phrases, lead=lead, opening=opening)
        before, colon, _ = plain_text(span.text).partition(":")
        if span.text.endswith("。"):
            lead = stem
        elif colon and _FORBIDS.search(before):
            lead = span


def _is_harmless(inside: str) -> bool:
    """Whether what brackets say limits nothing; 不含税，下同 does."""
    return _harmless().search(inside) is not None and _LIMITS.search(inside) is None


def _forms(written: str) -> Iterator[str]:
    """A sentence as written, without brackets that limit nothing, and what its brackets say."""
    bare = _BRACKETED.sub(lambda found: "" if _is_harmless(found[0][1:-1]) else found[0], written)
    brackets = [each for each in _BRACKETED.findall(written) if not _NUMBER.fullmatch(each)]
    begins = brackets[0] if brackets and written.startswith(brackets[0]) else ""
    whole = written if not (begins and _DUTY.match(begins)) else ""
    yield from dict.fromkeys(form for form in (whole, bare, *brackets) if form)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def stem_above(document: Document, clause: Clause) -> Span | None:
    """The line that introduces a clause as one of its items, where it forbids or excludes."""
    for above in reversed(document.ancestors(clause)):
        stem = document.stem(above)
        if stem and _FORBIDS.search(stem):
            start = document.text.rindex(stem, above.start, above.end)
            return Span(document, above, start, start + len(stem))
    return None


def _duties(span: Span) -> Iterator[Source]:
    document, clause = span.document, span.clause
    only = len(_brackets(document, clause)) == 1
    for item in responsibilities_of(document):
        inside = span.start <= item.start and item.end <= span.end
        if item.clause == clause.position and inside:
            yield from _of_duty(document, clause, item, only=only)


def _brackets(document: Document, clause: Clause) -> set[int]:
    """Where the brackets of a clause begin that say who is responsible."""
    every = responsibilities_of(document)
    return {_bracket(document, item) for item in every if item.clause == clause.position}


def _bracket(document: Document, item: Responsibility) -> int:
    """Where the bracket begins that holds a statement of who is responsible, else the statement."""
    line = document.text.rfind("\n", 0, item.start) + 1
    before = document.text[line : item.start]
    at = max(before.rfind("("), before.rfind("（"))
    return line + at if at > max(before.rfind(")"), before.rfind("）")) else item.start


def _printed(document: Document, item: Responsibility) -> tuple[str, ...]:
    """The names of a list as printed: where the first leads by a note of the document, it is in the list too."""
    leads = [
        name
        for one in responsibilities_of(document)
        if item.role is Role.RESPONSIBLE and one.role is Role.LEAD
        if (one.clause, one.start, one.end, one.row)
        == (item.clause, item.start, item.end, item.row)
        for name in one.departments
    ]
    return (*leads, *item.departments)


def _of_duty(
    document: Document, clause: Clause, item: Responsibility, *, only: bool
) -> Iterator[Source]:
    """What may be said of who is responsible for words of a clause, for all of it, or for a row of its table."""
    span = Span(document, clause, item.start, item.end)
    at = _bracket(document, item)
    departments = _printed(document, item)
    names = "、".join(departments)
    forms = [form.format(names=names) for form in _ROLE_FORMS[item.role]]
    forms += [form.format(names=f"{names}共同") for form in _ROLE_FORMS[item.role][:4]]
    forms += [f"{name}{item.role.value}之一" for name in departments]
    heads = [item.row] if item.row else [""]
    if only and clause.title and not item.row:
        heads += [clause.title, f"{clause.title}工作"]
    for head in heads:
        for form in forms:
            phrases = tuple(phrases_of(f"{head}{form}"))
            yield Source(span, phrases, SourceKind.DUTY, bracket=at, named=bool(head), only=only)


def openings(span: Span) -> tuple[str, ...]:
    """Words before a sentence that say where it stands: headings above it, the place it is for."""
    return _openings_of(span.document, span.clause.position)


@lru_cache(maxsize=1024)
def _openings_of(document: Document, position: int) -> tuple[str, ...]:
    clause = document.clauses[position]
    titles = [node.title for node in (*document.ancestors(clause), clause)]
    place = _PLACE.match(document.issuer) or _PLACE.match(document.title)
    whole = [f"{all_of}{place[1][-1]}" for all_of in "全我本"] if place else []
    names = [*titles, place[0] if place else "", *whole]
    return tuple(p.text for name in filter(None, names) for p in phrases_of(name)[:1])
