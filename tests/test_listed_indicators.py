"""Indicators listed in one sentence, each with its figure: the one asked for, of the year asked for."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

REPORT = """\
临川县2026年政府工作报告
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2025年工作回顾
一年来，我们坚持稳中求进，地区生产总值增长5.1%，城镇新增就业4.4万人，居民人均可支配收入增长5.6%，粮食产量134万吨，单位产品能耗下降3%。
过去五年，地区生产总值跨过300亿元、年均增长6.2%。每年城镇新增就业4万人以上。
二、2026年重点工作
到2026年底，全县农作物综合机械化率达到75%，丘陵地区农作物综合机械化率达到55%。茶叶采收机械化率达到45%，竹笋采收机械化率达到30%，畜牧养殖机械化率达到50%，产品初加工机械化率达到40%。
到2027年，康养装备品类基本齐全，产品质量达到省内先进水平。
今年发展的主要预期目标是：生产总值增长5%左右，一般公共预算收入增长3%，城镇新增就业4万人以上，城镇调查失业率5.5%左右，居民消费价格涨幅2%左右。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(REPORT, tmp_path_factory.mktemp("report"), "report.txt")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("临川县2025年生产总值增长多少", "地区生产总值增长5.1%。"),
        ("去年城镇新增就业多少", "城镇新增就业4.4万人。"),
        ("去年粮食产量多少", "粮食产量134万吨。"),
        ("2026年城镇新增就业目标是多少", "城镇新增就业4万人以上。"),
        ("今年财政收入预期增长多少", "一般公共预算收入增长3%。"),
        ("今年居民消费价格涨幅目标", "居民消费价格涨幅2%左右。"),
        ("今年失业率控制在多少", "城镇调查失业率5.5%左右。"),
    ],
)
def test_the_figure_of_the_indicator_and_the_year(
    assistant: Conversation, question: str, answer: str
) -> None:
    assert assistant.ask(question).text == f"{answer}[1]"


def test_a_price_without_a_rise_asks_for_money(assistant: Conversation) -> None:
    assert assistant.ask("今年粮食收购价格多少").status.refused


def test_all_figures_that_a_question_means_alike_are_given(assistant: Conversation) -> None:
    everything = assistant.ask("2026年机械化率目标").text
    assert [rate in everything for rate in ("75%", "55%", "45%", "30%", "50%", "40%")] == [True] * 6
    assert assistant.ask("竹笋机械化率目标是多少").text == "竹笋采收机械化率达到30%。[1]"


def test_a_goal_without_a_figure_is_given_in_its_words(assistant: Conversation) -> None:
    answer = assistant.ask("康养装备2027年的目标").text
    assert answer == "到2027年，康养装备品类基本齐全，产品质量达到省内先进水平。[1]"
    assert assistant.ask("光伏装备2027年的目标").status.refused
