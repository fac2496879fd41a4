"""Numbers of documents as people type them, and numbers that are not loaded."""

from pathlib import Path

import pytest
from conftest import assistant_over

from assistant.answer import Status
from assistant.conversation import Conversation
from assistant.document_numbers import as_printed, number_not_loaded
from documents.document import Document
from documents.reading import parse_document

LIFTS = """\
柳溪市既有住宅加装电梯补助办法
柳建规〔2024〕21号
第一条 对加装电梯的既有住宅给予补助，每台补助15万元。
第二条 补助资金按照柳财发〔2023〕6号文件的规定拨付。
第三条 未按规定使用补助的，处1万元以下罚款。
"""
MEALS = """\
柳溪市老年助餐服务通知
柳民发〔2025〕9号
一、补贴标准
老年人每餐补贴3元。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder: Path = tmp_path_factory.mktemp("numbers")
    for name, text in (("lifts.txt", LIFTS), ("meals.txt", MEALS)):
        (folder / name).write_text(text, encoding="utf-8")
    return assistant_over(folder / "index", folder)


def heads() -> list[Document]:
    return [parse_document(text.splitlines(), "policy.txt") for text in (LIFTS, MEALS)]


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("柳建规[2024]21号补助多少", "柳建规〔2024〕21号补助多少"),
        ("按柳建规2024年第21号每台多少", "按柳建规〔2024〕21号每台多少"),
        ("柳民发9号补贴标准", "柳民发〔2025〕9号补贴标准"),
        ("柳民发10号补贴标准", "柳民发10号补贴标准"),
        ("坐公交9号线去办", "坐公交9号线去办"),
    ],
)
def test_loosely_typed_numbers_are_printed(question: str, printed: str) -> None:
    assert as_printed(question, heads()) == printed


def test_numbers_that_no_document_has() -> None:
    assert number_not_loaded("根据柳建规〔2024〕12号补多少", heads(), lambda _: False) == (
        "柳建规〔2024〕12号"
    )
    assert number_not_loaded("柳建规〔2024〕21号补多少", heads(), lambda _: False) == ""
    assert number_not_loaded("柳财发〔2023〕6号是什么", heads(), lambda _: True) == ""


def test_a_number_that_is_not_loaded_is_not_answered_from_another(assistant: Conversation) -> None:
    answer = assistant.ask("柳建规〔2024〕12号加装电梯每台补多少")
    assert answer.status is Status.NOT_IN_SOURCE
    assert answer.text == (
        "没有载入文号为柳建规〔2024〕12号的文件，无法回答。请核对文号，或先载入该文件。"
        "文号相近的有：《柳溪市既有住宅加装电梯补助办法》（柳建规〔2024〕21号）。"
    )


@pytest.mark.parametrize(
    "question",
    ["柳民发〔2025〕9号补贴标准", "柳民发9号文补贴标准", "柳民发（2025）9号每餐补贴多少"],
)
def test_the_number_itself_is_not_looked_for_in_the_text(
    assistant: Conversation, question: str
) -> None:
    assert "老年人每餐补贴3元。[1]" in assistant.ask(question).text
