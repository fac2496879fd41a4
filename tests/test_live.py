"""Documents that change while questions are answered: nothing is lost, a failure changes nothing."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, changed_care_policy, trade_policy

from assistant.assembly import make_retriever
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.library import Library
from assistant.live import LiveAssistant
from assistant.many_documents import ManyDocuments
from assistant.shelf import Shelf
from documents.document import Document
from documents.errors import IndexFolderError
from documents.reading import parse_document
from index.lock import writer_lock
from index.search_store import SearchStore
from index.selection import selected
from index.store import IndexFolder, build_index, open_index


def town_policy(number: int) -> Document:
    """One of many small policies."""
    lines = [
        f"第{number}镇养老服务实施方案",
        f"镇发〔2025〕{number}号",
        "各村:",
        "一、目标",
        f"到2027年,建成村级食堂{number + 100}个。",
    ]
    return parse_document(lines, f"{number}.txt")


@pytest.fixture
def live(tmp_path: Path) -> LiveAssistant:
    """An assistant over the policy on elder care."""
    build_index(tmp_path / "index", [care_policy()], CharacterEmbedder())
    return live_over(tmp_path)


def live_over(home: Path, **options: int) -> LiveAssistant:
    """An assistant over the index of a folder."""
    embedder = CharacterEmbedder()

    def converse(index: SearchStore) -> ManyDocuments:
        def over_one(identifier: str) -> Conversation:
            one = make_retriever(selected(index, frozenset([identifier]), embedder), embedder)
            return Conversation(Library(one), ExtractiveAnswerer(), 2000)

        library = Library(make_retriever(index, embedder))
        return ManyDocuments(library, ExtractiveAnswerer(), 2000, over_one)

    folder = IndexFolder(home / "index", embedder)
    return LiveAssistant(folder, embedder, Shelf(home / "uploads"), converse, **options)


def test_what_another_process_writes_is_taken_up(live: LiveAssistant, tmp_path: Path) -> None:
    looking = live_over(tmp_path, look_after=0)
    seldom = live_over(tmp_path, look_after=3600)
    live.add(trade_policy(), ".txt", b"trade")
    assert "50家" in looking.ask("培育多少家电商企业").text
    assert identifiers(looking) == ["青政发〔2024〕3号", "青政发〔2024〕9号"]
    assert identifiers(seldom) == ["青政发〔2024〕3号"]
    (tmp_path / "index" / "current").unlink()
    assert "50家" in looking.ask("培育多少家电商企业").text


def identifiers(live: LiveAssistant) -> list[str]:
    return [document.identifier for document in live.documents]


def test_an_added_document_answers_and_a_removed_one_no_longer(
    live: LiveAssistant, tmp_path: Path
) -> None:
    live.add(trade_policy(), ".txt", b"trade")
    assert identifiers(live) == ["青政发〔2024〕3号", "青政发〔2024〕9号"]
    assert "50家" in live.ask("培育多少家电商企业").text
    assert [p.name for p in Shelf(tmp_path / "uploads").files()] == ["青政发〔2024〕9号.txt"]
    live.remove("青政发〔2024〕9号")
    assert identifiers(live) == ["青政发〔2024〕3号"]
    assert Shelf(tmp_path / "uploads").files() == []
    assert Shelf(tmp_path / "uploads").removed() == {"青政发〔2024〕9号"}


def test_documents_added_at_once_are_all_there(live: LiveAssistant, tmp_path: Path) -> None:
    failures: list[Exception] = []

    def add(number: int) -> None:
        try:
            live.add(town_policy(number), ".txt", str(number).encode())
        except IndexFolderError as exc:
            failures.append(exc)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    expected = {"青政发〔2024〕3号", *(f"镇发〔2025〕{number}号" for number in range(1, 9))}
    assert set(identifiers(live)) == expected
    assert len(Shelf(tmp_path / "uploads").files()) == 8
    for number in range(1, 9):
        assert f"{number + 100}个" in live.ask(f"第{number}镇建成村级食堂多少个").text


def test_a_question_under_way_keeps_its_documents(live: LiveAssistant) -> None:
    growing = live.stream("新建社区食堂多少个")
    live.add(trade_policy(), ".txt", b"")
    assert "30个" in list(growing)[-1].text


@pytest.mark.parametrize(
    "change",
    [
        lambda live: live.add(trade_policy(), ".txt", b""),
        lambda live: live.remove("青政发〔2024〕3号"),
        lambda live: live.remove("没有这份"),
    ],
)
def test_a_change_that_fails_changes_nothing(
    live: LiveAssistant, tmp_path: Path, change: Callable[[LiveAssistant], None]
) -> None:
    with writer_lock(tmp_path / "index"), pytest.raises(IndexFolderError):
        change(live)
    assert identifiers(live) == ["青政发〔2024〕3号"]
    assert "30个" in live.ask("新建社区食堂多少个").text
    assert Shelf(tmp_path / "uploads").files() == []
    assert Shelf(tmp_path / "uploads").removed() == set()


def test_the_last_document_stays(live: LiveAssistant) -> None:
    with pytest.raises(IndexFolderError, match="最后一份"):
        live.remove("青政发〔2024〕3号")


def kept(shelf: Shelf, identifier: str, suffix: str, content: bytes) -> None:
    with shelf.staged(content) as staged:
        shelf.keep(identifier, suffix, staged)


def test_a_kept_file_has_a_name_without_a_path(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "uploads")
    kept(shelf, "../../etc/passwd", ".txt", b"one")
    kept(shelf, "../../etc/passwd", ".md", b"two")
    (file,) = shelf.files()
    assert (file.parent, file.suffix, file.read_bytes()) == (tmp_path / "uploads", ".md", b"two")
    assert file.name.startswith("etc_passwd_")


def test_two_documents_never_share_a_file(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "uploads")
    names = ["青政发〔2024〕3号", "青政发[2024]3号", "青政发_2024_3号", "长" * 200, "长" * 201, "/"]
    for name in names:
        kept(shelf, name, ".txt", name.encode())
    contents = {path.read_bytes().decode() for path in shelf.files()}
    assert contents == set(names)
    shelf.remove("长" * 200)
    assert {path.read_bytes().decode() for path in shelf.files()} == {*names} - {"长" * 200}


def test_what_a_crash_left_half_written_is_no_kept_file(tmp_path: Path) -> None:
    (tmp_path / ".tmpab12").write_bytes(b"half")
    assert Shelf(tmp_path).files() == []


def test_a_file_that_cannot_be_kept_changes_nothing(live: LiveAssistant, tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file where the folder should be")
    with pytest.raises(IndexFolderError, match="无法保存上传的文件"):
        live.add(trade_policy(), ".txt", b"trade")
    assert identifiers(live) == ["青政发〔2024〕3号"]
    documents = open_index(tmp_path / "index", CharacterEmbedder()).documents.values()
    assert [document.identifier for document in documents] == ["青政发〔2024〕3号"]


def test_no_more_documents_than_allowed(tmp_path: Path, live: LiveAssistant) -> None:
    full = live_over(tmp_path, most_documents=1)
    with pytest.raises(IndexFolderError, match="已有 1 份文件，达到上限 1"):
        full.add(trade_policy(), ".txt", b"trade")
    full.add(changed_care_policy(), ".txt", b"care")  # one that is there may be replaced
    assert "45个" in full.ask("新建社区食堂多少个").text
    assert [path.read_bytes() for path in Shelf(tmp_path / "uploads").files()] == [b"care"]


def test_a_document_is_tried_out_without_the_others(live: LiveAssistant) -> None:
    live.try_out(trade_policy())
    assert identifiers(live) == ["青政发〔2024〕3号"]
