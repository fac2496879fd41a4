"""Paragraphs that were wrapped at a margin are whole again; others are left as they are."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.wrapped_lines import unwrapped

PARAGRAPHS = [
    "第一条 为加强农村供水管理，保障农村供水安全，维护供水单位和用户的合法权益，制定本办法。",
    "第二条 本办法适用于本县行政区域内集中供水人口在20人以上的农村供水工程的运行和管理活动。",
    "第三条 农村生活用水水价实行政府指导价，基准价为每立方米2.8元，上浮不超过10%，下浮不限。",
    "（一）水质抽检每月不少于1次；",
    "（二）抢修应当在24小时内完成，情况特殊的，经县水务局同意可以延长，但最长不得超过48小时。",
    "第四条 本办法自2023年10月15日起施行，有效期5年，由县水务局会同县发展改革局负责解释。",
]


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(paragraph: str, width: int, indent: str) -> list[str]:
    """Greedy: characters are set until the next has no room; marks hang on the line."""
    lines, line = [], indent
    for character in paragraph:
        number = character.isascii() and line[-1:].isascii() and line[-1:].strip() and line.strip()
        if (
            columns(line) + columns(character) > width
            and character not in "，。；：、"
            and not number
        ):
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


@pytest.mark.parametrize("indent", ["", "　　", "    "])
@pytest.mark.parametrize("width", [40, 48, 64])
def test_wrapped_paragraphs_are_joined(width: int, indent: str) -> None:
    lines = [line for each in PARAGRAPHS for line in wrapped(each, width, indent)]
    assert len(lines) > len(PARAGRAPHS)
    assert [line.strip() for line in unwrapped(lines)] == PARAGRAPHS


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=12))
def test_a_paragraph_a_line_stays(lines: list[str]) -> None:
    assert unwrapped(lines) == lines


def test_title_signature_rows_and_annexes_keep_their_lines() -> None:
    head = ["桐林县人民政府关于印发桐林县农村供水管理办法的通知", "桐政发〔2023〕17号"]
    tail = ["桐林县人民政府", "2023年9月12日", "附件", "项目  单价  备注"]
    body = [line for each in PARAGRAPHS for line in wrapped(each, 40, "")]
    assert unwrapped([*head, *body, *tail]) == [*head, *PARAGRAPHS, *tail]


def test_a_page_number_between_the_halves_of_a_sentence_goes() -> None:
    lines = [
        "第二条 骨灰安放期为3",
        "第 2 页 共 3 页",
        "年，期满应当续期。",
        "- 3 -",
        "第三条 减免1200元。",
    ]
    assert unwrapped(lines) == ["第二条 骨灰安放期为3年，期满应当续期。", "第三条 减免1200元。"]


@given(st.lists(st.text(max_size=60), max_size=30))
def test_no_text_is_lost_but_page_numbers_and_blanks(lines: list[str]) -> None:
    kept = "".join("".join(unwrapped(lines)).split())
    assert set(kept) <= set("".join(lines))
