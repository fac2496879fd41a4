"""A function over many items in several processes, results in order, few items ahead.

Starting a process costs as much as some dozens of documents, so few items are done in this one.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

MANY = 200
"""Items from which other processes are worth their start."""

_AHEAD = 64


def ordered(
    function: Callable[[Item], Result], items: Iterable[Item], expected: int
) -> Iterator[Result]:
    """The results of a function of one argument for all items, in their order.

    Of `expected` items, about; function, items and results must be able to go to another process.
    """
    workers = os.cpu_count() or 1
    if expected < MANY or workers < 2:
        yield from map(function, items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # not forked: this process may have threads, those of the tokenizer among them
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) >= _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
