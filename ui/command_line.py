"""The command `zhice`: parses the arguments, runs one subcommand, turns errors into messages.

Exit status: 0 done, 1 done with errors, 2 wrong usage or cannot be done.
"""

import os
import sys

from assistant.settings import Settings
from documents.errors import PolicyAssistantError
from ui import (
    ask_command,
    batch_command,
    chat_command,
    diff_command,
    eval_command,
    index_command,
    mcp_command,
    serve_command,
    settings_command,
    user_command,
)
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


def make_parser() -> ChineseParser:
    """The parser of the whole command."""
    parser = ChineseParser(prog="zhice", description=_DESCRIPTION, epilog=_EXAMPLES)
    commands = parser.add_subparsers(
        title="命令", metavar="命令", dest="command", required=True, parser_class=ChineseParser
    )
    for module in (
        index_command,
        ask_command,
        chat_command,
        batch_command,
        diff_command,
        serve_command,
        mcp_command,
        user_command,
        settings_command,
        eval_command,
    ):
        module.add_command(commands)
    return parser


def main(argv: list[str] | None = None, backend: Backend | None = None) -> int:
    """Run the command and give its exit status."""
    use_utf8()
    try:
        arguments = make_parser().parse_args(argv)
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
