"""`zhice eval run`: asks every question of files, stores the run, prints figures by category."""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar
from ui.evaluation import asked, asked_together, question_sets
from ui.run_output import add_export_options, export_run, print_run, run_store

if TYPE_CHECKING:
    from evals.record import Run


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "用题目文件检验回答：各环节的数值、正确、引用、拒答与耗时；结果存为一次记录。"
    parser = commands.add_parser("run", help="检验回答", description=description)
    parser.add_argument(
        "questions",
        nargs="*",
        type=Path,
        metavar="题目文件",
        help=".jsonl 或 .xlsx；不写则用随附的全部题目",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument(
        "--documents",
        nargs="+",
        type=Path,
        metavar="路径",
        help="用这些文件临时建立索引，不用现有的索引",
    )
    parser.add_argument(
        "--together",
        action="store_true",
        help="把各题目文件的政策（连同 --documents）放进同一个索引再问；只有引用本政策才算引用正确",
    )
    parser.add_argument(
        "--answerer",
        choices=("extractive", "llm"),
        default="extractive",
        help="由谁回答：extractive 摘录原文（默认），llm 由设置里的语言模型成文",
    )
    transcript = parser.add_mutually_exclusive_group()
    transcript.add_argument("--record", type=Path, metavar="文件", help="把语言模型的答复记下来")
    transcript.add_argument(
        "--replay", type=Path, metavar="文件", help="用记下的答复代替语言模型，不需要模型"
    )
    parser.add_argument("--name", metavar="名字", help="记录的名字；不写则依次编号")
    parser.add_argument("--baseline", metavar="记录", help="与这次记录比较")
    parser.add_argument("--misses", action="store_true", help="逐条列出未答对的题目")
    parser.add_argument("--json", type=Path, metavar="文件", help="把全部结果写成 JSON 文件")
    add_export_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Run the files, store and print; exit status 1 when a question failed with an error."""
    store = run_store(arguments, settings)
    name = arguments.name or store.next_name()
    store.free(name)
    baseline = store.load(arguments.baseline) if arguments.baseline else None
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    beside = not arguments.index
    if arguments.together:
        alone = question_sets(list(arguments.questions), None, beside=beside)
        sets = asked_together(alone, backend.shipped_documents(), arguments.documents or [])
    else:
        sets = question_sets(list(arguments.questions), arguments.documents, beside=beside)
    model = None
    if arguments.answerer == "llm" or arguments.record or arguments.replay:
        model = backend.language_model(settings, arguments.record, arguments.replay)
    begin = time.perf_counter()
    progress = ProgressBar(sys.stderr)
    finished = asked(sets, settings, backend, name, progress, model)
    progress.close()
    if not arguments.name:  # another process may have stored a run in the meantime
        finished = replace(finished, name=store.next_name())
    place = store.save(finished, seconds=time.perf_counter() - begin)
    print_run(finished, baseline, misses=arguments.misses)
    if arguments.together:
        print(_asked_back(finished))
    print(f"记录 {finished.name} 存于 {place}")
    export_run(arguments, finished, baseline)
    if arguments.json:
        from evals.report import report_json

        content = json.dumps(report_json(finished), ensure_ascii=False, indent=2)
        write_whole(arguments.json.resolve(), content + "\n")
    failed = [record for record in finished.records if record.failed]
    for record in failed:
        print(f"[{record.identifier}] 出错：{record.failure}", file=sys.stderr)
    return 1 if failed else 0


def _asked_back(finished: "Run") -> str:
    """How many questions were answered by asking which document is meant, and the figures beside."""
    from assistant.choosing import was_asked_which

    others = [record for record in finished.records if not was_asked_which(record.answer)]
    back = len(finished.records) - len(others)
    answerable = [record for record in others if record.answerable]
    right = sum(record.right for record in others)
    cited = sum(record.cited for record in answerable)
    return (
        f"反问是哪一份文件的 {back} 题；其余 {len(others)} 题正确 {right}，"
        f"{len(answerable)} 题应答的引用正确 {cited}"
    )
