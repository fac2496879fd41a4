"""What is left of a limit of the text for somebody who has used up a part of it: 已抵1350元, 还能抵多少."""

from collections.abc import Sequence

from assistant.question import Question
from assistant.thresholds import sized
from documents.numerals import counted
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_LIMIT = regex(
    r"(?:(?:累计|合计|总计|总额|最[高多长]|每[人家户]?(?:每?年)?)?不(?:得)?超过|最[高多长]|上限(?:提高|调整|放宽)?(?:到|至|为))"
    r"(\d[\d,]*(?:\.\d+)?[百千万亿]*(?:元|个?月|个?小时|[天日次张年]))"
)
_USED = regex(
    r"已经?[^,，。;；]{0,10}$|(?:用|抵|领|报|花|拿|住|休|请|提|补|享受)(?:掉|过|完|去)?了?[^,，。;；]{0,3}$"
)
_LEFT = regex(
    r"还(?:能|可以?|剩|有)?(?:再|继续)?[^,，。;；]{0,8}?(?:多少|几)|剩(?:下|余)?(?:多少|几)"
)
_REMARK = regex(r"按“([^”]+)”计算，问题中的“([^”]+)”之外还有 (.+)。")


def rest_of_limit(question: Question, quotes: Sequence[str]) -> str:
    """What is left of the only limit of some quotes without what a question says is used up, or ''."""
    plain = question.plain
    if not _LEFT.search(plain):
        return ""
    used = [claim for claim in find_quantities(plain) if _USED.search(plain[: claim.start])]
    if len(used) != 1:
        return ""
    limits = dict.fromkeys(found[0] for quote in quotes for found in _LIMIT.finditer(quote))
    fitting = [each for each in limits if _left(each, used[0])]
    if len(fitting) != 1:
        return ""
    left = _left(fitting[0], used[0])
    return f"按“{fitting[0]}”计算，问题中的“{used[0].text}”之外还有 {left}。"


def _left(limit: str, used: Quantity) -> str:
    """What is left of a limit, as printed, or '' where it is of another measure or all used up."""
    found = _LIMIT.fullmatch(limit)
    whole = find_quantities(found[1]) if found else []
    if not whole:
        return ""
    (most, unit), (spent, own) = sized(whole[0]), sized(used)
    if unit != own or most is None or spent is None or spent >= most:
        return ""
    return counted(round(most - spent, 4), unit)


def is_rest_right(remark: str, quotes: Sequence[str]) -> bool:
    """Whether a remark of this module names a limit of the quotes, and takes away rightly."""
    found = _REMARK.fullmatch(remark.strip())
    if found is None or not any(found[1] in quote for quote in quotes):
        return False
    used = find_quantities(found[2])
    return bool(used) and _left(found[1], used[0]) == found[3]
