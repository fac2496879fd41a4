"""Files of every kind read: how long it takes, whether the clauses are the same, what bad files cost.

python -m benchmarks.reading [--repeat 20] PATH …   files with the same name but the suffix are compared
python -m benchmarks.reading --hostile              the broken and hostile files of the tests
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from statistics import median

from documents.document import Document
from documents.errors import DocumentError
from documents.limited_reading import ReadingProcess
from documents.reading import read_document

_TESTS = Path(__file__).resolve().parent.parent / "tests"
_MAKE = """
import sys
from pathlib import Path
from hostile_files import HOSTILE
for hostile in HOSTILE:
    (Path(sys.argv[1]) / hostile.name).write_bytes(hostile.make())
"""


def main() -> None:
    """Measure what is named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--hostile", action="store_true")
    arguments = parser.parse_args()
    paths = sorted(
        arguments.paths, key=lambda path: (path.stem, path.suffix != ".txt", path.suffix)
    )
    for _, same in groupby(paths, key=lambda path: path.stem):
        _compare([(path, _timed(path, arguments.repeat)) for path in same])
    if arguments.hostile:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-c", _MAKE, folder], cwd=_TESTS, check=True)
            _hostile(sorted(Path(folder).iterdir()))


def _timed(path: Path, repeat: int) -> Document:
    """Read a file again and again in one process; the first time includes its start."""
    seconds: list[float] = []
    with ReadingProcess() as process:
        for _ in range(repeat):
            begin = time.perf_counter()
            document = read_document(path, process)
            seconds.append(time.perf_counter() - begin)
    later = median(seconds[1:] or seconds)
    print(f"{path.name}: first {seconds[0] * 1000:.0f} ms, then {later * 1000:.1f} ms", end="")
    print(f"; {len(document.clauses)} clauses, {len(document.defects)} defects")
    for defect in document.defects:
        print(f"    {defect.message[:100]}")
    return document


def _compare(read: Sequence[tuple[Path, Document]]) -> None:
    """Set each file of a document against the first of them."""
    first = read[0][1]
    for path, document in read[1:]:
        tree = [(clause.number, clause.title) for clause in document.clauses]
        same = [(clause.number, clause.title) for clause in first.clauses] == tree
        pairs = list(zip(first.clauses, document.clauses, strict=False))
        words = [(a, b) for a, b in pairs if _words(a.text) != _words(b.text)]
        head = [
            name
            for name in ("title", "number", "issuer", "addressees", "date")
            if getattr(first, name) != getattr(document, name)
        ]
        print(
            f"  {path.name} against {read[0][0].name}: tree {'same' if same else 'OTHER'},", end=""
        )
        print(f" text the same in {len(pairs) - len(words)} of {len(first.clauses)}, head: {head}")
        for one, other in words[:3]:
            at = next(
                (i for i, (a, b) in enumerate(zip(one.text, other.text, strict=False)) if a != b), 0
            )
            print(f"    {one.number}: {one.text[at : at + 30]!r} / {other.text[at : at + 30]!r}")


def _words(text: str) -> str:
    """The text without blanks, the marks of empty cells, and the widths of characters."""
    return re.sub(r"[\s—]", "", unicodedata.normalize("NFKC", text))


def _hostile(paths: Sequence[Path]) -> None:
    longest = 0.0
    with ReadingProcess() as process:
        for path in paths:
            begin = time.perf_counter()
            try:
                said = f"read, {len(read_document(path, process).clauses)} clauses"
            except DocumentError as exc:
                said = str(exc)
            seconds = time.perf_counter() - begin
            longest = max(longest, seconds)
            print(f"{path.name:<24}{path.stat().st_size:>10} bytes {seconds:6.2f} s  {said[:90]}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(paths)} files, longest {longest:.1f} s, largest process {largest:.0f} MB")


if __name__ == "__main__":
    main()
