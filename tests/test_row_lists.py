"""Rows of tables told in words: a column row by row, the rows of which something is so, a cell by its sense."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.answer import Answer

PLAN = """\
白鹭县水库移民后期扶持安排
白政发〔2026〕11号
一、任务
各项安排见附件。
二、扶持工程
专栏1 移民扶持工程
工程名称\t建设内容\t总投资（万元）\t建设年限\t责任单位
青坪灌渠\t渠道18公里\t5200\t2026—2028\t青坪区人民政府
南岸水厂\t日供水2万吨\t8600\t2025—2027\t县水务局
移民新居\t住房210套\t9300\t2026—2027\t河口区人民政府
三、附则
本安排由县水务局负责解释。
附件1 各村养殖指标表
村\t鱼塘面积（亩）\t蟹笼（只）\t联系人\t主要品种
上湾村\t420\t900\t陈立\t草鱼、鲫鱼
下湾村\t150\t600\t吴桂\t河蟹
石桥村\t260\t300\t郑宁\t青虾
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Ask the plan."""
    folder: Path = tmp_path_factory.mktemp("rows")
    assistant = assistant_reading(PLAN, folder, "policy.txt")
    return assistant.ask


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "各村的联系人都是谁",
            ["上湾村，联系人：陈立", "下湾村，联系人：吴桂", "石桥村，联系人：郑宁"],
        ),
        (
            "各村分别能放多少只蟹笼",
            ["上湾村，蟹笼：900只", "下湾村，蟹笼：600只", "石桥村，蟹笼：300只"],
        ),
        ("哪些村的鱼塘面积超过200亩", ["上湾村，鱼塘面积：420亩", "石桥村，鱼塘面积：260亩"]),
        ("哪些工程2027年完工", ["南岸水厂，建设年限：2025—2027", "移民新居，建设年限：2026—2027"]),
        (
            "哪些工程由区政府负责",
            ["青坪灌渠，责任单位：青坪区人民政府", "移民新居，责任单位：河口区人民政府"],
        ),
        ("移民扶持工程有哪些", ["1. 青坪灌渠", "2. 南岸水厂", "3. 移民新居"]),
    ],
)
def test_the_rows_that_are_meant_are_told_in_words(
    ask: Callable[[str], Answer], question: str, lines: list[str]
) -> None:
    """Each of them, counted, and no other."""
    answer = ask(question)
    told = [line.partition("[")[0].rstrip("。") for line in answer.text.splitlines()]

    assert told == [f"共 {len(lines)} 项：", *lines]
    assert "\t" not in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("下湾村找谁", "下湾村，联系人：吴桂。[1][2]"),
        ("石桥村主要养什么", "石桥村，主要品种：青虾。[1][2]"),
    ],
)
def test_a_cell_in_words_is_found_by_the_sense_of_its_head(
    ask: Callable[[str], Answer], question: str, told: str
) -> None:
    """Of the row that is named."""
    assert ask(question).text == told


def test_two_rows_are_compared_in_the_column_of_the_unit(ask: Callable[[str], Answer]) -> None:
    """Where the question names no column, the only one of its unit."""
    assert ask("上湾村比下湾村多多少亩").text.endswith("按原文两数相差 270亩。")
