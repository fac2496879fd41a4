"""`zhice eval retrieval`: measures BM25, the embedding model, and both fused, on several sets."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from assistant.settings import Settings
from evals.case import CaseError
from evals.question_file import document_beside, read_cases, shipped_question_files
from evals.retrieval_set import shipped_passage_sets
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar

_PUBLIC_SETS = {"CMRC2018 dev": "cmrc2018_dev.json.xz", "STARD": "stard.json.xz"}
_BESIDE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "只检验检索：BM25、向量模型、两者融合、助手各能找到多少。"
    parser = commands.add_parser("retrieval", help="检验检索", description=description)
    parser.add_argument(
        "sets",
        nargs="*",
        type=Path,
        metavar="题集",
        help="题目文件 .jsonl，或公开题集 .json、.json.xz；不写则用随附的题目和公开题集",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument(
        "--public", type=Path, metavar="文件夹", help="公开题集 CMRC2018、STARD 所在的文件夹"
    )
    parser.add_argument("--json", type=Path, metavar="文件", help="把全部数值写成 JSON 文件")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Measure the sets one after the other; missing public sets are named, not an error."""
    from evals.retrieval import measure_cases, measure_passages
    from evals.retrieval_report import retrieval_json, retrieval_table
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
        if file.suffix == ".jsonl":
            table = measure_cases(name, read_cases(file), parts, progress)
        else:
            table = measure_passages(read_passage_set(file, name), parts.embedder, progress)
        progress.close()
        print(f"{retrieval_table(table)}\n", flush=True)
        tables.append(table)
    if arguments.json:
        content = {"model": parts.embedder.name, "model_digest": parts.embedder.digest}
        figures = [retrieval_json(table) for table in tables]
        write_whole(
            arguments.json.resolve(),
            json.dumps({**content, "sets": figures}, ensure_ascii=False, indent=2) + "\n",
        )
    return 0


def default_sets(folder: Path) -> dict[str, Path]:
    """The sets that come with the program, and the public ones that are there."""
    own = [file for file in shipped_question_files() if document_beside(file) is None]
    found = {file.stem: file for file in own} | shipped_passage_sets()
    for name, file in _PUBLIC_SETS.items():
        if (folder / file).is_file():
            found[name] = folder / file
        else:
            print(
                f"跳过 {name}：没有文件 {file}（用 --public 指定所在的文件夹）。", file=sys.stderr
            )
    return found
