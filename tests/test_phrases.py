"""Phrases that say the same are equal, those that do not differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.phrases import Phrase, dates_of, phrases_of, without_enumerator


def texts(text: str) -> list[str]:
    return [phrase.text for phrase in phrases_of(text)]


SAME = [
    ("占比达到65%以上", "占比不低于百分之六十五"),
    ("补助65万元", "补助650000元"),
    ("投资1.2亿元", "投资12000万元"),
    ("发放1,000张", "发放1000张"),
    ("期限不超过30日", "期限30日以内"),
    ("应当备案", "应备案"),
    ("一是建设冷库", "建设冷库"),
    ("建设“一宿一品”", "建设‘一宿一品’"),
    ("切实加强监管", "加强监管"),
    ("市财政局、市民政局", "市财政局和市民政局"),
    ("年满60周岁", "年60周岁以上"),
    ("占比65%（不含65%）以上", "占比超过65%"),
]
DIFFERENT = [
    ("其中设备补助20万元", "设备补助20万元"),
    ("占比65%以上", "占比65%"),
    ("占比65%以上", "占比65%以下"),
    ("增长5%", "增长5个百分点"),
    ("提高到35%", "提高35%"),
    ("补助65万元", "补助65元"),
    ("60周岁以上（不含60周岁）", "60周岁以上（含60周岁）"),
    ("超过30日", "30日以上"),
    ("约100家", "100家"),
    ("3至5年", "3年"),
    ("是否备案", "备案"),
    ("不断电", "停电"),
    ("时段6:00—9:00", "时段6:00—8:00"),
    ("力争占比65%", "占比65%"),
    ("累计不超过10万元", "不超过10万元"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_wordings_of_the_same_are_equal(one: str, other: str) -> None:
    assert texts(one) == texts(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_says_something_else_differs(one: str, other: str) -> None:
    assert texts(one) != texts(other)


def test_a_phrase_knows_its_date_its_stop_and_its_figures() -> None:
    first, second, third = phrases_of("到2025年，占比65%以上；到2030年，建成5个，面积3公顷。")
    assert first == Phrase("占比⟦65|%|≥⟧", "占比65%以上", ";", "2025年", 1)
    assert (second.text, second.deadline, second.ends_sentence) == ("建成⟦5|个|⟧", "2030年", False)
    assert (third.deadline, third.ends_sentence) == ("2030年", True)


def test_a_time_of_day_is_one_phrase() -> None:
    assert texts("时段为6:00—9:00，下午14:30开始") == ["时段6:00—9:00", "下午14:30开始"]


@pytest.mark.parametrize(
    "text",
    [
        "对新认定的企业",
        "有下列情形之一的：",
        "符合条件的",
        "自公布之日起",
        "除军人外",
        "在试点地区",
    ],
)
def test_what_limits_the_next_phrase_binds(text: str) -> None:
    assert phrases_of(f"{text}，给予补贴")[0].binds


@pytest.mark.parametrize(
    "text", ["但连续亏损的除外", "不含农村", "仅限本市户籍", "法律另有规定的从其规定"]
)
def test_what_limits_those_before_excepts(text: str) -> None:
    assert phrases_of(f"给予补贴，{text}")[-1].excepts


def test_dates_are_bare() -> None:
    assert dates_of("力争到2025年，2030年底前，“十四五”期间，每年") == {
        "2025年",
        "2030年底前",
        "十四五",
    }


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("1. 转租", "转租"),
        ("（一）转租", "转租"),
        ("- 转租", "转租"),
        ("2025年目标", "2025年目标"),
        ("1.5万元", "1.5万元"),
        ("三、转租", "转租"),
    ],
)
def test_enumerators_go_and_figures_stay(line: str, bare: str) -> None:
    assert without_enumerator(line) == bare


@given(st.text("甲乙的是为，。；：:%0123456789年万元以上不超过（）()《》“” \n⟦⟧‖", max_size=60))
def test_any_text_has_phrases_with_words_in_them(text: str) -> None:
    for phrase in phrases_of(text):
        assert any(character.isalnum() for character in phrase.text)
        assert len(phrase.stop) == 1
