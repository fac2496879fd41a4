"""The weights of support: what is learnt from examples, and what cannot be learnt from."""

import random
from dataclasses import replace

import pytest

from assistant.conversation import Conversation
from evals.calibration import Example, examples_of, fit
from evals.case import Case, CaseError


def example(document: str, *, holds: bool, shared: float, noise: float) -> Example:
    return Example(
        document=document,
        holds=holds,
        right=holds,
        stranger=False,
        features={"shared": shared, "noise": noise},
    )


def examples(documents: str) -> list[Example]:
    """Answers that hold share much with their question, others little; noise says nothing."""
    chance = random.Random(1)
    return [
        example(
            document,
            holds=holds,
            shared=chance.uniform(0.6, 1.0) if holds else chance.uniform(0.0, 0.4),
            noise=chance.random(),
        )
        for document in documents
        for holds in [True, False] * 15
    ]


def test_what_tells_gets_the_weight() -> None:
    fitted = fit(examples("abc"), 0.5)
    assert fitted.examples == 90
    assert fitted.borne_out.of["shared"] > 10 * abs(fitted.borne_out.of["noise"])
    assert (fitted.kept_right, fitted.declined) == (1.0, 1.0)


def test_questions_of_other_documents_are_told_apart() -> None:
    """They are near no clause; at most every sixtieth right answer is declined for that."""
    chance = random.Random(2)
    strangers = [
        replace(each, holds=False, right=False, stranger=True)
        for each in examples("abc")
        if each.holds
    ]
    near = [
        replace(
            each,
            features={
                **each.features,
                "nearest": chance.uniform(0, 0.5) if each.stranger else chance.uniform(0.45, 1.0),
            },
        )
        for each in [*examples("abc"), *strangers]
    ]
    fitted = fit(near, 0.5)
    assert fitted.on_subject.of["nearest"] > 10 * abs(fitted.on_subject.of["shared"])
    assert fitted.strangers_declined > 0.8
    assert fitted.kept_right > 0.9


def test_the_threshold_moves_what_is_declined() -> None:
    assert fit(examples("abc"), 0.999).declined == 1.0
    assert fit(examples("abc"), 0.999).kept_right < 0.5
    assert fit(examples("abc"), 0.001).declined < 0.5


def test_strangers_alone_are_no_examples_without_an_answer() -> None:
    right = [each for each in examples("abc") if each.holds]
    strangers = [replace(each, holds=False, right=False, stranger=True) for each in right]
    with pytest.raises(CaseError, match="不能回答的都要来自至少 2 份文件"):
        fit([*right, *strangers], 0.5)
    one = [each for each in examples("a") if not each.holds]
    with pytest.raises(CaseError, match="不能回答的都要来自至少 2 份文件"):
        fit([*right, *one], 0.5)


@pytest.mark.parametrize("few", [examples("a"), examples("ab")[:20], []])
def test_too_few_examples_are_refused(few: list[Example]) -> None:
    with pytest.raises(CaseError, match="题目太少"):
        fit(few, 0.5)


def test_examples_are_answers_that_support_decides_about(
    notice_assistant: Conversation, regulation_assistant: Conversation
) -> None:
    def case(identifier: str, question: str, clause: str, words: str) -> Case:
        return Case(
            identifier, "fact", question, (), bool(clause), (clause,) if clause else (),
            False, ((words,),) if words else (), (), "",
        )  # fmt: skip

    cases = {
        "notice": [
            case("n1", "每年培训果农多少人次", "三(一)", "2000人次"),
            case("n2", "每年培训茶农多少人次", "", ""),
            case("n3", "文号是多少", "标题", "青峪政办发〔2025〕18号"),
        ],
        "regulation": [case("r1", "监控资料保存多少日", "第六条(三)", "九十日")],
    }
    found = list(
        examples_of({"notice": notice_assistant, "regulation": regulation_assistant}, cases)
    )
    own = [each for each in found if not each.stranger]
    assert [(each.document, each.holds, each.right) for each in own] == [
        ("notice", True, True),
        ("regulation", True, True),
    ]  # the declined one and the looked-up one teach nothing here
    assert {each.document for each in found if each.stranger} <= {"notice", "regulation"}
