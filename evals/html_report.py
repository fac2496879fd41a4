"""A run in, one HTML page out that needs nothing else; with a baseline, what changed since.

Equal runs give equal pages. The page is whole without its script, which only filters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from evals.charts import category_chart, latency_chart, stage_chart
from evals.comparison import Change, Comparison, compare
from evals.marked_text import CitedClause, Segment, cited_clauses, differences
from evals.metrics import contains_one, normalised
from evals.record import CaseRecord, Run, Stage
from evals.record_view import Outcome, figure_means, outcome, reasons, stage_counts
from evals.report import FIGURE_NAMES, Summary, summaries

if TYPE_CHECKING:
    from jinja2 import Template

_NONE = "—"
_HEADINGS = ("题数", "正确", "引用正确", "该拒且拒", "误拒", "出错", "p50 毫秒", "p95 毫秒")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as shown, its change against the baseline, and whether that is good news.

    `counts` are those that a share is made of.
    """

    text: str
    change: str = ""
    better: bool | None = None
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A named row of figures."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that an answer needs, one of several, or must not have, and whether it has them."""

    words: str
    found: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the page shows it; `anchor` names it in links."""

    record: CaseRecord
    anchor: str
    outcome: Outcome
    reasons: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    unwanted: tuple[Wanted, ...]
    clauses: tuple[CitedClause, ...]
    milliseconds: float | None
    change: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A case of both runs whose verdict or answer changed; the segments are of both answers."""

    before: CaseView
    after: CaseView
    old: tuple[Segment, ...]
    new: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind; `name` is the value that the filter knows it by."""

    name: str
    label: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the words under which it stands."""

    caption: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of one origin with all their figures; wrong cases first."""

    name: str
    label: str
    totals: tuple[Row, ...]
    categories: tuple[Row, ...]
    stages: tuple[Row, ...]
    figures: tuple[Row, ...]
    charts: tuple[Chart, ...]
    cases: tuple[CaseView, ...]


def html_report(run: Run, baseline: Run | None = None) -> str:
    """The page as text, to be written as UTF-8."""
    comparison = compare(baseline, run) if baseline else None
    changes = _changes(comparison, run, baseline) if comparison and baseline else ()
    kinds = {view.after.anchor: group.name for group in changes for view in group.changes}
    cases = [replace(view, change=kinds.get(view.anchor, "")) for view in _case_views(run)]
    parts = [
        _part(name, label, run, baseline, [v for v in cases if v.record.generated is generated])
        for name, label, generated in (
            ("written", "人工编写的题目", False),
            ("generated", "程序生成的题目", True),
        )
        if any(view.record.generated is generated for view in cases)
    ]
    return _template().render(
        run=run,
        baseline=baseline,
        parts=parts,
        changes=changes,
        comparison=comparison,
        outcomes=list(Outcome),
        stages=[stage for stage in Stage if any(v.record.stage is stage for v in cases)],
        categories=list(dict.fromkeys(view.record.category for view in cases)),
        headings=_HEADINGS,
        sets=list(dict.fromkeys(view.record.set for view in cases)),
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(figure_names=FIGURE_NAMES)
    return environment.get_template("report.html")


def _case_views(run: Run) -> list[CaseView]:
    return [
        CaseView(
            record=record,
            anchor=f"case-{number}",
            outcome=outcome(record),
            reasons=reasons(record),
            wanted=tuple(_wanted(record.answer, group) for group in record.must_include),
            unwanted=tuple(_wanted(record.answer, (words,)) for words in record.must_not_include),
            clauses=tuple(cited_clauses(record.citations)),
            milliseconds=run.latencies.get(record.key),
            change="",
        )
        for number, record in enumerate(run.records, 1)
    ]


def _wanted(answer: str, words: Sequence[str]) -> Wanted:
    return Wanted(" / ".join(words), contains_one(normalised(answer), words))


def _part(name: str, label: str, run: Run, baseline: Run | None, cases: Sequence[CaseView]) -> Part:
    """All about the cases of one origin; the baseline is cut to the same origin."""
    generated = cases[0].record.generated
    now, before = _only(run, generated), baseline and _only(baseline, generated)
    if before and not before.records:
        before = None
    charts = {
        "各类别的正确率": category_chart(now, before),
        "最先出错的环节": stage_chart(now, before),
        "耗时的分布": latency_chart(now, before),
    }
    ranks = list(Outcome)
    return Part(
        name=name,
        label=label,
        totals=_totals(now, before),
        categories=_categories(now, before),
        stages=_stages(now, before),
        figures=_figures(now, before),
        charts=tuple(Chart(name, Markup(chart)) for name, chart in charts.items() if chart),
        cases=tuple(sorted(cases, key=lambda view: ranks.index(view.outcome))),
    )


def _only(run: Run, generated: bool) -> Run:
    kept = tuple(record for record in run.records if record.generated is generated)
    return replace(run, records=kept)


def _summary_cells(now: Summary, old: Summary) -> tuple[Cell, ...]:
    """The figures of `_HEADINGS`."""
    rightly = (now.refused_rightly, now.unanswerable), (old.refused_rightly, old.unanswerable)
    wrongly = (now.refused_wrongly, now.answerable), (old.refused_wrongly, old.answerable)
    return (
        Cell(str(now.count), _signed(now.count - old.count)),
        _share((now.right, now.count), (old.right, old.count)),
        _share((now.cited, now.answerable), (old.cited, old.answerable)),
        _share(*rightly),
        _share(*wrongly, more_is_better=False),
        _number(now.failed, old.failed),
        _number(now.latency_p50, old.latency_p50, digits=1),
        _number(now.latency_p95, old.latency_p95, digits=1),
    )


def _totals(run: Run, baseline: Run | None) -> tuple[Row, ...]:
    cells = _summary_cells(summaries(run)[-1], summaries(baseline or run)[-1])
    return tuple(Row(name, (cell,)) for name, cell in zip(_HEADINGS, cells, strict=True))


def _categories(run: Run, baseline: Run | None) -> tuple[Row, ...]:
    old = {summary.name: summary for summary in summaries(baseline or run)[:-1]}
    return tuple(
        Row(each.name, _summary_cells(each, old.get(each.name, each)))
        for each in summaries(run)[:-1]
    )


def _stages(run: Run, baseline: Run | None) -> tuple[Row, ...]:
    old = stage_counts((baseline or run).records)
    counts = stage_counts(run.records)
    return tuple(Row(stage.label, (_number(counts[stage], old[stage]),)) for stage in Stage)


def _figures(run: Run, baseline: Run | None) -> tuple[Row, ...]:
    old = figure_means((baseline or run).records)
    rows = []
    for name, now in figure_means(run.records).items():
        gain = 100 * (now.mean - old.get(name, now).mean)
        mean = Cell(f"{100 * now.mean:.1f}%", *_change(gain, 1))
        rows.append(Row(FIGURE_NAMES.get(name, name), (mean, Cell(str(now.count)))))
    return tuple(rows)


def _share(now: tuple[int, int], old: tuple[int, int], *, more_is_better: bool = True) -> Cell:
    """A part of a whole; the change is in points of percent."""
    part, whole = now
    if not whole:
        return Cell(_NONE)
    gain = 100 * (part / whole - old[0] / old[1]) if old[1] else 0.0
    change = _change(gain, 1, more_is_better=more_is_better)
    return Cell(f"{part / whole:.1%}", *change, counts=f"{part}/{whole}")


def _number(now: float, old: float, *, digits: int = 0) -> Cell:
    """A number of which less is better."""
    return Cell(f"{now:.{digits}f}", *_change(now - old, digits, more_is_better=False))


def _change(gain: float, digits: int, *, more_is_better: bool = True) -> tuple[str, bool | None]:
    """How a change is written and whether it is good; nothing where it rounds to nothing."""
    text = _signed(gain, digits)
    return (text, (gain > 0) is more_is_better) if text else ("", None)


def _signed(gain: float, digits: int = 0) -> str:
    rounded = round(gain, digits)
    return f"{rounded:+.{digits}f}".replace("-", "−") if rounded else ""


def _changes(comparison: Comparison, run: Run, baseline: Run) -> tuple[ChangeGroup, ...]:
    """What the runs have in common and answered differently, by kind."""
    old = {view.record.key: view for view in _case_views(baseline)}
    new = {view.record.key: view for view in _case_views(run)}

    def view(pair: Change) -> ChangeView:
        segments = differences(pair.before.answer, pair.after.answer)
        return ChangeView(old[pair.before.key], new[pair.after.key], *segments)

    return tuple(
        ChangeGroup(name, label, tuple(map(view, pairs)))
        for name, label, pairs in (
            ("lost", "新错", comparison.lost),
            ("gained", "新对", comparison.gained),
            ("reworded", "判定未变，回答不同", comparison.reworded),
        )
    )
