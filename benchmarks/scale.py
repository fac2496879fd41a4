"""What many documents cost: indexing, memory, a question warm and cold, and what the search misses.

python -m benchmarks.scale [CLAUSES …]

Sizes are 1000, 10000 and 100000 clauses unless given. Policies are made by varying the shipped ones.
Figures go to benchmarks/figures.json, plots of all figures there to benchmarks/plots/.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.scale_plots import draw
from benchmarks.varied_corpus import write_corpus

_SIZES = (1_000, 10_000, 100_000)
_HERE = Path(__file__).parent
_FIGURES = _HERE / "figures.json"
_COLD_RUNS = 7
_QUESTION = "养老机构护理型床位目标是多少"
_COMMANDS = {
    "zhice --help": ["--help"],
    "zhice ask": ["ask", _QUESTION],
    "zhice ask --json": ["ask", "--json", _QUESTION],
    "zhice settings": ["settings"],
}


def main() -> int:
    """Measure every size, and draw."""
    sizes = [int(each) for each in sys.argv[1:]] or list(_SIZES)
    figures = json.loads(_FIGURES.read_text("utf-8")) if _FIGURES.exists() else {}
    for clauses in sizes:
        figures[str(clauses)] = _measured(clauses)
        print(json.dumps({clauses: figures[str(clauses)]}, ensure_ascii=False, indent=1))
        _FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    draw(figures, _HERE / "plots")
    return 0


def _measured(clauses: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="zhice-scale-") as folder:
        home = Path(folder)
        files = write_corpus(home / "policies", clauses)
        environment = {**os.environ, "ZHICE_HOME": folder, "PYTHONPATH": str(_HERE.parent)}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        _run(["-m", "ui", "index", "--documents", str(home / "policies")], environment)
        wall = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = sum(file.stat().st_size for file in (home / "index").rglob("*") if file.is_file())
        asked = json.loads(_run(["-m", "benchmarks.scale_questions", str(home)], environment))
        cold = {name: _cold(given, environment) for name, given in _COMMANDS.items()}
        shutil.rmtree(home / "policies")
    return {
        "documents": len(files),
        "index_seconds": round(wall, 1),
        "index_cpu_seconds": round(cpu, 1),
        "index_megabytes": round(size / 1e6, 1),
        "load_average": round(os.getloadavg()[0], 1),
        **asked,
        "cold_seconds": cold,
    }


def _cold(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Median seconds of a fresh process, on the clock and of processor time."""
    walls, cpus = [], []
    for _ in range(_COLD_RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        _run(["-m", "ui", *arguments], environment)
        walls.append(time.perf_counter() - begin)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"wall": round(median(walls), 3), "cpu": round(median(cpus), 3)}


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    finished = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=None if "benchmarks" in arguments[1] else subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return finished.stdout


if __name__ == "__main__":
    sys.exit(main())
