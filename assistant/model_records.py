"""Answers of a language model kept and given again: in memory, or as a transcript on disk.

A transcript is JSON lines; with it a run can be repeated where there is no model. The key of an
answer is what was asked of which model, so one kept for another text is never given.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.language_model import LanguageModel, Message, Piece, Usage
from documents.errors import LanguageModelError, SettingsError

_KEPT = 256


@dataclass(frozen=True, slots=True)
class _Record:
    key: str
    model: str
    text: str
    prompt_tokens: int
    completion_tokens: int


def _key(model: str, messages: Sequence[Message], salt: str = "") -> str:
    asked = json.dumps([salt, model, [asdict(message) for message in messages]], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()


class RememberingModel:
    """Gives an answer again where the same was asked before of the same index."""

    def __init__(self, model: LanguageModel, index_digest: str, *, kept: int = _KEPT) -> None:
        self.name = model.name
        self._model = model
        self._index_digest = index_digest
        self._most = kept
        self._answers: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        """The answer; a remembered one comes whole and costs no tokens."""
        key = _key(self.name, messages, self._index_digest)
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
        if known is not None:
            yield Piece(known, Usage())
            return
        text = ""
        for piece in self._model.stream(messages, share):
            text += piece.text
            yield piece
        with self._lock:
            self._answers[key] = text
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)


class RecordingModel:
    """Writes every answer to a transcript."""

    def __init__(self, model: LanguageModel, transcript: Path) -> None:
        """Take the model, and begin a transcript.

        Raises:
            SettingsError: It cannot be written.
        """
        self.name = model.name
        self._model = model
        self._transcript = transcript
        self._lock = threading.Lock()
        try:
            transcript.write_text("", "utf-8")
        except OSError as exc:
            raise SettingsError(
                f"写不了模型的记录 {transcript}。请换一个位置，或检查文件夹和权限。"
            ) from exc

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        """The answer as it comes; what broke off is not written."""
        text, used = "", Usage()
        for piece in self._model.stream(messages, share):
            text += piece.text
            used = piece.usage or used
            yield piece
        record = _Record(
            _key(self.name, messages), self.name, text, used.prompt_tokens, used.completion_tokens
        )
        with self._lock, self._transcript.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(asdict(record), ensure_ascii=False)}\n")


class ReplayedModel:
    """Answers from a transcript, and from nothing else."""

    def __init__(self, transcript: Path) -> None:
        """Read a transcript.

        Raises:
            SettingsError: It cannot be read, or is none.
        """
        try:
            lines = transcript.read_text("utf-8").splitlines()
            records = [_Record(**json.loads(line)) for line in lines]
            self.name = records[0].model
        except (OSError, ValueError, TypeError, IndexError) as exc:
            raise SettingsError(
                f"读不出模型的记录 {transcript}。请用 zhice eval run --answerer llm --record 文件 重新记录。"
            ) from exc
        self._records = {record.key: record for record in records}

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        """The recorded answer to these messages.

        Raises:
            LanguageModelError: There is none.
        """
        record = self._records.get(_key(self.name, messages))
        if record is None:
            raise LanguageModelError("模型的记录里没有这个问题，或条款和提示已经改变")
        yield Piece(record.text, Usage(record.prompt_tokens, record.completion_tokens))
