"""Which figure fits best of several that might be meant."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

PLAN = """\
云屏市公共书屋行动计划
一、建设书屋。2026年新建书屋40个，2027年新建书屋55个。其中6月底前完成一半。
二、安排资金。总投资9000万元，其中市级2000万元、区级7000万元。
三、发放补贴。书屋每月补贴1200元，每年评优奖励5000元。
四、服务读者。读者满意率不低于90%，投诉率不超过2%。借阅量增长8%，达到300万册。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(PLAN, tmp_path_factory.mktemp("plan"), "plan.txt")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2027年新建多少个书屋？", "2027年新建书屋55个"),
        ("一共投资多少钱？", "总投资9000万元"),
        ("书屋一个月补贴多少钱？", "书屋每月补贴1200元"),
        ("借阅量增长多少？", "借阅量增长8%"),
        ("满意率至少多少？", "读者满意率不低于90%"),
        ("投诉率最多多少？", "投诉率不超过2%"),
    ],
)
def test_the_figure_that_fits_best(plan: Conversation, question: str, said: str) -> None:
    assert said in plan.ask(question).text
