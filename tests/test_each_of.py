"""Questions put to several documents: by place, kind, level or version, and no part off the topic."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import settings_for

from assistant.answer import Answer
from assistant.assembly import assemble, build_index_folder
from assistant.many_documents import ManyDocuments

MEALS_A, MEALS_A_OLD, MEALS_B = "河政办发〔2025〕2号", "河政办发〔2023〕9号", "海政办发〔2025〕4号"
RENT_CITY, RENT_COUNTY, RENT_PROVINCE = (
    "河政办规〔2025〕7号",
    "坡政办发〔2025〕3号",
    "东政办发〔2025〕8号",
)


def meals(city: str, number: str, amount: int) -> list[str]:
    return [
        f"{city}老年助餐补贴办法",
        number,
        f"第一条 {city}户籍老年人在社区食堂就餐，每餐补贴{amount}元。",
        f"第二条 新建社区食堂，给予建设补贴{amount}万元。",
    ]


POLICIES = (
    meals("河口市", MEALS_A, 6),
    meals("河口市", MEALS_A_OLD, 4),
    meals("海门市", MEALS_B, 8),
    [
        "河口市青年人才租房措施",
        RENT_CITY,
        "一、租房补贴。硕士每月发放租房补贴900元。",
        "二、面试补贴。来河口面试的每人补贴300元。",
    ],
    [
        "河口市石坡县青年人才租房措施",
        RENT_COUNTY,
        "一、租房补贴。硕士每月发放租房补贴500元。",
    ],
    [
        "东江省青年人才租房措施",
        RENT_PROVINCE,
        "一、租房补贴。硕士每月发放租房补贴1500元。",
    ],
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """An assistant over policies on two subjects of two cities, a county and a province."""
    folder = tmp_path_factory.mktemp("each")
    for at, lines in enumerate(POLICIES):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 2, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


def numbers(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "documents", "words"),
    [
        ("各市的助餐补贴每餐分别是多少", {MEALS_A, MEALS_B}, ["6元", "8元"]),
        ("两个助餐办法里新建社区食堂各补贴多少", {MEALS_A, MEALS_B}, ["6万元", "8万元"]),
        ("河口市2023年和2025年的助餐每餐补贴分别是多少", {MEALS_A, MEALS_A_OLD}, ["4元", "6元"]),
        (
            "硕士租房补贴省市县各是多少",
            {RENT_PROVINCE, RENT_CITY, RENT_COUNTY},
            ["1500元", "900元", "500元"],
        ),
        (
            "石坡县和东江省的硕士租房补贴分别是多少",
            {RENT_COUNTY, RENT_PROVINCE},
            ["500元", "1500元"],
        ),
        ("河口市石坡县硕士租房补贴多少", {RENT_COUNTY}, ["500元"]),
        ("省里的租房措施，硕士租房补贴多少", {RENT_PROVINCE}, ["1500元"]),
    ],
)
def test_a_part_from_each_that_is_asked(
    assistant: ManyDocuments, question: str, documents: set[str], words: list[str]
) -> None:
    answer = assistant.ask(question)
    assert numbers(answer) == documents
    assert all(word in answer.text for word in words)
