"""What a body does by the sentences of a text that names no departments behind its clauses."""

import pytest
from conftest import assistant_reading

from assistant.conversation import Conversation

MEASURES = """\
岭南市共享单车管理办法
第一章 总则
第一条 为规范共享单车管理,制定本办法。
第二条 市交通运输局负责共享单车的统筹管理工作。
第二章 投放
第三条 企业投放车辆,应当向市交通运输局备案。
第四条 市交通运输局应当会同市城市管理局划定禁停区域。
第三章 法律责任
第五条 违反本办法第三条规定的,由市交通运输局责令改正,处五千元罚款。
第六条 违反禁停规定的,由市城市管理局处二百元罚款。公安机关负责查处盗窃车辆行为。
公安机关应当会同企业建立信息共享机制。
第七条 本办法自2025年5月1日起施行。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(MEASURES, tmp_path_factory.mktemp("measures"), "measures.txt")


def test_all_that_a_body_does_is_given(assistant: Conversation) -> None:
    answer = assistant.ask("市交通运输局负责哪些事?")
    assert [citation.clause for citation in answer.citations] == [
        "第二条", "第三条", "第四条", "第五条",
    ]  # fmt: skip


def test_words_on_the_duties_narrow_them(assistant: Conversation) -> None:
    answer = assistant.ask("由市交通运输局责令改正并罚款的有哪些行为?")
    assert "五千元罚款" in answer.text
    assert "禁停" not in answer.text


def test_the_part_that_is_named_limits_them(assistant: Conversation) -> None:
    answer = assistant.ask("法律责任这一章里,市城市管理局承担什么职责?")
    assert "划定禁停区域" not in answer.text


def test_an_officer_of_the_body_may_ask(assistant: Conversation) -> None:
    answer = assistant.ask("我是新来的，帮我梳理市交通运输局要干的事")
    assert [citation.clause for citation in answer.citations] == [
        "第二条", "第三条", "第四条", "第五条",
    ]  # fmt: skip


def test_a_bureau_is_found_under_another_ending(assistant: Conversation) -> None:
    text = assistant.ask("公安局负责哪些事?").text
    assert "查处盗窃车辆行为" in text or "信息共享机制" in text
    assert "市交通运输局" not in text


LEVELS = """\
云川市创业扶持资金管理办法
第一条 市财政局负责资金的预算审核。
第二条 县（区）财政部门负责资金拨付,并追回骗取的资金。
第三条 卫生健康部门负责健康检查机构的管理。
第四条 负面清单由市市场监督管理局会同市卫生健康委员会拟订。
第五条 国家税务总局云川市税务局提供纳税信息。
第六条 本办法自2026年5月1日起施行。
"""


@pytest.fixture(scope="module")
def of_levels(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(LEVELS, tmp_path_factory.mktemp("levels"), "measures.txt")


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("县区财政部门要做哪些事?", ["第二条"]),
        ("市财政局要做哪些事?", ["第一条"]),
        ("卫生健康系统承担哪些职责?", ["第三条", "第四条"]),
        ("税务部门负责什么?", ["第五条"]),
    ],
)
def test_a_body_is_known_by_each_of_its_names_at_its_level(
    of_levels: Conversation, question: str, clauses: list[str]
) -> None:
    assert [citation.clause for citation in of_levels.ask(question).citations] == clauses


UNNAMED = """\
云川市应急避难场所管理办法
第一条 主管部门负责场所的规划。
第二条 公安机关负责场所周边的秩序。
第三条 登记机关应当公布场所名单。
第四条 本办法自2024年5月1日起施行。
"""


def test_a_body_without_a_field_of_its_own_is_only_itself(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assistant = assistant_reading(UNNAMED, tmp_path_factory.mktemp("unnamed"), "measures.txt")
    answer = assistant.ask("主管部门负责哪些事?")
    assert [citation.clause for citation in answer.citations] == ["第一条"]
