"""Expressions that are compiled when they are first used."""

import copy
import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from documents.regular_expressions import declared, regex

_ROOT = Path(__file__).parents[1]
_MODULES = [
    ".".join(path.relative_to(_ROOT).with_suffix("").parts)
    for folder in ("documents", "index", "assistant", "evals", "ui")
    for path in sorted((_ROOT / folder).rglob("*.py"))
    if path.stem != "regular_expressions" and "regex(" in path.read_text("utf-8")
]


def test_it_does_what_a_compiled_expression_does() -> None:
    found = regex(r"(?P<number>\d+)\s*(张|个)").search("床位 120 张")
    assert found is not None
    assert (found["number"], found[2], found.span()) == ("120", "张", (3, 8))
    marks = regex("[,，]")
    assert marks.split("甲,乙，丙") == ["甲", "乙", "丙"]
    assert marks.sub("、", "甲,乙，丙") == "甲、乙、丙"
    assert [each.start() for each in marks.finditer("甲,乙，丙")] == [1, 3]
    assert marks.findall("甲,乙，丙") == [",", "，"]
    assert regex("ABC", re.IGNORECASE).fullmatch("abc") is not None


def test_it_is_compiled_at_its_first_use_only() -> None:
    faulty = regex("(没有右括号")
    assert faulty.pattern == "(没有右括号"
    assert repr(faulty) == "regex('(没有右括号')"
    with pytest.raises(re.error):
        faulty.search("没有")


def test_a_copy_works_too() -> None:
    assert copy.deepcopy(regex("甲|乙")).findall("甲乙丙") == ["甲", "乙"]


def test_each_expression_of_the_program_compiles() -> None:
    for module in _MODULES:
        import_module(module)
    expressions = [each for each in declared() if "没有右括号" not in str(each.pattern)]
    assert len(expressions) > 500
    assert all(isinstance(each.flags, int) for each in expressions)  # asks the compiled one


def test_those_of_data_files_are_among_them() -> None:
    import_module("assistant.aspects")
    file = _ROOT / "assistant" / "lexicon" / "aspects.json"
    aspects = json.loads(file.read_text("utf-8"))["aspects"]
    assert {each["asked"] for each in aspects} <= {each.pattern for each in declared()}
