"""Runs in, charts out: SVG strings to be put into an HTML page, equal bytes for equal runs.

Text takes the colour and the font of the page around it; other colours are readable on light and
dark ground. The charts refer to nothing outside and their ids do not clash.
"""

import io
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from documents.regular_expressions import regex
from evals.display_width import display_width
from evals.record import Run
from evals.record_view import stage_counts, xml_legal
from evals.report import Summary, percentile, summaries, summarise

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RUN_LABEL = "本次"
BASELINE_LABEL = "基线"

_INK = "#010203"
"""Stands for the colour of the text around the chart until the chart is written."""

_RIGHT, _CITED, _STAGE, _LATENCY = "#3b7dc4", "#2f8f6b", "#c4572f", "#7c6bc4"
_POINTS_PER_INCH = 72
_WIDTH = 360.0
_BAR_WIDTH = 262.0
_BAR_HEIGHT = 10.0
_BAR_STEP = 14.0
_LINE_HEIGHT = 15.0
_FONT_SIZE = 11.0
_LONGEST_LABEL = 100
_BINS = 24
_WIDE_RANGE = 20
"""From this ratio of the slowest to the fastest case on, the latency axis is logarithmic."""

_FONT_FAMILY = regex(r"font-family: [^;]*;? ?")
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def category_chart(run: Run, baseline: Run | None = None) -> str:
    """The share of right and of cited answers in every category of the run."""
    runs = _named(run, baseline).values()
    by_name = [{summary.name: summary for summary in summaries(each)[:-1]} for each in runs]
    rows = {
        category: _share_rows([each.get(category, summarise(category, (), {})) for each in by_name])
        for category in by_name[0]
    }
    top = _LINE_HEIGHT + 10
    gaps = (_LINE_HEIGHT + 9) * len(rows)
    figure = _figure(top + gaps + _BAR_STEP * sum(map(len, rows.values())))
    axes = _sheet(figure)
    entries = [("正确", _RIGHT, True), ("引用正确", _CITED, True)]
    _legend(axes, [*entries, (f"空心：{BASELINE_LABEL}", _INK, False)] if baseline else entries)
    for category, bars in rows.items():
        _words(axes, 0, top + 11, _shortened(category, _WIDTH))
        top += _LINE_HEIGHT
        for bar in bars:
            _share_bar(axes, top, bar)
            top += _BAR_STEP
        top += 9
    return _svg(figure, "各类别的正确率与引用正确率")


@dataclass(frozen=True, slots=True)
class _Share:
    part: int
    whole: int
    colour: str
    filled: bool


def _share_rows(summaries_of_runs: Sequence[Summary]) -> list[_Share]:
    """The bars of a category, run by run; citing is left out where nothing is to be cited."""
    numbered = list(enumerate(summaries_of_runs))
    bars = [_Share(each.right, each.count, _RIGHT, row == 0) for row, each in numbered]
    if any(each.answerable for each in summaries_of_runs):
        bars += [_Share(each.cited, each.answerable, _CITED, row == 0) for row, each in numbered]
    return bars


def _share_bar(axes: "Axes", top: float, bar: _Share) -> None:
    share = bar.part / bar.whole if bar.whole else 0.0
    if bar.filled:
        _bar(axes, 0, top, _BAR_WIDTH, _INK, filled=True, opacity=0.1)
    _bar(axes, 0, top, share * _BAR_WIDTH, bar.colour, bar.filled)
    words = f"{share:.0%}　{bar.part}/{bar.whole}" if bar.whole else "—"
    _words(axes, _BAR_WIDTH + 6, top + 9, words)


def stage_chart(run: Run, baseline: Run | None = None) -> str:
    """How many cases failed first at each stage."""
    runs = _named(run, baseline)
    counts = [stage_counts(each.records) for each in runs.values()]
    most = max(1, *(number for found in counts for number in found.values()))
    row_height = len(runs) * _BAR_STEP + 8
    head = _LINE_HEIGHT + 10 if baseline else 4.0
    figure = _figure(head + row_height * len(counts[0]))
    axes = _sheet(figure)
    if baseline:
        _legend(axes, [(RUN_LABEL, _STAGE, True), (BASELINE_LABEL, _STAGE, False)])
    left = 60.0
    for row, stage in enumerate(counts[0]):
        top = head + row * row_height
        _words(axes, left - 8, top + len(runs) * _BAR_STEP / 2 + 3, stage.label, align="right")
        for number, found in enumerate(counts):
            place = top + number * _BAR_STEP
            length = found[stage] / most * (_WIDTH - left - 40)
            _bar(axes, left, place, length, _STAGE, filled=number == 0)
            _words(axes, left + length + 6, place + 9, str(found[stage]))
    return _svg(figure, "最先出错的环节")


def latency_chart(run: Run, baseline: Run | None = None) -> str:
    """The distribution of latencies, one panel a run on the same axis; empty without latencies."""
    runs = {name: _latencies(each) for name, each in _named(run, baseline).items()}
    runs = {name: values for name, values in runs.items() if values}
    if not runs:
        return ""
    edges = _edges([value for values in runs.values() for value in values])
    height = 30 + 105 * len(runs)
    with _style():
        figure = _figure(height)
        grid = figure.subplots(len(runs), 1, sharex=True, sharey=True, squeeze=False)
        figure.subplots_adjust(0.09, 34 / height, 0.97, 1 - 18 / height, hspace=0.3)
        for number, (name, values) in enumerate(runs.items()):
            axes = grid[number][0]
            _histogram(axes, values, edges, filled=name == RUN_LABEL)
            middle, slow = percentile(values, 0.50), percentile(values, 0.95)
            title = f"p50 {middle:.1f}　p95 {slow:.1f} 毫秒"
            axes.set_title(f"{name}　{title}" if baseline else title, loc="left", fontsize=11)
        grid[-1][0].set_xlabel("耗时（毫秒）　竖线：p50、p95", fontsize=10)
    return _svg(figure, "耗时的分布", salt=repr(runs))


def _named(run: Run, baseline: Run | None) -> dict[str, Run]:
    return {RUN_LABEL: run} | ({BASELINE_LABEL: baseline} if baseline else {})


def _latencies(run: Run) -> list[float]:
    return [run.latencies[record.key] for record in run.records if record.key in run.latencies]


def _edges(values: Sequence[float]) -> list[float]:
    """Edges of equal bins, equal on a logarithmic axis where the values are far apart."""
    low, high = min(values), max(values)
    if high <= low:
        low, high = low - 0.5, high + 0.5
    if low > 0 and high / low >= _WIDE_RANGE:
        return [low * (high / low) ** (number / _BINS) for number in range(_BINS + 1)]
    return [low + (high - low) * number / _BINS for number in range(_BINS + 1)]


def _histogram(axes: "Axes", values: Sequence[float], edges: list[float], filled: bool) -> None:
    from matplotlib.ticker import MaxNLocator, NullFormatter, ScalarFormatter

    face = _LATENCY if filled else "none"
    axes.hist(values, bins=edges, facecolor=face, edgecolor=_LATENCY, linewidth=1.2)
    if edges[0] > 0 and edges[-1] / edges[0] >= _WIDE_RANGE:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(ScalarFormatter())
        axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    axes.patch.set_visible(False)
    axes.tick_params(labelsize=10)
    for share, style in ((0.50, "-"), (0.95, "--")):
        axes.axvline(percentile(values, share), color=_INK, linewidth=1.2, linestyle=style)


def _style(salt: str = "") -> AbstractContextManager[None]:
    """How all charts are drawn and written."""
    from matplotlib import rc_context

    return rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": salt,
            "font.size": _FONT_SIZE,
            "axes.unicode_minus": False,
            "axes.edgecolor": _INK,
            "axes.labelcolor": _INK,
            "text.color": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
        }
    )


def _figure(height: float) -> "Figure":
    from matplotlib.figure import Figure

    return Figure(figsize=(_WIDTH / _POINTS_PER_INCH, height / _POINTS_PER_INCH), frameon=False)


def _sheet(figure: "Figure") -> "Axes":
    """Axes that fill a figure, in points from its upper left corner, with nothing drawn."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(figure.get_figheight() * _POINTS_PER_INCH, 0)
    axes.set_axis_off()
    return axes


def _bar(
    axes: "Axes",
    left: float,
    top: float,
    length: float,
    colour: str,
    filled: bool,
    opacity: float = 1.0,
) -> None:
    """A bar, or its outline for a run to compare with; nothing for nothing."""
    from matplotlib.patches import Rectangle

    if length <= 0:
        return
    bar = Rectangle((left + 0.5, top + 0.5), length - 1, _BAR_HEIGHT - 1, clip_on=False)
    bar.set(facecolor=colour if filled else "none", edgecolor=colour, alpha=opacity)
    axes.add_patch(bar)


def _words(
    axes: "Axes", x: float, y: float, text: str, align: Literal["left", "right"] = "left"
) -> None:
    """Text at its baseline: its height cannot be measured where the font has no Chinese."""
    axes.text(x, y, text, ha=align, color=_INK, fontsize=_FONT_SIZE, parse_math=False)


def _legend(axes: "Axes", entries: Sequence[tuple[str, str, bool]]) -> None:
    left = 0.0
    for label, colour, filled in entries:
        _bar(axes, left, 2, _BAR_HEIGHT, colour, filled)
        _words(axes, left + _BAR_HEIGHT + 5, 11, label)
        left += _BAR_HEIGHT + 5 + _text_width(label) + 16


def _text_width(text: str) -> float:
    """About how wide a page shows the text: a Chinese character is as wide as it is high."""
    return display_width(text) * _FONT_SIZE / 2


def _shortened(text: str, width: float) -> str:
    line = " ".join(xml_legal(text).split())[:_LONGEST_LABEL]
    if _text_width(line) <= width:
        return line
    while _text_width(line + "…") > width:
        line = line[:-1]
    return line + "…"


def _svg(figure: "Figure", label: str, salt: str = "") -> str:
    """Write a figure as an element for HTML: no declarations, no style of its own, few ids.

    Ids are hashed with the salt, so that those of charts with different data differ.
    """
    written = io.BytesIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with warnings.catch_warnings(), _style(salt):
        # the page has the Chinese font: the one that measures here need not
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        figure.savefig(written, format="svg", metadata=nothing, transparent=True)
    root = ET.fromstring(written.getvalue())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    for element in root.iter():
        _unbound(element)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib.update({"role": "img", "aria-label": label, "class": "chart"})
    return ET.tostring(root, encoding="unicode").replace(_INK, "currentColor")


def _unbound(element: ET.Element) -> None:
    """Take the namespaces, the fonts and the ids of groups off an element."""
    element.tag = element.tag.removeprefix(_SVG)
    if element.tag == "g":
        element.attrib.pop("id", None)
    if _LINK in element.attrib:
        element.set("href", element.attrib.pop(_LINK))
    if "style" in element.attrib:
        element.set("style", _FONT_FAMILY.sub("", element.attrib["style"]))
