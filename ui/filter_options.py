"""The options that narrow a question to some documents: `--place`, `--year` and their like."""

import argparse

from assistant.document_filter import DocumentFilter
from documents.metadata import Level


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Add the options; without any all documents are asked."""
    group = parser.add_argument_group("只问一部分文件")
    group.add_argument("--place", default="", metavar="地区", help="发文地区，例如 菏泽")
    group.add_argument("--year", type=int, default=0, metavar="年份", help="标题或发文的年份")
    group.add_argument(
        "--level", default="", choices=[level.value for level in Level], help="发文层级"
    )
    group.add_argument(
        "--kind", default="", metavar="文种", help="意见、办法、通知、规划、工作报告等"
    )
    group.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="文件",
        help="文号、标题或标题的一部分；可写多次",
    )
    force = group.add_mutually_exclusive_group()
    force.add_argument(
        "--in-force", dest="in_force", action="store_true", default=None, help="只问现行的文件"
    )
    force.add_argument(
        "--not-in-force",
        dest="in_force",
        action="store_false",
        help="只问已过有效期、已废止或有新版的文件",
    )


def filter_of(arguments: argparse.Namespace) -> DocumentFilter:
    """What the options ask for."""
    return DocumentFilter(
        place=arguments.place,
        year=arguments.year,
        level=arguments.level,
        kind=arguments.kind,
        in_force=arguments.in_force,
        names=tuple(arguments.only),
    )
