"""Who did what and when: one JSON object a line, in a file that is rotated."""

import json
import logging
import os
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from documents.errors import PolicyAssistantError

_LARGEST = 10 * 1024 * 1024
_KEPT = 10
_LONGEST_VALUE = 500


class AuditError(PolicyAssistantError):
    """The audit log cannot be written."""


class _OwnersFile(RotatingFileHandler):
    """A rotated file whose every part only its owner reads."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        handle = os.open(self.baseFilename, flags, 0o600)
        return TextIOWrapper(os.fdopen(handle, "ab"), encoding="utf-8")


class AuditLog:
    """Writes to a file, or nothing without one.

    The text of questions is not written. Chinese stays readable; what would break a line, move the
    cursor of a terminal or turn the direction of writing is escaped.
    """

    def __init__(self, path: Path | None, largest: int = _LARGEST) -> None:
        """Open the file; beyond so many bytes the next is begun.

        Raises:
            AuditError: It cannot be written.
        """
        self._logger: logging.Logger | None = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = _OwnersFile(path, "a", largest, _KEPT, encoding="utf-8")
            path.chmod(0o600)  # one that was there before
        except OSError as exc:
            raise AuditError(
                f"审计日志 {path} 写不进去：{exc.strerror}。请改 ZHICE_AUDIT，或取消它。"
            ) from exc
        self._logger = logging.Logger("zhice.audit")
        self._logger.addHandler(handler)

    def record(self, action: str, **values: str | int | float) -> None:
        """Write what was done, with the time and these values."""
        if self._logger is None:
            return
        shown = {k: v[:_LONGEST_VALUE] if isinstance(v, str) else v for k, v in values.items()}
        entry = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "action": action}
        self._logger.info(_escaped(json.dumps({**entry, **shown}, ensure_ascii=False)))

    def close(self) -> None:
        """Close the file."""
        for handler in self._logger.handlers if self._logger else ():
            handler.close()


def _escaped(line: str) -> str:
    """JSON in which every character can be seen."""
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in line)
