"""Users with hashed passwords and tokens, kept in a file that only its owner reads."""

import io
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ui.command_line import main
from ui.users import Users, UsersError

PASSWORD = "correct horse 电池"


def test_a_password_is_checked_and_never_stored(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    Users(path).add("王芳", PASSWORD, administrator=True)
    users = Users(path)
    assert users.by_password("王芳", PASSWORD) == users.find("王芳")
    assert users.by_password("王芳", "wrong horse") is None
    assert users.by_password("nobody", PASSWORD) is None
    assert PASSWORD not in path.read_text("utf-8")
    assert "$argon2id$" in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_token_is_shown_once_and_goes_with_its_user(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    users.add("li", PASSWORD, administrator=False)
    token = users.new_token("li")
    found = users.by_token(token)
    assert found is not None
    assert found.name == "li"
    assert token not in (tmp_path / "users.json").read_text("utf-8")
    assert users.by_token(f"{token}x") is None
    users.add("li", "another password", administrator=True)  # keeps the token
    assert users.by_token(token) == users.find("li")
    users.remove("li")
    assert users.by_token(token) is None


def test_a_change_by_another_process_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    users = Users(path)
    assert users.all() == ()
    Users(path).add("li", PASSWORD, administrator=False)
    assert [user.name for user in users.all()] == ["li"]


def test_changes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    Users(path).add("li", PASSWORD, administrator=False)
    with ThreadPoolExecutor(4) as threads:
        tokens = list(threads.map(lambda _: Users(path).new_token("li"), range(12)))
    users = Users(path)
    assert [token for token in tokens if users.by_token(token) is None] == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["users.json", "users.json.lock"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UsersError, match="写不进去"):
        Users(tmp_path / "file" / "users.json").add("li", PASSWORD, administrator=False)


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [("", PASSWORD, "用户名"), ("a b", PASSWORD, "用户名"), ("li", "short", "密码太短")],
)
def test_a_bad_name_or_password_changes_nothing(
    tmp_path: Path, name: str, password: str, message: str
) -> None:
    users = Users(tmp_path / "users.json")
    with pytest.raises(UsersError, match=message):
        users.add(name, password, administrator=False)
    assert users.all() == ()


def test_tokens_are_revoked_together(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    for name in ("li", "wang"):
        users.add(name, PASSWORD, administrator=False)
    lost, other = users.new_token("li"), users.new_token("wang")
    users.new_token("li")
    assert users.revoke_tokens("li") == 2
    assert users.by_token(lost) is None
    assert users.by_token(other) == users.find("wang")
    assert users.by_password("li", PASSWORD) == users.find("li")


def test_what_is_printed_of_a_user_holds_no_hash(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    users.add("li", PASSWORD, administrator=True)
    users.new_token("li")
    assert repr(users.find("li")) == "User(name='li', administrator=True)"


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.write_text('{"users": [{}]}', "utf-8")
    with pytest.raises(UsersError, match="读不出来"):
        Users(path).all()
    assert path.read_text("utf-8") == '{"users": [{}]}'


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The users file of `zhice user`; the password stands on standard input."""
    monkeypatch.setenv("ZHICE_USERS", str(tmp_path / "users.json"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    return tmp_path / "users.json"


def test_the_command(command: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "li", "--admin", "--password-stdin"]) == 0
    assert "这是第一个用户：网页若在运行，请重新启动" in capsys.readouterr().out
    assert main(["user", "token", "li"]) == 0
    token = capsys.readouterr().out.splitlines()[-1]
    assert Users(command).by_token(token) is not None
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "li\t管理员\t令牌 1 个\n"
    assert main(["user", "token", "li", "--revoke"]) == 0
    assert capsys.readouterr().out == "已作废用户“li”的 1 个令牌。\n"
    assert main(["user", "remove", "wang"]) == 2
    assert "没有用户“wang”" in capsys.readouterr().err
    assert main(["user", "remove", "li"]) == 0
    assert capsys.readouterr().out == (
        "已删除用户“li”。\n没有用户了：网页重新启动后不再要求登录，只有本机能访问。\n"
    )
    assert Users(command).all() == ()


@pytest.mark.parametrize(
    ("typed", "options", "message"),
    [
        ("", [], "没有读到密码，没有保存。没有终端时请用 --password-stdin。"),
        ("", ["--password-stdin"], "密码太短或太长"),
        ("\ufffd\ufffd password", ["--password-stdin"], "密码不是 UTF-8 文字"),
    ],
)
def test_without_a_password_nothing_is_saved(
    command: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    options: list[str],
    message: str,
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: input(prompt))
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert main(["user", "add", "li", *options]) == 2
    assert message in capsys.readouterr().err
    assert Users(command).all() == ()


def test_a_password_typed_twice_must_be_the_same(
    command: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: input(prompt))
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n{PASSWORD}x\n"))
    assert main(["user", "add", "li"]) == 2
    assert "两次输入的密码不同" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n{PASSWORD}\n"))
    assert main(["user", "add", "li"]) == 0
    assert Users(command).by_password("li", PASSWORD) == Users(command).find("li")


def test_a_file_that_may_not_be_reached_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsersError, match="读不出来"):
        Users(tmp_path / "file" / "users.json").all()
