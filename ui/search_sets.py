"""The sets that the search is measured on: named on the command line, shipped, or public ones.

What is measured is handed in; the sets are read, gone through and written out here.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.settings import Settings
from evals.case import Case, CaseError
from evals.question_file import document_beside, read_cases, shipped_question_files
from evals.retrieval_set import PassageSet, read_passage_set, shipped_passage_sets
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.console import ProgressBar

if TYPE_CHECKING:
    from evals.runner import MeasuredParts
    from index.embedder import Embedder

Table = TypeVar("Table")
Progress = Callable[[int, int, str], None]

_PUBLIC_SETS = {"CMRC2018 dev": "cmrc2018_dev.json.xz", "STARD": "stard.json.xz"}
_BESIDE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def add_set_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose the sets and where the figures go."""
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


def measure_sets(
    arguments: argparse.Namespace,
    settings: Settings,
    backend: Backend,
    of_cases: "Callable[[str, list[Case], MeasuredParts, Progress], Table]",
    of_passages: "Callable[[PassageSet, Embedder, Progress], Table]",
    shown: Callable[[Table], str],
    as_json: Callable[[Table], dict[str, object]],
) -> None:
    """Measure the chosen sets one after the other, print each table, write all figures if asked.

    Raises:
        CaseError: A set does not exist or cannot be read.
    """
    if arguments.index:
        settings = settings.in_folder(arguments.index)
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
            table = of_cases(name, read_cases(file), parts, progress)
        else:
            table = of_passages(read_passage_set(file, name), parts.embedder, progress)
        progress.close()
        print(f"{shown(table)}\n", flush=True)
        tables.append(table)
    if arguments.json:
        figures = {
            "model": parts.embedder.name,
            "model_digest": parts.embedder.digest,
            "sets": [as_json(table) for table in tables],
        }
        content = json.dumps(figures, ensure_ascii=False, indent=2)
        write_whole(arguments.json.resolve(), content + "\n")


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
