"""The MCP tools: exactly four, read-only, described in Chinese, and what they give."""

import asyncio
import json
import re
from collections.abc import Iterator

import httpx
import pytest
from mcp import Client
from mcp.types import CallToolResult, Tool
from running_server import running_server
from scripted_assistant import ScriptedAssistant, ScriptedBackend

from ui.command_line import main
from ui.mcp_server import mcp_server

TOOLS = ["ask", "get_clause", "list_targets", "list_by_department"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running_server(ScriptedAssistant()) as served:
        yield served


async def listed(client: Client) -> list[Tool]:
    async with client:
        return (await client.list_tools()).tools


def called(name: str, **arguments: object) -> CallToolResult:
    async def call() -> CallToolResult:
        async with Client(mcp_server(ScriptedAssistant())) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(call())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_exactly_the_four_tools_are_listed(address: str, mode: str) -> None:
    tools = asyncio.run(listed(Client(f"{address}/mcp", mode=mode)))
    assert [tool.name for tool in tools] == TOOLS


def test_tools_are_described_in_chinese_and_only_read() -> None:
    for tool in asyncio.run(listed(Client(mcp_server(ScriptedAssistant())))):
        shown = [tool.title, tool.description]
        shown += [field.get("description") for field in tool.input_schema["properties"].values()]
        assert all(text and re.search("[\u4e00-\u9fff]", text) for text in shown), tool.name
        assert tool.output_schema is not None
        assert tool.output_schema["type"] == "object"
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False


def test_no_other_server_of_tools_is_there(address: str) -> None:
    assert httpx.get(f"{address}/gradio_api/mcp/schema").status_code == 404
    listening = httpx.get(f"{address}/mcp", headers={"accept": "text/event-stream"})
    assert (listening.status_code, listening.headers["allow"]) == (405, "POST")


def test_what_tools_give_is_structured_and_the_same_as_text() -> None:
    result = called("get_clause", clause="二(一)1")
    assert result.structured_content is not None
    assert result.structured_content["address"] == "青政发〔2024〕3号 二(一)1 居家养老"
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]  # text comes first
    duties = called("list_by_department", department="民政局").structured_content
    assert duties is not None
    assert [row["clause"] for row in duties["duties"]] == ["二(一)1"]
    targets = called("list_targets", words="食堂").structured_content
    assert targets is not None
    assert [row["value"] for row in targets["targets"]] == ["30个"]


def test_what_cannot_be_done_is_an_error_of_the_tool() -> None:
    result = called("get_clause", clause="九")
    assert result.is_error
    assert "没有编号为“九”的条款" in result.content[0].text  # type: ignore[union-attr]  # as above
    assert called("ask", question="谁牵头", history=[["只有一半"]]).is_error
    assert called("ask").is_error


def test_a_question_that_cannot_be_taken_is_declined() -> None:
    declined = called("ask", question="").structured_content
    assert declined is not None
    assert declined["status"] == "needs_clarification"


def test_the_command_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["mcp", "--help"], ScriptedBackend())
    assert left.value.code == 0
    assert "智能体" in capsys.readouterr().out
