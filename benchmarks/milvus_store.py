"""What a Milvus server costs beside the index folder: index time, latency, memory, same results.

    python -m benchmarks.milvus_store --clauses 1000 10000

Starts `milvus-lite server` in a process of its own, or asks the server of `--address`. Documents
are varied real policies; every question is asked once, so that no row is known from an earlier one.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.answer import Answer
from assistant.assembly import make_retriever
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.library import Library
from benchmarks.varied_corpus import varied_policies
from documents.document import Document
from documents.reading import parse_document
from index.embedder import load_embedder
from index.milvus_home import MilvusHome
from index.milvus_server import MilvusServer
from index.passages import sentence_passages
from index.search_store import StoreHome
from index.store import IndexFolder

Given = TypeVar("Given")

QUESTIONS = 100
ANSWERED = 30
LIMIT = 20
COMPARED = 10


@contextmanager
def lite_server(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of a server over a folder, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", "from milvus_lite.cmdline import main; main()", "server"]
    place = ["--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen([*command, *place], stdout=subprocess.DEVNULL)
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", running.pid
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def policies(clauses: int) -> list[Document]:
    """Varied policies of about so many clauses in all."""
    made: list[Document] = []
    written = 0
    for number, (text, size) in enumerate(varied_policies()):
        made.append(parse_document(text.split("\n"), f"{number}.txt"))
        written += size
        if written >= clauses:
            break
    return made


def questions(documents: Sequence[Document]) -> list[str]:
    """The middle of a sentence here and there."""
    step = max(len(documents) // QUESTIONS, 1)
    chosen = documents[::step]
    texts = [
        passage.text
        for turn in range(-(-QUESTIONS // len(chosen)))
        for document in chosen
        for passage in sentence_passages(document)[5 + 7 * turn : 6 + 7 * turn]
    ]
    return [text[len(text) // 4 : len(text) // 4 + 16] for text in texts][:QUESTIONS]


def resident(process: int | str = "self") -> int:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


def worked_seconds(process: int | str = "self") -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Results:
    """What a store gave: the best clauses, and whole answers, question by question."""

    clauses: list[list[str]]
    answers: list[Answer]


def measured(
    name: str,
    home: StoreHome,
    documents: list[Document],
    memory: Callable[[], str],
    processor: Callable[[], float],
) -> Results:
    """Print the figures of one store."""
    built, _ = timed(lambda: home.build(documents))
    opened, store = timed(home.open)
    retriever = make_retriever(store, load_embedder())
    asked = questions(documents)
    begin = processor()
    searched = [timed(partial(retriever.search, each, limit=LIMIT)) for each in asked]
    worked = (processor() - begin) / len(asked)
    conversation = Conversation(Library(retriever), ExtractiveAnswerer(), 2000)
    answered = [timed(partial(conversation.ask, each)) for each in asked[:ANSWERED]]
    added, _ = timed(partial(home.add, documents[0]))
    clauses = store.clause_statistics(()).texts
    print(
        f"{name:8}{clauses:7} clauses, {store.sentence_statistics(()).texts} sentences: "
        f"index {built:.1f} s, {clauses / built:.0f}/s; open {1000 * opened:.0f} ms; "
        f"search first {1000 * searched[0][0]:.0f}, {_spread(searched[1:])}, "
        f"processor {1000 * worked:.0f} ms each; "
        f"answer {_spread(answered[1:])}; add one {1000 * added:.0f} ms; {memory()}",
        flush=True,
    )
    return Results(
        [[hit.document.address(hit.clause) for hit in hits[:COMPARED]] for _, hits in searched],
        [replace(answer, latency_ms=0.0) for _, answer in answered],
    )


def timed(call: Callable[[], Given]) -> tuple[float, Given]:
    """The seconds that a call takes, and what it gives."""
    begin = time.perf_counter()
    given = call()
    return time.perf_counter() - begin, given


def _spread(results: Sequence[tuple[float, object]]) -> str:
    milliseconds = np.array([seconds for seconds, _ in results]) * 1000
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return f"p50 {p50:.0f} p95 {p95:.0f} ms"


def _memory(before: int, process: int) -> str:
    return f"client {resident()} MB ({before} before), server {resident(process)} MB"


def main() -> None:
    """Measure both stores on corpora of the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clauses", type=int, nargs="+", default=[1_000])
    parser.add_argument("--address", help="a Milvus server, instead of Milvus Lite")
    arguments = parser.parse_args()
    embedder = load_embedder()
    for clauses in arguments.clauses:
        documents = policies(clauses)
        with tempfile.TemporaryDirectory() as folder:
            before = resident()
            with lite_server(Path(folder) / "data") as (address, process):
                home = MilvusHome(MilvusServer(arguments.address or address), embedder)
                found = measured(
                    "milvus",
                    home,
                    documents,
                    partial(_memory, before, process),
                    lambda: worked_seconds() + worked_seconds(process),
                )
                home.drop()
            expected = measured(
                "folder",
                IndexFolder(Path(folder) / "index", embedder),
                documents,
                lambda: f"{resident()} MB",
                worked_seconds,
            )
        pairs = list(zip(found.clauses, expected.clauses, strict=True))
        shared = np.mean([len({*one} & {*other}) / max(len(other), 1) for one, other in pairs])
        answers = list(zip(found.answers, expected.answers, strict=True))
        print(
            f"of the folder's best {COMPARED} Milvus gives {shared:.3f}, "
            f"in the same order for {sum(one == other for one, other in pairs)} of {len(pairs)}; "
            f"same answers: {sum(one == other for one, other in answers)} of {len(answers)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
