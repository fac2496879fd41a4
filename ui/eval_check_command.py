"""`zhice eval check`: validates question files, and writes them in the other format."""

import argparse
import json
import tempfile
from pathlib import Path

from assistant.settings import Settings
from evals.case import Case, CaseError
from evals.question_file import document_beside, read_located
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = (
        "检查题目文件：字段、编号、标准条款和答案是否在原文里；也可另存为 .xlsx 或 .jsonl。"
    )
    parser = commands.add_parser("check", help="检查题目文件", description=description)
    parser.add_argument("questions", type=Path, metavar="题目文件", help=".jsonl 或 .xlsx")
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument(
        "--documents", nargs="+", type=Path, metavar="路径", help="对照这些文件，不用现有的索引"
    )
    parser.add_argument("--output", type=Path, metavar="文件", help="另存为 .xlsx 或 .jsonl")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Check and, if asked for, write; exit status 2 when something is wrong."""
    from evals.case_check import check_cases
    from evals.clause_tree import shipped_trees

    located = read_located(arguments.questions)
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    beside = None if arguments.index else document_beside(arguments.questions)
    paths: list[Path] = arguments.documents or ([beside] if beside else [])
    if paths:
        with tempfile.TemporaryDirectory() as folder:
            settings = settings.in_folder(Path(folder))
            backend.build_index(settings, paths, lambda done, total, step: None)
            documents = backend.assemble(settings).documents
    else:
        documents = backend.assemble(settings).documents
    check_cases(arguments.questions, located, documents, shipped_trees())
    names = "、".join(document.name for document in documents)
    print(f"{arguments.questions.name}：{len(located)} 题，对照 {names}，没有发现问题。")
    if arguments.output:
        _write(arguments.output, [each.case for each in located])
        print(f"已写入 {arguments.output}")
    return 0


def _write(path: Path, cases: list[Case]) -> None:
    if path.suffix.lower() == ".xlsx":
        from evals.case_sheet import write_sheet

        try:
            path.write_bytes(write_sheet(cases))
        except OSError as exc:
            raise CaseError(f"无法写入“{path}”：{exc.strerror or exc}。请检查路径和权限。") from exc
    elif path.suffix.lower() == ".jsonl":
        lines = (json.dumps(case.fields(), ensure_ascii=False) for case in cases)
        write_whole(path.resolve(), "".join(f"{line}\n" for line in lines))
    else:
        raise CaseError(f"不能另存为“{path.name}”。可用的类型：.xlsx、.jsonl。")
