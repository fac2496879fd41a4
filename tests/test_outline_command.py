"""`zhice outline`: how files are understood, in words and as JSON."""

import json
from pathlib import Path

import pytest
from elder_care_policy import CARE
from scripted_assistant import ScriptedBackend

from ui.command_line import main


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy, and a file beside it that is none."""
    (tmp_path / "care.txt").write_text("\n".join(CARE), encoding="utf-8")
    (tmp_path / "note.txt").write_text("明天下午开会。", encoding="utf-8")
    return tmp_path / "care.txt"


def test_metadata_tree_and_defects(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outline", str(policy)], ScriptedBackend()) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        str(policy),
        "《青山市人民政府关于加快养老服务发展的意见》",
        "  文号：青政发〔2024〕3号",
    ]
    assert [line.partition("　")[0] for line in lines[6:12]] == [
        "    标题",
        "    引言",
        "    一",
        "    二",
        "      二(一)",
        "      二(二)",
    ]
    assert lines[8:10] == ["    一　总体要求", "    二　主要任务"]


def test_a_folder_with_a_file_that_is_no_policy(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outline", "--json", str(policy.parent)], ScriptedBackend()) == 1
    said = capsys.readouterr()
    (told,) = map(json.loads, said.out.splitlines())
    assert (told["file"], told["number"]) == (str(policy), "青政发〔2024〕3号")
    assert [clause["number"] for clause in told["clauses"]][:4] == ["标题", "引言", "一", "二"]
    assert "note.txt" in said.err
