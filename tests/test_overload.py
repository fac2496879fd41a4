"""More people than the queue holds: the next is told so at once, and those inside get their answers."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from page_visit import QUIET, running, started_browser, visiting
from playwright.sync_api import expect
from scripted_assistant import ScriptedAssistant

from assistant.answer import Answer, Turn
from ui.web_server import make_server

pytestmark = QUIET
SOON = 5.0
"""Seconds; nothing here waits for an answer that is held back."""

HELD, WAITING = 8, 64


@dataclass
class HoldingAssistant(ScriptedAssistant):
    """Gives no answer before it may."""

    may_answer: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script, in time."""
        self.may_answer.wait(60)
        return super().ask(question, history)


@pytest.fixture
def assistant() -> Iterator[HoldingAssistant]:
    holding = HoldingAssistant()
    yield holding
    holding.may_answer.set()


def fill(client: httpx.Client) -> list[str]:
    """Ask until the queue is full; the events that were taken."""
    taken: list[str] = []
    for _ in range(2 * (HELD + WAITING)):
        answer = client.post("/gradio_api/call/ask", json={"data": ["床位占比", []]})
        if answer.status_code != 200:
            assert answer.status_code == 503
            return taken
        taken.append(answer.json()["event_id"])
    pytest.fail("the queue has no end")


def test_the_next_is_refused_and_the_others_are_answered(assistant: HoldingAssistant) -> None:
    with (
        running(lambda: make_server(assistant)) as address,
        httpx.Client(base_url=address, timeout=SOON) as client,
    ):
        taken = fill(client)
        assert WAITING <= len(taken) <= HELD + WAITING
        assert client.get("/healthz").status_code == 200
        assistant.may_answer.set()
        for event in taken:
            told = client.get(f"/gradio_api/call/ask/{event}", timeout=20).text
            assert told.startswith("event: complete")
            assert '"status": "answered"' in told
        assert len(fill_once(client)) == 1


def fill_once(client: httpx.Client) -> list[str]:
    """There is room again."""
    answer = client.post("/gradio_api/call/ask", json={"data": ["床位占比", []]})
    return [answer.json()["event_id"]] if answer.status_code == 200 else []


def test_a_person_is_told_and_keeps_the_question(assistant: HoldingAssistant) -> None:
    with (
        running(lambda: make_server(assistant)) as address,
        started_browser() as browser,
        visiting(browser, address) as visit,
        httpx.Client(base_url=address, timeout=SOON) as client,
    ):
        fill(client)
        visit.ask("床位占比是多少")
        trouble = visit.page.locator("#composer .trouble")
        expect(trouble).to_contain_text("提问的人太多", timeout=1000 * SOON)
        expect(visit.page.get_by_role("textbox", name="问题")).to_have_value("床位占比是多少")
        visit.troubles[:] = [each for each in visit.troubles if "503" not in each]
        assistant.may_answer.set()
        visit.page.keyboard.press("Enter")
        visit.answered()
        expect(visit.page.locator(".text")).to_contain_text("65%以上")
