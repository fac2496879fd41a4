"""`zhice ask`: one question in, a readable answer or JSON out."""

import argparse
import gc
import json
import sys
from pathlib import Path

from assistant.settings import Settings
from ui.answer_output import answer_json, readable_answer
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.console import colours_wanted, text_width
from ui.filter_options import add_filter_options, filter_of


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "问一个问题，显示回答、状态和出处。"
    parser = commands.add_parser("ask", help="问一个问题", description=description)
    parser.add_argument(
        "question", nargs="+", metavar="问题", help="要问的话；写 - 则从标准输入读取"
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    add_filter_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Ask and print."""
    gc.disable()  # the start and one question leave too little behind to look for
    try:
        return _asked(arguments, settings, backend)
    finally:
        gc.enable()


def _asked(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    question = " ".join(arguments.question)
    if question == "-":
        question = sys.stdin.read().strip()
    assistant = backend.assemble(settings).within(filter_of(arguments))
    answer = assistant.ask(question)
    if arguments.json:
        output = {"question": question, **answer_json(answer, assistant.documents)}
        print(json.dumps(output, ensure_ascii=False, indent=2))
    else:
        print(readable_answer(answer, question, text_width(), colours_wanted(sys.stdout)))
    return 0
