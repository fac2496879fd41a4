"""Our retriever in LangChain's form."""

from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, trade_policy

from index.langchain_retriever import ClauseRetriever
from index.retriever import Retriever
from index.store import build_index


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    embedder = CharacterEmbedder()
    return Retriever(build_index(tmp_path, [care_policy(), trade_policy()], embedder), embedder)


def test_documents_say_where_they_stand(retriever: Retriever) -> None:
    found = ClauseRetriever(retriever=retriever, limit=2).invoke("社区食堂新建几个")
    document = care_policy()
    clause = document.find("二(一)")
    hits = retriever.search("社区食堂新建几个", limit=2)
    assert clause is not None
    assert [each.page_content for each in found] == [hit.clause.text for hit in hits]
    assert found[0].page_content == clause.text
    assert found[0].metadata == {
        "document": "青政发〔2024〕3号",
        "clause": "二(一)",
        "address": "青政发〔2024〕3号 二(一) 居家养老",
        "start": clause.start,
        "end": clause.end,
        "fused_score": hits[0].fused_score,
        "cosine": hits[0].cosine,
        "bm25": hits[0].bm25,
    }


def test_documents_restrict_the_search(retriever: Retriever) -> None:
    only = frozenset({"青政发〔2024〕9号"})
    found = ClauseRetriever(retriever=retriever, documents=only).invoke("养老")
    assert {each.metadata["document"] for each in found} == set(only)


def test_it_is_a_part_of_a_chain(retriever: Retriever) -> None:
    chain = ClauseRetriever(retriever=retriever, limit=1) | (lambda found: found[0].metadata)
    assert chain.invoke("物流园区")["clause"] == "二"
