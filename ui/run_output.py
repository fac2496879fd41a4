"""A stored run for people: its tables, what changed, and the files that it is exported to."""

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings
from evals.comparison import Change, Comparison, compare
from evals.record import CaseRecord, Run
from evals.report import aligned, figure_name, percentile, report_misses, report_table, stage_table
from evals.run_store import RunError, RunStore

_SIGNIFICANT = 0.05
_NAMED = 10


def add_store_option(parser: argparse.ArgumentParser) -> None:
    """The option that says where runs lie."""
    parser.add_argument("--runs", type=Path, metavar="文件夹", help="存放评测记录的文件夹")


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """The options that write a run to files."""
    add_store_option(parser)
    parser.add_argument("--html", type=Path, metavar="文件", help="写成一份网页报告，可离线打开")
    parser.add_argument("--junit", type=Path, metavar="文件", help="写成 JUnit XML，供 CI 系统读取")
    parser.add_argument("--csv", type=Path, metavar="文件", help="写成 CSV 表格")
    parser.add_argument("--xlsx", type=Path, metavar="文件", help="写成 Excel 表格")


def run_store(arguments: argparse.Namespace, settings: Settings) -> RunStore:
    """The store that the arguments name, else the one beside the index."""
    return RunStore(arguments.runs or settings.index.parent / "runs")


def export_run(arguments: argparse.Namespace, run: Run, baseline: Run | None) -> None:
    """Write the files that the arguments ask for.

    Raises:
        RunError: A file cannot be written.
    """
    from evals.case_export import csv_table, excel_table, junit_xml
    from evals.html_report import html_report

    if arguments.html:
        _write(arguments.html, html_report(run, baseline).encode())
    if arguments.junit:
        _write(arguments.junit, junit_xml(run))
    if arguments.csv:
        _write(arguments.csv, csv_table(run))
    if arguments.xlsx:
        _write(arguments.xlsx, excel_table(run))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise RunError(f"无法写入“{path}”：{exc.strerror or exc}。请检查路径和权限。") from exc
    print(f"已写入 {path}")


def print_run(run: Run, baseline: Run | None, *, misses: bool) -> None:
    """Print the figures of a run, set by set, generated cases apart from hand-written ones."""
    for part in _parts(run):
        first = part.records[0]
        made = "（程序生成）" if first.generated else ""
        print(f"{first.set}{made}\n\n{report_table(part)}\n")
    if len({record.set for record in run.records}) > 1:
        print(f"全部题集\n\n{report_table(run)}\n")
    print(f"{stage_table(run)}\n")
    if run.uses:
        print(f"{model_summary(run)}\n")
    for figures in run.about.parse:
        lost = f"，缺 {'、'.join(figures.missing)}" if figures.missing else ""
        extra = f"，多 {'、'.join(figures.extra)}" if figures.extra else ""
        shares = f"准确率 {100 * figures.precision:.1f}%，召回率 {100 * figures.recall:.1f}%"
        print(f"条款解析 {figures.document}：{shares}{lost}{extra}\n")
    if misses:
        print(f"{report_misses(run) or '没有未答对的题目。'}\n")
    if baseline:
        print(f"{comparison_text(compare(baseline, run))}\n")


def model_summary(run: Run) -> str:
    """What a language model did in a run, and what it cost."""
    uses = list(run.uses.values())
    phrased = [use for use in uses if use.phrased]
    notices = Counter(use.notice for use in uses if use.notice)
    waits = [use.latency_ms for use in uses]
    costs = [use.cost for use in uses if use.cost is not None]
    lines = [
        f"语言模型 {uses[0].name}：{len(run.records)} 题中问了 {len(uses)} 题，由它成文 {len(phrased)} 题，"
        f"更正 {sum(use.corrected for use in phrased)} 处",
        f"用时 p50 {percentile(waits, 0.5):.0f} 毫秒，p95 {percentile(waits, 0.95):.0f} 毫秒；"
        f"输入 {sum(use.prompt_tokens for use in uses)} tokens，"
        f"输出 {sum(use.completion_tokens for use in uses)} tokens"
        + (f"，费用 {sum(costs):.4f} 元" if costs else ""),
        *(f"{notice}：{count} 题" for notice, count in notices.most_common()),
    ]
    return "\n".join(lines)


def _parts(run: Run) -> list[Run]:
    """The run cut by set, and by whether cases are generated."""
    kinds = dict.fromkeys((record.set, record.generated) for record in run.records)
    return [
        replace(run, records=tuple(r for r in run.records if (r.set, r.generated) == kind))
        for kind in kinds
    ]


def comparison_text(comparison: Comparison) -> str:
    """What changed between two runs, in Chinese, with both answers of every changed case."""
    significance = "超出偶然" if comparison.p_value < _SIGNIFICANT else "可能是偶然"
    changed = bool(comparison.lost or comparison.gained)
    test = f"McNemar 检验 p = {comparison.p_value:.3f}（{significance}）"
    lines = [
        f"{comparison.before} → {comparison.after}：{comparison.common} 题相同，"
        f"由对变错 {len(comparison.lost)}，由错变对 {len(comparison.gained)}，"
        f"结论不变而措辞改变 {len(comparison.reworded)}",
        test if changed else "没有一题的结论改变。",
    ]
    others = (
        ("题目改过", [change.after for change in comparison.edited]),
        ("只在前一次", comparison.only_before),
        ("只在后一次", comparison.only_after),
    )
    lines += [
        f"{name} {len(records)} 题，不参加比较：{'、'.join(r.identifier for r in records[:_NAMED])}"
        for name, records in others
        if records
    ]
    rows = [
        (
            figure_name(mean.name),
            str(mean.cases),
            f"{100 * mean.before:.1f}",
            f"{100 * mean.after:.1f}",
            f"{100 * (mean.after - mean.before):+.1f}",
            f"[{100 * mean.low:+.1f}, {100 * mean.high:+.1f}]",
        )
        for mean in comparison.means
        if mean.before != mean.after
    ]
    if rows:
        lines += ["", aligned([("数值", "题数", "前", "后", "差", "95% 区间"), *rows])]
    for title, changes in (("由对变错", comparison.lost), ("由错变对", comparison.gained)):
        lines += [f"\n{title}\n{_change_text(change)}" for change in changes]
    return "\n".join(lines)


def _change_text(change: Change) -> str:
    after = change.after
    stage = (after.stage or change.before.stage) if not after.good else change.before.stage
    blamed = f"（{stage.label}）" if stage else ""
    before_text, after_text = marked_differences(change.before, after)
    return (
        f"[{after.set}/{after.identifier}] {after.question}{blamed}\n"
        f"  前：{before_text}\n"
        f"  后：{after_text}\n"
        f"  {after.right_reason or after.cited_reason or change.before.right_reason}"
    )


def marked_differences(before: CaseRecord, after: CaseRecord) -> tuple[str, str]:
    """Both answers, what only one of them has in 【】."""
    from difflib import SequenceMatcher

    old, new = (" ".join(record.answer.split()) for record in (before, after))
    pieces: tuple[list[str], list[str]] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for text, found in zip((old[a:b], new[c:d]), pieces, strict=True):
            found.append(f"【{text}】" if text and kind != "equal" else text)
    return "".join(pieces[0]), "".join(pieces[1])
