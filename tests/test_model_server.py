"""The model server of the tests is one to the real clients, and fails as real servers do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import httpx2
import pytest
from langchain.chat_models import init_chat_model
from langchain_core import exceptions
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langsmith import tracing_context
from model_server import (
    BROKEN,
    KEY,
    MODEL,
    NO_MONEY,
    OVERLOADED,
    TOO_LONG,
    TOO_MANY,
    Behaviour,
    Model,
    ModelServer,
    Says,
    model_server,
)
from model_wire import Failure
from ollama import ResponseError
from openai import APIError, APIStatusError

PROVIDERS = ("openai", "deepseek", "ollama", "anthropic")
TEXT = "到2025年，养老机构护理型床位占比65%以上。[1]牵头单位是市民政局。[1]"
ASKED = [("system", "你只引用证据。"), ("human", "护理型床位的目标是多少")]
GIVEN = len("你只引用证据。护理型床位的目标是多少")


def client(provider: str, server: ModelServer, **settings: Any) -> BaseChatModel:
    """A provider's own client, set up as it wants to be."""
    chosen: dict[str, Any] = {"temperature": 0.0}
    if provider == "ollama":
        headers = {"Authorization": f"Bearer {KEY}"}
        chosen["client_kwargs"] = {"timeout": 0.5, "headers": headers}
    else:
        chosen |= {"api_key": KEY, "timeout": 0.5, "max_retries": 0}
    if provider in ("openai", "deepseek"):
        chosen["stream_usage"] = True
    address = server.address if provider in ("openai", "deepseek") else server.root
    model: BaseChatModel = init_chat_model(
        MODEL, model_provider=provider, base_url=address, **{**chosen, **settings}
    )
    return model


def streamed(provider: str, server: ModelServer) -> list[AIMessageChunk]:
    stream = client(provider, server).stream(ASKED)
    return [chunk for chunk in stream if isinstance(chunk, AIMessageChunk)]


def invoked(provider: str, server: ModelServer, **settings: Any) -> AIMessage:
    return client(provider, server, **settings).invoke(ASKED)


@contextmanager
def serving(model: Model | None = None, **settings: Any) -> Iterator[ModelServer]:
    with tracing_context(enabled=False), model_server(model or Says(TEXT), **settings) as server:
        yield server


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("behaviour", [Behaviour(), Behaviour(split_bytes=True)])
def test_a_stream_gives_the_text_in_pieces_and_its_tokens(
    provider: str, behaviour: Behaviour
) -> None:
    with serving(behaviour=behaviour, keys=(KEY,)) as server:
        chunks = streamed(provider, server)
        whole = chunks[0]
        for chunk in chunks[1:]:
            whole += chunk
    assert "".join(str(chunk.text) for chunk in chunks) == TEXT
    assert len([chunk for chunk in chunks if chunk.text]) == -(-len(TEXT) // 3)
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["input_tokens"] == GIVEN
    assert whole.usage_metadata["output_tokens"] == len(TEXT)
    received = server.received[0]
    assert received.asked is not None
    assert [(m.role, m.text) for m in received.asked.messages] == [
        ("system", "你只引用证据。"),
        ("user", "护理型床位的目标是多少"),
    ]
    assert (received.sent, received.finished, received.asked.stream) == (len(TEXT), True, True)
    assert received.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_in_one_piece(provider: str) -> None:
    with serving() as server:
        answer = invoked(provider, server)
    assert answer.text == TEXT
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["total_tokens"] == GIVEN + len(TEXT)


REFUSALS = [
    ({"keys": ("another",)}, exceptions.ModelAuthenticationError, 401),
    ({"models": ("another",)}, exceptions.ModelNotFoundError, 404),
    ({"most_context": 3}, exceptions.ModelInvalidRequestError, 400),
    ({"behaviour": Behaviour(always=TOO_MANY)}, exceptions.ModelRateLimitError, 429),
    ({"behaviour": Behaviour(always=BROKEN)}, exceptions.ModelAPIError, 500),
    ({"behaviour": Behaviour(always=OVERLOADED)}, exceptions.ModelAPIError, 503),
    ({"behaviour": Behaviour(always=NO_MONEY)}, APIStatusError, 402),
]


@pytest.mark.parametrize("provider", ["openai", "deepseek", "anthropic"])
@pytest.mark.parametrize(("settings", "error", "status"), REFUSALS[:-1])
def test_refusals_are_of_langchains_family(
    provider: str, settings: dict[str, Any], error: type[Exception], status: int
) -> None:
    with serving(**settings) as server, pytest.raises(error) as raised:
        streamed(provider, server)
    assert getattr(raised.value, "status_code", None) == status
    assert len(server.received) == 1


@pytest.mark.parametrize(("settings", "error", "status"), REFUSALS)
def test_refusals_by_the_other_clients(
    settings: dict[str, Any], error: type[Exception], status: int
) -> None:
    with serving(**settings) as server, pytest.raises(ResponseError) as raised:
        streamed("ollama", server)
    assert raised.value.status_code == status
    with serving(**settings) as server, pytest.raises(APIStatusError) as refused:
        streamed("openai", server)
    assert refused.value.status_code == status


def test_a_prompt_that_is_too_long_is_told_by_its_code() -> None:
    failure = replace(TOO_LONG, message="context_length_exceeded: shorten your messages")
    with (
        serving(behaviour=Behaviour(always=failure)) as server,
        pytest.raises(exceptions.ContextOverflowError),
    ):
        invoked("openai", server)


def test_failures_come_first_and_once_each() -> None:
    with serving() as server:
        server.failures.extend([TOO_MANY, OVERLOADED])
        answer = invoked("openai", server, max_retries=2)
    assert answer.text == TEXT
    assert len(server.received) == 3
    retried = [r.headers["x-stainless-retry-count"] for r in server.received]
    assert retried == ["0", "1", "2"]


BREAKS: dict[str, type[Exception]] = {
    "openai": exceptions.ModelConnectionError,
    "deepseek": exceptions.ModelConnectionError,
    "ollama": httpx.RemoteProtocolError,
    "anthropic": httpx2.RemoteProtocolError,
}


def said_before(provider: str, server: ModelServer, error: type[Exception]) -> str:
    """What came of a stream before it failed in this way."""
    said: list[str] = []
    stream = client(provider, server).stream(ASKED)
    with pytest.raises(error):
        said.extend(str(chunk.text) for chunk in stream)
    return "".join(said)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("cut", "came"), [(0, 0), (10, 9)])
def test_a_cut_stream_keeps_what_came(provider: str, cut: int, came: int) -> None:
    with serving(behaviour=Behaviour(cut_after=cut)) as server:
        assert said_before(provider, server, BREAKS[provider]) == TEXT[:came]
    assert (server.received[0].sent, server.received[0].finished) == (came, False)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_malformed_event(provider: str) -> None:
    with serving(behaviour=Behaviour(malformed_after=10)) as server:
        assert said_before(provider, server, json.JSONDecodeError) == TEXT[:12]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_error_in_the_middle_of_a_stream(provider: str) -> None:
    names = {"openai": APIError, "deepseek": APIError, "ollama": ResponseError}
    with serving(behaviour=Behaviour(error_after=10)) as server:
        error = names.get(provider, Exception)
        assert said_before(provider, server, error) == TEXT[:12]


SLOW: dict[str, type[Exception]] = {
    "openai": exceptions.ModelTimeoutError,
    "deepseek": exceptions.ModelTimeoutError,
    "ollama": httpx.ReadTimeout,
    "anthropic": httpx2.ReadTimeout,
}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_silence_is_a_timeout(provider: str) -> None:
    with serving(behaviour=Behaviour(first_delay=60)) as server:
        assert said_before(provider, server, SLOW[provider]) == ""


def test_comments_hold_a_timeout_open() -> None:
    with serving(behaviour=Behaviour(first_delay=1.0, keep_alive=True)) as server:
        said = [str(chunk.text) for chunk in streamed("openai", server)]
    assert "".join(said) == TEXT


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_endless_answer_ends_when_the_reader_goes(provider: str) -> None:
    with serving(behaviour=Behaviour(endless=True)) as server:
        stream = client(provider, server).stream(ASKED)
        said = ""
        for chunk in stream:
            said += str(chunk.text)
            if len(said) > 3 * len(TEXT):
                break
        stream.close()  # type: ignore[attr-defined]  # it is a generator
        assert said.startswith(TEXT * 3)
        assert not server.received[0].finished


@pytest.mark.parametrize(
    ("provider", "bound", "reason"),
    [
        ("openai", "max_tokens", ("finish_reason", "length")),
        ("deepseek", "max_tokens", ("finish_reason", "length")),
        ("ollama", "num_predict", ("done_reason", "length")),
        ("anthropic", "max_tokens", ("stop_reason", "max_tokens")),
    ],
)
def test_a_bound_on_tokens_is_kept(provider: str, bound: str, reason: tuple[str, str]) -> None:
    with serving() as server:
        answer = invoked(provider, server, **{bound: 20})
    assert answer.text == TEXT[:20]
    assert answer.response_metadata[reason[0]] == reason[1]


def test_thoughts_stand_in_the_text_or_in_a_field_of_their_own() -> None:
    thinking = Says(f"<think>先看证据。</think>\n{TEXT}")
    with serving(thinking) as server:
        assert invoked("deepseek", server).text == thinking.text
        server.behaviour = Behaviour(own_thoughts=True)
        answer = invoked("deepseek", server)
    assert answer.text == TEXT
    assert answer.additional_kwargs["reasoning_content"] == "先看证据。"


def test_requests_at_the_same_time_are_counted() -> None:
    with serving(behaviour=Behaviour(first_delay=0.2)) as server:
        answers = client("openai", server).batch([ASKED] * 5, {"max_concurrency": 5})
    assert [answer.text for answer in answers] == [TEXT] * 5
    assert 1 < server.most_at_once <= 5


def test_models_are_listed() -> None:
    with serving() as server:
        listed = httpx.get(f"{server.address}/models", trust_env=False).json()
    assert [model["id"] for model in listed["data"]] == [MODEL]


def test_a_failure_names_when_to_come_back() -> None:
    failure = Failure(429, "rate_limit_error", "rate_limit_exceeded", "later", retry_after="7")
    with serving(behaviour=Behaviour(always=failure)) as server:
        answer = httpx.post(
            f"{server.address}/chat/completions",
            json={"model": MODEL, "messages": [{"role": "user", "content": "x"}]},
            trust_env=False,
        )
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["error"]["code"] == "rate_limit_exceeded"
