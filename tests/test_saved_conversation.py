"""Conversations that come back from the browser: proven again, or not shown."""

import json
from dataclasses import replace

import pytest
from generated_answer import generated_answer
from scripted_assistant import citation_of, small_document

from assistant.answer import Answer, Status, Turn
from ui.conversation_view import Exchange
from ui.saved_conversation import MOST_EXCHANGES, SavedConversation, record_of

DOCUMENT = small_document()
CITATION = citation_of(DOCUMENT, "新建社区食堂30个。")
ANSWER = Answer(
    "新建社区食堂30个。[1]",
    Status.PARTIAL,
    (CITATION,),
    "建多少",
    related=(CITATION,),
    remarks=("共1条",),
)
EXCHANGE = Exchange("多少", ANSWER, asked="2026-11-25")


def restored(*records: object, conversation: object = "a-1") -> SavedConversation:
    sent = {"conversation": conversation, "records": list(records)}
    return SavedConversation.from_event(sent, [DOCUMENT])


def test_an_exchange_comes_back_as_it_was() -> None:
    saved = restored(json.loads(record_of(EXCHANGE)))
    assert saved == SavedConversation("a-1", (EXCHANGE,))
    assert saved.history == (Turn("多少", ANSWER.text),)


def test_a_notice_comes_back_and_is_no_history() -> None:
    exchange = Exchange("长", notice="太长", asked="2026-11-25")
    saved = restored(json.loads(record_of(exchange)))
    assert saved.exchanges == (exchange,)
    assert saved.history == ()


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "新建社区食堂90个。"},
        {"start": CITATION.start + 1},
        {"end": "9"},
        {"start": True},
        {"start": -1},
        {"position": 999},
        {"document": "另一份"},
        {"document": ["青政发〔2024〕3号"]},
    ],
)
def test_an_answer_that_cannot_be_proven_is_not_shown(change: dict[str, object]) -> None:
    record = json.loads(record_of(EXCHANGE))
    record["citations"][0] |= change
    (exchange,) = restored(record).exchanges
    assert exchange.answer is None
    assert "已经变更或移除" in exchange.notice


def test_an_address_of_the_browser_is_not_believed() -> None:
    record = json.loads(record_of(EXCHANGE))
    record["citations"][0] |= {"address": "国务院令", "clause": "九"}
    (exchange,) = restored(record).exchanges
    assert exchange.answer == ANSWER


def test_what_is_no_record_is_left_out() -> None:
    odd: list[object] = [None, 3, "甲", [], {}, {"question": 5}, {"question": "  "}]
    assert restored(*odd).exchanges == ()
    assert restored({"question": "问", "status": "x", "asked": "<b>"}).exchanges == (
        Exchange("问", notice="这个问题没有得到回答。"),
    )
    wrong: list[object] = [None, "甲", {"0": {}}]
    for records in wrong:
        sent = {"conversation": "a", "records": records}
        assert SavedConversation.from_event(sent, [DOCUMENT]).exchanges == ()
    for name in ("", "<b>", "A" * 50, None, 4):
        assert restored(conversation=name).identifier == ""


def test_only_the_newest_exchanges_are_taken() -> None:
    record = json.loads(record_of(EXCHANGE))
    many = [record | {"question": f"问{number}"} for number in range(MOST_EXCHANGES + 3)]
    saved = restored(*many)
    assert len(saved.exchanges) == MOST_EXCHANGES
    assert saved.exchanges[0] == replace(EXCHANGE, question="问3")


GENERATED = Exchange("多少", generated_answer(), asked="2026-11-25")


def test_an_answer_of_a_model_comes_back_as_it_was() -> None:
    assert restored(json.loads(record_of(GENERATED))).exchanges == (GENERATED,)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("30个", "90个"),
        ("新建", "取消"),
        ("[1]", ""),
        ("[1]", "[2]"),
        ("。[1]", "。[1]另奖10万元。"),
    ],
)
def test_an_answer_of_a_model_that_was_altered_is_not_shown(words: str, others: str) -> None:
    record = json.loads(record_of(GENERATED))
    record["text"] = record["text"].replace(words, others)
    (exchange,) = restored(record).exchanges
    assert exchange.answer is None


def test_the_label_cannot_be_taken_off() -> None:
    record = json.loads(record_of(GENERATED))
    record["model"]["phrased"] = False
    (exchange,) = restored(record).exchanges
    assert exchange.answer is None


@pytest.mark.parametrize(
    "model",
    [None, 3, {}, {"name": ""}, {"name": "甲", "cost": "x", "latency_ms": []}]
    + [{"name": "甲", "cost": odd, "latency_ms": odd} for odd in (10**400, -1, float("nan"), True)],
)
def test_what_is_no_use_of_a_model_is_left_out(model: object) -> None:
    record = json.loads(record_of(EXCHANGE)) | {"model": model}
    (exchange,) = restored(record).exchanges
    assert exchange.answer is not None
    used = exchange.answer.model
    assert used is None or (used.name, used.cost, used.latency_ms) == ("甲", None, 0.0)
