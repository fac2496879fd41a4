"""Days as they are printed, and those some months later."""

from datetime import date

import pytest

from documents.days import day_of, months_later


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026年5月1日", date(2026, 5, 1)),
        ("2026 年 5 月 1 日", date(2026, 5, 1)),
        ("2026-05-01", date(2026, 5, 1)),
        ("二〇二六年五月一日", date(2026, 5, 1)),
        ("2026年2月30日", None),
        ("2026年5月", None),
    ],
)
def test_a_day_is_read(words: str, day: date | None) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("first", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
    ],
)
def test_months_later(first: date, months: int, later: date) -> None:
    assert months_later(first, months) == later
