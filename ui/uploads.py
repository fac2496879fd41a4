"""Uploaded files read, to be looked at before they are accepted; limits keep reading to seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.live import LiveAssistant
from documents.document import Document
from documents.errors import DocumentError, PolicyAssistantError
from documents.readers import read_lines
from documents.reading import parse_document

MOST_FILES = 20
"""Files that are read at once."""

_LONGEST_LINE = 20_000
_LONGEST_TEXT = 1_000_000
"""Characters: some steps of reading take time that grows with the square of a line or a text."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file with the document in it, or the problem for which it cannot be used.

    `before` is the document of the index that it would replace.
    """

    path: Path
    document: Document | None = None
    before: Document | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def unchanged(self) -> bool:
        """Whether the index has the same text already."""
        if self.document is None or self.before is None:
            return False
        return self.before.digest == self.document.digest


def read_uploads(paths: Sequence[Path], assistant: LiveAssistant) -> tuple[Upload, ...]:
    """Read files, the first twenty of them; of two with the same document the first counts."""
    known = {document.identifier: document for document in assistant.documents}
    uploads: list[Upload] = []
    taken: dict[str, str] = {}
    for path in paths[:MOST_FILES]:
        try:
            document = _read(path)
            name = document.identifier
            if name in taken:
                raise DocumentError(f"与“{taken[name]}”的文号或标题相同（{name}），只收入那一份。")
            assistant.try_out(document)
        except PolicyAssistantError as exc:
            uploads.append(Upload(path, problem=str(exc)))
            continue
        taken[name] = path.name
        uploads.append(Upload(path, document, known.get(name)))
    return tuple(uploads)


def _read(path: Path) -> Document:
    lines = read_lines(path)
    longest, length = max(map(len, lines)), sum(map(len, lines))
    if length > _LONGEST_TEXT:
        raise DocumentError(
            f"文件“{path.name}”有 {length} 个字，超过上限 {_LONGEST_TEXT}。请拆分后再上传。"
        )
    if longest > _LONGEST_LINE:
        raise DocumentError(
            f"文件“{path.name}”有一行长达 {longest} 个字，超过上限 {_LONGEST_LINE}，"
            "不像一份政策文件。请按原文分段后再上传。"
        )
    return parse_document(lines, source=path.name)
