"""Every response carries the headers that keep other hosts and other people out."""

import re
from collections.abc import Iterator

import httpx
import pytest
from page_visit import QUIET, running
from scripted_assistant import ScriptedAssistant

from ui.users import Users
from ui.web_access import Access
from ui.web_server import make_server

pytestmark = QUIET


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    users = Users(tmp_path_factory.mktemp("users") / "users.json")
    users.add("li", "correct horse", administrator=False)
    with running(lambda: make_server(ScriptedAssistant(), Access(users))) as where:
        yield where


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    """Somebody who is signed in."""
    with httpx.Client(base_url=address, auth=("li", "correct horse")) as signed_in:
        yield signed_in


@pytest.mark.parametrize(
    "path", ["/", "/config", "/whoami", "/healthz", "/sign-in", "/v1/models", "/nowhere"]
)
def test_nothing_of_a_person_stays_in_a_cache(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_an_answer_is_not_kept(client: httpx.Client) -> None:
    body = {"model": "zhice", "messages": [{"role": "user", "content": "床位占比"}]}
    for stream in (False, True):
        answer = client.post("/v1/chat/completions", json={**body, "stream": stream})
        assert answer.status_code == 200
        assert "no-" in answer.headers["cache-control"]
    begun = client.post("/gradio_api/call/ask", json={"data": ["床位占比", []]}).json()["event_id"]
    answer = client.get(f"/gradio_api/call/ask/{begun}")
    assert answer.headers["cache-control"] == "no-store"


def test_what_is_the_same_for_all_may_be_kept(client: httpx.Client) -> None:
    assert "cache-control" not in client.get("/theme.css").headers
    script = re.search(r"assets/[\w.-]+\.js", client.get("/").text)
    assert script is not None
    kept = client.get(f"/{script[0]}")
    assert kept.status_code == 200
    assert "cache-control" not in kept.headers


def test_no_script_runs_where_passwords_are_typed(client: httpx.Client, address: str) -> None:
    policy = client.get("/sign-in").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:; ")
    assert "script-src" not in policy
    wrong = httpx.post(f"{address}/sign-in", data={"name": "li", "password": "wrong"})
    assert wrong.status_code == 401
    assert wrong.headers["content-security-policy"] == policy


def test_the_page_takes_nothing_from_another_host(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    for rule in ("default-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'"):
        assert rule in policy
    assert "http" not in policy
