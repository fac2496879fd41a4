"""Public retrieval sets: read, and refused with a message where they are wrong."""

import json
import lzma
from pathlib import Path

import pytest

from evals.case import CaseError
from evals.retrieval_set import Query, read_passage_set, shipped_passage_sets

GOOD = {"docs": ["甲", "乙"], "queries": [{"q": "甲是什么", "gold": [0]}]}


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_a_set_is_read_plain_and_compressed(tmp_path: Path) -> None:
    plain = read_passage_set(write(tmp_path / "small.json", GOOD))
    packed = tmp_path / "packed.json.xz"
    packed.write_bytes(lzma.compress(json.dumps(GOOD).encode()))
    assert plain.name == "small"
    assert plain.texts == ("甲", "乙")
    assert plain.queries == (Query("甲是什么", frozenset({"0"})),)
    assert read_passage_set(packed, "small") == plain


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "的格式不对"),
        ({"docs": ["甲"]}, "的格式不对"),
        ({**GOOD, "queries": [{"q": "甲", "gold": ["零"]}]}, "的格式不对"),
        ({**GOOD, "queries": []}, "里没有问题"),
        ({**GOOD, "queries": [{"q": "甲", "gold": [2]}]}, "第 1 问没有问题文字，或 gold 不是"),
        ({**GOOD, "queries": [{"q": " ", "gold": [1]}]}, "第 1 问没有问题文字"),
        ({**GOOD, "queries": [{"q": "甲", "gold": []}]}, "第 1 问没有问题文字"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, value: object, message: str) -> None:
    path = write(tmp_path / "bad.json", value)
    with pytest.raises(CaseError, match=message) as refused:
        read_passage_set(path)
    assert str(path) in str(refused.value)


def test_a_missing_file_and_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="不能读取检索题集"):
        read_passage_set(tmp_path / "none.json")
    damaged = tmp_path / "damaged.json.xz"
    damaged.write_bytes(lzma.compress(json.dumps(GOOD).encode())[:-9])
    with pytest.raises(CaseError, match="的格式不对"):
        read_passage_set(damaged)


def test_the_shipped_set_is_sound() -> None:
    (name, path), *others = shipped_passage_sets().items()
    assert (name, others) == ("lay_questions", [])
    shipped = read_passage_set(path)
    assert (len(shipped.texts), len(shipped.queries)) == (7406, 1758)
    assert len(set(shipped.queries)) == len(shipped.queries)


def test_no_passage_of_the_shipped_set_that_is_asked_for_was_trained_on() -> None:
    import index.training

    trained = Path(index.training.__file__).parent / "lay_questions.jsonl.xz"
    lines = lzma.decompress(trained.read_bytes()).decode().splitlines()
    passages = {json.loads(line)["p"] for line in lines}
    shipped = read_passage_set(shipped_passage_sets()["lay_questions"])
    asked_for = {shipped.texts[int(row)] for query in shipped.queries for row in query.gold}
    assert not passages & asked_for
    assert len(passages) > 5000
