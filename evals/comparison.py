"""Two runs in, what changed between them out, and whether that is more than noise.

Cases are matched by set and id. Verdicts are compared with McNemar's exact test, means with a
bootstrap interval over paired differences.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.record import CaseRecord, Run

RESAMPLES = 2000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A case in both runs."""

    before: CaseRecord
    after: CaseRecord


@dataclass(frozen=True, slots=True)
class MeanChange:
    """The change of a mean over the cases of both runs, with its 95 % bootstrap interval."""

    name: str
    cases: int
    before: float
    after: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from run `before` to run `after`.

    `lost` were good and are no longer, `gained` the other way round; `reworded` kept their verdict
    and changed their answer. `p_value` is that of McNemar's test of lost against gained. `only_before`
    and `only_after` are cases without a counterpart; `edited` had their question or what is expected
    changed, and count in nothing else.
    """

    before: str
    after: str
    common: int
    lost: tuple[Change, ...]
    gained: tuple[Change, ...]
    reworded: tuple[Change, ...]
    edited: tuple[Change, ...]
    only_before: tuple[CaseRecord, ...]
    only_after: tuple[CaseRecord, ...]
    p_value: float
    means: tuple[MeanChange, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs."""
    old = {record.key: record for record in before.records}
    new = {record.key: record for record in after.records}
    pairs = [Change(record, new[key]) for key, record in old.items() if key in new]
    edited = [pair for pair in pairs if _asked(pair.before) != _asked(pair.after)]
    same = [pair for pair in pairs if _asked(pair.before) == _asked(pair.after)]
    lost = [pair for pair in same if pair.before.good and not pair.after.good]
    gained = [pair for pair in same if pair.after.good and not pair.before.good]
    return Comparison(
        before=before.name,
        after=after.name,
        common=len(same),
        lost=tuple(lost),
        gained=tuple(gained),
        reworded=tuple(
            pair
            for pair in same
            if pair.before.good == pair.after.good and pair.before.answer != pair.after.answer
        ),
        edited=tuple(edited),
        only_before=tuple(record for key, record in old.items() if key not in new),
        only_after=tuple(record for key, record in new.items() if key not in old),
        p_value=mcnemar(len(lost), len(gained)),
        means=_means(same),
    )


def mcnemar(lost: int, gained: int) -> float:
    """Two-sided exact p-value of McNemar's test: a fair coin for every changed verdict.

    McNemar, Note on the sampling error of the difference between correlated proportions,
    Psychometrika 12, 1947; exact form: binomial with probability one half.
    """
    changed = lost + gained
    tail = sum(math.comb(changed, k) for k in range(min(lost, gained) + 1))
    return float(min(1.0, 2 * tail / 2**changed))


def bootstrap_interval(differences: Sequence[float]) -> tuple[float, float]:
    """95 % percentile interval of the mean difference; the same draws every time.

    Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    import numpy as np

    values = np.asarray(differences, dtype=np.float64)
    random = np.random.default_rng(_SEED)
    draws = random.integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def _asked(record: CaseRecord) -> tuple[object, ...]:
    """All of a case that decides its verdict."""
    return (
        record.question,
        record.history,
        record.answerable,
        record.gold_clauses,
        record.must_include,
        record.must_not_include,
    )


def _means(pairs: Sequence[Change]) -> tuple[MeanChange, ...]:
    names = dict.fromkeys(name for pair in pairs for name in pair.after.figures)
    changes: list[MeanChange] = []
    for name in ("right", "cited", *names):
        values = [
            (_value(pair.before, name), _value(pair.after, name))
            for pair in pairs
            if name != "cited" or pair.after.answerable
        ]
        known = [(one, two) for one, two in values if one is not None and two is not None]
        if known:
            before, after = (sum(column) / len(known) for column in zip(*known, strict=True))
            low, high = bootstrap_interval([two - one for one, two in known])
            changes.append(MeanChange(name, len(known), before, after, low, high))
    return tuple(changes)


def _value(record: CaseRecord, name: str) -> float | None:
    if name in ("right", "cited"):
        return float(record.right if name == "right" else record.cited)
    return record.figures.get(name)
