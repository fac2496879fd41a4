"""The parse stage: a document as read against its tree written by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from scripted_assistant import small_document

from documents import Document
from evals.case import CaseError
from evals.clause_tree import (
    GoldTree,
    TreeNode,
    compare_tree,
    read_gold_tree,
    shipped_trees,
    tree_figures,
    tree_of,
    written,
)

TREE = """\
青政发〔2024〕3号
标题
引言
一\t总体要求
二\t主要任务
  二(一)\t扩大供给
    二(一)1\t居家养老
    二(一)2\t<b>智慧</b>养老
  二(二)\t提升质量
"""


def test_a_tree_is_read_with_its_levels(tmp_path: Path) -> None:
    path = tmp_path / "tree.txt"
    path.write_text(TREE, encoding="utf-8")
    tree = read_gold_tree(path)
    assert tree.document == "青政发〔2024〕3号"
    assert tree.nodes[-2:] == (
        TreeNode("二(一)2", "<b>智慧</b>养老", "二(一)"),
        TreeNode("二(二)", "提升质量", "二"),
    )
    assert written(tree) == TREE
    assert tree == tree_of(small_document())


def test_what_is_missing_and_what_is_extra_counts() -> None:
    document = small_document()
    right = tree_of(document)
    figures = compare_tree(document, right)
    assert (figures.precision, figures.recall) == (1, 1)
    renamed = replace(right.nodes[2], title="总要求")
    gold = GoldTree(
        right.document, (*right.nodes[:2], renamed, *right.nodes[3:], TreeNode("三", "", ""))
    )
    figures = compare_tree(document, gold)
    assert figures.precision == pytest.approx(7 / 8)
    assert figures.recall == pytest.approx(7 / 9)
    assert (figures.missing, figures.extra) == (("一", "三"), ("一",))


def test_the_opinion_is_read_as_its_tree(opinion: Document) -> None:
    (figures,) = tree_figures([opinion, small_document()], shipped_trees())
    assert (figures.document, figures.precision, figures.recall) == (opinion.identifier, 1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [("文号\n", "里没有条款"), ("", "里没有条款"), ("文号\n一\n    一(一)\n", ":3: 缩进")],
)
def test_a_wrong_tree_is_a_message(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "tree.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=message):
        read_gold_tree(path)
