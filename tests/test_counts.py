"""How many parts, chapters and articles a document has: counted from its clause tree."""

from pathlib import Path

import pytest
from conftest import assistant_over

from assistant.answer import Status
from assistant.conversation import Conversation

NOTICE = """\
青屏市人民政府办公室关于印发《青屏市促进竹产业发展若干措施》的通知
青政办发〔2026〕4号
各县（区）人民政府：
现将《青屏市促进竹产业发展若干措施》印发给你们，请认真贯彻执行。
青屏市人民政府办公室
2026年3月2日
青屏市促进竹产业发展若干措施
一、培育竹林资源
（一）建设丰产竹林。每年建设丰产竹林2万亩。
（二）修建林道。对新建林道每公里补助3万元。
二、做强加工企业
（三）支持技术改造。对技术改造项目按设备投资额的8%给予补助。
（四）支持品牌建设。对获得绿色产品认证的给予奖励5万元。
（五）支持出口。对竹制品出口企业给予展位费补贴。
"""
REGULATION = """\
青屏市竹林保护条例
第一章 总则
第一条 为保护竹林，制定本条例。
第二条 本条例适用于本市竹林的保护。
第二章 保护
第三条 禁止下列行为：
（一）擅自挖笋；
（二）毁坏竹苗。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Conversation]:
    assistants: dict[str, Conversation] = {}
    for name, text in (("notice", NOTICE), ("regulation", REGULATION)):
        folder: Path = tmp_path_factory.mktemp(name)
        file = folder / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        assistants[name] = assistant_over(folder / "index", file)
    return assistants


@pytest.mark.parametrize(
    ("document", "question", "lines"),
    [
        ("notice", "一共有多少条措施", ["共 5 条：", "一(一) 建设丰产竹林[1]"]),
        ("notice", "有几个部分", ["共 2 个：", "一 培育竹林资源[1]", "二 做强加工企业[2]"]),
        ("notice", "第二部分有几条", ["共 3 条：", "二(三) 支持技术改造[1]"]),
        ("regulation", "全文共几章", ["共 2 章：", "第一章 总则[1]", "第二章 保护[2]"]),
        ("regulation", "这个条例一共多少条", ["共 3 条：", "第一条[1]", "第二条[2]", "第三条[3]"]),
        ("regulation", "第一章有几条", ["共 2 条：", "第一条[1]", "第二条[2]"]),
    ],
)
def test_parts_are_counted(
    ask: dict[str, Conversation], document: str, question: str, lines: list[str]
) -> None:
    answer = ask[document].ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.text.splitlines()[: len(lines)] == lines


def test_other_things_are_not_counted_by_articles(ask: dict[str, Conversation]) -> None:
    assert not ask["notice"].ask("林道要修多少条").text.startswith("共")
