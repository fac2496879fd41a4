"""How a language model is reached: read from settings, the key never shown."""

from pathlib import Path

import pytest

from assistant.model_settings import MODEL_DESCRIPTIONS, ModelAccess, Price, model_access
from assistant.settings import DESCRIPTIONS, Settings
from documents.errors import SettingsError
from ui.command_line import main

KEY = "sk-secret-5d2c9f"
URL = "http://127.0.0.1:8000/v1"
LEAST = {"ZHICE_LLM": "qwen3-32b", "ZHICE_LLM_URL": URL}


def test_without_a_name_there_is_none() -> None:
    assert model_access({}) is None
    assert model_access({"ZHICE_LLM_URL": URL, "ZHICE_LLM_TIMEOUT": "x"}) is None
    assert Settings.from_environment({}).llm is None


def test_a_name_and_an_address_are_enough() -> None:
    assert model_access(LEAST) == ModelAccess(
        "qwen3-32b", "openai", URL, "", 30, 2, 4, 1024, None, None, ""
    )


def test_every_setting_arrives() -> None:
    given = {
        "ZHICE_LLM_PROVIDER": "deepseek",
        "ZHICE_LLM_KEY": KEY,
        "ZHICE_LLM_TIMEOUT": "12",
        "ZHICE_LLM_TRIES": "3",
        "ZHICE_LLM_CONCURRENT": "5",
        "ZHICE_LLM_TOKENS": "600",
        "ZHICE_LLM_DAILY_TOKENS": "70000",
        "ZHICE_LLM_PRICE": "2/8.5",
        "ZHICE_LLM_EXTRA": '{"enable_thinking": false}',
    }
    extra = '{"enable_thinking": false}'
    price = Price(2, 8.5)
    assert Settings.from_environment({**LEAST, **given}).llm == ModelAccess(
        "qwen3-32b", "deepseek", URL, KEY, 12, 3, 5, 600, 70_000, price, extra
    )
    assert set(given) | set(LEAST) | {"ZHICE_LLM_KEY_FILE"} == set(MODEL_DESCRIPTIONS)
    assert set(MODEL_DESCRIPTIONS) <= set(DESCRIPTIONS)


def test_the_key_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", "utf-8")
    access = model_access({**LEAST, "ZHICE_LLM_KEY_FILE": str(file)})
    assert access is not None
    assert access.key == KEY


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_key_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key"
    if content:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"读不出密钥文件 .*key.*ZHICE_LLM_KEY_FILE"):
        model_access({**LEAST, "ZHICE_LLM_KEY_FILE": str(file)})


@pytest.mark.parametrize("content", ["", "sk-a\nsk-b", "钥匙", "sk a"])
def test_a_key_that_no_header_can_hold_is_told_and_not_shown(tmp_path: Path, content: str) -> None:
    file = tmp_path / "key"
    file.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match="密钥") as told:
        model_access({**LEAST, "ZHICE_LLM_KEY_FILE": str(file)})
    assert not content or content not in str(told.value)


def test_the_key_is_in_no_repr() -> None:
    access = model_access({**LEAST, "ZHICE_LLM_KEY": KEY})
    assert KEY not in repr(access)
    assert KEY not in str(Settings.from_environment({**LEAST, "ZHICE_LLM_KEY": KEY}))


BAD = [
    ("ZHICE_LLM_URL", "", "ZHICE_LLM_URL 的值“”不是地址"),
    ("ZHICE_LLM_URL", "127.0.0.1:8000", "“127.0.0.1:8000”不是地址"),
    ("ZHICE_LLM_TIMEOUT", "0", "ZHICE_LLM_TIMEOUT 的值“0”不能用。请写 1 到 600 之间的整数"),
    ("ZHICE_LLM_TIMEOUT", "1.5", "ZHICE_LLM_TIMEOUT 的值“1.5”不能用"),
    ("ZHICE_LLM_TRIES", "11", "1 到 10 之间的整数"),
    ("ZHICE_LLM_CONCURRENT", "-1", "ZHICE_LLM_CONCURRENT 的值“-1”不能用"),
    ("ZHICE_LLM_TOKENS", "很多", "ZHICE_LLM_TOKENS 的值“很多”不能用"),
    ("ZHICE_LLM_TOKENS", "１０", "ZHICE_LLM_TOKENS 的值“１０”不能用"),
    ("ZHICE_LLM_DAILY_TOKENS", "0", "ZHICE_LLM_DAILY_TOKENS 的值“0”不能用"),
    (
        "ZHICE_LLM_PRICE",
        "2",
        "ZHICE_LLM_PRICE 的值“2”不能用。请写输入和输出每百万 token 多少元，如 2/8",
    ),
    ("ZHICE_LLM_PRICE", "-1/2", "ZHICE_LLM_PRICE"),
    ("ZHICE_LLM_PRICE", "nan/2", "ZHICE_LLM_PRICE"),
    ("ZHICE_LLM_PRICE", "1/inf", "ZHICE_LLM_PRICE"),
    ("ZHICE_LLM_EXTRA", "[]", "ZHICE_LLM_EXTRA 的值“\\[\\]”不能用。请写一个 JSON 对象"),
    ("ZHICE_LLM_EXTRA", "{", "ZHICE_LLM_EXTRA"),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_values_that_cannot_be_used_are_told(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as told:
        model_access({**LEAST, "ZHICE_LLM_KEY": KEY, name: value})
    assert KEY not in str(told.value)


def test_a_provider_with_an_address_of_its_own_needs_none() -> None:
    access = model_access({"ZHICE_LLM": "claude", "ZHICE_LLM_PROVIDER": "anthropic"})
    assert access is not None
    assert (access.provider, access.url) == ("anthropic", "")


def test_the_settings_command_shows_the_settings_without_the_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {**LEAST, "ZHICE_LLM_KEY": KEY}.items():
        monkeypatch.setenv(name, value)
    assert main(["settings"]) == 0
    shown = capsys.readouterr().out
    assert "现在：qwen3-32b" in shown
    assert "现在：（不显示）" in shown
    assert KEY not in shown


def test_a_password_in_the_address_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHICE_LLM", "qwen3-32b")
    monkeypatch.setenv("ZHICE_LLM_URL", "http://zhice:pass-4711@127.0.0.1:8000/v1")
    assert main(["settings"]) == 2
    shown = capsys.readouterr()
    assert "ZHICE_LLM_URL 里写了用户名或密码" in shown.err
    assert "pass-4711" not in shown.out + shown.err
