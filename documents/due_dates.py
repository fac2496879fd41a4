"""When a target has to be reached: the words that say so, and the day: `到2025年` → 31 December."""

import calendar
from datetime import date

from documents.document import Document
from documents.facts import Target
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.quantities import DEADLINE
from documents.regular_expressions import regex

_DAY = regex(r"((?:19|20)\d\d)\s*年(?:度)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
_PLAN = regex(rf"({CHINESE_NUMERAL})五")
_EVERY_YEAR = "每年"
_NOT_EVERY_YEAR = regex(r"[，,；;](?:[^，,；;]*(?:设立|成立|组建)|[两三四五六七八九十\d]+年)")
_BASES = ("较", "比")
_IN_CELL = regex(rf"{DEADLINE.pattern}|{_DAY.pattern}")
_THIRD_PLAN_ENDS = 1970
"""Before the third, five-year plans did not follow each other every five years."""


def deadline_words(document: Document, target: Target) -> str:
    """The deadline of a target as printed, or ''.

    One that opens a paragraph holds for all of it; in a table the deadline may stand in a cell
    behind. The year that a change is measured from (较2024年下降) is none; what is set up once or
    counted over years (每年12家，三年共36家) is not due every year.
    """
    text, printed = document.text, target.quantity.deadline
    before = text[target.start : target.quantity.start]
    if any(f"{base}{printed}" in before for base in _BASES if printed):
        found = [m for m in DEADLINE.finditer(before) if before[m.start() - 1] not in _BASES]
        printed = found[-1][0] if found else ""
    if printed == _EVERY_YEAR and _NOT_EVERY_YEAR.search(before.rpartition(printed)[2]):
        return ""
    if printed:
        return printed
    cells = text[target.quantity.end : target.end].split()
    in_cell = next((cell for cell in cells[1:] if _IN_CELL.fullmatch(cell)), "")
    return in_cell or _opening(document, target)


def _opening(document: Document, target: Target) -> str:
    """The deadline that the paragraph of a target opens with, or '' where another one follows it."""
    body = document.clauses[target.clause].body
    begin = max(document.text.rfind("\n", 0, target.start) + 1, body)
    found = DEADLINE.match(document.text, begin)
    if found is None or DEADLINE.search(document.text, found.end(), target.start):
        return ""
    return found[0]


def due_date(deadline: str) -> date | None:
    """The last day that a deadline allows; None where it names no year (每年, 未来三年)."""
    days = list(_DAY.finditer(deadline))
    if days:
        year, month, day = (int(part) if part else None for part in days[-1].groups())
        assert year is not None
        return _last_day(year, month, day)
    plan = _PLAN.search(deadline)
    number = parse_numeral(plan[1]) if plan else None
    if number is None or number < 3:
        return None
    return date(_THIRD_PLAN_ENDS + 5 * (int(number) - 3), 12, 31)


def _last_day(year: int, month: int | None, day: int | None) -> date | None:
    month = month or 12
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last))
