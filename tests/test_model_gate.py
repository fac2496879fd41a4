"""How much a language model may be used: at once, in a day, and after failures in a row."""

import threading
from dataclasses import dataclass
from datetime import date

import pytest

from assistant.model_gate import ModelGate
from documents.errors import LanguageModelError


@dataclass
class Time:
    """A clock and a calendar that are set by hand."""

    seconds: float = 0.0
    day: date = date(2025, 1, 1)


@pytest.fixture
def now() -> Time:
    return Time()


def gate(now: Time, concurrent: int = 1, daily_tokens: int | None = None) -> ModelGate:
    return ModelGate(
        concurrent, daily_tokens, clock=lambda: now.seconds, today=lambda: now.day, longest_wait=0
    )


def fail(of: ModelGate) -> None:
    with pytest.raises(LanguageModelError, match="坏了"), of.passage():
        raise LanguageModelError("坏了")


def test_no_more_than_so_many_pass_at_once(now: Time) -> None:
    of = gate(now, concurrent=2)
    busy = pytest.raises(LanguageModelError, match="语言模型正忙")
    with of.passage(), of.passage(), busy, of.passage():
        pass
    with of.passage():
        pass


def test_one_that_waits_passes_when_another_leaves(now: Time) -> None:
    of = ModelGate(1, clock=lambda: now.seconds, today=lambda: now.day, longest_wait=30)
    passed = threading.Event()

    def wait() -> None:
        with of.passage():
            passed.set()

    with of.passage():
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not passed.is_set()
    waiting.join(30)
    assert passed.is_set()


def test_a_failure_of_the_program_leaves_no_place_taken(now: Time) -> None:
    of = gate(now)
    with pytest.raises(ZeroDivisionError), of.passage():
        raise ZeroDivisionError
    with of.passage():
        pass


def test_three_failures_in_a_row_close_it_for_thirty_seconds(now: Time) -> None:
    of = gate(now)
    for _ in range(3):
        fail(of)
    now.seconds = 29.9
    with pytest.raises(LanguageModelError, match="连续几次没有答复，暂停使用"), of.passage():
        pass
    now.seconds = 30.0
    with of.passage():
        pass


def test_an_answer_between_failures_keeps_it_open(now: Time) -> None:
    of = gate(now)
    for _ in range(4):
        fail(of)
        fail(of)
        with of.passage():
            pass


def test_the_tokens_of_a_day_are_counted_and_begin_anew(now: Time) -> None:
    of = gate(now, daily_tokens=100)
    of.count(99)
    with of.passage():
        pass
    of.count(1)
    with pytest.raises(LanguageModelError, match="今天的用量已满"), of.passage():
        pass
    now.day = date(2025, 1, 2)
    with of.passage():
        pass
    of.count(99)
    with of.passage():
        pass


def test_without_a_limit_any_number_of_tokens_will_do(now: Time) -> None:
    of = gate(now)
    of.count(10**12)
    with of.passage():
        pass
