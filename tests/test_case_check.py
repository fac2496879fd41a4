"""Question files against the documents that they are about."""

from pathlib import Path

import pytest
from scripted_assistant import small_document

from documents import Document
from evals.case import Case, CaseError
from evals.case_check import check_cases
from evals.clause_tree import GoldTree, TreeNode, shipped_trees
from evals.question_file import LocatedCase, read_located, shipped_question_files

FILE = Path("q.jsonl")


def located(
    gold: str, include: tuple[str, ...] = (), *, computed: bool = False, line: int = 1
) -> LocatedCase:
    groups = (include,) if include else ()
    case = Case("a", "fact", "问", (), True, (gold,), False, groups, (), "", (), computed)
    return LocatedCase(case, line)


def test_good_cases_pass() -> None:
    cases = [
        located("一", ("70%", "65%以上")),
        located("二", ("30 个",)),  # in a clause inside
        located("一", ("三个",), computed=True),
    ]
    check_cases(FILE, cases, [small_document()], [])


def test_every_problem_is_named_with_file_line_and_field() -> None:
    cases = [located("九", line=3), located("一", ("70%", "80%"), line=5)]
    with pytest.raises(CaseError) as refused:
        check_cases(FILE, cases, [small_document()], [])
    assert str(refused.value).split("\n") == [
        "q.jsonl:3: 字段 gold_clauses：文件里没有条款“九”",
        "q.jsonl:5: 字段 must_include：“70% / 80%”不在标准条款里（算出来的答案请写 computed）",
    ]


def test_a_clause_that_only_the_gold_tree_has_was_lost_in_reading() -> None:
    tree = GoldTree("青政发〔2024〕3号", (TreeNode("九", "", ""),))
    check_cases(FILE, [located("九", ("70%",))], [small_document()], [tree])


def test_what_must_be_there_and_must_not_is_a_contradiction() -> None:
    case = Case("a", "fact", "问", (), True, ("一",), False, (("65%以上",),), ("65%",), "")
    with pytest.raises(CaseError, match="must_not_include 排除了 must_include 的“65%以上”"):
        check_cases(FILE, [LocatedCase(case, 1)], [small_document()], [])


def test_many_problems_are_cut_short() -> None:
    cases = [located("九", line=line) for line in range(1, 31)]
    with pytest.raises(CaseError) as refused:
        check_cases(FILE, cases, [small_document()], [])
    assert str(refused.value).split("\n")[-1] == "…… 还有 10 处"


@pytest.mark.parametrize("name", ["opinion_tuning", "opinion_reporting"])
def test_the_shipped_questions_on_the_opinion_are_sound(name: str, opinion: Document) -> None:
    (file,) = [file for file in shipped_question_files() if file.stem == name]
    check_cases(file, read_located(file), [opinion], shipped_trees())
