"""`zhice index`: policy files and folders in, an index folder out, and what was recognised."""

import argparse
import sys
from pathlib import Path

from assistant.settings import Settings
from documents.document import Document
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.console import ProgressBar


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = (
        "读取政策文件，识别条款，建立索引；出错时原有索引不受影响。"
        "文件夹里读不成的文件会列出原因，其余照常收入。"
    )
    parser = commands.add_parser("index", help="建立索引", description=description)
    parser.add_argument(
        "--documents",
        nargs="+",
        type=Path,
        metavar="路径",
        help="文件或文件夹；不写则用随附的和在网页里添加的政策文件",
    )
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Build the index and print what was recognised."""
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    paths = arguments.documents or backend.kept_documents(settings)
    progress = ProgressBar(sys.stderr)
    try:
        report = backend.build_index(settings, paths, progress)
    finally:
        progress.close()
    for document in report.documents.values():
        print(recognised(document))
        print()
    print(
        f"共 {len(report.documents)} 份文件、{report.passages} 个片段，"
        f"用时 {report.seconds:.1f} 秒。索引在 {settings.place}"
    )
    if report.refused:
        print(f"zhice：文件夹里有 {len(report.refused)} 份文件没有收入：", file=sys.stderr)
        for file in report.refused:
            print(f"  {file.path}：{file.problem}", file=sys.stderr)
    return 1 if report.refused else 0


def recognised(document: Document) -> str:
    """What was recognised in a document, as lines."""
    lines = [
        f"《{document.title}》",
        f"  文号：{document.number or '（未写明）'}",
        f"  {_described(document)}",
        f"  条款：{len(document.clauses)} 个",
    ]
    lines += [f"  缺陷：{defect.message}" for defect in document.defects] or ["  缺陷：无"]
    return "\n".join(lines)


def _described(document: Document) -> str:
    """Place, year, level, kind and validity, as far as they are known."""
    metadata = document.metadata
    known = (
        ("地区", "".join(metadata.places)),
        ("年份", str(metadata.year or "")),
        ("层级", metadata.level.value if metadata.level else ""),
        ("文种", metadata.kind),
        ("施行", metadata.effective),
        ("有效期至", metadata.expires),
        ("标明", metadata.ended),
        ("废止", "、".join(metadata.abolishes)),
        ("修改", "、".join(each.names[0] for each in metadata.amends)),
        ("延长有效期", "、".join(f"{name} 至 {day}" for name, day in metadata.extends)),
    )
    return (
        "，".join(f"{name}：{value}" for name, value in known if value) or "地区、文种：（未认出）"
    )
