"""Words of general knowledge: departments under their short and former names, lay words, places."""

import re
from pathlib import Path

import pytest

import assistant
from assistant.lexicon import (
    are_one_department,
    content_words,
    core_name,
    departments_in,
    foreign_cue,
    is_listed_place,
    lay_phrases,
    official_words,
    place_names,
    tagged_words,
)

LAY_WORDS = Path(assistant.__file__).parent / "lexicon" / "lay_words.txt"
RIVER = (
    "市发展改革委",
    "市工业和信息化局",
    "市人力资源和社会保障局",
    "市卫生健康委",
    "市市场监督管理局",
    "市文化广电和旅游局",
    "市住房和城乡建设局",
    "市教育局",
    "市体育局",
)
SPELLED_OUT = ("市发展和改革委员会", "市卫生健康委员会", "省工业和信息化厅")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("发改委", "市发展改革委"),
        ("市发改委", "市发展改革委"),
        ("工信局", "市工业和信息化局"),
        ("人社局", "市人力资源和社会保障局"),
        ("人力社保局", "市人力资源和社会保障局"),
        ("社保局", "市人力资源和社会保障局"),
        ("卫健委", "市卫生健康委"),
        ("卫生局", "市卫生健康委"),
        ("市监局", "市市场监督管理局"),
        ("市场监管局", "市市场监督管理局"),
        ("工商局", "市市场监督管理局"),
        ("文旅局", "市文化广电和旅游局"),
        ("住建局", "市住房和城乡建设局"),
        ("教育局", "市教育局"),
        ("市教育局", "市教育局"),
        ("体育局", "市体育局"),
    ],
)
def test_a_department_under_its_short_name(short: str, full: str) -> None:
    assert list(departments_in(f"{short}牵头哪些工作", RIVER)) == [full]


@pytest.mark.parametrize(
    ("short", "full"),
    [("发改委", "市发展和改革委员会"), ("卫健委", "市卫生健康委员会")],
)
def test_a_commission_that_is_spelled_out(short: str, full: str) -> None:
    assert list(departments_in(f"{short}牵头哪些工作", SPELLED_OUT)) == [full]


def test_a_department_of_the_province() -> None:
    assert list(departments_in("工信厅负责什么", SPELLED_OUT)) == ["省工业和信息化厅"]
    assert not departments_in("工信局负责什么", SPELLED_OUT)


@pytest.mark.parametrize(
    "text",
    ["教育局牵头哪些", "体育局牵头哪些", "财政局牵头哪些", "谁来牵头", "发展新业态", ""],
)
def test_another_department_is_not_taken_for_one_like_it(text: str) -> None:
    others = ("市发展改革委", "市工业和信息化局", "市卫生健康委", "市农业农村局")
    assert not departments_in(text, others)


def test_education_is_not_sport() -> None:
    assert not departments_in("市教育局负责什么", ("市体育局",))
    assert not departments_in("市体育局负责什么", ("市教育局",))


def test_departments_stand_in_the_order_of_the_text() -> None:
    text = "市教育局和发改委、工信局共同牵头哪些"
    assert list(departments_in(text, RIVER)) == ["市教育局", "市发展改革委", "市工业和信息化局"]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("市发展改革委", "发展改革委"),
        ("省教育厅", "教育厅"),
        ("区民政局", "民政局"),
        ("国家税务总局", "国家税务总局"),
        ("市委", "市委"),
    ],
)
def test_a_name_without_its_level(name: str, core: str) -> None:
    assert core_name(name) == core


@pytest.mark.parametrize(
    ("question", "official"),
    [("敬老院有什么要求", "养老机构"), ("想找保姆", "家政服务员"), ("看病远不远", "医疗")],
)
def test_lay_words_have_official_ones(question: str, official: str) -> None:
    assert official in official_words(question)


def test_lay_words_are_in_order_and_each_once() -> None:
    note, *lines = LAY_WORDS.read_text("utf-8").splitlines()
    lay = [line.partition("\t")[0] for line in lines]
    assert note.startswith("# ")
    assert [f"{word}\t" for word in lay] == sorted({f"{word}\t" for word in lay})
    assert [
        line for line in lines if not re.fullmatch(r"[^\t,]{1,8}\t[^\t,]+(?:,[^\t,]+)*", line)
    ] == []


def test_a_short_lay_word_is_a_whole_word() -> None:
    assert ("坏了", ("故障", "损坏")) in lay_phrases("充电桩坏了")
    assert "坏了" not in dict(lay_phrases("破坏了绿地"))


def test_a_question_in_official_words_has_no_more() -> None:
    assert not official_words("数据要素")
    assert "养老机构" not in official_words("敬老院是养老机构吗")


def test_content_words_carry_the_topic_in_order() -> None:
    words = content_words("请问养老机构护理型床位的目标是多少")
    assert [word for word in words if word in ("养老", "机构", "护理", "床位")] == [
        "养老",
        "机构",
        "护理",
        "床位",
    ]
    assert not {"是", "的", "多少", "请问", "目标"} & set(words)


def test_content_words_do_not_repeat_and_may_be_none() -> None:
    words = content_words("物流和物流")
    assert list(words).count("物流") == 1
    assert not content_words("是多少呢?")
    assert not content_words("")


def test_words_with_their_class() -> None:
    assert list(tagged_words("菏泽 机构")) == [("菏泽", "ns"), ("机构", "n")]
    assert not tagged_words(" ")


@pytest.mark.parametrize(
    "question", ["今天天气怎么样", "讲个笑话吧", "帮我写一首诗", "用python写程序"]
)
def test_cues_of_other_subjects(question: str) -> None:
    cue = foreign_cue(question)
    assert cue
    assert cue in question


@pytest.mark.parametrize(
    "question", ["养老托育由谁牵头", "建冷库最高补助多少", "在楼道充电罚多少钱", "文号是多少"]
)
def test_questions_on_policies_have_no_such_cue(question: str) -> None:
    assert foreign_cue(question) == ""


def test_places() -> None:
    assert list(place_names("济南市和郑州市的目标")) == ["济南市", "郑州市"]
    assert not place_names("护理型床位的目标")


@pytest.mark.parametrize("name", ["济南", "济南市", "山东", "山东省", "郓城县"])
def test_listed_places(name: str) -> None:
    assert is_listed_place(name)


@pytest.mark.parametrize("name", ["幸福", "家", "物流"])
def test_words_that_are_no_places(name: str) -> None:
    assert not is_listed_place(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("县教育体育局", "县教体局", True),
        ("市发展和改革委员会", "市发展改革委", True),
        ("市教育局", "县教育局", False),
        ("市教育局", "市财政局", False),
    ],
)
def test_names_of_one_department(one: str, other: str, same: bool) -> None:
    assert are_one_department(one, other) is same


def test_a_compound_counts_by_its_halves() -> None:
    assert content_words("本科学历") == ["本科", "学历"]
    assert content_words("公立医院的房东") == ["公立", "医院", "房东"]


def test_lay_phrases_stand_with_their_official_words() -> None:
    phrases = dict(lay_phrases("门槛费和房东"))
    assert list(phrases) == ["门槛费", "房东"]
    assert phrases["房东"] == ("出租人",)
