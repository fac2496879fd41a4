"""`zhice eval run`: asks every question of files, stores the run, prints figures by category."""

import argparse
import dataclasses
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from evals.case import CaseError
from evals.question_file import LocatedCase, document_beside, read_located, shipped_question_files
from evals.record import QuestionSet, Run, RunAbout
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar
from ui.run_output import add_export_options, export_run, print_run, run_store

if TYPE_CHECKING:
    from evals.runner import MeasuredParts

_PROGRAM = Path(__file__).resolve().parent.parent


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "用题目文件检验回答：各环节的数值、正确、引用、拒答与耗时；结果存为一次记录。"
    parser = commands.add_parser("run", help="检验回答", description=description)
    parser.add_argument(
        "questions",
        nargs="*",
        type=Path,
        metavar="题目文件",
        help=".jsonl 或 .xlsx；不写则用随附的全部题目",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument(
        "--documents",
        nargs="+",
        type=Path,
        metavar="路径",
        help="用这些文件临时建立索引，不用现有的索引",
    )
    parser.add_argument("--name", metavar="名字", help="记录的名字；不写则依次编号")
    parser.add_argument("--baseline", metavar="记录", help="与这次记录比较")
    parser.add_argument("--misses", action="store_true", help="逐条列出未答对的题目")
    parser.add_argument("--json", type=Path, metavar="文件", help="把全部结果写成 JSON 文件")
    add_export_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Run the files, store and print; exit status 1 when a question failed with an error."""
    store = run_store(arguments, settings)
    name = arguments.name or store.next_name()
    store.free(name)
    baseline = store.load(arguments.baseline) if arguments.baseline else None
    if arguments.index:
        settings = dataclasses.replace(settings, index=arguments.index)
    sets = _question_sets(
        list(arguments.questions), arguments.documents, beside=not arguments.index
    )
    begin = time.perf_counter()
    finished = _asked(sets, settings, backend, name)
    place = store.save(finished, seconds=time.perf_counter() - begin)
    print_run(finished, baseline, misses=arguments.misses)
    print(f"记录 {finished.name} 存于 {place}")
    export_run(arguments, finished, baseline)
    if arguments.json:
        from evals.report import report_json

        content = json.dumps(report_json(finished), ensure_ascii=False, indent=2)
        write_whole(arguments.json.resolve(), content + "\n")
    failed = [record for record in finished.records if record.failed]
    for record in failed:
        print(f"[{record.identifier}] 出错：{record.failure}", file=sys.stderr)
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class _Set:
    """A question file, and the documents that it is asked of; none means the index in use."""

    file: Path
    located: list[LocatedCase]
    documents: tuple[Path, ...]


def _question_sets(files: list[Path], documents: list[Path] | None, *, beside: bool) -> list[_Set]:
    files = files or shipped_question_files()
    if not files:
        raise CaseError("没有随附的题目文件。请写明题目文件的路径：zhice eval run 题目.jsonl")
    if len({file.stem for file in files}) < len(files):
        raise CaseError("两个题目文件的名字相同。请改名，或分开运行。")
    sets = []
    for file in files:
        policy = document_beside(file) if beside else None
        own = tuple(documents or ([policy] if policy else []))
        sets.append(_Set(file, read_located(file), own))
    return sets


def _asked(sets: Sequence[_Set], settings: Settings, backend: Backend, name: str) -> Run:
    """The run of the sets; those on the same documents share an index."""
    from evals.case_check import check_cases
    from evals.clause_tree import shipped_trees
    from evals.runner import run_cases

    with tempfile.TemporaryDirectory() as folder:
        parts: dict[tuple[Path, ...], MeasuredParts] = {}
        for each in sets:
            if each.documents not in parts:
                place = Path(folder) / str(len(parts)) if each.documents else settings.index
                parts[each.documents] = _parts(each.documents, place, settings, backend)
            documents = parts[each.documents].conversation.documents
            check_cases(each.file, each.located, documents, shipped_trees())
        progress = ProgressBar(sys.stderr)
        results = [
            result
            for each in sets
            for result in run_cases(
                parts[each.documents].conversation,
                [located.case for located in each.located],
                each.file.stem,
                progress,
            )
        ]
        progress.close()
        about = _about(sets, settings, list(parts.values()))
    latencies = {result.record.key: result.latency_ms for result in results if result.latency_ms}
    return Run(name, about, tuple(result.record for result in results), latencies)


def _parts(
    documents: tuple[Path, ...], index: Path, settings: Settings, backend: Backend
) -> "MeasuredParts":
    settings = dataclasses.replace(settings, index=index)
    if documents:
        backend.build_index(settings, list(documents), lambda done, total, step: None)
    return backend.assemble_parts(settings)


def _about(sets: Sequence[_Set], settings: Settings, parts: "Sequence[MeasuredParts]") -> RunAbout:
    from evals.clause_tree import shipped_trees, tree_figures

    documents = [document for part in parts for document in part.conversation.documents]
    return RunAbout(
        sets=tuple(
            QuestionSet(
                each.file.stem,
                hashlib.sha256(each.file.read_bytes()).hexdigest(),
                len(each.located),
            )
            for each in sets
        ),
        documents=tuple(document.identifier for document in documents),
        index_digest=" ".join(part.index.digest for part in parts),
        model=parts[0].embedder.name,
        model_digest=parts[0].embedder.digest,
        answerer="extractive",
        revision=_revision(),
        settings={"question_limit": str(settings.question_limit)},
        parse=tuple(tree_figures(documents, shipped_trees())),
    )


def _revision() -> str:
    """The git revision of the program with `-dirty` where files changed, or empty."""
    command = ["git", "-C", str(_PROGRAM), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
