"""Which documents a question names: number, title, part of a title, place, year, kind, level."""

import pytest
from several_policies import (
    CARE_OF_CLOUD,
    CARE_OF_PINE,
    PARKING,
    SNOW_PLAN_2024,
    SNOW_PLAN_2025,
    policies,
)

from assistant.naming import is_of_level, levels_spoken_of, named_documents, place_stems
from documents.reading import parse_document

PINE, CLOUD = "松政办规〔2025〕3号", "云岭政办规〔2025〕8号"
SNOW_2024, SNOW_2025, PARK = "松政办发〔2024〕5号", "松政办发〔2025〕6号", "松政规〔2019〕2号"
DOCUMENTS = policies(CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2024, SNOW_PLAN_2025, PARKING)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("松政办规〔2025〕3号第二条是什么", {PINE}),
        ("8号文什么时候施行", {CLOUD}),
        ("《松原市共享单车停放管理规定》罚多少", {PARK}),
        ("《共享单车规定》罚多少", {PARK}),
        ("共享单车停放管理规定罚多少", {PARK}),
        ("冰雪旅游发展计划的资金", {SNOW_2024, SNOW_2025}),
        ("冰雪旅游计划2024年的资金", {SNOW_2024}),
        ("云岭市养老服务补贴办法从哪天起施行", {CLOUD}),
        ("养老服务补贴办法从哪天起施行", {PINE, CLOUD}),
        ("云岭护理床位补多少", {CLOUD}),
        ("松原和云岭的床位补贴各多少", {PINE, CLOUD, SNOW_2024, SNOW_2025, PARK}),
        ("这份规定的文号", {PARK}),
        ("云领市养老补贴的办法从哪天起施行", {CLOUD}),
        ("云峰区养老补贴的办法从哪天起施行", {PINE, CLOUD}),
        ("护理床位补多少", set()),
        ("有什么办法可以少走弯路", set()),
    ],
)
def test_named_documents(question: str, named: set[str]) -> None:
    found = named_documents(question, DOCUMENTS)
    if "各多少" in question:
        assert found.words == ("松原", "云岭")
    assert set(found.documents) == named


def test_the_innermost_place_counts() -> None:
    district = parse_document(["松原市青枫区" + CARE_OF_PINE[0][3:], *CARE_OF_PINE[4:]], "a.txt")
    assert place_stems(district) == ("松原", "青枫")
    both = [*DOCUMENTS[:1], district]
    assert named_documents("青枫区补多少", both).documents == {district.identifier}
    assert named_documents("松原市补多少", both).documents == {PINE}


def test_names_are_taken_out() -> None:
    found = named_documents("《共享单车规定》罚多少", DOCUMENTS)
    assert found.without_names("《共享单车规定》罚多少") == "罚多少"


@pytest.mark.parametrize(
    ("question", "levels"),
    [("全市要建多少个", {"市"}), ("县里补多少", {"县"}), ("菜市场补多少", set())],
)
def test_levels(question: str, levels: set[str]) -> None:
    assert levels_spoken_of(question) == levels


def test_a_county_is_no_district() -> None:
    county, district, city = policies(
        ["青石县2026年政府工作报告", "青石县人民政府", "新建公园2个。"],
        ["松原市北山区2026年政府工作报告", "北山区人民政府", "新建公园3个。"],
        PARKING,
    )
    assert [is_of_level(each, {"县"}) for each in (county, district, city)] == [True, False, False]
    assert [is_of_level(each, {"区"}) for each in (county, district, city)] == [False, True, False]
    assert [is_of_level(each, {"市"}) for each in (county, district, city)] == [False, False, True]


def test_a_whole_title_is_not_the_subject_that_others_share() -> None:
    fund = [
        [
            f"{city}人民政府办公室关于印发{city}社区书屋发展资金管理办法的通知",
            "第一条 书屋每年补助2万元。",
        ]
        for city in ("松原市", "云岭市")
    ]
    shared = [f"{city}促进社区书屋和阅读空间发展措施" for city in ("河口区", "海青区")]
    others = [[title, "第一条 书屋每年补助3万元。"] for title in shared]
    documents = [parse_document(lines, f"{at}.txt") for at, lines in enumerate([*fund, *others])]
    asked = f"《{fund[0][0]}》里，书屋补多少"
    assert named_documents(asked, documents).documents == {documents[0].identifier}
    both = named_documents(f"《{shared[0]}》和《{shared[1]}》各补多少", documents)
    assert both.documents == {documents[2].identifier, documents[3].identifier}


TRIAL = [
    "松原市人民政府办公室关于印发《松原市创新券管理办法（试行）》的通知",
    "松政办规〔2021〕7号",
    "第一条 每张创新券面额5万元。",
    "第二条 本办法自2021年7月1日起施行，有效期2年。",
]
REGULAR = [
    "松原市人民政府办公室关于印发《松原市创新券管理办法》的通知",
    "松政办规〔2024〕3号",
    "第一条 每张创新券面额8万元。",
    "第二条 本办法自2024年7月1日起施行，有效期5年。",
]
OF_CLOUD = [line.replace("松", "云").replace("云原", "云岭") for line in TRIAL]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("松原市创新券管理办法什么时候施行", {"松政办规〔2024〕3号"}),
        ("《松原市创新券管理办法》什么时候施行", {"松政办规〔2024〕3号"}),
        ("松原市创新券管理办法(试行)什么时候施行", {"松政办规〔2021〕7号"}),
        ("《创新券管理办法(试行)》什么时候施行", {"松政办规〔2021〕7号", "云政办规〔2021〕7号"}),
        ("创新券管理办法什么时候施行", {"松政办规〔2024〕3号", "云政办规〔2021〕7号"}),
    ],
)
def test_a_title_is_that_document_and_not_one_that_begins_so(
    question: str, numbers: set[str]
) -> None:
    found = named_documents(question, policies(TRIAL, REGULAR, OF_CLOUD))
    assert set(found.documents) == numbers
