"""One contract for every store: the same documents and questions give the same answers.

The index folder is the measure. Milvus is Milvus Lite in this process, `milvus-lite server` in
another, which is killed, and the server that `MILVUS_URI` names (with `MILVUS_TOKEN`), if any.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from elder_care_policy import care_policy, changed_care_policy, trade_policy
from milvus_lite_server import LiteServer

from assistant.answer import Answer, Turn
from assistant.assembly import make_retriever, shipped_documents
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.library import Library
from assistant.many_documents import ManyDocuments
from documents import Document, read_document
from documents.errors import IndexFolderError
from index import Embedder, load_embedder
from index.milvus_home import MilvusHome
from index.milvus_server import MilvusServer
from index.search_store import SearchStore, Sought, StoreHome
from index.selection import selected
from index.store import IndexFolder
from index.terms import weighted_terms

QUESTIONS = (
    "到2025年养老床位要达到多少张",
    "新建多少个社区食堂",
    "新建社区食堂由哪个部门牵头",
    "培育多少家电商企业",
    "标准化果园面积到2030年达到多少",
    "新栽植良种果苗每亩补助多少钱",
    "个人在楼梯间充电罚款多少",
    "集中充电场所应当符合哪些要求",
    "菏泽市的主要目标有哪些",
    "青峪市农业农村局负责哪些工作",
    "高铁什么时候开通",
    "食堂谁管？",
)
HISTORY = (Turn("新建多少个社区食堂", "新建社区食堂30个。[1]"),)
PLACES = ("folder", "lite", "server", "address")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def policies(regulation_file: Path, notice_file: Path) -> list[Document]:
    """Five small policies of five kinds."""
    read = [read_document(path) for path in (*shipped_documents(), regulation_file, notice_file)]
    return [*read, care_policy(), trade_policy()]


@contextmanager
def milvus_home(address: str, embedder: Embedder, token: str = "") -> Iterator[MilvusHome]:
    """A home under a name that nobody else has, gone in the end."""
    home = MilvusHome(MilvusServer(address, token), embedder, name=f"test_{uuid.uuid4().hex[:12]}")
    yield home
    home.drop()


@pytest.fixture(scope="module", params=PLACES)
def home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[StoreHome]:
    """Where documents are stored: each in turn."""
    folder = tmp_path_factory.mktemp("store")
    if request.param == "folder":
        yield IndexFolder(folder / "index", embedder)
    elif request.param == "lite":
        with milvus_home(str(folder / "local.db"), embedder) as home:
            yield home
    elif request.param == "server":
        with (
            LiteServer(folder / "data") as server,
            milvus_home(server.address, embedder) as home,
        ):
            yield home
    elif "MILVUS_URI" not in os.environ:
        pytest.skip("MILVUS_URI names no Milvus server")
    else:
        token = os.environ.get("MILVUS_TOKEN", "")
        with milvus_home(os.environ["MILVUS_URI"], embedder, token) as home:
            yield home


@pytest.fixture(scope="module")
def folder_over(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Callable[[list[Document]], SearchStore]:
    """An index folder over some documents: what others are measured by."""

    def build(documents: list[Document]) -> SearchStore:
        return IndexFolder(tmp_path_factory.mktemp("measure"), embedder).build(documents)

    return build


def answers(store: SearchStore, embedder: Embedder) -> list[Answer]:
    """Whole answers of all documents as one, with a follow-up, then of the document that is meant."""
    day = date(2024, 6, 1)

    def over(some: SearchStore) -> Conversation:
        return Conversation(
            Library(make_retriever(some, embedder)), ExtractiveAnswerer(), 2000, today=day
        )

    def over_one(identifier: str) -> Conversation:
        return over(selected(store, frozenset([identifier]), embedder))

    library = Library(make_retriever(store, embedder))
    chosen = ManyDocuments(library, ExtractiveAnswerer(), 2000, over_one, today=day)
    together = over(store)
    asked = [together.ask(question) for question in QUESTIONS]
    asked.append(together.ask("牵头的是哪个部门", HISTORY))
    asked += [chosen.ask(question) for question in QUESTIONS[:4:2]]
    return [replace(answer, latency_ms=0.0) for answer in asked]


def check_alike(store: SearchStore, measure: SearchStore, embedder: Embedder) -> None:
    """Everything that a store gives is what the other gives."""
    assert list(store.heads) == list(measure.heads)
    assert dict(store.documents) == dict(measure.documents)
    assert list(store.documents.values()) == list(measure.documents.values())
    assert dict(store.facts) == dict(measure.facts)
    assert (store.model, store.model_digest) == (measure.model, measure.model_digest)
    for question in QUESTIONS:
        terms = weighted_terms(question, measure.terms)
        assert store.clause_statistics(terms) == measure.clause_statistics(terms)
        assert store.sentence_statistics(terms) == measure.sentence_statistics(terms)
        sought = Sought(embedder.encode_queries([question])[0], terms)
        check_candidates(store, measure, sought, None)
        check_candidates(store, measure, sought, frozenset([measure.heads[-1].identifier, "无"]))
    for words in ("社区食堂", "政府", "充电", "没有的词语"):
        for most in (1, 9):
            assert store.holding(words, limit=most) == measure.holding(words, limit=most)
    assert answers(store, embedder) == answers(measure, embedder)


def check_candidates(
    store: SearchStore, measure: SearchStore, sought: Sought, documents: frozenset[str] | None
) -> None:
    found, expected = (
        each.candidates(sought, limit=10, documents=documents) for each in (store, measure)
    )
    assert found.documents == expected.documents
    assert found.positions.tolist() == expected.positions.tolist()
    assert found.complete
    assert expected.complete
    for name in ("cosine", "nearest", "bm25"):
        assert np.abs(getattr(found, name) - getattr(expected, name)).max() < 1e-5


def test_the_same_answers_built_and_opened_again(
    home: StoreHome,
    policies: list[Document],
    folder_over: Callable[[list[Document]], SearchStore],
    embedder: Embedder,
) -> None:
    measure = folder_over(policies)
    built = home.build(iter(policies), expected=len(policies))
    check_alike(built, measure, embedder)
    opened = home.open()
    assert opened.digest == built.digest
    check_alike(opened, measure, embedder)


def test_the_same_answers_when_documents_come_and_go(
    home: StoreHome,
    policies: list[Document],
    folder_over: Callable[[list[Document]], SearchStore],
    embedder: Embedder,
) -> None:
    care, trade = policies[3:]
    first = home.build([*policies[:3], care])
    before = answers(first, embedder)
    added = home.add(trade)
    check_alike(added, folder_over([*policies[:3], care, trade]), embedder)
    replaced = home.add(changed_care_policy())
    digests = {first.digest, added.digest, replaced.digest}
    now = [*policies[:3], changed_care_policy(), trade]
    check_alike(replaced, folder_over(now), embedder)
    assert "45个" in answers(replaced, embedder)[1].text
    removed = home.remove(policies[0].identifier)
    assert len({*digests, removed.digest}) == 4
    check_alike(removed, folder_over(now[1:]), embedder)
    check_alike(home.add(policies[0]), folder_over([*now[1:], policies[0]]), embedder)
    check_alike(home.open(), folder_over([*now[1:], policies[0]]), embedder)
    assert answers(home.build([*policies[:3], care]), embedder) == before


def test_an_opened_store_answers_on_as_before_after_a_change(
    home: StoreHome, policies: list[Document], embedder: Embedder
) -> None:
    home.build(policies)
    opened = home.open()
    assert home.is_newest(opened)
    home.add(changed_care_policy())
    assert not home.is_newest(opened)
    assert home.is_newest(home.open())
    assert "30个" in answers(opened, embedder)[1].text
    assert opened.documents[care_policy().identifier] == care_policy()
    assert "45个" in answers(home.open(), embedder)[1].text


def test_what_cannot_be_done_changes_nothing(home: StoreHome, policies: list[Document]) -> None:
    digest = home.build(policies).digest
    with pytest.raises(IndexFolderError, match="索引中没有这份文件：无。现有：菏政办字"):
        home.remove("无")
    with pytest.raises(IndexFolderError, match="2 份文件的文号或标题相同：青政发〔2024〕3号"):
        home.build([*policies, care_policy()])
    with pytest.raises(IndexFolderError, match="没有可建立索引的文件"):
        home.build([])
    assert home.open().digest == digest


def test_the_same_answers_after_the_server_is_killed(
    tmp_path: Path,
    policies: list[Document],
    folder_over: Callable[[list[Document]], SearchStore],
    embedder: Embedder,
) -> None:
    measure = folder_over([*policies[1:], policies[0]])
    with LiteServer(tmp_path / "data") as server:
        home = MilvusHome(MilvusServer(server.address), embedder)
        home.build(policies[1:])
        home.add(policies[0])
        server.kill()
        server.start()
        check_alike(MilvusHome(MilvusServer(server.address), embedder).open(), measure, embedder)
