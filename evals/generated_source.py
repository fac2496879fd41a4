"""What case generators look up in a document: names, duties, and figures that can be asked for.

A figure is one that clause or year tell from all others. Cases are made here, so all are alike.
"""

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from assistant.answer import Turn
from documents.document import Clause, ClauseKind, Document
from documents.facts import Facts, Role, Target
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex
from evals import generation_templates as templates
from evals.case import Case
from evals.figure_question import figure_question
from evals.metrics import normalised

_YEAR = regex(r"((?:19|20)\d\d)\s*年")
_OWN_PLACE = regex(r"^(?!国|中|关于)([\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|市|县|区))")
_PERCENT = regex(r"[%％‰]|百分点|倍")
_BESIDE_SUBJECT = regex(r"年均|同比|平均|全国|全省|全市|我市|我省|新增|总体|(?:增长|提高|下降)$")


class Category(StrEnum):
    """The categories of generated cases."""

    FACT = "generated_fact"
    DEPARTMENT = "generated_department"
    REVERSE_DEPARTMENT = "generated_reverse_department"
    LIST = "generated_list"
    COUNT = "generated_count"
    NAMED = "generated_named"
    TITLE = "generated_title"
    UNANSWERABLE_PLACE = "generated_unanswerable_place"
    UNANSWERABLE_YEAR = "generated_unanswerable_year"
    UNANSWERABLE_ATTRIBUTE = "generated_unanswerable_attribute"
    UNANSWERABLE_INDICATOR = "generated_unanswerable_indicator"
    FOLLOWUP = "generated_followup"


@dataclasses.dataclass(frozen=True, slots=True)
class AskedFigure:
    """A target that can be asked for without doubt.

    `question` has no mark; `within` names clause or year where other figures have its subject.
    `year` is that of its deadline, or ''; `others` are figures that answer for another year.
    """

    target: Target
    question: str
    within: str
    year: str
    others: tuple[str, ...]


class DocumentSource:
    """A document with what all generators look up in it."""

    def __init__(self, document: Document, facts: Facts) -> None:
        self.document = document
        self.titles = Counter(clause.title for clause in document.clauses)
        self.numbers = Counter(clause.number for clause in document.clauses)
        self.plain = normalised(document.text)
        self.duties: dict[tuple[int, Role], tuple[str, ...]] = {}
        for duty in facts.responsibilities:
            known = self.duties.get((duty.clause, duty.role), ())
            self.duties[duty.clause, duty.role] = tuple(dict.fromkeys(known + duty.departments))
        place = _OWN_PLACE.match(document.issuer) or _OWN_PLACE.match(document.title)
        self.place = place[1] if place else ""
        self.figures = self._figures(facts.targets)

    def case(
        self,
        category: Category,
        question: str,
        note: str,
        gold: Sequence[Clause] = (),
        include: Iterable[Sequence[str]] = (),
        exclude: Sequence[str] = (),
        history: tuple[Turn, ...] = (),
        *,
        all_clauses: bool = False,
    ) -> Case:
        """A case; one without gold clauses is unanswerable."""
        asked = "\n".join([self.document.identifier, *(t.question for t in history), question])
        digest = hashlib.sha256(f"{category}\n{asked}".encode()).hexdigest()[:10]
        return Case(
            identifier=f"{category.removeprefix('generated_')}-{digest}",
            category=category.value,
            question=question,
            history=history,
            answerable=bool(gold),
            gold_clauses=tuple(dict.fromkeys(clause.number for clause in gold)),
            all_clauses=all_clauses,
            must_include=tuple(tuple(dict.fromkeys(group)) for group in include),
            must_not_include=tuple(exclude),
            note=note,
            generated=True,
        )

    def name(self, clause: Clause) -> str:
        """What people call a clause: its title when no other has it, in quotation marks if long."""
        title = clause.title
        if not title or self.titles[title] > 1:
            return ""
        return templates.quoted(title) if re.search(r"[，,：:]", title) else title

    def duty(self, clause: Clause) -> tuple[Role, tuple[str, ...]] | None:
        """Who leads a clause, else who is responsible for it."""
        for role in (Role.LEAD, Role.RESPONSIBLE):
            if (clause.position, role) in self.duties:
                return role, self.duties[clause.position, role]
        return None

    def _figures(self, targets: Sequence[Target]) -> list[AskedFigure]:
        clauses = self.document.clauses
        every = [(c.position, q) for c in clauses for q in find_quantities(c.text, c.start)]
        whole = {quantity.start: quantity for _, quantity in every}
        found = (
            self._figure(dataclasses.replace(target, quantity=whole[target.quantity.start]), every)
            for target in targets
            if clauses[target.clause].kind is not ClauseKind.ANNEX
            and target.quantity.start in whole
        )
        return [figure for figure in found if figure]

    def _figure(self, target: Target, every: list[tuple[int, Quantity]]) -> AskedFigure | None:
        """The figure, told from all others with its subject by clause or year, or None."""
        quantity, text = target.quantity, self.document.text
        question = figure_question(text, target.start, quantity)
        rivals = [
            (clause, other)
            for clause, other in every
            if other.start != quantity.start
            and _same_measure(other, quantity, text)
            and (clause, normalised(other.text)) != (target.clause, normalised(quantity.text))
        ]
        beside = [other for clause, other in rivals if clause == target.clause]
        year, within = _year(quantity), ""
        if len(beside) < len(rivals):
            name = self.name(self.document.clauses[target.clause])
            within = f"{templates.quoted(name)}部分，" if name else ""
        if beside:
            if not year or {year, ""} & {_year(other) for other in beside}:
                return None
            within += f"到{year}年，"
        in_clause = [q for clause, q in every if clause == target.clause and q.unit.endswith("元")]
        is_one_of_sums = (
            len(in_clause) > 1 and question.endswith("是多少") and quantity in in_clause
        )
        if not question or is_one_of_sums or (rivals and not within):
            return None
        sentence = normalised(text[target.start : target.end])
        others = [other.text for other in beside if normalised(other.text) not in sentence]
        return AskedFigure(target, question, within, year, tuple(dict.fromkeys(others)))


def _year(quantity: Quantity) -> str:
    """The last year of a deadline, or ''."""
    return next(reversed(_YEAR.findall(quantity.deadline)), "")


def _same_measure(one: Quantity, other: Quantity, text: str) -> bool:
    """Whether an answer about one figure could be taken for one about the other."""
    said = one.subject or text[max(0, one.start - 24) : one.start]
    beside, subject = (
        _BESIDE_SUBJECT.sub("", normalised(words)) for words in (said, other.subject)
    )
    kinds = [_PERCENT.search(quantity.unit) is None for quantity in (one, other)]
    shared = len(subject) > 1 and len(beside) > 1 and (subject in beside or beside in subject)
    return shared and kinds[0] == kinds[1]
