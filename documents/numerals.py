"""Chinese and Arabic numerals as they are printed in policies, as numbers.

Full and half width, positional (二〇二五) and by place value (三亿五千万), mixed (1.2万).
"""

import math
import re
import unicodedata

from documents.regular_expressions import regex

_DIGITS = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_DECIMALS = "零〇一二三四五六七八九"
CHINESE_NUMERAL = f"[{_DIGITS}]{{1,20}}"
CHINESE_DECIMAL = f"(?:点[{_DECIMALS}]{{1,4}}(?![十百千]))?"
"""What stands behind a numeral where it has decimals: 一点五."""

PLAIN_DIGITS = "零一二三四五六七八九"
_VALUES = {c: i for i, c in enumerate(PLAIN_DIGITS)} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_ARABIC = regex(r"\d+(?:\.\d+)?")


def parse_numeral(text: str) -> float | None:
    """The value of a numeral: `十二` → 12, `2,500` → 2500, `二〇二五` → 2025; None if it is none."""
    plain = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", text))
    if _ARABIC.fullmatch(plain):
        return float(plain)
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([百千万亿]+)", plain)
    if mixed:
        return float(mixed[1]) * _product(mixed[2])
    whole, point, decimals = plain.partition("点")
    if point and whole and decimals and all(c in _VALUES for c in decimals):
        left = parse_numeral(whole)
        return (
            None
            if left is None
            else left + float("0." + "".join(str(_VALUES[c]) for c in decimals))
        )
    if not plain or any(c not in _DIGITS for c in plain):
        return None
    if all(c in _VALUES for c in plain):
        return float("".join(str(_VALUES[c]) for c in plain))
    return _chinese_value(plain)


def counted(value: float, unit: str) -> str:
    """A number with its unit as one writes it: 84000户; of yuan 9600元, 2.4万元, 1.26亿元."""
    for power, name in ((100_000_000, "亿"), (10_000, "万")):
        if unit == "元" and value >= power:
            return f"{value / power:.10g}{name}元"
    return f"{value:.10g}{unit}"


def ascii_digits(text: str) -> str:
    """A text with its full-width digits in ASCII, all else as it is."""
    return text.translate(_FULL_WIDTH)


def _product(units: str) -> float:
    return math.prod(_chinese_value(unit) for unit in units)


def _chinese_value(text: str) -> float:
    """Read by place value: what stands left of the largest unit counts that many times."""
    for unit, size in (("亿", 100_000_000), ("万", 10_000)):
        left, found, right = text.rpartition(unit)
        if found:
            return (_chinese_value(left) if left else 1) * size + _chinese_value(right)
    total, digit = 0, 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        else:
            total += (digit or 1) * _UNITS[character]
            digit = 0
    return float(total + digit)


def chinese_ordinal(number: int) -> str:
    """A number from 1 to 99 in Chinese, a larger one in digits: 12 → `十二`."""
    return chinese_numeral(number) if 0 < number < 100 else str(number)


def chinese_numeral(value: int) -> str:
    """A number below 10,000 as Chinese prints it: 11 → 十一, 105 → 一百零五."""
    if not 0 < value < 10_000:
        return str(value)
    printed = ""
    digits = str(value)
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            printed += PLAIN_DIGITS[digit] + ("", "十", "百", "千")[place]
        elif printed and printed[-1] != "零":
            printed += "零"
    printed = printed.rstrip("零")
    return printed.removeprefix("一") if printed.startswith("一十") else printed
