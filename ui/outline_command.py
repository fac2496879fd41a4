"""`zhice outline`: files in, what was understood out: metadata, clause tree, defects. Indexes nothing."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from assistant.settings import Settings
from documents.document import Clause, Document
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.index_command import recognised

_SHOWN_CHARACTERS = 40


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "不建索引，只读文件：认出的标题、文号、有效期，条款的层次，缺陷。"
    parser = commands.add_parser("outline", help="看文件读成了什么样", description=description)
    parser.add_argument("files", nargs="+", type=Path, metavar="路径", help="文件或文件夹")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出，含全部条款的原文")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Read and print; exit status 1 when a file cannot be read."""
    from assistant.assembly import policy_files  # for the help alone it takes too long
    from documents.reading import read_documents

    failed = False
    for file in read_documents(policy_files(arguments.files)):
        if file.document is None:
            failed = True
            print(f"zhice：{file.path}：{file.problem}", file=sys.stderr)
        elif arguments.json:
            print(json.dumps({"file": str(file.path)} | asdict(file.document), ensure_ascii=False))
        else:
            print(f"{file.path}\n{recognised(file.document)}")
            print("\n".join(outline(file.document)), end="\n\n")
    return 1 if failed else 0


def outline(document: Document) -> Iterator[str]:
    """The clauses of a document, a line each, set in by their level."""
    for clause in document.clauses:
        yield f"  {'  ' * clause.level}{clause.number}　{_shown(document, clause)}"


def _shown(document: Document, clause: Clause) -> str:
    """The title of a clause, else how it begins, in one line."""
    words = clause.title or " ".join(document.text[clause.body : clause.end].split())
    return words if len(words) <= _SHOWN_CHARACTERS else f"{words[:_SHOWN_CHARACTERS]}……"
