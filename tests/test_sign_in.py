"""The gate alone, over an application that says who came in, with a clock that the test turns."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from ui.audit_log import AuditLog
from ui.back_off import BackOff
from ui.sign_in import USER, SignIn
from ui.users import Users

PASSWORD = "correct horse"


async def door(scope: Scope, receive: Receive, send: Send) -> None:
    """Says who came in."""
    await PlainTextResponse(scope[USER].name)(scope, receive, send)


@dataclass
class Gate:
    """The gate with its users and its clock."""

    users: Users
    now: float = 1000.0
    gate: SignIn = field(init=False)

    def __post_init__(self) -> None:
        self.gate = SignIn(door, self.users, AuditLog(None), hours=1, clock=lambda: self.now)

    def visit(self, doing: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
        """Run what a client does."""

        async def visiting() -> None:
            transport = httpx.ASGITransport(self.gate)
            async with httpx.AsyncClient(transport=transport, base_url="http://gate") as client:
                await doing(client)

        asyncio.run(visiting())


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    users = Users(tmp_path / "users.json")
    users.add("li", PASSWORD, administrator=False)
    return Gate(users)


async def sign_in(
    client: httpx.AsyncClient, password: str = PASSWORD, name: str = "li"
) -> httpx.Response:
    return await client.post("/sign-in", data={"name": name, "password": password})


def test_a_session_ends_after_its_hours_without_a_request(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        await sign_in(client)
        gate.now += 3500
        assert (await client.get("/")).text == "li"
        gate.now += 3500  # counted from the last request
        assert (await client.get("/")).text == "li"
        gate.now += 3600
        assert (await client.get("/")).status_code == 401

    gate.visit(doing)


def test_while_the_users_file_is_damaged_nobody_comes_in(
    gate: Gate, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        await sign_in(client)
        file = tmp_path / "users.json"
        whole = file.read_text("utf-8")
        file.write_text("{", "utf-8")
        for refused in (await client.get("/"), await sign_in(client)):
            assert refused.status_code == 503
            assert refused.json() == {"error": "现在不能核对用户，请联系管理员。"}
            assert refused.headers["retry-after"] == "60"
        file.write_text(whole, "utf-8")
        assert (await client.get("/")).text == "li"

    gate.visit(doing)
    assert [record.getMessage() for record in caplog.records] == [
        f"用户文件 {tmp_path / 'users.json'} 读不出来。"
        "请用备份恢复，或移走它后用 zhice user add 重建。"
    ] * 2


def test_a_new_password_or_removal_ends_sessions(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        await sign_in(client)
        assert (await client.get("/")).status_code == 200
        gate.users.add("li", "another password", administrator=False)
        assert (await client.get("/")).status_code == 401
        await sign_in(client, "another password")
        assert (await client.get("/")).status_code == 200
        gate.users.remove("li")
        assert (await client.get("/")).status_code == 401

    gate.visit(doing)


def test_a_password_with_every_request_is_remembered_while_it_is_right(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        seen = [(await client.get("/", auth=("li", PASSWORD))).status_code for _ in range(20)]
        assert seen == [200] * 20
        gate.users.add("li", "another password", administrator=False)
        assert (await client.get("/", auth=("li", PASSWORD))).status_code == 401

    gate.visit(doing)


def test_a_program_with_a_wrong_password_is_told_to_wait(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        seen = [(await client.get("/", auth=("li", "wrong"))).status_code for _ in range(6)]
        assert seen == [401] * 5 + [429]
        told = await client.get("/", auth=("li", PASSWORD))
        assert (told.status_code, told.headers["retry-after"]) == (429, "30")
        assert told.json() == {"error": "尝试次数太多，请在 30 秒后再试。"}
        gate.now += 30
        assert (await client.get("/", auth=("li", PASSWORD))).status_code == 200

    gate.visit(doing)


def test_many_guesses_at_once_are_no_way_around_the_wait(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        seen = await asyncio.gather(*(sign_in(client, f"guess {number}") for number in range(40)))
        statuses = [response.status_code for response in seen]
        assert 5 <= statuses.count(401) <= 6
        assert statuses.count(401) + statuses.count(429) == 40

    gate.visit(doing)


def test_only_administrators_upload(gate: Gate) -> None:
    gate.users.add("王芳", PASSWORD, administrator=True)

    async def doing(client: httpx.AsyncClient) -> None:
        refused = await client.post("/gradio_api/upload", auth=("li", PASSWORD))
        assert (refused.status_code, refused.json()) == (403, {"error": "只有管理员可以上传文件。"})
        granted = await client.post("/gradio_api/upload", auth=("王芳", PASSWORD))
        assert (granted.status_code, granted.text) == (200, "王芳")

    gate.visit(doing)


@pytest.mark.parametrize(
    "value", ["Basic", "Basic !", "Basic //8=", "Bearer", "Bearer é", "Digest x"]
)
def test_credentials_that_say_nothing_are_refused(gate: Gate, value: str) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        refused = await client.get("/", headers={b"authorization": value.encode("latin-1")})
        assert refused.status_code == 401

    gate.visit(doing)


def test_the_sign_in_page_shows_what_was_typed_as_text_and_is_not_stored(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        page = await client.post(
            '/sign-in?next=/"><script>', data={"name": "<script>", "password": "<script>"}
        )
        assert page.status_code == 401
        assert "<script>" not in page.text
        assert page.headers["cache-control"] == "no-store"
        large = await client.post("/sign-in", content=b"name=li&password=" + b"x" * 10_000)
        assert large.status_code == 401

    gate.visit(doing)


def test_the_cookie_goes_over_tls_alone_where_there_is_tls(gate: Gate) -> None:
    async def doing(client: httpx.AsyncClient) -> None:
        form = {"name": "li", "password": PASSWORD}
        assert "secure" not in (await sign_in(client)).headers["set-cookie"].lower()
        safe = await client.post("https://gate/sign-in", data=form)
        assert "secure" in safe.headers["set-cookie"].lower()

    gate.visit(doing)


def test_a_websocket_is_closed(gate: Gate) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(gate.gate({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_waits_double_up_to_a_quarter_of_an_hour_and_are_forgotten() -> None:
    now = 0.0
    back_off = BackOff(lambda: now)
    waits = []
    for _ in range(2000):
        back_off.wrong("a")
        waits.append(back_off.wait("a", "b"))
    assert waits[:11] == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert waits[-1] == 900
    assert back_off.wait("b") == 0
    now += 3601
    back_off.wrong("a")
    assert back_off.wait("a") <= 0
    back_off.right("a")
    assert back_off.wait("a") == 0
