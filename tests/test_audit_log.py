"""The audit log: one object a line, whatever the values hold; rotated; for its owner alone."""

import json
import stat
from pathlib import Path

import pytest

from ui.audit_log import AuditError, AuditLog


def test_values_cannot_break_a_line_or_hide(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "audit.jsonl"
    audit = AuditLog(path)
    hostile = "王芳\n{}\r\x1b[2J\x00\u2028\u202e\U000e0001\ud800"
    audit.record("登录失败", user=hostile, count=3)
    audit.record("登录", user="王芳")
    audit.close()
    first, second = path.read_bytes().decode("utf-8").split("\n")[:2]
    assert first.isprintable()
    assert '"action": "登录失败", "user": "王芳\\n{}\\r\\u001b[2J' in first
    entry = json.loads(first)
    assert (entry["user"], entry["count"]) == (hostile, 3)
    assert json.loads(second)["user"] == "王芳"


def test_every_part_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    path.write_text("", "utf-8")
    path.chmod(0o644)
    audit = AuditLog(path, largest=300)
    for number in range(9):
        audit.record("请求", path=f"/{number}" * 20)
    audit.close()
    parts = sorted(tmp_path.iterdir())
    assert len(parts) > 3
    assert {stat.S_IMODE(part.stat().st_mode) for part in parts} == {0o600}
    lines = [line for part in parts for line in part.read_text("utf-8").splitlines()]
    assert sorted(json.loads(line)["path"][1] for line in lines) == [str(n) for n in range(9)]


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit = AuditLog(path)
    audit.record("请求", path="长" * 10_000)
    audit.close()
    assert json.loads(path.read_text("utf-8"))["path"] == "长" * 500


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="写不进去"):
        AuditLog(tmp_path)


def test_without_a_file_nothing_is_written(tmp_path: Path) -> None:
    AuditLog(None).record("登录", user="li")
    assert list(tmp_path.iterdir()) == []
