"""False premises: what a question states beside what it asks, corrected from the text.

An answer that passes over a wrong figure or a wrong department would confirm it.
"""

from dataclasses import replace

from assistant import cues
from assistant.answer import Answer, Citation
from assistant.citations import cite
from assistant.evidence import Evidence
from assistant.figures import answer_figure, asserts_figure
from assistant.lexicon import departments_in
from assistant.question import Intent, Question


def correct_premises(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """Add to an answer what the text says where the question states something else."""
    if answer.status.refused:
        return answer
    own_case = question.advice or cues.FIRST_PERSON.search(question.plain) is not None
    presumed = not own_case and (asserts_figure(question) or question.intent is Intent.LEAD)
    if question.claims and question.intent is not Intent.FIGURE and presumed:
        unit = "元" if "元" in question.claims[0].unit else question.claims[0].unit
        figure = answer_figure(replace(question, unit=unit, yes_no=True), evidence)
        if figure is not None and "与原文不符" in figure.text and figure.text not in answer.text:
            quoted = figure.citations[0]
            return _with_correction(
                answer, f"问题中的“{question.claims[0].text}”", quoted, quoted.quote
            )
    claimed = cues.CLAIMED_ORGAN.search(question.plain)
    if claimed and question.intent is not Intent.LED_BY and cues.LEAD_CLAIM.search(question.plain):
        return _with_department(claimed[1], evidence, answer)
    return answer


def _with_department(claimed: str, evidence: Evidence, answer: Answer) -> Answer:
    """Add who leads the clause cited first, where that is not the department claimed."""
    cited = answer.citations[0]
    document = evidence.library.documents[cited.document]
    clause = document.clauses[cited.position]
    named = evidence.library.offices(document, clause, cited.quote)
    if not named or departments_in(claimed, named[0].departments):
        return answer
    words = "、".join(named[0].departments)
    if words in answer.text:
        return answer
    quote = cite(document, clause, named[0].start, named[0].end)
    return _with_correction(
        answer, f"问题中的“{claimed}”", quote, f"{named[0].role.value}是{words}"
    )


def _with_correction(answer: Answer, claimed: str, quote: Citation, words: str) -> Answer:
    remark = f"\n{claimed}与原文不符，原文："
    citations = answer.citations if quote in answer.citations else (*answer.citations, quote)
    return replace(
        answer,
        text=f"{answer.text}{remark}{words}[{citations.index(quote) + 1}]",
        citations=citations,
        remarks=(*answer.remarks, remark),
    )
