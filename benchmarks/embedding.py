"""What the embedding model costs: disk, load, memory, a question, passages.

python -m benchmarks.embedding [MODEL]

One thread. Loading is timed in fresh interpreters, after the import of what it needs; questions one
by one, those of the shipped question files.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[_name] = "1"  # before the libraries start their threads

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from evals.question_file import read_cases, shipped_question_files
from evals.report import percentile
from evals.retrieval_set import read_passage_set, shipped_passage_sets
from index.embedder import SHIPPED_MODEL, load_embedder

_LOADS = 5
_LOADING = """
import resource, sys, time
import numpy, safetensors.numpy, tokenizers
from index.embedder import load_embedder
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin = time.perf_counter()
load_embedder(sys.argv[1] or None).encode_queries(["养老"])
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def main() -> int:
    """Measure and print."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    folder = Path(name or SHIPPED_MODEL)
    if folder.is_dir():
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"disk              {size / 1e6:8.2f} MB")
    loads = [_load(name) for _ in range(_LOADS)]
    print(f"load              {1000 * median(seconds for seconds, _ in loads):8.1f} ms")
    print(f"memory            {median(kilobytes for _, kilobytes in loads) / 1024:8.1f} MiB more")
    embedder = load_embedder(name or None)
    files = shipped_question_files()
    questions = [case.question for file in files for case in read_cases(file)]
    timings = [
        _milliseconds(partial(embedder.encode_queries, [question])) for question in questions
    ]
    print(f"question p50      {percentile(timings, 0.50):8.3f} ms  ({len(questions)} questions)")
    print(f"question p95      {percentile(timings, 0.95):8.3f} ms")
    passages = [
        text for file in shipped_passage_sets().values() for text in read_passage_set(file).texts
    ]
    seconds = _milliseconds(lambda: embedder.encode_passages(passages)) / 1000
    print(f"passages          {len(passages) / seconds:8.0f} a second  ({len(passages)} passages)")
    print(f"characters        {sum(map(len, passages)) / seconds / 1000:8.0f} thousand a second")
    return 0


def _load(name: str) -> tuple[float, int]:
    done = subprocess.run(
        [sys.executable, "-c", _LOADING, name], capture_output=True, text=True, check=True
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes)


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    sys.exit(main())
