"""Rules applied to a case: whether what a question states meets the bound that the text sets.

Of `库容8000立方米` and `库容1万立方米以上的公共冷库` it says that the one falls short of the other.
"""

from dataclasses import replace

from assistant import cues
from assistant.answer import Answer
from assistant.evidence import Evidence
from assistant.question import Intent, Question
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_FLOOR = regex(
    r"以上|不低于|不少于|不小于|不得低于|不得少于|至少|最少|最低|最短|满|超过|高于|大于|下限|[≥＞≧>]"
)
_CEILING = regex(
    r"以下|不超过|不高于|不多于|不大于|不得超过|不得高于|内|(?<![不得])(?:低于|少于|小于)|不满|未满|不足|不到|未达|封顶|上限|最长|[≤＜≦<]"
)
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PHRASE = regex(r"[^,，。；;！？!?\n]*")
_DEFINES = regex(r"是指|应当(?:同时)?(?:具备|符合|满足)|(?:下列|以下)条件")
_MOST_OF = regex(r"最[高多]|不(?:得)?超过|以内|封顶|上限")
_MOST = 3
_JUDGED = regex(r"问题中的“(.+?)”(符合|未达到|超出)“(.+?)”")


def weigh_thresholds(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """Add to an answer how the figures of the asker's case stand to the bounds in its quotes."""
    if answer.status.refused or not question.claims or not _is_case(question):
        return answer
    bounds = [
        bound
        for citation in answer.citations
        for bound in find_quantities(citation.quote)
        if is_condition(bound, citation.quote) or _is_of_definition(bound, citation.quote)
    ]
    measures = [sized(claim)[1] for claim in question.claims]
    verdicts = dict.fromkeys(
        f"问题中的“{claim.text}”{verdict}“{bound.text}”。"
        for claim in question.claims
        if measures.count(sized(claim)[1]) == 1  # of two lengths it is not known which is meant
        for bound, verdict in _of_one_thing(claim, bounds)
    )
    if not verdicts:
        return answer
    remarks = list(verdicts)[:_MOST]
    text = "".join((answer.text, "\n", *remarks))
    return replace(answer, text=text, remarks=(*answer.remarks, *remarks))


def _of_one_thing(claim: Quantity, bounds: list[Quantity]) -> list[tuple[Quantity, str]]:
    """The bounds that a figure compares with, none where it meets one thing's and misses another's.

    Whether 30米 is the length (不超过50米) or the width (不超过1米) is not known then.
    """
    found = [(bound, verdict) for bound in bounds if (verdict := _verdict(claim, bound))]
    subjects = [bound.subject for bound, _ in found]
    alike = all(a.endswith(b) or b.endswith(a) for a in subjects for b in subjects)
    return found if alike or len({verdict for _, verdict in found}) == 1 else []


def is_weighed_right(remark: str, quotes: str) -> bool:
    """Whether a remark compares rightly, and with a bound that the quotes hold."""
    found = _JUDGED.search(remark)
    if found is None or found[3] not in quotes:
        return False
    claims, bounds = find_quantities(found[1]), find_quantities(found[3])
    return bool(claims and bounds) and _verdict(claims[0], bounds[0]) == found[2]


def _is_case(question: Question) -> bool:
    """Whether the figures of a question are those of a case, not what the text is taken to say."""
    first_person = cues.FIRST_PERSON.search(question.plain) is not None
    return question.advice or first_person or question.intent is not Intent.FIGURE


def is_most(bound: Quantity) -> bool:
    """Whether a figure is the most that there may be: 最高30万元, 不超过5000元."""
    return _MOST_OF.search(bound.comparator) is not None


def is_floor(bound: Quantity) -> bool:
    """Whether a figure bounds from below: 不少于5000万元; 不超过 holds 超过 and is none."""
    ceiling = _CEILING.search(bound.comparator) is not None
    return not ceiling and _FLOOR.search(bound.comparator) is not None


def is_condition(bound: Quantity, text: str) -> bool:
    """Whether a bound limits who or what is meant, rather than what is given for it.

    It is said of a noun by 的 (…以上产地冷库的合作社); of money right behind it, or at the end (…以上且设在本市的).
    """
    if not bound.comparator or bound.value is None:
        return False
    rest = _PHRASE.match(text, bound.end)
    behind = rest[0] if rest else ""
    of_money = behind.startswith("的") or behind.endswith("的")
    return of_money or ("的" in behind and "元" not in bound.unit)


def _is_of_definition(bound: Quantity, text: str) -> bool:
    """Whether a bound, not of money, is part of what defines or is required of something: 是指…固定摊位不少于二十个."""
    defined = _DEFINES.search(text[: bound.start])
    return bool(bound.comparator) and defined is not None and "元" not in bound.unit


def _verdict(claim: Quantity, bound: Quantity) -> str:
    """How a figure stands to a bound of the same measure, or '' where they do not compare."""
    size, measure = sized(claim)
    limit, measured = sized(bound)
    if measure != measured or size is None or limit is None or claim.comparator:
        return ""
    if _CEILING.search(bound.comparator):  # 不超过 holds 超过
        return "符合" if size <= limit else "超出"
    if is_floor(bound):
        return "符合" if size >= limit else "未达到"
    return ""


def sized(quantity: Quantity) -> tuple[float | None, str]:
    """A value in single units, and what it counts: 1万立方米 → 10,000 立方米."""
    measure = quantity.unit.lstrip("".join(_POWERS))
    size = quantity.value
    for power in quantity.unit[: len(quantity.unit) - len(measure)]:
        size = None if size is None else size * _POWERS[power]
    return size, measure
