"""What a Milvus server holds of an index, read: manifest, statistics, documents; kept once read."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence, ValuesView
from typing import Generic, TypeVar

from documents.errors import IndexFolderError
from index.embedder import Embedder
from index.milvus_records import (
    FORMAT_VERSION,
    WHOLE,
    MilvusManifest,
    RecordKind,
    Statistics,
    StoredHead,
    manifest_from,
    part_key,
    statistics_from,
    unpacked,
)
from index.milvus_server import MilvusServer, Record
from index.term_statistics import TermCounts

_PARTS_READ = 4
_READ_AT_ONCE = 32
_REBUILD = "请重建：zhice index"

Content = TypeVar("Content")
Key = TypeVar("Key")


class Kept(Generic[Key, Content]):
    """What was read last, by key; safe between threads."""

    def __init__(self, most: int, read: Callable[[list[Key]], Mapping[Key, Content]]) -> None:
        self._most = most
        self._read = read
        self._found: OrderedDict[Key, Content] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Sequence[Key]) -> dict[Key, Content]:
        """The contents of those keys that exist, in the order of the keys."""
        with self._lock:
            known = {key: self._found[key] for key in keys if key in self._found}
        missing = [key for key in keys if key not in known]
        known |= self._read(missing) if missing else {}
        with self._lock:
            for key in keys:
                if key in known:
                    self._found[key] = known[key]
                    self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return {key: known[key] for key in keys if key in known}


class ByIdentifier(Mapping[str, Content]):
    """What is packed for each document, read when asked for."""

    def __init__(
        self, heads: Mapping[str, StoredHead], kept: Kept[int, Content], address: str
    ) -> None:
        self._heads = heads
        self._kept = kept
        self._address = address

    def __getitem__(self, identifier: str) -> Content:
        return self.several([identifier])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._heads)

    def __len__(self) -> int:
        return len(self._heads)

    def values(self) -> "_InOrder[Content]":
        """All of them, many read at once."""
        return _InOrder(self)

    def several(self, identifiers: Sequence[str]) -> list[Content]:
        """What is packed for some documents."""
        serials = {self._heads[identifier].serial: identifier for identifier in identifiers}
        found = self._kept.get([*serials])
        missing = [identifier for serial, identifier in serials.items() if serial not in found]
        if missing:
            raise IndexFolderError(
                f"文件“{missing[0]}”已在 Milvus 服务器 {self._address} 上被更换或删除。"
                "请重新提问；若仍如此，请重新启动。"
            )
        return [found[serial] for serial in serials]


class _InOrder(ValuesView[Content]):
    """The contents in order: one by one would cost a call each."""

    def __init__(self, contents: ByIdentifier[Content]) -> None:
        super().__init__(contents)
        self._contents = contents

    def __iter__(self) -> Iterator[Content]:
        names = list(self._contents)
        for first in range(0, len(names), _READ_AT_ONCE):
            yield from self._contents.several(names[first : first + _READ_AT_ONCE])


def read_manifest(server: MilvusServer, records: str, embedder: Embedder) -> MilvusManifest:
    """The manifest of a generation.

    Raises:
        IndexFolderError: It is incomplete, or of another version or model.
    """
    found = server.get(records, ["manifest"], ("text",))
    try:
        manifest = manifest_from(found[0]["text"])
    except (ValueError, IndexError) as error:
        raise IndexFolderError(
            f"Milvus 服务器 {server.address} 上的索引不完整或由其他版本的程序建立："
            f"{records}。{_REBUILD}"
        ) from error
    if manifest.format_version != FORMAT_VERSION:
        raise IndexFolderError(
            f"Milvus 服务器 {server.address} 上的索引格式版本为 "
            f"{manifest.format_version}，本程序需要 {FORMAT_VERSION}。{_REBUILD}"
        )
    own = embedder
    if (manifest.model_digest, manifest.dimension) != (own.digest, own.dimension):
        raise IndexFolderError(
            f"Milvus 服务器 {server.address} 上的索引由模型“{manifest.model}”"
            f"（{manifest.dimension} 维）建立，与当前模型“{own.name}”（{own.dimension} 维）"
            f"不符。请换回原模型，或重建：zhice index"
        )
    return manifest


def read_statistics(
    server: MilvusServer, records: str, manifest: MilvusManifest, heads: Sequence[StoredHead]
) -> Statistics:
    """Those that the generation began with, changed by what was added and withdrawn since."""
    serials = {stored.serial for stored in heads}
    added = [serial for serial in serials if serial >= manifest.built]
    withdrawn = [serial for serial in range(manifest.built) if serial not in serials]
    wanted = [WHOLE, *added, *withdrawn]
    packed = read_packed(server, records, RecordKind.STATISTICS, wanted)
    missing = [serial for serial in wanted if serial not in packed]
    if missing:
        raise IndexFolderError(
            f"Milvus 服务器 {server.address} 上的索引不完整：{records} 缺少 "
            f"{len(missing)} 份词语统计。{_REBUILD}"
        )
    read = {serial: statistics_from(content) for serial, content in packed.items()}
    return joined_counts(
        [read[WHOLE], *(read[serial] for serial in added)],
        [read[serial] for serial in withdrawn],
    )


def read_packed(
    server: MilvusServer, records: str, kind: RecordKind, serials: Sequence[int]
) -> dict[int, bytes]:
    """What is packed under serials, of those that are there.

    Raises:
        IndexFolderError: Parts of it are missing or damaged.
    """
    fields = ("id", "serial", "part", "parts", "text")
    first = [part_key(kind, serial, part) for serial in serials for part in range(_PARTS_READ)]
    found = server.get(records, first, fields)
    rest = [
        part_key(kind, record["serial"], part)
        for record in found
        if record["part"] == 0
        for part in range(_PARTS_READ, record["parts"])
    ]
    parts: dict[int, list[Record]] = {}
    for record in [*found, *server.get(records, rest, fields)]:
        parts.setdefault(record["serial"], []).append(record)
    try:
        return {serial: unpacked(parts[serial]) for serial in serials if serial in parts}
    except ValueError as error:
        raise IndexFolderError(
            f"Milvus 服务器 {server.address} 上的索引不完整：{records}（{error}）。{_REBUILD}"
        ) from error


def joined_counts(parts: Sequence[Statistics], minus: Sequence[Statistics] = ()) -> Statistics:
    """The statistics of several bodies of texts together, without those of some of them."""
    return Statistics(
        TermCounts.joined([each.clauses for each in parts], [each.clauses for each in minus]),
        TermCounts.joined([each.sentences for each in parts], [each.sentences for each in minus]),
    )
