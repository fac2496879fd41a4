"""Tables of indicators, whose cells bars or tabs part: one cell, all of a year, who leads a row."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

PLAN = """\
清浦市公共阅读服务行动方案
清政办发〔2025〕9号
一、总体要求
（一）分年度目标。2026年，建成城市书房30个。
专栏1  主要指标
指标名称 | 单位 | 2025年 | 2026年 | 2027年 | 属性
人均藏书量 | 册 | 1.1 | 1.4 | 1.8 | 预期性
流动书车数量（累计） | 辆 | 4 | 9 | 15 | 预期性
二、重点任务
（二）提升服务。书房每周开放不少于56小时。
附件
年度实事分工表
序号｜项目｜牵头单位｜完成时限
1｜新建书房｜市文化局｜2026年9月底
2｜流动书车｜市交通局｜2026年12月底
3｜有声读物｜市文化局｜2026年12月底
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("reading"), "plan.txt")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("到2027年全市累计要有多少辆流动书车？", ["流动书车数量（累计），2027年：15辆"]),
        (
            "2026年的各项指标目标值分别是多少？",
            ["建成城市书房30个", "人均藏书量，2026年：1.4册", "流动书车数量（累计），2026年：9辆"],
        ),
        ("请汇总2026年的数量目标。", ["建成城市书房30个", "人均藏书量，2026年：1.4册"]),
        ("年度实事里，要求12月底完成的有几件？", ["流动书车", "有声读物", "按原文共 2 项"]),
        ("流动书车这一项由谁牵头？", ["市交通局"]),
    ],
)
def test_what_is_told(assistant: Conversation, question: str, told: list[str]) -> None:
    text = assistant.ask(question).text
    assert [words for words in told if words not in text] == []


def test_all_of_a_year_leaves_out_other_years(assistant: Conversation) -> None:
    text = assistant.ask("2026年的各项指标目标值分别是多少？").text
    assert "1.8" not in text
    assert "15辆" not in text
