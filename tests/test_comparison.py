"""Two runs compared: what was lost and gained, and whether that is more than noise."""

from dataclasses import replace

import pytest
from small_runs import record, run_of, unanswerable

from evals.comparison import bootstrap_interval, compare, mcnemar


def test_changes_are_sorted_by_what_became_of_the_verdict() -> None:
    before = run_of(
        "1", record("a"), record("b", good=False), record("c"), record("d"), record("e")
    )
    after = run_of(
        "2",
        record("a", good=False),
        record("b"),
        record("c", answer="65%以上,到2025年。[1]"),
        replace(record("d"), question="换了问法"),
        record("f"),
    )
    found = compare(before, after)
    assert [change.after.identifier for change in found.lost] == ["a"]
    assert [change.after.identifier for change in found.gained] == ["b"]
    assert [change.after.identifier for change in found.reworded] == ["c"]
    assert [change.after.identifier for change in found.edited] == ["d"]
    assert [each.identifier for each in found.only_before] == ["e"]
    assert [each.identifier for each in found.only_after] == ["f"]
    assert (found.common, found.p_value) == (3, 1.0)


def test_means_are_over_the_cases_of_both_runs() -> None:
    before = run_of("1", record("a"), record("b", good=False), unanswerable("u"))
    after = run_of("2", record("a"), record("b"), unanswerable("u", good=False))
    means = {mean.name: mean for mean in compare(before, after).means}
    assert list(means) == ["right", "cited", "clause recall@1"]
    assert (means["right"].cases, means["cited"].cases) == (3, 2)
    assert (means["right"].before, means["right"].after) == (2 / 3, 2 / 3)
    assert (means["clause recall@1"].before, means["clause recall@1"].after) == (0.5, 1.0)


def test_equal_runs_have_no_change() -> None:
    run = run_of("1", record("a"), record("b", good=False))
    found = compare(run, run)
    assert (found.lost, found.gained, found.reworded, found.p_value) == ((), (), (), 1.0)
    assert all((mean.low, mean.high) == (0, 0) for mean in found.means)


@pytest.mark.parametrize(
    ("lost", "gained", "expected"),
    [(0, 0, 1.0), (1, 0, 1.0), (3, 3, 1.0), (5, 0, 2 / 32), (0, 6, 2 / 64), (1, 7, 18 / 256)],
)
def test_mcnemar_is_the_exact_binomial(lost: int, gained: int, expected: float) -> None:
    assert mcnemar(lost, gained) == pytest.approx(expected)


def test_the_bootstrap_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    differences = [1.0] * 20 + [0.0] * 80
    low, high = bootstrap_interval(differences)
    assert (low, high) == bootstrap_interval(differences)
    assert 0.11 < low < 0.2 < high < 0.29
