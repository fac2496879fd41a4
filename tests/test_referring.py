"""How questions refer to documents: by the year of issue, by old and new, and what they ask beside that."""

import pytest
from several_policies import CARE_OF_PINE, SNOW_PLAN_2024, SNOW_PLAN_2025, policies

from assistant.naming import Naming
from assistant.referring import (
    as_named,
    older_asked,
    versions_asked,
    without_reference,
    without_versions,
)
from assistant.standing import standings

DOCUMENTS = policies(CARE_OF_PINE, SNOW_PLAN_2024, SNOW_PLAN_2025)
STANDING = standings(DOCUMENTS)
OLD, NEW = "松政办发〔2024〕5号", "松政办发〔2025〕6号"


@pytest.mark.parametrize(
    ("question", "with_year"),
    [
        ("去年那个养老办法补多少", "2025年养老办法补多少"),
        ("前年印发的冰雪计划里资金多少", "2024年冰雪计划里资金多少"),
        ("旧版的冰雪计划里资金多少", "冰雪计划里资金多少"),
        ("去年接待游客多少", "去年接待游客多少"),  # a year of what is counted
    ],
)
def test_the_year_of_issue_as_a_number(question: str, with_year: str) -> None:
    assert as_named(question, 2026) == with_year


@pytest.mark.parametrize(
    ("question", "words", "rest"),
    [
        ("冰雪旅游计划里，滑雪场新建几个", ("冰雪旅游计划",), "滑雪场新建几个"),
        ("冰雪旅游计划补多少", ("冰雪旅游计划",), "冰雪旅游补多少"),  # it says the subject too
        ("松原滑雪场新建几个", ("松原",), ""),
    ],
)
def test_what_is_asked_beside_the_name(question: str, words: tuple[str, ...], rest: str) -> None:
    assert without_reference(question, Naming(frozenset([NEW]), words)) == rest


@pytest.mark.parametrize(
    ("question", "years", "numbers"),
    [
        ("2024年和2025年的专项资金分别是多少", (2024, 2025), [OLD, NEW]),
        ("新旧两版的专项资金各是多少", (), [NEW, OLD]),
        ("2025年和2026年的专项资金分别是多少", (2025, 2026), []),
        ("2024年的专项资金是多少", (2024,), []),
    ],
)
def test_versions_side_by_side(question: str, years: tuple[int, ...], numbers: list[str]) -> None:
    found = versions_asked(question, years, DOCUMENTS, STANDING)
    assert [document.number for document in found] == numbers


def test_the_version_before() -> None:
    for question, numbers in (
        ("以前的冰雪旅游计划专项资金多少", [OLD]),
        ("以前的计划哪个废止了", []),
        ("冰雪旅游计划专项资金多少", []),
    ):
        found = older_asked(question, DOCUMENTS, STANDING)
        assert [document.number for document in found] == numbers, question


def test_without_the_words_of_versions() -> None:
    assert without_versions("2024年和2025年的专项资金分别是多少") == "专项资金分别是多少"
    assert without_versions("新旧两版的专项资金各是多少") == "专项资金各是多少"
