"""Settings: read once, at the edge (`ui/`), into a frozen object.

Every setting is an environment variable `ZHICE_…`; command line options win over them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from documents.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parent.parent


def _home(environment: Mapping[str, str]) -> Path:
    """Where the program keeps its data: the checkout it runs from, else the user's data folder."""
    if "ZHICE_HOME" in environment:
        return Path(environment["ZHICE_HOME"])
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / ".zhice"
    return Path(environment.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "zhice"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the program.

    `index` is the index folder. `model` names an embedding model (folder or hub name), None the
    one that ships with the program; `model_dimension` cuts its vectors, `model_download` lets it be
    fetched from its hub. `today` is the day by which targets have passed or not, None the real one;
    `least_support` how sure an answer must be, 0 to 1, None as it was fitted.
    """

    index: Path
    model: str | None
    host: str
    port: int
    question_limit: int
    model_dimension: int | None = None
    model_download: bool = False
    today: date | None = None
    least_support: float | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from environment variables.

        Raises:
            SettingsError: A variable has a value that cannot be used.
        """
        values = os.environ if environment is None else environment
        return cls(
            index=Path(values["ZHICE_INDEX"])
            if "ZHICE_INDEX" in values
            else _home(values) / "index",
            model=values.get("ZHICE_MODEL") or None,
            host=values.get("ZHICE_HOST", "127.0.0.1"),
            port=_whole_number(values, "ZHICE_PORT", 7860, 65535),
            question_limit=_whole_number(values, "ZHICE_QUESTION_LIMIT", 2000, 100_000),
            model_dimension=_whole_number(values, "ZHICE_MODEL_DIMENSION", 0, 100_000) or None,
            model_download=_switch(values, "ZHICE_MODEL_DOWNLOAD"),
            today=_day(values, "ZHICE_TODAY"),
            least_support=_share(values, "ZHICE_LEAST_SUPPORT"),
        )


def _whole_number(values: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = values.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= largest:
        raise SettingsError(
            f"设置 {name} 的值“{text}”不能用。请写 1 到 {largest} 之间的整数，或取消该设置。"
        )
    return int(text)


def _day(values: Mapping[str, str], name: str) -> date | None:
    text = values.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise SettingsError(
            f"设置 {name} 的值“{text}”不能用。请写一个日期，例如 2026-01-31，或取消该设置。"
        ) from exc


def _share(values: Mapping[str, str], name: str) -> float | None:
    text = values.get(name, "")
    if not text:
        return None
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingsError(f"设置 {name} 的值“{text}”不能用。请写 0 到 1 之间的数，或取消该设置。")
    return share


def _switch(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "")
    if text not in ("", "0", "1"):
        raise SettingsError(
            f"设置 {name} 的值“{text}”不能用。请写 1（开）或 0（关），或取消该设置。"
        )
    return text == "1"
