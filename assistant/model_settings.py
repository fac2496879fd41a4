"""How a language model is reached: read once from the settings; without a name there is none.

The key comes from the environment or from a file, and is never part of a `repr`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from documents.errors import SettingsError

PREFIX = "ZHICE_LLM"
SECRET = ("ZHICE_LLM_KEY",)
"""Settings that are never shown."""
PROVIDERS = ("openai", "deepseek", "ollama")
"""Those that the tests exercise; any other name goes to `init_chat_model` as it is."""

MODEL_DESCRIPTIONS: Mapping[str, tuple[str, str]] = {
    "ZHICE_LLM": ("无", "语言模型的名称；写了才使用，只用来组织语言，每句仍核对原文"),
    "ZHICE_LLM_PROVIDER": (
        "openai",
        "接口：openai（一切兼容的服务）、deepseek、ollama，或 LangChain 认识的其他名称",
    ),
    "ZHICE_LLM_URL": ("无", "接口地址，如 http://127.0.0.1:8000/v1；ollama 不带 /v1"),
    "ZHICE_LLM_KEY": ("无", "密钥；最好写在文件里，用下一项指明"),
    "ZHICE_LLM_KEY_FILE": ("无", "存放密钥的文件"),
    "ZHICE_LLM_TIMEOUT": ("30", "一次回答最多等多少秒，到时改用原文摘录"),
    "ZHICE_LLM_TRIES": ("2", "还没有收到文字时，最多试几次"),
    "ZHICE_LLM_CONCURRENT": ("4", "同时最多向模型提多少个问题"),
    "ZHICE_LLM_TOKENS": ("1024", "一次回答最多多少 token"),
    "ZHICE_LLM_DAILY_TOKENS": ("不限", "每天最多用多少 token，用完改用原文摘录"),
    "ZHICE_LLM_PRICE": ("无", "每百万 token 的价格（元），输入/输出，如 2/8；写了就显示费用"),
    "ZHICE_LLM_EXTRA": ("无", '随请求发送的其他参数（JSON），如 {"enable_thinking": false}'),
}
"""Every setting of the language model with its default and meaning, for people."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in yuan per million tokens."""

    prompt: float
    completion: float


@dataclass(frozen=True, slots=True)
class ModelAccess:
    """Where a language model is and how much it may be used.

    `timeout` is the seconds that a whole answer may take, `tries` how often it is asked before any
    text came, `most_tokens` the longest answer, `daily_tokens` what may be used in a day, None any
    number; `extra` goes into the body of every request.
    """

    name: str
    provider: str = "openai"
    url: str = ""
    key: str = field(default="", repr=False)
    timeout: int = 30
    tries: int = 2
    concurrent: int = 4
    most_tokens: int = 1024
    daily_tokens: int | None = None
    price: Price | None = None
    extra: str = ""


def model_access(values: Mapping[str, str]) -> ModelAccess | None:
    """The access that settings describe, or None where no model is named.

    Raises:
        SettingsError: A value cannot be used, or the key file cannot be read.
    """
    name = values.get(PREFIX, "")
    if not name:
        return None
    provider = values.get("ZHICE_LLM_PROVIDER", "openai")
    url = values.get("ZHICE_LLM_URL", "")
    if provider in PROVIDERS and not url.startswith(("http://", "https://")):
        raise SettingsError(
            f"设置了语言模型“{name}”，但 ZHICE_LLM_URL 的值“{url}”不是地址。"
            "请写成 http://127.0.0.1:8000/v1 这样的地址；不用语言模型则取消 ZHICE_LLM。"
        )
    if "@" in url:
        raise SettingsError(
            "ZHICE_LLM_URL 里写了用户名或密码。请从地址里去掉，密钥写进 ZHICE_LLM_KEY_FILE 指明的文件。"
        )
    return ModelAccess(
        name=name,
        provider=provider,
        url=url,
        key=_key(values),
        timeout=_number(values, "ZHICE_LLM_TIMEOUT", 30, 600),
        tries=_number(values, "ZHICE_LLM_TRIES", 2, 10),
        concurrent=_number(values, "ZHICE_LLM_CONCURRENT", 4, 1000),
        most_tokens=_number(values, "ZHICE_LLM_TOKENS", 1024, 100_000),
        daily_tokens=_number(values, "ZHICE_LLM_DAILY_TOKENS", 0, 10**12) or None,
        price=_price(values.get("ZHICE_LLM_PRICE", "")),
        extra=_extra(values.get("ZHICE_LLM_EXTRA", "")),
    )


def _key(values: Mapping[str, str]) -> str:
    path = values.get("ZHICE_LLM_KEY_FILE", "")
    if not path:
        return _sendable(values.get("ZHICE_LLM_KEY", ""), "ZHICE_LLM_KEY")
    try:
        key = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(
            f"读不出密钥文件 {path}。请检查 ZHICE_LLM_KEY_FILE 的路径和权限，文件里只写密钥。"
        ) from exc
    if not key:
        raise SettingsError(f"密钥文件 {path} 是空的。请写入密钥，或取消 ZHICE_LLM_KEY_FILE。")
    return _sendable(key, f"密钥文件 {path}")


def _sendable(key: str, place: str) -> str:
    """A key that a request can carry; another one is not shown in the message."""
    if key and (not key.isascii() or not key.isprintable() or " " in key):
        raise SettingsError(
            f"{place} 里的密钥不能用：只能有英文字母、数字和符号，不能有空格和换行。"
        )
    return key


def _number(values: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = values.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= largest:
        raise SettingsError(
            f"设置 {name} 的值“{text}”不能用。请写 1 到 {largest} 之间的整数，或取消该设置。"
        )
    return int(text)


def _price(text: str) -> Price | None:
    if not text:
        return None
    prompt, _, completion = text.partition("/")
    try:
        price = Price(float(prompt), float(completion))
    except ValueError:
        price = Price(-1, -1)
    if not (0 <= price.prompt < float("inf") and 0 <= price.completion < float("inf")):
        raise SettingsError(
            f"设置 ZHICE_LLM_PRICE 的值“{text}”不能用。请写输入和输出每百万 token 多少元，如 2/8。"
        )
    return price


def _extra(text: str) -> str:
    try:
        fits = not text or isinstance(json.loads(text), dict)
    except ValueError:
        fits = False
    if not fits:
        raise SettingsError(
            f"设置 ZHICE_LLM_EXTRA 的值“{text}”不能用。请写一个 JSON 对象，"
            '如 {"enable_thinking": false}，或取消该设置。'
        )
    return text
