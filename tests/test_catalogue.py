"""Questions about the documents themselves: complete lists with addresses."""

from datetime import date
from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from several_policies import (
    CARE_OF_CLOUD,
    CARE_OF_PINE,
    ENDING,
    PARKING,
    SNOW_PLAN_2024,
    SNOW_PLAN_2025,
    policies,
)

from assistant.answer import Answer, Status
from assistant.assembly import make_retriever
from assistant.catalogue import answer_about_documents
from assistant.library import Library
from assistant.standing import standings
from documents.document import Document
from documents.reading import parse_document
from index.store import build_index

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Six small policies; nothing is searched by meaning."""
    documents = policies(
        CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2024, SNOW_PLAN_2025, PARKING, ENDING
    )
    embedder = CharacterEmbedder()
    folder: Path = tmp_path_factory.mktemp("catalogue")
    return Library(make_retriever(build_index(folder, documents, embedder), embedder))


def asked(library: Library, question: str) -> Answer | None:
    standing = dict(standings(list(library.documents.values())))
    return answer_about_documents(question, library, standing, DAY)


def listed(library: Library, question: str) -> list[str]:
    answer = asked(library, question)
    assert answer is not None, question
    return [citation.document for citation in answer.citations]


def test_all_documents(library: Library) -> None:
    answer = asked(library, "现在有哪些文件")
    assert answer is not None
    assert [citation.document for citation in answer.citations] == list(library.documents)
    assert answer.text.split("\n")[:2] == [
        "共有 6 份文件：",
        "1. 现行，有效期至2030年4月30日："
        "松原市人民政府办公室关于印发《松原市养老服务补贴办法》的通知[1]",
    ]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("云岭市有哪些文件", ["云岭政办规〔2025〕8号"]),
        ("2024年的文件有哪些", ["松政办发〔2024〕5号"]),
        ("哪些文件已经失效", ["松政规〔2019〕2号"]),
        ("哪些文件提到了养老机构", ["松政办规〔2025〕3号", "云岭政办规〔2025〕8号"]),
        ("哪几份文件涉及滑雪场", ["松政办发〔2024〕5号", "松政办发〔2025〕6号"]),
        ("关于冰雪旅游的文件有哪些", ["松政办发〔2024〕5号", "松政办发〔2025〕6号"]),
        ("罚款在哪些文件里规定", ["松政规〔2019〕2号"]),
        ("这些文件里哪些已经过期", ["松政规〔2019〕2号"]),
        ("2024年印发的文件有哪些", ["松政办发〔2024〕5号"]),
        (
            "松原最近出台的文件有哪些",
            ["松政办规〔2025〕3号", "松政办发〔2025〕6号", "松政发〔2025〕1号"],
        ),
        ("云岭对养老服务有哪些政策文件", ["云岭政办规〔2025〕8号"]),
        ("冰雪旅游方面的文件有哪些", ["松政办发〔2024〕5号", "松政办发〔2025〕6号"]),
    ],
)
def test_documents_by_what_they_are_or_say(
    library: Library, question: str, documents: list[str]
) -> None:
    assert listed(library, question) == documents


@pytest.mark.parametrize("question", ["现在有哪些文件", "哪些文件提到了护理床位"])
def test_how_many_are_not_listed_is_said(tmp_path: Path, question: str) -> None:
    texts = [[line.replace("松原", f"松{at}原") for line in CARE_OF_PINE] for at in range(62)]
    many = [
        parse_document([lines[0], f"松政办规〔2025〕{at}号", *lines[2:]], f"{at}.txt")
        for at, lines in enumerate(texts, start=1)
    ]
    embedder = CharacterEmbedder()
    found = asked(
        Library(make_retriever(build_index(tmp_path, many, embedder), embedder)), question
    )
    assert found is not None
    assert found.text.startswith("共有 62 份文件")
    assert len(found.citations) == 60
    assert found.text.rstrip().endswith("（另有 2 份未列出）")


def test_nothing_speaks_of_it(library: Library) -> None:
    answer = asked(library, "哪些文件提到了地铁票价")
    assert answer is not None
    assert (answer.status, answer.text) == (
        Status.NOT_IN_SOURCE,
        "现有的 6 份文件都没有提到“地铁票价”。",
    )


@pytest.mark.parametrize(
    "question",
    ["护理床位补贴是多少", "有哪些政策支持养老", "文件里提到了哪些项目", "办理补贴要哪些文件材料"],
)
def test_other_questions_are_none_of_these(library: Library, question: str) -> None:
    assert asked(library, question) is None


def of_several_levels() -> list[Document]:
    """Documents of the state, a province, a city and a county, of several kinds, years and bodies."""
    heads = [
        ("国务院办公厅关于加强城市供水的指导意见", "国办发〔2023〕31号", "2023年5月1日"),
        ("江河省城市供水条例", "", "2022年9月30日"),
        ("江河省水利厅关于印发《江河省节水办法》的通知", "江水规〔2024〕2号", "2024年3月1日"),
        ("柳城市二次供水管理办法", "柳政规〔2023〕4号", "2023年3月1日"),
        ("柳城市2025年度供水管网改造计划", "柳水发〔2024〕40号", "2024年12月20日"),
        ("柳城市“十三五”水利发展规划", "柳政发〔2016〕9号", "2016年5月1日"),
        ("溪口县水务局关于停水检修的通告", "溪水告〔2025〕1号", "2025年2月1日"),
    ]
    periods = {
        "柳政规〔2023〕4号": "本办法自2023年4月1日起施行，有效期3年。",
        "江水规〔2024〕2号": "本办法自2024年4月1日起施行，有效期至2025年9月30日。",
    }
    return [
        parse_document(
            [
                title,
                *([number] if number else []),
                "一、供水单位应当保证水质。",
                f"二、{periods.get(number, '有关部门应当加强监督。')}",
                f"{title[:3]}水务局" if number else "江河省人民政府",
                day,
            ],
            f"{at}.txt",
        )
        for at, (title, number, day) in enumerate(heads)
    ]


@pytest.fixture(scope="module")
def waters(tmp_path_factory: pytest.TempPathFactory) -> Library:
    embedder = CharacterEmbedder()
    folder: Path = tmp_path_factory.mktemp("waters")
    return Library(make_retriever(build_index(folder, of_several_levels(), embedder), embedder))


STATE, PROVINCE, SAVING = "国办发〔2023〕31号", "江河省城市供水条例", "江水规〔2024〕2号"
CITY, PIPES, PLAN, COUNTY = (
    "柳政规〔2023〕4号",
    "柳水发〔2024〕40号",
    "柳政发〔2016〕9号",
    "溪水告〔2025〕1号",
)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("省里有哪些文件", [PROVINCE, SAVING]),
        ("省级文件有哪些", [PROVINCE, SAVING]),
        ("国家级的文件有哪些", [STATE]),
        ("国家出台了哪些文件", [STATE]),
        ("溪口县发过哪些文件", [COUNTY]),
        ("柳城市一共有几份文件", [CITY, PIPES, PLAN]),
        ("有哪些条例", [PROVINCE]),
        ("哪些通告", [COUNTY]),
        ("柳城市有哪几部办法", [CITY]),
        ("2024年出台的文件有哪些", [SAVING, PIPES]),
        ("2025年度的文件有哪些", [PIPES]),
        ("2023年发布了哪些文件", [STATE, CITY]),
        ("哪些文件今年到期", [CITY]),
        ("2025年到期的文件有哪些", [SAVING]),
        ("哪些文件快到期了", [CITY]),
        ("哪些文件已失效", [SAVING]),
        ("哪些文件现在有效", [STATE, PROVINCE, CITY, COUNTY]),
        ("没有有效期的文件有哪些", [STATE, PROVINCE, PIPES, PLAN, COUNTY]),
        ("哪些文件是县水务局发的", [COUNTY]),
        ("有几份关于二次供水的文件", [CITY]),
        ("哪个市出台了二次供水规定", [CITY]),
        ("有没有柳城市供水管网的文件", [PIPES]),
    ],
)
def test_documents_by_level_kind_year_state(
    waters: Library, question: str, documents: list[str]
) -> None:
    assert listed(waters, question) == documents


def test_what_is_not_known_to_have_ended_is_said_so(waters: Library) -> None:
    answer = asked(waters, "哪些文件已失效")
    assert answer is not None
    assert answer.text.endswith(
        "（另有 2 份有更新的版本或标题所写的期间已过，原文没有写明是否失效："
        "《柳城市2025年度供水管网改造计划》（柳水发〔2024〕40号）、"
        "《柳城市“十三五”水利发展规划》（柳政发〔2016〕9号）。）"
    )


def test_a_place_without_documents(waters: Library) -> None:
    answer = asked(waters, "蓝湖市有哪些文件")
    assert answer is not None
    assert answer.text == "没有蓝湖市的文件。现有 7 份文件。"


@pytest.mark.parametrize(
    "question",
    [
        "江河省和柳城市关于水质的规定有什么不同",
        "通知里有什么",
        "申请要带哪些文件",
        "供水有哪些规定",
        "有哪些措施",
        "哪些文件由市水务局负责",
    ],
)
def test_what_a_document_says_is_no_list_of_documents(waters: Library, question: str) -> None:
    assert asked(waters, question) is None
