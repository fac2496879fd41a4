"""Questions that a model restates: nothing added, nothing lost, else as they were."""

from collections.abc import Iterator, Sequence

import pytest

from assistant.answer import AI_LABEL, Turn
from assistant.language_model import Message, Piece, Usage
from assistant.model_gate import ModelGate
from assistant.restating import QuestionRestater, is_faithful
from documents.errors import LanguageModelError

SAID = "青峪市果品加工转化率2027年目标是多少？到2027年，果品加工转化率提高到35%。"
ASKED = "那2030年呢，不含设备补助？"


class Scripted:
    """A model that says this, or fails; keeps what it was asked."""

    name = "scripted"

    def __init__(self, reply: str | None) -> None:
        self.reply = reply
        self.asked: list[Sequence[Message]] = []

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        self.asked.append(messages)
        if self.reply is None:
            raise LanguageModelError("坏了")
        yield Piece(self.reply)
        yield Piece("", Usage(60, 40))


def restated(reply: str | None, question: str, *history: Turn) -> str:
    return QuestionRestater(Scripted(reply), ModelGate(1)).restated(question, history)


FAITHFUL = [
    "2030年果品加工转化率目标是多少，不含设备补助",
    "青峪市2030年果品加工转化率目标是多少，不含设备补助",
]
UNFAITHFUL = [
    ("adds a place", "澜州市2030年果品加工转化率目标是多少，不含设备补助"),
    ("adds a county", "青峪市安山县2030年果品加工转化率目标是多少，不含设备补助"),
    ("adds a figure", "2030年果品加工转化率达到50%的目标是多少，不含设备补助"),
    ("adds a year", "2030年和2035年果品加工转化率目标是多少，不含设备补助"),
    ("adds a department", "市财政局2030年果品加工转化率目标是多少，不含设备补助"),
    ("adds a title", "《果业条例》2030年果品加工转化率目标是多少，不含设备补助"),
    ("changes the year", "2027年果品加工转化率目标是多少，不含设备补助"),
    ("loses the year", "果品加工转化率目标是多少，不含设备补助"),
    ("loses the negation", "2030年果品加工转化率目标是多少，含设备补助"),
    ("adds a negation", "2030年果品加工转化率目标不是多少，不含设备补助"),
    ("is long", f"2030年{'果品加工转化率' * 20}目标是多少，不含设备补助"),
]


@pytest.mark.parametrize("question", FAITHFUL)
def test_what_was_said_may_be_taken_up(question: str) -> None:
    assert is_faithful(question, ASKED, SAID)


@pytest.mark.parametrize(("what", "question"), UNFAITHFUL, ids=[what for what, _ in UNFAITHFUL])
def test_what_adds_or_loses_something_is_refused(what: str, question: str) -> None:
    assert not is_faithful(question, ASKED, SAID)


TURN = Turn("果品加工转化率2027年目标是多少？", f"到2027年，提高到35%。[1]\n{AI_LABEL}")


def test_a_question_is_restated_in_its_conversation() -> None:
    assert restated("2030年果品加工转化率目标是多少。", "那2030年呢？", TURN) == (
        "2030年果品加工转化率目标是多少？"
    )


@pytest.mark.parametrize(
    "reply",
    ["", "市财政局2030年目标是多少", "2030年目标是多少\n果品加工转化率2030年是多少", None],
)
def test_otherwise_it_stays_as_it_is(reply: str | None) -> None:
    assert restated(reply, "那2030年呢？", TURN) == "那2030年呢？"


@pytest.mark.parametrize("reply", ["那2030年呢？", "那2030年呢", "那2030年呢？\n"])
def test_the_same_again_is_the_question_as_it_was(reply: str) -> None:
    assert restated(reply, "那2030年呢？", TURN) == "那2030年呢？"


def test_a_question_mark_stays_one() -> None:
    assert restated("2030年果品加工转化率目标是多少？", "那2030年呢？", TURN) == (
        "2030年果品加工转化率目标是多少？"
    )


def test_a_short_question_without_a_conversation_is_not_sent() -> None:
    model = Scripted("别的问题")
    assert QuestionRestater(model, ModelGate(1)).restated("目标是多少？", ()) == "目标是多少？"
    assert model.asked == []


def test_a_long_question_is_made_shorter() -> None:
    long = f"我是一名果农，{'家里种了很多果树，' * 8}请问果品加工转化率目标是多少？"
    assert restated("果品加工转化率目标是多少", long) == "果品加工转化率目标是多少？"


def test_a_model_sees_the_last_turns_without_their_label() -> None:
    model = Scripted("")
    turns = [Turn(f"问题{n}", f"回答{n}\n{AI_LABEL}") for n in range(5)]
    QuestionRestater(model, ModelGate(1)).restated("那呢？", turns)
    prompt = model.asked[0][-1].content
    assert [n for n in range(5) if f"<问>问题{n}</问>" in prompt] == [2, 3, 4]
    assert AI_LABEL not in prompt


def test_tokens_are_counted() -> None:
    gate = ModelGate(1, daily_tokens=100)
    model = Scripted("2030年果品加工转化率目标是多少")
    restater = QuestionRestater(model, gate)
    restater.restated("那2030年呢？", (TURN,))
    restater.restated("那2030年呢？", (TURN,))
    assert len(model.asked) == 1
