"""A large store is searched by Milvus: what is found is scored as if all had been."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from elder_care_policy import care_policy, trade_policy

from assistant.assembly import make_retriever, shipped_documents
from documents import Document, read_document
from index import Embedder, load_embedder
from index.milvus_home import MilvusHome
from index.milvus_server import MilvusServer
from index.milvus_store import MilvusStore
from index.search_store import SearchStore, Sought
from index.store import IndexFolder
from index.terms import TermKind, weighted_terms

QUESTIONS = ("养老床位达到多少张", "充电罚款多少", "果园补助", "物流园区", "一键呼叫", "zzz")
LIMIT = 5


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="module")
def policies(regulation_file: Path, notice_file: Path) -> list[Document]:
    read = [read_document(path) for path in (*shipped_documents(), regulation_file, notice_file)]
    return [*read, care_policy(), trade_policy()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[MilvusHome]:
    """A home that takes even five policies for a large store."""
    server = MilvusServer(str(tmp_path_factory.mktemp("milvus") / "local.db"))
    yield MilvusHome(server, embedder, small=0)
    server.close()


@pytest.fixture(scope="module")
def store(home: MilvusHome, policies: list[Document]) -> MilvusStore:
    home.build(policies[:4])
    return home.add(policies[4])


@pytest.fixture(scope="module")
def measure(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, policies: list[Document]
) -> SearchStore:
    return IndexFolder(tmp_path_factory.mktemp("measure"), embedder).build(policies)


def sought(question: str, embedder: Embedder) -> Sought:
    terms = weighted_terms(question, TermKind.CHARACTERS)
    return Sought(embedder.encode_queries([question])[0], terms)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "documents", [None, frozenset(["青政发〔2024〕3号", "菏政办字〔2024〕7号"])]
)
def test_what_is_found_has_its_exact_scores(
    store: MilvusStore,
    measure: SearchStore,
    embedder: Embedder,
    question: str,
    documents: frozenset[str] | None,
) -> None:
    asked = sought(question, embedder)
    found = store.candidates(asked, limit=LIMIT, documents=documents)
    every = measure.candidates(asked, limit=LIMIT, documents=documents)
    assert not found.complete
    places = list(zip(every.documents, every.positions.tolist(), strict=True))
    rows = [places.index(at) for at in zip(found.documents, found.positions.tolist(), strict=True)]
    assert rows == sorted(rows)
    assert documents or len(rows) < len(places)
    for name in ("cosine", "nearest", "bm25"):
        difference = getattr(found, name) - getattr(every, name)[rows]
        assert np.abs(difference).max() < 1e-5
    assert found.mean_cosine == pytest.approx(float(every.cosine.mean()), abs=0.02)
    assert found.mean_nearest == pytest.approx(float(every.nearest.mean()), abs=0.02)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_are_those_of_the_index_folder(
    store: MilvusStore, measure: SearchStore, embedder: Embedder, question: str
) -> None:
    found, expected = (
        [
            (hit.document.identifier, hit.clause.number, round(hit.fused_score, 2))
            for hit in make_retriever(each, embedder).search(question, limit=LIMIT)
        ]
        for each in (store, measure)
    )
    assert [hit[:2] for hit in found] == [hit[:2] for hit in expected]


def test_documents_that_are_not_there_give_nothing(store: MilvusStore, embedder: Embedder) -> None:
    found = store.candidates(sought("养老", embedder), limit=LIMIT, documents=frozenset(["无"]))
    assert (found.documents, found.complete) == ((), True)


def test_texts_that_a_document_had_keep_their_vectors(
    home: MilvusHome, store: MilvusStore, policies: list[Document]
) -> None:
    identifier = policies[0].identifier
    clauses, sentences = store.vectors(identifier)
    assert len(clauses) == store.stored[identifier].clauses
    again, sentences_again = home.open().vectors(identifier)
    assert np.array_equal(again, clauses)
    assert np.array_equal(sentences_again, sentences)
