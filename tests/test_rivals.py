"""Two clauses that come about as near to a question: both are told, and that it may be either."""

import pytest
from conftest import assistant_reading

from assistant.answer import Status
from assistant.conversation import Conversation

RULES = """\
林河市社区食堂和助餐点管理办法
第一条 社区食堂建成验收后，每家给予建设补助10万元。
第二条 助餐点建成验收后，每个给予建设补助3万元。
第三条 社区食堂应当在15日内向街道办事处备案。
第四条 助餐点应当在5日内向街道办事处备案。
第五条 食材留样保存不少于48小时。
"""


@pytest.fixture(scope="module")
def canteens(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(RULES, tmp_path_factory.mktemp("rivals"), "rules.txt")


@pytest.mark.parametrize(
    ("question", "clauses", "words"),
    [
        ("建成以后补助多少钱", {"第一条", "第二条"}, ["10万元", "3万元"]),
        ("多少日内要向街道备案", {"第三条", "第四条"}, ["15日", "5日"]),
    ],
)
def test_both_are_told(
    canteens: Conversation, question: str, clauses: set[str], words: list[str]
) -> None:
    answer = canteens.ask(question)
    assert answer.status is Status.PARTIAL
    assert answer.text.startswith("与所问相近的条款不止一条，请对照。")
    assert {citation.clause for citation in answer.citations} == clauses
    assert [word for word in words if word in answer.text] == words


@pytest.mark.parametrize(
    ("question", "clause", "words"),
    [
        ("社区食堂建成以后补助多少钱", "第一条", "10万元"),
        ("食材留样要保存多长时间", "第五条", "48小时"),
        ("第二条里建成以后补助多少钱", "第二条", "3万元"),
    ],
)
def test_one_that_is_clearly_meant_stands_alone(
    canteens: Conversation, question: str, clause: str, words: str
) -> None:
    answer = canteens.ask(question)
    assert answer.status is Status.ANSWERED
    assert [citation.clause for citation in answer.citations] == [clause]
    assert words in answer.text
