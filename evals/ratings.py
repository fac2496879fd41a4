"""How people rated answers, kept as JSON lines; a bad rating is the draft of a case.

An accepted case goes into a question file of one's own, checked against the documents first.
"""

import json
import os
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.answer import Answer, Turn
from documents.document import Document
from evals.case import Case, CaseError
from evals.case_check import check_cases
from evals.question_file import LocatedCase, read_located
from index.records import from_lines

_CATEGORY = "rated"


@dataclass(frozen=True, slots=True)
class Rating:
    """A rated answer. `clauses` are the cited ones, `time` is ISO 8601 in UTC."""

    identifier: str
    time: str
    user: str
    question: str
    history: tuple[tuple[str, str], ...]
    answer: str
    status: str
    clauses: tuple[str, ...]
    liked: bool
    reason: str

    @property
    def draft(self) -> Case:
        """A case of this question, with the cited clauses as gold ones until somebody knows better."""
        return Case(
            identifier=f"rated-{self.identifier}",
            category=_CATEGORY,
            question=self.question,
            history=tuple(Turn(*turn) for turn in self.history),
            answerable=bool(self.clauses),
            gold_clauses=self.clauses,
            all_clauses=False,
            must_include=(),
            must_not_include=(),
            note=self.reason,
        )


class RatingStore:
    """A folder with the ratings and the identifiers of those that are settled."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made with the first rating."""
        self._folder = folder
        self._lock = threading.Lock()

    def add(
        self,
        question: str,
        history: Sequence[Turn],
        answer: Answer,
        *,
        liked: bool,
        reason: str = "",
        user: str = "",
    ) -> None:
        """Keep a rating.

        Raises:
            CaseError: It cannot be written.
        """
        rating = Rating(
            identifier=secrets.token_hex(6),
            time=datetime.now(UTC).isoformat(timespec="seconds"),
            user=user,
            question=question,
            history=tuple((turn.question, turn.answer) for turn in history),
            answer=answer.text,
            status=answer.status.value,
            clauses=tuple(dict.fromkeys(citation.clause for citation in answer.citations)),
            liked=liked,
            reason=reason,
        )
        self._append("ratings.jsonl", asdict(rating))

    def all(self) -> list[Rating]:
        """All ratings, oldest first; a line that a crash cut off is left out."""
        return list(from_lines(Rating, self._whole_lines("ratings.jsonl")))

    def open(self) -> list[Rating]:
        """The bad ratings that nobody has settled, oldest first."""
        lines = self._whole_lines("settled.jsonl").splitlines()
        settled = {json.loads(line)["identifier"] for line in lines}
        return [each for each in self.all() if not each.liked and each.identifier not in settled]

    def settle(self, identifier: str, outcome: str) -> None:
        """Note that a rating was accepted as a case or dismissed.

        Raises:
            CaseError: It cannot be written.
        """
        self._append("settled.jsonl", {"identifier": identifier, "outcome": outcome})

    def _append(self, name: str, record: dict[str, object]) -> None:
        line = json.dumps(record, ensure_ascii=False) + "\n"
        with self._lock:
            append_line(self._folder / name, line)

    def _whole_lines(self, name: str) -> bytes:
        """The lines of a file; one without its end was cut off by a crash."""
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return b""
        return content[: content.rfind(b"\n") + 1]


def append_line(path: Path, line: str) -> None:
    """Append a line to a file, on disk when this returns.

    Raises:
        CaseError: The file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as exc:
        raise CaseError(f"写不进“{path}”：{exc.strerror}。请检查路径和磁盘空间。") from exc


def accept_case(path: Path, case: Case, documents: Sequence[Document]) -> None:
    """Append a case to a question file once it is sound; the file stays as it was otherwise.

    Raises:
        CaseError: The case is not sound, its identifier is taken, or the file cannot be written.
    """
    if case.answerable and not case.gold_clauses:
        raise CaseError("可以回答的题要写明出处条款。")
    taken = [each.case.identifier for each in read_located(path)] if path.exists() else []
    if case.identifier in taken:
        raise CaseError(f"题目编号“{case.identifier}”已经有了。请换一个。")
    check_cases(path, [LocatedCase(case, len(taken) + 1)], documents, ())
    append_line(path, json.dumps(case.fields(), ensure_ascii=False) + "\n")
