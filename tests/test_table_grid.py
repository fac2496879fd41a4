"""Tables as lines: merged cells repeated, empty ones marked, pieces of words joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import DocumentError
from documents.table_grid import Cell, cell_text, grid_lines, row_lines


def test_merged_cells_are_repeated_and_empty_ones_marked() -> None:
    rows = [
        [Cell("类别"), Cell("指标", columns=2)],
        [Cell("基础", rows=2), Cell("面积"), Cell("12")],
        [Cell(""), Cell("30")],
    ]
    assert row_lines(rows) == ["类别\t指标\t指标", "基础\t面积\t12", "基础\t—\t30"]


def test_one_column_and_full_rows_are_plain_lines() -> None:
    assert row_lines([[Cell("一、目标")], [Cell("")], [Cell("二、附则")]]) == [
        "一、目标",
        "二、附则",
    ]
    wide = [[Cell("附表", columns=2)], [Cell("项目"), Cell("数")]]
    assert row_lines(wide) == ["附表", "项目\t数"]


def test_a_grid_names_the_cell_of_each_place() -> None:
    tall = Cell("基础")
    assert grid_lines([[tall, Cell("面积")], [tall, None]]) == ["基础\t面积", "基础\t—"]


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        (["基", "础", "指", "标"], "基础指标"),
        (["违法违规", "情况"], "违法违规情况"),
        (["市商务局", "市财政局"], "市商务局 市财政局"),
        (["1. 含税。", "", "2. 当年价。"], "1. 含税。 2. 当年价。"),
        (["类　别"], "类别"),
        (["Open", "Data"], "Open Data"),
    ],
)
def test_the_paragraphs_of_a_cell(paragraphs: list[str], text: str) -> None:
    assert cell_text(paragraphs) == text


def test_a_table_of_a_million_places_is_refused() -> None:
    row = [Cell("a", rows=150, columns=150)] * 10
    with pytest.raises(DocumentError, match="超过 200000 格的表格"):
        row_lines([row] * 200)


spans = st.integers(-1, 6)
cells = st.builds(Cell, st.sampled_from(["", "目标", "12"]), spans, spans)


@given(st.lists(st.lists(cells, max_size=4), max_size=5))
def test_no_text_of_any_table_is_lost(rows: list[list[Cell]]) -> None:
    lines = row_lines(rows)
    assert all(line and "\n" not in line for line in lines)
    for text in {cell.text for row in rows for cell in row if cell.text}:
        assert any(text in line for line in lines)
