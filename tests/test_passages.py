"""Clauses cut into passages: spans, joins, contexts."""

from itertools import pairwise

from elder_care_policy import care_policy
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.document import Clause, ClauseKind, Document
from index.passages import LONGEST, clause_passages, sentence_passages


def one_clause(text: str) -> Document:
    clause = Clause(0, None, "一", "", ClauseKind.NUMBERED, 1, 0, len(text), 0, text)
    return Document("甲", "", "", "", "", "", "", "", text, (clause,), ())


def texts(document: Document) -> list[str]:
    return [passage.text for passage in sentence_passages(document)]


def test_sentences_leave_the_heading_to_the_context() -> None:
    document = care_policy()
    found = [
        (passage.text, passage.heading, passage.context)
        for passage in sentence_passages(document)
        if document.clauses[passage.clause].number == "二(一)"
    ]
    context = "青山市人民政府关于加快养老服务发展的意见 主要任务 居家养老"
    assert found == [
        ("新建社区食堂30个。", "居家养老", context),
        ("(牵头单位:市民政局)", "居家养老", context),
    ]


def test_a_clause_that_is_only_its_heading_is_one_passage() -> None:
    assert "二、主要任务" in texts(care_policy())


def test_clause_passages_are_the_whole_own_text_in_reading_order() -> None:
    document = care_policy()
    assert [(p.clause, p.text) for p in clause_passages(document)] == [
        (clause.position, clause.text) for clause in document.clauses
    ]


def test_the_heading_is_embedded_once() -> None:
    document = care_policy()
    clause = next(p for p in clause_passages(document) if "食堂" in p.text)
    sentence = next(p for p in sentence_passages(document) if "食堂" in p.text)
    assert clause.embedded == clause.text
    assert sentence.embedded == "居家养老\n新建社区食堂30个。"
    assert sentence.searchable.startswith("青山市人民政府关于加快养老服务发展的意见 主要任务")


def test_a_quotation_mark_stays_with_its_sentence() -> None:
    assert texts(one_clause("市长提出“尽快全面办理完成！”随后各县区表态支持。")) == [
        "市长提出“尽快全面办理完成！”",
        "随后各县区表态支持。",
    ]


def test_short_sentences_join_the_next_and_the_last_joins_the_one_before() -> None:
    assert texts(one_clause("要快。要把各项任务落到实处。好。")) == [
        "要快。要把各项任务落到实处。好。"
    ]


def test_list_items_on_lines_of_their_own_are_passages() -> None:
    assert texts(one_clause("第一项申请材料清单\n第二项身份证明文件")) == [
        "第一项申请材料清单",
        "第二项身份证明文件",
    ]


def test_a_long_sentence_is_cut_at_its_commas_into_equal_parts() -> None:
    phrase = "加快推进物流园区建设提升服务能力，"  # 17 characters
    assert texts(one_clause(phrase * 6)) == [phrase * 3, phrase * 3]


def test_a_long_sentence_without_a_comma_stays_whole() -> None:
    sentence = "建" * (LONGEST * 3) + "。"
    assert texts(one_clause(sentence)) == [sentence]


@settings(deadline=None)
@given(st.text(alphabet="建设、，。；！”\n 老a1", max_size=300))
def test_passages_are_spans_in_order_and_lose_nothing_but_white_space(text: str) -> None:
    document = one_clause(text)
    passages = sentence_passages(document)
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert "".join("".join(p.text for p in passages).split()) == "".join(text.split())
