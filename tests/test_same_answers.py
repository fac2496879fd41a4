"""The same questions give the same answers and citations, whichever way they are asked."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio_client
import httpx
import openai
import pytest
from conftest import settings_for
from mcp import Client, StdioServerParameters
from running_server import running_server

from assistant.answer import Turn
from assistant.assembly import assemble, build_index_folder, shipped_documents
from assistant.many_documents import ManyDocuments
from ui.answer_output import answer_json
from ui.command_line import main

ROOT = Path(__file__).parent.parent
BEDS = "养老机构护理型床位目标是多少"
BEDS_ANSWER = "到2025年,养老机构护理型床位占比65%以上。[1]"
ASKED: list[tuple[str, list[list[str]], str]] = [
    (BEDS, [], "answered"),
    ("养老托育由哪个部门牵头？", [], "answered"),
    ("市商务局牵头哪些工作？", [], "answered"),
    ("五大生活性服务业有哪些？", [], "answered"),
    ("谁牵头", [[BEDS, BEDS_ANSWER]], "answered"),
    ("今天北京天气怎么样？", [], "out_of_scope"),
    ("人才公寓补贴多少钱？", [], "not_in_source"),
    ("十大行动的第八项是什么？", [], "source_incomplete"),
]
"""Question, history and what becomes of it."""

Fields = dict[str, Any]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("same_answers") / "index"
    build_index_folder(settings_for(folder), shipped_documents())
    return folder


@pytest.fixture(scope="module")
def assistant(index: Path) -> ManyDocuments:
    return assemble(settings_for(index))


@pytest.fixture(scope="module")
def expected(assistant: ManyDocuments) -> list[Fields]:
    """What Python gives."""
    answers = [
        assistant.ask(question, tuple(Turn(*pair) for pair in history))
        for question, history, _ in ASKED
    ]
    return [untimed(answer_json(answer, assistant.documents)) for answer in answers]


@pytest.fixture(scope="module")
def address(assistant: ManyDocuments) -> Iterator[str]:
    with running_server(assistant) as served:
        yield served


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of `settings_for`, and no greeting of the Gradio client to its makers."""
    monkeypatch.setenv("ZHICE_TODAY", "2024-06-01")
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")


def untimed(fields: Fields) -> Fields:
    """What has to be the same: all but the time."""
    assert fields["latency_ms"] >= 0
    return {name: value for name, value in fields.items() if name != "latency_ms"}


def messages_of(question: str, history: list[list[str]]) -> list[Any]:
    said = [
        {"role": role, "content": text}
        for pair in history
        for role, text in zip(("user", "assistant"), pair, strict=True)
    ]
    return [
        {"role": "system", "content": "答得简短。"},
        *said,
        {"role": "user", "content": question},
    ]


def marked(text: str, annotations: list[Fields]) -> list[tuple[str, str]]:
    """What the annotations point at in a text, and the clause that each names."""
    cited = [annotation["url_citation"] for annotation in annotations]
    return [(text[c["start_index"] : c["end_index"]], c["title"]) for c in cited]


def marks_of(fields: Fields) -> list[tuple[str, str]]:
    """The same from an answer; in these answers each citation is marked once, in order."""
    return [(f"[{n}]", cited["address"]) for n, cited in enumerate(fields["citations"], 1)]


def test_python(expected: list[Fields]) -> None:
    assert [fields["status"] for fields in expected] == [status for _, _, status in ASKED]
    assert expected[0]["answer"] == BEDS_ANSWER
    assert [cited["clause"] for cited in expected[0]["citations"]] == ["二(二)4"]
    assert expected[4]["resolved_question"] != ASKED[4][0]


def test_command_line(
    expected: list[Fields], index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        json.dumps({"id": at, "question": question, "history": history})
        for at, (question, history, _) in enumerate(ASKED)
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    files = ["--input", str(source), "--output", str(target), "--index", str(index)]
    assert main(["batch", *files]) == 0
    answered = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line.pop("id") for line in answered] == list(range(len(ASKED)))
    assert [untimed(line) for line in answered] == expected
    capsys.readouterr()
    assert main(["ask", "--json", BEDS, "--index", str(index)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed.pop("question") == BEDS
    assert untimed(printed) == expected[0]


def test_gradio_client(expected: list[Fields], address: str) -> None:
    client = gradio_client.Client(address, verbose=False)
    answered = [
        client.predict(question, history, api_name="/ask") for question, history, _ in ASKED
    ]
    client.close()
    assert [untimed(fields) for fields in answered] == expected


def test_rest(expected: list[Fields], address: str) -> None:
    for (question, history, _), fields in zip(ASKED, expected, strict=True):
        body = {"model": "zhice", "messages": messages_of(question, history)}
        response = httpx.post(f"{address}/v1/chat/completions", json=body, timeout=30)
        assert response.status_code == 200
        assert untimed(response.json()["zhice"]) == fields
        message = response.json()["choices"][0]["message"]
        assert message["content"] == fields["answer"]
        assert marked(message["content"], message["annotations"]) == marks_of(fields)


def test_openai_client(expected: list[Fields], address: str) -> None:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none") as client:
        for (question, history, _), fields in zip(ASKED, expected, strict=True):
            completion = client.chat.completions.create(
                model="zhice", messages=messages_of(question, history)
            )
            message = completion.choices[0].message
            annotations = [one.model_dump() for one in message.annotations or []]
            assert message.content == fields["answer"]
            assert marked(message.content or "", annotations) == marks_of(fields)
            assert untimed(completion.model_dump()["zhice"]) == fields


def test_openai_client_streaming(expected: list[Fields], address: str) -> None:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none") as client:
        for (question, history, _), fields in zip(ASKED, expected, strict=True):
            stream = client.chat.completions.create(
                model="zhice",
                messages=messages_of(question, history),
                stream=True,
                stream_options={"include_usage": True},
            )
            chunks = [chunk.model_dump() for chunk in stream]
            deltas = [chunk["choices"][0]["delta"] for chunk in chunks[:-1]]
            text = "".join(delta["content"] or "" for delta in deltas)
            annotations = [one for delta in deltas for one in delta.get("annotations", [])]
            assert text == fields["answer"]
            assert marked(text, annotations) == marks_of(fields)
            assert untimed(chunks[-2]["zhice"]) == fields
            assert chunks[-1]["usage"]["completion_tokens"] == len(text)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_mcp_over_http(expected: list[Fields], address: str, mode: str) -> None:
    client = Client(f"{address}/mcp", mode=mode)
    assert asyncio.run(asked_through(client)) == expected


def test_mcp_over_standard_streams(expected: list[Fields], index: Path) -> None:
    command = ["-m", "ui", "mcp", "--index", str(index)]
    server = StdioServerParameters(
        command=sys.executable, args=command, cwd=ROOT, env={"ZHICE_TODAY": "2024-06-01"}
    )
    assert asyncio.run(asked_through(Client(server))) == expected


async def asked_through(client: Client) -> list[Fields]:
    answered: list[Fields] = []
    async with client:
        for question, history, _ in ASKED:
            arguments = {"question": question, "history": history}
            result = await client.call_tool("ask", arguments)
            assert result.structured_content is not None
            assert not result.is_error
            answered.append(untimed(dict(result.structured_content)))
    return answered
