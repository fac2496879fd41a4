"""`zhice eval generate`: makes questions from documents and writes them as a question file."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from documents.document import Document
from evals.case import Case, CaseError
from evals.report import aligned
from ui.backend import Backend
from ui.batch_command import write_whole
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = "由文件自动生成题目，写成题目文件，可用 zhice eval run 检验。"
    parser = commands.add_parser("generate", help="生成题目", description=description)
    parser.add_argument(
        "--documents",
        nargs="+",
        type=Path,
        metavar="路径",
        help="政策文件或文件夹；不写则用索引里的全部文件",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument(
        "--output", type=Path, required=True, metavar="文件", help="写入题目的文件（JSON Lines）"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Make the questions of all documents; with several, each question names its document.

    Raises:
        CaseError: Nothing can be asked about the documents, or the output cannot be written.
    """
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    output: Path = arguments.output.resolve()
    if output.is_dir() or not output.parent.is_dir():
        raise CaseError(f"不能写入“{arguments.output}”。请写明一个现有文件夹里的文件名。")
    if arguments.documents:
        documents = _read(arguments.documents)
    else:
        documents = list(backend.assemble(settings).documents)
    cases = _cases(documents)
    if not cases:
        raise CaseError("这些文件里没有可以出题的内容。请换用有编号条款的政策文件。")
    write_whole(
        output, "".join(json.dumps(case.fields(), ensure_ascii=False) + "\n" for case in cases)
    )
    counts = Counter(case.category for case in cases)
    rows = [("类别", "题数"), *((name, str(number)) for name, number in counts.items())]
    print(aligned([*rows, ("合计", str(len(cases)))]))
    print(
        f"由 {len(documents)} 份文件生成 {len(cases)} 题，写入 {arguments.output}", file=sys.stderr
    )
    return 0


def _read(paths: Sequence[Path]) -> list[Document]:
    from assistant.assembly import policy_files
    from documents.errors import DocumentError
    from documents.reading import read_documents

    read: list[Document] = []
    for file in read_documents(policy_files(paths)):
        if file.document is None:
            raise DocumentError(file.problem)
        read.append(file.document)
    return read


def _cases(documents: Sequence[Document]) -> list[Case]:
    from documents.facts import extract_facts
    from evals.generation import generate_cases, naming_document

    cases: list[Case] = []
    progress = ProgressBar(sys.stderr)
    for done, document in enumerate(documents, 1):
        made = generate_cases(document, extract_facts(document))
        cases += naming_document(made, document) if len(documents) > 1 else made
        progress(done, len(documents), document.title)
    progress.close()
    return cases
