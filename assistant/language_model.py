"""Messages to a language model, its words as they come: LangChain, and nothing else.

Every failure, whatever library it comes from, is a `LanguageModelError` with a Chinese message that
holds nothing of the key or the prompt. Knows no documents.
"""

import json
import queue
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from assistant.model_settings import ModelAccess
from documents.errors import LanguageModelError

_LONGEST_PAUSE = 10.0
_FIRST_BACK_OFF = 0.3
_LOADING = threading.Lock()
"""Client libraries are loaded one after the other: they share modules that import each other."""
_NO_KEY = "EMPTY"
"""Sent where there is no key: without any, the libraries send that of another program."""
_UNREACHABLE = "连不上语言模型"
_BROKEN_OFF = "语言模型的答复中断"
_FOREIGN_ERRORS = (
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("ollama", "ResponseError"),
    ("httpx", "HTTPError"),
    ("httpx2", "HTTPError"),
)
"""What client libraries raise beside LangChain's own errors; looked up only where loaded."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer as the model counted them; zero where it did not."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some more words of an answer. The last piece says how many tokens were used."""

    text: str = ""
    usage: Usage | None = None


class LanguageModel(Protocol):
    """Continues a conversation."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        """The answer, piece by piece, within this share of the time limit.

        Raises:
            LanguageModelError: There is none, or it broke off.
        """
        ...


class LangChainModel:
    """A model that LangChain's `init_chat_model` reaches, asked within a time limit.

    Docs: https://docs.langchain.com/oss/python/langchain/models
    """

    def __init__(
        self, access: ModelAccess, *, pause: Callable[[float], object] = time.sleep
    ) -> None:
        """Take the access; the library is loaded with the first question. `pause` waits between tries."""
        self._pause = pause
        self.name = access.name
        self._access = access
        self._made: Any = None

    def prepare(self) -> None:
        """Load the library, so that the first question need not wait for it.

        Raises:
            LanguageModelError: The package of the provider is missing, or the settings do not fit it.
        """
        self._model()

    def stream(self, messages: Sequence[Message], share: float = 1.0) -> Iterator[Piece]:
        """The answer, piece by piece; asked again after a failure that passes, before any word came.

        Raises:
            LanguageModelError: As the protocol says.
        """
        deadline = time.monotonic() + self._access.timeout * share
        for attempt in range(1, self._access.tries + 1):
            begun = False
            try:
                for piece in self._once(messages, deadline):
                    begun = begun or bool(piece.text)
                    yield piece
                return
            except LanguageModelError as exc:
                wait = _FIRST_BACK_OFF * 2 ** (attempt - 1) * (1 + random.random())
                last = attempt == self._access.tries or time.monotonic() + wait >= deadline
                if begun or last or not exc.retryable:
                    raise
                self._pause(wait)

    def _once(self, messages: Sequence[Message], deadline: float) -> Iterator[Piece]:
        """One try. A thread of its own reads, so that a silent server cannot hold the question."""
        pieces: queue.Queue[Piece | LanguageModelError | None] = queue.Queue()
        stopped = threading.Event()
        model = self._model()
        threading.Thread(target=_read, args=(model, messages, pieces, stopped), daemon=True).start()
        begun = False
        try:
            while True:
                left = deadline - time.monotonic()
                try:
                    if left <= 0:  # words may come faster than they are read, without end
                        raise queue.Empty
                    got = pieces.get(timeout=min(left, _LONGEST_PAUSE) if begun else left)
                except queue.Empty:
                    raise LanguageModelError("语言模型没有在时限内答完") from None
                if got is None:
                    return
                if isinstance(got, LanguageModelError):
                    raise got
                begun = begun or bool(got.text)
                yield got
        finally:
            stopped.set()

    def _model(self) -> Any:  # noqa: ANN401 - a class of whichever provider
        with _LOADING:
            if self._made is None:
                self._made = _made(self._access)
            return self._made


def _made(access: ModelAccess) -> Any:  # noqa: ANN401 - a class of whichever provider
    """The chat model. Keys and addresses of other programs in the environment are never used."""
    from langchain.chat_models import init_chat_model
    from langsmith import tracing_context  # noqa: F401 - `_read` uses it in a thread of its own

    extra = json.loads(access.extra) if access.extra else {}
    try:
        made = init_chat_model(
            access.name, model_provider=access.provider, cache=False, **_options(access, extra)
        )
    except ImportError as exc:
        package = f"langchain-{access.provider}"
        raise LanguageModelError(f"没有安装 {package}，请先执行 pip install {package}") from exc
    except _failures() as exc:
        raise LanguageModelError(
            f"语言模型“{access.name}”（{access.provider}）的设置不能用"
        ) from exc
    client = getattr(made, "root_client", None)
    if client is not None:  # these it takes from the environment in any case
        client.organization = client.project = None
    return made


def _options(access: ModelAccess, extra: dict[str, object]) -> dict[str, Any]:
    """The arguments that each provider understands; what it would ignore is put where it reads it."""
    if access.provider == "ollama":
        headers = {"Authorization": f"Bearer {access.key or _NO_KEY}"}
        return {
            "base_url": access.url,
            "temperature": 0,
            "num_predict": access.most_tokens,
            "num_ctx": 16_384,  # its own default cuts a prompt without a word
            "reasoning": False,
            "client_kwargs": {"timeout": _LONGEST_PAUSE + access.timeout, "headers": headers},
            **extra,
        }
    options: dict[str, Any] = {
        "temperature": 0,
        "max_retries": 0,
        "timeout": access.timeout,
        "api_key": access.key or _NO_KEY,
    }
    if access.url:
        options["base_url"] = access.url
    if access.provider in ("openai", "deepseek"):
        options |= {"stream_usage": True, "extra_body": {"max_tokens": access.most_tokens, **extra}}
        if access.provider == "openai":
            options["use_responses_api"] = False
        return options
    return {**options, "max_tokens": access.most_tokens, **extra}


def _read(
    model: Any,  # noqa: ANN401 - a class of whichever provider
    messages: Sequence[Message],
    pieces: "queue.Queue[Piece | LanguageModelError | None]",
    stopped: threading.Event,
) -> None:
    """Put the pieces of an answer into the queue, then None, or what went wrong."""
    from langsmith import tracing_context

    begun = finished = False
    end: LanguageModelError | None = LanguageModelError("语言模型的答复无法读取", retryable=True)
    try:
        with tracing_context(enabled=False):  # prompts go to nobody else
            asked = [(message.role, message.content) for message in messages]
            generator = model.stream(asked)
            for chunk in generator:
                if stopped.is_set():
                    generator.close()
                    return
                finished = finished or _is_finished(chunk)
                begun = begun or bool(chunk.text)
                pieces.put(Piece(chunk.text, _usage(chunk)))
        end = None if finished else LanguageModelError(_BROKEN_OFF)
    except _failures() as exc:
        end = _told(exc)
        if begun and str(end) == _UNREACHABLE:
            end = LanguageModelError(_BROKEN_OFF)
    finally:  # whatever a library raises, the question does not wait for more
        pieces.put(end)


def _is_finished(chunk: Any) -> bool:  # noqa: ANN401 - LangChain's AIMessageChunk
    """Whether a chunk says that the answer is complete; one cut at the token limit is not."""
    said = chunk.response_metadata
    reason = said.get("finish_reason") or said.get("done_reason") or said.get("stop_reason")
    if reason in ("length", "max_tokens"):
        raise LanguageModelError("语言模型的答复超过长度限制，没有说完")
    return reason is not None


def _usage(chunk: Any) -> Usage | None:  # noqa: ANN401 - LangChain's AIMessageChunk
    used = chunk.usage_metadata
    return Usage(used["input_tokens"], used["output_tokens"]) if used else None


def _failures() -> tuple[type[Exception], ...]:
    """The errors that the loaded libraries raise."""
    from langchain_core.exceptions import LangChainException
    from langchain_core.exceptions import ModelError as ChatModelError

    loaded = (
        getattr(sys.modules[module], name, None)
        for module, name in _FOREIGN_ERRORS
        if module in sys.modules
    )
    known = (ChatModelError, LangChainException, LanguageModelError, ValueError, OSError)
    return (*known, *(error for error in loaded if error))  # one half loaded has raised nothing


def _told(error: Exception) -> LanguageModelError:
    """What went wrong, in words that hold nothing of the key, the prompt or the address."""
    if isinstance(error, LanguageModelError):
        return error
    status = getattr(error, "status_code", None) or getattr(
        getattr(error, "response", None), "status_code", None
    )
    name = type(error).__name__
    if status in (401, 403) or "Authentication" in name or "PermissionDenied" in name:
        return LanguageModelError("语言模型不接受密钥，请检查 ZHICE_LLM_KEY")
    if status == 404 or "NotFound" in name:
        return LanguageModelError("语言模型的地址或名称不对，请检查 ZHICE_LLM_URL 和 ZHICE_LLM")
    if status == 429 or "RateLimit" in name:
        return LanguageModelError("语言模型限制了请求次数", retryable=True)
    if status == 402:
        return LanguageModelError("语言模型的账户余额不足")
    if status in (400, 413, 422) or "InvalidRequest" in name or "ContextOverflow" in name:
        return LanguageModelError("语言模型不接受这个请求，可能是内容太长")
    if (isinstance(status, int) and status >= 500) or "APIError" in name or name == "ResponseError":
        return LanguageModelError("语言模型的服务出错", retryable=True)
    if "Timeout" in name:
        return LanguageModelError("语言模型没有在时限内答复", retryable=True)
    if isinstance(error, ValueError):
        return LanguageModelError("语言模型的答复无法读取", retryable=True)
    return LanguageModelError(_UNREACHABLE, retryable=True)
