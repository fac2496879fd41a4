"""`zhice settings`: every setting with its default and its meaning."""

import argparse

from assistant.model_settings import SECRET
from assistant.settings import DESCRIPTIONS, Settings, given_settings
from ui.backend import Backend
from ui.chinese_parser import ChineseParser


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "列出全部设置。设置写成环境变量，或写进 zhice.toml（去掉 ZHICE_，用小写）。"
    parser = commands.add_parser("settings", help="列出全部设置", description=description)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Print the settings; those that are given, with their value."""
    given = given_settings()
    for name, (default, meaning) in DESCRIPTIONS.items():
        print(f"{name}\n    {meaning}\n    默认：{default}")
        if name in given:
            print(f"    现在：{'（不显示）' if name in SECRET else given[name]}")
    return 0
