"""Answers of a model given again: from memory, and from a transcript."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.language_model import Message, Piece, Usage
from assistant.model_records import RecordingModel, RememberingModel, ReplayedModel
from documents.errors import LanguageModelError, SettingsError

ASKED = [Message("system", "只引用证据"), Message("user", "目标是多少")]
OTHER = [Message("system", "只引用证据"), Message("user", "目标是多少？")]


class Counting:
    """A model that numbers its answers, and breaks off where it is told to."""

    name = "counting"

    def __init__(self) -> None:
        self.count = 0
        self.breaks = False

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        self.count += 1
        yield Piece("第")
        if self.breaks:
            raise LanguageModelError("坏了")
        yield Piece(f"{self.count}次")
        yield Piece("", Usage(3, 4))


def said(model: RememberingModel | RecordingModel | ReplayedModel, asked: list[Message]) -> str:
    return "".join(piece.text for piece in model.stream(asked))


def test_the_same_is_remembered_and_costs_nothing() -> None:
    model = RememberingModel(Counting(), "digest")
    assert [said(model, ASKED), said(model, OTHER), said(model, ASKED)] == [
        "第1次",
        "第2次",
        "第1次",
    ]
    assert list(model.stream(ASKED)) == [Piece("第1次", Usage())]


def test_what_breaks_off_is_not_remembered() -> None:
    counting = Counting()
    counting.breaks = True
    model = RememberingModel(counting, "digest")
    with pytest.raises(LanguageModelError):
        said(model, ASKED)
    counting.breaks = False
    assert said(model, ASKED) == "第2次"


def test_what_was_not_heard_to_its_end_is_not_remembered() -> None:
    model = RememberingModel(Counting(), "digest")
    next(model.stream(ASKED))
    assert said(model, ASKED) == "第2次"


def test_the_oldest_is_forgotten() -> None:
    model = RememberingModel(Counting(), "digest", kept=2)
    third = [Message("user", "三")]
    assert [said(model, m) for m in (ASKED, OTHER, ASKED, third)] == [
        "第1次",
        "第2次",
        "第1次",
        "第3次",
    ]
    assert [said(model, m) for m in (ASKED, OTHER)] == ["第1次", "第4次"]


def test_a_transcript_says_again_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "transcript.jsonl"
    recording = RecordingModel(Counting(), file)
    assert [said(recording, ASKED), said(recording, OTHER)] == ["第1次", "第2次"]
    replayed = ReplayedModel(file)
    assert replayed.name == "counting"
    assert list(replayed.stream(OTHER)) == [Piece("第2次", Usage(3, 4))]
    assert list(replayed.stream(ASKED)) == [Piece("第1次", Usage(3, 4))]


def test_what_was_not_asked_is_not_answered(tmp_path: Path) -> None:
    file = tmp_path / "transcript.jsonl"
    said(RecordingModel(Counting(), file), ASKED)
    with pytest.raises(LanguageModelError, match="记录里没有这个问题，或条款和提示已经改变"):
        said(ReplayedModel(file), OTHER)


def test_what_broke_off_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "transcript.jsonl"
    counting = Counting()
    recording = RecordingModel(counting, file)
    said(recording, ASKED)
    counting.breaks = True
    with pytest.raises(LanguageModelError):
        said(recording, OTHER)
    assert [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()] == ["第1次"]


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"key": 1}\n', "\xff", '"a"\n'])
def test_a_file_that_is_no_transcript_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "transcript.jsonl"
    if content is not None:
        file.write_text(content, "latin-1")
    with pytest.raises(SettingsError, match=r"读不出模型的记录 .*transcript.jsonl.*--record"):
        ReplayedModel(file)


def test_a_transcript_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"写不了模型的记录 .*请换一个位置"):
        RecordingModel(Counting(), tmp_path / "none" / "transcript.jsonl")
