"""Settings come from the environment, once; a value that cannot be used is named."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from documents.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


def test_without_any_variable(tmp_path: Path) -> None:
    settings = Settings.from_environment({})
    assert settings == Settings(
        index=ROOT / ".zhice" / "index",
        model=None,
        host="127.0.0.1",
        port=7860,
        question_limit=2000,
    )


def test_every_variable() -> None:
    values = {
        "ZHICE_INDEX": "/srv/索引",
        "ZHICE_MODEL": "BAAI/bge-small-zh-v1.5",
        "ZHICE_HOST": "0.0.0.0",
        "ZHICE_PORT": "8080",
        "ZHICE_QUESTION_LIMIT": "500",
        "ZHICE_MODEL_DIMENSION": "128",
        "ZHICE_MODEL_DOWNLOAD": "1",
    }
    assert Settings.from_environment(values) == Settings(
        index=Path("/srv/索引"),
        model="BAAI/bge-small-zh-v1.5",
        host="0.0.0.0",
        port=8080,
        question_limit=500,
        model_dimension=128,
        model_download=True,
    )


def test_the_index_lies_in_the_home_and_a_folder_of_its_own_wins() -> None:
    assert Settings.from_environment({"ZHICE_HOME": "/srv"}).index == Path("/srv/index")
    both = {"ZHICE_HOME": "/srv", "ZHICE_INDEX": "/other"}
    assert Settings.from_environment(both).index == Path("/other")


def test_an_empty_variable_is_no_setting() -> None:
    names = (
        "ZHICE_MODEL",
        "ZHICE_PORT",
        "ZHICE_QUESTION_LIMIT",
        "ZHICE_MODEL_DIMENSION",
        "ZHICE_MODEL_DOWNLOAD",
    )
    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings.from_environment({})


def test_the_environment_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHICE_PORT", "8123")
    assert Settings.from_environment().port == 8123


@pytest.mark.parametrize("name", ["ZHICE_PORT", "ZHICE_QUESTION_LIMIT", "ZHICE_MODEL_DIMENSION"])
@pytest.mark.parametrize("value", ["x", "0", "-1", "1.5", "100001", "７８", "1e3", " 7"])
def test_a_number_that_cannot_be_used(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({name: value})
    assert str(refused.value).startswith(f"设置 {name} 的值“{value}”不能用。请写 1 到 ")


@pytest.mark.parametrize(("port", "limit"), [("1", "1"), ("65535", "100000")])
def test_the_ends_of_the_ranges(port: str, limit: str) -> None:
    settings = Settings.from_environment({"ZHICE_PORT": port, "ZHICE_QUESTION_LIMIT": limit})
    assert (settings.port, settings.question_limit) == (int(port), int(limit))


@pytest.mark.parametrize("value", ["yes", "2", "真", " 1"])
def test_a_switch_is_one_or_zero(value: str) -> None:
    with pytest.raises(SettingsError, match=f"设置 ZHICE_MODEL_DOWNLOAD 的值“{value}”不能用"):
        Settings.from_environment({"ZHICE_MODEL_DOWNLOAD": value})
    assert not Settings.from_environment({"ZHICE_MODEL_DOWNLOAD": "0"}).model_download
