"""Gradio behind the gate: none of its addresses is open, and its events know who asks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import gradio as gr
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from gradio.events import api
from page_visit import QUIET, running
from scripted_assistant import ScriptedAssistant
from starlette.routing import BaseRoute, Mount, Route

from ui.audit_log import AuditLog
from ui.users import Users
from ui.web_access import Access, is_administrator, protect, user_of
from ui.web_server import make_server, web_application

pytestmark = QUIET
PASSWORD = "correct horse"
OPEN = {"/healthz", "/readyz"}


def page_that_tells(access: Access) -> uvicorn.Server:
    """A page whose one event says who asks, behind the same layers."""
    page: gr.Blocks = gr.Blocks(analytics_enabled=False)

    def who(request: gr.Request) -> dict[str, str | bool]:
        user = user_of(request)
        return {"name": user.name if user else "", "administrator": is_administrator(request)}

    with page:
        api(who, api_name="who")
    application = FastAPI()
    protect(application, access)
    gr.mount_gradio_app(application, page, path="/", ssr_mode=False)
    return uvicorn.Server(uvicorn.Config(application, log_level="warning"))


@dataclass
class Site:
    """A server with two users, and all addresses that its application answers."""

    access: Access
    address: str = ""
    routes: set[tuple[str, str]] = field(default_factory=set)

    def serve(self) -> uvicorn.Server:
        """Make the server, and note the addresses."""
        application = web_application(ScriptedAssistant(), self.access)
        self.routes = {(method, path) for method, path in addresses(application.routes)}
        return make_server(ScriptedAssistant(), self.access)


def addresses(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Methods and paths, the parameters filled in."""
    for route in routes:
        included = getattr(route, "original_router", None)  # FastAPI's way of including a router
        if included is not None:
            yield from addresses(included.routes)
        elif isinstance(route, Mount):
            for method, path in addresses(route.routes):
                yield method, f"{route.path}{path}"
        elif isinstance(route, Route):
            for method in route.methods or {"GET"}:
                yield method, re.sub(r"\{[^}]*\}", "x", route.path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    users = Users(tmp_path_factory.mktemp("users") / "users.json")
    users.add("li", PASSWORD, administrator=False)
    users.add("王芳", PASSWORD, administrator=True)
    site = Site(Access(users, AuditLog(None), rate=20))
    with running(site.serve) as address:
        site.address = address
        yield site


def test_no_address_is_open(site: Site) -> None:
    closed = {(method, path) for method, path in site.routes if path not in OPEN}
    assert len(closed) > 60
    assert {
        ("GET", "/config"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/api/x"),
        ("GET", "/gradio_api/heartbeat/x"),
        ("POST", "/v1/chat/completions"),
        ("GET", "/monitoring"),
    } <= closed
    with httpx.Client(base_url=site.address) as client:
        answers = {each: client.request(*each).status_code for each in sorted(closed)}
    assert {each: status for each, status in answers.items() if status != 401} == {}


@pytest.mark.parametrize(
    "path",
    [
        "//config",
        "/healthz/../config",
        "/healthz/%2e%2e/config",
        "/healthz%2f..%2fconfig",
        "/readyz/",
        "/sign-in/../config",
        "/HEALTHZ",
        "/healthz;x",
    ],
)
def test_an_address_that_looks_open_is_not(site: Site, path: str) -> None:
    assert httpx.get(f"{site.address}{path}").status_code == 401


def call(address: str, token: str) -> str:
    """What the event of the page answers."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, headers=headers, timeout=20) as client:
        begun = client.post("/gradio_api/call/who", json={"data": []}).json()["event_id"]
        return client.get(f"/gradio_api/call/who/{begun}").text


def test_an_event_knows_who_asks(site: Site) -> None:
    users = site.access.users
    assert users is not None
    with running(lambda: page_that_tells(site.access)) as address:
        told = call(address, users.new_token("li"))
        assert '{"name": "li", "administrator": false}' in told
        assert '"administrator": true' in call(address, users.new_token("王芳"))
    with running(lambda: page_that_tells(Access())) as address:
        assert '{"name": "", "administrator": true}' in call(address, "nobody")


def test_every_way_of_asking_counts(site: Site) -> None:
    assert site.access.users is not None
    site.access.users.add("busy", PASSWORD, administrator=False)
    headers = {"Authorization": f"Bearer {site.access.users.new_token('busy')}"}
    ways = ["/gradio_api/api/ask", "/gradio_api/run/ask", "/gradio_api/call/ask", "/mcp"]
    with httpx.Client(base_url=site.address, headers=headers, timeout=20) as client:
        for _ in range(5):
            for way in ways:
                assert client.post(way, json={"data": []}).status_code != 429
        seen = [client.post(way, json={"data": []}).status_code for way in ways]
        assert seen == [429] * 4
        assert client.get("/config").status_code == 200
