"""Compiled expressions that are kept: what is read back is what `re.compile` gives."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from documents.expression_cache import compiled, compiled_from, read, write
from documents.regular_expressions import declared

_YEAR = r"(?P<year>\d{4})年|[一二三四五六七八九十]+、"
_EXPRESSIONS: list[tuple[str | bytes, int]] = [
    (_YEAR, 0),
    ("abc(?!d)", int(re.IGNORECASE)),
    (rb"\x00[a-f]+", 0),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "cache" / "expressions.json"
    assert write(_EXPRESSIONS, found) == 3
    return found


def test_what_is_read_back_equals_what_re_compiles(file: Path) -> None:
    kept = read(file)
    assert len(kept) == 3
    for expression, flags in _EXPRESSIONS:
        found, made = compiled_from(kept, expression, flags), re.compile(expression, flags)
        assert found == made
        assert (found.flags, found.groups, found.groupindex) == (
            made.flags,
            made.groups,
            made.groupindex,
        )
    year = compiled_from(kept, _YEAR, 0).search("到2027年底")
    assert year is not None
    assert (year["year"], year.span()) == ("2027", (1, 6))


def test_all_expressions_of_the_program_are_read_back_alike(tmp_path: Path) -> None:
    import_module("assistant.extractive")
    used = {
        (each.pattern, each.flags_given)
        for each in declared()
        if "没有右括号" not in str(each.pattern)  # those of other tests
    }
    assert len(used) > 300
    write(used, tmp_path / "all.json")
    kept = read(tmp_path / "all.json")
    assert len(kept) == len(used)
    for expression, flags in used:
        assert compiled_from(kept, expression, flags) == re.compile(expression, flags)


def test_one_that_is_not_kept_is_compiled(file: Path) -> None:
    assert compiled_from(read(file), "另一个", 0) == re.compile("另一个")
    with pytest.raises(re.error):
        compiled("(没有右括号", 0)


@pytest.mark.parametrize("content", ["", "no JSON", "7", "{}", '{"version": [1, "another"]}'])
def test_a_cache_that_does_not_fit_is_left_alone(file: Path, content: str) -> None:
    file.write_text(content, "utf-8")
    assert read(file) == {}


def test_the_cache_of_another_python_is_left_alone(file: Path) -> None:
    written = json.loads(file.read_text("utf-8"))
    written["version"][0] += 1
    file.write_text(json.dumps(written), "utf-8")
    assert read(file) == {}
    assert compiled_from(read(file), _YEAR, 0) == re.compile(_YEAR)


def test_no_cache_is_no_failure(tmp_path: Path) -> None:
    assert read(tmp_path / "missing") == {}
