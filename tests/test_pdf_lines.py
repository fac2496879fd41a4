"""Glyphs put together to lines: blanks, flat letters, columns."""

from documents.pdf_lines import lines_of
from documents.pdf_page import Box, Glyph


def glyphs(text: str, left: float = 100, top: float = 100, size: float = 16) -> list[Glyph]:
    """Letters side by side; a blank takes a third of a letter, as in most fonts."""
    found: list[Glyph] = []
    space = False
    for character in text:
        if character == " ":
            left += size / 3
            space = True
            continue
        width = size / 2 if character.isascii() else size
        box = Box(left, top, left + width, top + size)
        found.append(Glyph(character, box, space))
        left += width
        space = False
    return found


def texts(found: list[Glyph], width: float = 595) -> list[str]:
    return [line.text for line in lines_of(found, width)]


def test_blanks_are_kept_where_they_are_printed() -> None:
    assert texts(glyphs("第一条 为了推广 Open Data 平台")) == ["第一条 为了推广Open Data平台"]
    assert texts(glyphs("1. 18周岁加2.5分")) == ["1. 18周岁加2.5分"]
    assert texts(glyphs("总") + glyphs("则", left=140)) == ["总 则"]


def test_room_that_justified_lines_have_everywhere_is_no_blank() -> None:
    spread = [
        glyph for at, c in enumerate("按照各自职责做好工作") for glyph in glyphs(c, 100 + 20 * at)
    ]
    assert texts(spread) == ["按照各自职责做好工作"]


def test_letters_of_which_only_the_ink_is_known() -> None:
    found = glyphs("一条按照各自职责")
    ink = {"一": (1, 7, 15, 9), "自": (4, 1, 12, 15)}
    for at, glyph in enumerate(found):
        if glyph.text in ink:
            left, top, right, bottom = ink[glyph.text]
            x, y = glyph.box.left, glyph.box.top
            found[at] = Glyph(glyph.text, Box(x + left, y + top, x + right, y + bottom))
    assert texts(found) == ["一条按照各自职责"]


def test_flat_letters_do_not_break_a_line_in_two() -> None:
    lines = []
    for at, text in enumerate(["改革完善一批", "建设基地平台"]):
        lines += glyphs(text, top=100 + 20 * at)
    flat = lines[4]
    lines[4] = Glyph("—", Box(flat.box.left, 107.5, flat.box.right, 108.2))
    assert texts(lines) == ["改革完善—批", "建设基地平台"]


def test_columns_need_lines_on_both_sides() -> None:
    rows = [glyphs(text, top=100 + 24 * at) for at, text in enumerate("甲乙丙丁戊己庚辛")]
    beside = [
        glyphs(text, left=400, top=100 + 24 * at) for at, text in enumerate("一二三四五六七八")
    ]
    both = [glyph for row in rows + beside for glyph in row]
    assert texts(both) == [*"甲乙丙丁戊己庚辛", *"一二三四五六七八"]
    assert texts([glyph for row in rows[:3] + beside[:3] for glyph in row]) == [
        "甲 一",
        "乙 二",
        "丙 三",
    ]


def test_a_small_raised_digit_is_the_mark_of_a_note() -> None:
    """补助300¹万元 and 50m²: the mark goes, the exponent stays."""

    def line(raised: str, *around: str) -> str:
        before, behind = around
        size, left = 16.0, 90.0
        glyphs: list[Glyph] = []
        for character in f"{before}{raised}{behind}":
            high = character == raised and len(glyphs) == len(before)
            width = size if character > "\u2e80" else size / 2
            top, bottom = (100, 107) if high else (100, 116)
            glyphs.append(Glyph(character, Box(left, top, left + width, bottom)))
            left += width
        (found,) = lines_of(glyphs, 595)
        return found.text

    assert line("1", "每家补助300", "万元") == "每家补助300万元"
    assert line("2", "面积不少于50m", "的") == "面积不少于50m2的"
