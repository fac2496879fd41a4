"""Question files: what is read from them, and what is refused with file, line and field."""

import json
from pathlib import Path

import pytest

from assistant.answer import Turn
from evals.case import CaseError, Record
from evals.question_file import read_cases, shipped_question_files

LINE = {
    "id": "a-1",
    "category": "fact",
    "history": [["前一问", "前一答"]],
    "question": "目标是多少",
    "answerable": True,
    "gold_clauses": ["二(二)4"],
    "all_clauses": False,
    "must_include": [["65%", "百分之六十五"]],
    "must_not_include": ["60%"],
    "note": "",
}


def question_file(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    text = "\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    (case,) = read_cases(question_file(tmp_path, LINE))
    assert case.identifier == "a-1"
    assert case.history == (Turn("前一问", "前一答"),)
    assert case.gold_clauses == ("二(二)4",)
    assert case.must_include == (("65%", "百分之六十五"),)
    assert case.must_not_include == ("60%",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": None}, "缺少字段 question"),
        ({"question": 3}, "字段 question 应当是文字，现在是 3"),
        ({"answerable": "yes"}, '字段 answerable 应当是 true 或 false，现在是 "yes"'),
        ({"answerable": None}, "缺少字段 answerable"),
        ({"gold_clauses": "二"}, '字段 gold_clauses 应当是列表，现在是 "二"'),
        ({"gold_clauses": []}, "字段 gold_clauses 不能为空：可以回答的题要写明出处条款"),
        ({"must_include": ["65%"]}, '字段 must_include 的每一项应当是非空的文字列表，现在是 "65%"'),
        ({"must_include": [[]]}, "字段 must_include 的每一项应当是非空的文字列表，现在是 []"),
        (
            {"history": [["只有一句"]]},
            '字段 history 的每一项应当是 ["用户的话", "助手的话"]，现在是 ["只有一句"]',
        ),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = question_file(tmp_path, LINE, {**LINE, "id": "a-2", **change})
    with pytest.raises(CaseError) as caught:
        read_cases(path)
    assert str(caught.value) == f"{path}:2: {message}"


def test_an_unknown_field_and_a_repeated_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="不认识的字段 answer（可用的字段：id、category"):
        read_cases(question_file(tmp_path, {**LINE, "answer": "65%"}))
    with pytest.raises(CaseError, match=":3: 字段 id 的值“a-1”与第 1 行重复"):
        read_cases(question_file(tmp_path, LINE, "", LINE))


def test_files_that_hold_no_question_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="里没有题目"):
        read_cases(question_file(tmp_path, "", "  "))
    with pytest.raises(CaseError, match="不能读取题目文件"):
        read_cases(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "不是合法的 JSON：{"),
        (b"[1]", "应当是一个 JSON 对象（{…}）：[1]"),
        (b"\xff\xfe{}", "不是 UTF-8 文本"),
        (b"[" * 100_000, "不是合法的 JSON：" + "[" * 40 + "…"),
        (b'{"id": ' + b"9" * 5000 + b"}", '不是合法的 JSON：{"id": ' + "9" * 33 + "…"),
    ],
)
def test_a_line_that_is_no_object_is_refused(line: bytes, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        Record.from_line(line)
    assert str(caught.value) == message


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(CaseError, match="字段 question 含有不成对的代理字符"):
        Record.from_line(rb'{"question": "\ud800"}').text("question")


def test_the_shipped_questions_are_valid_and_unique() -> None:
    cases = [case for path in shipped_question_files() for case in read_cases(path)]
    assert len(cases) >= 150
    assert len({case.identifier for case in cases}) == len(cases)
