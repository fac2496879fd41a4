"""How well quotes bear out a question: what is not in the text is declined, what is stays answered."""

import pytest

from assistant.answer import Answer
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.nearness import OFF_BEST
from assistant.question import Intent
from assistant.support import NEARNESS, is_judged, support, support_features, weights


def drafted(assistant: Conversation, question: str) -> tuple[float, dict[str, float], Answer]:
    """The support of the answer that is given where nothing is declined, and its features."""
    found = assistant.retrieve(question)
    asked, evidence = found.resolved.question, found.evidence
    answer = ExtractiveAnswerer(0.0).answer(asked, evidence)
    return (
        support(asked, evidence, answer, ""),
        support_features(asked, evidence, answer, ""),
        answer,
    )


def test_every_feature_has_a_weight(notice_assistant: Conversation) -> None:
    _, features, _ = drafted(notice_assistant, "产地冷库建多少座")
    assert set(features) - set(OFF_BEST) == set(weights().on_subject.of)
    assert set(features) - {NEARNESS} == set(weights().borne_out.of)
    assert all(0 <= value <= 1.5 for value in features.values())


@pytest.mark.parametrize(
    ("held", "lacking"),
    [
        ("每年培训果农多少人次", "每年培训茶农多少人次"),
        ("打造哪三个区域公用品牌", "打造哪三个高尔夫球场"),
    ],
)
def test_what_the_text_does_not_name_is_supported_less(
    notice_assistant: Conversation, held: str, lacking: str
) -> None:
    assert drafted(notice_assistant, held)[0] > drafted(notice_assistant, lacking)[0]
    assert not notice_assistant.ask(held).status.refused
    assert notice_assistant.ask(lacking).status.refused


@pytest.mark.parametrize(
    "question",
    [
        "家里坏了的旧沙发怎么处理，能不能叫人来拉？",
        "申请公租房要满足什么收入条件？",
        "图书馆几点关门？",
        "我租的店面漏水，房东不修怎么办？",
    ],
)
def test_what_the_text_is_not_about_is_declined(
    notice_assistant: Conversation, question: str
) -> None:
    assert notice_assistant.ask(question).status.refused


def test_what_is_looked_up_is_not_judged(notice_assistant: Conversation) -> None:
    found = notice_assistant.retrieve("文号是多少")
    assert found.resolved.question.intent is Intent.METADATA
    answer = ExtractiveAnswerer(0.0).answer(found.resolved.question, found.evidence)
    assert not is_judged(found.resolved.question, answer)


def test_a_declined_question_names_what_is_not_there(notice_assistant: Conversation) -> None:
    answer = notice_assistant.ask("每年培训茶农多少人次")
    assert answer.text.startswith("原文没有载明")
    assert answer.related[0].clause == "三(一)"
