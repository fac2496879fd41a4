"""Reading apart: hostile files are refused or read within the limits, and the next one is read."""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ORCHARD_NOTICE, settings_for
from hostile_files import HOSTILE, READ, Hostile, burning_pdf
from pdf_file import PdfPage, pdf_file
from word_file import word_file

from assistant.assembly import assemble, build_index_folder
from documents import read_document
from documents.errors import DocumentError
from documents.limited_reading import Limits, ReadingProcess
from documents.reading import read_documents, read_file

SOUND = ("一、发展目标", "到2027年达到65%以上。", "二、附则")


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    with ReadingProcess() as process:
        yield process


def refusal(path: Path, process: ReadingProcess | None = None) -> str:
    with pytest.raises(DocumentError) as refused:
        read_document(path, process)
    return str(refused.value)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_file_is_refused_or_read_and_the_next_one_is_read(
    tmp_path: Path, process: ReadingProcess, hostile: Hostile
) -> None:
    path = tmp_path / hostile.name
    path.write_bytes(hostile.make())
    if hostile.message == READ:
        document = read_document(path, process)
        assert "一" in [clause.number for clause in document.clauses]
        assert "root:" not in document.text
    else:
        message = refusal(path, process)
        assert hostile.name in message or hostile.name == "wide_tables.html"
        assert re.search(hostile.message, message), message
        assert message.endswith("。")
    sound = tmp_path / "sound.docx"
    sound.write_bytes(word_file(*SOUND))
    assert [clause.number for clause in read_document(sound, process).clauses] == ["一", "二"]


def test_there_are_many_and_they_differ() -> None:
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 30


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(burning_pdf(20_000_000))
    with ReadingProcess(Limits(seconds=0.5)) as process:
        assert refusal(path, process).startswith("读取“slow.pdf”超过 0.5 秒还没有读完，已停止。")


def test_what_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(("<p>一、目标</p>" * 500_000).encode())
    with ReadingProcess(Limits(memory=150_000_000)) as process:
        assert "内存超过 150 MB" in refusal(path, process)


def test_what_says_too_much_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    path.write_bytes(word_file(*SOUND, "长" * 9000))
    with ReadingProcess(Limits(output=10_000)) as process:
        assert "“long.docx”里的文字超过" in refusal(path, process)
    path.write_bytes(word_file("一、目标", "长" * 20_001))
    assert "有一行长达 20001 个字" in refusal(path)


def test_a_process_that_is_gone_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sound.docx"
    path.write_bytes(word_file(*SOUND))
    with ReadingProcess() as process:
        first = read_file(path, process)
        process.close()
        assert read_file(path, process) == first
    assert first.lines == SOUND


def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(ORCHARD_NOTICE.encode() + b"\n" * 40_000_000)
    done = threading.Event()

    def touch() -> None:
        at = 0
        while not done.is_set():
            at += 1
            os.utime(path, ns=(at, at))

    writer = threading.Thread(target=touch)
    writer.start()
    try:
        assert "正在被改写" in refusal(path)
    finally:
        done.set()
        writer.join()


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    (tmp_path / "gone.docx").symlink_to(tmp_path / "无")
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "folder.pdf").mkdir()
    assert "不能读取文件" in refusal(tmp_path / "loop.pdf")
    assert "不能读取文件" in refusal(tmp_path / "gone.docx")
    assert "不是普通文件" in refusal(tmp_path / "pipe.html")
    assert "不是普通文件" in refusal(tmp_path / "folder.pdf")


def test_many_files_are_told_one_by_one(tmp_path: Path) -> None:
    names = ["a.docx", "b.pdf", "c.html", "d.txt"]
    (tmp_path / "a.docx").write_bytes(word_file(*SOUND))
    (tmp_path / "b.pdf").write_bytes(pdf_file(PdfPage().scan()))
    (tmp_path / "c.html").write_text("<p>" + "<p>".join(SOUND), encoding="utf-8")
    (tmp_path / "d.txt").write_text("今天天气很好。", encoding="utf-8")
    found = list(read_documents(tmp_path / name for name in names))
    assert [file.path.name for file in found] == names
    assert [file.document is not None for file in found] == [True, False, True, False]
    assert "是扫描件" in found[1].problem
    assert found[2].document is not None
    assert found[2].document.text == "\n".join(SOUND)


@pytest.mark.parametrize("name", ["意见.docx", "意见.pdf", "意见.html"])
def test_files_damaged_anywhere_are_read_or_refused(
    tmp_path: Path, process: ReadingProcess, name: str
) -> None:
    page = "<html><body><table><tr><td>项目</td></tr></table><p>" + "</p><p>".join(SOUND)
    sound = {
        "意见.docx": word_file(*SOUND),
        "意见.pdf": pdf_file(PdfPage().lines(122, 90, SOUND)),
        "意见.html": page.encode(),
    }[name]
    path = tmp_path / name
    for part in range(30):
        at = len(sound) * part // 30
        for damaged in (
            sound[:at],
            sound[:at] + bytes([255, 0, 60, 62]) + sound[at + 4 :],
            sound[:at] + sound[at + 40 :],
        ):
            path.write_bytes(damaged)
            try:
                assert read_document(path, process).clauses
            except DocumentError as exc:
                assert name in str(exc)  # noqa: PT017 - most of them are read


def test_hostile_files_leave_the_index_as_it_was(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "index")
    notice = tmp_path / "notice.txt"
    notice.write_text(ORCHARD_NOTICE, encoding="utf-8")
    build_index_folder(settings, [notice])
    for hostile in HOSTILE[:6]:
        path = tmp_path / hostile.name
        path.write_bytes(hostile.make())
        with pytest.raises(DocumentError, match=hostile.message):
            build_index_folder(settings, [path])
    assert "150座" in assemble(settings).ask("产地冷库要建多少座").text
