"""What the command line and the page need from below, and the one implementation that gives it.

The heavy parts are imported when they are first used, so that `zhice --help` starts at once.
Tests hand in a backend of their own.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer, Assistant, Turn
from assistant.document_filter import DocumentFilter
from assistant.settings import Settings
from documents.document import Document

if TYPE_CHECKING:
    from assistant.assembly import BuildReport
    from assistant.language_model import LanguageModel
    from assistant.live import LiveAssistant
    from evals.runner import MeasuredParts

Progress = Callable[[int, int, str], None]


class ReadAssistant(Assistant, Protocol):
    """An assistant that shows what it has read, and its answers before they are proven."""

    @property
    def documents(self) -> Sequence[Document]:
        """The documents in the index, in the order in which they were added."""
        ...

    def draft(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """The answer before the proof. Raises QuestionError as `ask` does."""
        ...

    def within(self, wanted: DocumentFilter) -> "ReadAssistant":
        """The assistant asked of some documents only. Raises QuestionError where none passes."""
        ...


class Backend(Protocol):
    """The program below the surfaces."""

    def assemble(self, settings: Settings) -> ReadAssistant:
        """Load the index and put an assistant together."""
        ...

    def assemble_live(self, settings: Settings) -> "LiveAssistant":
        """As `assemble`, with documents that can change while it answers."""
        ...

    def build_index(
        self, settings: Settings, paths: list[Path], progress: Progress
    ) -> "BuildReport":
        """Read the files and make the index folder."""
        ...

    def shipped_documents(self) -> list[Path]:
        """The files of the documents that come with the program."""
        ...

    def kept_documents(self, settings: Settings) -> list[Path]:
        """The shipped documents and those added in the page: what an index made anew holds."""
        ...

    def assemble_parts(
        self, settings: Settings, model: "LanguageModel | None" = None
    ) -> "MeasuredParts":
        """The assistant, its index and its embedding model, to measure each."""
        ...

    def language_model(
        self, settings: Settings, record: Path | None, replay: Path | None
    ) -> "LanguageModel":
        """The language model to measure: that of the settings, written down, or a transcript."""
        ...


class AssembledBackend:
    """The real program, assembled in `assistant/assembly.py`; `assembled` is what was last."""

    assembled: ReadAssistant | None = None

    def assemble(self, settings: Settings) -> ReadAssistant:
        """Load the index and put an assistant together."""
        from assistant import assembly

        self.assembled = assembly.assemble(settings)
        return self.assembled

    def assemble_live(self, settings: Settings) -> "LiveAssistant":
        """As `assemble`, with documents that can change while it answers."""
        from assistant import assembly

        return assembly.assemble_live(settings)

    def build_index(
        self, settings: Settings, paths: list[Path], progress: Progress
    ) -> "BuildReport":
        """Read the files and make the index folder."""
        from assistant import assembly

        return assembly.build_index_folder(settings, paths, progress)

    def shipped_documents(self) -> list[Path]:
        """The files of the documents that come with the program."""
        from assistant import assembly

        return assembly.shipped_documents()

    def kept_documents(self, settings: Settings) -> list[Path]:
        """The shipped documents and those added in the page: what an index made anew holds."""
        from assistant import assembly

        return assembly.kept_documents(settings)

    def assemble_parts(
        self, settings: Settings, model: "LanguageModel | None" = None
    ) -> "MeasuredParts":
        """The assistant, its index and its embedding model, to measure each."""
        from assistant import assembly

        return assembly.assemble_parts(settings, model)

    def language_model(
        self, settings: Settings, record: Path | None, replay: Path | None
    ) -> "LanguageModel":
        """The language model to measure: that of the settings, written down, or a transcript."""
        from assistant import assembly

        return assembly.measured_model(settings, record, replay)
