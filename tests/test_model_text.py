"""The words of a model as sentences, however they are cut into pieces on the way."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.model_text import ModelSentence, sentences


def read(*pieces: str) -> list[tuple[str, tuple[int, ...], str]]:
    return [(one.text, one.numbers, one.stop) for one in sentences(pieces)]


def test_sentences_have_their_marks_before_or_behind_the_stop() -> None:
    assert read("甲[1]。乙。[2][3]丙；丁[4]") == [
        ("甲", (1,), "。"),
        ("乙", (2, 3), "。"),
        ("丙", (), "；"),
        ("丁", (4,), ""),
    ]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1,2]", (1, 2)),
        ("[1，2]", (1, 2)),
        ("[1、3]", (1, 3)),
        ("[1;2]", (1, 2)),
        ("[1-3]", (1, 2, 3)),
        ("[1][1][2]", (1, 2)),
        ("【2】", (2,)),
        ("[证据1]", (1,)),
        ("[证据1，证据2]", (1, 2)),
        ("（来源3）", (3,)),
        ("(1)", (1,)),
        ("①", (1,)),
        ("[^4]", (4,)),
        ("[9-1]", (9, 1)),
    ],
)
def test_marks_of_many_forms(mark: str, numbers: tuple[int, ...]) -> None:
    assert read(f"甲{mark}。") == [("甲", numbers, "。")]
    assert read(f"甲。{mark}\n乙。")[0] == ("甲", numbers, "。")


def test_a_document_number_is_no_mark() -> None:
    assert read("根据菏政办字〔2024〕7号，甲[1]。") == [("根据菏政办字〔2024〕7号，甲", (1,), "。")]


def test_enumerators_are_no_marks() -> None:
    assert read("（一）甲；（2）乙。") == [("（一）甲", (), "；"), ("（2）乙", (), "。")]


def test_layout_is_taken_off() -> None:
    assert read("## 标题\n- **甲**`乙`[1]。\n> 丙") == [
        ("标题", (), "\n"),
        ("甲乙", (1,), "。"),
        ("丙", (), ""),
    ]


def test_a_label_of_the_model_may_be_left_out() -> None:
    (one,) = sentences(["1. **补贴标准**：每人500元[1]。"])
    assert (one.text, one.unlabelled) == ("1. 补贴标准：每人500元", "每人500元")


def test_thoughts_are_left_out() -> None:
    assert read("<think>甲。乙[1]。</think>\n丙。") == [("丙", (), "。")]
    assert read("<think>甲。乙[1]。") == []


def test_thoughts_without_a_beginning_start_the_answer_anew() -> None:
    told = list(sentences(["先想一想。", "再想[1]。</thi", "nk>丙[2]。"]))
    assert [one.restarts for one in told] == [False, False, True, False]
    assert told[-1] == ModelSentence("丙", (2,), "。", "丙")


def test_a_sentence_comes_as_soon_as_it_is_complete() -> None:
    growing = sentences(iter_noted := iter(["甲[1]", "。", "乙", "丙[2]。", "丁", "。"]))
    assert next(growing).text == "甲"
    assert list(iter_noted) == ["丙[2]。", "丁", "。"]


def test_a_bracket_behind_a_stop_holds_nothing_up() -> None:
    growing = sentences(iter_noted := iter(["（一）甲。（二", "）乙。", "丙。"]))
    assert next(growing).text == "（一）甲"
    assert list(iter_noted) == ["）乙。", "丙。"]


TEXTS = st.text("甲乙12。；！\n,[]【】()（）①-~^ 证据来源*#>\0", max_size=40)
TAGGED = st.lists(
    st.sampled_from(["<think>", "</think>", "[1]", "（来源2）", "甲乙。", "。", "\n"])
)


@given(st.one_of(TEXTS, TAGGED.map("".join)), st.lists(st.integers(0, 60), max_size=8))
@example("甲。\n①\n", [1, 2, 3])
@example("甲。 (1)。", [3, 4])
@example("甲\n[1]", [2])
@example("甲[1；2]。乙", [3, 4])
@example("甲。</think>乙。", [2, 5])
def test_any_cutting_gives_the_same_sentences(text: str, cuts: list[int]) -> None:
    at = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[a:b] for a, b in pairwise(at)]
    assert list(sentences(pieces)) == list(sentences([text]))
    assert list(sentences(text)) == list(sentences([text]))


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    said = "".join(one.text for one in sentences([text]))
    for letter in "甲乙":
        assert said.count(letter) == text.count(letter)


def test_a_long_answer_takes_no_long() -> None:
    text = "甲乙丙丁[1]。" * 500
    assert len(list(sentences(re.findall(r".{1,3}", text)))) == 500
