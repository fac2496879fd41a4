"""What was made last is kept, and no more than that."""

import gc
import weakref

from index.kept import Kept


def test_what_was_used_longest_ago_is_made_again() -> None:
    made: list[int] = []

    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    kept: Kept[int, int] = Kept(2)
    assert [kept.get(number, double) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert made == [1, 2, 3, 2]


class Reader:
    def __init__(self) -> None:
        self.kept: Kept[int, int] = Kept(2)

    def read(self, number: int) -> int:
        return self.kept.get(number, self.double)

    def double(self, number: int) -> int:
        return 2 * number


def test_who_keeps_is_not_kept_alive() -> None:
    reader = Reader()
    assert reader.read(2) == 4
    gone = weakref.ref(reader)
    gc.disable()
    try:
        del reader
        assert gone() is None
    finally:
        gc.enable()
