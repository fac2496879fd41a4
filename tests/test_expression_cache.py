"""Compiled expressions that are kept: what is read back is what `re.compile` gives."""

import marshal
import re
from importlib import import_module
from pathlib import Path

import pytest

from documents import expression_cache
from documents.regular_expressions import declared

_EXPRESSIONS: list[tuple[str | bytes, int]] = [
    (r"(?P<year>\d{4})年|[一二三四五六七八九十]+、", 0),
    ("abc(?!d)", int(re.IGNORECASE)),
    (rb"\x00[a-f]+", 0),
]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "cache" / "expressions.marshal"
    assert expression_cache.write(_EXPRESSIONS, file) == 3
    monkeypatch.setattr(expression_cache, "_kept", lambda: expression_cache.read(file))
    return file


def test_what_is_read_back_equals_what_re_compiles(kept: Path) -> None:
    assert set(expression_cache.read(kept)) == set(_EXPRESSIONS)
    for expression, flags in _EXPRESSIONS:
        found, compiled = (
            expression_cache.compiled(expression, flags),
            re.compile(expression, flags),
        )
        assert found == compiled
        assert (found.flags, found.groups, found.groupindex) == (
            compiled.flags,
            compiled.groups,
            compiled.groupindex,
        )
    year = expression_cache.compiled(*_EXPRESSIONS[0]).search("到2027年底")
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
    expression_cache.write(used, tmp_path / "all.marshal")
    for (expression, flags), code in expression_cache.read(tmp_path / "all.marshal").items():
        assert expression_cache._engine.compile(expression, *code) == re.compile(expression, flags)


def test_one_that_is_not_kept_is_compiled(kept: Path) -> None:
    assert expression_cache.compiled("另一个", 0) == re.compile("另一个")
    with pytest.raises(re.error):
        expression_cache.compiled("(没有右括号", 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no marshal",
        marshal.dumps(7),
        marshal.dumps(("another Python", {("甲", 0): (32, [], 0, {}, (None,))})),
    ],
)
def test_a_cache_that_does_not_fit_is_left_alone(kept: Path, content: bytes) -> None:
    kept.write_bytes(content)
    assert expression_cache.read(kept) == {}
    expression, flags = _EXPRESSIONS[0]
    assert expression_cache.compiled(expression, flags) == re.compile(expression, flags)


def test_no_cache_is_no_failure(tmp_path: Path) -> None:
    assert expression_cache.read(tmp_path / "missing") == {}
