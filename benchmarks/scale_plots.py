"""Figures of `benchmarks.scale` as plots: what grows with the number of clauses, and how."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_Figures = Mapping[str, Mapping[str, Any]]


def draw(figures: _Figures, folder: Path) -> None:
    """Draw all figures, sizes on a logarithmic axis."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "zhice"
    folder.mkdir(exist_ok=True)
    _plot(
        folder / "question.svg",
        figures,
        "milliseconds of processor time",
        {
            "search p50": lambda each: each["search_milliseconds"]["cpu_50"],
            "search p95": lambda each: each["search_milliseconds"]["cpu_95"],
            "answer p50": lambda each: each["ask_milliseconds"]["cpu_50"],
            "answer p95": lambda each: each["ask_milliseconds"]["cpu_95"],
        },
    )
    _plot(
        folder / "memory.svg",
        figures,
        "megabytes",
        {
            "resident": lambda each: each["resident_megabytes"]["all"],
            "index on disk": lambda each: each["index_megabytes"],
        },
    )
    _plot(
        folder / "indexing.svg",
        figures,
        "clauses a second of processor time",
        {"indexing": lambda each: each["clauses"] / each["index_cpu_seconds"]},
    )
    _plot(
        folder / "vectors.svg",
        figures,
        "milliseconds of processor time, ten nearest clauses",
        {
            form: lambda each, form=form: each["vectors"].get(form, {}).get("cpu_50")
            for form in ("exact", "half", "byte")
        },
    )


def _plot(
    path: Path,
    figures: _Figures,
    measure: str,
    lines: Mapping[str, Callable[[Mapping[str, Any]], float | None]],
) -> None:
    from matplotlib import pyplot

    plot, axes = pyplot.subplots(figsize=(6, 4))
    measured = sorted(figures.values(), key=lambda each: each["clauses"])
    for name, value in lines.items():
        points = [(each["clauses"], value(each)) for each in measured]
        known = [(size, height) for size, height in points if height is not None]
        axes.plot(*zip(*known, strict=True), marker="o", label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("clauses")
    axes.set_ylabel(measure)
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    plot.savefig(path, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(plot)
