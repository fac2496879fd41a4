"""A conversation as a file: everything that proves an answer is in it, and nothing acts in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from generated_answer import generated_answer
from scripted_assistant import ATTACK, ScriptedAssistant

from assistant.answer import AI_LABEL, Turn
from ui.conversation_export import conversation_markdown, export_conversation
from ui.conversation_view import Exchange

DAY = date(2026, 11, 26)
ASSISTANT = ScriptedAssistant()


def exchanges() -> list[Exchange]:
    first = ASSISTANT.ask("床位占比是多少")
    second = ASSISTANT.ask("谁牵头", (Turn("居家养老", first.text),))
    return [
        Exchange("床位占比是多少", first, asked="2026-11-25"),
        Exchange("谁牵头", second, asked="2026-11-25"),
        Exchange("![x](http://evil/x.png) <b>", notice="问题是空的。"),
    ]


@pytest.fixture
def word() -> Iterator[Path]:
    path = export_conversation(ASSISTANT, exchanges(), "docx")
    yield path
    path.unlink()


def markdown(*asked: Exchange) -> list[str]:
    """The lines below the head of the file."""
    written = conversation_markdown(asked, ASSISTANT.documents, DAY)
    return [line for line in written.split("\n") if line][2:]


def test_markdown_holds_the_answer_with_its_proof() -> None:
    written = conversation_markdown(exchanges(), ASSISTANT.documents, DAY)
    assert [line for line in written.split("\n") if line] == [
        "# 知策问答记录",
        "2026-11-26　回答取自政策原文，引文与原文逐字一致；以发文机关公布的文本为准。",
        "## 床位占比是多少",
        "到2025年,养老机构护理型床位占比65%以上。\\[1\\]",
        "状态：已回答（2026-11-25 提问）",
        "\\[1\\] 青政发〔2024〕3号 一 总体要求（第 78—93 字）",
        "> “养老机构护理型床位占比65%以上”",
        "## 谁牵头",
        "理解为：居家养老由谁牵头",
        "市民政局牵头。\\[1\\]",
        "状态：已回答（2026-11-25 提问）",
        "\\[1\\] 青政发〔2024〕3号 二\\(一\\)1 居家养老（第 141—151 字）",
        "> “\\(牵头单位:市民政局\\)”",
        "## \\!\\[x\\]\\(http://evil/x.png\\) \\<b\\>",
        "问题是空的。",
        "## 所据文件",
        "《青山市人民政府关于加快养老服务发展的意见》（青政发〔2024〕3号，青山市人民政府）",
    ]


def test_the_offsets_are_those_of_the_quote() -> None:
    line = next(line for line in markdown(*exchanges()) if line.startswith("\\[1\\]"))
    found = re.search(r"第 (\d+)—(\d+) 字", line)
    assert found is not None
    start, end = int(found[1]) - 1, int(found[2])
    assert ASSISTANT.documents[0].text[start:end] == "养老机构护理型床位占比65%以上"


def test_what_was_not_found_keeps_the_nearest_clauses() -> None:
    assert markdown(Exchange("火星", ASSISTANT.ask("火星")))[:5] == [
        "## 火星",
        "原文未载明这一点。",
        "状态：原文未载",
        "相近条款：青政发〔2024〕3号 二\\(一\\)1 居家养老（第 131—140 字）",
        "> “新建社区食堂30个。”",
    ]


def test_words_of_documents_are_no_markup() -> None:
    answer = ASSISTANT.ask("智慧")
    line = next(line for line in markdown(Exchange("智慧", answer)) if line.startswith("> "))
    assert "\\<img src=x onerror=" in line
    assert line.replace("\\", "") == f"> “{ATTACK}”"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("一\n二", "## 一 二"),
        ("&lt;b&gt;", "## \\&lt;b\\&gt;"),
        ("- 甲", "## \\- 甲"),
        ("=====", "## \\====="),
        ("1. 甲", "## 1\\. 甲"),
        ("~~甲~~ | 乙", "## \\~\\~甲\\~\\~ \\| 乙"),
    ],
)
def test_a_question_is_shown_as_typed(typed: str, shown: str) -> None:
    assert markdown(Exchange(typed, notice="无"))[0] == shown


def test_an_indented_line_is_no_code() -> None:
    assert markdown(Exchange("问", notice="无\n    甲"))[1:] == ["无  ", "&#32;&#32;&#32;&#32;甲"]


def test_word_holds_every_quotation(word: Path) -> None:
    words = [paragraph.text for paragraph in WordDocument(str(word)).paragraphs]
    assert words[0] == "知策问答记录"
    assert words[1] == (
        f"{date.today().isoformat()}　回答取自政策原文，引文与原文逐字一致；以发文机关公布的文本为准。"
    )
    assert words[2:7] == [
        "床位占比是多少",
        "到2025年,养老机构护理型床位占比65%以上。[1]",
        "状态：已回答（2026-11-25 提问）",
        "[1] 青政发〔2024〕3号 一 总体要求（第 78—93 字）",
        "“养老机构护理型床位占比65%以上”",
    ]
    assert "“(牵头单位:市民政局)”" in words
    assert words[-2:] == [
        "所据文件",
        "《青山市人民政府关于加快养老服务发展的意见》（青政发〔2024〕3号，青山市人民政府）",
    ]


def test_word_names_a_chinese_font_and_no_template(word: Path) -> None:
    written = WordDocument(str(word))
    for name in ("Normal", "Title", "Heading 2", "Intense Quote"):
        fonts = written.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "宋体"
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert written.core_properties.title == f"知策问答记录 {date.today().isoformat()}"
    assert (written.core_properties.author, written.core_properties.comments) == ("知策", "")


def test_the_file_is_named_in_chinese_with_the_day(word: Path) -> None:
    assert re.fullmatch(rf"知策问答记录_{date.today().isoformat()}_\w+\.docx", word.name)


@pytest.mark.parametrize("form", ["docx", "md"])
def test_characters_that_no_file_can_hold_are_replaced(form: str) -> None:
    asked = [Exchange("控\x00制\x0b字\ud800符\uffff", notice="好")]
    path = export_conversation(ASSISTANT, asked, form)
    if form == "docx":
        shown = WordDocument(str(path)).paragraphs[2].text
    else:
        shown = path.read_text("utf-8").split("\n")[4].removeprefix("## ")
    path.unlink()
    assert shown == "控\ufffd制\ufffd字\ufffd符\ufffd"


LABEL = (
    'AIGC: {"Label": "1", "ContentProducer": "qwen3-32b", "ProduceID": "", '
    '"ContentPropagator": "", "PropagateID": ""}'
)


def test_generated_text_is_labelled_in_the_text_and_in_the_data_of_the_file() -> None:
    asked = [Exchange("建多少", generated_answer())]
    written = conversation_markdown(asked, ASSISTANT.documents, DAY)
    assert AI_LABEL in written
    assert written.endswith(f"<!-- {LABEL} -->\n")
    path = export_conversation(ASSISTANT, asked, "docx")
    word = WordDocument(str(path))
    path.unlink()
    assert word.core_properties.comments == LABEL
    assert AI_LABEL in "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_extractive_text_has_no_label() -> None:
    assert "AIGC" not in conversation_markdown(exchanges(), ASSISTANT.documents, DAY)


def test_the_name_of_a_model_cannot_end_the_comment() -> None:
    answer = generated_answer()
    assert answer.model is not None
    renamed = replace(answer, model=replace(answer.model, name="a--><b>-->"))
    written = conversation_markdown([Exchange("问", renamed)], ASSISTANT.documents, DAY)
    comment = written[written.index("<!--") :]
    assert comment.count("-->") == 1
    assert comment.endswith("-->\n")
