"""The page served and opened in a real browser; everything that goes wrong on it is noted."""

import asyncio
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import gradio as gr
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ui.backend import ReadAssistant
from ui.page import page_css, page_script, page_theme
from ui.web_server import listening_socket, make_server

CHROMIUM = Path("/usr/bin/chromium")
CUT_OFF = re.compile(r"AbortError|Connection errored out")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

# Gradio 6.31 calls pandas in a way that pandas 3 deprecates; nothing that we could mend.
QUIET = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@dataclass
class Visit:
    """An open page with everything that went wrong or left the host."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        self.page.get_by_role("textbox", name="问题").fill(question)
        self.page.keyboard.press("Enter")

    def answered(self, count: int = 1) -> None:
        """Wait until so many questions have their answer or notice."""
        expect(self.page.locator(".exchange .status, .exchange .notice")).to_have_count(count)

    def open(self, path: str = "") -> None:
        """Go to an address of the page and wait until it works."""
        self._leave(lambda: self.page.goto(f"{self.address}{path}"))

    def reload(self) -> None:
        """Load the page again and wait until it works."""
        self._leave(self.page.reload)

    def _leave(self, leave: Callable[[], object]) -> None:
        before = len(self.troubles)
        leave()
        self.page.locator(".welcome, .exchange").first.wait_for(state="attached")
        # Gradio complains about the requests that are cut off when a page is left.
        noted = [trouble for trouble in self.troubles[before:] if not CUT_OFF.search(trouble)]
        self.troubles[before:] = noted


@contextmanager
def running(serve: Callable[[], uvicorn.Server]) -> Iterator[str]:
    """A server in a thread of its own; its address."""
    listener = listening_socket("127.0.0.1", 0)
    servers: list[uvicorn.Server] = []

    async def serving() -> None:
        servers.append(serve())
        await servers[0].serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(serving(),), daemon=True)
    thread.start()
    while thread.is_alive() and not (servers and servers[0].started):
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    servers[0].should_exit = True
    thread.join(10)
    listener.close()


def served(assistant: ReadAssistant) -> AbstractContextManager[str]:
    """The page as the program serves it."""
    return running(lambda: make_server(assistant))


def served_page(page: Callable[[], gr.Blocks]) -> AbstractContextManager[str]:
    """A page that is put together by hand, without the rest of the program."""

    def server() -> uvicorn.Server:
        application = FastAPI()
        application.get("/whoami")(lambda: {"name": "", "administrator": True})
        application = gr.mount_gradio_app(
            application,
            page(),
            path="/",
            theme=page_theme(),
            css=page_css(),
            js=page_script(),
            footer_links=[],
        )
        return uvicorn.Server(uvicorn.Config(application, log_level="warning"))

    return running(server)


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Debian's Chromium; where it is not there, tests are skipped, on CI they fail."""
    if not CHROMIUM.exists():
        message = f"没有 {CHROMIUM}：apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, address: str, path: str = "", **options: object) -> Iterator[Visit]:
    """A visit in a browser profile of its own; nothing may have gone wrong when it ends."""
    shape = {"locale": "zh-CN", "viewport": {"width": 1400, "height": 800}, **options}
    context = browser.new_context(**shape)  # type: ignore[arg-type]  # options by name
    page = context.new_page()
    visit = Visit(page, address)
    note = visit.troubles.append

    def note_request(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            note(f"request {url}")

    page.on("request", lambda request: note_request(request.url))
    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda said: note(said.text) if said.type == "error" else None)
    visit.open(path)
    yield visit
    context.close()
    assert visit.troubles == []


def serious(visit: Visit) -> list[str]:
    """What axe finds that is serious or critical, with the first place of each."""
    found = Axe().run(visit.page).response["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
