"""Runs on disk: read back as they were, the same bytes for the same run, refused when damaged."""

from pathlib import Path

import pytest
from small_runs import record, run_of, unanswerable

from evals.run_store import RunError, RunStore

RUN = run_of("first", record("a"), record("b", good=False), unanswerable("u"))


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    place = store.save(RUN, seconds=1.5)
    assert place == tmp_path / "runs" / "first"
    assert store.load("first") == RUN
    assert store.load(str(place)) == RUN
    assert store.started("first").startswith("20")


def test_the_same_run_gives_the_same_bytes_apart_from_the_timings(tmp_path: Path) -> None:
    one, other = RunStore(tmp_path / "one"), RunStore(tmp_path / "other")
    files = [store.save(RUN, seconds=seconds) for store, seconds in ((one, 1), (other, 2))]
    for name in ("run.json", "cases.jsonl"):
        assert (files[0] / name).read_bytes() == (files[1] / name).read_bytes()
    assert sorted(path.name for path in files[0].iterdir()) == [
        "cases.jsonl",
        "run.json",
        "timings.json",
    ]


def test_names_are_numbers_unless_given(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    assert (store.names(), store.next_name()) == ([], "0001")
    store.save(run_of("0007", record("a")), seconds=1)
    store.save(run_of("main", record("a")), seconds=1)
    assert (store.names(), store.next_name()) == (["0007", "main"], "0008")


def test_a_name_is_not_taken_twice(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.save(RUN, seconds=1)
    with pytest.raises(RunError, match="已有名为“first”的评测记录"):
        store.save(RUN, seconds=1)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden"])
def test_a_name_is_a_file_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(RunError, match="不能作评测记录的名字"):
        RunStore(tmp_path).save(run_of(name, record("a")), seconds=1)


def test_an_unknown_run_names_those_that_there_are(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.save(RUN, seconds=1)
    with pytest.raises(RunError, match="没有名为“second”的评测记录。现有：first。"):
        store.load("second")


@pytest.mark.parametrize("file", ["run.json", "cases.jsonl", "timings.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[1]\n", b"\xff"])
def test_a_damaged_run_is_refused(tmp_path: Path, file: str, content: bytes) -> None:
    store = RunStore(tmp_path)
    (store.save(RUN, seconds=1) / file).write_bytes(content)
    with pytest.raises(RunError, match="评测记录已损坏"):
        store.load("first")
