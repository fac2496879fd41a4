"""How people rated answers, kept as JSON lines; a bad rating is the draft of a case.

An accepted case goes into a question file of one's own, checked against the documents first.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.answer import Answer, Status, Turn
from documents.document import Document
from evals.case import Case, CaseError, Record, case_from_record
from evals.case_check import check_cases
from evals.question_file import LocatedCase, read_located
from index.lock import append_line, appending
from index.records import from_lines

_CATEGORY = "rated"
_LONGEST_TEXT = 10_000
_MOST_TURNS = 10


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
            answerable=bool(self.clauses) and not Status(self.status).refused,
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
        """Keep a rating, on disk when this returns; what is far too long is cut.

        Raises:
            CaseError: It cannot be written.
        """
        rating = Rating(
            identifier=secrets.token_hex(6),
            time=datetime.now(UTC).isoformat(timespec="seconds"),
            user=user,
            question=_kept(question),
            history=tuple((_kept(t.question), _kept(t.answer)) for t in history[-_MOST_TURNS:]),
            answer=_kept(answer.text),
            status=answer.status.value,
            clauses=tuple(dict.fromkeys(citation.clause for citation in answer.citations)),
            liked=liked,
            reason=_kept(reason),
        )
        self._append("ratings.jsonl", asdict(rating))

    def all(self) -> list[Rating]:
        """All ratings, oldest first; a line that a crash cut off is left out.

        Raises:
            CaseError: The file cannot be read.
        """
        found: list[Rating] = []
        for line in self._lines("ratings.jsonl"):
            try:
                found += from_lines(Rating, line)
            except ValueError:
                continue
        return found

    def open(self) -> list[Rating]:
        """The bad ratings that nobody has settled, oldest first.

        Raises:
            CaseError: A file cannot be read.
        """
        settled: set[object] = set()
        for line in self._lines("settled.jsonl"):
            try:
                settled.add(Record.from_line(line).fields.get("identifier"))
            except CaseError:
                continue
        return [each for each in self.all() if not each.liked and each.identifier not in settled]

    def settle(self, identifier: str, outcome: str) -> None:
        """Note that a rating was accepted as a case or dismissed.

        Raises:
            CaseError: It cannot be written.
        """
        self._append("settled.jsonl", {"identifier": identifier, "outcome": outcome})

    def _append(self, name: str, record: dict[str, object]) -> None:
        path = self._folder / name
        try:
            with appending(path) as file:
                append_line(file, json.dumps(record, ensure_ascii=False).encode())
        except OSError as exc:
            raise _unwritable(path, exc) from exc

    def _lines(self, name: str) -> list[bytes]:
        path = self._folder / name
        try:
            content = path.read_bytes() if path.exists() else b""
        except OSError as exc:
            raise CaseError(f"读不出“{path}”：{exc.strerror or exc}。请检查权限。") from exc
        return [line for line in content.split(b"\n") if line.strip()]


def _kept(text: str) -> str:
    """Text that can be written as UTF-8: half of a surrogate pair becomes a question mark."""
    return text[:_LONGEST_TEXT].encode("utf-8", errors="replace").decode()


def _unwritable(path: Path, error: OSError) -> CaseError:
    return CaseError(f"写不进“{path}”：{error.strerror or error}。请检查路径和磁盘空间。")


def accept_case(path: Path, case: Case, documents: Sequence[Document]) -> None:
    """Append a case to a question file once it is sound; the file stays as it was otherwise.

    Raises:
        CaseError: The case is not sound, its identifier is taken, or the file cannot be written.
    """
    sound = case_from_record(Record(case.fields()))
    check_cases(Path(path.name), [LocatedCase(sound, 1)], documents, ())
    try:
        with appending(path) as file:  # nobody else adds the same case between look and write
            filled = bool(path.read_bytes().strip())
            taken = {each.case.identifier for each in read_located(path)} if filled else set()
            if case.identifier in taken:
                raise CaseError(f"题目编号“{case.identifier}”已经有了。请换一个。")
            append_line(file, json.dumps(sound.fields(), ensure_ascii=False).encode())
    except OSError as exc:
        raise _unwritable(path, exc) from exc
