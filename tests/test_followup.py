"""A question that goes on from the turn before is made to stand alone, and shown as understood."""

from dataclasses import replace

import pytest
from conftest import assistant_reading

from assistant.answer import Answer, Status, Turn
from assistant.conversation import Conversation

FIRMS = Turn(
    "推进哪些商贸流通企业开展信息化提升",
    "推进佳和城、老城曹州、银田农贸城、三信配送中心等一批商贸流通企业开展信息化提升。[1]",
)
PARKS = Turn("重点园区有哪些", "重点园区包括东园、南园和西园。[1]")


def chat(assistant: Conversation, *questions: str) -> Answer:
    """The answer to the last of some questions, asked one after the other."""
    turns: list[Turn] = []
    for question in questions[:-1]:
        turns.append(Turn(question, assistant.ask(question, tuple(turns)).text))
    return assistant.ask(questions[-1], tuple(turns))


def clauses(answer: Answer) -> list[str]:
    return [citation.clause for citation in answer.citations]


def test_another_topic_keeps_what_was_asked(opinion_assistant: Conversation) -> None:
    answer = chat(opinion_assistant, "养老托育由谁牵头", "那家政服务呢")
    assert "家政服务" in answer.resolved_question
    assert "牵头" in answer.resolved_question
    assert "养老托育" not in answer.resolved_question
    assert clauses(answer) == ["二(二)5"]
    assert "市发展改革委、市商务局" in answer.text


def test_another_topic_of_another_city(notice_assistant: Conversation) -> None:
    answer = chat(notice_assistant, "品种改良工程由谁牵头", "那产地仓储呢")
    assert set(clauses(answer)) == {"二(二)"}
    assert "市发展和改革委员会、市商务局" in answer.text


def test_another_year_keeps_the_topic(notice_assistant: Conversation) -> None:
    answer = chat(notice_assistant, "标准化果园面积2027年目标是多少", "那2030年呢")
    assert answer.resolved_question == "标准化果园面积2030年目标是多少"
    assert answer.text == "到2030年,标准化果园面积达到20万亩以上。[1]"


NUMBERS = """\
青岚区政府工作报告
一、五年回顾
五年来，书屋由190座增加到310座。
二、目标
到2030年，书屋达到400座，公园达到60个。
"""


def test_another_time_in_words_keeps_the_topic(tmp_path_factory: pytest.TempPathFactory) -> None:
    assistant = assistant_reading(NUMBERS, tmp_path_factory.mktemp("report"), "report.txt")
    answer = assistant.ask("现在呢？", (Turn("五年前书屋有多少座？", "190座。"),))
    assert answer.resolved_question == "现在书屋有多少座?"


def test_a_year_that_is_not_there_is_declined(opinion_assistant: Conversation) -> None:
    answer = chat(opinion_assistant, "养老机构护理型床位目标是多少", "那到2030年呢")
    assert answer.status is Status.NOT_IN_SOURCE
    assert "2030年" in answer.resolved_question
    assert "护理型床位" in answer.resolved_question
    assert "65%" not in answer.text


def test_a_parallel_word_takes_the_place_of_its_like(opinion_assistant: Conversation) -> None:
    answer = chat(opinion_assistant, "培育几家领航型企业", "那骨干型呢")
    assert answer.resolved_question == "培育几家骨干型企业"
    assert "3家骨干型企业" in answer.text


def test_three_turns(notice_assistant: Conversation) -> None:
    answer = chat(notice_assistant, "标准化果园面积2027年目标是多少", "2030年呢", "那产地冷库呢")
    assert "产地冷库150座" in answer.text
    assert clauses(answer) == ["一"]


def test_who_is_in_charge_of_what_was_talked_about(opinion_assistant: Conversation) -> None:
    for question in ("归谁管", "谁牵头"):
        answer = chat(opinion_assistant, "护理型床位占比是多少", question)
        assert answer.resolved_question.startswith("护理型床位占比")
        assert clauses(answer) == ["二(二)4"]
        assert "市发展改革委、市民政局、市卫生健康委" in answer.text


def test_the_same_department_too(opinion_assistant: Conversation) -> None:
    answer = chat(opinion_assistant, "软件服务由谁牵头", "工业互联网也是它吗")
    assert answer.resolved_question.startswith("工业互联网")
    assert clauses(answer) == ["二(一)5"]
    assert "市工业和信息化局" in answer.text


def test_more_of_the_same_stays_with_the_topic(notice_assistant: Conversation) -> None:
    answer = chat(notice_assistant, "数字果园有哪些建设任务", "还有吗")
    assert answer.resolved_question.startswith("数字果园有哪些建设任务")
    assert set(clauses(answer)) == {"三(三)"}


@pytest.mark.parametrize(
    ("turn", "question", "item"),
    [
        (FIRMS, "第二个由谁牵头", "老城曹州"),
        (FIRMS, "第三家呢", "银田农贸城"),
        (FIRMS, "最后一个是什么", "三信配送中心"),
        (PARKS, "第一个由谁牵头", "东园"),
        (PARKS, "最后一个呢", "西园"),
        (PARKS, "第三个呢", "西园"),
    ],
)
def test_an_item_of_a_list_in_the_answer(
    opinion_assistant: Conversation, turn: Turn, question: str, item: str
) -> None:
    assert opinion_assistant.ask(question, (turn,)).resolved_question.startswith(item)


def test_a_place_behind_the_end_of_the_list_is_no_item(opinion_assistant: Conversation) -> None:
    resolved = opinion_assistant.ask("第九个是什么", (PARKS,)).resolved_question
    assert not resolved.startswith(("东园", "南园", "西园"))


@pytest.mark.parametrize(
    "question",
    [
        "规模以上服务业企业数量目标是多少",
        "市商务局牵头哪些工作",
        "六大生产性服务业有哪些",
    ],
)
def test_a_complete_question_is_answered_as_without_the_conversation(
    opinion_assistant: Conversation, question: str
) -> None:
    alone = opinion_assistant.ask(question)
    behind = opinion_assistant.ask(question, (FIRMS, PARKS))
    assert replace(behind, latency_ms=0.0) == replace(alone, latency_ms=0.0)
    assert behind.resolved_question == question


@pytest.mark.parametrize("change", ["对了,", "另外问一下,", "不说这个了,", "换个话题,"])
def test_a_change_of_subject_stands_alone(opinion_assistant: Conversation, change: str) -> None:
    answer = chat(opinion_assistant, "养老托育由谁牵头", f"{change}软件服务由谁牵头")
    assert clauses(answer) == ["二(一)4"]
    assert "养老" not in answer.resolved_question


def test_without_a_conversation_nothing_is_completed(opinion_assistant: Conversation) -> None:
    assert opinion_assistant.ask("那家政服务呢").resolved_question == "那家政服务呢"


def test_a_question_that_stands_alone_is_shown_as_typed(opinion_assistant: Conversation) -> None:
    answer = opinion_assistant.ask("  養老托育由谁牵头？ ")
    assert answer.resolved_question == "養老托育由谁牵头？"


def test_the_same_conversation_gives_the_same_answer(opinion_assistant: Conversation) -> None:
    first = chat(opinion_assistant, "软件服务由谁牵头", "那检验检测呢")
    opinion_assistant.ask("文号是多少")
    again = chat(opinion_assistant, "软件服务由谁牵头", "那检验检测呢")
    assert (again.text, again.citations) == (first.text, first.citations)


def test_a_question_of_nothing_but_who_goes_on_from_the_turn_before(
    notice_assistant: Conversation,
) -> None:
    history = (Turn("品牌专卖店每家奖励多少", "每家奖励5万元。[1]"),)
    assert notice_assistant.retrieve("归谁管?", history).question == "品牌专卖店每家奖励,归谁管?"


GUIDE = """\
泉山市人才公寓管理办法
泉政规〔2025〕3号
第一条 人才类项目全年受理，按季度审核；企业类项目每年3月1日至4月15日集中申报。
第二条 博士年龄不超过40周岁，硕士年龄不超过38周岁，本科毕业生年龄不超过32周岁。
第三条 保证金为2000元。退出且无违规记录的，15日内无息退还；公寓质量保修期为一年，自验收合格之日起计算。
第四条 每年认定示范公寓不超过20个。同一街道内登记公寓10家以上的，可以申报。
第五条 补助资金分两次拨付：开工后，拨付40%；验收合格后，拨付60%。
附件
目标表
指标名称\t单位\t2025年\t2026年\t2027年
公寓入住率\t%\t82\t90\t98
公寓投诉办结率\t%\t70\t80\t95
"""


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return assistant_reading(GUIDE, tmp_path_factory.mktemp("guide"), "guide.txt")


@pytest.mark.parametrize(
    ("before", "question", "words"),
    [
        (
            Turn("企业类项目什么时候报", "每年3月1日至4月15日集中申报。"),
            "人才类也是这个时间吗",
            "全年受理",
        ),
        (Turn("博士多大算超龄", "博士年龄不超过40周岁。"), "如果我只是本科呢", "32周岁"),
        (Turn("保证金收多少", "保证金为2000元。"), "啥时候退给我们？", "15日内无息退还"),
        (Turn("公寓入住率2026年是多少", "90%。"), "最后一年要到多少？", "98%"),
    ],
)
def test_what_goes_on_from_the_turn_before(
    guide: Conversation, before: Turn, question: str, words: str
) -> None:
    assert words in guide.ask(question, (before,)).text


def test_how_many_a_year(guide: Conversation) -> None:
    assert "每年认定示范公寓不超过20个" in guide.ask("示范公寓一年能评几个").text


def test_a_count_in_words_comes_with_its_parts(guide: Conversation) -> None:
    text = guide.ask("补助资金分几次拨付").text
    assert "拨付40%" in text
    assert "拨付60%" in text
