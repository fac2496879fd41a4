"""Short forms of longer names, and words of one character joined."""

import pytest

from assistant.short_forms import is_short_for, joined


@pytest.mark.parametrize(
    ("short", "text", "is_one"),
    [
        ("公交", "白石市公共交通票价办法", True),
        ("保租房", "保障性租赁住房管理办法", True),
        ("电动车", "电动自行车停放管理规定", True),
        ("公园", "公共交通票价办法", False),
        ("住房", "保障性租赁住房管理办法", False),  # a word of its own
        ("车电", "电动自行车停放管理规定", False),
        ("电", "电动自行车停放管理规定", False),
        ("", "电动自行车停放管理规定", False),
    ],
)
def test_a_short_form_takes_of_each_word(short: str, text: str, is_one: bool) -> None:
    assert is_short_for(short, text) is is_one


def test_single_characters_are_joined_in_their_order() -> None:
    assert joined(["养", "犬", "登记", "费"]) == ["养犬"]
    assert joined([]) == []
