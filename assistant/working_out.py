"""What figures of a text come to: their sum, their difference, how many times one is another.

The remark that says so names them as they are printed; it is worked out again when an answer is proven.
"""

from collections.abc import Sequence
from enum import StrEnum

from assistant.thresholds import sized
from documents.numerals import counted, parse_numeral
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_PAIR = 2
SHARE = regex(r"(?P<name>[^，,；;。、\d]{2,24}?)(?:占|承担)(?P<share>\d+(?:\.\d+)?)[%％]")
"""A share of a whole with what it is of: 地方政府专项债券占25%."""
_PART = regex(r"按“([^”]+)”和“([^”]+)”计算，为 (.+)。")
_FIGURE_TEXT = regex(r"“([^”]+)”")


class Operation(StrEnum):
    """What is made of the figures of several things."""

    DIFFERENCE = "相差"
    RATIO = "倍"
    SUM = "相加为"
    HIGHEST = "最高"
    LOWEST = "最低"


def worked_out(operation: Operation, figures: Sequence[Quantity]) -> str:
    """The remark on what two or more figures of one measure come to, '' where they do not go together."""
    sizes = [sized(figure) for figure in figures]
    values = [value for value, _ in sizes if value]
    if any(figure.upper is not None for figure in figures):
        return ""  # of 1至3万元 it is not known how much
    if len({unit for _, unit in sizes}) != 1 or not 1 < len(values) == len(sizes):
        return ""
    unit = sizes[0][1]
    texts = [f"“{figure.text}”" for figure in figures]
    if operation is Operation.SUM:
        return f"按原文{''.join(texts)}相加为 {counted(round(sum(values), 6), unit)}。"
    if operation in (Operation.HIGHEST, Operation.LOWEST):
        value = max(values) if operation is Operation.HIGHEST else min(values)
        extreme = texts[values.index(value)] if values.count(value) == 1 else ""
        return f"按原文{''.join(texts)}中{operation.value}的是{extreme}。" if extreme else ""
    if len(values) > _PAIR or values[0] == values[1]:
        return ""
    if operation is Operation.DIFFERENCE:
        unit = "个百分点" if unit in ("%", "％") else unit
        apart = counted(round(abs(values[0] - values[1]), 6), unit)
        return f"按原文{texts[0]}与{texts[1]}相差 {apart}。"
    return f"按原文{texts[0]}为{texts[1]}的 {values[0] / values[1]:.4g} 倍。"


def is_worked_out(remark: str, quotes: str) -> bool:
    """Whether a remark of `worked_out` names figures that stand in some quotes, and works them out rightly."""
    texts = _FIGURE_TEXT.findall(remark.split("中最")[0])
    told = {quantity.text: quantity for quantity in find_quantities(quotes)}
    figures = [told[text] for text in texts if text in told]
    return len(figures) == len(texts) > 1 and any(
        worked_out(operation, figures) == remark.strip() for operation in Operation
    )


def part_of_whole(whole: str, share: str) -> str:
    """The remark on what a share is of a sum of money, both as printed; '' where they are none."""
    value, part = parse_numeral(whole.removesuffix("元")), SHARE.fullmatch(share)
    if value is None or part is None or not whole.endswith("元"):
        return ""
    amount = counted(round(value * float(part["share"]) / 100, 2), "元")
    return f"按“{whole}”和“{share}”计算，为 {amount}。"


def is_part_right(remark: str, quotes: Sequence[str]) -> bool:
    """Whether a remark of `part_of_whole` takes a share rightly of a whole, both of one quote."""
    found = _PART.fullmatch(remark.strip())
    if found is None or not any(found[1] in quote and found[2] in quote for quote in quotes):
        return False
    return part_of_whole(found[1], found[2]) == remark.strip()
