"""`zhice eval run`: asks every question of files and prints the figures by category."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from assistant.settings import Settings
from evals.case import CaseError, read_cases, shipped_question_files
from evals.report import report_json, report_misses, report_table
from evals.runner import CaseResult, run_cases
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "用题目文件检验回答：正确、引用、拒答与耗时，按类别列表。"
    parser = commands.add_parser("run", help="检验回答", description=description)
    parser.add_argument(
        "questions",
        nargs="*",
        type=Path,
        metavar="题目文件",
        help="JSON Lines；不写则用随附的全部题目",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument("--misses", action="store_true", help="逐条列出未答对的题目")
    parser.add_argument("--json", type=Path, metavar="文件", help="把全部结果写成 JSON 文件")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Run the files one after the other; exit status 1 when a question failed with an error."""
    if arguments.index:
        settings = dataclasses.replace(settings, index=arguments.index)
    files: list[Path] = arguments.questions or shipped_question_files()
    if not files:
        raise CaseError("没有随附的题目文件。请写明题目文件的路径：zhice eval run 题目.jsonl")
    sets = [(file, read_cases(file)) for file in files]
    assistant = backend.assemble(settings)
    reports: dict[str, object] = {}
    failed: list[CaseResult] = []
    for file, cases in sets:
        progress = ProgressBar(sys.stderr)
        results = run_cases(assistant, assistant.documents, cases, progress)
        progress.close()
        print(f"{file.name}\n\n{report_table(results)}\n")
        if arguments.misses:
            print(f"{report_misses(results) or '没有未答对的题目。'}\n")
        reports[str(file)] = report_json(results)
        failed += [result for result in results if result.failure]
    for result in failed:
        print(f"[{result.case.identifier}] 出错：{result.failure}", file=sys.stderr)
    if arguments.json:
        write_whole(
            arguments.json.resolve(), json.dumps(reports, ensure_ascii=False, indent=2) + "\n"
        )
    return 1 if failed else 0
