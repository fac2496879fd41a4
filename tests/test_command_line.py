"""The command `zhice`, called in process with a scripted backend and as a program."""

import gc
import io
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ORCHARD_NOTICE, settings_for
from pdf_file import PdfPage, pdf_file
from scripted_assistant import ScriptedBackend
from word_file import word_file

from assistant.answer import Turn
from assistant.assembly import build_index_folder
from evals.retrieval import PASSAGE_MEASURES
from ui.chinese_parser import in_chinese
from ui.command_line import main, make_parser
from ui.console import ProgressBar, wrapped
from ui.search_sets import default_sets

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ["index", "ask", "chat", "batch", "serve", "eval"]


def run_zhice(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [[], *[[name] for name in COMMANDS]])
def test_help_is_chinese(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    output = capsys.readouterr().out
    assert caught.value.code == 0
    assert output.startswith(f"用法：{' '.join(['zhice', *command])} ")
    assert "选项:" in output
    assert not re.search(r"usage|options|positional|show this|arguments", output)


def test_the_columns_of_help_are_aligned_by_width(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["diff", "-h"])
    assert capsys.readouterr().out.split("\n\n")[-1] == (
        "选项:\n"
        "  -h, --help       显示这份说明\n"
        "  --index 文件夹   索引文件夹\n"
        "  --json           以 JSON 输出\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "zhice：缺少必需的参数：命令"),
        (["batch"], "zhice batch：缺少必需的参数：--input, --output"),
        (["serve", "--port"], "zhice serve：参数 --port 后面应当有一个值"),
        (["index", "--documents"], "zhice index：参数 --documents 后面至少应当有一个值"),
        (["ask", "x", "--json=1"], "zhice ask：参数 --json 不带值，却写了“1”"),
        (["chat", "--inde", "x"], "zhice：不认识的参数：--inde x"),
        (
            ["serve", "--port", "99999"],
            "zhice serve：参数 --port：“99999”不是端口号，应当是 1 到 65535 之间的整数",
        ),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == message


def test_an_unknown_command_names_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bogus"])
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("zhice：参数 命令 没有“bogus”这个选择（可选：")


def test_a_message_of_argparse_that_is_not_known_stays() -> None:
    assert in_chinese("something else") == "something else"


def test_every_command_is_there() -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as caught:
            make_parser().parse_args([name, "-h"])
        assert caught.value.code == 0


def test_ask_leaves_garbage_collection_on() -> None:
    assert gc.isenabled()
    assert main(["ask", "护理型床位占比是多少"], ScriptedBackend()) == 0
    assert gc.isenabled()


def test_ask_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "护理型床位占比是多少"], ScriptedBackend()) == 0
    assert capsys.readouterr().out == (
        "到2025年,养老机构护理型床位占比65%以上。[1]\n\n"
        "状态：已回答\n\n"
        "出处：\n"
        "[1] 青政发〔2024〕3号 一 总体要求\n"
        "    “养老机构护理型床位占比65%以上”\n"
    )


def test_a_refusal_offers_the_nearest_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "食堂电话"], ScriptedBackend()) == 0
    assert capsys.readouterr().out == (
        "原文未载明这一点。\n\n"
        "状态：原文未载\n\n"
        "相近条款：\n"
        "· 青政发〔2024〕3号 二(一)1 居家养老\n"
        "    “新建社区食堂30个。”\n"
    )


def test_ask_as_json_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("床位占比\n"))
    assert main(["ask", "-", "--json"], ScriptedBackend()) == 0
    output = json.loads(capsys.readouterr().out)
    assert output["question"] == "床位占比"
    assert output["status"] == "answered"
    assert output["citations"][0]["clause"] == "一"


def test_an_empty_question_is_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", " "], ScriptedBackend()) == 2
    assert capsys.readouterr().err == "zhice：问题是空的。请写下要问的内容。\n"


def test_a_wrong_setting_is_a_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHICE_PORT", "x")
    assert main(["ask", "问"], ScriptedBackend()) == 2
    assert capsys.readouterr().err.startswith("zhice：设置 ZHICE_PORT 的值“x”不能用。")


def test_chat_remembers_and_ends_with_the_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = ScriptedBackend()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"床位占比\n\n{'长' * 2001}\n谁牵头\n"))
    assert main(["chat"], backend) == 0
    output = capsys.readouterr().out
    first = Turn("床位占比", "到2025年,养老机构护理型床位占比65%以上。[1]")
    assert backend.assistant.asked[-1] == ("谁牵头", (first,))
    assert "问题有 2001 个字" in output
    assert "理解为：居家养老由谁牵头" in output


def test_index_tells_what_was_recognised(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    backend = ScriptedBackend()
    assert main(["index", "--documents", "a.txt", "b.txt", "--index", str(tmp_path)], backend) == 0
    assert backend.paths == [Path("a.txt"), Path("b.txt")]
    output = capsys.readouterr().out
    assert output.startswith(
        "《青山市人民政府关于加快养老服务发展的意见》\n  文号：青政发〔2024〕3号\n"
        "  地区：青山市，年份：2024，层级：市，文种：意见\n  条款：8 个\n"
    )
    assert output.endswith(f"共 1 份文件、12 个片段，用时 0.2 秒。索引在 {tmp_path}\n")


def test_index_without_documents_takes_the_shipped_ones() -> None:
    backend = ScriptedBackend()
    assert main(["index"], backend) == 0
    assert backend.paths == [Path("shipped.txt")]


def test_index_names_the_bad_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--documents", "a.txt", "bad.txt"], ScriptedBackend()) == 2
    assert capsys.readouterr().err == "zhice：文件“bad.txt”不是文本文件。\n"


def test_index_names_what_it_left_out_of_a_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "notice.docx").write_bytes(word_file(*ORCHARD_NOTICE.splitlines()))
    (folder / "scan.pdf").write_bytes(pdf_file(PdfPage().scan()))
    arguments = ["index", "--documents", str(folder), "--index", str(tmp_path / "index")]
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert "文号：青峪政办发〔2025〕18号" in printed.out
    told = f"zhice：文件夹里有 1 份文件没有收入：\n  {folder}/scan.pdf：PDF 文件“scan.pdf”是扫描件"
    assert told in printed.err


def test_eval_prints_tables_and_misses_and_writes_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    questions = tmp_path / "q.jsonl"
    line = {"id": "a", "category": "fact", "question": "食堂几个", "answerable": True}
    questions.write_text(json.dumps({**line, "gold_clauses": ["二(一)1"]}), encoding="utf-8")
    report = tmp_path / "report.json"
    arguments = ["eval", "run", str(questions), "--misses", "--json", str(report)]
    assert main(arguments, ScriptedBackend()) == 0
    output = capsys.readouterr().out
    assert output.startswith("q\n\n类别")
    assert "[a] fact：食堂几个\n  回答：原文未载明这一点。（原文未载）" in output
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["total"]["refused_wrongly"] == 1


def test_eval_retrieval_prints_a_table_and_writes_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHICE_INDEX", str(tmp_path / "index"))
    assert main(["index"]) == 0
    public = tmp_path / "public.json"
    texts = ["养老机构护理型床位占比", "新建物流园区", "电商企业培育"]
    queries = [{"q": "护理型床位有多少", "gold": [0]}, {"q": "园区", "gold": [1]}]
    public.write_text(json.dumps({"docs": texts, "queries": queries}), encoding="utf-8")
    report = tmp_path / "report.json"
    capsys.readouterr()
    assert main(["eval", "retrieval", str(public), "--json", str(report)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "public（2 问，3 段）"
    assert lines[1].split() == ["全部", "2", "问", *(measure.value for measure in PASSAGE_MEASURES)]
    assert lines[-2].split() == ["融合", *["100.0"] * 6]
    rows = json.loads(report.read_text(encoding="utf-8"))["sets"][0]["rows"]
    assert [row["system"] for row in rows] == ["bm25_words", "bm25_characters", "model", "fused"]
    assert rows[-1]["R@1"] == 1


def test_eval_retrieval_names_the_public_sets_that_it_skips(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert list(default_sets(tmp_path)) == [
        "opinion_details_reporting",
        "opinion_details_tuning",
        "opinion_more_reporting",
        "opinion_reporting",
        "opinion_tuning",
        "lay_questions",
    ]
    assert capsys.readouterr().err == (
        "跳过 CMRC2018 dev：没有文件 cmrc2018_dev.json.xz（用 --public 指定所在的文件夹）。\n"
        "跳过 STARD：没有文件 stard.json.xz（用 --public 指定所在的文件夹）。\n"
    )


def test_eval_retrieval_of_a_missing_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "没有.json"
    assert main(["eval", "retrieval", str(missing)], ScriptedBackend()) == 2
    assert capsys.readouterr().err == f"zhice：找不到题集“{missing}”。请检查路径。\n"


def test_a_port_in_use_is_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)], ScriptedBackend()) == 2
    expected = f"zhice：端口 {port} 已被占用。请换一个端口：zhice serve --port {port + 1}\n"
    assert capsys.readouterr().err == expected


def test_chinese_comes_out_under_the_c_locale() -> None:
    finished = run_zhice(
        "serve", "--port", "0", LANG="C", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0"
    )
    assert finished.returncode == 2
    assert "“0”不是端口号" in finished.stderr.decode("utf-8")


def test_ask_loads_only_what_one_question_needs(tmp_path: Path) -> None:
    opinion = ROOT / "documents" / "corpus" / "heze_services_2024.txt"
    build_index_folder(settings_for(tmp_path / "index"), [opinion])
    heavy = (
        "concurrent.futures.process|fastapi|gradio|jieba|langchain|lxml|multiprocessing|openai|"
        "pandas|pypinyin|rjieba|scipy|sentence_transformers|socket|tomllib|torch|transformers"
    )
    code = (
        "import sys\nfrom ui.command_line import main\n"
        f"assert main(['ask', '养老机构护理型床位目标是多少', '--index', {str(tmp_path / 'index')!r}]) == 0\n"
        f"print([name for name in '{heavy}'.split('|') if name in sys.modules])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    shown = finished.stdout.splitlines()
    assert "65%以上" in shown[0]
    assert shown[-1] == "[]"


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("养老机构护理型床位目标是多少", 0, "养老机构护理型床位占比65%以上”\n"),
        ("", 2, "问题是空的"),
    ],
)
def test_a_process_that_ends_at_once_has_said_all(
    tmp_path: Path, question: str, status: int, said: str
) -> None:
    opinion = ROOT / "documents" / "corpus" / "heze_services_2024.txt"
    build_index_folder(settings_for(tmp_path / "index"), [opinion])
    finished = run_zhice("ask", question, "--index", str(tmp_path / "index"))
    assert finished.returncode == status
    assert said in (finished.stdout or finished.stderr).decode("utf-8")


def test_help_loads_no_heavy_library() -> None:
    heavy = (
        "gradio|torch|numpy|faiss|jieba|rjieba|sentence_transformers|langchain_core|fastapi|pandas"
    )
    code = (
        "import sys\nfrom ui.command_line import make_parser\nmake_parser().format_help()\n"
        f"print([name for name in '{heavy}'.split('|') if name in sys.modules])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert finished.stdout == "[]\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes of the POSIX shell")
def test_a_closed_pipe_is_no_traceback() -> None:
    code = (
        "import os, sys\nfrom scripted_assistant import ScriptedBackend\n"
        "from ui.command_line import main\nos.read(0, 1)\nsys.exit(main(['ask', '床位占比'], ScriptedBackend()))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdin is not None
        process.stdout.close()
        process.stdin.write(b"go\n")
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_the_progress_bar_waits_a_second_and_clears_itself() -> None:
    times = iter([0.0, 0.5, 2.0, 3.0])
    stream = Terminal()
    bar = ProgressBar(stream, lambda: next(times))
    bar(1, 4, "甲")
    assert stream.getvalue() == ""
    bar(2, 4, "计算向量")
    assert stream.getvalue() == "\r[############............]  50% 2/4 计算向量"
    bar(3, 4, "乙")
    bar.close()
    drawn = "\r[##################......]  75% 3/4 乙"
    assert stream.getvalue().endswith(drawn + "      " + "\r" + " " * 38 + "\r")


def test_elsewhere_progress_is_a_line_now_and_then() -> None:
    times = iter([0.0, 1.5, 2.0, 7.0])
    stream = io.StringIO()
    bar = ProgressBar(stream, lambda: next(times))
    for done in (1, 2, 3):
        bar(done, 4, "读取")
    bar.close()
    assert stream.getvalue() == " 25% 1/4 读取\n 75% 3/4 读取\n"


def test_wrapping_counts_columns_and_keeps_closing_marks() -> None:
    assert wrapped("养老机构护理型床位。", 8) == "养老机构\n护理型床\n位。"
    assert wrapped("养老机构，护理", 8) == "养老机构，\n护理"
    assert wrapped("甲乙丙", 6, indent="  ") == "  甲乙\n  丙"
