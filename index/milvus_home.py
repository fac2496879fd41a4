"""Builds, changes and opens the documents on a Milvus server: the home of `MilvusStore`.

An alias says which generation of collections counts: an index made anew is filled beside the old
one, and the alias is moved when it is complete. Within a generation a document counts once its
head is written, in one row. There may be one writer at a time; who finds that another has begun
since gives up.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import partial
from itertools import chain, islice
from weakref import WeakKeyDictionary

from documents.document import Document
from documents.errors import IndexFolderError
from index.embedder import Embedder
from index.milvus_reading import joined_counts, read_manifest, read_statistics
from index.milvus_records import (
    FORMAT_VERSION,
    WHOLE,
    MilvusManifest,
    RecordKind,
    Statistics,
    StoredHead,
    counter_row,
    head_from,
    head_key,
    head_row,
    manifest_row,
)
from index.milvus_rows import Collections
from index.milvus_server import MilvusServer, quoted
from index.milvus_store import SMALL, MilvusStore
from index.milvus_writing import Writer, counted, create, measured
from index.parallel import ordered
from index.prepared import PreparedDocument, prepared
from index.search_store import Progress, SearchStore, named_twice, not_held, nothing_to_index
from index.terms import TermKind

NAME = "zhice"
"""What the names of collections and of the alias begin with."""

_MEASURED = 200
_CONTENT = (RecordKind.DOCUMENT, RecordKind.FACTS)
_JOINED = 64


@dataclass(frozen=True, slots=True)
class _Claim:
    """A state as a writer found it, and the mark that it left; `serial` is the last one given."""

    records: str | None
    serial: int
    owner: str


class MilvusHome:
    """Documents on a Milvus server; see `StoreHome`."""

    def __init__(
        self,
        server: MilvusServer,
        embedder: Embedder,
        *,
        terms: TermKind = TermKind.CHARACTERS,
        name: str = NAME,
        small: int = SMALL,
    ) -> None:
        """Remember where documents are.

        Args:
            server: A connection.
            embedder: The embedding model.
            terms: How an index made anew cuts texts into terms.
            name: What names begin with: one for each assistant on the server.
            small: How many clauses are scored whole.
        """
        self._server = server
        self._embedder = embedder
        self._terms = terms
        self._name = name
        self._small = small
        self._opened: WeakKeyDictionary[SearchStore, _Claim] = WeakKeyDictionary()

    @property
    def _alias(self) -> str:
        return f"{self._name}_current"

    def open(self) -> MilvusStore:
        """The newest state.

        Raises:
            IndexFolderError: There is none, it is incomplete, or of another model or version.
        """
        claim = self._claim(newest=False)  # first: who writes meanwhile is seen by the next look
        records = claim.records
        if records is None:
            raise IndexFolderError(
                f"Milvus 服务器 {self._server.address} 上还没有索引。请先建立：zhice index"
            )
        found = self._server.query(  # first, as it sees all that is written by now
            records, f'kind == "{RecordKind.HEAD}"', ("serial", "part", "text")
        )
        manifest = read_manifest(self._server, records, self._embedder)
        heads = sorted((head_from(record) for record in found), key=lambda head: head.order)
        collections = Collections.of(records)
        for name in (collections.clauses, collections.sentences):
            self._server.get(name, [0], ("id",), newest=True)  # sees what these heads count on
        store = MilvusStore(
            self._server,
            collections,
            manifest,
            heads,
            read_statistics(self._server, records, manifest, heads),
            small=self._small,
        )
        self._opened[store] = claim
        return store

    def is_newest(self, store: SearchStore) -> bool:
        """Whether nobody has begun or finished a change since this state was opened."""
        return self._opened.get(store) == self._claim(newest=False)

    def build(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        expected: int | None = None,
    ) -> MilvusStore:
        """Make it hold exactly these documents; texts that a document had keep their vectors.

        Raises:
            IndexFolderError: There is no document, two are the same, another writes, or the server
                fails; the old state stays then.
        """
        total = expected or (len(documents) if isinstance(documents, Sequence) else 0)
        claim = self._claim()
        try:
            before = self.open()
        except IndexFolderError:  # of another model or version, or incomplete
            before = None
        collections = self._next_collections()
        try:
            create(self._server, collections, self._embedder.dimension)
            ready = ordered(partial(prepared, kind=self._terms), documents, total)
            self._fill(collections, ready, total, before, progress)
            self._check(claim)
        except BaseException:
            with suppress(IndexFolderError):  # if the server is gone, the next build does it
                self._drop([collections.records])
            raise
        self._server.point(self._alias, collections.records)
        kept = {collections.records, claim.records}
        self._drop([name for name in self._generations() if name not in kept])
        return self.open()

    def _fill(
        self,
        collections: Collections,
        documents: Iterator[PreparedDocument],
        total: int,
        before: MilvusStore | None,
        progress: Progress | None,
    ) -> None:
        """Write documents one by one, then what holds for all of them, the manifest last."""
        first = list(islice(documents, _MEASURED))
        if not first:
            raise nothing_to_index()
        own, made = self._embedder, measured(first)
        writer = Writer(self._server, collections, own, made, before)
        statistics: list[Statistics] = []
        heads: dict[str, StoredHead] = {}
        for ready in chain(first, documents):
            name = ready.document.identifier
            if name in heads:
                raise named_twice(name)
            heads[name] = writer.write(ready, len(heads), len(heads))
            statistics.append(counted(ready))
            if len(statistics) == _JOINED:
                statistics = [joined_counts(statistics)]
            if progress:
                progress(len(heads), max(total, len(heads)))
        writer.count(joined_counts(statistics), WHOLE)
        records = collections.records
        self._server.write(records, map(head_row, heads.values()))
        self._server.write(records, [counter_row(len(heads) - 1, "")])
        manifest = MilvusManifest(
            FORMAT_VERSION,
            own.name,
            own.digest,
            own.dimension,
            str(self._terms),
            len(heads),
            made.texts,
            made.length,
        )
        writer.flush()
        self._server.write(records, [manifest_row(manifest)])

    def add(self, document: Document, progress: Progress | None = None) -> MilvusStore:
        """Add a document, or put it in the place of the one with its identifier.

        Raises:
            IndexFolderError: There is no index, another writes, or the server fails.
        """
        claim, before = self._begin()
        old = before.stored.get(document.identifier)
        last = max((stored.order for stored in before.stored.values()), default=-1)
        ready = prepared(document, before.terms)
        writer = self._writer(before)
        head = writer.write(ready, claim.serial, old.order if old else last + 1, progress)
        writer.count(counted(ready), claim.serial)
        if old:
            self._withdraw(before, old)
        self._check(claim)
        self._server.write(before.collections.records, [head_row(head)])
        if (
            self._server.is_lite
        ):  # it searches what is not flushed slowly; a server flushes by itself
            writer.flush()
        return self.open()

    def remove(self, identifier: str) -> MilvusStore:
        """Remove a document.

        Raises:
            IndexFolderError: There is no such document, or as for `add`.
        """
        claim, before = self._begin()
        old = before.stored.get(identifier)
        if old is None:
            raise not_held(identifier, before.heads)
        self._withdraw(before, old)
        self._check(claim)
        self._server.delete(before.collections.records, [head_key(identifier)])
        self._finish(claim)
        return self.open()

    def _writer(self, before: MilvusStore) -> Writer:
        made = before.manifest.made
        return Writer(self._server, before.collections, self._embedder, made, before)

    def _withdraw(self, before: MilvusStore, old: StoredHead) -> None:
        """Keep the statistics of a document that the generation began with: they are taken away."""
        if old.serial < before.manifest.built:
            document = prepared(before.documents[old.head.identifier], before.terms)
            self._writer(before).count(counted(document), old.serial)

    def _claim(self, *, newest: bool = True) -> _Claim:
        """The state as it is, or as it was a moment ago, which a server tells sooner."""
        records = self._server.pointed(self._alias)
        if records is None:
            return _Claim(None, -1, "")
        found = self._server.get(records, ["counter"], ("serial", "text"), newest=newest)
        serial, owner = (found[0]["serial"], found[0]["text"]) if found else (-1, "")
        return _Claim(records, serial, owner)

    def _begin(self) -> tuple[_Claim, MilvusStore]:
        """Leave a mark, and sweep away what changes before the last one left behind."""
        before = self.open()
        claim = _Claim(before.collections.records, self._claim().serial + 1, uuid.uuid4().hex)
        self._server.write(before.collections.records, [counter_row(claim.serial, claim.owner)])
        self._sweep(before)
        return claim, before

    def _finish(self, claim: _Claim) -> None:
        """Take the mark back: those who look see that something has changed."""
        if claim.records:
            self._server.write(claim.records, [counter_row(claim.serial, "")])

    def _check(self, claim: _Claim) -> None:
        """Refuse to go on where another has written since."""
        if self._claim() != claim:
            raise IndexFolderError(
                f"Milvus 服务器 {self._server.address} 上的索引正在被另一个进程写入，"
                "这次的改动没有生效。请等它结束后再试。"
            )

    def _sweep(self, before: MilvusStore) -> None:
        """Delete the rows of documents that have no head any more, or never got one."""
        names = before.collections
        current = {stored.serial for stored in before.stored.values()}
        condition = f'kind == "{RecordKind.DOCUMENT}" and part == 0'
        stored = self._server.query(names.records, condition, ("serial",))
        for serial in sorted({record["serial"] for record in stored} - current):
            for name in (names.clauses, names.sentences):
                self._server.delete_where(name, f"serial == {serial}")
            # what a document that the generation began with counted is still needed
            built = serial < before.manifest.built
            swept = _CONTENT if built else (*_CONTENT, RecordKind.STATISTICS)
            kinds = ", ".join(quoted(kind) for kind in swept)
            self._server.delete_where(names.records, f"serial == {serial} and kind in [{kinds}]")

    def drop(self) -> None:
        """Drop all collections of this name."""
        if self._server.pointed(self._alias):
            self._server.drop_alias(self._alias)
        self._drop(self._generations())

    def _next_collections(self) -> Collections:
        numbers = [int(name.split("_")[-2][1:]) for name in self._generations()]
        return Collections.of(f"{self._name}_g{max(numbers, default=0) + 1:06d}_records")

    def _generations(self) -> list[str]:
        """The collections of records of all generations, complete or not, oldest first."""
        form = re.compile(rf"({re.escape(self._name)}_g\d{{6}})_(?:records|clauses|sentences)")
        found = (form.fullmatch(name) for name in self._server.collections())
        return [f"{stem}_records" for stem in sorted({match[1] for match in found if match})]

    def _drop(self, generations: Sequence[str]) -> None:
        existing = set(self._server.collections())
        for records in generations:
            for name in astuple(Collections.of(records)):
                if name in existing:
                    self._server.drop(name)
