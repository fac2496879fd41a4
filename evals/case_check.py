"""Cases against the documents that they are about: what cannot be right is named before a run."""

from collections.abc import Sequence
from pathlib import Path

from documents.document import Document
from evals.case import Case, CaseError
from evals.clause_tree import GoldTree
from evals.metrics import contains_one, normalised
from evals.question_file import LocatedCase

_SHOWN = 20


def check_cases(
    path: Path,
    cases: Sequence[LocatedCase],
    documents: Sequence[Document],
    trees: Sequence[GoldTree],
) -> None:
    """Check that gold clauses exist and hold what the answers must.

    A clause exists when the document or its gold tree has it: one that only the gold tree has was
    lost in reading, which the run reports.

    Raises:
        CaseError: A gold clause does not exist, or a `must_include` list of a case that is not
            `computed` has no alternative in a gold clause; all such lines are named, up to twenty.
    """
    known = {clause.number for document in documents for clause in document.clauses}
    asked = {document.identifier for document in documents}
    expected = {node.number for tree in trees if tree.document in asked for node in tree.nodes}
    problems = [
        f"{path}:{located.line}: {problem}"
        for located in cases
        for problem in _problems(located.case, documents, known, expected)
    ]
    if problems:
        rest = [f"…… 还有 {len(problems) - _SHOWN} 处"] if len(problems) > _SHOWN else []
        raise CaseError("\n".join([*problems[:_SHOWN], *rest]))


def _problems(
    case: Case, documents: Sequence[Document], known: set[str], expected: set[str]
) -> list[str]:
    ruled_out = [
        group
        for group in case.must_include
        if all(contains_one(normalised(words), case.must_not_include) for words in group)
    ]
    if ruled_out:
        return [f"字段 must_not_include 排除了 must_include 的“{' / '.join(ruled_out[0])}”"]
    missing = [number for number in case.gold_clauses if number not in known | expected]
    if missing:
        return [f"字段 gold_clauses：文件里没有条款“{number}”" for number in missing]
    if case.computed or not set(case.gold_clauses) <= known:
        return []
    text = normalised("\n".join(_gold_texts(case, documents)))
    return [
        f"字段 must_include：“{' / '.join(group)}”不在标准条款里（算出来的答案请写 computed）"
        for group in case.must_include
        if not contains_one(text, group)
    ]


def _gold_texts(case: Case, documents: Sequence[Document]) -> list[str]:
    """The gold clauses with all that lies inside them."""
    return [
        inner.text
        for document in documents
        for clause in document.clauses
        if clause.number in case.gold_clauses
        for inner in document.subtree(clause)
    ]
