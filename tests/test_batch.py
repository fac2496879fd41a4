"""`zhice batch`: its lines in and out."""

import json
from pathlib import Path

import pytest
from scripted_assistant import ScriptedBackend

from assistant.answer import Turn
from ui.batch_command import BatchFileError, write_whole
from ui.command_line import main


def run_batch(
    folder: Path, data: bytes, backend: ScriptedBackend | None = None
) -> tuple[int, list[dict[str, object]]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(data)
    status = main(
        ["batch", "--input", str(source), "--output", str(target)], backend or ScriptedBackend()
    )
    lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return status, [json.loads(line) for line in lines]


def as_lines(*objects: dict[str, object]) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in objects)


def test_an_output_line_has_all_fields(tmp_path: Path) -> None:
    status, output = run_batch(tmp_path, as_lines({"id": "q1", "question": "护理型床位占比是多少"}))
    assert status == 0
    assert output == [
        {
            "id": "q1",
            "answer": "到2025年,养老机构护理型床位占比65%以上。[1]",
            "refused": False,
            "status": "answered",
            "citations": [
                {
                    "document": "青政发〔2024〕3号",
                    "clause": "一",
                    "quote": "养老机构护理型床位占比65%以上",
                    "start": 77,
                    "end": 93,
                    "title": "总体要求",
                    "address": "青政发〔2024〕3号 一 总体要求",
                }
            ],
            "resolved_question": "护理型床位占比是多少",
            "latency_ms": 1.5,
        }
    ]


def test_bad_lines_are_reported_by_number_and_the_rest_is_answered_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = (
        as_lines({"id": 1, "question": "食堂"})
        + b"not json\n\n"
        + as_lines({"id": "b", "question": 5}, {"question": "x"})
        + as_lines({"id": "h", "question": "x", "history": [["a"]]})
        + b"\xff\n"
        + as_lines({"id": "c", "question": "床位占比", "history": None})[:-1]
    )
    status, output = run_batch(tmp_path, data)
    assert status == 1
    assert [line["id"] for line in output] == [1, "c"]
    assert capsys.readouterr().err == (
        "第 2 行不能用：不是合法的 JSON：not json\n"
        "第 4 行不能用：字段 question 应当是文字，现在是 5\n"
        "第 5 行不能用：缺少字段 id\n"
        '第 6 行不能用：字段 history 的每一项应当是 ["用户的话", "助手的话"]，现在是 ["a"]\n'
        "第 7 行不能用：不是 UTF-8 文本\n"
        f"已回答 2 个问题，5 行不能用，写入 {tmp_path / 'out.jsonl'}\n"
    )


def test_a_question_that_cannot_be_taken_still_has_its_line(tmp_path: Path) -> None:
    status, output = run_batch(
        tmp_path, as_lines({"id": "e", "question": " "}, {"id": "l", "question": "长" * 10_000})
    )
    assert status == 0
    assert [(line["id"], line["refused"], line["status"], line["answer"]) for line in output] == [
        ("e", True, "needs_clarification", "问题是空的。请写下要问的内容。"),
        ("l", True, "needs_clarification", "问题有 10000 个字，超过上限 2000。请缩短后再问。"),
    ]
    assert output[0]["citations"] == []
    assert output[0]["resolved_question"] == " "


def test_the_history_reaches_the_assistant(tmp_path: Path) -> None:
    backend = ScriptedBackend()
    history = [["居家养老有什么任务", "新建社区食堂30个。"]]
    line = {"id": "f", "question": "由谁牵头", "history": history}
    _, output = run_batch(tmp_path, as_lines({**line, "question": "谁牵头"}), backend)
    assert backend.assistant.asked == [
        ("谁牵头", (Turn("居家养老有什么任务", "新建社区食堂30个。"),))
    ]
    assert output[0]["resolved_question"] == "居家养老由谁牵头"


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + as_lines({"id": "a", "question": "x"}).replace(b"\n", b"\r\n")
    status, output = run_batch(tmp_path, data)
    assert (status, [line["id"] for line in output]) == (0, ["a"])


def test_an_empty_input_gives_an_empty_output(tmp_path: Path) -> None:
    assert run_batch(tmp_path, b"") == (0, [])
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_files_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"")
    missing = tmp_path / "none.jsonl"
    assert main(["batch", "--input", str(missing), "--output", "x"], ScriptedBackend()) == 2
    deep = tmp_path / "none" / "out.jsonl"
    assert main(["batch", "--input", str(source), "--output", str(deep)], ScriptedBackend()) == 2
    assert (
        main(["batch", "--input", str(source), "--output", str(tmp_path)], ScriptedBackend()) == 2
    )
    assert capsys.readouterr().err == (
        f"zhice：不能读取输入文件“{missing}”：No such file or directory。请检查路径和权限。\n"
        f"zhice：不能写入“{deep}”：文件夹“{deep.parent}”不存在。请先建立它。\n"
        f"zhice：不能写入“{tmp_path}”：它是一个文件夹。请写明文件名。\n"
    )


def test_the_output_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")
    write_whole(target, "新\n")
    assert target.read_bytes() == "新\n".encode()
    with pytest.raises(BatchFileError, match="不能写入"):
        write_whole(tmp_path / "none" / "out.jsonl", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
