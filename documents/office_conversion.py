"""Old Word files made .docx by LibreOffice, where it is installed; without it, what to do is said."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from documents.errors import DocumentError

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 40
_MEMORY = 4_000_000_000
_LARGEST_OUTPUT = 100_000_000
_CAREFUL = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Its settings: no macros, and nothing fetched that a document points to."""


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """The file as a .docx that is gone in the end.

    Raises:
        DocumentError: LibreOffice is not installed, or cannot read the file.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise DocumentError(
            f"“{path.name}”是旧版 Word 或 WPS 文件，读取它需要 LibreOffice，本机没有安装。"
            "请安装（Debian、Ubuntu：apt-get install libreoffice-writer-nogui），"
            "或在 Word、WPS 中另存为 .docx 后重新提供。"
        )
    with tempfile.TemporaryDirectory(prefix="zhice-") as folder:
        _convert(program, path, Path(folder))
        made = sorted((Path(folder) / "out").glob("*.docx"))
        if not made:
            raise DocumentError(
                f"LibreOffice 不能读取“{path.name}”，文件可能已损坏。"
                "请在 Word 或 WPS 中打开并另存为 .docx 后重新提供。"
            )
        yield made[0]


def _convert(program: str, path: Path, folder: Path) -> None:
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_CAREFUL, encoding="utf-8")
    copy = folder / f"in{path.suffix.lower()}"
    shutil.copyfile(path, copy)
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "docx",
        "--outdir",
        f"{folder}/out",
        str(copy),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _limit(process.pid)
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as exc:
        raise DocumentError(
            f"LibreOffice 读取“{path.name}”超过 {_SECONDS} 秒，已停止。"
            "请在 Word 或 WPS 中另存为 .docx 后重新提供。"
        ) from exc
    finally:
        _end(process)


def _limit(process: int) -> None:
    for limited, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _LARGEST_OUTPUT),
    ):
        resource.prlimit(process, limited, (most, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()
