"""The index on disk: changes, damage, other models, killed writers, full disks."""

import json
import os
import random
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, changed_care_policy, trade_policy

from documents.document import Document
from documents.document_head import DocumentHead
from documents.errors import IndexFolderError
from documents.facts import extract_facts
from documents.reading import parse_document
from index.generations import FORMAT_VERSION, HASHED_UP_TO
from index.lock import writer_lock
from index.opened import Index
from index.passages import sentence_passages
from index.retriever import Retriever
from index.store import SMALL, add_document, build_index, open_index, remove_document
from index.terms import TermKind

PARTS = [
    "arrays.safetensors",
    "clause_vectors.faiss",
    "documents.jsonl",
    "facts.jsonl",
    "heads.jsonl",
    "sentence_vectors.faiss",
]
FILES = ["manifest.json", *(f"segment-*.{part}" for part in PARTS)]
KILLS = 12
QUESTIONS = ["养老床位有多少", "电商企业", "社区食堂新建几个", "物流园区"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of the policy on elder care, generation 1."""
    build_index(tmp_path / "索引", [care_policy()], CharacterEmbedder())
    return tmp_path / "索引"


def found(index: Index) -> list[list[tuple[str, str, float]]]:
    """Every hit of every question, with its score."""
    retriever = Retriever(index, CharacterEmbedder())
    return [
        [
            (hit.document.identifier, hit.clause.number, round(hit.fused_score, 5))
            for hit in retriever.search(question)
        ]
        for question in QUESTIONS
    ]


def current(folder: Path) -> Path:
    return folder / (folder / "current").read_text().split()[0]


def test_an_opened_index_is_what_was_built(folder: Path) -> None:
    index = open_index(folder, CharacterEmbedder())
    document = care_policy()
    assert dict(index.documents) == {document.identifier: document}
    assert dict(index.facts) == {document.identifier: extract_facts(document)}
    assert (index.clauses, index.sentences) == (6, len(sentence_passages(document)))
    assert index.heads == (
        DocumentHead(
            document.identifier,
            document.title,
            document.number,
            "青山市人民政府",
            "",
            6,
            document.metadata,
        ),
    )
    assert index.generation == "generation-000001"
    assert index.model == "characters-20"
    assert "没有" not in index.documents


def test_facts_come_back_with_their_values(folder: Path) -> None:
    facts = open_index(folder, CharacterEmbedder()).facts["青政发〔2024〕3号"]
    assert [target.quantity.text for target in facts.targets][:2] == ["65%以上", "2000张"]
    assert facts.responsibilities[0].departments == ("市民政局",)


def test_the_files_of_a_generation_are_these(folder: Path) -> None:
    names = sorted(path.name.partition(".")[2] for path in current(folder).iterdir())
    assert names == sorted(["json", *PARTS])
    assert sorted(path.name for path in folder.iterdir()) == [
        "current",
        "generation-000001",
        "lock",
    ]


def test_the_same_content_has_the_same_digest(folder: Path, tmp_path: Path) -> None:
    again = build_index(tmp_path / "again", [care_policy()], CharacterEmbedder())
    assert again.digest == open_index(folder, CharacterEmbedder()).digest
    assert add_document(folder, trade_policy(), CharacterEmbedder()).digest != again.digest


def test_an_added_document_embeds_only_itself(folder: Path) -> None:
    embedder = CharacterEmbedder()
    index = add_document(folder, trade_policy(), embedder)
    assert list(index.documents) == [
        "青政发〔2024〕3号",
        "青政发〔2024〕9号",
    ]
    assert "发展电商\n培育电商企业50家。" in embedder.encoded
    assert not any("养老" in text for text in embedder.encoded)


def test_a_changed_clause_embeds_only_itself(folder: Path) -> None:
    embedder = CharacterEmbedder()
    add_document(folder, changed_care_policy(), embedder)
    assert embedder.encoded == [
        "(一)居家养老。新建社区食堂45个。(牵头单位:市民政局)",
        "居家养老\n新建社区食堂45个。",
    ]


def test_building_again_embeds_nothing(folder: Path) -> None:
    embedder = CharacterEmbedder()
    build_index(folder, [care_policy()], embedder)
    assert embedder.encoded == []


def test_a_removed_document_embeds_nothing_and_is_gone(folder: Path) -> None:
    add_document(folder, trade_policy(), CharacterEmbedder())
    embedder = CharacterEmbedder()
    index = remove_document(folder, "青政发〔2024〕3号", embedder)
    assert embedder.encoded == []
    assert list(index.documents.values()) == [trade_policy()]
    assert [len(segment.sentence_vectors) for segment in index.segments] == [index.sentences]


def test_changes_give_the_hits_of_a_fresh_build(folder: Path, tmp_path: Path) -> None:
    add_document(folder, trade_policy(), CharacterEmbedder())
    remove_document(folder, "青政发〔2024〕3号", CharacterEmbedder())
    add_document(folder, care_policy(), CharacterEmbedder())
    changed = add_document(folder, changed_care_policy(), CharacterEmbedder())
    fresh = build_index(
        tmp_path / "fresh", [trade_policy(), changed_care_policy()], CharacterEmbedder()
    )
    assert found(changed) == found(fresh)


def test_the_last_document_can_go_and_leaves_nothing_to_find(folder: Path) -> None:
    index = remove_document(folder, "青政发〔2024〕3号", CharacterEmbedder())
    assert found(index) == [[], [], [], []]
    assert found(add_document(folder, care_policy(), CharacterEmbedder()))[0][0][1] == "一"


def test_changes_keep_the_kind_of_terms(tmp_path: Path) -> None:
    build_index(tmp_path, [care_policy()], CharacterEmbedder(), terms=TermKind.WORDS)
    index = add_document(tmp_path, trade_policy(), CharacterEmbedder())
    assert index.terms is TermKind.WORDS
    spreads = index.clause_statistics(["护理型", "护理", "电商"]).spreads
    assert [term for term, spread in spreads.items() if spread] == ["护理", "电商"]


def test_progress_counts_what_is_embedded(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build_index(
        tmp_path,
        [trade_policy()],
        CharacterEmbedder(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 1)]


def test_the_generation_before_is_kept_and_older_ones_go(folder: Path) -> None:
    (folder / "generation-000007").mkdir()  # left behind by a killed writer
    add_document(folder, trade_policy(), CharacterEmbedder())
    remove_document(folder, "青政发〔2024〕9号", CharacterEmbedder())
    assert sorted(path.name for path in folder.glob("generation-*")) == [
        "generation-000008",
        "generation-000009",
    ]


def test_an_opened_index_is_not_touched_by_writers(folder: Path) -> None:
    index = open_index(folder, CharacterEmbedder())
    before = found(index)
    for _ in range(3):
        add_document(folder, trade_policy(), CharacterEmbedder())
        remove_document(folder, "青政发〔2024〕3号", CharacterEmbedder())
        add_document(folder, changed_care_policy(), CharacterEmbedder())
    assert found(index) == before


def altered(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", ["removed", "truncated", "altered"])
def test_a_damaged_file_is_named_and_the_index_refused(
    folder: Path, file: str, damage: str
) -> None:
    [path] = current(folder).glob(file)
    if damage == "removed":
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes(content[:-1] if damage == "truncated" else altered(content))
    reason = "文件不存在" if damage == "removed" else "校验值不符"
    with pytest.raises(IndexFolderError) as refused:
        open_index(folder, CharacterEmbedder())
    assert str(refused.value) == (
        f"索引已损坏：{path}（{reason}）。请重建：zhice index --documents <路径> --index {folder}"
    )


def test_an_index_of_another_format_says_how_to_make_it_anew(folder: Path) -> None:
    path = current(folder) / "manifest.json"
    older = json.dumps({"format_version": FORMAT_VERSION - 1}).encode()
    path.write_bytes(older)
    (folder / "current").write_text(f"{path.parent.name} {sha256(older).hexdigest()}\n")
    with pytest.raises(IndexFolderError) as refused:
        open_index(folder, CharacterEmbedder())
    assert str(refused.value) == (
        f"索引格式版本为 {FORMAT_VERSION - 1}，本程序需要 {FORMAT_VERSION}：{folder}。"
        f"请重建：zhice index --documents <路径> --index {folder}"
    )
    assert found(build_index(folder, [care_policy()], CharacterEmbedder()))[0][0][1] == "一"


@pytest.mark.parametrize("content", [b"", b"generation-000001", b"generation-000009 " + b"0" * 64])
def test_a_damaged_pointer_is_refused(folder: Path, content: bytes) -> None:
    (folder / "current").write_bytes(content)
    with pytest.raises(IndexFolderError, match=r"索引已损坏：.*/current.*zhice index --documents"):
        open_index(folder, CharacterEmbedder())


def test_a_damaged_index_is_built_anew(folder: Path) -> None:
    next(current(folder).glob("*.clause_vectors.faiss")).unlink()
    embedder = CharacterEmbedder()
    assert found(build_index(folder, [care_policy()], embedder))[0][0][1] == "一"
    assert len(embedder.encoded) == 6 + 11


ITEMS = ["一、食堂", *(f"{i}. 新建社区食堂{i}个。" for i in range(1, 900))]


def policy_of(items: int, chapters: str = "一二") -> Document:
    """A policy with so many items in each chapter."""
    lines = [
        line
        for chapter in chapters
        for line in (
            f"{chapter}、食堂",
            *(f"{i}. 新建社区食堂{i}个。" for i in range(1, items + 1)),
        )
    ]
    return parse_document(["青山市大办法", "青政发〔2024〕5号", *lines], "大.txt")


def test_a_large_document_can_be_put_in_its_own_place_again(tmp_path: Path) -> None:
    built = build_index(tmp_path, [policy_of(700, "一二三")], CharacterEmbedder())
    assert built.clauses > SMALL
    for _ in range(3):
        again = add_document(tmp_path, policy_of(700, "一二三"), CharacterEmbedder())
        assert (len(again.segments), again.segments[0].hidden) == (1, ())
        assert again.clauses == built.clauses
    assert found(built) == found(again)
    assert again.digest == built.digest


def test_a_large_segment_is_written_anew_once_most_of_it_is_gone(tmp_path: Path) -> None:
    embedder = CharacterEmbedder()
    names = ("甲", "乙", "丙")
    long = [
        parse_document([f"{name}市办法", f"{name}政发〔2024〕5号", *ITEMS], f"{name}.txt")
        for name in names
    ]
    build_index(tmp_path, long, embedder)
    two = remove_document(tmp_path, long[0].identifier, embedder)
    assert [segment.hidden for segment in two.segments] == [(0,)]
    one = remove_document(tmp_path, long[2].identifier, embedder)
    alone = build_index(tmp_path / "alone", [long[1]], embedder)
    assert [(s.size, s.hidden) for s in one.segments] == [(alone.clauses, ())]
    assert (found(one), one.sentences) == (found(alone), alone.sentences)
    assert dict(one.documents) == {long[1].identifier: long[1]}


@pytest.mark.parametrize("change", ["build", "add"])
def test_damage_of_a_large_file_is_not_written_on(tmp_path: Path, change: str) -> None:
    clean = CharacterEmbedder("".join(chr(0x4E00 + code) for code in range(1100)))
    build_index(tmp_path, [policy_of(900)], clean)
    [path] = current(tmp_path).glob("*.clause_vectors.faiss")
    assert path.stat().st_size > HASHED_UP_TO
    path.write_bytes(altered(path.read_bytes()))
    embedded = len(clean.encoded)
    if change == "build":
        build_index(tmp_path, [policy_of(900)], clean)
        assert len(clean.encoded) == 2 * embedded
    else:
        with pytest.raises(
            IndexFolderError, match=r"索引已损坏：.*clause_vectors.faiss（校验值不符）"
        ):
            add_document(tmp_path, trade_policy(), clean)


def test_a_folder_without_index_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "没有"):
        with pytest.raises(IndexFolderError, match=r"目录中没有索引：.*zhice index --documents"):
            open_index(folder, CharacterEmbedder())


@pytest.mark.parametrize("other", [CharacterEmbedder("养老"), CharacterEmbedder("x" * 20)])
def test_an_index_of_another_model_is_refused(folder: Path, other: CharacterEmbedder) -> None:
    expected = (
        rf"由模型“characters-20”（20 维）建立，与当前模型“{other.name}”（{other.dimension} 维）"
    )
    with pytest.raises(IndexFolderError, match=expected):
        open_index(folder, other)
    with pytest.raises(IndexFolderError, match=expected):
        add_document(folder, trade_policy(), other)
    assert build_index(folder, [care_policy()], other).model == other.name


def test_a_document_that_is_not_there_cannot_be_removed(folder: Path) -> None:
    with pytest.raises(IndexFolderError, match="没有这份文件：甲。现有：青政发〔2024〕3号"):
        remove_document(folder, "甲", CharacterEmbedder())


def test_an_index_needs_documents_with_names_of_their_own(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match="没有可建立索引的文件"):
        build_index(tmp_path, [], CharacterEmbedder())
    with pytest.raises(IndexFolderError, match="2 份文件的文号或标题相同：青政发〔2024〕3号"):
        build_index(tmp_path, [care_policy(), changed_care_policy()], CharacterEmbedder())


def test_a_second_writer_is_refused_and_readers_are_not(folder: Path) -> None:
    with writer_lock(folder):
        with pytest.raises(IndexFolderError, match="正在被另一个进程写入"):
            add_document(folder, trade_policy(), CharacterEmbedder())
        assert list(open_index(folder, CharacterEmbedder()).documents.values()) == [care_policy()]
    add_document(folder, trade_policy(), CharacterEmbedder())


WRITER = """
import sys
from pathlib import Path
from character_embedder import CharacterEmbedder
from elder_care_policy import trade_policy
from index.store import SMALL, add_document, remove_document
folder = Path(sys.argv[1])
print("ready", flush=True)
while True:
    remove_document(folder, trade_policy().identifier, CharacterEmbedder())
    add_document(folder, trade_policy(), CharacterEmbedder())
"""


def python(program: str, *arguments: str) -> subprocess.Popen[str]:
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_writer_leaves_one_of_the_two_states(folder: Path) -> None:
    alone = open_index(folder, CharacterEmbedder())
    both = add_document(folder, trade_policy(), CharacterEmbedder())
    chance = random.Random(0)
    for _ in range(KILLS):
        with python(WRITER, str(folder)) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.1))
            writer.kill()
        index = open_index(folder, CharacterEmbedder())
        assert index.digest in (alone.digest, both.digest)
        add_document(folder, trade_policy(), CharacterEmbedder())


FULL_DISK = """
import resource, sys
from pathlib import Path
from character_embedder import CharacterEmbedder
from documents.errors import IndexFolderError
from elder_care_policy import trade_policy
from index.store import add_document
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    add_document(Path(sys.argv[1]), trade_policy(), CharacterEmbedder())
except IndexFolderError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("limit", [0, 50, 900, 2500, 5000])
def test_a_full_disk_leaves_the_old_index(folder: Path, limit: int) -> None:
    before = found(open_index(folder, CharacterEmbedder()))
    output, errors = python(FULL_DISK, str(folder), str(limit)).communicate()
    assert output.startswith(f"索引写入失败：{folder}"), errors
    assert "原有索引未受影响" in output
    assert found(open_index(folder, CharacterEmbedder())) == before
    assert len(add_document(folder, trade_policy(), CharacterEmbedder()).documents) == 2
