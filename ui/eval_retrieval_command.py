"""`zhice eval retrieval`: measures BM25, the embedding model, and both fused, on several sets."""

import argparse

from assistant.settings import Settings
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.search_sets import add_set_options, measure_sets


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "只检验检索：BM25、向量模型、两者融合、助手各能找到多少。"
    parser = commands.add_parser("retrieval", help="检验检索", description=description)
    add_set_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Measure the sets one after the other; missing public sets are named, not an error."""
    from evals.retrieval import measure_cases, measure_passages
    from evals.retrieval_report import retrieval_json, retrieval_table

    measure_sets(
        arguments,
        settings,
        backend,
        measure_cases,
        measure_passages,
        retrieval_table,
        retrieval_json,
    )
    return 0
