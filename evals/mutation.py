"""Right answers with one thing made wrong, to see whether the proof of an answer catches it.

Answers and their documents come in; altered answers and the share that `prove` catches go out.
Deterministic: the same answers give the same mutations. An answer is never asked for here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Answer, Citation
from assistant.citations import Flaw, cite, prove
from documents.document import Clause, Document
from evals import text_edits, word_edits
from evals.text_edits import MARKS, SENTENCE, Edit, MarkedAnswer, marked_answer


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
    QUANTIFIER = "范围频次"
    PLACE = "地域层级"
    DIRECTION = "方向"
    CONJUNCTION = "并列选择"
    MOVED = "引文移位"
    QUOTE = "引文改动"
    UNKNOWN_MARK = "编号不存在"
    DROPPED_MARK = "编号缺失"


_EDITS: dict[Kind, Callable[[MarkedAnswer], text_edits.Edits]] = {
    Kind.FIGURE: text_edits.figures,
    Kind.COMPARATOR: text_edits.comparators,
    Kind.YEAR: text_edits.years,
    Kind.UNIT: text_edits.units,
    Kind.DEPARTMENT: text_edits.swapped_departments,
    Kind.LEAD: text_edits.leads,
    Kind.NEGATION: text_edits.negations,
    Kind.MODALITY: text_edits.modals,
    Kind.EXCHANGE: text_edits.exchanged,
    Kind.NAME: text_edits.names,
    Kind.QUANTIFIER: word_edits.quantifiers,
    Kind.PLACE: word_edits.places,
    Kind.DIRECTION: word_edits.directions,
    Kind.CONJUNCTION: word_edits.conjunctions,
}


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
    subject = marked_answer(answer, documents)
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


def _edited(subject: MarkedAnswer, edits: Sequence[Edit]) -> Answer:
    """The answer after edits, given from left to right; those in a remark change it too."""
    answer = subject.answer
    text = answer.text
    for edit in reversed(edits):
        text = f"{text[: edit.start]}{edit.new}{text[edit.end :]}"
    remarks = list(answer.remarks)
    spoken = [at for at, remark in enumerate(remarks) if remark.strip()]
    for at, (begin, stop) in zip(spoken, subject.remarks, strict=False):
        for edit in reversed(edits):
            if begin <= edit.start < stop:
                bare = answer.text[begin:stop]
                before, behind = bare[: edit.start - begin], bare[edit.end - begin :]
                remarks[at] = f"{before}{edit.new}{behind}"
    return replace(answer, text=text, remarks=tuple(remarks))


def _lines(subject: MarkedAnswer) -> Iterator[tuple[str, re.Match[str]]]:
    """The words of every marked sentence, and its marks."""
    for marks in MARKS.finditer(subject.answer.text):
        start = subject.words.rfind("\n", 0, marks.start()) + 1
        yield subject.words[start : marks.start()], marks


def _is_said(words: str, quotes: Sequence[str]) -> bool:
    """Whether words stand in one of several quotes just so, whatever the punctuation."""
    bare = re.sub(r"\W", "", words)
    return any(bare in re.sub(r"\W", "", quote) for quote in quotes)


def _moved(subject: MarkedAnswer) -> Iterator[Mutation]:
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
    found = [s for s in SENTENCE.finditer(clause.text) if s[0].strip()]
    spans = dict.fromkeys((s.start(), s.end()) for s in (found[0], found[-1])) if found else {}
    return [cite(document, clause, clause.start + a, clause.start + b) for a, b in spans]


def _quotes(subject: MarkedAnswer) -> Iterator[Mutation]:
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


def _marks(subject: MarkedAnswer) -> Iterator[Mutation]:
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
            following = next(iter(MARKS.findall(behind)), "")
            if kind is Kind.DROPPED_MARK and _is_said(
                words, [quotes[int(n) - 1] for n in re.findall(r"\d+", following)]
            ):
                continue
            if kind is Kind.MOVED and _is_said(words, [quotes[other - 1]]):
                continue
            text = f"{answer.text[: marks.start()]}{new}{behind}"
            yield Mutation(kind, replace(answer, text=text), f"“{marks[0]}”→“{new}”")
