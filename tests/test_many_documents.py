"""Questions asked of many documents at once: the right one answers, several do, or it is asked which."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import settings_for
from several_policies import (
    CARE_OF_CLOUD,
    CARE_OF_PINE,
    ENDING,
    PARKING,
    SNOW_PLAN_2024,
    SNOW_PLAN_2025,
)

from assistant.answer import Answer, Status, Turn
from assistant.assembly import assemble, build_index_folder
from assistant.document_filter import DocumentFilter
from assistant.many_documents import ManyDocuments
from documents.errors import QuestionError

PINE, CLOUD = "松政办规〔2025〕3号", "云岭政办规〔2025〕8号"
PARK, LIST = "松政规〔2019〕2号", "松政发〔2025〕1号"
SNOW_2024, SNOW_2025 = "松政办发〔2024〕5号", "松政办发〔2025〕6号"
WHICH = f"""\
有 2 份文件都可能与这个问题有关，请问您问的是哪一份文件？
1. 《松原市养老服务补贴办法》（{PINE}）
2. 《云岭市养老服务补贴办法》（{CLOUD}）
可以回答“第一个”，或写出地名、文号或文件名。"""
EACH = f"""\
《松原市养老服务补贴办法》（{PINE}）：
新建养老机构每张护理床位给予建设补贴8000元。[1]

《云岭市养老服务补贴办法》（{CLOUD}）：
新建养老机构每张护理床位给予建设补贴12000元。[2]"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> ManyDocuments:
    """An assistant over six small policies, on New Year's Day 2026."""
    folder = tmp_path_factory.mktemp("six_policies")
    texts = (CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2024, SNOW_PLAN_2025, PARKING, ENDING)
    for at, lines in enumerate(texts):
        (folder / f"policy{at}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(settings_for(folder / "index"), today=date(2026, 1, 1))
    build_index_folder(settings, sorted(folder.glob("*.txt")))
    return assemble(settings)


def talk(assistant: ManyDocuments, *questions: str) -> Answer:
    """The last answer of a conversation."""
    history: tuple[Turn, ...] = ()
    for question in questions:
        answer = assistant.ask(question, history)
        history = (*history, Turn(question, answer.text))
    return answer


def cited(answer: Answer) -> list[str]:
    return list(dict.fromkeys(citation.document for citation in answer.citations))


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("松原市护理床位建设补贴是多少", PINE, "8000元"),
        ("云岭护理床位建设补贴是多少", CLOUD, "12000元"),
        ("云岭市养老服务补贴办法什么时候开始施行", CLOUD, "2025年6月1日"),
        ("松政办规〔2025〕3号有效期几年", PINE, "有效期5年"),
        ("冰雪旅游专项资金多少", SNOW_2025, "4500万元"),
        ("2024年冰雪旅游专项资金多少", SNOW_2024, "3000万元"),
        ("冰雪旅游计划的文号是什么", SNOW_2025, SNOW_2025),
    ],
)
def test_the_right_document_answers(
    assistant: ManyDocuments, question: str, document: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert cited(answer) == [document]
    assert words in answer.text


def test_like_policies_are_asked_back_and_chosen_from(assistant: ManyDocuments) -> None:
    answer = assistant.ask("护理床位建设补贴是多少")
    assert (answer.status, answer.text) == (Status.NEEDS_CLARIFICATION, WHICH)
    for choice, document in (
        ("第一个", PINE),
        ("2", CLOUD),
        ("最后一个", CLOUD),
        ("云岭的", CLOUD),
        ("松原市那份", PINE),
        (CLOUD, CLOUD),
    ):
        chosen = talk(assistant, "护理床位建设补贴是多少", choice)
        assert cited(chosen) == [document], choice
    for choice in ("两份都要", "都看看", "全部", "所有的"):
        assert talk(assistant, "护理床位建设补贴是多少", choice).text == EACH, choice


@pytest.mark.parametrize(
    "question",
    ["冰雪旅游专项资金多少", "都有多少冰雪旅游专项资金", "最后安排冰雪旅游专项资金多少"],
)
def test_a_question_instead_of_a_choice_is_answered(
    assistant: ManyDocuments, question: str
) -> None:
    answer = talk(assistant, "护理床位建设补贴是多少", question)
    assert cited(answer) == [SNOW_2025]


def test_an_offer_of_another_shape_is_no_offer(assistant: ManyDocuments) -> None:
    altered = WHICH.replace("1. ", "x. ").replace("2. ", "². ")
    answer = assistant.ask("第一个", (Turn("护理床位建设补贴是多少", altered),))
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "松原和云岭的护理床位建设补贴分别是多少",
        "比较松原市和云岭市的护理床位建设补贴",
        "各市对护理床位的建设补贴分别是多少",
    ],
)
def test_one_answer_for_each_document(assistant: ManyDocuments, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.text) == (Status.ANSWERED, EACH)
    assert cited(answer) == [PINE, CLOUD]


def test_two_subjects_with_one_document_each(assistant: ManyDocuments) -> None:
    answer = assistant.ask("冰雪旅游和共享单车的文件分别从什么时候施行")
    assert "《松原市冰雪旅游发展计划（2025年）》（松政办发〔2025〕6号）：" in answer.text
    assert "本规定自2019年7月1日起施行" in answer.text


def test_a_follow_up_stays_with_its_document(assistant: ManyDocuments) -> None:
    answer = talk(assistant, "云岭市护理床位建设补贴是多少", "护理员津贴呢")
    assert (cited(answer), "350元" in answer.text) == ([CLOUD], True)
    answer = talk(assistant, "松原市护理床位建设补贴是多少", "云岭的呢")
    assert (cited(answer), "12000元" in answer.text) == ([CLOUD], True)
    answer = talk(assistant, "护理床位建设补贴是多少", "第二个", "那护理员津贴呢")
    assert (cited(answer), "350元" in answer.text) == ([CLOUD], True)
    answer = talk(assistant, "冰雪旅游接待目标是多少", "那专项资金呢")
    assert (cited(answer), "4500万元" in answer.text) == ([SNOW_2025], True)


def test_older_and_abolished_documents_are_not_used_silently(assistant: ManyDocuments) -> None:
    newer = assistant.ask("冰雪旅游专项资金多少")
    assert "另有较早的版本《松原市冰雪旅游发展计划（2024年）》" in newer.text
    older = assistant.ask("2024年冰雪旅游专项资金多少")
    assert "另有较新的版本《松原市冰雪旅游发展计划（2025年）》" in older.text
    ended = assistant.ask("共享单车乱停乱放罚款多少")
    assert "50元" in ended.text
    assert "已被《松原市人民政府关于废止部分文件的决定》（松政发〔2025〕1号）废止" in ended.text


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("冰雪旅游计划还有效吗", SNOW_2025, "（标题所写的期间（至2025年）已过，未写明有效期。）"),
        ("云岭养老服务补贴办法过期了吗", CLOUD, "（现行，有效期至2028年5月31日。）"),
        ("共享单车停放规定还管用吗", PARK, "废止"),
    ],
)
def test_whether_a_document_still_holds(
    assistant: ManyDocuments, question: str, document: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert set(cited(answer)) <= {document, LIST}
    assert words in answer.text


def test_a_question_about_a_document_goes_to_those_on_its_subject(
    assistant: ManyDocuments,
) -> None:
    assert assistant.ask("共享单车的文件文号多少").text.startswith(f"文号是{PARK}")
    assert cited(assistant.ask("旧版的冰雪旅游计划安排专项资金多少")) == [SNOW_2024]
    assert cited(assistant.ask("前年印发的冰雪旅游计划安排专项资金多少")) == [SNOW_2024]


def test_a_question_that_fits_every_document_is_asked_back(assistant: ManyDocuments) -> None:
    answer = assistant.ask("发文字号是什么")
    assert answer.status is Status.NEEDS_CLARIFICATION
    assert answer.text.startswith("有 5 份文件都可能与这个问题有关")
    assert talk(assistant, "发文字号是什么", "云岭的").text == f"文号是{CLOUD}。[1]"
    assert assistant.ask("第二部分叫什么名字").status is Status.NEEDS_CLARIFICATION


def test_a_kind_means_its_newest_document_and_like_ones_are_asked_back(
    assistant: ManyDocuments,
) -> None:
    answer = assistant.ask("这个计划的文号是什么")
    assert cited(answer) == [SNOW_2025]  # the newer of two versions
    answer = assistant.ask("这份办法有效期到哪年")
    assert answer.status is Status.NEEDS_CLARIFICATION  # two cities with the same subject
    assert assistant.ask("松原市那份文件的文号").status is Status.NEEDS_CLARIFICATION


def test_tasks_of_a_department_in_all_documents(assistant: ManyDocuments) -> None:
    assert sorted(cited(assistant.ask("市财政局负责哪些工作"))) == sorted([PINE, CLOUD, SNOW_2025])


def test_a_filter_narrows_the_documents(assistant: ManyDocuments) -> None:
    question = "护理床位建设补贴是多少"
    for wanted, document in (
        (DocumentFilter(place="云岭"), CLOUD),
        (DocumentFilter(place="松原", kind="办法"), PINE),
        (DocumentFilter(names=(PINE,)), PINE),
    ):
        assert cited(assistant.within(wanted).ask(question)) == [document]
    snow = assistant.within(DocumentFilter(year=2024)).ask("冰雪旅游专项资金多少")
    assert cited(snow) == [SNOW_2024]
    gone = assistant.within(DocumentFilter(in_force=False)).ask("共享单车乱停乱放罚款多少")
    assert "50元" in gone.text
    with pytest.raises(QuestionError, match="没有符合条件的文件（地区为“北海”）"):
        assistant.within(DocumentFilter(place="北海"))


def test_a_stream_ends_with_the_answer(assistant: ManyDocuments) -> None:
    *_, last = assistant.stream("松原和云岭的护理床位建设补贴分别是多少")
    assert last.text == EACH


def test_another_subject_is_declined_for_all_documents(assistant: ManyDocuments) -> None:
    answer = assistant.ask("你好")
    assert "《云岭市人民政府办公室关于印发" in answer.text
    assert assistant.ask("红烧肉怎么做").status is Status.OUT_OF_SCOPE


def test_what_is_found_is_that_of_the_document_asked(assistant: ManyDocuments) -> None:
    found = assistant.retrieve("云岭护理床位建设补贴是多少")
    assert {hit.document.identifier for hit in found.ranked} == {CLOUD}
    assert found.ranked[0].clause.number == "第二条"
