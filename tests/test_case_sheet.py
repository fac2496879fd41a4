"""Question files as spreadsheets: the same cases, written and read."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from assistant.answer import Turn
from evals.case import Case, CaseError
from evals.case_sheet import write_sheet
from evals.question_file import read_cases, shipped_question_files

CASE = Case(
    identifier="a-1",
    category="fact",
    question="=1+1 是多少?",
    history=(Turn("养老床位", "2000张\n以上"),),
    answerable=True,
    gold_clauses=("二(二)4", "一"),
    all_clauses=True,
    must_include=(("65%以上", "65%及以上"), ("2025年",)),
    must_not_include=("70%",),
    note="备注",
    resolved_include=(("床位",),),
    computed=True,
)


def written(tmp_path: Path, cases: list[Case]) -> Path:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(write_sheet(cases))
    return path


def sheet(tmp_path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    path = tmp_path / "hand.xlsx"
    book.save(path)
    return path


def test_a_case_comes_back_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, [CASE])
    assert read_cases(path) == [CASE]
    cell = load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1 是多少?", "s")


@pytest.mark.parametrize("file", shipped_question_files(), ids=lambda file: file.stem)
def test_the_shipped_questions_come_back_as_they_were(tmp_path: Path, file: Path) -> None:
    cases = read_cases(file)
    assert read_cases(written(tmp_path, cases)) == cases


def test_people_write_lists_as_lines(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ["id", "question", "category", "answerable", "gold_clauses", "must_include"],
        [1, "床位目标", "fact", "是", "一\n二(一)", "65%以上 / 65%及以上\n2025年"],
        [None, None, None, None, None, None],
        ["b", "天气", "scope", False, None, None],
    )
    one, other = read_cases(path)
    assert (one.identifier, one.gold_clauses) == ("1", ("一", "二(一)"))
    assert one.must_include == (("65%以上", "65%及以上"), ("2025年",))
    assert (other.answerable, other.gold_clauses) == (False, ())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ["a", "问", "fact", "大概", "一"],
            r"hand\.xlsx:2: 字段 answerable 不能用：应当是 是 或 否",
        ),
        (
            ["a", "问", "fact", "是", "[一"],
            r"hand\.xlsx:2: 字段 gold_clauses 不能用：不是合法的 JSON",
        ),
        (["a", "问", "fact", "是", None], r"hand\.xlsx:2: 字段 gold_clauses 不能为空"),
        (["a", None, "fact", "是", "一"], r"hand\.xlsx:2: 缺少字段 question"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(
    tmp_path: Path, row: list[object], message: str
) -> None:
    head: list[object] = ["id", "question", "category", "answerable", "gold_clauses"]
    with pytest.raises(CaseError, match=message):
        read_cases(sheet(tmp_path, head, row))


def test_a_sheet_without_names_and_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="第一行应当是字段名：id、"):
        read_cases(sheet(tmp_path, ["问题", "答案"]))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(write_sheet([CASE])[:-40])
    with pytest.raises(CaseError, match=r"不是完好的 \.xlsx 文件"):
        read_cases(broken)
    broken.write_bytes(b"")
    with pytest.raises(CaseError, match=r"不是完好的 \.xlsx 文件"):
        read_cases(broken)
