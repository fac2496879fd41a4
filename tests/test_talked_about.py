"""Which documents a conversation is about: named, headed, quoted, or by the clauses that were told."""

from pathlib import Path

import pytest
from several_policies import CARE_OF_CLOUD, CARE_OF_PINE, SNOW_PLAN_2025, policies

from assistant.answer import Turn
from assistant.library import Library
from assistant.routing import Router
from assistant.talked_about import documents_talked_about
from index import Retriever, build_index, load_embedder

PINE, CLOUD, SNOW = "松政办规〔2025〕3号", "云岭政办规〔2025〕8号", "松政办发〔2025〕6号"
FESTIVAL = "松政办发〔2025〕9号"
FESTIVAL_PLAN = [
    "松原市冬季旅游活动方案",
    FESTIVAL,
    "各县区人民政府：",
    "为办好冬季旅游活动，制定本方案。",
    "一、资金支持",
    "安排冰雪旅游专项资金800万元，接待冰雪游客30万人次。",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Four small policies, two on care and two on snow."""
    folder: Path = tmp_path_factory.mktemp("talked_about") / "index"
    texts = (CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2025, FESTIVAL_PLAN)
    embedder = load_embedder()
    return Library(Retriever(build_index(folder, policies(*texts), embedder), embedder))


@pytest.mark.parametrize(
    ("turn", "document"),
    [
        (Turn("云岭市护理床位补多少", "12000元。"), CLOUD),
        (Turn("护理床位补多少", "新建养老机构每张护理床位给予建设补贴8000元。"), PINE),
        (Turn("护理员津贴多少", "每月350元。"), CLOUD),
        (Turn("冰雪旅游有没有资金", "有，二(一)资金支持提到了冰雪旅游专项资金。"), SNOW),
        (Turn("冰雪旅游有没有资金", "有，一 资金支持提到了冰雪旅游专项资金。"), FESTIVAL),
    ],
)
def test_the_document_of_a_turn(library: Library, turn: Turn, document: str) -> None:
    found = documents_talked_about((turn,), library, Router(library))
    assert [each.identifier for each in found] == [document]


def test_the_last_turn_that_tells_a_document_counts(library: Library) -> None:
    turns = (Turn("松原市护理床位补多少", "8000元。"), Turn("云岭的呢", "12000元。"))
    found = documents_talked_about(turns, library, Router(library))
    assert [each.identifier for each in found] == [CLOUD]


def test_what_two_documents_say_alike_is_told_apart_by_the_turn_before(library: Library) -> None:
    alike = Turn("由谁审核", "补贴由市民政局牵头审核，市财政局配合。")
    for amount, document in (("12000元。", CLOUD), ("8000元。", PINE)):
        turns = (Turn("新建养老机构护理床位补多少", amount), alike)
        found = documents_talked_about(turns, library, Router(library))
        assert [each.identifier for each in found] == [document]


def test_nothing_was_talked_about(library: Library) -> None:
    assert documents_talked_about((), library, Router(library)) == []


def test_a_bare_figure_tells_no_document(library: Library) -> None:
    turns = (Turn("云岭市护理床位建设补贴多少", "12000元。"), Turn("明年呢", "5年。"))
    found = documents_talked_about(turns, library, Router(library))
    assert [each.identifier for each in found] == [CLOUD]
