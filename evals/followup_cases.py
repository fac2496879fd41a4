"""Cases that lean on the turn before: who is responsible for it, and what of the next one."""

from collections.abc import Iterator
from itertools import zip_longest

from assistant.answer import Turn
from assistant.lexicon import core_name
from evals import generation_templates as templates
from evals.case import Case
from evals.figure_question import follow_up
from evals.generated_source import AskedFigure, Category, DocumentSource


def follow_up_cases(source: DocumentSource) -> Iterator[Case]:
    """After a figure: who does it, and the next figure; after who leads: the next clause."""
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
                follow_up(quantity.subject),
                f"{clause.number}的下一个数量",
                [clause],
                [[quantity.text]],
                history=(told,),
            )
    yield from _sibling_follow_ups(source)


def _is_parallel(figure: AskedFigure, following: AskedFigure) -> bool:
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


def _sibling_follow_ups(source: DocumentSource) -> Iterator[Case]:
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
