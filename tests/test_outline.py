"""The outline over shapes of documents: each text of tests/shapes against its tree written by hand."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import Document, parse_document
from documents.errors import DocumentError

SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.txt"))
DIVIDER = "\n=====\n"


def read_shape(path: Path) -> tuple[Document, list[tuple[int, str, str]]]:
    """A document and its clauses as written by hand: level, number, title."""
    text, _, tree = path.read_text(encoding="utf-8").partition(DIVIDER)
    wanted = []
    for line in filter(str.strip, tree.splitlines()):
        number, _, title = line.strip().partition("|")
        wanted.append(((len(line) - len(line.lstrip())) // 2 + 1, number, title))
    return parse_document([part.strip() for part in text.splitlines() if part], path.name), wanted


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_a_shape_is_read_as_its_tree(path: Path) -> None:
    document, wanted = read_shape(path)
    assert [(clause.level, clause.number, clause.title) for clause in document.clauses] == wanted


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_the_clauses_give_the_text_back(path: Path) -> None:
    document, _ = read_shape(path)
    assert "\n".join(clause.text for clause in document.clauses) == document.text
    for clause in document.clauses:
        assert document.text[clause.start : clause.end] == clause.text


def test_there_are_many_shapes() -> None:
    assert len(SHAPES) >= 25


def test_the_title_of_a_document_inside_leads_the_heading_path() -> None:
    document, _ = read_shape(next(path for path in SHAPES if path.stem == "ministry_order"))
    rule = document.find("第三条")
    assert rule is not None
    assert (document.title, document.number) == (
        "食用农产品追溯管理规定",
        "国家某某监督管理总局令第86号",
    )
    lines = [
        "某市关于印发两个办法的通知",
        "现印发给你们。",
        "某市供水管理办法",
        "第一条 支持甲。",
        "第二条 施行。",
    ]
    inner = parse_document(lines, "inner.txt")
    assert inner.heading_path(inner.clauses[-1]) == ["某市供水管理办法"]


def test_blank_lines_are_no_titles() -> None:
    lines = ["某市关于养老服务的通知", "", "各区：", "一、目标", "支持甲。", "", "某市办公室", ""]
    assert [clause.number for clause in parse_document(lines, "a.txt").clauses][-1] == "一"


LINE = st.one_of(
    st.text("一二三四、.．（）()123第条章节部分附件专栏问答：。；①⑴㈠ 　【】甲", min_size=1, max_size=24),
    st.sampled_from([
        "某市人民政府关于印发某办法的通知", "某市管理办法", "一、总则", "（一）目标。甲。", "1.1 目的",
        "第一章 总则", "第三条  定义  丙。", "附件1", "附件：1.甲表", "2.乙表", "专栏1 工程", "问：何时？",
        "答：即日。", "【支持甲】奖励。", "加强组织领导", "各地要落实责任，形成合力，确保各项任务按期完成，取得实际成效，群众满意。",
        "某市人民政府", "2025年1月2日", "目录", "序号 任务 单位", "1 甲 乙",
    ]),
).map(str.strip).filter(bool)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=40))
def test_any_lines_are_read_or_refused_with_a_message(lines: list[str]) -> None:
    try:
        document = parse_document(lines, "any.txt")
    except DocumentError:
        return
    assert "\n".join(clause.text for clause in document.clauses) == document.text
    kept = "".join(document.text.split())
    dropped = "".join(defect.quote for defect in document.defects)
    assert all("".join(line.split()) in kept or line[:30] in dropped for line in lines[-1:])
