"""Targets whose year has passed: what an answer says of them, given the day."""

from dataclasses import replace
from datetime import date

from assistant.answer import Answer
from documents.quantities import find_quantities
from documents.regular_expressions import regex

_DUE = regex(
    r"(?<!截)(?:到|至)((?:19|20)\d\d)年(?!度?[^,，。]{0,4}起)|((?:19|20)\d\d)年(?:\d{1,2}月)?(?:底|末)?(?:之?前|以前)"
)


def remark_passed(answer: Answer, today: date) -> Answer:
    """Add which of the years that the quoted targets are due in lie before this one."""
    if answer.status.refused:
        return answer
    quotes = "\n".join(citation.quote for citation in answer.citations)
    passed = sorted({year for year in _due_years(quotes) if year < today.year})
    if not passed or not any(f"{year}年" in answer.text for year in passed):
        return answer
    remark = f"（{'、'.join(f'{year}年' for year in passed)}的期限已过）"
    return replace(answer, text=f"{answer.text}{remark}", remarks=(*answer.remarks, remark))


def _due_years(quotes: str) -> set[int]:
    """Years by which something has to be reached, where the quotes set a figure for it."""
    if not any(quantity.deadline for quantity in find_quantities(quotes)):
        return set()
    return {int(found[1] or found[2]) for found in _DUE.finditer(quotes)}
