"""Question files read: JSON Lines, one case a line, or .xlsx, one case a row.

Messages name file, line and field. The cases themselves are checked in case.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.case import Case, CaseError, Record, case_from_record
from evals.case_sheet import sheet_records


@dataclass(frozen=True, slots=True)
class LocatedCase:
    """A case and the line of its file, or the row of its sheet, counted from 1."""

    case: Case
    line: int


def read_cases(path: Path) -> list[Case]:
    """The cases of a question file, as `read_located` reads them."""
    return [located.case for located in read_located(path)]


def read_located(path: Path) -> list[LocatedCase]:
    """Read a question file, JSON Lines or .xlsx. The identifiers in it are unique.

    Raises:
        CaseError: The file cannot be read, holds no question, or a line is wrong.
    """
    cases: list[LocatedCase] = []
    seen: dict[str, int] = {}
    for number, record in _records(path):
        try:
            case = case_from_record(
                Record.from_line(record) if isinstance(record, bytes) else record
            )
            if case.identifier in seen:
                raise CaseError(
                    f"字段 id 的值“{case.identifier}”与第 {seen[case.identifier]} 行重复"
                )
        except CaseError as exc:
            raise CaseError(f"{path}:{number}: {exc}") from exc
        seen[case.identifier] = number
        cases.append(LocatedCase(case, number))
    if not cases:
        raise CaseError(f"题目文件“{path}”里没有题目。每行应当是一个 JSON 对象。")
    return cases


def _records(path: Path) -> Iterator[tuple[int, bytes | Record]]:
    """Number and content of every line that is not blank."""
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise CaseError(f"不能读取题目文件“{path}”：{exc.strerror or exc}。请检查路径。") from exc
    if path.suffix.lower() == ".xlsx":
        yield from sheet_records(path, content)
        return
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            yield number, line


def shipped_question_files() -> list[Path]:
    """The question files that come with the program: on its policy, then on made-up ones."""
    here = Path(__file__).parent
    return [
        *sorted((here / "questions").glob("*.jsonl")),
        *sorted((here / "policies").glob("*.jsonl")),
    ]


def document_beside(path: Path) -> Path | None:
    """The policy that lies beside a question file and begins its name, or None.

    `plan.txt` is what `plan_tuning.jsonl` is about.
    """
    beside = [
        file
        for file in path.parent.glob("*")
        if file.suffix.lower() not in (".jsonl", ".xlsx")
        and (path.stem == file.stem or path.stem.startswith(f"{file.stem}_"))
    ]
    return max(beside, key=lambda file: len(file.stem), default=None)
