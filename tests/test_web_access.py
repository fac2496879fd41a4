"""The layers in front of the page, met as clients meet them: sign-in, limits, origins, health."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from page_visit import QUIET, running, started_browser
from scripted_assistant import ScriptedAssistant

from ui.audit_log import AuditLog
from ui.command_line import main
from ui.users import Users
from ui.web_access import Access
from ui.web_server import make_server

pytestmark = QUIET
PASSWORD = "correct horse"
CLOSED = [
    "/",
    "/config",
    "/gradio_api/info",
    "/gradio_api/startup-events",
    "/gradio_api/queue/status",
    "/gradio_api/file=/etc/passwd",
    "/v1/models",
    "/mcp",
    "/theme.css",
]


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Users:
    users = Users(tmp_path_factory.mktemp("users") / "users.json")
    users.add("li", PASSWORD, administrator=True)
    return users


@pytest.fixture(scope="module")
def audit_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit") / "audit.jsonl"


@pytest.fixture(scope="module")
def address(users: Users, audit_file: Path) -> Iterator[str]:
    """A server that asks for a password, with room for three requests a minute."""
    audit = AuditLog(audit_file)
    access = Access(users, audit, rate=3, largest_upload=1)
    with running(lambda: make_server(ScriptedAssistant(), access)) as where:
        yield where
    audit.close()


@pytest.fixture(scope="module")
def open_address() -> Iterator[str]:
    """A server without users."""
    access = Access(hosts=frozenset({"zhice.gov.example"}))
    with running(lambda: make_server(ScriptedAssistant(), access)) as where:
        yield where


def sign_in(address: str, name: str, password: str) -> httpx.Response:
    return httpx.post(f"{address}/sign-in?next=%2F", data={"name": name, "password": password})


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_but_health_is_open(address: str, path: str) -> None:
    refused = httpx.get(f"{address}{path}")
    assert refused.status_code == 401
    assert "请先登录" in refused.json()["error"]


def test_a_browser_is_led_to_the_sign_in_page_and_back(address: str) -> None:
    led = httpx.get(f"{address}/?clause=%E4%B8%80", headers={"accept": "text/html"})
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?next=%2F%3Fclause%3D%25E4%25B8%2580"
    page = httpx.get(f"{address}{led.headers['location']}")
    assert page.status_code == 200
    assert "用户名" in page.text


def test_health_needs_no_password(address: str) -> None:
    assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{address}/readyz").json() == {"status": "ready", "documents": 1}


def test_the_right_password_opens_and_signing_out_closes(address: str) -> None:
    granted = sign_in(address, "li", PASSWORD)
    assert granted.status_code == 303
    assert granted.headers["location"] == "/"
    cookie = granted.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    with httpx.Client(base_url=address, cookies=granted.cookies) as client:
        assert client.get("/config").status_code == 200
        assert client.get("/whoami").json() == {"name": "li", "administrator": True}
        assert client.post("/sign-out").status_code == 303
        client.cookies = httpx.Cookies(granted.cookies)
        assert client.get("/config").status_code == 401


def test_another_host_is_no_target_after_sign_in(address: str) -> None:
    form = {"name": "li", "password": PASSWORD}
    for target in ("https://evil.example", "//evil.example", "/\\evil.example"):
        led = httpx.post(f"{address}/sign-in", params={"next": target}, data=form)
        assert led.headers["location"] == "/"


def test_programs_use_a_token_or_basic(address: str, users: Users) -> None:
    token = users.new_token("li")
    bearer = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{address}/v1/models", headers=bearer).status_code == 200
    assert httpx.get(f"{address}/v1/models", auth=("li", PASSWORD)).status_code == 200
    wrong = {"Authorization": "Bearer wrong"}
    assert httpx.get(f"{address}/v1/models", headers=wrong).status_code == 401


def test_too_many_requests_are_refused_with_the_time_to_wait(address: str, users: Users) -> None:
    users.add("busy", PASSWORD, administrator=False)
    headers = {"Authorization": f"Bearer {users.new_token('busy')}"}
    with httpx.Client(base_url=address, headers=headers) as client:
        seen = [client.post("/v1/chat/completions", json={}).status_code for _ in range(4)]
        refused = client.post("/v1/chat/completions", json={})
    assert seen == [400, 400, 400, 429]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "请求太频繁" in refused.json()["error"]


def test_wrong_passwords_make_one_wait(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    users.add("li", PASSWORD, administrator=False)
    with running(lambda: make_server(ScriptedAssistant(), Access(users))) as address:
        seen = [sign_in(address, "li", "wrong").status_code for _ in range(6)]
        locked = sign_in(address, "li", PASSWORD)
    assert seen == [401] * 5 + [429]
    assert locked.status_code == 429
    assert "秒后再试" in locked.text
    assert 1 <= int(locked.headers["retry-after"]) <= 30


def test_large_bodies_are_refused(address: str, users: Users) -> None:
    headers = {"Authorization": f"Bearer {users.new_token('li')}"}
    large = httpx.post(f"{address}/v1/chat/completions", headers=headers, content=b" " * 2**22)
    assert large.status_code == 413
    assert large.json()["error"] == "内容太大，最多 2 MB。"


def test_a_page_of_another_site_cannot_post(open_address: str) -> None:
    refused = httpx.post(
        f"{open_address}/v1/chat/completions", headers={"origin": "https://evil.example"}, json={}
    )
    assert refused.status_code == 403
    own = httpx.post(
        f"{open_address}/v1/chat/completions", headers={"origin": open_address}, json={}
    )
    assert own.status_code == 400


def test_a_foreign_name_for_this_machine_is_refused(open_address: str) -> None:
    for host, status in (("evil.example", 403), ("zhice.gov.example", 200), ("localhost:1", 200)):
        assert httpx.get(f"{open_address}/healthz", headers={"host": host}).status_code == status


def test_without_users_nobody_signs_in(open_address: str) -> None:
    assert httpx.get(f"{open_address}/config").status_code == 200
    assert httpx.get(f"{open_address}/whoami").json() == {"name": "", "administrator": True}


def test_headers_allow_no_other_host(open_address: str) -> None:
    headers = httpx.get(f"{open_address}/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_audit_log_holds_who_and_what_but_no_password(address: str, audit_file: Path) -> None:
    sign_in(address, "li\n", "a secret")
    sign_in(address, "li", PASSWORD)
    written = audit_file.read_text("utf-8")
    entries = [json.loads(line) for line in written.splitlines()]
    assert [(e["action"], e["user"]) for e in entries[-2:]] == [
        ("登录失败", "li\n"),
        ("登录", "li"),
    ]
    assert "a secret" not in written
    assert PASSWORD not in written


def test_without_users_no_other_machine_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHICE_USERS", str(tmp_path / "users.json"))
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "没有用户，不能对外开放（0.0.0.0）。请先添加用户" in capsys.readouterr().err


def test_a_person_signs_in_and_out(users: Users) -> None:
    with (
        running(lambda: make_server(ScriptedAssistant(), Access(users))) as address,
        started_browser() as browser,
    ):
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{address}/")
        page.get_by_label("用户名").fill("li")
        page.get_by_label("密码").fill("wrong password")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        assert page.get_by_role("alert").inner_text() == "用户名或密码不对。"
        page.get_by_label("用户名").fill("li")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.locator(".welcome").wait_for()
        assert page.locator(".visitor span").inner_text() == "li"
        page.get_by_role("button", name="退出登录").click()
        page.get_by_label("密码").wait_for()
        page.goto(f"{address}/")
        assert page.get_by_label("密码").is_visible()
