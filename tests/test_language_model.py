"""A language model through the real client libraries: what it is sent, and each way in which it fails."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from model_server import (
    BROKEN,
    KEY,
    MODEL,
    NO_MONEY,
    OVERLOADED,
    TOO_MANY,
    Behaviour,
    ModelServer,
    Says,
    model_server,
)

from assistant.language_model import LangChainModel, Message, Piece, Usage
from assistant.model_settings import ModelAccess
from documents.errors import LanguageModelError

PROVIDERS = ("openai", "deepseek", "ollama")
TEXT = "到2025年，护理型床位占比65%以上[1]。由市民政局牵头[1]。"
PROMPT = "护理型床位的目标是多少-4711"
ASKED = [Message("system", "你只引用证据。"), Message("user", PROMPT)]


def access(server: ModelServer, provider: str = "openai", **settings: Any) -> ModelAccess:
    url = server.root if provider in ("ollama", "anthropic") else server.address
    return ModelAccess(MODEL, **{"provider": provider, "url": url, "key": KEY, **settings})


def said(server: ModelServer, provider: str = "openai", **settings: Any) -> list[Piece]:
    return list(LangChainModel(access(server, provider, **settings)).stream(ASKED))


@contextlib.contextmanager
def failing(caplog: pytest.LogCaptureFixture, server: ModelServer, message: str) -> Iterator[None]:
    """What is told of a failure holds the message, and nothing of the key, the prompt or the address."""
    caplog.set_level(logging.INFO)
    with pytest.raises(LanguageModelError) as told:
        yield
    assert str(told.value) == message
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert server.root not in str(told.value)
    for secret in (KEY, PROMPT):
        assert secret not in f"{told.value}{logged}"


@pytest.mark.parametrize("provider", [*PROVIDERS, "anthropic"])
def test_an_answer_comes_in_pieces_with_its_tokens(provider: str) -> None:
    with model_server(Says(TEXT), keys=(KEY,)) as server:
        pieces = said(server, provider)
    assert "".join(piece.text for piece in pieces) == TEXT
    assert len([piece for piece in pieces if piece.text]) == -(-len(TEXT) // 3)
    prompt = sum(len(message.content) for message in ASKED)
    used = [piece.usage for piece in pieces if piece.usage]
    if provider != "anthropic":
        assert used == [Usage(prompt, len(TEXT))]
    assert server.received[0].asked is not None
    assert [(m.role, m.text) for m in server.received[0].asked.messages] == [
        ("system", "你只引用证据。"),
        ("user", PROMPT),
    ]


@pytest.mark.parametrize("provider", ["openai", "deepseek"])
def test_every_setting_arrives_in_the_protocol_of_openai(provider: str) -> None:
    extra = '{"enable_thinking": false, "chat_template_kwargs": {"enable_thinking": false}}'
    with model_server(Says(TEXT)) as server:
        said(server, provider, most_tokens=77, extra=extra)
    request = server.received[0]
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.path == "/v1/chat/completions"
    assert {**request.body, "messages": None} == {
        "messages": None,
        "model": MODEL,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "max_tokens": 77,
        "enable_thinking": False,
        "chat_template_kwargs": {"enable_thinking": False},
    }


def test_every_setting_arrives_in_the_protocol_of_ollama() -> None:
    with model_server(Says(TEXT)) as server:
        said(server, "ollama", most_tokens=77, extra='{"num_ctx": 4096, "keep_alive": "5m"}')
    request = server.received[0]
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert (request.path, request.body["stream"], request.body["think"]) == (
        "/api/chat",
        True,
        False,
    )
    assert request.body["options"] == {"num_ctx": 4096, "num_predict": 77, "temperature": 0}
    assert request.body["keep_alive"] == "5m"


@pytest.mark.parametrize("provider", [*PROVIDERS, "anthropic"])
def test_keys_of_other_programs_are_never_sent(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI", "DEEPSEEK", "OLLAMA", "ANTHROPIC"):
        monkeypatch.setenv(f"{name}_API_KEY", "sk-of-another-program")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-another-program")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-another-program")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:9/of-another-program")
    with model_server(Says(TEXT)) as server:
        said(server, provider, key="")
    assert "of-another-program" not in str(server.received[0])


def test_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server(Says(TEXT)) as server, model_server(Says("")) as tracer:
        for name, value in {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_API_KEY": "x",
            "LANGSMITH_ENDPOINT": f"{tracer.root}/v1/chat/completions",
        }.items():
            monkeypatch.setenv(name, value)
        assert "".join(piece.text for piece in said(server)) == TEXT
        assert len(server.received) == 1
        assert tracer.received == []


REFUSALS = [
    ({"keys": ("another",)}, "语言模型不接受密钥，请检查 ZHICE_LLM_KEY", 1),
    ({"models": ("another",)}, "语言模型的地址或名称不对，请检查 ZHICE_LLM_URL 和 ZHICE_LLM", 1),
    ({"most_context": 3}, "语言模型不接受这个请求，可能是内容太长", 1),
    ({"behaviour": Behaviour(always=NO_MONEY)}, "语言模型的账户余额不足", 1),
    ({"behaviour": Behaviour(always=TOO_MANY)}, "语言模型限制了请求次数", 2),
    ({"behaviour": Behaviour(always=BROKEN)}, "语言模型的服务出错", 2),
    ({"behaviour": Behaviour(always=OVERLOADED)}, "语言模型的服务出错", 2),
]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("settings", "message", "tries"), REFUSALS)
def test_refusals_are_told_and_tried_again_where_they_may_pass(
    provider: str,
    settings: dict[str, Any],
    message: str,
    tries: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with model_server(Says(TEXT), **settings) as server:
        model = LangChainModel(access(server, provider), pause=lambda seconds: None)
        with failing(caplog, server, message):
            list(model.stream(ASKED))
    assert len(server.received) == tries


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refusal_that_passes_is_not_seen(provider: str) -> None:
    pauses: list[float] = []
    with model_server(Says(TEXT)) as server:
        server.failures.extend([TOO_MANY, BROKEN])
        model = LangChainModel(access(server, provider, tries=3), pause=pauses.append)
        assert "".join(piece.text for piece in model.stream(ASKED)) == TEXT
    assert len(server.received) == 3
    assert 0.3 <= pauses[0] <= 0.6 <= pauses[1] <= 1.2


BREAKS = [
    (Behaviour(cut_after=9), "语言模型的答复中断"),
    (Behaviour(error_after=9), "语言模型的服务出错"),
    (Behaviour(malformed_after=9), "语言模型的答复无法读取"),
]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("behaviour", "message"), BREAKS)
def test_an_answer_that_breaks_off_is_told_and_not_asked_for_again(
    provider: str, behaviour: Behaviour, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    pieces: list[str] = []
    with model_server(Says(TEXT), behaviour=behaviour) as server:
        model = LangChainModel(access(server, provider))
        with failing(caplog, server, message):
            pieces.extend(piece.text for piece in model.stream(ASKED))
    assert len(server.received) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_that_breaks_off_before_any_word_is_asked_for_again(provider: str) -> None:
    with model_server(Says(TEXT), behaviour=Behaviour(cut_after=0)) as server:
        model = LangChainModel(access(server, provider), pause=lambda seconds: None)
        with pytest.raises(LanguageModelError, match=r"连不上语言模型|答复中断"):
            list(model.stream(ASKED))
    assert len(server.received) == 2


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_that_is_cut_at_the_limit_is_none(provider: str) -> None:
    with (
        model_server(Says(TEXT)) as server,
        pytest.raises(LanguageModelError, match="超过长度限制"),
    ):
        said(server, provider, most_tokens=10)
    assert len(server.received) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_empty_answer_is_empty(provider: str) -> None:
    with model_server(Says("")) as server:
        assert "".join(piece.text for piece in said(server, provider)) == ""


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(header_delay=30),
        Behaviour(first_delay=30),
        Behaviour(first_delay=30, keep_alive=True),
        Behaviour(piece_delay=30),
        Behaviour(endless=True),
    ],
)
def test_an_answer_that_is_late_silent_or_endless_ends_at_the_limit(
    provider: str, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    with model_server(Says(TEXT), behaviour=behaviour) as server:
        model = LangChainModel(access(server, provider, timeout=1))
        with failing(caplog, server, "语言模型没有在时限内答完"):
            list(model.stream(ASKED, 0.3))
    assert len(server.received) == 1


def test_where_nothing_listens_the_model_cannot_be_reached() -> None:
    nowhere = ModelAccess(MODEL, url="http://127.0.0.1:9/v1")
    with pytest.raises(LanguageModelError, match=r"^连不上语言模型$"):
        list(LangChainModel(nowhere, pause=lambda seconds: None).stream(ASKED))


def test_a_provider_that_is_not_installed_is_told_how_to_get() -> None:
    missing = ModelAccess("x", provider="fireworks")
    with pytest.raises(
        LanguageModelError, match="没有安装 langchain-fireworks，请先执行 pip install"
    ):
        list(LangChainModel(missing).stream(ASKED))


def test_a_provider_that_nobody_knows_is_told() -> None:
    unknown = ModelAccess("x", provider="nobody")
    with pytest.raises(LanguageModelError, match="语言模型“x”（nobody）的设置不能用"):
        list(LangChainModel(unknown).stream(ASKED))


def test_a_library_half_loaded_elsewhere_does_not_hide_what_went_wrong(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(
        sys.modules, "anthropic", ModuleType("anthropic")
    )  # as another thread sees it
    told = "语言模型不接受密钥，请检查 ZHICE_LLM_KEY"
    with model_server(Says(TEXT), keys=("another",)) as server, failing(caplog, server, told):
        said(server)
