"""An index folder's generations: named files go in together, or not at all, and come out proven.

    folder/lock                      held by the one writer
    folder/current                   "<generation> <SHA-256 of its manifest>", replaced in one step
    folder/generation-000001/…       files, and manifest.json, written last

Knows nothing of what the files hold.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from documents.errors import IndexFolderError

FORMAT_VERSION = 2

_POINTER = "current"
_MANIFEST = "manifest.json"
_POINTER_FORM = re.compile(r"(generation-\d{6}) ([0-9a-f]{64})\n")
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made with; `files` gives the SHA-256 of each of its files."""

    format_version: int
    model: str
    model_digest: str
    dimension: int
    clauses: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation as read: all files checked against the manifest.

    `digest` is the SHA-256 of the manifest, and so stands for the whole content.
    """

    name: str
    digest: str
    manifest: Manifest
    files: Mapping[str, bytes]


def publish(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Write a new generation and make it the current one; `manifest.files` is filled in here.

    The one before is kept, older ones and unfinished ones are removed. The caller holds the lock.

    Raises:
        IndexFolderError: Something cannot be written; what was current stays current.
    """
    before = _pointed(folder)
    try:
        name = _write(folder, manifest, files)
    except OSError as error:
        raise IndexFolderError(
            f"索引写入失败：{folder}（{error.strerror or error}）。原有索引未受影响；"
            "请检查磁盘空间和目录权限后重试。"
        ) from error
    _prune(folder, {name, before[0] if before else name})


def read(folder: Path) -> Generation:
    """The current generation, every file checked.

    Raises:
        IndexFolderError: There is none, or a file is missing, damaged or of another version.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        pointed = _pointed(folder)
        if pointed is None:
            break
        try:
            return _read(folder, *pointed)
        except IndexFolderError:  # a writer may have removed it while it was being read
            if attempt == _ATTEMPTS or _pointed(folder) == pointed:
                raise
    if (folder / _POINTER).exists():
        raise _damaged(folder / _POINTER, "内容无法识别", folder)
    raise IndexFolderError(f"目录中没有索引：{folder}。请先建立：{rebuild_command(folder)}")


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


def _write(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> str:
    numbers = [int(path.name[-6:]) for path in _generations(folder)]
    target = folder / f"generation-{max(numbers, default=0) + 1:06d}"
    target.mkdir()
    for name, content in files.items():
        _write_synced(target / name, content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    described = {**asdict(manifest), "files": hashes}
    content = json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n"
    _write_synced(target / _MANIFEST, content)
    _sync_folder(target)
    _sync_folder(folder)
    pointer = folder / f"{_POINTER}.new"
    _write_synced(pointer, f"{target.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    pointer.replace(folder / _POINTER)
    _sync_folder(folder)
    return target.name


def _read(folder: Path, name: str, digest: str) -> Generation:
    path = folder / name / _MANIFEST
    content = _checked(path, digest, folder)
    described = json.loads(content)
    if described["format_version"] != FORMAT_VERSION:
        raise IndexFolderError(
            f"索引格式版本为 {described['format_version']}，本程序需要 {FORMAT_VERSION}：{folder}。"
            f"请重建：{rebuild_command(folder)}"
        )
    manifest = Manifest(**described)
    files = {
        file: _checked(folder / name / file, expected, folder)
        for file, expected in manifest.files.items()
    }
    return Generation(name, digest, manifest, files)


def _checked(path: Path, digest: str, folder: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _damaged(path, "文件不存在", folder) from error
    except OSError as error:
        raise _damaged(path, error.strerror or str(error), folder) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise _damaged(path, "校验值不符", folder)
    return content


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
