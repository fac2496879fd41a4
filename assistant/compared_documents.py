"""What two documents give for the same question, compared: the difference, and which gives more.

Only where each quotes one figure, of the same measure.
"""

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.by_document import shown_name
from assistant.thresholds import sized
from documents.document_head import Headed
from documents.numerals import counted
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_DIFFERENCE = regex(r"相差|差(?:了)?(?:多少|几)|差距|差额|(?:高|多|低|少)(?:出|了)?(?:多少|几)")
_WHICH = regex(r"(?:哪|谁)[^,，。?？]{0,6}(?:高|多|低|少|大|小|长|短)")
_PAIR = 2


def compared(asked: str, answers: Sequence[tuple[Headed, Answer]]) -> str:
    """The remark that compares the figures of two answers, or '' where that is not asked or not plain.

    Args:
        asked: The question.
        answers: The documents with their answers.
    """
    asks_difference = _DIFFERENCE.search(asked) is not None
    if len(answers) != _PAIR or not (asks_difference or _WHICH.search(asked)):
        return ""
    one, other = (_only_figure(answer) for _, answer in answers)
    if one is None or other is None:
        return ""
    (first, measure), (second, its_measure) = sized(one), sized(other)
    if first is None or second is None or measure != its_measure:
        return ""
    if first == second:
        return f"按原文“{one.text}”与“{other.text}”相同。"
    more = shown_name(answers[0 if first > second else 1][0])
    difference = counted(abs(first - second), "个百分点" if measure == "%" else measure)
    return f"按原文“{one.text}”与“{other.text}”相差 {difference}，较高的是{more}。"


def _only_figure(answer: Answer) -> Quantity | None:
    """The figure of an answer that quotes one and no more."""
    found = [q for citation in answer.citations for q in find_quantities(citation.quote)]
    found = [q for q in found if q.value is not None and not q.unit.endswith(("年", "月", "日"))]
    return found[0] if len(found) == 1 and not answer.status.refused else None
