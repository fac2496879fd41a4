"""`zhice eval`: the group of commands that measure how well the program works."""

import argparse

from ui import (
    eval_ablation_command,
    eval_calibrate_command,
    eval_check_command,
    eval_generate_command,
    eval_mutate_command,
    eval_records_command,
    eval_retrieval_command,
    eval_run_command,
)
from ui.chinese_parser import ChineseParser


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand with its own subcommands."""
    description = "用题目检验回答和检索的质量。"
    parser = commands.add_parser("eval", help="检验质量", description=description)
    measured = parser.add_subparsers(
        title="命令", metavar="命令", dest="measured", required=True, parser_class=ChineseParser
    )
    for module in (
        eval_run_command,
        eval_records_command,
        eval_check_command,
        eval_generate_command,
        eval_mutate_command,
        eval_retrieval_command,
        eval_ablation_command,
        eval_calibrate_command,
    ):
        module.add_command(measured)
