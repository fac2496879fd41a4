"""The parse stage: the clause tree that was read against one written by hand.

A gold tree is a text file: the document's identifier, then one clause a line, indented by two
spaces a level, number and title with a tab between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.document import Document
from evals.case import CaseError
from evals.record import TreeFigures


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A clause as it should be read; `parent` is the number of the clause above, empty at the top."""

    number: str
    title: str
    parent: str


@dataclass(frozen=True, slots=True)
class GoldTree:
    """The clauses that a document has, in reading order."""

    document: str
    nodes: tuple[TreeNode, ...]


def read_gold_tree(path: Path) -> GoldTree:
    """Read a gold tree.

    Raises:
        CaseError: The file cannot be read or is not in this form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise CaseError(f"不能读取条款树“{path}”：{exc}。") from exc
    nodes: list[TreeNode] = []
    above: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        level = (len(line) - len(line.lstrip(" "))) // 2
        printed, _, title = line.strip().partition("\t")
        if level > len(above):
            raise CaseError(f"{path}:{number}: 缩进比上一行多了不止一级。")
        above[level:] = [printed]
        nodes.append(TreeNode(printed, title, above[level - 1] if level else ""))
    if not nodes:
        raise CaseError(f"条款树“{path}”里没有条款。第一行是文号或标题，以下每行一条。")
    return GoldTree(lines[0].strip(), tuple(nodes))


def tree_of(document: Document) -> GoldTree:
    """The tree of a document as it was read."""
    nodes = []
    for clause in document.clauses:
        parent = document.parent(clause)
        nodes.append(TreeNode(clause.number, clause.title, parent.number if parent else ""))
    return GoldTree(document.identifier, tuple(nodes))


def written(tree: GoldTree) -> str:
    """The text of a gold tree file."""
    levels: dict[str, int] = {}
    lines = [tree.document]
    for node in tree.nodes:
        levels[node.number] = levels[node.parent] + 1 if node.parent else 0
        lines.append(f"{'  ' * levels[node.number]}{node.number}\t{node.title}".rstrip())
    return "\n".join(lines) + "\n"


def compare_tree(document: Document, gold: GoldTree) -> TreeFigures:
    """How well a document was read."""
    read, wanted = tree_of(document).nodes, gold.nodes
    right = len(set(read) & set(wanted))
    return TreeFigures(
        document.identifier,
        right / len(set(read)) if read else 0.0,
        right / len(set(wanted)),
        tuple(node.number for node in wanted if node not in set(read)),
        tuple(node.number for node in read if node not in set(wanted)),
    )


def shipped_trees() -> list[GoldTree]:
    """The gold trees that come with the program."""
    folder = Path(__file__).parent / "trees"
    return [read_gold_tree(path) for path in sorted(folder.glob("*.txt"))]


def tree_figures(documents: Sequence[Document], trees: Sequence[GoldTree]) -> list[TreeFigures]:
    """The figures of every document that has a gold tree."""
    by_document = {tree.document: tree for tree in trees}
    return [
        compare_tree(document, by_document[document.identifier])
        for document in documents
        if document.identifier in by_document
    ]
