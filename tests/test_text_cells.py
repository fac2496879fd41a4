"""Answers from tables in words: the cell of a named row, and the rows that come nearest."""

import pytest
from conftest import assistant_reading

from assistant.citations import prove
from assistant.conversation import Conversation

NOTICE = """\
云川市残疾人就业补贴实施细则
云川残联〔2024〕2号
第一条 为促进残疾人就业,制定本细则。补贴标准见附件。
第二条 用人单位、本人应当自情形发生之日起30日内向经办单位报告。
第三条 本细则自2024年3月1日起施行。
附件
补贴标准表
补贴项目\t对象\t标准\t期限\t经办单位
岗位补贴\t新招用残疾人的用人单位\t600元/人·月；重度残疾人900元/人·月\t最长36个月\t县公共就业服务中心
一次性创业补贴\t首次创业的残疾人\t个体工商户8000元；企业1.5万元\t一次性\t县残疾人就业服务所
交通补贴\t跨乡镇上下班的残疾职工\t120元/人·月；盲人180元/人·月\t最长24个月\t乡镇便民服务中心
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(NOTICE, tmp_path_factory.mktemp("cells"), "notice.txt")


def test_a_cell_in_words_is_named_by_its_row_and_column(assistant: Conversation) -> None:
    answer = assistant.ask("一次性创业补贴的经办单位是哪个?")
    assert answer.text == "一次性创业补贴，经办单位：县残疾人就业服务所。[1][2]"
    assert prove(answer, {document.identifier: document for document in assistant.documents}) == []


def test_two_columns_are_both_said(assistant: Conversation) -> None:
    text = assistant.ask("交通补贴的对象是谁、期限多长?").text
    assert "交通补贴，对象：跨乡镇上下班的残疾职工。" in text
    assert "交通补贴，期限：最长24个月。" in text


def test_a_row_is_quoted_whole(assistant: Conversation) -> None:
    text = assistant.ask("盲人的交通补贴每月多少钱?").text
    assert "盲人180元/人·月" in text


def test_what_the_text_has_no_figure_of_is_declined(assistant: Conversation) -> None:
    assert assistant.ask("一家用人单位最多可以招用多少名残疾人?").status.refused
