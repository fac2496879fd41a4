"""`zhice chat`: a conversation in the terminal; follow-up questions are understood."""

import argparse
import sys
from pathlib import Path

from assistant.answer import Turn
from assistant.settings import Settings
from documents.errors import QuestionError
from ui.answer_output import readable_answer
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.console import colours_wanted, text_width
from ui.filter_options import add_filter_options, filter_of

_FAREWELLS = ("退出", "再见", "exit", "quit")


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "在终端里连续提问，可以追问。按 Ctrl-D 或输入“退出”结束。"
    parser = commands.add_parser("chat", help="连续提问", description=description)
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    add_filter_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Answer question after question until the input ends."""
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    assistant = backend.assemble(settings).within(filter_of(arguments))
    _use_line_editing()
    names = "、".join(f"《{document.title}》" for document in assistant.documents)
    print(f"知策：可以问我{names}的内容。按 Ctrl-D 结束。")
    history: tuple[Turn, ...] = ()
    while True:
        try:
            question = input("\n问：").strip()
        except EOFError:
            print()
            return 0
        if question in _FAREWELLS:
            return 0
        if not question:
            continue
        try:
            answer = assistant.ask(question, history)
        except QuestionError as exc:
            print(f"\n{exc}")
            continue
        print("\n" + readable_answer(answer, question, text_width(), colours_wanted(sys.stdout)))
        history = (*history, Turn(question, answer.text))


def _use_line_editing() -> None:
    """Let `input` edit lines and recall earlier ones, where the system has readline."""
    try:
        import readline  # noqa: F401 - importing it is what switches it on
    except ImportError:
        return
