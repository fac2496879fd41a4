"""A list of facts as HTML: bars, links for export, and the table. All from documents is escaped."""

import html
from collections.abc import Sequence
from urllib.parse import urlencode

from ui.fact_lists import Entry, FactList, Query

_MOST_SHOWN = 500


def fact_html(shown: FactList, entries: Sequence[Entry], query: Query) -> str:
    """The whole list for a tab; a very long one is cut, the export is not."""
    if not entries:
        return '<p class="none">没有符合条件的条目。请放宽筛选条件。</p>'
    heads = "".join(
        f'<th scope="col" role="columnheader">{html.escape(head)}</th>' for head in shown.heads
    )
    rows = "".join(_row(shown.heads, entry) for entry in entries[:_MOST_SHOWN])
    more = len(entries) - _MOST_SHOWN
    cut = f'<p class="cut">其余 {more} 条未显示，请筛选或导出。</p>' if more > 0 else ""
    return (
        f"{_bars(shown, entries)}"
        f'<p class="count">共 {len(entries)} 条 {_exports(shown, query)}</p>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{shown.title}">'
        f'<table role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>{cut}'
    )


def _row(heads: Sequence[str], entry: Entry) -> str:
    """A row of the table; on a phone it is a card, its roles and heads say what it is there."""
    shown = [html.escape(cell) for cell in entry.cells]
    shown[-2] = f'<a href="{html.escape(entry.link)}">{shown[-2]}</a>'
    cells = "".join(
        f'<td role="cell" data-head="{html.escape(head)}"{kind}>{cell}</td>'
        for head, cell, kind in zip(heads, shown, _kinds(len(shown)), strict=True)
    )
    return f'<tr role="row">{cells}</tr>'


def _kinds(count: int) -> list[str]:
    """The class of each cell: the last one holds the quoted text."""
    return [*[""] * (count - 1), ' class="quote"']


def _bars(shown: FactList, entries: Sequence[Entry]) -> str:
    bars = shown.bars(entries)
    if len(bars) < 2:
        return ""
    longest = max(count for _, count in bars)
    rows = "".join(
        f"<li><span>{html.escape(name)}</span>"
        f'<i style="width:{round(100 * count / longest)}%"></i><b>{count}</b></li>'
        for name, count in bars
    )
    return (
        f'<details class="bars" open><summary>{shown.bars_title}</summary><ul>{rows}</ul></details>'
    )


def _exports(shown: FactList, query: Query) -> str:
    asked = urlencode(
        {
            "document": query.document,
            "choice": query.choice,
            "group": query.group,
            "words": query.words,
            "order": query.order,
        }
    )
    return " ".join(
        f'<a href="export/{shown.name}.{form}?{html.escape(asked)}" download>导出 .{form}</a>'
        for form in ("xlsx", "csv")
    )
