"""Bodies that grow too large, and requests that come through a proxy to a page without sign-in."""

from collections.abc import Iterator

import httpx
import pytest
from page_visit import QUIET, running
from scripted_assistant import ScriptedAssistant

from ui.web_access import Access
from ui.web_server import make_server

pytestmark = QUIET
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server without users that takes files up to 3 MB."""
    access = Access(largest_upload=3)
    with running(lambda: make_server(ScriptedAssistant(), access)) as where:
        yield where


def pieces(megabytes: int) -> Iterator[bytes]:
    """A body whose length is not announced."""
    yield from (b" " * MEGABYTE for _ in range(megabytes))


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/mcp", "/gradio_api/queue/join"])
def test_a_body_of_unknown_length_is_cut(address: str, path: str) -> None:
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    refused = httpx.post(f"{address}{path}", content=pieces(3), headers=headers)
    assert refused.status_code == 413
    assert refused.json() == {"error": "内容太大，最多 2 MB。"}


def test_a_file_may_be_larger_than_other_bodies(address: str) -> None:
    def upload(size: int) -> httpx.Response:
        files = {"files": ("政策.txt", b" " * size, "text/plain")}
        return httpx.post(f"{address}/gradio_api/upload", files=files)

    assert upload(5 * MEGABYTE // 2).status_code == 200
    refused = upload(4 * MEGABYTE)
    assert (refused.status_code, refused.json()) == (413, {"error": "内容太大，最多 3 MB。"})


def test_a_file_of_unknown_length_is_cut(address: str) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        yield from pieces(4)
        yield b"\r\n--x--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    refused = httpx.post(f"{address}/gradio_api/upload", content=body(), headers=headers)
    assert refused.status_code == 413


def test_a_page_without_sign_in_is_not_served_through_a_proxy(address: str) -> None:
    forwarded = {"x-forwarded-for": "203.0.113.7"}
    refused = httpx.get(f"{address}/config", headers=forwarded)
    assert refused.status_code == 403
    assert "没有设置登录，不能经代理对外开放" in refused.json()["error"]


def test_through_a_proxy_that_was_allowed_nobody_is_administrator() -> None:
    access = Access(hosts=frozenset({"zhice.gov.example"}))
    with running(lambda: make_server(ScriptedAssistant(), access)) as address:
        forwarded = {"x-forwarded-for": "203.0.113.7", "host": "zhice.gov.example"}
        seen = httpx.get(f"{address}/whoami", headers=forwarded)
        assert seen.json() == {"name": "", "administrator": False}
        assert httpx.get(f"{address}/whoami").json() == {"name": "", "administrator": True}
        files = {"files": ("政策.txt", b"text", "text/plain")}
        refused = httpx.post(f"{address}/gradio_api/upload", files=files, headers=forwarded)
        assert refused.status_code == 403
        assert refused.json() == {"error": "没有设置登录时，只有本机可以上传文件。"}
        assert httpx.post(f"{address}/gradio_api/upload", files=files).status_code == 200


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://127.0.0.1:1"])
def test_another_origin_cannot_post(address: str, origin: str) -> None:
    refused = httpx.post(f"{address}/gradio_api/queue/join", headers={"origin": origin}, json={})
    assert refused.status_code == 403
