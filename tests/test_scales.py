"""Steps of scales, kinds of money and years: what a figure is given for, and what it is not."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation
from assistant.money_kinds import is_other_money
from assistant.scales import lacking_step, with_other_step

MEASURES = """\
临泽市扶持物流业发展若干措施
临政规〔2025〕6号
一、奖励企业
(一)评级奖励。对首次评为国家5A级、4A级、3A级的物流企业,分别奖励80万元、40万元、15万元。
(二)人才补贴。物流企业新引进的硕士,每月补贴1500元。
二、规范停车
(三)占用道路停车泊位且不缴纳停车费的,处50元罚款。
(四)2025—2027年累计安排专项资金1800万元。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("scales"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "text", "step"),
    [
        ("评为2A级奖多少", "评为5A级、4A级、3A级的", "2A级"),
        ("评为4A级奖多少", "评为5A级、4A级、3A级的", ""),
        ("三级残疾能认定几级", "残疾等级为一、二级的", "三级"),
        ("一级残疾能认定吗", "残疾等级为一、二级的", ""),
        ("证书是4级的补多少", "五级800元、四级1200元", ""),
        ("二级医院要提前几周", "三级医院提前两周", "二级"),
        ("二级医院有奖励吗", "三级以下医院", ""),
        ("照护2级有补贴吗", "照护需求等级1-5级的", ""),
        ("本科每月补多少", "硕士每月1500元", "本科"),
        ("本科每月补多少", "每月补贴1500元", ""),
        ("铜宿奖多少", "金宿、银宿分别奖20万元、8万元", "铜宿"),
    ],
)
def test_what_is_given_for_one_step_is_not_given_for_another(
    question: str, text: str, step: str
) -> None:
    assert lacking_step(question, text) == step


@pytest.mark.parametrize(
    ("question", "own", "around", "other"),
    [
        ("停车费要交多少", "处50元罚款", "不缴纳停车费的,处50元罚款", True),
        ("不交停车费罚多少", "处50元罚款", "不缴纳停车费的,处50元罚款", False),
        ("公办托育收费多少", "每人每月不超过1300元", "每人每月不超过1300元", False),
        ("项目总投资多少", "产值突破100亿元", "力争产值突破100亿元", True),
    ],
)
def test_a_fee_is_no_fine(question: str, own: str, around: str, other: bool) -> None:
    assert is_other_money(question, own, around) is other


@pytest.mark.parametrize(
    "question",
    ["评上2A级的物流企业奖励多少", "新引进的本科每月补贴多少", "2026年当年安排多少专项资金"],
)
def test_a_figure_for_something_else_is_declined(assistant: Conversation, question: str) -> None:
    assert assistant.ask(question).status is Status.NOT_IN_SOURCE


def test_the_step_in_the_text_is_answered(assistant: Conversation) -> None:
    answer = assistant.ask("评上4A级的物流企业奖励多少")
    assert "40万元" in answer.text
    assert answer.citations[0].clause == "一(一)"


@pytest.mark.parametrize(
    ("text", "other", "changed"),
    [
        ("博士多大算超龄", "如果我只是本科", "本科多大算超龄"),
        ("省级工厂奖多少", "国家级的", "国家级工厂奖多少"),
        ("博士和硕士各补多少", "本科", ""),
        ("工厂奖多少", "国家级的", ""),
    ],
)
def test_another_step_takes_the_place_of_one(text: str, other: str, changed: str) -> None:
    assert with_other_step(text, other) == changed
