"""Beyond the places there are, programs are refused at once, and let in again afterwards."""

import asyncio
import threading

import httpx
from fastapi import FastAPI
from scripted_assistant import ScriptedAssistant

from assistant.answer import Answer, Turn
from ui.admission import Admission
from ui.mcp_server import add_mcp, mcp_server
from ui.openai_api import openai_router

QUESTION = {"messages": [{"role": "user", "content": "床位占比"}]}


class SlowAssistant(ScriptedAssistant):
    """Answers when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script."""
        answer = super().ask(question, history)
        assert self.may_answer.wait(20)
        return answer


async def refused_and_let_in_again() -> None:
    assistant, application, admission = SlowAssistant(), FastAPI(), Admission(places=1)
    application.include_router(openai_router(assistant, admission))
    add_mcp(application, mcp_server(assistant), admission)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://zhice") as client:
        first = asyncio.create_task(client.post("/v1/chat/completions", json=QUESTION))
        while not assistant.asked:
            await asyncio.sleep(0.01)
        second = await client.post("/v1/chat/completions", json=QUESTION)
        assert second.status_code == 503
        assert second.json()["error"] == {
            "message": "现在提问的人太多。请稍等片刻再试。",
            "type": "server_error",
            "param": None,
            "code": "overloaded",
        }
        tools = await client.post("/mcp", json={})
        assert (tools.status_code, tools.text) == (503, "现在提问的人太多。请稍等片刻再试。")
        assistant.may_answer.set()
        assert (await first).status_code == 200
        assert (await client.post("/v1/chat/completions", json=QUESTION)).status_code == 200


def test_refused_and_let_in_again() -> None:
    asyncio.run(refused_and_let_in_again())
