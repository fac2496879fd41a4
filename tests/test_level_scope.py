"""Questions put to a level of government: 省里怎么规定, 国家规定的, 市里呢."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import settings_for

from assistant.answer import Status, Turn
from assistant.assembly import assemble, build_index_folder
from assistant.level_scope import level_scope
from assistant.many_documents import ManyDocuments

STATE = [
    "国务院办公厅关于加强节水工作的意见",
    "国办发〔2023〕31号",
    "一、节水型单位奖励。国家级节水型单位给予一次性奖励20万元。",
    "二、工作要求。各地应当加强宣传。",
]
PROVINCE = [
    "江河省节约用水条例",
    "第一条 节水型单位给予一次性奖励10万元。",
    "第二条 居民用水实行阶梯水价，第三级加价两倍。",
    "第三条 本条例自2022年9月1日起施行。",
]
CITY = [
    "柳城市节约用水办法",
    "柳政规〔2023〕4号",
    "第一条 节水型单位给予一次性奖励5万元。",
    "第二条 洗车企业应当使用再生水，违反的处1000元罚款。",
    "第三条 本办法自2023年4月1日起施行。",
]
OTHER_CITY = [line.replace("柳", "枫").replace("5万", "6万") for line in CITY]
COUNTY = [
    "溪口县节约用水通知",
    "溪水发〔2025〕1号",
    "根据《柳城市节约用水办法》，通知如下：",
    "一、节水型单位给予一次性奖励2万元。",
    "二、各单位应当安装水表。",
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    folder: Path = tmp_path_factory.mktemp("levels")
    for at, lines in enumerate((STATE, PROVINCE, CITY, OTHER_CITY, COUNTY)):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 1, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


@pytest.mark.parametrize(
    ("question", "level", "rest"),
    [
        ("省里规定节水奖励多少", "省", "节水奖励多少"),
        ("国家规定的节水奖励多少", "国家", "节水奖励多少"),
        ("那市里呢", "市", "呢"),
        ("国家的呢", "国家", ""),
        ("省里怎么规定的", "省", "怎么规定的"),
        ("县级节水奖励多少", "县", "节水奖励多少"),
    ],
)
def test_the_level_that_is_spoken_of(question: str, level: str, rest: str) -> None:
    scope = level_scope(question)
    assert scope is not None
    assert (scope.level, scope.rest) == (level, rest)


@pytest.mark.parametrize(
    "question", ["柳城市节水奖励多少", "小区里的停车费", "省会在哪", "我市节水奖励多少"]
)
def test_no_level_is_spoken_of(question: str) -> None:
    assert level_scope(question) is None


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("国家规定的节水型单位奖励多少", "国办发〔2023〕31号"),
        ("省里规定节水型单位奖励多少", "江河省节约用水条例"),
        ("县里的节水型单位奖励多少", "溪水发〔2025〕1号"),
    ],
)
def test_a_document_of_the_level_answers(
    assistant: ManyDocuments, question: str, document: str
) -> None:
    answer = assistant.ask(question)
    assert {citation.document for citation in answer.citations} == {document}


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("省里呢", "江河省节约用水条例"),
        ("国家的呢", "国办发〔2023〕31号"),
        ("那市里呢", "柳政规〔2023〕4号"),
    ],
)
def test_the_question_before_is_put_to_the_level(
    assistant: ManyDocuments, question: str, document: str
) -> None:
    before = "溪口县节水型单位奖励多少"
    answer = assistant.ask(question, (Turn(before, assistant.ask(before).text),))
    assert {citation.document for citation in answer.citations} == {document}


def test_a_level_without_a_document_on_it_is_declined(assistant: ManyDocuments) -> None:
    answer = assistant.ask("国家规定的洗车企业罚款多少")
    assert (answer.status, answer.text) == (
        Status.NOT_IN_SOURCE,
        "已载入的文件里没有国家的相关文件。写到它的有：《柳城市节约用水办法》（柳政规〔2023〕4号）（市）、"
        "《枫城市节约用水办法》（枫政规〔2023〕4号）（市）。",
    )
