"""How many requests of programs are answered at once; the page has Gradio's queue for the same."""

from collections.abc import Iterator
from contextlib import contextmanager

from documents.errors import PolicyAssistantError

_PLACES = 64


class BusyError(PolicyAssistantError):
    """More requests than can be answered soon."""


class Admission:
    """Lets so many requests in; the next is refused at once instead of waiting without end.

    It belongs to one event loop and needs no lock.
    """

    def __init__(self, places: int = _PLACES) -> None:
        """Begin with all places free."""
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for one request.

        Raises:
            BusyError: All are taken.
        """
        if self._free == 0:
            raise BusyError("现在提问的人太多。请稍等片刻再试。")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
