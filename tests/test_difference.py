"""What changed between two versions of a policy: clauses, words, figures."""

import pytest
from elder_care_policy import CARE, care_policy, changed_care_policy
from hypothesis import given
from hypothesis import strategies as st

from documents.difference import (
    ChangeKind,
    Edit,
    EditKind,
    FigureChange,
    compare_documents,
    word_edits,
)
from documents.document import Document
from documents.reading import parse_document


def kinds(old: Document, new: Document) -> list[tuple[str, str, str]]:
    """Kind, old number and new number of every clause that is not the same."""
    return [
        (
            change.kind.name,
            change.before.number if change.before else "",
            change.after.number if change.after else "",
        )
        for change in compare_documents(old, new)
        if change.kind is not ChangeKind.SAME
    ]


def test_a_document_is_the_same_as_itself() -> None:
    assert kinds(care_policy(), care_policy()) == []


def test_a_changed_figure() -> None:
    changes = compare_documents(care_policy(), changed_care_policy())
    (changed,) = [change for change in changes if change.kind is not ChangeKind.SAME]
    assert changed.kind is ChangeKind.CHANGED
    assert changed.figures == (FigureChange("30个", "45个", "新建社区食堂"),)
    assert [edit for edit in changed.edits if edit.kind is not EditKind.KEPT] == [
        Edit(EditKind.DELETED, "30"),
        Edit(EditKind.INSERTED, "45"),
    ]


def test_a_comparator_belongs_to_its_figure() -> None:
    lines = [line.replace("65%以上", "不低于70%") for line in CARE]
    changes = compare_documents(care_policy(), parse_document(lines, "new.txt"))
    (changed,) = [change for change in changes if change.kind is not ChangeKind.SAME]
    (figure,) = changed.figures
    assert (figure.before, figure.after) == ("65%以上", "不低于70%")


def test_a_goal_put_off_shows_its_years() -> None:
    lines = [line.replace("2025年", "2027年") for line in CARE]
    changes = compare_documents(care_policy(), parse_document(lines, "new.txt"))
    figures = [figure for change in changes for figure in change.figures]
    assert [(figure.before, figure.after) for figure in figures] == [
        ("到2025年65%以上", "到2027年65%以上"),
        ("到2025年2000张", "到2027年2000张"),
    ]


def test_added_removed_and_moved_clauses() -> None:
    lines = [*CARE[:7], CARE[8].replace("(二)", "(一)"), "(二)医养结合。养老机构内设医务室。"]
    new = parse_document(lines, "new.txt")
    assert kinds(care_policy(), new) == [
        ("REMOVED", "二(一)", ""),
        ("ADDED", "", "二(二)"),
    ]
    swapped = [*CARE[:7], CARE[8].replace("(二)", "(一)"), CARE[7].replace("(一)", "(二)")]
    (moved,) = kinds(care_policy(), parse_document(swapped, "new.txt"))
    assert moved[0] == "MOVED"


@pytest.mark.parametrize(
    ("head", "before", "after"),
    [
        ([], ["一、建食堂。", "二、办学堂。"], ["一、登记信息。", "二、建食堂。", "三、办学堂。"]),
        (["第一条 任务："], ["①建食堂。", "②办学堂。"], ["①登记信息。", "②建食堂。", "③办学堂。"]),
        (["1 总则"], ["1.1 目的", "1.2 依据"], ["1.1 定义", "1.2 目的", "1.3 依据"]),
        (
            [],
            ["第一部分 目标", "第二部分 任务"],
            ["第一部分 现状", "第二部分 目标", "第三部分 任务"],
        ),
    ],
)
def test_another_number_alone_is_no_change(
    head: list[str], before: list[str], after: list[str]
) -> None:
    old, new = (parse_document(["松原市办法", *head, *lines], "a") for lines in (before, after))
    ((kind, _, _),) = kinds(old, new)
    assert kind == "ADDED"


@given(
    st.text(alphabet="养老床位65%以上。, ", max_size=30), st.text("养老床位70%。, ", max_size=30)
)
def test_edits_joined_give_both_texts(before: str, after: str) -> None:
    edits = word_edits(before, after)
    kept = [e for e in edits if e.kind is not EditKind.INSERTED]
    come = [e for e in edits if e.kind is not EditKind.DELETED]
    blank = str.maketrans("", "", " ")
    assert "".join(e.text for e in kept).translate(blank) == before.translate(blank)
    assert "".join(e.text for e in come).translate(blank) == after.translate(blank)
