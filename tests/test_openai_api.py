"""The OpenAI-compatible API over the real server: objects, chunks, histories, errors."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from generated_answer import MODEL, generated_answer
from running_server import running_server
from scripted_assistant import ScriptedAssistant

from assistant.answer import Answer, ModelUse, Turn
from documents.errors import ModelError

BEDS = "到2025年,养老机构护理型床位占比65%以上。[1]"


class WaitingAssistant(ScriptedAssistant):
    """Answers 等待 only when it is let go, and has no model for 故障."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_to_wait = threading.Event()
        self.may_answer = threading.Event()

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script."""
        if question == "等待":
            self.asked_to_wait.set()
            assert self.may_answer.wait(20)
        if question == "故障":
            raise ModelError("模型不能用。请重新执行 zhice index。")
        return super().ask(question, history)


@pytest.fixture(scope="module")
def assistant() -> WaitingAssistant:
    return WaitingAssistant()


@pytest.fixture(scope="module")
def client(assistant: WaitingAssistant) -> Iterator[httpx.Client]:
    with (
        running_server(assistant) as address,
        httpx.Client(base_url=address, timeout=30) as opened,
    ):
        yield opened


def said(*pairs: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"role": role, "content": content} for role, content in pairs]


def complete(client: httpx.Client, **body: Any) -> httpx.Response:
    return client.post("/v1/chat/completions", json=body)


def test_models(client: httpx.Client) -> None:
    model = {"id": "zhice", "object": "model", "created": 0, "owned_by": "zhice"}
    assert client.get("/v1/models").json() == {"object": "list", "data": [model]}
    assert client.get("/v1/models/zhice").json() == model
    missing = client.get("/v1/models/gpt-4")
    assert missing.status_code == 404
    assert missing.json()["error"]["code"] == "model_not_found"


def test_a_completion(client: httpx.Client) -> None:
    whole = complete(client, model="zhice", messages=said(("user", "床位占比"))).json()
    assert whole.pop("id").startswith("chatcmpl-")
    assert whole.pop("created") > 1_700_000_000
    (annotation,) = whole["choices"][0]["message"].pop("annotations")
    fields = whole.pop("zhice")
    assert whole == {
        "object": "chat.completion",
        "model": "zhice",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": BEDS, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": 4,
            "completion_tokens": len(BEDS),
            "total_tokens": 4 + len(BEDS),
        },
    }
    assert fields["answer"] == BEDS
    assert fields["citations"][0]["quote"] == "养老机构护理型床位占比65%以上"
    link = urlsplit(annotation["url_citation"].pop("url"))
    assert annotation == {
        "type": "url_citation",
        "url_citation": {
            "start_index": BEDS.index("[1]"),
            "end_index": len(BEDS),
            "title": "青政发〔2024〕3号 一 总体要求",
        },
    }
    assert f"{link.scheme}://{link.netloc}" == str(client.base_url)
    place = {"document": ["青政发〔2024〕3号"], "clause": ["一"], "start": ["77"], "end": ["93"]}
    assert (link.path, parse_qs(link.query)) == ("/", place)


@pytest.mark.parametrize("usage", [False, True])
def test_a_stream(client: httpx.Client, usage: bool) -> None:
    body = {"messages": said(("user", "床位占比")), "stream": True}
    options = {"stream_options": {"include_usage": True}} if usage else {}
    response = complete(client, **body, **options)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    events = response.text.split("\n\n")
    assert events[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(event.removeprefix("data: ")) for event in events[:-2]]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    if usage:
        last = chunks.pop()
        assert last["choices"] == []
        assert last["usage"]["total_tokens"] == 4 + len(BEDS)
    assert all(("usage" in chunk) == usage for chunk in chunks)
    choices = [chunk["choices"][0] for chunk in chunks]
    half = len(BEDS) // 2
    assert [choice["delta"] for choice in choices if "annotations" not in choice["delta"]] == [
        {"role": "assistant", "content": ""},
        {"content": BEDS[:half]},
        {"content": BEDS[half:]},
        {},
    ]
    (cited,) = choices[-2]["delta"]["annotations"]
    assert cited["url_citation"]["end_index"] == len(BEDS)
    assert [choice["finish_reason"] for choice in choices] == [None] * 4 + ["stop"]
    assert chunks[-1]["zhice"]["status"] == "answered"


def test_a_declined_question_is_an_answer_without_annotations(client: httpx.Client) -> None:
    whole = complete(client, messages=said(("user", "火星"))).json()
    assert whole["choices"][0]["message"]["content"] == "原文未载明这一点。"
    assert whole["choices"][0]["message"]["annotations"] == []
    assert whole["zhice"]["status"] == "not_in_source"


def test_what_counts_of_a_conversation(client: httpx.Client, assistant: WaitingAssistant) -> None:
    parts = [{"type": "text", "text": "谁"}, {"type": "text", "text": "牵头"}]
    conversation = said(
        ("system", "你是助手"),
        ("assistant", "您好"),
        ("user", "没有回答的话"),
        ("user", "床位占比"),
        ("assistant", [{"type": "text", "text": BEDS}]),
        ("assistant", None),
        ("developer", "答得短些"),
        ("user", parts),
        ("assistant", "预填"),
    )
    whole = complete(client, messages=conversation, temperature=0.2, tools=[]).json()
    assert assistant.asked[-1] == ("谁\n牵头", (Turn("床位占比", BEDS),))
    assert whole["usage"]["prompt_tokens"] == sum(
        map(
            len,
            ("你是助手", "您好", "没有回答的话", "床位占比", BEDS, "答得短些", "谁\n牵头", "预填"),
        )
    )


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("body", "status", "param", "message"),
    [
        (b"{", 400, None, "请求不是合法的 JSON（UTF-8）。"),
        (b"", 400, None, "请求不是合法的 JSON（UTF-8）。"),
        (b'{"messages": "\xff"}', 400, None, "请求不是合法的 JSON（UTF-8）。"),
        (b"[" * 100_000, 400, None, "请求不是合法的 JSON（UTF-8）。"),
        (b"[]", 400, None, "请求应当是一个 JSON 对象（{…}）。"),
        ({}, 400, "messages", "缺少字段 messages，应当是消息的列表。"),
        ({"messages": 1}, 400, "messages", "字段 messages 不能用，应当是消息的列表。"),
        (
            {"messages": []},
            400,
            "messages",
            "messages 里没有用户的消息。请写一条 role 为 user 的消息。",
        ),
        (
            {"messages": said(("robot", "x"))},
            400,
            "messages[0].role",
            "字段 messages[0].role 不能用，应当是system、user、assistant 等角色之一。",
        ),
        (
            {"messages": said(("user", [{"type": "image_url", "image_url": {"url": "x"}}]))},
            400,
            "messages[0].content",
            "字段 messages[0].content 不能用，应当是文字，或文字片段的列表（只能读文字）。",
        ),
        (
            {"messages": said(("user", "x")), "n": 2},
            400,
            "n",
            "字段 n 不能用，应当是1（每次只有一个回答）。",
        ),
        (
            {"messages": said(("user", "x")), "model": "gpt-4"},
            404,
            "model",
            "没有模型“gpt-4”。请用 zhice。",
        ),
        ({"messages": said(("user", " "))}, 400, "messages", "问题是空的。请写下要问的内容。"),
        (
            {"messages": said(("user", "长" * 2001))},
            400,
            "messages",
            "问题有 2001 个字，超过上限 2000。请缩短后再问。",
        ),
    ],
)
def test_a_request_that_cannot_be_taken(
    client: httpx.Client,
    body: bytes | dict[str, Any],
    status: int,
    param: str | None,
    message: str,
    stream: bool,
) -> None:
    sent = body if isinstance(body, bytes) else json.dumps({**body, "stream": stream}).encode()
    response = client.post("/v1/chat/completions", content=sent)
    code = "model_not_found" if status == 404 else None
    assert response.status_code == status
    assert response.json() == {
        "error": {
            "message": message,
            "type": "invalid_request_error",
            "param": param,
            "code": code,
        }
    }


def test_what_the_asker_cannot_mend_is_an_error_of_the_server(client: httpx.Client) -> None:
    response = complete(client, messages=said(("user", "故障")))
    assert response.status_code == 500
    assert response.json()["error"]["type"] == "server_error"
    assert response.json()["error"]["message"] == "模型不能用。请重新执行 zhice index。"


def test_markup_and_control_characters_are_passed_on_as_they_are(
    client: httpx.Client, assistant: WaitingAssistant
) -> None:
    question = "智慧<script>alert(1)</script>\x00\x1b[31m\u2028\u202e![图](http://192.0.2.1/a.png)"
    response = complete(client, messages=said(("user", question)), stream=True)
    assert assistant.asked[-1] == (question, ())
    events = response.text.split("\n\n")[:-2]
    (last,) = [event for event in events if '"zhice": {' in event]
    assert json.loads(last.removeprefix("data: "))["zhice"]["resolved_question"] == question
    assert response.headers["x-content-type-options"] == "nosniff"


def test_others_are_served_while_a_question_is_thought_about(
    client: httpx.Client, assistant: WaitingAssistant
) -> None:
    answered: list[int] = []

    def wait() -> None:
        answered.append(complete(client, messages=said(("user", "等待"))).status_code)

    asking = threading.Thread(target=wait)
    asking.start()
    try:
        assert assistant.asked_to_wait.wait(20)
        assert client.get("/healthz").status_code == 200
        assert complete(client, messages=said(("user", "床位占比"))).status_code == 200
        assert answered == []
    finally:
        assistant.may_answer.set()
        asking.join(20)
    assert answered == [200]


class BreakingAssistant(ScriptedAssistant):
    """A model begins an answer and breaks off; the extractive one stands in its place."""

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        yield generated_answer()
        answer = self.ask("床位占比")
        yield replace(answer, model=ModelUse(MODEL, phrased=False, notice="语言模型的答复中断"))


def test_what_was_streamed_before_a_model_broke_off_is_told_to_be_replaced() -> None:
    with (
        running_server(BreakingAssistant()) as address,
        httpx.Client(base_url=address, timeout=30) as opened,
    ):
        streamed = complete(opened, messages=said(("user", "床位占比")), stream=True)
    chunks = [json.loads(e.removeprefix("data: ")) for e in streamed.text.split("\n\n")[:-2]]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text == f"{generated_answer().text}\n\n（以上没有说完，改为原文摘录：）\n{BEDS}"
    told = chunks[-1]["zhice"]["model"]
    assert (told["ai_generated"], told["notice"]) == (False, "语言模型的答复中断")
    (cited,) = [c for chunk in chunks for c in chunk["choices"][0]["delta"].get("annotations", [])]
    end = cited["url_citation"]["end_index"]
    assert text[:end].endswith(BEDS)
