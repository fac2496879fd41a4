"""Runs on disk, one folder each: what it was made with, its records, its timings.

`run.json` and `cases.jsonl` are byte-identical for equal inputs; `timings.json` holds what is not.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.answer import ModelUse
from documents.errors import PolicyAssistantError
from documents.regular_expressions import regex
from evals.record import CaseRecord, Run, RunAbout

FORMAT = 1
_NAME = regex(r"[\w.-]+")


class RunError(PolicyAssistantError):
    """A stored run cannot be read, or a new one cannot be written."""


@dataclass(frozen=True, slots=True)
class _Timings:
    """What differs between equal runs. `milliseconds` and `models` are in the order of the records."""

    started: str
    seconds: float
    milliseconds: tuple[float | None, ...]
    models: tuple[ModelUse | None, ...] = ()


class RunStore:
    """The folder that holds the runs."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made when the first run is saved."""
        self.folder = folder

    def free(self, name: str) -> None:
        """Make sure that a run can be saved under a name.

        Raises:
            RunError: The name is taken or no file name.
        """
        place = self._place(name)
        if place.exists():
            raise RunError(f"已有名为“{name}”的评测记录：{place}。请换一个名字，或先删除它。")

    def save(self, run: Run, *, seconds: float) -> Path:
        """Write a run under its name; the folder appears whole or not at all.

        Raises:
            RunError: The name is taken or no file name, or the folder cannot be written.
        """
        from index.records import to_lines

        self.free(run.name)
        place = self._place(run.name)
        unfinished = place.with_name(f".{run.name}.unfinished")
        started = datetime.now(UTC).isoformat(timespec="seconds")
        milliseconds = tuple(run.latencies.get(record.key) for record in run.records)
        try:
            unfinished.mkdir(parents=True, exist_ok=True)
            (unfinished / "cases.jsonl").write_bytes(to_lines(run.records))
            about = {"format": FORMAT, **asdict(run.about)}
            (unfinished / "run.json").write_text(_json(about), encoding="utf-8")
            models = tuple(run.uses.get(record.key) for record in run.records)
            kept = models if any(models) else ()
            timings = asdict(_Timings(started, round(seconds, 3), milliseconds, kept))
            (unfinished / "timings.json").write_text(_json(timings), encoding="utf-8")
            unfinished.rename(place)
        except OSError as error:
            raise RunError(f"无法写入评测记录：{place}（{error.strerror}）。") from error
        return place

    def load(self, name: str) -> Run:
        """Read a run by its name, or by the path of its folder.

        Raises:
            RunError: There is no such run, or it is damaged or of another version.
        """
        from index.records import from_lines

        place = Path(name) if (Path(name) / "run.json").is_file() else self._place(name)
        if not (place / "run.json").is_file():
            known = "、".join(self.names()) or "（没有）"
            raise RunError(f"没有名为“{name}”的评测记录。现有：{known}。")
        try:
            about = json.loads((place / "run.json").read_text(encoding="utf-8"))
            if about.pop("format") != FORMAT:
                raise ValueError("另一版本的格式")
            records = from_lines(CaseRecord, (place / "cases.jsonl").read_bytes())
            timings = json.loads((place / "timings.json").read_text(encoding="utf-8"))
            latencies = {
                record.key: float(value)
                for record, value in zip(records, timings["milliseconds"], strict=True)
                if value is not None
            }
            uses = {
                record.key: ModelUse(**use)
                for record, use in zip(records, timings.get("models") or [], strict=False)
                if use is not None
            }
            parsed = from_lines(RunAbout, json.dumps(about).encode())[0]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(
                f"评测记录已损坏，或由其他版本的程序写成：{place}（{error}）。"
                "请用 zhice eval run 重新运行。"
            ) from error
        return Run(place.name, parsed, tuple(records), latencies, uses)

    def names(self) -> list[str]:
        """The names of the stored runs, oldest first by number and name."""
        if not self.folder.is_dir():
            return []
        return sorted(path.parent.name for path in self.folder.glob("[!.]*/run.json"))

    def next_name(self) -> str:
        """A name that no run has: 0001, 0002 …"""
        numbers = [int(name) for name in self.names() if name.isdigit()]
        return f"{max(numbers, default=0) + 1:04d}"

    def started(self, name: str) -> str:
        """When a run was made, as ISO 8601 in UTC; empty when it is not known."""
        try:
            timings = json.loads((self._place(name) / "timings.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        return str(timings.get("started", "")) if isinstance(timings, Mapping) else ""

    def _place(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name.startswith("."):
            raise RunError(f"“{name}”不能作评测记录的名字。请用文字、数字、连字符、下划线和点。")
        return self.folder / name


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
