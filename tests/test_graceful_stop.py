"""A server that is told to stop finishes its answers, and says to the others that it stops."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVED = """
import sys, time
from pathlib import Path
from scripted_assistant import ScriptedAssistant, ScriptedBackend
from ui.command_line import main

class Waiting(ScriptedAssistant):
    def ask(self, question, history=()):
        if "等待" in question:
            print("asked", flush=True)
            while not Path(sys.argv[2]).exists():
                time.sleep(0.02)
        return super().ask("床位占比是多少", history)

class Backend(ScriptedBackend):
    def assemble_live(self, settings):
        return self.assistant

sys.exit(main(["serve", "--port", sys.argv[1]], Backend(Waiting())))
"""


@contextmanager
def served(may_answer: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command `zhice serve` in a process of its own, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "ZHICE_HOME": str(may_answer.parent),
    }
    with subprocess.Popen(
        [sys.executable, "-c", SERVED, str(port), str(may_answer)],
        cwd=may_answer.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline().startswith("知策已就绪")
            assert "没有设置登录，只有本机能访问" in process.stdout.readline()
            wait_for_status(f"http://127.0.0.1:{port}/readyz", 200)
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def wait_for_status(address: str, status: int) -> httpx.Response:
    """Ask until this status comes."""
    for _ in range(400):
        try:
            response = httpx.get(address)
        except httpx.ConnectError:
            pass
        else:
            if response.status_code == status:
                return response
        time.sleep(0.05)
    raise AssertionError(address)


def ask(address: str) -> httpx.Response:
    body = {"model": "zhice", "messages": [{"role": "user", "content": "等待"}]}
    return httpx.post(f"{address}/v1/chat/completions", json=body, timeout=30)


def ask_page(address: str) -> object:
    """Ask as the page does: send the question, then fetch the answer."""
    call = f"{address}/gradio_api/call/ask"
    begun = httpx.post(call, json={"data": ["等待", []]}, timeout=30).json()["event_id"]
    told = httpx.get(f"{call}/{begun}", timeout=30).text
    assert told.startswith("event: complete")
    return json.loads(told.partition("data: ")[2])[0]["answer"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_the_answer_under_way_is_finished_and_the_next_is_refused(tmp_path: Path) -> None:
    may_answer = tmp_path / "may-answer"
    with (
        served(may_answer) as (process, address),
        ThreadPoolExecutor() as threads,
        httpx.stream("GET", f"{address}/gradio_api/heartbeat/page", timeout=30) as open_page,
    ):
        beats = open_page.iter_text()
        assert "ALIVE" in next(beats)
        answer = threads.submit(ask, address)
        answer_of_page = threads.submit(ask_page, address)
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == ["asked\n", "asked\n"]
        process.send_signal(signal.SIGTERM)
        refused = wait_for_status(f"{address}/readyz", 503)
        assert refused.json() == {"error": "知策正在停止，请稍后再试。"}
        assert refused.headers["retry-after"] == "10"
        assert ask(address).status_code == 503
        assert httpx.get(f"{address}/healthz").status_code == 200
        may_answer.touch()
        told = time.monotonic()
        assert answer.result().json()["choices"][0]["message"]["content"].startswith("到2025年")
        assert answer_of_page.result() == "到2025年,养老机构护理型床位占比65%以上。[1]"
        assert [beat for beat in beats if "ALIVE" not in beat] == []  # the stream ends whole
        output, errors = process.communicate(timeout=20)
        assert time.monotonic() - told < 5
        assert (process.returncode, output) == (0, "知策已停止。\n")
        assert errors == ""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_told_twice_it_stops_at_once(tmp_path: Path) -> None:
    may_answer = tmp_path / "may-answer"
    with served(may_answer) as (process, address), ThreadPoolExecutor() as threads:
        answer = threads.submit(ask, address)
        assert process.stdout
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGINT)
        wait_for_status(f"{address}/readyz", 503)
        process.send_signal(signal.SIGINT)
        wait_closed(address)
        may_answer.touch()
        assert process.wait(20) == 0
        assert answer.exception(20) is None or isinstance(answer.exception(), httpx.HTTPError)


def wait_closed(address: str) -> None:
    """Ask until nobody listens."""
    for _ in range(400):
        try:
            httpx.get(f"{address}/healthz")
        except httpx.TransportError:
            return
        time.sleep(0.05)
    raise AssertionError(address)
