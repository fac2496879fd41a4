"""The command `zhice`: parses the arguments, runs one subcommand, turns errors into messages.

Exit status: 0 done, 1 done with errors, 2 wrong usage or cannot be done.
"""

import os
import sys
from importlib import import_module
from typing import NoReturn

from assistant.settings import Settings
from documents.errors import PolicyAssistantError
from ui.backend import AssembledBackend, Backend
from ui.chinese_parser import ChineseParser
from ui.console import use_utf8

_DESCRIPTION = "知策：政策文件问答。回答出自原文，每句注明出处；原文没有的，如实说没有。"
_EXAMPLES = """\
例子：
  zhice index                                 为随附的政策文件建立索引
  zhice ask 养老机构护理型床位目标是多少      问一个问题
  zhice serve                                 打开网页

退出状态：0 完成；1 完成但有错误；2 用法不对或不能完成。"""


_COMMANDS = {
    "index": "ui.index_command",
    "ask": "ui.ask_command",
    "chat": "ui.chat_command",
    "batch": "ui.batch_command",
    "outline": "ui.outline_command",
    "diff": "ui.diff_command",
    "serve": "ui.serve_command",
    "mcp": "ui.mcp_command",
    "user": "ui.user_command",
    "settings": "ui.settings_command",
    "eval": "ui.eval_command",
}
"""The module of each command, in the order of the help."""


def make_parser(command: str = "") -> ChineseParser:
    """The parser of the whole command, or of the one subcommand that is asked for."""
    parser = ChineseParser(prog="zhice", description=_DESCRIPTION, epilog=_EXAMPLES)
    commands = parser.add_subparsers(
        title="命令", metavar="命令", dest="command", required=True, parser_class=ChineseParser
    )
    wanted = [command] if command in _COMMANDS else list(_COMMANDS)
    for name in wanted:  # what the others import would cost more time than an answer
        import_module(_COMMANDS[name]).add_command(commands)
    return parser


def run_process() -> NoReturn:
    """Run the command as a process; one that only answers ends at once.

    To free what an answer needed, object by object, takes a sixth of the time of `zhice ask`, and the
    system frees it all the same. The other commands may have threads, processes and files to end.
    """
    backend = AssembledBackend()  # keeps what it assembles
    status = main(backend=backend)
    if sys.argv[1:2] == ["ask"]:
        sys.stderr.flush()
        os._exit(status)  # `main` has written out stdout
    sys.exit(status)


def main(argv: list[str] | None = None, backend: Backend | None = None) -> int:
    """Run the command and give its exit status."""
    use_utf8()
    try:
        given = sys.argv[1:] if argv is None else argv
        arguments = make_parser(given[0] if given else "").parse_args(given)
        settings = Settings.from_environment()
        status: int = arguments.run(arguments, settings, backend or AssembledBackend())
        sys.stdout.flush()
    except PolicyAssistantError as exc:
        print(f"zhice：{exc}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone; without this the interpreter complains on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("\nzhice：已中断。", file=sys.stderr)
        return 130
    return status
