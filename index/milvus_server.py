"""A Milvus server: the few calls that the store needs, and every failure as an error for people.

pymilvus is imported when a server is asked for. An address that ends in
`.db` is a local folder that Milvus Lite opens in this process. Knows nothing of documents.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from documents.errors import IndexFolderError
from documents.regular_expressions import regex
from index.milvus_failures import INSTALL, told
from index.milvus_fields import Field, indexes_of, schema_of

OLDEST = (2, 4)
"""The first version that searches sparse vectors."""

TIMEOUT = 30.0
"""Seconds that one call may take."""

MOST_FOUND = 16_384
"""How many rows a search gives at most: a limit of Milvus."""

_CONNECTION = {
    "grpc.use_local_subchannel_pool": 1,  # a server that comes back is found within a second,
    "grpc.max_reconnect_backoff_ms": 1_000,  # not after minutes
    "grpc.keepalive_time_ms": 300_000,  # more often, Lite cuts the connection
}

_BATCH = 1_000
_VERSION = regex(r"(\d+)\.(\d+)")
_LITE = "milvus_lite-"
_NOT_LOADED = ("is in state 'released'", "not loaded")

Given = TypeVar("Given")

Record = dict[str, Any]
"""A stored row by field name; only this module and those that write rows see one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a search, best first: keys and inner products."""

    keys: NDArray[np.int64]
    products: NDArray[np.float32]


class MilvusServer:
    """A connection to one server, or to one database of it."""

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        timeout: float = TIMEOUT,
        most_found: int = MOST_FOUND,
    ) -> None:
        """Connect.

        Args:
            address: `http://host:port`, with `/database` behind it where wanted, or a `.db` folder.
            token: `user:password` or an API key; empty where the server asks for none.
            timeout: Seconds that one call may take.
            most_found: How many rows one call gives at most.

        Raises:
            IndexFolderError: pymilvus is not installed, the server cannot be reached, refuses the
                token or is too old.
        """
        try:
            from pymilvus import MilvusClient
        except ModuleNotFoundError as error:
            raise IndexFolderError(
                f"索引设在 Milvus（{address}），但没有安装它的客户端。请安装：{INSTALL}"
            ) from error
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)  # what fails is raised
        self.address = address
        self._timeout = timeout
        self._most_found = most_found
        with self._translated():
            if is_local(address):
                Path(address).parent.mkdir(parents=True, exist_ok=True)
                logging.getLogger("milvus_lite").setLevel(logging.CRITICAL + 1)
            self._client = MilvusClient(
                address, token=token, timeout=timeout, grpc_options=_CONNECTION
            )
            version = self._client.get_server_version(timeout=timeout)
        self.is_lite = version.startswith(_LITE)
        self._check_version(version)

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def collections(self) -> list[str]:
        """Names of all collections, in order."""
        with self._translated():
            return sorted(self._client.list_collections(timeout=self._timeout))

    def create(self, name: str, fields: Sequence[Field]) -> None:
        """Create a collection, ready to be searched; its vectors are compared exactly."""
        with self._translated():
            self._client.create_collection(
                name,
                schema=schema_of(fields),
                consistency_level="Session",
                timeout=self._timeout,
            )
            # waiting costs half a second a vector, and there is nothing to index yet
            self._client.create_index(name, indexes_of(fields), timeout=self._timeout, sync=False)
            self._client.load_collection(name, timeout=self._timeout)

    def drop(self, name: str) -> None:
        """Drop a collection; one that is not there is passed over."""
        with self._translated():
            self._client.drop_collection(name, timeout=self._timeout)

    def write(self, name: str, records: Iterable[Record]) -> None:
        """Write rows, each in the place of one with its key."""
        batch: list[Record] = []
        for record in records:
            batch.append(record)
            if len(batch) == _BATCH:
                self._write(name, batch)
                batch = []
        self._write(name, batch)

    def _write(self, name: str, batch: list[Record]) -> None:
        if batch:
            with self._translated():
                self._client.upsert(name, batch, timeout=self._timeout)

    def flush(self, name: str) -> None:
        """Have what was written put into segments, which are searched faster."""
        with self._translated():
            self._client.flush(name, timeout=self._timeout)

    def delete(self, name: str, keys: Sequence[int] | Sequence[str]) -> None:
        """Delete rows by their keys; keys that are not there are passed over."""
        for first in range(0, len(keys), _BATCH):
            part = list(keys[first : first + _BATCH])
            with self._translated():
                self._client.delete(name, ids=part, timeout=self._timeout)

    def delete_where(self, name: str, condition: str) -> None:
        """Delete the rows that meet a condition."""
        with self._translated():
            self._client.delete(name, filter=condition, timeout=self._timeout)

    def get(
        self,
        name: str,
        keys: Sequence[int] | Sequence[str],
        fields: Sequence[str],
        *,
        newest: bool = False,
    ) -> list[Record]:
        """The rows of these keys, in any order; keys that are not there are left out.

        With `newest`, what other clients have written by now is seen; later reads of this
        collection then see it too.
        """
        level = {"consistency_level": "Strong"} if newest else {}
        records: list[Record] = []
        for first in range(0, len(keys), _BATCH):
            part = list(keys[first : first + _BATCH])
            get = partial(self._client.get, name, ids=part, output_fields=list(fields), **level)
            records += self._read(name, partial(get, timeout=self._timeout))
        return records

    def query(self, name: str, condition: str, fields: Sequence[str]) -> list[Record]:
        """All rows that meet a condition, as they were when it was asked, in any order."""
        query = partial(
            self._client.query,
            name,
            filter=condition,
            output_fields=list(fields),
            consistency_level="Strong",
            timeout=self._timeout,
        )
        found: list[Record] = self._read(name, partial(query, limit=self._most_found))
        return (
            found
            if len(found) < self._most_found
            else self._read(name, partial(self._paged, query))
        )

    def _paged(self, query: partial[Any]) -> list[Record]:
        """What a query gives beyond what one call can."""
        pages = self._client.query_iterator(*query.args, **query.keywords, batch_size=_BATCH)
        found: list[Record] = []
        while page := pages.next():
            found += page
        pages.close()
        return found

    def nearest(
        self,
        name: str,
        field: str,
        vector: NDArray[np.float32] | Mapping[int, float],
        *,
        limit: int,
        condition: str = "",
    ) -> Found:
        """The rows of highest inner product with a dense or sparse vector."""
        search = partial(
            self._client.search,
            name,
            [vector],
            anns_field=field,
            limit=min(limit, self._most_found),
            filter=condition,
            output_fields=["id"],  # Lite gives every field where none is named
            search_params={"metric_type": "IP"},
            timeout=self._timeout,
        )
        found = self._read(name, search)[0]
        return Found(
            np.array([hit["id"] for hit in found], dtype=np.int64),
            np.array([hit["distance"] for hit in found], dtype=np.float32),
        )

    def _read(self, name: str, call: Callable[[], Given]) -> Given:
        """What a call gives; Lite has to load a collection again after it was started anew."""
        from pymilvus import MilvusException

        with self._translated():
            try:
                return call()
            except MilvusException as error:
                if not any(words in error.message for words in _NOT_LOADED):
                    raise
                self._client.load_collection(name, timeout=self._timeout)
                return call()

    def pointed(self, alias: str) -> str | None:
        """The collection that an alias stands for, or None."""
        from pymilvus import MilvusException

        with self._translated():
            try:
                described = self._client.describe_alias(alias, timeout=self._timeout)
            except MilvusException as error:
                if "not exist" in error.message or "not found" in error.message:
                    return None
                raise
        return str(described["collection_name"]) if described else None

    def point(self, alias: str, name: str) -> None:
        """Make an alias stand for a collection, in one step."""
        before = self.pointed(alias)
        with self._translated():
            if before is None:
                self._client.create_alias(name, alias, timeout=self._timeout)
            else:
                self._client.alter_alias(name, alias, timeout=self._timeout)

    def drop_alias(self, alias: str) -> None:
        """Drop an alias."""
        with self._translated():
            self._client.drop_alias(alias, timeout=self._timeout)

    def _check_version(self, version: str) -> None:
        found = _VERSION.search(version)
        if self.is_lite or not found:
            return
        if (int(found[1]), int(found[2])) < OLDEST:
            raise IndexFolderError(
                f"Milvus 服务器 {self.address} 的版本 {version} 太旧，"
                f"需要 {OLDEST[0]}.{OLDEST[1]} 或更新。请升级服务器后重试。"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Failures of the server and of the way to it, as errors for people."""
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            yield
        except (MilvusException, RpcError) as error:
            raise IndexFolderError(told(error, self.address, self._timeout)) from error
        except OSError as error:
            raise IndexFolderError(
                f"无法打开 Milvus Lite 的文件夹：{self.address}（{error.strerror}）。"
                "请检查路径和权限。"
            ) from error


def is_local(address: str) -> bool:
    """Whether an address is a folder of Milvus Lite on this machine."""
    return address.endswith(".db")


def quoted(text: str) -> str:
    """A text as it stands in a condition."""
    return json.dumps(text, ensure_ascii=False)
