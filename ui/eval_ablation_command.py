"""`zhice eval ablation`: compares the retrieval as it is with other designs, on several sets."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from assistant.settings import Settings
from evals.case import CaseError
from evals.question_file import read_cases
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar
from ui.eval_retrieval_command import default_sets

_BESIDE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "比较检索的设计：定长切块与条款，带不带标题，看不看句子，词与字，各能找到多少。"
    parser = commands.add_parser("ablation", help="比较检索设计", description=description)
    parser.add_argument(
        "sets",
        nargs="*",
        type=Path,
        metavar="题集",
        help="题目文件 .jsonl、.xlsx，或公开题集 .json、.json.xz；不写则用随附的题目和公开题集",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument(
        "--public", type=Path, metavar="文件夹", help="公开题集 CMRC2018、STARD 所在的文件夹"
    )
    parser.add_argument("--json", type=Path, metavar="文件", help="把全部数值写成 JSON 文件")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Compare on the sets one after the other; missing public sets are named, not an error."""
    from evals.ablation import ablate_cases, ablate_passages, ablation_json, ablation_table
    from evals.retrieval_set import read_passage_set

    if arguments.index:
        settings = dataclasses.replace(settings, index=arguments.index)
    named = {file.name.partition(".")[0]: file for file in arguments.sets} or default_sets(
        arguments.public or _BESIDE_CHECKOUT
    )
    missing = next((file for file in named.values() if not file.is_file()), None)
    if missing:
        raise CaseError(f"找不到题集“{missing}”。请检查路径。")
    parts = backend.assemble_parts(settings)
    tables = []
    for name, file in named.items():
        progress = ProgressBar(sys.stderr)
        if file.suffix in (".jsonl", ".xlsx"):
            table = ablate_cases(name, read_cases(file), parts, progress)
        else:
            table = ablate_passages(read_passage_set(file, name), parts.embedder, progress)
        progress.close()
        print(f"{ablation_table(table)}\n", flush=True)
        tables.append(table)
    if arguments.json:
        content = {"model": parts.embedder.name, "model_digest": parts.embedder.digest}
        figures = [ablation_json(table) for table in tables]
        write_whole(
            arguments.json.resolve(),
            json.dumps({**content, "sets": figures}, ensure_ascii=False, indent=2) + "\n",
        )
    return 0
