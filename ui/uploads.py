"""Uploaded files read, to be looked at before they are accepted; limits keep reading to seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.live import LiveAssistant
from documents.document import Document
from documents.errors import DocumentError, PolicyAssistantError
from documents.limited_reading import ReadingProcess
from documents.readers import check_length
from documents.reading import parse_document, read_file

MOST_FILES = 20
"""Files that are read at once."""


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
    with ReadingProcess() as process:
        for path in paths[:MOST_FILES]:
            try:
                document = _read(path, process)
                name = document.identifier
                if name in taken:
                    raise DocumentError(
                        f"与“{taken[name]}”的文号或标题相同（{name}），只收入那一份。"
                    )
                assistant.try_out(document)
            except PolicyAssistantError as exc:
                uploads.append(Upload(path, problem=str(exc)))
                continue
            taken[name] = path.name
            uploads.append(Upload(path, document, known.get(name)))
    return tuple(uploads)


def _read(path: Path, process: ReadingProcess) -> Document:
    found = read_file(path, process)
    check_length(found, path.name)
    return parse_document(list(found.lines), path.name, found.defects)
