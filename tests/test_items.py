"""Items counted inside a paragraph, with their places."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.items import goes_on_inline, inline_items
from documents.markers import read_marker


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "要做好三项工作。一是健全体系；二是完善网格，每格不超过500户；三是下沉资源。要抓实。",
            ["一是健全体系", "二是完善网格，每格不超过500户", "三是下沉资源"],
        ),
        ("各地一要重视。二要落实。", ["一要重视", "二要落实"]),
        ("包括：①经费；②队伍；③考核。", ["①经费", "②队伍", "③考核"]),
        ("奖励：（一）股改，50万元；（二）上市，300万元。", ["（一）股改，50万元", "（二）上市，300万元"]),
        ("材料：1.申请表；2.证明。", ["1.申请表", "2.证明"]),
        ("第一，提高认识；第二，强化督导。", ["第一，提高认识", "第二，强化督导"]),
    ],
)  # fmt: skip
def test_items(text: str, items: list[str]) -> None:
    (found,) = inline_items(text)
    assert [text[item.start : item.end] for item in found] == items


@pytest.mark.parametrize(
    "text", ["唯一是目标。", "增长1.5倍，2.3亿元。", "一是健全体系。", "依照（一）、（三）项。"]
)
def test_no_items(text: str) -> None:
    assert inline_items(text) == []


def test_a_line_with_its_second_number_is_one_paragraph() -> None:
    line = "①落实经费。②配强队伍。"
    marker = read_marker(line)
    assert marker is not None
    assert goes_on_inline(line, marker)
    assert not goes_on_inline("①落实经费。", marker)


@given(st.text("一二三是要①②③（）12.。；，甲乙\n"))
def test_items_follow_each_other(text: str) -> None:
    for items in inline_items(text):
        assert len(items) > 1
        for before, behind in pairwise(items):
            assert before.start < before.end <= behind.start


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("3.2026年度研发费用占比不低于1.5%；", "3"),
        ("1．2024年1月1日以来发生事故的；", "1"),
        ("2、2025年以来受过处罚的；", "2"),
        ("3.5万元以上的项目", ""),
        ("1.1总体要求", ""),
    ],
)
def test_an_item_may_begin_with_a_year(line: str, label: str) -> None:
    marker = read_marker(line)
    assert (marker.label if marker and marker.family.name == "ARABIC" else "") == label
