"""An index folder's generations: named files go in together, or not at all, and come out proven.

    folder/lock                      held by the one writer
    folder/current                   "<generation> <SHA-256 of its manifest>", replaced in one step
    folder/generation-000001/…       files, and manifest.json, written last

A file that does not change is the same file in the next generation (a hard link). Knows nothing of
what the files hold.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

from documents.errors import IndexFolderError
from documents.regular_expressions import regex

FORMAT_VERSION = 4

HASHED_UP_TO = 4 * 1024 * 1024
"""Bytes of a file that is hashed whenever it is opened; of a larger one the size is compared, and
the hash where its content is written anew: hashing hundreds of megabytes takes longer than any
answer."""

_POINTER = "current"
_MANIFEST = "manifest.json"
_POINTER_FORM = regex(r"(generation-\d{6}) ([0-9a-f]{64})\n")
_ATTEMPTS = 3

Opened = TypeVar("Opened")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a file must be."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: what its files' names begin with, and which of its documents are gone.

    `clauses` is how many remain; `removed` names the file that counts what is gone; `recall` is
    recall@10 of its vectors against exact ones, None where they are exact.
    """

    name: str
    clauses: int
    hidden: tuple[int, ...] = ()
    removed: str = ""
    recall: float | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made with, its segments and all its files."""

    format_version: int
    model: str
    model_digest: str
    dimension: int
    terms: str
    segments: tuple[SegmentEntry, ...]
    files: Mapping[str, FileEntry]


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation whose files are those of its manifest.

    `digest` is the SHA-256 of the manifest, and so stands for the whole content.
    """

    name: str
    digest: str
    manifest: Manifest
    folder: Path


class GenerationWriter:
    """Fills a new generation; it counts once it is published."""

    def __init__(self, folder: Path) -> None:
        """Begin a generation in an index folder. The caller holds the lock."""
        numbers = [int(path.name[-6:]) for path in _generations(folder)]
        self._folder = folder
        self._target = folder / f"generation-{max(numbers, default=0) + 1:06d}"
        self._target.mkdir()
        self._files: dict[str, FileEntry] = {}

    def write(self, name: str, content: bytes) -> None:
        """Write a file."""
        _write_synced(self._target / name, content)
        self._files[name] = FileEntry(len(content), hashlib.sha256(content).hexdigest())

    def keep(self, generation: Generation, name: str) -> None:
        """Take a file over from another generation."""
        try:
            os.link(generation.folder / name, self._target / name)
        except OSError:  # a file system without links
            shutil.copyfile(generation.folder / name, self._target / name)
            with (self._target / name).open("rb+") as file:
                os.fsync(file.fileno())
        self._files[name] = generation.manifest.files[name]

    def publish(self, manifest: Manifest) -> None:
        """Make it the current generation; `manifest.files` is filled in here.

        The one before is kept, older ones and unfinished ones are removed.
        """
        before = _pointed(self._folder)
        files = dict(sorted(self._files.items()))
        described = asdict(replace(manifest, files=files))
        content = json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"
        _write_synced(self._target / _MANIFEST, content)
        _sync_folder(self._target)
        _sync_folder(self._folder)
        pointer = self._folder / f"{_POINTER}.new"
        digest = hashlib.sha256(content).hexdigest()
        _write_synced(pointer, f"{self._target.name} {digest}\n".encode())
        pointer.replace(self._folder / _POINTER)
        _sync_folder(self._folder)
        _prune(self._folder, {self._target.name, before[0] if before else self._target.name})

    def abandon(self) -> None:
        """Remove it, unless it is published."""
        pointed = _pointed(self._folder)
        if pointed is None or pointed[0] != self._target.name:
            shutil.rmtree(self._target, ignore_errors=True)


@contextmanager
def new_generation(folder: Path) -> Iterator[GenerationWriter]:
    """A generation to fill and publish; what is not published is removed.

    Raises:
        IndexFolderError: Something cannot be written; what was current stays current.
    """
    try:
        writer = GenerationWriter(folder)
        try:
            yield writer
        finally:
            writer.abandon()
    except OSError as error:
        raise IndexFolderError(
            f"索引写入失败：{folder}（{error.strerror or error}）。原有索引未受影响；"
            "请检查磁盘空间和目录权限后重试。"
        ) from error


def read(folder: Path, opened: Callable[[Generation], Opened]) -> Opened:
    """What `opened` makes of the current generation, whose files are checked: size, or hash.

    Raises:
        IndexFolderError: There is none, or a file is missing, damaged or of another version.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        pointed = _pointed(folder)
        if pointed is None:
            break
        try:
            return opened(_read(folder, *pointed))
        except (IndexFolderError, FileNotFoundError):  # a writer may have removed it meanwhile
            if attempt == _ATTEMPTS or _pointed(folder) == pointed:
                raise
    if (folder / _POINTER).exists():
        raise _damaged(folder / _POINTER, "内容无法识别", folder)
    raise IndexFolderError(f"目录中没有索引：{folder}。请先建立：{rebuild_command(folder)}")


def verify(generation: Generation, beginning: str = "") -> None:
    """Hash the files that `read` took by their size, all or those whose names begin so.

    Raises:
        IndexFolderError: One is missing or damaged.
    """
    for name, entry in generation.manifest.files.items():
        if name.startswith(beginning) and entry.size > HASHED_UP_TO:
            _check_hash(generation.folder / name, entry.sha256, generation.folder.parent)


def current_digest(folder: Path) -> str | None:
    """The digest of the current generation, or None."""
    pointed = _pointed(folder)
    return pointed[1] if pointed else None


def rebuild_command(folder: Path) -> str:
    """The command that makes the index anew."""
    return f"zhice index --documents <路径> --index {folder}"


def _pointed(folder: Path) -> tuple[str, str] | None:
    """Name and manifest digest of the current generation, or None."""
    try:
        found = _POINTER_FORM.fullmatch((folder / _POINTER).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return (found[1], found[2]) if found else None


def _read(folder: Path, name: str, digest: str) -> Generation:
    content = _check_hash(folder / name / _MANIFEST, digest, folder)
    described = json.loads(content)
    if described["format_version"] != FORMAT_VERSION:
        raise IndexFolderError(
            f"索引格式版本为 {described['format_version']}，本程序需要 {FORMAT_VERSION}：{folder}。"
            f"请重建：{rebuild_command(folder)}"
        )
    segments = tuple(
        SegmentEntry(**{**each, "hidden": tuple(each["hidden"])}) for each in described["segments"]
    )
    files = {file: FileEntry(**entry) for file, entry in described["files"].items()}
    manifest = Manifest(**{**described, "segments": segments, "files": files})
    for file, entry in files.items():
        _check(folder / name / file, entry, folder)
    return Generation(name, digest, manifest, folder / name)


def _check(path: Path, entry: FileEntry, folder: Path) -> None:
    if entry.size <= HASHED_UP_TO:
        _check_hash(path, entry.sha256, folder)
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error, folder) from error
    if size != entry.size:
        raise _damaged(path, "大小不符", folder)


def _check_hash(path: Path, digest: str, folder: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error, folder) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise _damaged(path, "校验值不符", folder)
    return content


def _unreadable(path: Path, error: OSError, folder: Path) -> IndexFolderError:
    missing = isinstance(error, FileNotFoundError)
    return _damaged(path, "文件不存在" if missing else error.strerror or str(error), folder)


def _damaged(path: Path, reason: str, folder: Path) -> IndexFolderError:
    return IndexFolderError(f"索引已损坏：{path}（{reason}）。请重建：{rebuild_command(folder)}")


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder, and orders its metadata by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _generations(folder: Path) -> list[Path]:
    return sorted(folder.glob("generation-" + "[0-9]" * 6))


def _prune(folder: Path, keep: set[str]) -> None:
    for path in _generations(folder):
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)  # what stays is harmless; tried again next time
