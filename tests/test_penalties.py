"""What follows on a breach, where a question asks for that."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import assistant_reading

from assistant.answer import Answer

RULES = """\
松陵市共享单车管理办法
松陵市人民政府令第12号
第一章　总则
第一条　为规范共享单车经营和使用，制定本办法。
第二章　经营
第二条　经营企业应当每三十日对车辆刹车、轮胎检修一次，检修记录保存不少于一年。
第三条　经营企业应当将押金存入专用账户，用户申请退还的，应当在二日内退还。
第四条　用户应当将车辆停放在划定的区域内，不得占用盲道。
第三章　法律责任
第五条　违反本办法第二条规定的，由城市管理部门责令限期改正；逾期不改正的，处二千元以上一万元以下罚款。
第六条　违反本办法第三条规定的，由交通运输部门处五千元以上三万元以下罚款。
第七条　违反本办法第四条规定的，由城市管理部门予以警告，可以处二十元以上五十元以下罚款。
第四章　附则
第八条　本办法自2026年3月1日起施行。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Ask the rules."""
    folder: Path = tmp_path_factory.mktemp("penalties")
    return assistant_reading(RULES, folder, "rules.txt").ask


@pytest.mark.parametrize(
    ("question", "clause", "said"),
    [
        ("企业不检修刹车罚多少？", "第五条", "二千元以上一万元以下"),
        ("押金没有退还给用户会怎么处罚？", "第六条", "五千元以上三万元以下"),
        ("占用盲道停放车辆罚款多少？", "第七条", "二十元以上五十元以下"),
    ],
)
def test_a_fine_is_found_by_what_the_clause_demands_that_it_refers_to(
    ask: Callable[[str], Answer], question: str, clause: str, said: str
) -> None:
    answer = ask(question)
    assert said in answer.text
    assert answer.citations[0].clause == clause


def test_what_is_demanded_is_not_answered_by_its_fine(ask: Callable[[str], Answer]) -> None:
    assert "三十日" in ask("刹车多久检修一次？").text


def test_a_refusal_names_a_clause_that_it_shows(ask: Callable[[str], Answer]) -> None:
    for question in ("占用盲道会被拘留几天", "押金没按时退会罚几辆车", "没有检修记录会吊销几张证"):
        answer = ask(question)
        named = answer.text.partition("最接近的条款是")[2].partition("。")[0]
        assert not named or answer.related[0].clause in named


@pytest.mark.parametrize(
    ("question", "clause", "said"),
    [
        ("违反第二条罚多少？", "第五条", "处二千元以上一万元以下罚款"),
        ("违反本办法第三条规定的怎么处罚？", "第六条", "处五千元以上三万元以下罚款"),
        ("违反第四条会怎么样？", "第七条", "可以处二十元以上五十元以下罚款"),
    ],
)
def test_the_breach_of_a_clause_is_answered_by_the_one_that_punishes_it(
    ask: Callable[[str], Answer], question: str, clause: str, said: str
) -> None:
    answer = ask(question)
    assert said in answer.text
    assert {citation.clause for citation in answer.citations} == {clause}


def test_a_clause_whose_breach_nothing_punishes(ask: Callable[[str], Answer]) -> None:
    assert ask("违反第八条罚多少？").status.refused
