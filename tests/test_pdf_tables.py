"""Ruled tables: cells from lines, merged where none is between; tables over several pages as one."""

from documents.pdf_continued_tables import PageTables, whole_tables
from documents.pdf_page import Box, Glyph, Page
from documents.pdf_tables import tables_of

SIZE = 12.0


def glyphs(left: float, top: float, text: str) -> list[Glyph]:
    return [
        Glyph(character, Box(left + at * SIZE, top, left + (at + 1) * SIZE, top + SIZE))
        for at, character in enumerate(text)
    ]


def level(y: float, left: float, right: float) -> Box:
    return Box(left, y - 0.2, right, y + 0.2)


def upright(x: float, top: float, bottom: float) -> Box:
    return Box(x - 0.2, top, x + 0.2, bottom)


def grid(xs: list[float], ys: list[float]) -> list[Box]:
    return [level(y, xs[0], xs[-1]) for y in ys] + [upright(x, ys[0], ys[-1]) for x in xs]


def page(rulings: list[Box], *texts: tuple[float, float, str], number: int = 1) -> Page:
    printed = tuple(glyph for left, top, text in texts for glyph in glyphs(left, top, text))
    return Page(number, 595, 842, printed, tuple(rulings), ())


def rows(found: Page) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in tables_of(found)]


def test_each_place_of_the_grid_has_its_cell() -> None:
    found = page(
        grid([90, 200, 300], [100, 130, 160]),
        (95, 105, "项目"),
        (205, 105, "数"),
        (95, 135, "面积"),
        (205, 135, "十二"),
        (95, 300, "表外的字"),
    )
    assert rows(found) == [[["项目", "数"], ["面积", "十二"]]]


def test_places_without_a_line_between_are_one_cell() -> None:
    lines = [level(100, 90, 300), level(160, 90, 300), level(130, 200, 300)]
    lines += [upright(x, 100, 160) for x in (90, 200, 300)]
    found = page(lines, (95, 120, "基础"), (205, 105, "甲"), (205, 135, "乙"))
    (table,) = tables_of(found)
    assert rows(found) == [[["基础", "甲"], ["基础", "乙"]]]
    assert table.rows[0][0] is table.rows[1][0]
    assert (table.rows[0][0].top, table.rows[0][0].bottom) == (0, 2)


def test_lines_in_pieces_and_twice_are_one_line() -> None:
    pieces = [level(100, 90, 150), level(100.6, 151, 300), level(101, 90, 300)]
    pieces += [level(130, 90, 300), level(160, 90, 300)]
    pieces += [upright(x, 100, 130) for x in (90, 200, 300)]
    pieces += [upright(x + 0.4, 131, 160) for x in (90, 200, 300)]
    found = page(pieces, (95, 105, "甲"), (205, 105, "乙"), (95, 135, "丙"), (205, 135, "丁"))
    assert rows(found) == [[["甲", "乙"], ["丙", "丁"]]]


def test_a_frame_or_underlines_are_no_table() -> None:
    frame = page(grid([90, 300], [100, 200]), (95, 105, "框里的字"))
    assert rows(frame) == []
    underlined = page([level(100, 90, 300), level(200, 90, 300)], (95, 85, "标题"))
    assert rows(underlined) == []


def test_a_line_in_a_cell_goes_on_where_it_is_full() -> None:
    found = page(
        grid([90, 160, 300], [100, 160]),
        (94, 105, "急需工种"),
        (94, 120, "或职业"),
        (165, 105, "一次。"),
        (165, 120, "二次。"),
    )
    assert rows(found) == [[["急需工种或职业", "一次。 二次。"]]]


def held(found: Page) -> PageTables:
    return PageTables(found, tuple(tables_of(found)))


def test_a_table_goes_on_over_pages_with_its_head_printed_again() -> None:
    xs = [90.0, 200.0, 300.0]
    first = page(
        grid(xs, [640, 670, 700]),
        (95, 645, "项目"),
        (205, 645, "数"),
        (95, 675, "面积"),
        (205, 675, "十二"),
    )
    second = page(
        grid(xs, [110, 140, 170]),
        (95, 115, "项目"),
        (205, 115, "数"),
        (95, 145, "产值"),
        (205, 145, "三十"),
        number=2,
    )
    (table,) = whole_tables([held(first), held(second)])
    assert (table.page, table.top) == (1, 640)
    assert table.lines() == ["项目\t数", "面积\t十二", "产值\t三十"]
    between = page(list(first.rulings), (95, 675, "面积"), (95, 710, "注"))
    assert len(whole_tables([held(between), held(second)])) == 2


def test_a_merged_cell_and_a_row_go_on_over_the_page() -> None:
    xs = [90.0, 150.0, 220.0, 400.0]
    upper = [level(680, 90, 400), level(700, 150, 400), level(760, 90, 400)]
    upper += [upright(x, 680, 760) for x in xs]
    first = page(
        upper,
        (95, 705, "基础"),
        (155, 685, "一"),
        (225, 685, "住所"),
        (155, 705, "二"),
        (225, 705, "就业满三年并"),
    )
    lower = [level(110, 90, 400), level(130, 150, 400), level(160, 90, 400)]
    lower += [upright(x, 110, 160) for x in xs]
    second = page(
        lower,
        (95, 115, "指标"),
        (225, 115, "参加保险"),
        (155, 135, "三"),
        (225, 135, "年龄"),
        number=2,
    )
    (table,) = whole_tables([held(first), held(second)])
    assert table.lines() == [
        "基础指标\t一\t住所",
        "基础指标\t二\t就业满三年并参加保险",
        "基础指标\t三\t年龄",
    ]


def test_rows_that_a_browser_cuts_at_the_end_of_a_page() -> None:
    xs = [40.0, 100.0, 150.0, 400.0]
    upper = [level(600, 40, 400), level(650, 100, 400), upright(40, 600, 800)]
    upper += [upright(x, 600, 800) for x in xs]
    first = page(
        upper,
        (45, 605, "加分"),
        (105, 605, "一"),
        (155, 605, "学历"),
        (105, 655, "二"),
        (155, 655, "献血每次计二分累计最高不超过十分并"),
    )
    lower = [level(90, 100, 400), level(120, 100, 400)]
    lower += [upright(x, 30, 120) for x in xs[1:]]
    second = page(lower, (155, 40, "每年计算一次"), (105, 95, "三"), (155, 95, "纳税"), number=2)
    (table,) = whole_tables([held(first), held(second)])
    assert table.lines() == [
        "加分\t一\t学历",
        "加分\t二\t献血每次计二分累计最高不超过十分并每年计算一次",
        "加分\t三\t纳税",
    ]


def test_a_row_begun_on_a_new_page_is_not_joined_to_a_closed_one() -> None:
    xs = [90.0, 150.0, 220.0]
    first = page(grid(xs, [700, 730, 760]), (95, 705, "一"), (155, 705, "甲"), (155, 735, "乙"))
    lower = [level(80, 90, 220), level(110, 90, 220), *(upright(x, 30, 110) for x in xs)]
    second = page(lower, (155, 40, "丙"), (155, 85, "丁"), number=2)
    (table,) = whole_tables([held(first), held(second)])
    assert table.lines() == ["一\t甲", "—\t乙", "—\t丙", "—\t丁"]
