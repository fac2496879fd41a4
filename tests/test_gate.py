"""The gate: thresholds and a baseline."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_runs import record, run_of, unanswerable

from evals.case import CaseError
from evals.comparison import compare
from evals.gate import Thresholds, missed, read_thresholds, regressions, totals

RUN = run_of("2", record("a"), record("b", good=False), unanswerable("u"))


def test_totals_are_shares_by_name() -> None:
    assert totals(RUN) == {
        "right": 2 / 3,
        "cited": 0.5,
        "refused rightly": 1.0,
        "refused wrongly": 0.0,
        "failed": 0.0,
        "clause recall@1": 0.5,
    }


def test_a_threshold_is_missed_below_the_least_and_above_the_most() -> None:
    assert missed(RUN, Thresholds({"right": 0.6, "cited": 0.5}, {"refused wrongly": 0.0})) == []
    assert missed(RUN, Thresholds({"right": 0.7, "nothing": 0.1}, {"clause recall@1": 0.4})) == [
        "right 0.667，低于门槛 0.700",
        "nothing 没有数值，低于门槛 0.100",
        "clause recall@1 0.500，高于门槛 0.400",
    ]


def test_thresholds_are_of_the_sets_that_count() -> None:
    other = replace(record("c", good=False), set="hard_more_tuning")
    both = run_of("3", record("a"), other)
    assert missed(both, Thresholds({"right": 1.0}, {})) == ["right 0.500，低于门槛 1.000"]
    assert missed(both, Thresholds({"right": 1.0}, {}, left_out=["*_more_*"])) == []
    assert missed(both, Thresholds({"right": 0.1}, {}, only=["hard_*"])) == [
        "right 0.000，低于门槛 0.100"
    ]
    assert missed(both, Thresholds({"right": 0.1}, {}, only=["none_*"])) == [
        "right 没有数值，低于门槛 0.100"
    ]


def test_a_lost_case_fails_with_the_stage_to_blame() -> None:
    before = run_of("1", record("a"), record("b"), unanswerable("u"))
    lost = compare(before, RUN)
    assert regressions(lost) == ["1 题由对变错（允许 0），最先出错的环节：作答 1"]
    assert regressions(lost, allowed=1) == []
    assert regressions(compare(RUN, RUN)) == []


def test_a_gained_case_does_not_make_up_for_a_lost_one() -> None:
    before = run_of("1", record("a", good=False), record("b"), unanswerable("u"))
    assert len(regressions(compare(before, RUN))) == 1


def test_a_case_that_was_not_run_fails() -> None:
    before = run_of("1", *RUN.records, record("z"))
    assert regressions(compare(before, RUN)) == ["1 题在基线里有，这次没有运行：z"]


def test_thresholds_are_read(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text('[minimum]\nright = 0.8\n"clause recall@3" = 1\n[maximum]\nfailed = 0\n')
    assert read_thresholds(path) == Thresholds({"right": 0.8, "clause recall@3": 1}, {"failed": 0})
    path.write_text('only = ["plan_*"]\nleft_out = ["*_near_*"]\n[minimum]\nright = 0.8\n')
    assert read_thresholds(path) == Thresholds({"right": 0.8}, {}, ("plan_*",), ("*_near_*",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("right = ", "不是合法的 TOML"),
        ("right = 0.8", "不认识 right"),
        ("only = 'plan_*'", "only 应当是题集名字的清单"),
        ("left_out = [1]", "left_out 应当是题集名字的清单"),
        ("[least]\nright = 0.8", "不认识 least"),
        ("[minimum]\nright = 80", "right 应当是 0 到 1 之间的数，现在是 80"),
        ("[minimum]\nright = '0.8'", "应当是 0 到 1 之间的数"),
    ],
)
def test_a_wrong_threshold_file_is_a_message(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(CaseError, match=message):
        read_thresholds(path)


def test_a_missing_threshold_file(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="不能读取门槛文件"):
        read_thresholds(tmp_path / "none.toml")
