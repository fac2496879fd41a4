"""A conversation as a file: everything that proves an answer is in it, and nothing acts in it."""

from datetime import date

from docx import Document as WordDocument
from scripted_assistant import ScriptedAssistant

from assistant.answer import Turn
from ui.conversation_export import conversation_markdown, export_conversation
from ui.conversation_view import Exchange


def exchanges() -> list[Exchange]:
    assistant = ScriptedAssistant()
    first = assistant.ask("床位占比是多少")
    second = assistant.ask("谁牵头", (Turn("居家养老", first.text),))
    return [
        Exchange("床位占比是多少", first, asked="2026-11-25"),
        Exchange("谁牵头", second, asked="2026-11-25"),
        Exchange("![x](http://evil/x.png) <b>", notice="问题是空的。"),
    ]


def test_markdown_shows_what_was_written_as_text() -> None:
    written = conversation_markdown(exchanges(), date(2026, 11, 26))
    lines = [line for line in written.split("\n") if line]
    assert lines[0] == "# 知策问答记录"
    assert lines[1].startswith("2026-11-26　回答取自政策原文")
    assert lines[2:7] == [
        "## 床位占比是多少",
        "到2025年,养老机构护理型床位占比65%以上。\\[1\\]",
        "状态：已回答（2026-11-25 提问）",
        "\\[1\\] 青政发〔2024〕3号 一 总体要求（第 78—93 字）",
        "> “养老机构护理型床位占比65%以上”",
    ]
    assert "理解为：居家养老由谁牵头" in lines
    assert "## \\!\\[x\\]\\(http://evil/x.png\\) \\<b\\>" in lines


def test_word_holds_every_quotation() -> None:
    path = export_conversation(exchanges(), "docx")
    words = [paragraph.text for paragraph in WordDocument(str(path)).paragraphs]
    path.unlink()
    assert words[0] == "知策问答记录"
    assert "到2025年,养老机构护理型床位占比65%以上。[1]" in words
    assert words.count("“养老机构护理型床位占比65%以上”") == 1
    assert "“(牵头单位:市民政局)”" in words
    assert words[-1] == "问题是空的。"


def test_characters_that_xml_forbids_are_left_out() -> None:
    path = export_conversation([Exchange("控\x00制\x0b字符", notice="好")], "docx")
    assert WordDocument(str(path)).paragraphs[2].text == "控制字符"
    path.unlink()
