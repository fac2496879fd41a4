"""Charts of a run: their text, their numbers, and that they can stand in any page."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest
from sample_run import BEFORE, EMPTY, GOOD, RECORDS, RUN

from evals.charts import category_chart, latency_chart, stage_chart
from evals.record import Run

Chart = Callable[[Run, Run | None], str]
CHARTS = (category_chart, stage_chart, latency_chart)


def words(chart: str) -> list[str]:
    """All text of a chart, in order."""
    return [node.text or "" for node in ET.fromstring(chart).iter("text")]


def bar_widths(chart: str, colour: str) -> list[float]:
    """The widths of all bars of a colour, from above; outlines count too."""
    found: list[float] = []
    for path in ET.fromstring(chart).iter("path"):
        if f"stroke: {colour}" in path.get("style", ""):
            across = [float(x) for x in re.findall(r"[ML] (\S+) ", path.get("d", ""))]
            found.append(max(across) - min(across))
    return found


def test_categories_show_shares_and_counts() -> None:
    assert words(category_chart(RUN)) == [
        "正确",
        "引用正确",
        "数字",
        "67%　2/3",
        "67%　2/3",
        "无答案",
        "100%　1/1",
        "$数字$ & <其他>",
        "0%　0/1",
        "0%　0/1",
    ]


def test_bars_are_as_long_as_their_shares() -> None:
    _, some, all_of_them = bar_widths(category_chart(RUN), "#3b7dc4")
    assert (some + 1) / (all_of_them + 1) == pytest.approx(2 / 3)


def test_the_baseline_stands_below_each_bar() -> None:
    chart = category_chart(RUN, BEFORE)
    assert "空心：基线" in words(chart)
    first = words(chart).index("数字")
    assert words(chart)[first : first + 5] == ["数字", *["67%　2/3"] * 2, "67%　2/3", "100%　3/3"]
    assert words(chart)[-4:] == ["0%　0/1", "—", "0%　0/1", "—"]


def test_stages_are_all_there_in_order() -> None:
    shown = words(stage_chart(RUN, BEFORE))
    assert shown[:2] == ["本次", "基线"]
    assert shown[2::3] == ["出错", "解析", "承接上文", "检索", "拒答判断", "作答", "引用"]
    assert shown[3::3] == ["1", "0", "0", "0", "0", "1", "0"]
    assert shown[4::3] == ["0", "0", "0", "1", "0", "0", "0"]


def test_latencies_show_percentiles_and_far_apart_ones_on_a_logarithmic_axis() -> None:
    shown = words(latency_chart(RUN))
    assert "p50 9.0　p95 400.0 毫秒" in shown
    assert "耗时（毫秒）　竖线：p50、p95" in shown
    assert {"10", "100"} <= set(shown)
    both = words(latency_chart(RUN, BEFORE))
    assert [title for title in both if "p50 " in title] == [
        "本次　p50 9.0　p95 400.0 毫秒",
        "基线　p50 8.0　p95 20.0 毫秒",
    ]


def test_latencies_that_are_all_equal_make_a_chart() -> None:
    run = replace(RUN, latencies={GOOD.key: 5.0})
    assert "p50 5.0　p95 5.0 毫秒" in words(latency_chart(run))


def test_a_run_without_cases_has_charts_without_bars() -> None:
    assert words(category_chart(EMPTY)) == ["正确", "引用正确"]
    assert words(stage_chart(EMPTY))[1::2] == ["0"] * 7
    assert latency_chart(EMPTY) == ""


@pytest.mark.parametrize("chart", CHARTS)
def test_equal_runs_give_equal_bytes(chart: Chart) -> None:
    assert chart(RUN, BEFORE) == chart(replace(RUN), replace(BEFORE))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_takes_ink_and_font_of_the_page_and_refers_to_nothing(chart: Chart) -> None:
    svg = chart(RUN, BEFORE)
    assert "currentColor" in svg
    assert not re.search(r"#010203|font-family|https?:|xmlns|<style|<metadata|<image", svg)
    assert [target for target in re.findall(r'href="([^"]*)"', svg) if target[0] != "#"] == []
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label")


def test_ids_do_not_clash_on_one_page() -> None:
    ids = [name for chart in CHARTS for name in re.findall(r'\bid="([^"]*)"', chart(RUN, BEFORE))]
    assert sorted(ids) == sorted(set(ids))


def test_a_long_category_is_cut_and_one_with_line_ends_stays_one_line() -> None:
    records = (replace(GOOD, category="长" * 80), replace(RECORDS[1], category="一\n二\x00"))
    shown = words(category_chart(replace(RUN, records=records)))
    assert "长" * 32 + "…" in shown
    assert "一 二\ufffd" in shown
