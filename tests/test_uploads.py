"""Uploads read within limits: what is recognised, what it would replace, what cannot be used."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import CHARGING_REGULATION, ORCHARD_NOTICE, settings_for
from elder_care_policy import CARE, TRADE
from pdf_file import PdfPage, pdf_file
from word_file import word_file

from assistant.assembly import assemble_live, build_index_folder, kept_documents
from assistant.live import LiveAssistant
from documents import DefectKind
from documents.reading import read_documents
from ui.uploads import MOST_FILES, read_uploads


@pytest.fixture
def live(tmp_path: Path) -> LiveAssistant:
    """An assistant with the shipped model over the policy on elder care."""
    settings = settings_for(tmp_path / "index")
    build_index_folder(settings, [written(tmp_path, "care.txt", CARE)])
    return assemble_live(settings)


def written(folder: Path, name: str, lines: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_an_upload_shows_what_it_would_replace(live: LiveAssistant, tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    changed = [line.replace("30个", "45个") for line in CARE]
    files = [
        written(folder, "trade.txt", TRADE),
        written(folder, "changed.txt", changed),
        written(folder, "again.txt", changed),
        written(folder, "weather.txt", ["今天天气很好。"]),
    ]
    trade, care, again, weather = read_uploads(files, live)
    assert trade.document is not None
    assert (trade.document.number, trade.before, trade.unchanged) == (
        "青政发〔2024〕9号",
        None,
        False,
    )
    assert care.before is not None
    assert (care.before.number, care.unchanged) == ("青政发〔2024〕3号", False)
    assert again.problem == "与“changed.txt”的文号或标题相同（青政发〔2024〕3号），只收入那一份。"
    assert weather.problem.startswith("在“weather.txt”中没有找到条款")
    (same,) = read_uploads([written(folder, "same.txt", CARE)], live)
    assert same.unchanged
    assert [document.number for document in live.documents] == ["青政发〔2024〕3号"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["澜州市人民政府关于测试的规定", "一、" + "奖" * 20_000], "有一行长达 20002 个字"),
        (["一、" + "奖" * 15_000] * 70, "超过上限 1000000"),
        (["\x00\x01\x02" * 50], "不是文本文件"),
        ([" "], "是空的"),
    ],
)
def test_what_cannot_be_read_in_seconds_or_at_all_says_why(
    live: LiveAssistant, tmp_path: Path, lines: list[str], problem: str
) -> None:
    (upload,) = read_uploads([written(tmp_path, "upload.txt", lines)], live)
    assert upload.document is None
    assert problem in upload.problem


def test_only_so_many_files_are_read_at_once(live: LiveAssistant, tmp_path: Path) -> None:
    files = [written(tmp_path, f"{n}.txt", ["无"]) for n in range(MOST_FILES + 3)]
    assert [upload.name for upload in read_uploads(files, live)] == [
        f"{n}.txt" for n in range(MOST_FILES)
    ]


def test_uploads_of_every_kind_are_kept_as_they_are_and_read_again(
    live: LiveAssistant, tmp_path: Path
) -> None:
    folder = tmp_path / "uploads_of_people"
    folder.mkdir()
    lines = ORCHARD_NOTICE.splitlines()
    (folder / "果业.docx").write_bytes(word_file(*lines))
    page = "".join(f"<p>{line}</p>" for line in CHARGING_REGULATION.splitlines())
    (folder / "充电.html").write_text(f"<nav>首页</nav><div>{page}</div>", encoding="utf-8")
    (folder / "扫描.pdf").write_bytes(pdf_file(PdfPage().scan()))
    notice, regulation, scan = read_uploads(
        [folder / name for name in ("果业.docx", "充电.html", "扫描.pdf")], live
    )
    assert "是扫描件" in scan.problem
    assert regulation.document is not None
    assert [d.kind for d in regulation.document.defects] == [DefectKind.PAGE_CHROME]
    for upload in (notice, regulation):
        assert upload.document is not None
        live.add(upload.document, upload.path.suffix, upload.path.read_bytes())
    assert "600元" in live.ask("新栽植良种果苗每亩补助多少").text
    kept = kept_documents(settings_for(tmp_path / "index"))
    assert [path.suffix for path in kept[1:]] == [".html", ".docx"]
    assert [f.document.identifier for f in read_documents(kept[1:]) if f.document] == [
        "澜州市电动自行车停放充电管理条例",
        "青峪政办发〔2025〕18号",
    ]


def test_accepted_uploads_answer_with_the_shipped_model(
    live: LiveAssistant, tmp_path: Path
) -> None:
    for name, text in (("a.txt", CHARGING_REGULATION), ("b.txt", ORCHARD_NOTICE)):
        (upload,) = read_uploads([written(tmp_path, name, [text])], live)
        assert upload.document is not None
        live.add(upload.document, ".txt", upload.path.read_bytes())
    assert "九十日" in live.ask("集中充电场所监控资料保存多久").text
    assert "600元" in live.ask("新栽植良种果苗每亩补助多少").text
    assert len(live.documents) == 3
