"""An emergency plan: decimal numbers, duties under a department's name, levels in Roman numerals."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation

PLAN = """\
清浦县低温雨雪冰冻灾害应急预案
1 总则
1.1 适用范围
本预案适用于本县行政区域内低温雨雪冰冻灾害的应对。
2 组织体系
2.1 县气象局：负责低温雨雪监测预报，发布道路结冰预警。
2.2 县住房和城乡建设局：牵头城区供水管道防冻，负责燃气设施巡查。
2.3 县交通运输局：组织公路除雪融冰，储备融雪剂不少于300吨。
3 应急响应
3.1 Ⅱ级响应
3.1.1 启动条件
县城积雪深度达15厘米。
3.1.2 响应行动
县气象局每3小时报送一次雪情。
3.2 Ⅰ级响应
3.2.1 启动条件
县城积雪深度达25厘米。
3.2.2 响应行动
中小学停课。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("snow"), "plan.txt")


def test_duties_stand_under_the_name_of_a_department(assistant: Conversation) -> None:
    answer = assistant.ask("县气象局在预案里承担哪些工作？")
    assert [citation.clause for citation in answer.citations] == ["2.1", "3.1.2"]


def test_a_department_named_without_its_level(assistant: Conversation) -> None:
    answer = assistant.ask("交通运输局要做什么？")
    assert [citation.clause for citation in answer.citations] == ["2.3"]


def test_who_leads_is_told_by_the_title(assistant: Conversation) -> None:
    answer = assistant.ask("城区供水管道防冻由哪个单位牵头？")
    assert answer.text.startswith("2.2 县住房和城乡建设局：牵头城区供水管道防冻")


@pytest.mark.parametrize("level", ["Ⅱ级", "II级", "二级", "2级"])
def test_a_level_in_any_numerals(assistant: Conversation, level: str) -> None:
    answer = assistant.ask(f"启动{level}响应时县城积雪深度要达到多少？")
    assert answer.citations[0].clause == "3.1.1"
    assert "15厘米" in answer.text


def test_the_figure_of_another_level_is_not_confirmed(assistant: Conversation) -> None:
    answer = assistant.ask("县城积雪深度达15厘米就启动Ⅰ级响应，对吧？")
    assert answer.status is Status.ANSWERED
    assert "与原文一致" not in answer.text
