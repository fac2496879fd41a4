"""`zhice eval ablation`: compares the retrieval as it is with other designs, on several sets."""

import argparse

from assistant.settings import Settings
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.search_sets import add_set_options, measure_sets


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "比较检索的设计：定长切块与条款，带不带标题，看不看句子，词与字，各能找到多少。"
    parser = commands.add_parser("ablation", help="比较检索设计", description=description)
    add_set_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Compare on the sets one after the other; missing public sets are named, not an error."""
    from evals.ablation import ablate_cases, ablate_passages, ablation_json, ablation_table

    measure_sets(
        arguments,
        settings,
        backend,
        ablate_cases,
        ablate_passages,
        ablation_table,
        ablation_json,
    )
    return 0
