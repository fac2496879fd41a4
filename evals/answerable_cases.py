"""Cases that a document answers: its figures, departments, lists, names and titles."""

import re
from collections import Counter
from collections.abc import Iterator

from assistant.lexicon import core_name
from documents.document import Clause, ClauseKind
from documents.facts import Role
from documents.numerals import parse_numeral
from documents.regular_expressions import regex
from evals import generation_templates as templates
from evals.case import Case
from evals.enumeration import Enumeration, counted_noun, enumerations
from evals.generated_source import Category, DocumentSource
from evals.metrics import normalised

_NAME = regex(r"“[^“”。；，,]{2,20}”|《[^《》]{2,40}》")
_PROJECT = regex(
    r"(?<=、)(?:(?!等|及)[\u4e00-\u9fffA-Za-z0-9]){3,18}(?:产业园区?|示范区|试验区|开发区|集聚区|平台|中心|基地|港区|机场|"
    r"高铁|高速公路|水库|实验室|院区|大学)(?=、|等)"
)


def fact_cases(source: DocumentSource) -> Iterator[Case]:
    """Every figure that can be asked for without doubt."""
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


def department_cases(source: DocumentSource) -> Iterator[Case]:
    """Who leads each clause, or is responsible for it."""
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


def reverse_department_cases(source: DocumentSource) -> Iterator[Case]:
    """What each department does, in all clauses together."""
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


def list_cases(source: DocumentSource) -> Iterator[Case]:
    """The items below a heading and within a sentence, and their number."""
    document = source.document
    for clause in document.clauses:
        children = [c for c in document.children(clause) if c.kind is ClauseKind.NUMBERED]
        if len(children) > 1:
            yield from _list_of_children(source, clause, children)
        if clause.kind in (ClauseKind.TITLE, ClauseKind.ANNEX, ClauseKind.CLOSING):
            continue
        for listed in enumerations(clause.text):
            if source.plain.count(normalised(listed.noun)) == 1:
                yield from _listed(source, listed, [clause])


def _list_of_children(
    source: DocumentSource, clause: Clause, children: list[Clause]
) -> Iterator[Case]:
    """What a heading with a number, or a line that ends in a colon, announces."""
    titles = tuple(child.title for child in children if child.title)
    stem = clause.text[clause.body - clause.start :].rpartition("\n")[2]
    announced = [clause.title, stem if stem.endswith(("：", ":")) else ""]
    for words in filter(None, announced) if len(titles) == len(children) else ():
        counted = counted_noun(re.split(r"[。；，]", words.rstrip("：:"))[-1])
        if counted and parse_numeral(counted["count"]) != len(children):
            return
        if counted:
            listed = Enumeration(
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


def _listed(source: DocumentSource, listed: Enumeration, gold: list[Clause]) -> Iterator[Case]:
    note = f"{gold[0].number}的列举：{listed.count}{listed.measure}{listed.noun}"
    yield source.case(Category.LIST, listed.which, note, gold, [[item] for item in listed.items])
    if listed.count:
        yield source.case(Category.COUNT, listed.how_many, note, gold, [listed.counts])


def name_cases(source: DocumentSource) -> Iterator[Case]:
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


def title_cases(source: DocumentSource) -> Iterator[Case]:
    """What a numbered part is called, or what an article says."""
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
