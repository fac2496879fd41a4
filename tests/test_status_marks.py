"""Marks that a document has ended, in its title and on the page around it."""

import pytest

from documents import DefectKind, parse_document
from documents.document import Defect
from documents.status_marks import ended_mark, without_mark


@pytest.mark.parametrize(
    ("around", "mark"),
    [
        ("索引号\t001\t有效性\t失效\t废止日期\t2024-12-31", "失效"),
        ("发布时间：2023-05-08 状态：已废止", "已废止"),
        ("有效性：\n失效", "失效"),
        ("【失效】本文件已于2024年12月31日废止", "失效"),
        ("本文件已被《松原市停车办法》废止。", "废止"),
        ("有效性：有效", ""),
        ("状态：现行有效", ""),
        ("《松原市停车办法》（已废止）相关链接", ""),
        ("规范性文件失效废止目录", ""),
    ],
)
def test_marks_of_a_page(around: str, mark: str) -> None:
    assert ended_mark("松原市停车管理办法", [around]) == mark


@pytest.mark.parametrize("title", ["【已废止】松原市停车管理办法", "松原市停车管理办法（已废止）"])
def test_marks_of_a_title(title: str) -> None:
    assert (ended_mark(title, []), without_mark(title)) == ("已废止", "松原市停车管理办法")


def test_a_title_about_what_ends_is_no_mark() -> None:
    title = "松原市人民政府关于废止部分文件的决定"
    assert (ended_mark(title, []), without_mark(title)) == ("", title)


def test_only_the_page_around_a_document_marks_it() -> None:
    lines = ["松原市停车管理办法", "第一条 每小时3元。", "第二条 每日20元。"]

    def ended(kind: DefectKind) -> str:
        told = Defect(kind, "没有读入", None, "有效性：失效")
        return parse_document(lines, "rule.html", (told,)).metadata.ended

    assert (ended(DefectKind.PAGE_CHROME), ended(DefectKind.HIDDEN_TEXT)) == ("失效", "")
