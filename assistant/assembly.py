"""The one place that picks concrete parts: settings in, a working assistant or index out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import documents
from assistant.conversation import Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.generative import GenerativeAnswerer
from assistant.language_model import LangChainModel, LanguageModel
from assistant.library import Library
from assistant.live import LiveAssistant
from assistant.model_gate import ModelGate
from assistant.model_records import RecordingModel, RememberingModel, ReplayedModel
from assistant.model_settings import Price
from assistant.question import understand
from assistant.restating import QuestionRestater
from assistant.settings import Settings
from assistant.shelf import Shelf
from documents.document import Document
from documents.errors import DocumentError, SettingsError
from documents.readers import READERS
from documents.reading import read_document
from index.embedder import Embedder, load_embedder
from index.retriever import DENSE_WEIGHT, Retriever
from index.store import Index, build_index, open_index
from index.vector_memory import RememberingEmbedder

_AT_ONCE = 4

Progress = Callable[[int, int, str], None]
"""Called with how many steps are done, how many there are, and what is being done."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What indexing did."""

    documents: tuple[Document, ...]
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Parts:
    """A working assistant, its index and its embedding model, to measure each."""

    conversation: Conversation
    index: Index
    embedder: Embedder


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """A language model with its limits, which hold whatever documents are loaded."""

    model: LanguageModel
    gate: ModelGate
    price: Price | None


def shipped_documents() -> list[Path]:
    """The policies that come with the program."""
    folder = Path(documents.__file__).parent / "corpus"
    return sorted(folder.glob("*.txt"))


def assemble(settings: Settings) -> Conversation:
    """Open the index and put the assistant together.

    Raises:
        IndexFolderError: The index is missing, damaged, or of another model.
        ModelError: The embedding model cannot be loaded.
    """
    return assemble_parts(settings).conversation


def assemble_parts(settings: Settings, model: LanguageModel | None = None) -> Parts:
    """As `assemble`, with the parts below it, and with another language model where one is given.

    Raises:
        IndexFolderError: The index is missing, damaged, or of another model.
        ModelError: The embedding model cannot be loaded.
    """
    embedder = _embedder(settings)
    remembering = RememberingEmbedder(embedder)
    index = open_index(settings.index, remembering)
    return Parts(
        _conversation(index, remembering, settings, _phrasing(settings, model)), index, embedder
    )


def assemble_live(settings: Settings) -> LiveAssistant:
    """As `assemble`, with documents that can be added, replaced and removed while it answers.

    Raises:
        IndexFolderError: The index is missing, damaged, or of another model.
        ModelError: The embedding model cannot be loaded.
    """
    remembering = RememberingEmbedder(_embedder(settings))
    phrasing = _phrasing(settings)
    if phrasing is not None and isinstance(phrasing.model, LangChainModel):
        phrasing.model.prepare()
    return LiveAssistant(
        settings.index,
        remembering,
        Shelf(settings.uploads),
        lambda index: _conversation(index, remembering, settings, phrasing),
    )


def _conversation(
    index: Index, embedder: Embedder, settings: Settings, phrasing: _Phrasing | None
) -> Conversation:
    library = Library(make_retriever(index, embedder))
    library.search(understand("政策").plain)  # loads dictionaries: the first question is not slower
    extractive = ExtractiveAnswerer(settings.least_support)
    if phrasing is None:
        return Conversation(library, extractive, settings.question_limit, today=settings.today)
    model = RememberingModel(phrasing.model, index.digest)
    return Conversation(
        library,
        GenerativeAnswerer(extractive, model, phrasing.gate, phrasing.price),
        settings.question_limit,
        today=settings.today,
        restater=QuestionRestater(model, phrasing.gate),
    )


def _phrasing(settings: Settings, model: LanguageModel | None = None) -> _Phrasing | None:
    """The language model of the settings, or another one under their limits; None without any."""
    access = settings.llm
    if access is None:
        return _Phrasing(model, ModelGate(_AT_ONCE), None) if model else None
    gate = ModelGate(access.concurrent, access.daily_tokens)
    return _Phrasing(model or LangChainModel(access), gate, access.price)


def measured_model(settings: Settings, record: Path | None, replay: Path | None) -> LanguageModel:
    """The language model of an evaluation.

    Args:
        settings: Where the model is.
        record: Where to write down what it says.
        replay: What it said before, to be said again; nothing is asked then.

    Raises:
        SettingsError: There is no model, or the transcript cannot be used.
    """
    if replay is not None:
        return ReplayedModel(replay)
    if settings.llm is None:
        raise SettingsError(
            "没有设置语言模型。请设置 ZHICE_LLM 和 ZHICE_LLM_URL，或用 --replay 指明模型的记录。"
        )
    model = LangChainModel(settings.llm)
    return RecordingModel(model, record) if record else model


def kept_documents(settings: Settings) -> list[Path]:
    """The policies that an index made anew holds: the shipped ones and those that were added.

    A shipped one that was replaced or removed in the page is left out.
    """
    shelf = Shelf(settings.uploads)
    gone = shelf.removed() | {read_document(path).identifier for path in shelf.files()}
    shipped = [
        p for p in shipped_documents() if not gone or read_document(p).identifier not in gone
    ]
    return [*shipped, *shelf.files()]


def make_retriever(
    index: Index, embedder: Embedder, *, dense_weight: float = DENSE_WEIGHT
) -> Retriever:
    """The retriever of the assistant over an index, or one with another weight to compare it."""
    return Retriever(index, embedder, dense_weight=dense_weight)


def build_index_folder(
    settings: Settings, paths: Sequence[Path], progress: Progress | None = None
) -> BuildReport:
    """Read policies and build the index anew; the old one serves until the new one is complete.

    Args:
        settings: Where the index lies and which model makes its vectors.
        paths: Files, and folders that are searched for files of a known kind.
        progress: Told about every step.

    Raises:
        DocumentError: A file cannot be read as a policy; nothing is changed then.
        IndexFolderError: The index cannot be written, or two documents are the same.
        ModelError: The embedding model cannot be loaded.
    """
    begin = time.perf_counter()
    files = policy_files(paths)
    read: list[Document] = []
    for at, path in enumerate(files):
        if progress:
            progress(at, len(files), f"读取 {path.name}")
        read.append(read_document(path))
    embedder = _embedder(settings)

    def embedding(done: int, total: int) -> None:
        if progress:
            progress(done, total, "计算向量")

    index = build_index(settings.index, read, embedder, progress=embedding)
    return BuildReport(index.documents, len(index.passages), time.perf_counter() - begin)


def policy_files(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those named, and those of a known kind in folders, in order of name.

    Raises:
        DocumentError: A path does not exist, or a folder holds no policy.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS
            )
            if not inside:
                known = "、".join(READERS)
                raise DocumentError(f"目录“{path}”里没有可读取的文件（支持 {known}）。")
            files.extend(inside)
        elif path.exists():
            files.append(path)
        else:
            raise DocumentError(f"找不到文件或目录“{path}”。请检查路径。")
    return files


def _embedder(settings: Settings) -> Embedder:
    return load_embedder(
        settings.model, dimension=settings.model_dimension, download=settings.model_download
    )
