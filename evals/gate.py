"""Whether a run is good enough to land: thresholds on totals, and no case lost to a baseline.

Thresholds are TOML: `[minimum]` and `[maximum]` hold shares between 0 and 1 by name; `only` and `left_out`
before them list question sets, as shell patterns.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import fmean

from evals.case import CaseError
from evals.comparison import Comparison
from evals.record import Run
from evals.report import summaries

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares that a run must reach, and shares that it must not exceed, by name.

    They are of the question sets that a pattern of `only` names (of all where there is none) and no
    pattern of `left_out` does.
    """

    minimum: Mapping[str, float]
    maximum: Mapping[str, float]
    only: Sequence[str] = ()
    left_out: Sequence[str] = ()

    def counts(self, name: str) -> bool:
        """Whether the questions of a set count."""
        named = not self.only or any(fnmatchcase(name, each) for each in self.only)
        return named and not any(fnmatchcase(name, each) for each in self.left_out)


def read_thresholds(path: Path) -> Thresholds:
    """Read a threshold file.

    Raises:
        CaseError: The file cannot be read, is no TOML, or holds something else.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise CaseError(f"不能读取门槛文件“{path}”：{exc.strerror or exc}。请检查路径。") from exc
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise CaseError(f"门槛文件“{path}”不是合法的 TOML（{exc}）。") from exc
    sets = {name: _patterns(path, name, value.pop(name, [])) for name in ("only", "left_out")}
    for section, entries in value.items():
        if section not in ("minimum", "maximum") or not isinstance(entries, dict):
            raise CaseError(
                f"门槛文件“{path}”里不认识 {section}。可用：[minimum]、[maximum]，"
                "及其前面的 only、left_out。"
            )
        for name, share in entries.items():
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
                raise CaseError(
                    f"门槛文件“{path}”里 {name} 应当是 0 到 1 之间的数，现在是 {share}。"
                )
    return Thresholds(value.get("minimum", {}), value.get("maximum", {}), **sets)


def _patterns(path: Path, name: str, value: object) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise CaseError(f'门槛文件“{path}”里 {name} 应当是题集名字的清单，如 ["plan_*"]。')
    return tuple(value)


def totals(run: Run) -> dict[str, float]:
    """The shares that thresholds may name: verdicts, and the mean of every figure."""
    total = summaries(run)[-1]
    shares = {
        "right": _share(total.right, total.count),
        "cited": _share(total.cited, total.answerable),
        "refused rightly": _share(total.refused_rightly, total.unanswerable),
        "refused wrongly": _share(total.refused_wrongly, total.answerable),
        "failed": _share(total.failed, total.count),
    }
    names = dict.fromkeys(name for record in run.records for name in record.figures)
    for name in names:
        shares[name] = fmean(r.figures[name] for r in run.records if name in r.figures)
    return {name: share for name, share in shares.items() if share is not None}


def missed(run: Run, thresholds: Thresholds) -> list[str]:
    """Every threshold that a run misses, in Chinese; a share that the run lacks is missed.

    Names are those of `totals`, of the question sets that count.
    """
    shares = totals(replace(run, records=tuple(r for r in run.records if thresholds.counts(r.set))))
    messages: list[str] = []
    for name, least in thresholds.minimum.items():
        share = shares.get(name)
        if share is None or share < least:
            messages.append(f"{name} {_shown(share)}，低于门槛 {least:.3f}")
    for name, most in thresholds.maximum.items():
        share = shares.get(name)
        if share is None or share > most:
            messages.append(f"{name} {_shown(share)}，高于门槛 {most:.3f}")
    return messages


def regressions(comparison: Comparison, allowed: int = 0) -> list[str]:
    """What fails against a baseline, in Chinese: more lost cases than allowed, or missing ones."""
    messages = []
    if len(comparison.lost) > allowed:
        stages = [change.after.stage for change in comparison.lost]
        blamed = "、".join(
            f"{stage.label} {stages.count(stage)}" for stage in dict.fromkeys(stages) if stage
        )
        messages.append(
            f"{len(comparison.lost)} 题由对变错（允许 {allowed}），最先出错的环节：{blamed}"
        )
    if comparison.only_before:
        names = "、".join(record.identifier for record in comparison.only_before[:_NAMED])
        messages.append(f"{len(comparison.only_before)} 题在基线里有，这次没有运行：{names}")
    return messages


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _shown(share: float | None) -> str:
    return "没有数值" if share is None else f"{share:.3f}"
