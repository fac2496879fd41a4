"""An argument parser whose help and errors are Chinese.

argparse words its errors in English inside; they all pass through `error`, where the closed set
of wordings is translated.
"""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

from documents.regular_expressions import regex
from evals.display_width import display_width

_WORDINGS = [
    (regex(r"^the following arguments are required: (.*)$", re.S), r"缺少必需的参数：\1"),
    (regex(r"^unrecognized arguments: (.*)$", re.S), r"不认识的参数：\1"),
    (regex(r"^argument (.*?): expected one argument$", re.S), r"参数 \1 后面应当有一个值"),
    (
        regex(r"^argument (.*?): expected at least one argument$", re.S),
        r"参数 \1 后面至少应当有一个值",
    ),
    (
        regex(r"^argument (.*?): ignored explicit argument '?(.*?)'?$", re.S),
        r"参数 \1 不带值，却写了“\2”",
    ),
    (
        regex(r"^argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)$", re.S),
        r"参数 \1 没有“\2”这个选择（可选：\3）",
    ),
    (
        regex(r"^argument (.*?): not allowed with argument (.*)$", re.S),
        r"参数 \1 不能与参数 \2 同时使用",
    ),
    (regex(r"^argument (.*?): (.*)$", re.S), r"参数 \1：\2"),
]


_TWO_COLUMNS = regex(r"^( {2,4}\S.*?) {2,}(\S.*)$")


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with Chinese headings, and columns that fit Chinese words."""

    def __init__(self, prog: str) -> None:
        """Keep an option and its explanation on one line."""
        super().__init__(prog, max_help_position=40)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line, introduced by 用法."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Start a section, its heading in Chinese."""
        names = {"options": "选项", "positional arguments": "参数"}
        super().start_section(names.get(heading or "", heading))

    def format_help(self) -> str:
        """The whole help; argparse counts characters, the columns are set again by width."""
        paragraphs = super().format_help().rstrip("\n").split("\n\n")
        return "\n\n".join(map(_in_columns, paragraphs)) + "\n"


def _in_columns(paragraph: str) -> str:
    """Align the second column of a paragraph; lines with one column stay as they are."""
    lines = paragraph.split("\n")
    matches = [_TWO_COLUMNS.match(line) for line in lines]
    width = max((display_width(match[1]) for match in matches if match), default=0)
    return "\n".join(
        match[1] + " " * (width - display_width(match[1]) + 3) + match[2] if match else line
        for line, match in zip(lines, matches, strict=True)
    )


class ChineseParser(argparse.ArgumentParser):
    """An `ArgumentParser` that speaks Chinese and takes no abbreviated options."""

    def __init__(
        self, prog: str | None = None, description: str | None = None, epilog: str | None = None
    ) -> None:
        """Make a parser with `-h` and `--help`."""
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=ChineseFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Print the usage and the error, and exit with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}：{in_chinese(message)}\n")


def in_chinese(message: str) -> str:
    """Translate a message of argparse; one that is not known stays as it is."""
    for wording, chinese in _WORDINGS:
        if wording.match(message):
            return wording.sub(chinese, message)
    return message


def port_number(text: str) -> int:
    """A port as an argument type.

    Raises:
        argparse.ArgumentTypeError: The text is no port.
    """
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}”不是端口号，应当是 1 到 65535 之间的整数")
    return int(text)
