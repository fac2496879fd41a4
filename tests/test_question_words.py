"""What a question asks about, without the words that only ask."""

import pytest

from index.question_words import without_question_words


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("养老机构护理型床位占比是多少?", "养老机构护理型床位占比是 ?"),
        ("什么时候建成哪个园区", " 建成 园区"),
        ("有几家企业?", "有 家企业?"),
        ("请问能不能申请补贴吗?", "  申请补贴 ?"),
        ("网吧归谁管", "网吧归 管"),
        ("酒吧", "酒吧"),
        ("几内亚的出口额", "几内亚的出口额"),
        ("哪吒在哪里上映呢", "哪吒在 上映 "),
    ],
)
def test_only_words_that_ask_are_left_out(question: str, rest: str) -> None:
    assert without_question_words(question) == rest


@pytest.mark.parametrize("question", ["是什么?", "怎么办", "多少钱", "", "?"])
def test_a_question_of_little_else_stays_as_it_is(question: str) -> None:
    assert without_question_words(question) == question
