"""Old Word files: through LibreOffice where it is installed, otherwise the message says what to do."""

import shutil
import subprocess
from pathlib import Path

import pytest
from word_file import word_file

from documents import read_document
from documents.errors import DocumentError
from documents.office_conversion import as_docx

LINES = (
    "澜州市人民政府关于支持茶产业发展的意见",
    "一、发展目标",
    "到2027年达到65%以上。",
    "二、附则",
)
INSTALLED = shutil.which("soffice") is not None


def test_without_libreoffice_what_to_do_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "意见.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(
        DocumentError, match=r"“意见.wps”是旧版 Word 或 WPS 文件.*apt-get install .*另存为 .docx"
    ):
        read_document(path)


def test_a_program_that_makes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    (tmp_path / "a.doc").write_bytes(b"{\\rtf1 }")
    with (
        pytest.raises(DocumentError, match=r"LibreOffice 不能读取“a\.doc”"),
        as_docx(tmp_path / "a.doc"),
    ):
        pytest.fail("there is none")


@pytest.mark.skipif(not INSTALLED, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "意见.docx").write_bytes(word_file(*LINES))
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "doc",
            "--outdir",
            tmp_path,
            tmp_path / "意见.docx",
        ],
        check=True,
        capture_output=True,
    )
    assert read_document(tmp_path / "意见.doc").text == "\n".join(LINES)
