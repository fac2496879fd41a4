"""Printed lines joined to paragraphs; what comes back on each page is dropped."""

import pytest

from documents.pdf_lines import Line
from documents.pdf_page import Box
from documents.pdf_paragraphs import Printed, needed_room, paragraphs_of, without_running_lines

SIZE = 16.0
FULL = "为推动茶产业高质量发展促进农民增收根据有关法律法规结"


def printed(*lines: tuple[float, str], page: int = 1, top: float = 100) -> list[Printed]:
    """Lines one and a half sizes apart, each with its left edge."""
    return [
        Printed(page, Line(text, Box(left, y, left + SIZE * len(text), y + SIZE), SIZE))
        for at, (left, text) in enumerate(lines)
        for y in [top + 1.5 * SIZE * at]
    ]


def joined(*lines: tuple[float, str]) -> list[str]:
    return paragraphs_of(printed(*lines), {1: 595})


def test_a_full_line_goes_on_where_the_next_is_not_set_in() -> None:
    assert joined((90, FULL), (90, "合实际。"), (122, FULL[:24]), (90, "见。")) == [
        FULL + "合实际。",
        FULL[:24] + "见。",
    ]


def test_a_full_line_with_the_end_of_a_sentence_goes_on_but_not_one_that_leads_in() -> None:
    sentence, lead_in = FULL[:25] + "。", FULL[:25] + "："
    assert joined((90, FULL), (90, sentence), (90, FULL[:9] + "。")) == [
        FULL + sentence + FULL[:9] + "。"
    ]
    assert joined((90, FULL), (90, lead_in), (90, FULL[:9])) == [FULL + lead_in, FULL[:9]]


def test_a_line_that_is_not_full_ends_a_paragraph() -> None:
    assert joined((90, FULL), (90, FULL[:20]), (90, FULL)) == [FULL + FULL[:20], FULL]


def test_a_number_behind_the_end_of_a_sentence_begins_a_paragraph() -> None:
    assert joined((90, FULL[:25] + "。"), (90, "二、支持措施")) == [
        FULL[:25] + "。",
        "二、支持措施",
    ]
    assert joined((90, FULL), (90, "（一）项规定的条件。")) == [FULL + "（一）项规定的条件。"]


def test_finished_lines_stand_between_paragraphs() -> None:
    table = Printed(1, Line("", Box(90, 130, 500, 130), 0), ("项目\t数", "面积\t12"))
    lines = printed((90, FULL), (90, "合实际。"))
    assert paragraphs_of([lines[0], table, lines[1]], {1: 595}) == [
        FULL,
        "项目\t数",
        "面积\t12",
        "合实际。",
    ]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("发展", 1.7), ("2027年", 4.1), ("一、目标", 2.7), ("证》，每满", 3.7)],
)
def test_what_would_not_have_fitted_on_the_line_before(text: str, sizes: float) -> None:
    line = Line(text, Box(90, 100, 500, 116), SIZE)
    assert needed_room(line) == pytest.approx(sizes * SIZE)


def test_lines_at_the_edge_that_come_back_are_dropped() -> None:
    pages: list[Printed] = []
    for page in (1, 2, 3):
        pages += printed((90, "公报"), page=page, top=30)
        pages += printed((122, f"第{page}段"), page=page, top=300)
        pages += printed((290, str(page)), page=page, top=800)
    kept, running = without_running_lines(pages, dict.fromkeys((1, 2, 3), 842.0))
    assert [each.line.text for each in kept] == ["第1段", "第2段", "第3段"]
    assert running == ["公报", "1", "公报", "2", "公报", "3"]


@pytest.mark.parametrize("text", ["— 3 —", "第3页", "第 3 页 共 9 页", "3/9"])
def test_what_can_only_be_a_page_number_is_dropped_on_one_page(text: str) -> None:
    kept, running = without_running_lines(printed((290, text), top=800), {1: 842.0})
    assert (kept, running) == ([], [text])


def test_marks_that_hang_over_the_margin_make_no_other_line_short() -> None:
    hanging = FULL[:26] + "，"
    lines = [(90, FULL[:26]), (90, FULL[:26]), (90, hanging), (90, FULL[:25]), (90, "见。")]
    assert joined(*lines) == [FULL[:26] * 2 + hanging + FULL[:25] + "见。"]


def test_small_lines_that_stand_close_do_not_part_those_of_the_text() -> None:
    close = [
        Printed(1, Line("栏目", Box(90, y, 90 + SIZE * 2, y + SIZE), SIZE))
        for y in range(100, 340, 20)
    ]
    wide = [
        Printed(1, Line(FULL, Box(90, y, 90 + SIZE * len(FULL), y + SIZE), SIZE))
        for y in range(400, 652, 28)
    ]
    assert paragraphs_of([*close, *wide], {1: 595})[len(close) :] == [FULL * len(wide)]


def test_a_last_line_of_low_characters_is_no_smaller_type() -> None:
    """`12月31日。` has the box of its digits, lower than that of ideographs."""
    (above,) = printed((90, FULL))
    low = Printed(1, Line("31日。", Box(90, 124, 140, 136), SIZE * 0.77))
    small = Printed(1, Line("本页由市政府印制。", Box(90, 124, 200, 136), SIZE * 0.77))
    assert paragraphs_of([above, low], {1: 595}) == [FULL + "31日。"]
    assert paragraphs_of([above, small], {1: 595}) == [FULL, small.line.text]
