"""While documents are loaded probes and people are told so; then the real server takes the socket."""

import httpx
from page_visit import QUIET

from ui.loading_notice import loading_notice
from ui.web_server import listening_socket

pytestmark = QUIET


def test_what_is_asked_while_loading_is_told_to_come_back() -> None:
    with listening_socket("127.0.0.1", 0) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with loading_notice(listener):
            ready = httpx.get(f"{address}/readyz")
            assert ready.status_code == 503
            assert ready.json() == {"error": "知策正在载入，请稍后再试。"}
            assert ready.headers["retry-after"] == ready.headers["refresh"] == "2"
            assert httpx.post(f"{address}/v1/chat/completions", json={}).status_code == 503
            assert httpx.head(f"{address}/").status_code == 503
            assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        assert listener.fileno() > 0
        with loading_notice(listener):  # the socket still listens
            assert httpx.get(f"{address}/").status_code == 503
