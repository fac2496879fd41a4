"""`zhice diff`: two files, or two loaded documents, compared in words and as JSON."""

import json
from pathlib import Path

import pytest
from amended_policy import DECISION, LAKE
from elder_care_policy import CARE
from scripted_assistant import LINES, ScriptedBackend

from documents.reading import parse_document
from ui.command_line import main
from ui.diff_command import _document

NEW = [
    *(
        line.replace("65%以上", "70%以上").replace("〔2024〕3号", "〔2026〕5号")
        for line in CARE[:8]
    ),
    "(二)医养结合。养老机构内设医务室。",
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """An old and a new version."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("\n".join(CARE), encoding="utf-8")
    new.write_text("\n".join(NEW), encoding="utf-8")
    return str(old), str(new)


def test_the_changes_are_told(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *files], ScriptedBackend()) == 0
    assert capsys.readouterr().out.split("\n\n") == [
        "青政发〔2024〕3号《青山市人民政府关于加快养老服务发展的意见》\n"
        "→ 青政发〔2026〕5号《青山市人民政府关于加快养老服务发展的意见》\n"
        "未变 3 条，修改 2 条，新增 1 条，删除 1 条",
        "【修改】标题\n"
        "    青山市人民政府关于加快养老服务发展的意见 青政发〔[-2024-]{+2026+}〕[-3-]{+5+}号 各县区人民政府:",
        "【修改】一 总体要求\n"
        "    总体要求 到2025年,全市护理型床位占比[-65%-]{+70%+}以上。养老床位达到2000张。\n"
        "    数字：全市护理型床位占比 65%以上 → 70%以上",
        "【删除】二(二) 智慧养老\n    (二)智慧养老。推广“一键呼叫”设备。(牵头单位:市大数据局)",
        "【新增】二(二) 医养结合\n    (二)医养结合。养老机构内设医务室。\n",
    ]


def test_the_changes_as_json(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *files, "--json"], ScriptedBackend()) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["changed"] == 2
    changed = told["changes"][1]
    assert changed["before"]["clause"] == "一"
    assert changed["figures"] == [
        {"subject": "全市护理型床位占比", "before": "65%以上", "after": "70%以上"}
    ]


def test_a_loaded_document_by_number(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "青政发〔2024〕3号", files[1]], ScriptedBackend()) == 0
    assert LINES[0] in capsys.readouterr().out
    assert main(["diff", "没有这份", files[1]], ScriptedBackend()) == 2
    assert "没有文件或已载入的文件叫“没有这份”" in capsys.readouterr().err


def test_a_document_that_amends_the_other_is_no_new_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("\n".join(LAKE), encoding="utf-8")
    new.write_text("\n".join(DECISION), encoding="utf-8")
    assert main(["diff", str(old), str(new)], ScriptedBackend()) == 0
    head, *blocks = capsys.readouterr().out.strip().split("\n\n")
    assert head.endswith(
        "第二份文件修改第一份文件：修改 2 处，删去 1 处，增加 1 处，其余条款未改动"
    )
    assert blocks == [
        "【修改】第二条\n    原文：第二条 湿地公园门票每人每次30元。\n"
        "    修改（一）：第二条修改为：“湿地公园门票每人每次20元。”",
        "【修改】第三条第一项\n    原文：（一）注册资本不少于50万元；\n"
        "    修改（二）：将第三条第一项修改为：“（一）注册资本不少于80万元；”",
        "【删去】第五条\n    原文：第五条 在公园内钓鱼的，处200元罚款。\n    修改（三）：删去第五条。",
        "【增加】第七条\n    修改（四）：在第六条后增加一条，作为第七条：“湿地公园设立志愿服务队。”",
    ]
    assert main(["diff", str(old), str(new), "--json"], ScriptedBackend()) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["amends"], told["counts"]["changed"]) == (True, 2)
    assert told["changes"][0]["before"][0]["clause"] == "第二条"
    assert told["changes"][0]["said"]["clause"] == "一"


def test_filter_options_reach_the_assistant(capsys: pytest.CaptureFixture[str]) -> None:
    backend = ScriptedBackend()
    options = ["--place", "青山", "--year", "2024", "--level", "市", "--kind", "意见", "--in-force"]
    assert main(["ask", "床位占比", *options, "--only", "养老"], backend) == 0
    (wanted,) = backend.assistant.narrowed
    assert str(wanted) == (
        "地区为“青山”，年份为“2024”，层级为“市”，文种为“意见”，时效为“现行”，文件为“养老”"
    )


def test_an_exact_title_is_not_one_that_begins_so() -> None:
    """X办法 and X办法（试行） are both loaded, wrapped in notices."""
    title = "青山市人民政府关于印发《青山市助餐办法{}》的通知"
    old = parse_document([title.format("（试行）"), "第一条 每餐补3元。"], "old.txt")
    new = parse_document([title.format(""), "第一条 每餐补5元。"], "new.txt")
    assert [_document(name, [old, new]) for name in ("青山市助餐办法(试行)", "青山市助餐办法")] == [
        old,
        new,
    ]
