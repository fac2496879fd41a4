"""A request to the OpenAI-compatible API: JSON in, a question with its history out.

Only what matters to 知策 is read; temperature, tools and their like are accepted and left alone.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Turn
from documents.errors import PolicyAssistantError

MODEL = "zhice"
_EXPECTED = {
    "messages": "消息的列表",
    "role": "system、user、assistant 等角色之一",
    "content": "文字，或文字片段的列表（只能读文字）",
    "stream": "true 或 false",
    "n": "1（每次只有一个回答）",
    "model": "模型名称",
    "stream_options": '对象，如 {"include_usage": true}',
    "include_usage": "true 或 false",
}


class ChatRequestError(PolicyAssistantError):
    """A request cannot be understood; `param` is the field concerned."""

    def __init__(self, message: str, *, param: str = "", code: str = "", status: int = 400) -> None:
        """Keep what the error object of the protocol needs besides the message."""
        super().__init__(message)
        self.param = param
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a message."""

    type: Literal["text"]
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """The content as one text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """What a stream holds besides the answer."""

    include_usage: bool | None = False


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """The fields of a request that are read."""

    messages: list[Message]
    model: str = MODEL
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1

    @property
    def wants_usage(self) -> bool:
        """Whether the stream is to end with the usage."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)

    @property
    def question(self) -> str:
        """The last message of the user."""
        return self.messages[self._at_question()].text

    @property
    def history(self) -> tuple[Turn, ...]:
        """The exchanges before the question: each message of the user with the reply to it."""
        turns: list[Turn] = []
        asked = ""
        for message in self.messages[: self._at_question()]:
            if message.role == "user":
                asked = message.text
            elif message.role == "assistant" and asked and message.text:
                turns.append(Turn(asked, message.text))
                asked = ""
        return tuple(turns)

    def _at_question(self) -> int:
        places = [at for at, message in enumerate(self.messages) if message.role == "user"]
        if not places:
            message = "messages 里没有用户的消息。请写一条 role 为 user 的消息。"
            raise ChatRequestError(message, param="messages")
        return places[-1]


_REQUEST = TypeAdapter(ChatRequest)


def read_chat_request(body: bytes) -> ChatRequest:
    """Read the body of a request.

    Raises:
        ChatRequestError: It is not JSON, a field has a wrong value, or another model is asked for.
    """
    try:
        request = _REQUEST.validate_json(body)
    except ValidationError as exc:
        raise _request_error(exc) from exc
    if request.model != MODEL:
        raise unknown_model(request.model)
    return request


def unknown_model(name: str) -> ChatRequestError:
    """The error for a model that is not there."""
    message = f"没有模型“{name}”。请用 {MODEL}。"
    return ChatRequestError(message, param="model", code="model_not_found", status=404)


def _request_error(invalid: ValidationError) -> ChatRequestError:
    error = invalid.errors()[0]
    if error["type"] == "json_invalid":
        return ChatRequestError("请求不是合法的 JSON（UTF-8）。")
    path, field = "", ""
    for step in error["loc"]:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step in _EXPECTED:
            path, field = f"{path}.{step}".lstrip("."), step
        else:  # behind a field that may hold one of several kinds: the name of a kind
            break
    if not path:
        return ChatRequestError("请求应当是一个 JSON 对象（{…}）。")
    if error["type"] == "missing":
        return ChatRequestError(f"缺少字段 {path}，应当是{_EXPECTED[field]}。", param=path)
    return ChatRequestError(f"字段 {path} 不能用，应当是{_EXPECTED[field]}。", param=path)
