"""The files of documents that were added while the program ran: an index can be made from them anew.

Also keeps which documents were removed, so that a shipped one does not come back.
"""

import json
import os
import re
import tempfile
from pathlib import Path

from documents.errors import IndexFolderError

_REMOVED = "removed.json"
_UNSAFE = re.compile(r"[^\w\u4e00-\u9fff〔〕()（）-]+")
_LONGEST_NAME = 80


class Shelf:
    """A folder with one file a document, named after it."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made when the first file is kept."""
        self._folder = folder

    def files(self) -> list[Path]:
        """The kept files, by name."""
        return sorted(p for p in self._folder.glob("*") if p.is_file() and p.name != _REMOVED)

    def keep(self, identifier: str, suffix: str, content: bytes) -> None:
        """Keep the file of a document, in the place of the one before.

        Raises:
            IndexFolderError: It cannot be written.
        """
        for old in self._files_of(identifier):
            if old.suffix != suffix:
                old.unlink(missing_ok=True)
        self._write(self._folder / f"{_file_name(identifier)}{suffix}", content)
        self._write_removed(self.removed() - {identifier})

    def remove(self, identifier: str) -> None:
        """Let the file of a document go, and remember that it was removed.

        Raises:
            IndexFolderError: It cannot be written.
        """
        self._write_removed(self.removed() | {identifier})
        for old in self._files_of(identifier):
            old.unlink(missing_ok=True)

    def removed(self) -> set[str]:
        """The identifiers of removed documents."""
        try:
            return set(json.loads((self._folder / _REMOVED).read_text("utf-8")))
        except (OSError, ValueError):
            return set()

    def _files_of(self, identifier: str) -> list[Path]:
        name = _file_name(identifier)
        return [path for path in self.files() if path.stem == name]

    def _write_removed(self, removed: set[str]) -> None:
        if removed != self.removed():
            content = json.dumps(sorted(removed), ensure_ascii=False)
            self._write(self._folder / _REMOVED, content.encode("utf-8"))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError as exc:
            raise IndexFolderError(f"无法保存上传的文件：{path}（{exc.strerror}）。") from exc


def _file_name(identifier: str) -> str:
    """A name without anything that a path could mean."""
    return _UNSAFE.sub("_", identifier).strip("_")[:_LONGEST_NAME] or "文件"
