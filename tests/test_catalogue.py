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
        ("哪些文件已经失效", ["松政办发〔2024〕5号", "松政规〔2019〕2号"]),
        ("哪些文件提到了养老机构", ["松政办规〔2025〕3号", "云岭政办规〔2025〕8号"]),
        ("哪几份文件涉及滑雪场", ["松政办发〔2024〕5号", "松政办发〔2025〕6号"]),
        ("关于冰雪旅游的文件有哪些", ["松政办发〔2024〕5号", "松政办发〔2025〕6号"]),
        ("罚款在哪些文件里规定", ["松政规〔2019〕2号"]),
        ("这些文件里哪些已经过期", ["松政办发〔2024〕5号", "松政规〔2019〕2号"]),
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
