"""Comparing designs of retrieval, on policies small enough to follow by eye."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, trade_policy
from scripted_assistant import ScriptedBackend

from assistant.answer import Turn
from assistant.assembly import Parts, make_retriever
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.language_model import LanguageModel
from assistant.library import Library
from assistant.settings import Settings
from documents.document import Document
from evals.ablation import (
    Row,
    Table,
    ablate_cases,
    ablate_passages,
    ablation_json,
    ablation_table,
)
from evals.case import Case, CaseError
from evals.design_scores import DesignScores, DesignTexts
from evals.retrieval import Measure, as_document
from evals.retrieval_design import DESIGNS, Chunks, Design, Headings, telling_designs
from evals.retrieval_set import PassageSet, Query
from index.passages import clause_passages, sentence_passages
from index.store import build_index
from index.terms import TermKind
from ui import eval_ablation_command
from ui.chinese_parser import ChineseParser

CHUNKS = Design("切块", Chunks(40, 10), Headings.NONE, Headings.NONE, 0, 0)
CLAUSES = Design("条款", dense_weight=0)
SHORT = ("养老床位", "护理", "养老护理服务")


def quiet(done: int, total: int, name: str = "") -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The assistant over two small policies, with vectors that count characters."""
    embedder = CharacterEmbedder()
    folder = tmp_path_factory.mktemp("two_policies")
    index = build_index(folder, [care_policy(), trade_policy()], embedder)
    library = Library(make_retriever(index, embedder))
    return Parts(Conversation(library, ExtractiveAnswerer(), 2000), index, embedder)


def case(question: str, gold: str, *words: str) -> Case:
    return Case(question, "fact", question, (), True, (gold,), False, (words,), (), "")


def test_chunks_are_spans_that_end_with_their_punctuation() -> None:
    document = care_policy()
    found = Chunks(40, 10)(document)
    assert [(chunk.clause, chunk.text) for chunk in found] == [
        (0, "青山市人民政府关于加快养老服务发展的意见\n青政发〔2024〕3号"),
        (0, "各县区人民政府:\n为加快养老服务发展,现提出如下意见。\n一、总体要求"),
        (2, "到2025年,全市护理型床位占比65%以上。养老床位达到2000张。"),
        (3, "二、主要任务\n(一)居家养老。新建社区食堂30个。(牵头单位:市民政局)"),
        (5, "(二)智慧养老。推广“一键呼叫”设备。(牵头单位:市大数据局)"),
    ]
    assert all(document.text[each.start : each.end] == each.text for each in found)


def test_chunks_overlap_by_whole_pieces() -> None:
    found = Chunks(90, 20)(care_policy())
    assert [(each.start, each.end) for each in found] == [(0, 67), (61, 139), (140, 171)]
    assert found[0].text.endswith("一、总体要求")
    assert found[1].text.startswith("一、总体要求\n")


def test_headings_stand_before_the_text() -> None:
    canteens = next(each for each in sentence_passages(care_policy()) if "食堂" in each.text)
    assert [headings.before(canteens) for headings in Headings] == [
        "新建社区食堂30个。",
        "居家养老\n新建社区食堂30个。",
        "青山市人民政府关于加快养老服务发展的意见 主要任务 居家养老\n新建社区食堂30个。",
    ]


def test_a_chunk_is_right_only_with_the_words_of_the_gold_clause(parts: Parts) -> None:
    # the chunk with the heading of clause 一 is first, then the one with 要; of those that have
    # nothing of the question, the title comes before the chunk with the words
    asked = [case("总体要求", "一", "65%")]
    table = ablate_cases("一问", asked, parts, quiet, [CHUNKS, CLAUSES])
    assert table == Table(
        "一问",
        1,
        0,
        (Measure.HIT1, Measure.HIT3, Measure.MRR10),
        (
            Row("切块", 8, (0, 0, 1 / 4), 34 + 36 + 32),
            Row("条款", 10, (1, 1, 1), 41 + 6 + 31),
        ),
        (),
    )


def test_words_elsewhere_do_not_make_a_result_right(parts: Parts) -> None:
    # 电商 stands in the three clauses before 二, which is found by the title of the document
    asked = [case("电商企业", "二", "电商", "园区2个")]
    table = ablate_cases("一问", asked, parts, quiet, [CLAUSES])
    assert [row.means for row in table.rows] == [(0, 0, 1 / 4)]


def test_a_gold_clause_holds_what_lies_inside_it(parts: Parts) -> None:
    asked = [case("社区食堂", "二", "30个")]
    table = ablate_cases("一问", asked, parts, quiet, [CLAUSES])
    assert [row.means for row in table.rows] == [(1, 1, 1)]


def test_questions_without_words_of_the_source_are_left_out_and_counted(parts: Parts) -> None:
    asked = [
        case("社区食堂", "二(一)", "30个"),
        case("社区食堂多吗", "二(一)", "三十家"),
        replace(case("食堂加床位", "二(一)", "30"), computed=True),
        replace(case("天气", "二(一)", "30个"), answerable=False),
    ]
    table = ablate_cases("四问", asked, parts, quiet, [CLAUSES])
    assert (table.questions, table.left_out) == (1, 2)
    with pytest.raises(CaseError, match="没有可比较的题"):
        ablate_cases("四问", asked[1:], parts, quiet, [CLAUSES])


def test_questions_are_made_to_stand_alone(parts: Parts) -> None:
    history = (Turn("社区食堂要建多少个", "30个。"),)
    asked = replace(case("由哪个单位牵头?", "二(一)", "市民政局"), history=history)
    table = ablate_cases("一问", [asked], parts, quiet, [CLAUSES])
    assert [row.means for row in table.rows] == [(1, 1, 1)]


@pytest.mark.parametrize("dense_weight", [0, 0.3, 1])
@pytest.mark.parametrize(
    "question", ["养老护理型床位要达到多少", "中小企业找谁", "什么时候建物流园区"]
)
def test_the_program_finds_the_same(
    opinion_parts: Parts, dense_weight: float, question: str
) -> None:
    embedder = opinion_parts.embedder
    index = opinion_parts.index
    retriever = make_retriever(index, embedder, dense_weight=dense_weight)
    found = [hit.clause.position for hit in retriever.search(question, limit=10)]
    documents = list(index.documents.values())
    passages = [p for document in documents for p in clause_passages(document)]
    scores = DesignScores([question], DesignTexts(documents, embedder, quiet))
    (rows,) = scores.ranked(Design("", dense_weight=dense_weight))
    assert [passages[row].clause for row in rows] == found


def ranked(question: str, documents: Sequence[Document], design: Design) -> list[int]:
    """The clauses that a design finds for a question, best first."""
    scores = DesignScores([question], DesignTexts(documents, CharacterEmbedder(), quiet))
    (rows,) = scores.ranked(design)
    return rows


def test_sentences_and_headings_decide_by_themselves() -> None:
    policy = [care_policy()]
    sentences = Design("", dense_weight=1, sentence_weight=1)
    bare = replace(sentences, embedded=Headings.NONE)
    # whole clauses 4 and 5 have 养老 and 位; sentences 0, 1, 2 have 养老 and two characters more
    assert sorted(ranked("养老", policy, replace(bare, sentence_weight=0))[:2]) == [4, 5]
    assert sorted(ranked("养老", policy, bare)[:3]) == [0, 1, 2]
    # with headings, sentences of 4 and 5 have 养老 alone
    assert sorted(ranked("养老", policy, sentences)[:2]) == [4, 5]


def test_terms_and_question_words_decide_by_themselves() -> None:
    services = [as_document(0, "物流园区"), as_document(1, "商业服务")]
    assert ranked("业务", services, CLAUSES) == [1, 0]
    assert ranked("业务", services, replace(CLAUSES, terms=TermKind.WORDS)) == [0, 1]
    many = [as_document(0, "多少多少"), as_document(1, "床位增长")]
    assert ranked("床位有多少", many, CLAUSES) == [1, 0]
    assert ranked("床位有多少", many, replace(CLAUSES, question_words=True)) == [0, 1]


def test_designs_that_can_make_no_difference_are_skipped() -> None:
    policies = [care_policy(), trade_policy()]  # 171 and 93 characters
    assert [each.name for each in telling_designs(DESIGNS, policies)] == [
        "条款，BM25",
        "条款，向量",
        "条款，融合（现用）",
        "现用，但不带标题",
        "现用，但都只带最近的标题",
        "现用，但都带题目和各级标题",
        "现用，但不看句子",
        "现用，但不带标题、不看句子",
        "现用，但 BM25 用 jieba 的词",
        "现用，但保留疑问词",
    ]
    table = ablate_passages(
        PassageSet("三段", SHORT, (Query("养老护理", frozenset({"2"})),)),
        CharacterEmbedder(),
        quiet,
    )
    assert [row.design for row in table.rows] == [
        "条款，BM25",
        "条款，向量",
        "条款，融合（现用）",
        "现用，但不看句子",
        "现用，但 BM25 用 jieba 的词",
        "现用，但保留疑问词",
    ]
    assert len(table.rows) + len(table.skipped) == len(DESIGNS)


def test_a_piece_stands_for_its_whole_text() -> None:
    texts = ("床位增长。" * 6 + "护理服务。" * 6, "物流。" * 20)
    query = Query("护理", frozenset({"0"}))
    table = ablate_passages(
        PassageSet("两段", texts, (query,)), CharacterEmbedder(), quiet, [CHUNKS, CLAUSES]
    )
    assert table.rows == (
        Row("切块", 4, (1, 1), 30 + 40 + 39),
        Row("条款", 2, (1, 1), 120),
    )


def test_every_form_of_a_text_is_embedded_once() -> None:
    embedder = CharacterEmbedder()
    queries = tuple(Query(text, frozenset({"0"})) for text in ("养老", "护理", "床位") * 50)
    ablate_passages(PassageSet("三段", SHORT, queries), embedder, quiet)
    assert Counter(embedder.encoded) == dict.fromkeys(SHORT, 2)  # as a clause, as its sentence


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    given = PassageSet("三段", SHORT, (Query("养老", frozenset({"0"})),))
    ablate_passages(given, CharacterEmbedder(), lambda *step: told.append(step), [CLAUSES])
    assert told == [
        (3, 3, "三段：计算向量"),
        (3, 3, "三段：计算向量"),
        (1, 1, "三段：比较检索设计"),
    ]


def test_the_report_shows_percentages_and_what_was_left_out() -> None:
    rows = (Row("切块", 8, (0.0, 1 / 3), 101.6), Row("条款", 12, (1.0, 1.0), 83))
    table = Table("小", 3, 2, (Measure.HIT1, Measure.MRR10), rows, ("甲", "乙"))
    assert ablation_table(table).split("\n") == [
        "小（3 问；另有 2 问的答案不是出处条款的原文，未计）",
        "设计  段数  hit@1  MRR@10  前3段字数",
        "------------------------------------",
        "切块     8    0.0    33.3        102",
        "条款    12  100.0   100.0         83",
        "略去没有区别的设计（多数文字不够长，或没有标题）：甲；乙",
    ]
    assert ablation_json(table) == {
        "name": "小",
        "questions": 3,
        "left_out": 2,
        "rows": [
            {"design": "切块", "pieces": 8, "hit@1": 0, "MRR@10": 0.333333, "characters": 101.6},
            {"design": "条款", "pieces": 12, "hit@1": 1, "MRR@10": 1, "characters": 83},
        ],
        "skipped": ["甲", "乙"],
    }


@dataclass
class PartsBackend(ScriptedBackend):
    """A backend that hands out these parts."""

    parts: Parts | None = None

    def assemble_parts(self, settings: Settings, model: LanguageModel | None = None) -> Parts:
        assert self.parts
        self.settings = settings
        return self.parts


def arguments_of(*words: str) -> argparse.Namespace:
    parser = ChineseParser()
    eval_ablation_command.add_command(parser.add_subparsers(parser_class=ChineseParser))
    return parser.parse_args(["ablation", *words])


def test_the_command_takes_question_files_and_passage_sets(
    parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions, passages = tmp_path / "问.jsonl", tmp_path / "段.json"
    asked = case("社区食堂", "二(一)", "30个")
    questions.write_text(json.dumps(asked.fields(), ensure_ascii=False), encoding="utf-8")
    given = {"docs": SHORT, "queries": [{"q": "养老护理", "gold": [2]}]}
    passages.write_text(json.dumps(given), encoding="utf-8")
    backend = PartsBackend(parts=parts)
    figures, folder = tmp_path / "figures.json", tmp_path / "index"
    words = [str(questions), str(passages), "--index", str(folder), "--json", str(figures)]
    arguments = arguments_of(*words)
    assert arguments.run(arguments, Settings.from_environment({}), backend) == 0
    assert backend.settings
    assert backend.settings.index == folder
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "问）" in line] == ["问（1 问）", "段（1 问）"]
    written = json.loads(figures.read_text(encoding="utf-8"))
    assert [(each["name"], len(each["rows"])) for each in written["sets"]] == [
        ("问", 10),
        ("段", 6),
    ]
    assert written["model"] == "characters-20"


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    arguments = arguments_of(str(tmp_path / "没有.jsonl"))
    with pytest.raises(CaseError, match="找不到题集"):
        arguments.run(arguments, Settings.from_environment({}), PartsBackend())
