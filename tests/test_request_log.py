"""What asks for work and what is refused stands in the audit log, with who and what became of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from page_visit import QUIET, running
from scripted_assistant import ScriptedAssistant

from ui.audit_log import AuditLog
from ui.users import Users
from ui.web_access import Access
from ui.web_server import make_server

pytestmark = QUIET
PASSWORD = "correct horse"
ASKED = {"model": "zhice", "messages": [{"role": "user", "content": "床位占比"}]}


@dataclass
class Site:
    """A server with one user, and what it wrote."""

    address: str
    log: Path
    users: Users

    def signed_in(self) -> httpx.Client:
        """A client with a token."""
        headers = {"Authorization": f"Bearer {self.users.new_token('li')}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=20)

    def written(self) -> list[dict[str, object]]:
        """The entries, once the server has stopped: a line is written after its answer is sent."""
        entries = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        for entry in entries:
            assert entry.pop("time")
            assert entry.pop("milliseconds", 0) >= 0
        return entries


@contextmanager
def serving(tmp_path: Path) -> Iterator[Site]:
    users = Users(tmp_path / "users.json")
    users.add("li", PASSWORD, administrator=False)
    audit = AuditLog(tmp_path / "audit.jsonl")
    with running(lambda: make_server(ScriptedAssistant(), Access(users, audit, rate=2))) as address:
        yield Site(address, tmp_path / "audit.jsonl", users)
    audit.close()


def entry(action: str, user: str, method: str, path: str, status: int) -> dict[str, object]:
    return {
        "action": action,
        "user": user,
        "client": "127.0.0.1",
        "method": method,
        "path": path,
        "status": status,
    }


def test_work_and_refusals_are_written_with_their_status(tmp_path: Path) -> None:
    path = "/v1/chat/completions"
    with serving(tmp_path) as site, site.signed_in() as client:
        client.get("/config")  # reading is not written
        assert client.post(path, json=ASKED).status_code == 200
        assert client.post(path, json={}).status_code == 400
        assert client.post(path, json=ASKED).status_code == 429
        httpx.get(f"{site.address}/config")
        foreign = {"origin": "https://evil.example"}
        httpx.post(f"{site.address}{path}", headers=foreign, json=ASKED)
        httpx.post(f"{site.address}{path}", content=b" " * 2**22)
    assert site.written() == [
        entry("请求", "li", "POST", path, 200),
        entry("请求", "li", "POST", path, 400),
        entry("拒绝", "li", "POST", path, 429),
        entry("拒绝", "", "GET", "/config", 401),
        entry("拒绝", "", "POST", path, 403),
        entry("拒绝", "", "POST", path, 413),
    ]


def test_signing_in_is_written_once(tmp_path: Path) -> None:
    form = {"name": "li", "password": PASSWORD}
    with serving(tmp_path) as site:
        httpx.post(f"{site.address}/sign-in", data={**form, "password": "wrong"})
        granted = httpx.post(f"{site.address}/sign-in", data=form)
        httpx.post(f"{site.address}/sign-out", cookies=granted.cookies)
    who = {"user": "li", "client": "127.0.0.1"}
    assert site.written() == [{"action": each, **who} for each in ("登录失败", "登录", "退出")]


def test_a_stranger_cannot_flood_the_log(tmp_path: Path) -> None:
    with serving(tmp_path) as site, site.signed_in() as client:
        with httpx.Client(base_url=site.address) as stranger:
            seen = {stranger.get(f"/{number}").status_code for number in range(100)}
        client.post("/v1/chat/completions", json=ASKED)
    assert seen == {401}
    assert [e["action"] for e in site.written()] == ["拒绝"] * 60 + ["请求"]
