"""Settings come from the environment, once; a value that cannot be used is named."""

from datetime import date
from pathlib import Path

import pytest

from assistant.settings import DESCRIPTIONS, Settings
from documents.errors import SettingsError
from ui.command_line import main

ROOT = Path(__file__).resolve().parent.parent


def test_without_any_variable(tmp_path: Path) -> None:
    settings = Settings.from_environment({})
    assert settings == Settings(
        index=ROOT / ".zhice" / "index",
        model=None,
        host="127.0.0.1",
        port=7860,
        question_limit=2000,
        users=ROOT / ".zhice" / "users.json",
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
        "ZHICE_USERS": "/srv/users.json",
        "ZHICE_HOSTS": "zhice.example, 政策.example",
        "ZHICE_RATE": "60",
        "ZHICE_AUDIT": "/var/log/zhice.jsonl",
    }
    assert Settings.from_environment(values) == Settings(
        index=Path("/srv/索引"),
        model="BAAI/bge-small-zh-v1.5",
        host="0.0.0.0",
        port=8080,
        question_limit=500,
        model_dimension=128,
        model_download=True,
        users=Path("/srv/users.json"),
        hosts=("zhice.example", "政策.example"),
        rate=60,
        audit=Path("/var/log/zhice.jsonl"),
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


def test_a_settings_file_and_what_wins_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zhice.toml").write_text("port = 8080\nrate = 30\nmodel_download = true\n", "utf-8")
    settings = Settings.from_environment({"ZHICE_PORT": "9090"})
    assert (settings.port, settings.rate, settings.model_download) == (9090, 30, True)


def test_an_empty_variable_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('port = 8080\nindex = "/srv/index"\ntoday = 2025-12-31\n', "utf-8")
    names = {"ZHICE_PORT": "", "ZHICE_INDEX": "", "ZHICE_SETTINGS": str(file)}
    settings = Settings.from_environment(names)
    assert (settings.port, settings.index) == (8080, Path("/srv/index"))
    assert settings.today == date(2025, 12, 31)


def test_the_command_shows_what_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHICE_RATE", "77")
    Path("zhice.toml").write_text("port = 8080\nrate = 30\n", "utf-8")
    assert main(["settings"]) == 0
    shown = capsys.readouterr().out.split("ZHICE_")
    given = {part.split("\n")[0]: part for part in shown if "现在：" in part}
    assert sorted(given) == ["PORT", "RATE"]
    assert "现在：8080" in given["PORT"]
    assert "现在：77" in given["RATE"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("prot = 1", "“prot”不认识"),
        ("port = [1]", "不是表或列表"),
        ("port", "读不出来"),
        ("port = 0", "ZHICE_PORT 的值“0”不能用"),
    ],
)
def test_a_bad_settings_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=message):
        Settings.from_environment({"ZHICE_SETTINGS": str(file)})


def test_a_named_settings_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="读不出来"):
        Settings.from_environment({"ZHICE_SETTINGS": str(tmp_path / "none.toml")})


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_describes_every_setting(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert [name for name in DESCRIPTIONS if f"| `{name}` |" not in text] == []


def test_the_command_lists_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("ZHICE_")] == list(DESCRIPTIONS)
