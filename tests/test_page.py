"""The page in a real browser, with the scripted assistant behind it."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from scripted_assistant import ScriptedAssistant, citation_of

from assistant.answer import Answer, Status, Turn
from ui.web_server import listening_socket, make_server

# Gradio 6.31 calls pandas in a way that pandas 3 deprecates; nothing that we could mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
CHROMIUM = Path("/usr/bin/chromium")
LISTED = ("养老床位达到2000张", "新建社区食堂30个", "市民政局", "市大数据局", "市人社局")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


class ListingAssistant(ScriptedAssistant):
    """Has one more entry in its script: a list too long for the page."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer from the script."""
        if "清单" not in question:
            return super().ask(question, history)
        cited = tuple(citation_of(self.documents[0], quote) for quote in LISTED)
        lines = [f"{quote}。[{number}]" for number, quote in enumerate(LISTED, 1)]
        return Answer("\n\n\n\n\n\n".join(lines), Status.ANSWERED, cited, question)


@dataclass
class Visit:
    """An open page with everything that went wrong or left the host."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        self.page.get_by_role("textbox").fill(question)
        self.page.keyboard.press("Enter")

    def answered(self, count: int = 1) -> None:
        """Wait until so many questions have their answer or notice."""
        expect(self.page.locator(".exchange .status, .exchange .notice")).to_have_count(count)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    listener = listening_socket("127.0.0.1", 0)
    servers: list[uvicorn.Server] = []

    async def serving() -> None:
        servers.append(make_server(ListingAssistant()))
        await servers[0].serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(serving(),), daemon=True)
    thread.start()
    while thread.is_alive() and not (servers and servers[0].started):
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    servers[0].should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        message = f"没有 {CHROMIUM}：apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 800})
    opened = Visit(page, address)

    def note_request(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            opened.troubles.append(f"request {url}")

    page.on("request", lambda request: note_request(request.url))
    page.on("pageerror", lambda error: opened.troubles.append(str(error)))
    page.on(
        "console",
        lambda message: opened.troubles.append(message.text) if message.type == "error" else None,
    )
    page.goto(address)
    page.locator(".welcome").wait_for()
    yield opened
    page.close()
    assert opened.troubles == []


def test_health_and_headers(address: str) -> None:
    response = httpx.get(f"{address}/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "documents": 1})
    policy = httpx.get(address).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
    configuration = httpx.get(f"{address}/config").json()
    assert configuration["analytics_enabled"] is False
    assert configuration["show_error"] is False


def test_only_the_four_tools_are_an_api(address: str) -> None:
    named = httpx.get(f"{address}/gradio_api/info").json()["named_endpoints"]
    assert list(named) == ["/ask", "/get_clause", "/list_targets", "/list_by_department"]


def test_a_question_is_answered_and_its_source_opened(visit: Visit) -> None:
    page = visit.page
    visit.ask("养老机构护理型床位占比是多少")
    visit.answered()
    expect(page.locator(".text")).to_contain_text("到2025年,养老机构护理型床位占比65%以上。")
    expect(page.locator(".status")).to_have_text("已回答")
    expect(page.locator(".citation .address")).to_have_text("[1]青政发〔2024〕3号 一 总体要求")
    expect(page.get_by_role("textbox")).to_have_value("")
    page.locator(".citation").click()
    expect(page.locator("#source mark")).to_have_text("养老机构护理型床位占比65%以上")
    expect(page.locator("#source .words")).to_contain_text("养老床位达到2000张。")
    expect(page.locator("#source mark")).to_be_in_viewport()
    page.locator("#source .neighbour").last.click()
    expect(page.locator("#source .path strong")).to_have_text("二 主要任务")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_follow_up_shows_what_it_was_understood_as(visit: Visit) -> None:
    visit.ask("床位占比")
    visit.answered()
    visit.ask("谁牵头")
    visit.answered(2)
    expect(visit.page.locator(".resolved")).to_have_text("理解为：居家养老由谁牵头")
    visit.page.get_by_role("button", name="新对话").click()
    expect(visit.page.locator(".welcome")).to_be_visible()


def test_an_example_is_asked_with_one_click(visit: Visit) -> None:
    visit.page.locator(".example").first.click()
    visit.answered()
    expect(visit.page.locator(".question")).to_have_text("全市养老机构护理型床位占比的目标是多少？")


def test_markup_in_questions_and_documents_is_text(visit: Visit) -> None:
    page = visit.page
    question = "智慧<img src=x onerror=\"document.title='hacked'\">![图](http://192.0.2.1/a.png)${1+1}{{7}}"
    visit.ask(question)
    visit.answered()
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".text")).to_contain_text('推广"一键呼叫"<img src=x onerror=')
    page.locator(".mark").click()
    expect(page.locator("#source mark")).to_contain_text("<img src=x onerror=")
    expect(page.locator("#source .path strong")).to_have_text("二(一)2 <b>智慧</b>养老")
    assert page.locator("#conversation img, #source img, #source b").count() == 0
    assert page.title() == "知策"


def test_a_question_that_cannot_be_taken_shows_a_message(visit: Visit) -> None:
    visit.ask("长" * 10_000)
    visit.answered()
    notice = "问题有 10000 个字，超过上限 2000。请缩短后再问。"
    expect(visit.page.locator(".notice")).to_have_text(notice)


def test_an_empty_question_changes_nothing(visit: Visit) -> None:
    visit.ask(" \u3000 ")
    expect(visit.page.get_by_role("textbox")).to_have_value("")
    expect(visit.page.locator(".welcome")).to_be_visible()
    visit.ask("床位占比")
    visit.answered()
    visit.ask(" ")
    expect(visit.page.get_by_role("textbox")).to_have_value("")
    expect(visit.page.locator(".exchange")).to_have_count(1)


def test_a_long_answer_is_shown_from_its_question_on(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    visit.answered()
    visit.ask("清单")
    visit.answered(2)
    newest = page.locator(".exchange").last
    expect(newest.locator(".question")).to_be_in_viewport(ratio=1)
    expect(newest.locator(".mark").first).to_be_in_viewport(ratio=1)
    expect(newest.locator("summary")).to_have_text("出处（5）")
    expect(newest.locator(".citation").first).to_be_hidden()
    newest.locator(".mark").nth(2).click()
    expect(page.locator("#source mark")).to_have_text("市民政局")
    newest.locator("summary").click()
    expect(newest.locator(".citation").nth(2)).to_have_attribute("aria-current", "true")


def test_the_original_follows_the_newest_answer(visit: Visit) -> None:
    page = visit.page
    visit.ask("床位占比")
    expect(page.locator("#source mark")).to_have_text("养老机构护理型床位占比65%以上")
    visit.ask("火星")
    visit.answered(2)
    expect(page.locator("#source .outline")).to_be_visible()
    visit.ask("清单")
    expect(page.locator("#source mark")).to_have_text(LISTED[0])
    page.get_by_role("button", name="新对话").click()
    expect(page.locator("#source .outline")).to_be_visible()


def test_the_citation_opened_from_the_keyboard_is_the_current_one(visit: Visit) -> None:
    page = visit.page
    visit.ask("清单")
    current = page.locator(".mark[aria-current=true]")
    expect(current).to_have_text("[1]")
    page.locator(".mark").nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_have_text("市大数据局")
    expect(current).to_have_text("[4]")
    page.locator("#source .neighbour").first.click()
    expect(current).to_have_count(0)


def test_enter_while_composing_does_not_send(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("textbox").focus()
    method = page.context.new_cdp_session(page)
    letters = {"text": "chuang wei", "selectionStart": 10, "selectionEnd": 10}
    method.send("Input.imeSetComposition", letters)
    # An input method takes the key: the browser sees key code 229 and types nothing.
    enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    method.send("Input.dispatchKeyEvent", enter)
    method.send("Input.insertText", {"text": "床位占比"})
    expect(page.get_by_role("textbox")).to_have_value("床位占比")
    expect(page.locator(".exchange")).to_have_count(0)
    page.keyboard.press("Enter")
    visit.answered()
    expect(page.locator(".question")).to_have_text("床位占比")


def test_on_a_phone_the_source_opens_over_the_conversation(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    source, close = page.locator("#source"), page.get_by_role("button", name="关闭原文")
    expect(source).to_be_hidden()
    page.get_by_role("button", name="原文", exact=True).click()
    expect(source.locator(".outline")).to_be_visible()
    close.click()
    expect(source).to_be_hidden()
    visit.ask("清单")
    visit.answered()
    expect(page.locator(".mark[aria-current=true]")).to_have_text("[1]")
    expect(source).to_be_hidden()
    page.locator(".mark").first.click()
    expect(source.locator("mark")).to_be_visible()
    for touched in (close, page.locator(".mark").first):
        box = touched.bounding_box()
        assert box is not None
        assert box["height"] >= 32
    page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    page.locator(".mark").first.click()
    expect(source).to_be_visible()
    page.mouse.click(195, 40)
    expect(source).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_quote_opens_below_the_way_out(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 420})
    visit.ask("智慧")
    visit.answered()
    page.locator(".mark").click()
    quote = page.locator("#source mark")
    expect(quote).to_be_in_viewport()
    close = page.get_by_role("button", name="关闭原文")
    expect(close).to_be_in_viewport(ratio=1)
    above, below = close.bounding_box(), quote.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    close.click()
    expect(page.locator("#source")).to_be_hidden()
