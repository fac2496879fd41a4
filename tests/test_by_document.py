"""Answers from several documents put together, and taken apart again."""

from dataclasses import replace

from generated_answer import DOCUMENT, PHRASED, generated_answer
from several_policies import CARE_OF_CLOUD, CARE_OF_PINE, SNOW_PLAN_2025, policies

from assistant.answer import AI_LABEL, Answer, Status
from assistant.by_document import (
    documents_of,
    joined_by_document,
    part_of,
    shown_name,
    source_remark,
    with_remarks,
    without_remarks,
)
from assistant.citations import Draft, cite, prove
from documents.document import Document

PINE, CLOUD, SNOW = policies(CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2025)


def quoting(document: Document, words: str) -> Answer:
    """An answer that says these words of a document."""
    start = document.text.index(words)
    clause = document.clause_at(start)
    assert clause is not None
    draft = Draft()
    draft.say(words, cite(document, clause, start, start + len(words)))
    return draft.answer(Status.ANSWERED, "多少")


def declining() -> Answer:
    draft = Draft()
    draft.remark("原文没有载明。")
    return draft.answer(Status.NOT_IN_SOURCE, "多少")


def test_a_document_is_shown_by_what_it_carries() -> None:
    assert shown_name(PINE) == "《松原市养老服务补贴办法》（松政办规〔2025〕3号）"
    assert shown_name(SNOW) == "《松原市冰雪旅游发展计划（2025年）》（松政办发〔2025〕6号）"


def test_parts_are_joined_and_told_apart() -> None:
    answers = [
        (PINE, quoting(PINE, "新建养老机构每张护理床位给予建设补贴8000元。")),
        (
            CLOUD,
            with_remarks(
                quoting(CLOUD, "新建养老机构每张护理床位给予建设补贴12000元。"),
                ["（注意：已过。）"],
            ),
        ),
    ]
    joined = joined_by_document(answers, "补多少")
    assert joined.text == (
        "《松原市养老服务补贴办法》（松政办规〔2025〕3号）：\n新建养老机构每张护理床位给予建设补贴8000元。[1]\n\n"
        "《云岭市养老服务补贴办法》（云岭政办规〔2025〕8号）：\n"
        "新建养老机构每张护理床位给予建设补贴12000元。[2]\n（注意：已过。）"
    )
    assert (joined.status, joined.resolved_question) == (Status.ANSWERED, "补多少")
    assert prove(joined, {d.identifier: d for d in (PINE, CLOUD)}) == []
    assert documents_of([PINE, CLOUD, SNOW], joined.text) == [PINE, CLOUD]
    assert part_of(PINE, joined.text) == "新建养老机构每张护理床位给予建设补贴8000元。[1]"
    assert (
        without_remarks(part_of(CLOUD, joined.text))
        == "新建养老机构每张护理床位给予建设补贴12000元。[2]"
    )
    assert part_of(SNOW, "别的话") == "别的话"


def test_a_part_that_declines_makes_it_partial() -> None:
    answers = [(PINE, quoting(PINE, "8000元")), (SNOW, declining())]
    assert joined_by_document(answers, "补多少").status is Status.PARTIAL
    declined = joined_by_document([(PINE, declining()), (SNOW, declining())], "补多少")
    assert declined.status is Status.NOT_IN_SOURCE


def test_the_source_is_recognised() -> None:
    answer = with_remarks(quoting(SNOW, "4500万元"), [source_remark(SNOW)])
    assert documents_of([PINE, SNOW], answer.text) == [SNOW]


def test_parts_of_a_model_are_labelled_once_and_proven() -> None:
    words = "新建养老机构每张护理床位给予建设补贴{}元。"
    answers = []
    for document, said in ((PINE, words.format(8000)), (CLOUD, words.format(12000))):
        answer = replace(generated_answer(said), citations=quoting(document, said).citations)
        answers.append((document, answer))
    joined = joined_by_document(answers, "补多少")
    assert joined.text.count(AI_LABEL) == joined.remarks.count(AI_LABEL) == 1
    assert joined.text.endswith(AI_LABEL)
    assert prove(joined, {d.identifier: d for d in (PINE, CLOUD)}) == []


def test_the_label_of_generated_text_stays_behind_remarks() -> None:
    answer = with_remarks(generated_answer(), ["（注意：该文件已过有效期。）"])
    assert answer.text == f"{PHRASED}[1]\n（注意：该文件已过有效期。）\n{AI_LABEL}"
    assert answer.remarks == ("（注意：该文件已过有效期。）", AI_LABEL)
    assert prove(answer, {DOCUMENT.identifier: DOCUMENT}) == []
