"""Cases from a document: what its clause tree and facts answer, and what they surely do not.

The same document gives the same cases. An identifier is made of its document, category and question
alone, so a changed clause changes its own cases. How things are asked: `generation_templates`.
"""

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest

from assistant.answer import Turn
from assistant.lexicon import core_name, place_names
from documents.document import Clause, ClauseKind, Document
from documents.facts import Facts, Role, Target
from documents.numerals import parse_numeral
from documents.quantities import Quantity, find_quantities
from evals import generation_templates as templates
from evals.case import Case
from evals.metrics import normalised

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_NAME = re.compile(r"“[^“”。；，,]{2,20}”|《[^《》]{2,40}》")
_PROJECT = re.compile(
    r"(?<=、)(?:(?!等|及)[\u4e00-\u9fffA-Za-z0-9]){3,18}(?:产业园区?|示范区|试验区|开发区|集聚区|平台|中心|基地|港区|机场|"
    r"高铁|高速公路|水库|实验室|院区|大学)(?=、|等)"
)
_OWN_PLACE = re.compile(r"^(?!国|中|关于)([\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|市|县|区))")
_OWN_AREA = re.compile(r"^(?:全国|全省|全市|全县|全区|我省|我市|我县|本市|本省)")
_NO_TASK = re.compile(r"总体|指导思想|原则|总则|附则|目标|回顾|要求$|^附")
_PERCENT = re.compile(r"[%％‰]|百分点|倍")
_BESIDE_SUBJECT = re.compile(
    r"年均|同比|平均|全国|全省|全市|我市|我省|新增|总体|(?:增长|提高|下降)$"
)


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
class _Figure:
    """A target that can be asked for without doubt.

    `question` has no mark; `within` names clause or year where other figures have its subject.
    `year` is that of its deadline, or ''; `others` are figures that answer for another year.
    """

    target: Target
    question: str
    within: str
    year: str
    others: tuple[str, ...]


class _Source:
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

    def _figures(self, targets: Sequence[Target]) -> list[_Figure]:
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

    def _figure(self, target: Target, every: list[tuple[int, Quantity]]) -> _Figure | None:
        """The figure, told from all others with its subject by clause or year, or None."""
        quantity, text = target.quantity, self.document.text
        question = templates.figure_question(text, target.start, quantity)
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
        return _Figure(target, question, within, year, tuple(dict.fromkeys(others)))


def generate_cases(document: Document, facts: Facts) -> list[Case]:
    """Questions with gold clauses, and questions the document does not answer, by category.

    A question that two places of the document answer differently is left out.
    """
    source = _Source(document, facts)
    generators = (
        _facts, _departments, _reverse_departments, _lists, _names, _titles,
        _other_places, _later_years, _attributes, _indicators, _follow_ups,
    )  # fmt: skip
    cases = [case for generator in generators for case in generator(source)]
    golds: dict[str, set[tuple[str, ...]]] = {}
    for case in cases:
        golds.setdefault(_asked(case), set()).add(case.gold_clauses)
    unique = {case.identifier: case for case in cases if len(golds[_asked(case)]) == 1}
    order = list(Category)
    return sorted(unique.values(), key=lambda case: order.index(Category(case.category)))


def naming_document(cases: Iterable[Case], document: Document) -> list[Case]:
    """The cases with the document named in the first question, for an index of several documents."""
    named: list[Case] = []
    for case in cases:
        if case.history:
            first = case.history[0]
            turn = Turn(f"{document.name}中，{first.question}", first.answer)
            named.append(dataclasses.replace(case, history=(turn, *case.history[1:])))
        else:
            question = f"{document.name}中，{case.question}"
            named.append(dataclasses.replace(case, question=question))
    return named


def _year(quantity: Quantity) -> str:
    """The last year of a deadline, or ''."""
    return next(reversed(_YEAR.findall(quantity.deadline)), "")


def _asked(case: Case) -> str:
    return "\n".join([*(turn.question for turn in case.history), case.question])


def _same_measure(one: Quantity, other: Quantity, text: str) -> bool:
    """Whether an answer about one figure could be taken for one about the other."""
    said = one.subject or text[max(0, one.start - 24) : one.start]
    beside, subject = (
        _BESIDE_SUBJECT.sub("", normalised(words)) for words in (said, other.subject)
    )
    kinds = [_PERCENT.search(quantity.unit) is None for quantity in (one, other)]
    shared = len(subject) > 1 and len(beside) > 1 and (subject in beside or beside in subject)
    return shared and kinds[0] == kinds[1]


def _facts(source: _Source) -> Iterator[Case]:
    for figure in source.figures:
        clause, quantity = source.document.clauses[figure.target.clause], figure.target.quantity
        sentence = source.document.text[figure.target.start : figure.target.end]
        year = [[figure.year]] if figure.year and figure.year in sentence else []
        yield source.case(
            Category.FACT,
            f"{figure.within}{figure.question}？",
            f"{clause.number}的数量“{quantity.text}”",
            [clause],
            [[quantity.text], *year],
            figure.others,
        )


def _departments(source: _Source) -> Iterator[Case]:
    for (position, role), departments in source.duties.items():
        clause = source.document.clauses[position]
        name = source.name(clause) or (clause.number if clause.number.startswith("第") else "")
        if name:
            yield source.case(
                Category.DEPARTMENT,
                f"{name}{templates.WHO[role]}？",
                f"{clause.number}的{role}",
                [clause],
                [(department, core_name(department)) for department in departments],
            )


def _reverse_departments(source: _Source) -> Iterator[Case]:
    duties: dict[tuple[str, Role], list[Clause]] = {}
    for (position, role), departments in source.duties.items():
        for department in departments:
            duties.setdefault((department, role), []).append(source.document.clauses[position])
    names = Counter(core_name(name) for name in dict.fromkeys(name for name, _ in duties))
    for (department, role), clauses in duties.items():
        if names[core_name(department)] > 1:
            continue
        leads_too = role is Role.RESPONSIBLE and (department, Role.LEAD) in duties
        wording = templates.RESPONSIBLE_BESIDE_LEAD if leads_too else templates.REVERSE[role]
        yield source.case(
            Category.REVERSE_DEPARTMENT,
            wording.format(department),
            f"{role}{department}，共 {len(clauses)} 条",
            clauses,
            [[clause.title] for clause in clauses if clause.title] or [[department]],
            all_clauses=True,
        )


def _lists(source: _Source) -> Iterator[Case]:
    document = source.document
    for clause in document.clauses:
        children = [c for c in document.children(clause) if c.kind is ClauseKind.NUMBERED]
        if len(children) > 1:
            yield from _list_of_children(source, clause, children)
        if clause.kind in (ClauseKind.TITLE, ClauseKind.ANNEX, ClauseKind.CLOSING):
            continue
        for listed in templates.enumerations(clause.text):
            if source.plain.count(normalised(listed.noun)) == 1:
                yield from _listed(source, listed, [clause])


def _list_of_children(source: _Source, clause: Clause, children: list[Clause]) -> Iterator[Case]:
    """What a heading with a number, or a line that ends in a colon, announces."""
    titles = tuple(child.title for child in children if child.title)
    stem = clause.text[clause.body - clause.start :].rpartition("\n")[2]
    announced = [clause.title, stem if stem.endswith(("：", ":")) else ""]
    for words in filter(None, announced) if len(titles) == len(children) else ():
        counted = templates.counted_noun(re.split(r"[。；，]", words.rstrip("：:"))[-1])
        if counted and parse_numeral(counted["count"]) != len(children):
            return
        if counted:
            listed = templates.Enumeration(
                counted["noun"], counted["count"], counted["measure"], titles, counted.string
            )
            yield from _listed(source, listed, [clause, *children])
            return
    question = templates.stem_question(announced[1])
    items = [templates.longest_piece(child.text[child.body - child.start :]) for child in children]
    if len(titles) == len(children) and source.name(clause):
        question, items = f"{templates.quoted(clause.title)}包括哪几项？", list(titles)
    if question and all(items):
        note = f"{clause.number}下的 {len(children)} 项"
        yield source.case(
            Category.LIST, question, note, [clause, *children], [[item] for item in items]
        )


def _listed(source: _Source, listed: templates.Enumeration, gold: list[Clause]) -> Iterator[Case]:
    note = f"{gold[0].number}的列举：{listed.count}{listed.measure}{listed.noun}"
    yield source.case(Category.LIST, listed.which, note, gold, [[item] for item in listed.items])
    if listed.count:
        yield source.case(Category.COUNT, listed.how_many, note, gold, [listed.counts])


def _names(source: _Source) -> Iterator[Case]:
    """Names that stand in one to three clauses, and in no other without their marks."""
    found: dict[str, list[Clause]] = {}
    for clause in source.document.clauses:
        for name in dict.fromkeys(_NAME.findall(clause.text) + _PROJECT.findall(clause.text)):
            found.setdefault(name, []).append(clause)
    for name, clauses in found.items():
        bare = normalised(name.strip("“”《》"))
        holders = [c for c in source.document.clauses if bare in normalised(c.text)]
        if holders != clauses or len(clauses) > 3 or clauses[0].kind is ClauseKind.TITLE:
            continue
        shown = name if name[0] in "“《" else f"“{name}”"
        yield source.case(
            Category.NAMED,
            f"哪些条款提到了{shown}？" if len(clauses) > 1 else f"{shown}是在哪一条提到的？",
            f"{'、'.join(clause.number for clause in clauses)}中的名称",
            clauses,
            [[c.title] for c in clauses] if all(c.title for c in clauses) else [[name]],
            all_clauses=len(clauses) > 1,
        )


def _titles(source: _Source) -> Iterator[Case]:
    for clause in source.document.clauses:
        if source.numbers[clause.number] > 1 or clause.kind is not ClauseKind.NUMBERED:
            continue
        part = templates.part_name(clause.number)
        content = templates.longest_piece(
            clause.text[clause.body - clause.start :].partition("。")[0]
        )
        if clause.title and part:
            question, include = f"{part}的标题是什么？", clause.title
        elif content and re.fullmatch(r"第[^章节()]+条", clause.number):
            question, include = f"{clause.number}规定了什么？", content
        else:
            continue
        yield source.case(
            Category.TITLE, question, f"{clause.number}的标题或内容", [clause], [[include]]
        )


def _other_places(source: _Source) -> Iterator[Case]:
    """The first figure of each clause, and the departments, asked of a place of the same level."""
    asked: set[int] = set()
    for figure in source.figures:
        position = figure.target.clause
        question = _OWN_AREA.sub("", figure.question)
        if position not in asked and not figure.within and not place_names(question):
            asked.add(position)
            yield from _elsewhere(source, question, source.document.clauses[position])
    for position, role in source.duties:
        clause = source.document.clauses[position]
        name = source.name(clause)
        if role is not Role.SUPPORT and name and not place_names(name):
            yield from _elsewhere(source, f"{name}{templates.WHO[role]}", clause)


def _elsewhere(source: _Source, question: str, clause: Clause) -> Iterator[Case]:
    places = templates.places_beside(source.place)
    places = [place for place in places if place.rstrip("省市县") not in source.document.text]
    if places:
        place = _pick(places, question)
        note = f"{clause.number}的内容换成{place}"
        yield source.case(Category.UNANSWERABLE_PLACE, f"{place}{question}？", note)


def _pick(names: Sequence[str], question: str) -> str:
    """One of the names by the question alone: another name in the list changes few picks."""
    return min(names, key=lambda name: hashlib.sha256(f"{name}{question}".encode()).digest())


def _later_years(source: _Source) -> Iterator[Case]:
    named = [int(year) for year in _YEAR.findall(source.document.text)]
    later = (max(named, default=2025) // 5 + 1) * 5
    for figure in source.figures:
        if figure.year:
            within = re.sub(r"到\d{4}年，$", "", figure.within)
            number = source.document.clauses[figure.target.clause].number
            question = f"{within}到{later}年，{figure.question}？"
            yield source.case(Category.UNANSWERABLE_YEAR, question, f"{number}的数量换成{later}年")


def _attributes(source: _Source) -> Iterator[Case]:
    """One attribute of each task that nothing around the task holds, by the task's name."""
    document = source.document
    ends = [c.text for c in document.clauses if c.kind in (ClauseKind.PREAMBLE, ClauseKind.CLOSING)]
    for clause in document.clauses:
        name = source.name(clause)
        if not name or clause.parent is None or not document.is_leaf(clause):
            continue
        if clause.kind is not ClauseKind.NUMBERED or _NO_TASK.search(clause.title):
            continue
        top = document.ancestors(clause)[0]
        around = "\n".join([*(node.text for node in document.subtree(top)), *ends])
        lacking = [each for each in templates.ATTRIBUTES if not each.held.search(around)]
        if lacking:
            chosen = _pick([each.name for each in lacking], name)
            each = next(each for each in lacking if each.name == chosen)
            yield source.case(
                Category.UNANSWERABLE_ATTRIBUTE,
                each.question.format(name),
                f"{clause.number}没有写{each.name}",
            )


def _indicators(source: _Source) -> Iterator[Case]:
    area = source.place or "全国"
    for name, words in templates.INDICATORS:
        if not re.search(words, source.document.text):
            question = f"{area}{name}的目标是多少？"
            yield source.case(Category.UNANSWERABLE_INDICATOR, question, "原文没有的指标")


def _follow_ups(source: _Source) -> Iterator[Case]:
    document = source.document
    asked: set[int] = set()
    for figure, following in zip_longest(source.figures, source.figures[1:]):
        clause = document.clauses[figure.target.clause]
        sentence = document.text[figure.target.start : figure.target.end]
        told = Turn(f"{figure.within}{figure.question}？", sentence)
        duty = source.duty(clause)
        if duty and clause.position not in asked:
            asked.add(clause.position)
            role, departments = duty
            yield source.case(
                Category.FOLLOWUP,
                templates.WHO_OF_IT[role],
                f"{clause.number}的数量之后问{role}",
                [clause],
                [(department, core_name(department)) for department in departments],
                history=(told,),
            )
        if following and _is_parallel(figure, following):
            quantity = following.target.quantity
            yield source.case(
                Category.FOLLOWUP,
                templates.follow_up(quantity.subject),
                f"{clause.number}的下一个数量",
                [clause],
                [[quantity.text]],
                history=(told,),
            )
    yield from _sibling_follow_ups(source)


def _is_parallel(figure: _Figure, following: _Figure) -> bool:
    """Whether two figures stand in one clause and are asked in the same words."""
    one, other = figure.target, following.target
    return (
        one.clause == other.clause
        and following.within in ("", figure.within)
        and not figure.question.startswith("有多少")
        and figure.question.replace(one.quantity.subject, "")
        == following.question.replace(other.quantity.subject, "")
        and one.quantity.unit == other.quantity.unit
    )


def _sibling_follow_ups(source: _Source) -> Iterator[Case]:
    """那…呢 for the next clause of the same parent, after who leads this one."""
    document = source.document
    first = {figure.target.clause: figure for figure in reversed(source.figures)}
    for clause in document.clauses:
        siblings = [c for c in document.clauses[clause.position + 1 :] if c.parent == clause.parent]
        duty, other = source.duty(clause), source.duty(siblings[0]) if siblings else None
        names = source.name(clause), source.name(siblings[0]) if siblings else ""
        if not duty or not other or duty[0] is not other[0] or not all(names):
            continue
        role, departments = duty
        answer = f"{names[0]}的{role}是{'、'.join(departments)}。"
        history: tuple[Turn, ...] = (Turn(f"{names[0]}{templates.WHO[role]}？", answer),)
        if figure := first.get(clause.position):
            sentence = document.text[figure.target.start : figure.target.end]
            asked = Turn(f"{figure.within}{figure.question}？", sentence)
            history = (asked, Turn(templates.WHO_OF_IT[role], answer))
        yield source.case(
            Category.FOLLOWUP,
            f"那{names[1]}呢？",
            f"{clause.number}之后问{siblings[0].number}的{role}",
            [siblings[0]],
            [(department, core_name(department)) for department in other[1]],
            history=history,
        )
