"""Days as they are printed: 2026年5月1日, 2026-05-01, 二〇二六年五月一日."""

import calendar
import re
from datetime import date

from documents.numerals import CHINESE_NUMERAL, parse_numeral


def day_of(words: str) -> date | None:
    """A day as printed, or None where it is none."""
    plain = re.sub(r"\s", "", words)
    found = re.search(r"((?:19|20)\d\d)(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})日?", plain)
    if found is None:
        return _chinese_day(plain)
    return _date(*(int(part) for part in found.groups()))


def _chinese_day(words: str) -> date | None:
    found = re.search(rf"({CHINESE_NUMERAL})年({CHINESE_NUMERAL})月({CHINESE_NUMERAL})日", words)
    parts = [parse_numeral(part) for part in found.groups()] if found else []
    if not parts or None in parts:
        return None
    return _date(*(int(part or 0) for part in parts))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_later(first: date, months: int) -> date:
    """The day so many months later; the last of its month where that has no such day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))
