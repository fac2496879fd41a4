"""Who did what and when: one JSON object a line, in a file that is rotated."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from documents.errors import PolicyAssistantError

_LARGEST = 10 * 1024 * 1024
_KEPT = 10
_LONGEST_VALUE = 500


class AuditError(PolicyAssistantError):
    """The audit log cannot be written."""


class AuditLog:
    """Writes to a file, or nothing without one.

    The text of questions is not written; JSON escapes what would break a line.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file.

        Raises:
            AuditError: It cannot be written.
        """
        self._logger: logging.Logger | None = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(path, "a", _LARGEST, _KEPT, encoding="utf-8")
            path.chmod(0o600)
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
        self._logger.info(json.dumps({**entry, **shown}, ensure_ascii=True))

    def close(self) -> None:
        """Close the file."""
        for handler in self._logger.handlers if self._logger else ():
            handler.close()
