"""Plain text as it is copied out of browsers and written by editors; Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import DocumentError
from documents.text_reader import decode, decode_page, plausibility, read_markdown, read_text


def lines_of(text: str) -> list[str]:
    return list(read_text(text.encode(), "a.txt").lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一、目标\r\n\r\n二、附则\r三、其他\n", ["一、目标", "二、附则", "三、其他"]),
        ("　　一、目标　\n\u00a0\u00a0（一）面积\u00a0\n", ["一、目标", "（一）面积"]),
        ("一、\u00a0目标\u2003值", ["一、 目标 值"]),
        ("第一章　总　则", ["第一章　总　则"]),
        ("一、目标\x0c二、附则\u2028三、其他", ["一、目标", "二、附则", "三、其他"]),
        ("\ufeff一、\u200b目\u200d标\u202e", ["一、目标"]),
        ("一、\t目标", ["一、 目标"]),
        ("\t\t一、目标\t", ["一、目标"]),
        (
            "项目\t2025年\t2027年\n面积 合计\t10万亩\t\t12万亩",
            ["项目\t2025年\t2027年", "面积 合计\t10万亩\t12万亩"],
        ),
        ("\t2025年\t2026年\t2027年\n", ["2025年\t2026年\t2027年"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines


@pytest.mark.parametrize("bar", [" | ", "｜", "|"])
def test_bars_part_the_cells_of_neighbouring_rows(bar: str) -> None:
    rows = [["项目", "单位", "2026年"], ["书车", "", "9"]]
    text = "\n".join(["按A|B|C三类管理。", "", *(bar.join(row) for row in rows)])
    assert lines_of(text) == ["按A|B|C三类管理。", "项目\t单位\t2026年", "书车\t—\t9"]


def test_a_framed_row_needs_no_other_beside_it() -> None:
    text = "| 项目 | 数 |\n|---|---|\n| 面积 | 12 |\n\n| 年 | 月 | 日 |\n|项目|单位|\n"
    assert list(read_markdown(text.encode(), "a.md").lines) == [
        "项目 数",
        "面积 12",
        "年\t月\t日",
        "项目 单位",
    ]


def test_markdown() -> None:
    text = "# 意见\n\n> 引文\n\n**目标**明确\n---\n| 项目 | 数 | 年 |\n|---|:-:|--|\n| 面积 | 12 | 2027 |\n"
    assert list(read_markdown(text.encode(), "a.md").lines) == [
        "意见",
        "引文",
        "目标明确",
        "项目\t数\t年",
        "面积\t12\t2027",
    ]


def test_markdown_without_its_emphasis_and_fences() -> None:
    text = "低于 *2800* 元，收*300*元，3*4*5；\n```\n第九条 其他\n```\n"
    assert list(read_markdown(text.encode(), "a.md").lines) == [
        "低于 2800 元，收300元，3*4*5；",
        "第九条 其他",
    ]


def test_pages_name_their_encoding() -> None:
    page = '<meta charset="big5">一、申請'
    assert decode_page(page.encode("big5"), "a.html") == page
    named = '<meta charset="gb2312">一、目标\x00'
    assert decode_page(named.encode("gb18030"), "a.html") == named.replace("\x00", "")
    assert decode_page("一、目标".encode("gbk"), "a.html") == "一、目标"


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b" \r\n\t"])
def test_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="是空的"):
        decode(data, "a.txt")
    with pytest.raises(DocumentError, match="是空的"):
        decode_page(data, "a.html")


def test_binary_data_is_no_text() -> None:
    assert plausibility("一、目标。") == 1.0
    with pytest.raises(DocumentError, match="不是文本文件"):
        decode(bytes(range(256)) * 20, "a.txt")


@given(st.text())
def test_no_line_is_empty_or_has_blanks_around_it(text: str) -> None:
    try:
        found = read_text(text.encode("utf-8", "replace"), "a.txt")
    except DocumentError:
        return
    assert all(line and line == line.strip() for line in found.lines)
