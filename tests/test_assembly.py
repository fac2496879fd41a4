"""The composition root: policies in, an index and an assistant out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ORCHARD_NOTICE, settings_for

from assistant.answer import Answer, Status, Turn
from assistant.assembly import (
    assemble,
    assemble_live,
    assemble_parts,
    build_index_folder,
    make_retriever,
    policy_files,
    shipped_documents,
)
from assistant.conversation import Conversation
from assistant.evidence import Evidence
from assistant.library import Library
from assistant.question import Question
from documents import read_document
from documents.errors import DocumentError, IndexFolderError, QuestionError
from index import load_embedder, open_index


def test_the_shipped_policy_is_the_opinion() -> None:
    assert [read_document(path).number for path in shipped_documents()] == ["菏政办字〔2024〕7号"]


def test_files_of_folders_in_order_of_name(tmp_path: Path) -> None:
    names = ["b.txt", "a.md", "deep/c.TXT", "note.xyz", "z.json"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = policy_files([tmp_path])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.md", "b.txt", "deep/c.TXT"]


def test_a_file_is_taken_as_named_and_before_a_folder_behind_it(tmp_path: Path) -> None:
    single = tmp_path / "z.xyz"
    single.write_text("x", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("x", encoding="utf-8")
    assert policy_files([single, folder]) == [single, folder / "a.txt"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"找不到文件或目录“.*无.txt”。请检查路径。"):
        policy_files([tmp_path / "无.txt"])


def test_a_folder_without_policies(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    with pytest.raises(DocumentError, match=r"没有可读取的文件（支持 .*\.txt"):
        policy_files([tmp_path])


def test_building_reports_what_was_read(
    tmp_path: Path, notice_file: Path, regulation_file: Path
) -> None:
    seen: list[tuple[int, int, str]] = []
    report = build_index_folder(
        settings_for(tmp_path / "index"),
        [notice_file, regulation_file],
        lambda done, total, what: seen.append((done, total, what)),
    )
    read = [read_document(notice_file), read_document(regulation_file)]
    assert list(report.documents.values()) == read
    index = open_index(tmp_path / "index", load_embedder())
    assert list(index.documents.values()) == read
    assert report.passages == index.sentences
    assert report.seconds >= 0
    assert seen == [(1, 2, "已索引 orchard_notice.txt"), (2, 2, "已索引 charging_regulation.txt")]


def test_an_assistant_has_the_documents_of_its_index(joint_assistant: Conversation) -> None:
    assert [document.identifier for document in joint_assistant.documents] == [
        "菏政办字〔2024〕7号",
        "澜州市电动自行车停放充电管理条例",
        "青峪政办发〔2025〕18号",
    ]


def test_a_bad_file_among_good_ones_changes_nothing(
    tmp_path: Path, notice_file: Path, regulation_file: Path
) -> None:
    settings = settings_for(tmp_path / "index")
    build_index_folder(settings, [notice_file])
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(DocumentError, match=r"文件“empty.txt”是空的"):
        build_index_folder(settings, [regulation_file, empty])
    assert [d.number for d in assemble(settings).documents] == ["青峪政办发〔2025〕18号"]


def test_a_bad_file_in_a_folder_is_told_and_the_others_are_read(
    tmp_path: Path, notice_file: Path, regulation_file: Path
) -> None:
    folder = tmp_path / "policies"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.html").write_text(f"<p>{ORCHARD_NOTICE.replace(chr(10), '<p>')}", encoding="utf-8")
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "inner" / "c.txt").write_text(ORCHARD_NOTICE, encoding="utf-8")
    (folder / "inner" / "d.pdf").symlink_to(folder / "nowhere")
    (folder / "~$b.docx").write_bytes(b"of Word")
    (folder / ".hidden.txt").write_bytes(b"")
    settings = settings_for(tmp_path / "index")
    report = build_index_folder(settings, [folder, regulation_file])
    assert [document.source for document in report.documents.values()] == [
        "a.html",
        regulation_file.name,
    ]
    assert [(file.path.name, file.problem[:24]) for file in report.refused] == [
        ("b.docx", "Word 文件“b.docx”已损坏或不完整，不"),
        ("c.txt", "与“a.html”的文号或标题相同（青峪政办发〔"),
        ("d.pdf", f"不能读取文件“{folder}/inner/d.pdf”"[:24]),
    ]
    assert "150座" in assemble(settings).ask("产地冷库要建多少座").text


def test_a_folder_of_bad_files_changes_nothing(tmp_path: Path, notice_file: Path) -> None:
    settings = settings_for(tmp_path / "index")
    build_index_folder(settings, [notice_file])
    folder = tmp_path / "policies"
    folder.mkdir()
    for name in ("a.docx", "b.pdf"):
        (folder / name).write_bytes(b"")
    with pytest.raises(DocumentError, match=r"没有一份文件能作为政策读入：\n.*a\.docx.*\n.*b\.pdf"):
        build_index_folder(settings, [folder])
    assert [d.number for d in assemble(settings).documents] == ["青峪政办发〔2025〕18号"]


def test_the_same_policy_twice_is_refused(tmp_path: Path, notice_file: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(notice_file.read_bytes())
    with pytest.raises(IndexFolderError, match=r"2 份文件的文号或标题相同：青峪政办发〔2025〕18号"):
        build_index_folder(settings_for(tmp_path / "index"), [notice_file, copy])


def test_building_again_replaces_the_documents(
    tmp_path: Path, notice_file: Path, regulation_file: Path
) -> None:
    settings = settings_for(tmp_path / "index")
    build_index_folder(settings, [notice_file])
    before = assemble(settings)
    build_index_folder(settings, [regulation_file])
    after = assemble(settings)
    assert [d.number for d in before.documents] == ["青峪政办发〔2025〕18号"]
    assert "150座" in before.ask("产地冷库要建多少座").text
    assert [d.title for d in after.documents] == ["澜州市电动自行车停放充电管理条例"]
    assert "150座" not in after.ask("产地冷库要建多少座").text


def test_the_same_question_has_the_same_answer_from_a_fresh_index(
    tmp_path: Path, notice_file: Path, notice_assistant: Conversation
) -> None:
    settings = settings_for(tmp_path / "index")
    build_index_folder(settings, [notice_file])
    fresh = assemble(settings)
    for question in ("产地冷库要建多少座", "数字果园由谁牵头", "农家乐补助多少钱"):
        one, other = notice_assistant.ask(question), fresh.ask(question)
        assert replace(one, latency_ms=0.0) == replace(other, latency_ms=0.0)


class CarelessAnswerer:
    """Answers with a figure that no clause holds."""

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        return Answer(f"{question.plain}：151座。", Status.ANSWERED, (), "")

    def stream(self, question: Question, evidence: Evidence, context: str = "") -> Iterator[Answer]:
        yield self.answer(question, evidence, context)


def test_a_draft_is_the_answer_before_the_proof(
    tmp_path: Path, notice_file: Path, notice_assistant: Conversation
) -> None:
    turn = Turn("数字果园由谁牵头", "市农业农村局。")
    for question, history in (("产地冷库要建多少座", ()), ("那产地仓储工程呢", (turn,))):
        drafted = notice_assistant.draft(question, history)
        asked = notice_assistant.ask(question, history)
        assert drafted == replace(asked, latency_ms=0.0)
    settings = settings_for(tmp_path / "index")
    build_index_folder(settings, [notice_file])
    parts = assemble_parts(settings)
    library = Library(make_retriever(parts.index, parts.embedder))
    careless = Conversation(library, CarelessAnswerer(), 2000)
    drafted = careless.draft(" 产地冷库要建多少座 ")
    assert drafted.text == "产地冷库要建多少座：151座。"
    asked = careless.ask(" 产地冷库要建多少座 ")
    assert asked.status is Status.NOT_IN_SOURCE
    assert "151" not in asked.text
    assert drafted.resolved_question == asked.resolved_question == "产地冷库要建多少座"


def test_the_limit_of_a_question_is_a_setting(tmp_path: Path, notice_file: Path) -> None:
    settings = replace(settings_for(tmp_path / "index"), question_limit=10)
    build_index_folder(settings, [notice_file])
    assistant = assemble(settings)
    assert assistant.ask("数字果园由谁牵头").text
    with pytest.raises(QuestionError, match="11 字，最多 10 字"):
        assistant.ask("数字果园究竟由谁来牵头")


def test_an_index_on_a_milvus_server_is_used_as_a_folder_is(
    tmp_path: Path, regulation_file: Path, regulation_assistant: Conversation
) -> None:
    settings = replace(settings_for(tmp_path / "index"), milvus=str(tmp_path / "local.db"))
    with pytest.raises(IndexFolderError, match="上还没有索引。请先建立：zhice index"):
        assemble(settings)
    report = build_index_folder(settings, [regulation_file])
    assert report.passages > len(report.documents) == 1
    question = "个人在楼梯间充电罚款多少"
    expected = replace(regulation_assistant.ask(question), latency_ms=0.0)
    assert replace(assemble(settings).ask(question), latency_ms=0.0) == expected
    live = assemble_live(settings)
    opinion = read_document(shipped_documents()[0])
    live.add(opinion, ".txt", b"opinion")
    assert [document.number for document in live.documents][1:] == [opinion.number]
    assert opinion.number in live.ask("养老托育有哪些措施").citations[0].document
    live.remove(opinion.identifier)
    assert replace(live.ask(question), latency_ms=0.0) == expected
    assert [document.title for document in assemble(settings).documents] == [
        "澜州市电动自行车停放充电管理条例"
    ]
    assert not (tmp_path / "index").exists()
    assert settings.place == f"Milvus {tmp_path / 'local.db'}"
    assert settings.in_folder(tmp_path / "own").milvus is None
