"""Changes on a Milvus server: what breaks off half-way, and what others write, does no harm."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, changed_care_policy, trade_policy
from milvus_lite_server import LiteServer

from documents.document import Document
from documents.errors import IndexFolderError
from index.embedder import Matrix
from index.milvus_home import MilvusHome
from index.milvus_server import MilvusServer
from index.milvus_store import MilvusStore

CARE, TRADE = care_policy().identifier, trade_policy().identifier


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> MilvusServer:
    return MilvusServer(str(tmp_path_factory.mktemp("milvus") / "local.db"))


@pytest.fixture
def home(server: MilvusServer) -> Iterator[MilvusHome]:
    """Where two policies are stored."""
    made = MilvusHome(server, CharacterEmbedder(), name="test")
    made.build([care_policy(), trade_policy()])
    yield made
    made.drop()
    assert server.collections() == []


def serials(server: MilvusServer, store: MilvusStore, name: str) -> set[int]:
    """The serials of the documents that have rows in a collection."""
    collection = getattr(store.collections, name)
    return {record["serial"] for record in server.query(collection, "serial >= 0", ["serial"])}


def change_record(server: MilvusServer, store: MilvusStore, key: str, **values: object) -> None:
    """Change a row of the records by hand."""
    fields = ["id", "kind", "serial", "part", "parts", "text", "unused"]
    [record] = server.get(store.collections.records, [key], fields)
    server.write(store.collections.records, [{**record, **values}])


def test_nothing_there(server: MilvusServer) -> None:
    empty = MilvusHome(server, CharacterEmbedder(), name="nothing")
    with pytest.raises(IndexFolderError) as raised:
        empty.open()
    assert str(raised.value) == (
        f"Milvus 服务器 {server.address} 上还没有索引。请先建立：zhice index"
    )
    with pytest.raises(IndexFolderError, match="上还没有索引"):
        empty.add(care_policy())


def test_the_generation_before_is_kept_and_no_older_one(
    home: MilvusHome, server: MilvusServer
) -> None:
    opened = home.open()
    home.build([trade_policy()])
    assert list(opened.documents.values()) == [care_policy(), trade_policy()]
    home.build([care_policy()])
    assert server.collections() == [
        f"test_g00000{number}_{name}"
        for number in (2, 3)
        for name in ("clauses", "records", "sentences")
    ]
    assert list(home.open().documents.values()) == [care_policy()]


def test_another_model(home: MilvusHome, server: MilvusServer) -> None:
    other = MilvusHome(server, CharacterEmbedder("养老电商"), name="test")
    told = r"由模型“characters-20”（20 维）建立，与当前模型“characters-4”（4 维）不符。请换回原模型，或重建"
    with pytest.raises(IndexFolderError, match=told):
        other.open()
    assert len(other.build([care_policy()]).heads) == 1
    with pytest.raises(IndexFolderError, match="与当前模型“characters-20”"):
        home.open()


def test_another_format(home: MilvusHome, server: MilvusServer) -> None:
    store = home.open()
    [record] = server.get(store.collections.records, ["manifest"], ["text"])
    changed = json.dumps({**json.loads(record["text"]), "format_version": 99})
    change_record(server, store, "manifest", text=changed)
    with pytest.raises(
        IndexFolderError, match="索引格式版本为 99，本程序需要 2。请重建：zhice index"
    ):
        home.open()
    change_record(server, store, "manifest", text='{"made": "otherwise"}')
    with pytest.raises(IndexFolderError, match="不完整或由其他版本的程序建立"):
        home.open()
    assert len(home.build([care_policy()]).heads) == 1


@pytest.mark.parametrize("key", ["manifest", "statistics/-1/000000"])
def test_a_row_is_missing(home: MilvusHome, server: MilvusServer, key: str) -> None:
    server.delete(home.open().collections.records, [key])
    with pytest.raises(IndexFolderError, match=r"上的索引不完整.*请重建：zhice index"):
        home.open()


def test_a_document_is_missing(home: MilvusHome, server: MilvusServer) -> None:
    store = home.open()
    server.delete(store.collections.records, ["document/0/000000"])
    with pytest.raises(IndexFolderError, match=f"文件“{CARE}”已在 Milvus 服务器 .* 上被更换或删除"):
        store.documents[CARE]


def test_a_build_that_breaks_off_leaves_nothing(home: MilvusHome, server: MilvusServer) -> None:
    before = server.collections()

    def reading() -> Iterator[Document]:
        yield changed_care_policy()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        home.build(reading())
    assert server.collections() == before
    assert list(home.open().documents.values()) == [care_policy(), trade_policy()]


def test_a_change_that_breaks_off_does_not_count_and_is_swept_away(
    home: MilvusHome, server: MilvusServer
) -> None:
    class Stops(CharacterEmbedder):
        def encode_passages(self, texts: Sequence[str]) -> Matrix:
            raise KeyboardInterrupt

    stopping = MilvusHome(server, Stops(), name="test")
    with pytest.raises(KeyboardInterrupt):
        stopping.add(changed_care_policy())
    store = home.open()
    assert store.documents[CARE] == care_policy()
    assert serials(server, store, "records") == {0, 1, 2}
    home.remove(TRADE)  # leaves the rows of what it takes away to those who have opened them
    assert serials(server, store, "clauses") == {0, 1}
    home.add(changed_care_policy())
    assert serials(server, store, "clauses") == {0, 4}
    home.add(trade_policy())
    assert serials(server, store, "clauses") == {4, 5}
    assert serials(server, store, "sentences") == {4, 5}


def test_another_who_writes_meanwhile_wins(home: MilvusHome, server: MilvusServer) -> None:
    other = MilvusHome(server, CharacterEmbedder(), name="test")

    class Slow(CharacterEmbedder):
        def encode_passages(self, texts: Sequence[str]) -> Matrix:
            if not self.encoded:
                other.remove(TRADE)
            return super().encode_passages(texts)

    slow = MilvusHome(server, Slow(), name="test")
    with pytest.raises(IndexFolderError, match="正在被另一个进程写入，这次的改动没有生效"):
        slow.add(changed_care_policy())
    assert list(home.open().documents.values()) == [care_policy()]
    other.add(trade_policy())
    with pytest.raises(IndexFolderError, match="正在被另一个进程写入，这次的改动没有生效"):
        MilvusHome(server, Slow(), name="test").build([changed_care_policy()])
    assert list(home.open().documents.values()) == [care_policy()]


def test_the_server_is_killed_and_comes_back(tmp_path: Path) -> None:
    with LiteServer(tmp_path / "data") as running:
        home = MilvusHome(MilvusServer(running.address, timeout=2), CharacterEmbedder())
        home.build([care_policy()])
        home.add(trade_policy())
        running.kill()
        with pytest.raises(IndexFolderError, match=r"无法连接 Milvus 服务器|没有答复"):
            home.open()
        running.start()
        home = MilvusHome(MilvusServer(running.address), CharacterEmbedder())
        assert list(home.open().documents.values()) == [care_policy(), trade_policy()]

        def kill(done: int, total: int) -> None:
            running.kill()

        home = MilvusHome(MilvusServer(running.address, timeout=2), CharacterEmbedder())
        with pytest.raises(IndexFolderError, match=r"无法连接 Milvus 服务器|没有答复"):
            home.build([changed_care_policy(), trade_policy()], kill)
        running.start()
        server = MilvusServer(running.address)
        home = MilvusHome(server, CharacterEmbedder())
        assert list(home.open().documents.values()) == [care_policy(), trade_policy()]
        assert any(name.startswith("zhice_g000002_") for name in server.collections())
        home.build([trade_policy()])
        assert {name.rpartition("_")[0] for name in server.collections()} == {
            "zhice_g000001",
            "zhice_g000003",
        }
