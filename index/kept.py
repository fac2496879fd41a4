"""What was made last, by key, up to a number; safe between threads.

`functools.lru_cache` around a method would keep its object alive: here who makes it is told anew.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Content = TypeVar("Content")


class Kept(Generic[Key, Content]):
    """Contents by key; those used longest ago are forgotten."""

    def __init__(self, most: int) -> None:
        """Keep up to `most` contents."""
        self._most = most
        self._contents: OrderedDict[Key, Content] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[Key], Content]) -> Content:
        """The content of a key, made where it is not known; two threads may both make it."""
        with self._lock:
            if key in self._contents:
                self._contents.move_to_end(key)
                return self._contents[key]
        content = make(key)
        with self._lock:
            self._contents[key] = content
            if len(self._contents) > self._most:
                self._contents.popitem(last=False)
        return content
