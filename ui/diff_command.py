"""`zhice diff`: what changed between two versions of a policy, for the terminal or as JSON."""

import argparse
import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from assistant.by_document import carried_title
from assistant.settings import Settings
from assistant.standing import standings
from documents.difference import compare_documents
from documents.document import Document
from documents.errors import DocumentError
from documents.metadata import Amendment
from documents.reading import read_document
from ui.amendment_view import amendments_json, readable_amendments
from ui.backend import Backend
from ui.chinese_parser import ChineseParser
from ui.console import colours_wanted, text_width
from ui.difference_view import difference_json, readable_difference

_SHOWN_NAMES = 10


def add_command(commands: "argparse._SubParsersAction[ChineseParser]") -> None:
    """Register the subcommand."""
    description = (
        "比较两个版本：修改、新增、删除、移动的条款，逐词的差异，变化的数字。\n"
        "第二份文件只修改第一份的部分条款时，列出所改的条款。\n"
        "写文件路径，或已载入文件的文号、标题。"
    )
    parser = commands.add_parser("diff", help="比较两个版本的条款", description=description)
    parser.add_argument("old", metavar="旧", help="旧版：文件路径、文号或标题")
    parser.add_argument("new", metavar="新", help="新版：文件路径、文号或标题")
    parser.add_argument("--index", type=Path, metavar="文件夹", help="索引文件夹")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings, backend: Backend) -> int:
    """Compare and print."""
    if arguments.index:
        settings = settings.in_folder(arguments.index)
    names = (arguments.old, arguments.new)
    loaded: Sequence[Document] = ()
    if not all(Path(name).is_file() for name in names):
        loaded = backend.assemble(settings).documents
    old, new = (_document(name, loaded) for name in names)
    amended = [
        each for by in standings((old, new))[old.identifier].amended_by for each in by.changes
    ]
    if amended:
        return _show_amendments(old, new, amended, arguments.json)
    changes = compare_documents(old, new)
    if arguments.json:
        print(json.dumps(difference_json(old, new, changes), ensure_ascii=False, indent=2))
    else:
        print(readable_difference(old, new, changes, text_width(), colours_wanted(sys.stdout)))
    return 0


def _show_amendments(
    old: Document, new: Document, changes: Sequence[Amendment], as_json: bool
) -> int:
    """Print what a document changes in another that it amends: most of that one stands as it is."""
    if as_json:
        print(json.dumps(amendments_json(old, new, changes), ensure_ascii=False, indent=2))
    else:
        width, colours = text_width(), colours_wanted(sys.stdout)
        print(readable_amendments(old, new, changes, width, colours))
    return 0


def _document(name: str, loaded: Sequence[Document]) -> Document:
    """The file of this name, else the loaded document with this number or title.

    Raises:
        DocumentError: There is none, or several have these words in their title.
    """
    if Path(name).is_file():
        return read_document(Path(name))
    plain = unicodedata.normalize("NFKC", name).strip("《》")
    exact = [d for d in loaded if plain in _exact_names(d)]
    found = exact or [d for d in loaded if name in d.title or name in d.number]
    if len(found) == 1:
        return found[0]
    known = "、".join(d.identifier for d in (found or loaded)[:_SHOWN_NAMES]) or "（没有）"
    if found:
        raise DocumentError(f"“{name}”可以是 {len(found)} 份文件：{known}。请写文号。")
    raise DocumentError(
        f"没有文件或已载入的文件叫“{name}”。已载入：{known}。请写路径、文号或标题。"
    )


def _exact_names(document: Document) -> list[str]:
    """Number and titles of a document, its own and that of what it carries, in plain characters."""
    names = (document.identifier, document.number, document.title, carried_title(document.title))
    return [unicodedata.normalize("NFKC", name).strip("《》") for name in names]
