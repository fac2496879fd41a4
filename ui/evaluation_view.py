"""A run for the tab 评测 as HTML: totals, what changed, and the wrong answers. All text is escaped."""

import html
from collections.abc import Sequence
from urllib.parse import quote

from evals.comparison import Change, compare
from evals.record import CaseRecord, Run
from evals.report import report_table
from ui.background import Step

_MOST_MISSES = 50
_MOST_CHANGES = 30


def notice_html(text: str) -> str:
    """A message; its lines stay lines."""
    lines = "<br>".join(map(html.escape, text.splitlines()))
    return f'<p class="count" role="status">{lines}</p>'


def progress_html(step: Step) -> str:
    """How far a run is, as a bar; without a length while that is not known."""
    extent = f' max="{step.total}" value="{step.done}"' if step.total else ""
    count = f"{step.done}/{step.total} " if step.total else ""
    return (
        f'<p class="count" role="status"><progress aria-label="进度"{extent}></progress>'
        f"正在运行：{count}{html.escape(step.name)}</p>"
    )


def run_html(run: Run, baseline: Run | None) -> str:
    """A finished run, and what changed against the baseline."""
    changes = _changes_html(baseline, run) if baseline else ""
    address = f"/report/{quote(run.name)}"
    if baseline:
        address += f"?baseline={quote(baseline.name)}"
    misses = [record for record in run.records if not record.good]
    return (
        f'<p class="count">记录 {html.escape(run.name)}，{len(run.records)} 题 '
        f'<a href="{html.escape(address)}" target="_blank" rel="noopener">打开完整报告</a></p>'
        f'<pre class="wide" tabindex="0">{html.escape(report_table(run))}</pre>{changes}{_misses_html(misses)}'
    )


def _changes_html(baseline: Run, run: Run) -> str:
    found = compare(baseline, run)
    told = (
        f"与 {found.before} 相比：由对变错 {len(found.lost)} 题，由错变对 {len(found.gained)} 题，"
        f"措辞改变 {len(found.reworded)} 题。"
    )
    return f'<p class="count">{html.escape(told)}</p>' + "".join(
        f"<details><summary>{title}（{len(changes)}）</summary>"
        f"{''.join(map(_change_html, changes[:_MOST_CHANGES]))}</details>"
        for title, changes in (("由对变错", found.lost), ("由错变对", found.gained))
        if changes
    )


def _change_html(change: Change) -> str:
    return (
        f'<div class="bars"><p><b>{html.escape(change.after.question)}</b></p>'
        f"<p>前：{html.escape(change.before.answer)}</p><p>后：{html.escape(change.after.answer)}</p></div>"
    )


def _misses_html(misses: Sequence[CaseRecord]) -> str:
    if not misses:
        return '<p class="count">没有答错的题。</p>'
    rest = len(misses) - _MOST_MISSES
    cut = f'<p class="cut">其余 {rest} 题见完整报告。</p>' if rest > 0 else ""
    return (
        f"<details open><summary>答错的题（{len(misses)}）</summary>"
        f"{''.join(map(_miss_html, misses[:_MOST_MISSES]))}{cut}</details>"
    )


def _miss_html(record: CaseRecord) -> str:
    wanted = "；".join(" / ".join(group) for group in record.must_include) or "应当拒答"
    gold = "、".join(record.gold_clauses) or "无"
    why = record.failure or record.right_reason or record.cited_reason
    return (
        f'<div class="bars"><p><b>{html.escape(record.question)}</b>（{html.escape(record.identifier)}）</p>'
        f"<p>回答：{html.escape(record.answer)}</p>"
        f"<p>应有：{html.escape(wanted)}；出处：{html.escape(gold)}</p>"
        f"<p>{html.escape(why)}</p></div>"
    )
