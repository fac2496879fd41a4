"""The files of documents that were added while the program ran: an index can be made from them anew.

Also keeps which documents were removed, so that a shipped one does not come back.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from documents.errors import IndexFolderError
from documents.regular_expressions import regex

_REMOVED = "removed.json"
_UNSAFE = regex(r"[^\w\u4e00-\u9fff〔〕()（）-]+")
_LONGEST_NAME = 60
"""Characters, of three bytes each at the most; file systems allow 255 bytes."""


class Shelf:
    """A folder with one file a document, named after it."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made when the first file is kept."""
        self._folder = folder

    def files(self) -> list[Path]:
        """The kept files, by name; not what a crash left half written."""
        found = [path for path in self._folder.glob("*") if path.name[0] != "." and path.is_file()]
        return sorted(path for path in found if path.name != _REMOVED)

    @contextmanager
    def staged(self, content: bytes) -> Iterator[Path]:
        """A file with this content that `keep` can take; it is gone in the end if none did.

        Raises:
            IndexFolderError: It cannot be written.
        """
        try:
            path = self._written(content)
        except OSError as exc:
            raise _unsaved(self._folder, exc) from exc
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def keep(self, identifier: str, suffix: str, staged: Path) -> None:
        """Keep a staged file as that of a document, in the place of the one before.

        Raises:
            IndexFolderError: It cannot be written.
        """
        kept = self._folder / f"{_file_name(identifier)}{suffix}"
        try:
            staged.replace(kept)
            for old in self._files_of(identifier):
                if old != kept:
                    old.unlink(missing_ok=True)
        except OSError as exc:
            raise _unsaved(kept, exc) from exc
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
        if removed == self.removed():
            return
        content = json.dumps(sorted(removed), ensure_ascii=False).encode("utf-8")
        try:
            self._written(content).replace(self._folder / _REMOVED)
        except OSError as exc:
            raise _unsaved(self._folder / _REMOVED, exc) from exc

    def _written(self, content: bytes) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)


def _unsaved(path: Path, error: OSError) -> IndexFolderError:
    return IndexFolderError(
        f"无法保存上传的文件：{path}（{error.strerror or error}）。请检查磁盘空间和目录权限。"
    )


def _file_name(identifier: str) -> str:
    """A name without anything that a path could mean; no two documents have the same."""
    name = _UNSAFE.sub("_", identifier).strip("_")[:_LONGEST_NAME]
    if name == identifier:
        return name
    return f"{name}_{hashlib.sha256(identifier.encode()).hexdigest()[:12]}"
