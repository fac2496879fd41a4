"""Settings: read once, at the edge (`ui/`), into a frozen object.

Every setting is an environment variable `ZHICE_…`, or a line of a TOML file without that beginning
(`port = 8080`); command line options win over the variables, these over the file.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from assistant.model_settings import MODEL_DESCRIPTIONS, ModelAccess, model_access
from documents.errors import SettingsError

_CHECKOUT = Path(__file__).resolve().parent.parent
_FILE = "zhice.toml"
_PREFIX = "ZHICE_"

DESCRIPTIONS: Mapping[str, tuple[str, str]] = {
    "ZHICE_SETTINGS": ("zhice.toml", "设置文件；没有就不读"),
    "ZHICE_HOME": ("源码目录下的 .zhice，否则为用户数据目录下的 zhice", "数据放在哪里"),
    "ZHICE_INDEX": ("上述目录下的 index", "索引文件夹"),
    "ZHICE_MILVUS": (
        "不用",
        "Milvus 的地址，如 http://10.0.0.5:19530，或 Milvus Lite 的文件夹（以 .db 结尾）；"
        "写了就把索引放在那里，不用索引文件夹",
    ),
    "ZHICE_MILVUS_TOKEN": ("无", "登录 Milvus 用的“用户名:密码”或 API 密钥"),
    "ZHICE_MODEL": (
        "随附的模型",
        "另一个 sentence-transformers 模型：文件夹，或已在本机缓存中的模型名",
    ),
    "ZHICE_MODEL_DIMENSION": ("全部", "只取该模型向量的前若干维"),
    "ZHICE_MODEL_DOWNLOAD": ("0", "写 1 则允许从模型库下载该模型；否则什么都不下载"),
    "ZHICE_QUESTION_LIMIT": ("2000", "问题最长多少字"),
    "ZHICE_TODAY": ("提问当天", "以哪一天判断目标的期限是否已过，如 2025-12-31"),
    "ZHICE_LEAST_SUPPORT": ("0.5", "原文对问题的支持达到多少才回答，0 到 1；越大越容易拒答"),
    "ZHICE_HOST": ("127.0.0.1", "网页的地址；没有用户文件时只能是本机地址"),
    "ZHICE_PORT": ("7860", "网页的端口"),
    "ZHICE_HOSTS": ("无", "没有登录时，除本机地址外还可以用哪些主机名访问，用逗号隔开"),
    "ZHICE_PROXIES": (
        "127.0.0.1",
        "反向代理的地址，用逗号隔开；只相信它们转告的来访地址和 https",
    ),
    "ZHICE_USERS": ("数据目录下的 users.json", "用户文件，由 zhice user 管理；有用户就要登录"),
    "ZHICE_SESSION_HOURS": ("12", "多少小时没有操作就要重新登录"),
    "ZHICE_RATE": ("240", "每个用户（没有登录时每个地址）每分钟最多多少次请求"),
    "ZHICE_UPLOAD_LIMIT": ("50", "上传的文件最大多少 MB"),
    **MODEL_DESCRIPTIONS,
    "ZHICE_AUDIT": ("不记", "审计日志文件：谁在何时登录、提问、增删文件；不含问题的文字"),
}
"""Every setting with its default and meaning, for people."""


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

    `index` is the index folder; with `milvus`, the address of a Milvus server, the index is there
    instead, and `milvus_token` signs in. `model` names an embedding model (folder or hub name), None the
    one that ships with the program; `model_dimension` cuts its vectors, `model_download` lets it be
    fetched from its hub. `today` is the day by which targets have passed or not, None the real one;
    `least_support` how sure an answer must be, 0 to 1, None as it was fitted. `users` is the users
    file; `hosts` are names under which a page without sign-in may be addressed; `proxies`
    are believed for whom they ask; `rate` counts requests a minute, `upload_limit` megabytes;
    `audit` is the audit log, None none; `llm` the language model that phrases, None none.
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
    users: Path = Path("users.json")
    hosts: tuple[str, ...] = ()
    proxies: str = "127.0.0.1"
    session_hours: int = 12
    rate: int = 240
    upload_limit: int = 50
    audit: Path | None = None
    llm: ModelAccess | None = None
    milvus: str | None = None
    milvus_token: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """Where the index is, for people."""
        return f"Milvus {self.milvus}" if self.milvus else str(self.index)

    def in_folder(self, index: Path) -> "Settings":
        """These settings with the index in this folder, wherever it was set to be."""
        return replace(self, index=index, milvus=None)

    @property
    def uploads(self) -> Path:
        """Where the files of documents that were added in the page are kept: beside the index."""
        return self.index.parent / "uploads"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from a settings file and environment variables.

        Raises:
            SettingsError: The file cannot be read, or a setting has a value that cannot be used.
        """
        values = given_settings(environment)
        home = _home(values)
        return cls(
            index=Path(values.get("ZHICE_INDEX") or home / "index"),
            model=values.get("ZHICE_MODEL") or None,
            host=values.get("ZHICE_HOST", "127.0.0.1"),
            port=_whole_number(values, "ZHICE_PORT", 7860, 65535),
            question_limit=_whole_number(values, "ZHICE_QUESTION_LIMIT", 2000, 100_000),
            model_dimension=_whole_number(values, "ZHICE_MODEL_DIMENSION", 0, 100_000) or None,
            model_download=_switch(values, "ZHICE_MODEL_DOWNLOAD"),
            today=_day(values, "ZHICE_TODAY"),
            least_support=_share(values, "ZHICE_LEAST_SUPPORT"),
            users=Path(values.get("ZHICE_USERS") or home / "users.json"),
            hosts=tuple(filter(None, map(str.strip, values.get("ZHICE_HOSTS", "").split(",")))),
            proxies=values.get("ZHICE_PROXIES", "127.0.0.1"),
            session_hours=_whole_number(values, "ZHICE_SESSION_HOURS", 12, 24 * 365),
            rate=_whole_number(values, "ZHICE_RATE", 240, 1_000_000),
            upload_limit=_whole_number(values, "ZHICE_UPLOAD_LIMIT", 50, 1000),
            audit=Path(values["ZHICE_AUDIT"]) if values.get("ZHICE_AUDIT") else None,
            llm=model_access(values),
            milvus=values.get("ZHICE_MILVUS") or None,
            milvus_token=values.get("ZHICE_MILVUS_TOKEN", ""),
        )


def given_settings(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables that are set, and below them the lines of the settings file as variables.

    Raises:
        SettingsError: The file cannot be read or names what is no setting.
    """
    given = os.environ if environment is None else environment
    return {**_from_file(given), **{name: value for name, value in given.items() if value}}


def _from_file(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings file as variables; without one nothing, unless one was named."""
    named = environment.get("ZHICE_SETTINGS")
    path = Path(named or _FILE)
    if not named and not path.is_file():
        return {}
    import tomllib

    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as exc:
        raise SettingsError(
            f"设置文件 {path} 读不出来：{exc}。请改正它，或取消 ZHICE_SETTINGS。"
        ) from exc
    settings = {f"{_PREFIX}{name.upper()}": value for name, value in loaded.items()}
    for name, value in settings.items():
        if name not in DESCRIPTIONS or name == "ZHICE_SETTINGS":
            known = "、".join(each.removeprefix(_PREFIX).lower() for each in DESCRIPTIONS)
            shown = name.removeprefix(_PREFIX).lower()
            raise SettingsError(f"设置文件 {path} 里的“{shown}”不认识。可以写的有：{known}。")
        if isinstance(value, dict | list):
            raise SettingsError(f"设置文件 {path} 里的“{name}”应当是一个值，不是表或列表。")
    return {name: str(int(v) if isinstance(v, bool) else v) for name, v in settings.items()}


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
