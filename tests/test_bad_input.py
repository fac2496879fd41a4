"""Bad input over the whole way, with the shipped model and real files: a message, never a traceback.

What readers, the index folder and the command line refuse by themselves (a port in use among it)
is in their own tests; here is what a person meets on a real index.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ORCHARD_NOTICE, settings_for
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from assistant.answer import Status, Turn
from assistant.assembly import assemble, build_index_folder
from assistant.citations import prove
from assistant.conversation import Conversation
from documents import read_document
from documents.errors import IndexFolderError, ModelError, QuestionError
from index import load_embedder, open_index
from index.embedder import SHIPPED_MODEL
from ui.command_line import main

ROOT = Path(__file__).resolve().parent.parent
COLD_STORES = "产地冷库要建多少座"
BINARY = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, notice_file: Path) -> Path:
    """An index of the notice, not to be written to."""
    folder = tmp_path_factory.mktemp("built") / "index"
    build_index_folder(settings_for(folder), [notice_file])
    return folder


@pytest.fixture
def index(tmp_path: Path, built: Path) -> Path:
    """A copy of the index of the notice."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def serves(index: Path) -> bool:
    """Whether the notice is still answered from an index."""
    return "150座" in assemble(settings_for(index)).ask(COLD_STORES).text


@pytest.mark.parametrize("question", ["", " ", "　\t\n", "\x00\x07\x1b", "？！。", "\u200b\ufeff"])
def test_an_empty_question(opinion_assistant: Conversation, question: str) -> None:
    with pytest.raises(QuestionError, match=r"^问题是空的。"):
        opinion_assistant.ask(question)
    with pytest.raises(QuestionError, match=r"^问题是空的。"):
        list(opinion_assistant.stream(question))


def test_an_empty_question_on_the_command_line(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "　", "--index", str(index)]) == 2
    assert capsys.readouterr().err.startswith("zhice：问题是空的。")


def test_a_question_of_ten_thousand_characters(
    index: Path, opinion_assistant: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "养老机构护理型床位目标是多少" * 715
    assert len(question) == 10_010
    with pytest.raises(QuestionError, match=r"10010 字，最多 2000 字"):
        opinion_assistant.ask(question)
    assert main(["ask", question, "--index", str(index)]) == 2
    assert "10010 字，最多 2000 字" in capsys.readouterr().err


@pytest.mark.parametrize("character", ["养", "a", "1", "(", "第一条", "“", "、"])
def test_a_long_question_within_the_limit_has_an_answer(
    opinion_assistant: Conversation, character: str
) -> None:
    question = (character * 2000)[:1990] + "是多少"
    assert opinion_assistant.ask(question).status in Status


@pytest.mark.parametrize(
    "question",
    [
        "养老机构\x00护理型床位\x1b目标是多少",
        "养老机构护理型\u202e床位目标是多少",
        "养老机构护理型床位\ud800目标是多少",
        "\ufeff养老机构\r\n护理型床位目标是多少",
    ],
)
def test_control_characters_in_a_question(opinion_assistant: Conversation, question: str) -> None:
    answer = opinion_assistant.ask(question)
    assert answer.text == "到2025年,养老机构护理型床位占比65%以上。[1]"


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>是多少",
        "%s %d {0} {question}",
        "'; DROP TABLE --",
        "[1][2][99]",
        "🙂🙂多少",
    ],
)
def test_odd_questions_have_an_answer(opinion_assistant: Conversation, question: str) -> None:
    assert opinion_assistant.ask(question).status in Status


FRAGMENTS = [
    "第",
    "十",
    "(一)",
    "[1]",
    "“",
    "》",
    "2025年",
    "65%",
    "亿元",
    "谁",
    "多少",
    "呢",
    "局",
]


@settings(max_examples=80, deadline=None)
@given(
    question=st.one_of(
        st.text(min_size=1, max_size=40),
        st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12).map("".join),
    ),
    before=st.lists(st.sampled_from(["养老托育由谁牵头", "目标是多少", "那2030年呢"]), max_size=2),
)
def test_any_question_is_answered_declined_or_refused_with_a_message(
    opinion_assistant: Conversation, question: str, before: list[str]
) -> None:
    history = tuple(Turn(each, "市民政局、市卫生健康委。[1]") for each in before)
    try:
        answer = opinion_assistant.ask(question, history)
    except QuestionError as error:
        assert str(error).startswith("问题是空的。")  # noqa: PT017 - most questions are not empty
    else:
        documents = {each.identifier: each for each in opinion_assistant.documents}
        assert prove(answer, documents) == []


@pytest.mark.parametrize("answer", ["", "[1][2]\n\n", "、、、和", "\x00"])
def test_an_odd_answer_before(opinion_assistant: Conversation, answer: str) -> None:
    turn = Turn("家政服务由谁牵头", answer)
    assert opinion_assistant.ask("那养老托育呢", (turn,)).status is Status.ANSWERED


@pytest.mark.parametrize("before", ["", "？？", "🙂", "长" * 3000, "长" * 1999])
def test_a_turn_that_was_no_question_does_not_fail_the_next(
    opinion_assistant: Conversation, before: str
) -> None:
    answer = opinion_assistant.ask("谁牵头", (Turn(before, "问题不能用。"),))
    assert answer.status in Status


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "是空的"),
        (b" \r\n\t\n", "是空的"),
        (BINARY, "其实是一张 PNG 图片"),
        (BINARY[1:], "不是文本文件"),
        ("你好,世界。\n今天天气很好。".encode(), "没有找到条款"),
    ],
)
def test_a_file_that_is_no_policy_leaves_the_old_index(
    tmp_path: Path,
    index: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    message: str,
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    assert main(["index", "--documents", str(bad), "--index", str(index)]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("zhice：")
    assert "“bad.txt”" in errors
    assert message in errors
    assert serves(index)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_another_encoding_is_the_same_policy(
    tmp_path: Path, notice_file: Path, encoding: str
) -> None:
    path = tmp_path / notice_file.name
    path.write_bytes(ORCHARD_NOTICE.encode(encoding))
    assert read_document(path) == read_document(notice_file)
    build_index_folder(settings_for(tmp_path / "index"), [path])
    assert serves(tmp_path / "index")


@pytest.mark.parametrize("command", [["ask", "文号"], ["chat"]])
def test_a_missing_index_names_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    folder = tmp_path / "没有"
    assert main([*command, "--index", str(folder)]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith(f"zhice：目录中没有索引：{folder}。")
    assert "zhice index" in errors
    assert f"--index {folder}" in errors


def altered(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def test_every_damaged_file_is_refused_with_the_command_that_rebuilds(index: Path) -> None:
    """Each file of the folder but the lock: truncated, emptied, altered, removed, one at a time."""
    files = [path for path in sorted(index.rglob("*")) if path.is_file() and path.name != "lock"]
    assert len(files) > 5
    embedder = load_embedder()
    for path in files:
        content = path.read_bytes()
        for damaged in (content[: len(content) // 2], b"", altered(content), None):
            if damaged is None:
                path.unlink()
            else:
                path.write_bytes(damaged)
            with pytest.raises(IndexFolderError) as refused:
                open_index(index, embedder)
            assert "zhice index" in str(refused.value)
            assert f"--index {index}" in str(refused.value)
            path.write_bytes(content)
    assert serves(index)


def test_the_command_mends_a_damaged_index(
    index: Path, notice_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in index.glob("generation-*/*_vectors.faiss"):
        path.write_bytes(b"")
    assert main(["ask", COLD_STORES, "--index", str(index)]) == 2
    assert "索引已损坏" in capsys.readouterr().err
    assert main(["index", "--documents", str(notice_file), "--index", str(index)]) == 0
    assert main(["ask", COLD_STORES, "--index", str(index)]) == 0
    assert "150座" in capsys.readouterr().out


@pytest.fixture
def other_model(tmp_path: Path) -> Path:
    """The shipped model with half of its dimensions."""
    folder = Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "half-model"))
    weights = folder / "model.safetensors"
    tensors = load_file(weights)
    name = "embeddings" if "embeddings" in tensors else "embedding.weight"
    rows = tensors[name]
    tensors[name] = np.ascontiguousarray(rows[:, : rows.shape[1] // 2])
    save_file(tensors, weights)
    return folder


def test_a_model_that_does_not_fit_the_index(
    index: Path,
    other_model: Path,
    notice_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZHICE_MODEL", str(other_model))
    assert main(["ask", COLD_STORES, "--index", str(index)]) == 2
    errors = capsys.readouterr().err
    assert "half-model" in errors
    assert "不符" in errors
    assert f"zhice index --documents <路径> --index {index}" in errors
    assert main(["index", "--documents", str(notice_file), "--index", str(index)]) == 0
    assert main(["ask", COLD_STORES, "--index", str(index)]) == 0
    assert "150座" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_model(index: Path, other_model: Path, name: str) -> None:
    path = other_model / name
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelError, match="缺失或损坏"):
        assemble(replace(settings_for(index), model=str(other_model)))


def test_a_bad_line_in_a_batch_file(
    tmp_path: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "a", "question": COLD_STORES},
        "no json",
        {"id": "b", "question": " "},
        {"id": "c", "question": "长" * 10_000},
        {"id": "d"},
        {"id": "e", "question": "数字果园由谁牵头"},
    ]
    source.write_text(
        "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines),
        encoding="utf-8",
    )
    arguments = ["--input", str(source), "--output", str(target), "--index", str(index)]
    assert main(["batch", *arguments]) == 1
    errors = capsys.readouterr().err
    assert "第 2 行不能用" in errors
    assert "第 5 行不能用" in errors
    output = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["refused"], line["status"]) for line in output] == [
        ("a", False, "answered"),
        ("b", True, "needs_clarification"),
        ("c", True, "needs_clarification"),
        ("e", False, "answered"),
    ]
    document = read_document_of(index)
    for line in output:
        for citation in line["citations"]:
            assert citation["quote"] == document[citation["start"] : citation["end"]]


def read_document_of(index: Path) -> str:
    """The text of the only document of an index."""
    return assemble(settings_for(index)).documents[0].text


FULL_DISK = """
import resource, sys
from ui.command_line import main
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
sys.exit(main(["index", "--documents", sys.argv[1], "--index", sys.argv[2]]))
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.assembly import build_index_folder
from conftest import settings_for
def kill(done, total, what):
    if what.startswith("已索引"):
        os.kill(os.getpid(), signal.SIGKILL)
build_index_folder(settings_for(Path(sys.argv[2])), [Path(sys.argv[1])], kill)
"""


def python(program: str, *arguments: Path) -> subprocess.CompletedProcess[bytes]:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_a_full_disk_during_indexing_leaves_the_old_index(
    index: Path, regulation_file: Path
) -> None:
    finished = python(FULL_DISK, regulation_file, index)
    errors = finished.stderr.decode("utf-8")
    assert finished.returncode == 2, errors
    assert f"zhice：索引写入失败：{index}" in errors
    assert "原有索引未受影响" in errors
    assert serves(index)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_during_indexing_leaves_the_old_index(index: Path, regulation_file: Path) -> None:
    finished = python(KILLED, regulation_file, index)
    assert finished.returncode == -9, finished.stderr.decode("utf-8")
    assert serves(index)
    build_index_folder(settings_for(index), [regulation_file])
    assert [d.title for d in assemble(settings_for(index)).documents] == [
        "澜州市电动自行车停放充电管理条例"
    ]
