"""Wrong passwords make the client that sent them, and everybody who tries that name, wait."""

from collections.abc import Callable
from dataclasses import dataclass

_FREE_TRIES = 5
_FIRST_WAIT = 30.0
_LONGEST_WAIT = 900.0
_FORGOTTEN_AFTER = 3600.0
_MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    until: float = 0.0
    last: float = 0.0


class BackOff:
    """Counts wrong tries by key: a client or a name. Waits double; an hour of peace ends them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with nothing counted; `clock` gives seconds that only grow."""
        self._clock = clock
        self._tries: dict[str, _Tries] = {}

    def wait(self, *keys: str) -> float:
        """Seconds until the next try is heard, 0 now."""
        now = self._clock()
        return max((self._tries[key].until - now for key in keys if key in self._tries), default=0)

    def right(self, *keys: str) -> None:
        """Forget what was counted."""
        for key in keys:
            self._tries.pop(key, None)

    def wrong(self, *keys: str) -> None:
        """Count a wrong try."""
        now = self._clock()
        for key in keys:
            tries = self._tries.pop(key, None)
            if tries is None or now - tries.last > _FORGOTTEN_AFTER:
                tries = _Tries()
            tries.wrong += 1
            tries.last = now
            doublings = min(tries.wrong - _FREE_TRIES, 16)
            if doublings >= 0:
                tries.until = now + min(_FIRST_WAIT * 2**doublings, _LONGEST_WAIT)
            if len(self._tries) >= _MOST_REMEMBERED:  # the one without a try for longest goes
                del self._tries[next(iter(self._tries))]
            self._tries[key] = tries
