"""Sixty people ask the page for a minute while two more add policies: latency, errors, memory.

    python -m benchmarks.page_load [--people 60] [--seconds 60]

People think for a few seconds between questions; half of them ask through Gradio's queue as the
page does, half through the OpenAI-compatible address. The clients run in a process of their own.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from assistant.assembly import assemble_live, build_index_folder, shipped_documents
from assistant.live import LiveAssistant
from assistant.settings import Settings
from documents.reading import parse_document
from evals.question_file import read_cases
from ui.audit_log import AuditLog
from ui.backend import AssembledBackend
from ui.web_access import Access
from ui.web_server import listening_socket, make_server
from ui.workplace import Workplace

_QUESTIONS = Path(__file__).parent.parent / "evals" / "questions" / "opinion_tuning.jsonl"
_PAUSE = (2.0, 6.0)


def main() -> None:
    """Serve, let the clients ask, print what was measured as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--client", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.client:
        asyncio.run(_ask_all(arguments.client, arguments.people, arguments.seconds))
        return
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(Path(home) / "index", None, "127.0.0.1", 0, 2000)
        build_index_folder(settings, shipped_documents())
        _measure(assemble_live(settings), settings, arguments.people, arguments.seconds)


def _measure(assistant: LiveAssistant, settings: Settings, people: int, seconds: int) -> None:
    place = Workplace(assistant, settings, AssembledBackend(), AuditLog(None))
    listener = listening_socket("127.0.0.1", 0)
    servers: list[uvicorn.Server] = []

    async def serving() -> None:
        servers.append(make_server(assistant, Access(), place))
        await servers[0].serve(sockets=[listener])

    threading.Thread(target=asyncio.run, args=(serving(),), daemon=True).start()
    while not (servers and servers[0].started):
        time.sleep(0.05)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    httpx.get(f"{address}/readyz").raise_for_status()
    before = _resident()
    until = time.monotonic() + seconds
    added: list[str] = []
    uploading = [
        threading.Thread(target=_add_policies, args=(assistant, until, which, added))
        for which in (1, 2)
    ]
    for thread in uploading:
        thread.start()
    counts = [f"--people={people}", f"--seconds={seconds}"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.page_load", f"--client={address}", *counts],
        capture_output=True,
        check=True,
    )
    for thread in uploading:
        thread.join()
    measured = json.loads(done.stdout)
    kept = {document.identifier for document in assistant.documents}
    print(
        json.dumps(
            {
                **measured,
                "policies_added": len(added),
                "policies_lost": len(set(added) - kept),
                "resident_mb_before": before,
                "resident_mb_after": _resident(),
            },
            indent=2,
        )
    )
    servers[0].should_exit = True


def _add_policies(assistant: LiveAssistant, until: float, which: int, added: list[str]) -> None:
    """Add a small policy every five seconds, two people at once."""
    number = which
    while time.monotonic() < until:
        lines = [
            f"第{number}镇养老服务实施方案",
            f"镇发〔2025〕{number}号",
            "各村:",
            "一、目标",
            f"到2027年,建成村级食堂{number}个。",
        ]
        document = parse_document(lines, f"{number}.txt")
        assistant.add(document, ".txt", "\n".join(lines).encode())
        added.append(document.identifier)
        number += 2
        time.sleep(5)


def _resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


async def _ask_all(address: str, people: int, seconds: int) -> None:
    questions = [case.question for case in read_cases(_QUESTIONS) if not case.history]
    until = time.monotonic() + seconds
    latencies: list[float] = []
    errors: list[str] = []
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(
            *(_ask(client, number, questions, until, latencies, errors) for number in range(people))
        )
    latencies.sort()
    measured = {
        "questions": len(latencies),
        "errors": len(errors),
        "p50_ms": round(1000 * latencies[len(latencies) // 2]),
        "p95_ms": round(1000 * latencies[int(0.95 * len(latencies))]),
        "longest_ms": round(1000 * latencies[-1]),
    }
    print(json.dumps(measured))


async def _ask(
    client: httpx.AsyncClient,
    number: int,
    questions: list[str],
    until: float,
    latencies: list[float],
    errors: list[str],
) -> None:
    chance = random.Random(number)
    ask = _through_queue if number % 2 else _through_openai
    while time.monotonic() < until:
        await asyncio.sleep(chance.uniform(*_PAUSE))
        begin = time.perf_counter()
        try:
            await ask(client, chance.choice(questions))
        except (httpx.HTTPError, ValueError) as exc:
            errors.append(repr(exc))
            continue
        latencies.append(time.perf_counter() - begin)


async def _through_queue(client: httpx.AsyncClient, question: str) -> None:
    begun = await client.post("/gradio_api/call/ask", json={"data": [question, []]})
    event = begun.raise_for_status().json()["event_id"]
    answered = await client.get(f"/gradio_api/call/ask/{event}")
    if "event: complete" not in answered.text:
        raise ValueError(answered.text[:200])


async def _through_openai(client: httpx.AsyncClient, question: str) -> None:
    body = {"model": "zhice", "messages": [{"role": "user", "content": question}]}
    answered = await client.post("/v1/chat/completions", json=body)
    answered.raise_for_status().json()["choices"][0]["message"]["content"]


if __name__ == "__main__":
    main()
