"""`zhice eval list`, `show`, `compare`, `gate`: what became of stored runs."""

import argparse
import sys
from pathlib import Path

from assistant.settings import Settings
from evals.case import CaseError
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.run_output import (
    add_export_options,
    add_store_option,
    comparison_text,
    export_run,
    print_run,
    run_store,
)


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommands."""
    listing = commands.add_parser("list", help="列出评测记录", description="列出存下的评测记录。")
    add_store_option(listing)
    listing.set_defaults(run=run_list)

    showing = commands.add_parser("show", help="查看一次记录", description="查看或导出一次记录。")
    showing.add_argument("record", metavar="记录", help="名字，或记录的文件夹")
    showing.add_argument("--baseline", metavar="记录", help="与这次记录比较")
    showing.add_argument("--misses", action="store_true", help="逐条列出未答对的题目")
    add_export_options(showing)
    showing.set_defaults(run=run_show)

    description = "比较两次记录：哪些题变了，前后两个回答，以及是否超出偶然。"
    comparing = commands.add_parser("compare", help="比较两次记录", description=description)
    comparing.add_argument("before", metavar="前", help="名字，或记录的文件夹")
    comparing.add_argument("after", metavar="后", help="名字，或记录的文件夹")
    add_store_option(comparing)
    comparing.set_defaults(run=run_compare)

    description = "检查一次记录是否达标：低于门槛，或有题由对变错，退出状态为 1。"
    gating = commands.add_parser("gate", help="检查是否达标", description=description)
    gating.add_argument("record", metavar="记录", help="名字，或记录的文件夹")
    gating.add_argument("--baseline", metavar="记录", help="作为基线的记录")
    gating.add_argument(
        "--thresholds", type=Path, nargs="+", default=[], metavar="文件", help="门槛，TOML"
    )
    gating.add_argument(
        "--allow", type=_count, default=0, metavar="题数", help="允许由对变错的题数（默认 0）"
    )
    add_store_option(gating)
    gating.set_defaults(run=run_gate)


def run_list(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """One line a run: name, time, cases, right, code, model."""
    from evals.report import aligned, summaries

    store = run_store(arguments, settings)
    rows = [("记录", "时间", "题数", "正确", "误拒", "代码", "模型")]
    for name in store.names():
        run = store.load(name)
        total = summaries(run)[-1]
        rows.append(
            (
                name,
                store.started(name),
                str(total.count),
                str(total.right),
                str(total.refused_wrongly),
                run.about.revision or "-",
                run.about.model,
            )
        )
    print(
        aligned(rows) if len(rows) > 1 else f"没有评测记录：{store.folder}。先运行 zhice eval run"
    )
    return 0


def run_show(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Print and export one run."""
    store = run_store(arguments, settings)
    shown = store.load(arguments.record)
    baseline = store.load(arguments.baseline) if arguments.baseline else None
    print_run(shown, baseline, misses=arguments.misses)
    export_run(arguments, shown, baseline)
    return 0


def run_compare(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Print what changed between two runs."""
    from evals.comparison import compare

    store = run_store(arguments, settings)
    print(comparison_text(compare(store.load(arguments.before), store.load(arguments.after))))
    return 0


def run_gate(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Exit status 1 when a threshold or the baseline is missed."""
    from evals.comparison import compare
    from evals.gate import missed, read_thresholds, regressions

    if not arguments.baseline and not arguments.thresholds:
        raise CaseError("请用 --baseline 指定基线，或用 --thresholds 指定门槛文件。")
    store = run_store(arguments, settings)
    checked = store.load(arguments.record)
    problems: list[str] = []
    for path in arguments.thresholds:
        problems += missed(checked, read_thresholds(path))
    if arguments.baseline:
        comparison = compare(store.load(arguments.baseline), checked)
        print(comparison_text(comparison))
        problems += regressions(comparison, arguments.allow)
    for problem in problems:
        print(f"未达标：{problem}", file=sys.stderr)
    print(f"记录 {checked.name} {'未达标' if problems else '达标'}。")
    return 1 if problems else 0


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"“{text}”不是题数，应当是 0 或正整数")
    return int(text)
