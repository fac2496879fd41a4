"""Search: order, scores, restriction to documents."""

from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, trade_policy
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.errors import ModelError
from index.opened import Index
from index.retriever import Hit, Retriever
from index.store import build_index


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    embedder = CharacterEmbedder()
    index = build_index(tmp_path_factory.mktemp("index"), [care_policy(), trade_policy()], embedder)
    return Retriever(index, embedder)


def index_of(retriever: Retriever) -> Index:
    assert isinstance(retriever.store, Index)
    return retriever.store


def places(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.document.identifier[-2], hit.clause.number) for hit in hits]


def test_the_clause_that_answers_comes_first(retriever: Retriever) -> None:
    assert places(retriever.search("养老床位达到多少张", limit=1)) == [("3", "一")]
    assert places(retriever.search("新建几个物流园区", limit=1)) == [("9", "二")]


def test_the_best_passage_of_a_clause_comes_first(retriever: Retriever) -> None:
    hit = retriever.search("养老床位达到多少张", limit=1)[0]
    passages = retriever.passages("养老床位达到多少张", hit)
    assert [passage.passage.text for passage in passages] == [
        "养老床位达到2000张。",
        "到2025年,全市护理型床位占比65%以上。",
    ]


def test_scores_are_what_they_are_called(retriever: Retriever) -> None:
    question = "电商"
    hit = retriever.search(question, limit=1)[0]
    assert places([hit]) == [("9", "一")]
    # "发展电商\n培育电商企业50家。" counts 业1 电2 商2: cosine with 电1 商1 is 4 / (3 * sqrt 2)
    assert hit.cosine == pytest.approx(4 / (3 * 2**0.5), abs=1e-6)
    nearest = retriever.passages(question, hit)[0]
    assert nearest.cosine == pytest.approx(hit.cosine, abs=1e-6)
    assert hit.fused_score == pytest.approx(1)  # best in cosine and in BM25
    [segment] = index_of(retriever).segments
    row = segment.positions.tolist().index(hit.clause.position, len(care_policy().clauses))
    assert hit.bm25 == segment.keywords.scores(segment.keywords.query(question))[row]


def test_the_clause_mixes_its_nearest_sentence_in(tmp_path: Path) -> None:
    embedder = CharacterEmbedder()
    index = build_index(tmp_path, [care_policy()], embedder)

    def cosine(sentence_weight: float) -> float:
        retriever = Retriever(index, embedder, dense_weight=1, sentence_weight=sentence_weight)
        hits = retriever.search("养老床位")
        return next(hit.cosine for hit in hits if hit.clause.number == "一")

    assert cosine(1) == pytest.approx(1)
    # the clause counts 养1 老1 护1 理1 床2 位2 of length sqrt 12: (1 + 1 + 2 + 2) / (2 * sqrt 12)
    assert cosine(0) == pytest.approx(6 / (2 * 12**0.5))
    assert cosine(0.5) == pytest.approx((cosine(0) + cosine(1)) / 2)


def test_the_weight_chooses_between_cosine_and_bm25(retriever: Retriever) -> None:
    index, embedder = retriever.store, retriever.embedder
    dense = Retriever(index, embedder, dense_weight=1).search("电商食堂")
    sparse = Retriever(index, embedder, dense_weight=0).search("电商食堂")
    assert [hit.cosine for hit in dense] == sorted((hit.cosine for hit in dense), reverse=True)
    assert [hit.bm25 for hit in sparse] == sorted((hit.bm25 for hit in sparse), reverse=True)
    assert places(dense)[0] != places(sparse)[0]


def test_documents_restrict_the_search(retriever: Retriever) -> None:
    only = frozenset({"青政发〔2024〕9号"})
    assert {place[0] for place in places(retriever.search("养老床位", documents=only))} == {"9"}
    assert retriever.search("养老床位", documents=frozenset({"没有"})) == []


def test_a_question_may_name_its_document(retriever: Retriever) -> None:
    asked = retriever.search("加快养老服务发展的意见里要新建什么", limit=3)
    assert {hit.document.identifier for hit in asked} == {"青政发〔2024〕3号"}


def test_equal_clauses_come_in_reading_order(retriever: Retriever) -> None:
    hits = retriever.search("飞机", limit=100)
    assert {hit.fused_score for hit in hits} == {0.0}
    assert places(hits) == [
        *(("3", clause.number) for clause in care_policy().clauses),
        *(("9", clause.number) for clause in trade_policy().clauses),
    ]


@pytest.mark.parametrize("question", ["", "  ", "？！……", "😀"])
def test_a_question_without_words_finds_nothing(retriever: Retriever, question: str) -> None:
    assert retriever.search(question) == []


def test_any_texts_can_be_scored(retriever: Retriever) -> None:
    scores = retriever.text_scores("养老床位", ["物流园区", "养老床位2000张", "养老服务"])
    assert scores.cosine.tolist() == pytest.approx([0, 1, 0.5])
    assert scores.bm25[1] > scores.bm25[2] > scores.bm25[0] == 0
    assert scores.fused.argmax() == 1


def test_no_texts_have_no_scores(retriever: Retriever) -> None:
    assert retriever.text_scores("养老", []).fused.tolist() == []


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_question_gives_ordered_finite_scores(retriever: Retriever, question: str) -> None:
    hits = retriever.search(question, limit=4)
    scores = [hit.fused_score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(abs(score) < 2 for score in scores)


def test_another_embedder_is_refused(retriever: Retriever) -> None:
    with pytest.raises(ModelError, match="索引由模型“characters-20”建立，不能用“characters-2”检索"):
        Retriever(retriever.store, CharacterEmbedder("养老"))
