"""The one place that picks concrete parts: settings in, a working assistant or index out."""

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import documents
from assistant.conversation import Answerer, Conversation
from assistant.extractive import ExtractiveAnswerer
from assistant.generative import GenerativeAnswerer
from assistant.language_model import LangChainModel, LanguageModel
from assistant.library import Library
from assistant.live import LiveAssistant
from assistant.many_documents import ManyDocuments
from assistant.model_gate import ModelGate
from assistant.model_records import RecordingModel, RememberingModel, ReplayedModel
from assistant.model_settings import Price
from assistant.restating import QuestionRestater
from assistant.settings import Settings
from assistant.shelf import Shelf
from documents.document import Document
from documents.errors import DocumentError, SettingsError
from index.embedder import Embedder, load_embedder
from index.parallel import ordered
from index.retriever import DENSE_WEIGHT, Retriever
from index.search_store import SearchStore, StoreHome
from index.store import IndexFolder
from index.vector_memory import RememberingEmbedder

if TYPE_CHECKING:
    from documents.reading import ReadFile

_AT_ONCE = 4

Progress = Callable[[int, int, str], None]
"""Called with how many steps are done, how many there are, and what is being done."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What indexing did."""

    documents: Mapping[str, Document]
    passages: int
    seconds: float
    refused: "tuple[ReadFile, ...]" = ()
    """Files in folders that were left out, each with the reason."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A working assistant, its index and its embedding model, to measure each."""

    conversation: Conversation
    index: SearchStore
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


def assemble(settings: Settings) -> ManyDocuments:
    """Open the index and put the assistant together.

    Raises:
        IndexFolderError: The index is missing, damaged, or of another model.
        ModelError: The embedding model cannot be loaded.
    """
    remembering = RememberingEmbedder(_embedder(settings))
    index = _home(settings, remembering).open()
    return _conversation(index, remembering, settings, _phrasing(settings))


def assemble_parts(settings: Settings, model: LanguageModel | None = None) -> Parts:
    """As `assemble`, with the parts below it, and with another language model where one is given.

    Raises:
        IndexFolderError: The index is missing, damaged, or of another model.
        ModelError: The embedding model cannot be loaded.
    """
    embedder = _embedder(settings)
    remembering = RememberingEmbedder(embedder)
    index = _home(settings, remembering).open()
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
        _home(settings, remembering),
        remembering,
        Shelf(settings.uploads),
        lambda index: _warm(_conversation(index, remembering, settings, phrasing)),
    )


def _warm(conversation: ManyDocuments) -> ManyDocuments:
    """A conversation with its dictionaries loaded: the first question of a server is not slower."""
    conversation.prepare()
    return conversation


def _conversation(
    index: SearchStore, embedder: Embedder, settings: Settings, phrasing: _Phrasing | None
) -> ManyDocuments:
    extractive = ExtractiveAnswerer(settings.least_support)
    limit, today = settings.question_limit, settings.today
    answerer: Answerer = extractive
    restater: QuestionRestater | None = None
    if phrasing is not None:
        model = RememberingModel(phrasing.model, index.digest)
        answerer = GenerativeAnswerer(extractive, model, phrasing.gate, phrasing.price)
        restater = QuestionRestater(model, phrasing.gate)

    def converse(some: SearchStore) -> Conversation:
        over = Library(make_retriever(some, embedder))
        return Conversation(over, answerer, limit, today=today, restater=restater)

    def over(identifier: str) -> Conversation:
        whole = len(index.heads) == 1
        return converse(index if whole else index.alone(identifier, embedder))

    library = Library(make_retriever(index, embedder))
    return ManyDocuments(library, answerer, limit, over, today=today)


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
    from documents.reading import read_documents

    shelf = Shelf(settings.uploads)
    added = shelf.files()
    gone = shelf.removed() | {f.document.identifier for f in read_documents(added) if f.document}
    if not gone:
        return [*shipped_documents(), *added]
    shipped = read_documents(shipped_documents())
    return [
        *(f.path for f in shipped if f.document is None or f.document.identifier not in gone),
        *added,
    ]


def make_retriever(
    index: SearchStore, embedder: Embedder, *, dense_weight: float = DENSE_WEIGHT
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
        DocumentError: A file that is named, or every file of the folders, cannot be read as a
            policy; nothing is changed then. Others in folders are left out and reported.
        IndexFolderError: The index cannot be written, or two documents are the same.
        ModelError: The embedding model cannot be loaded.
    """
    begin = time.perf_counter()
    files = policy_files(paths)
    refused: list[ReadFile] = []
    named = {path for path in paths if not path.is_dir()}
    read: list[str] = []

    def indexed(done: int, total: int) -> None:
        if progress:
            progress(done, total, f"已索引 {read[done - 1]}")

    index = _home(settings, _embedder(settings)).build(
        _readable(files, named, refused, read), indexed, len(files)
    )
    seconds = time.perf_counter() - begin
    passages = index.sentence_statistics(()).texts
    return BuildReport(index.documents, passages, seconds, tuple(refused))


def _readable(
    files: Sequence[Path], named: Collection[Path], refused: "list[ReadFile]", read: list[str]
) -> Iterator[Document]:
    """The documents of files; the names of their files go to `read`.

    Files in folders that cannot be used are added to `refused`.
    """
    from documents.reading import ReadFile

    sources: dict[str, str] = {}
    for file in _read(files):
        problem, document = file.problem, file.document
        if document is not None and document.identifier in sources and file.path not in named:
            before = sources[document.identifier]
            problem = f"与“{before}”的文号或标题相同（{document.identifier}），只收入那一份。"
        if problem and file.path in named:
            raise DocumentError(problem)
        if problem or document is None:
            refused.append(ReadFile(file.path, problem=problem))
        else:
            sources[document.identifier] = file.path.name
            read.append(file.path.name)
            yield document
    if not sources:
        listed = "\n".join(f"  {file.path}：{file.problem}" for file in refused)
        raise DocumentError(f"没有一份文件能作为政策读入：\n{listed}")


def _read(files: Sequence[Path]) -> "Iterator[ReadFile]":
    """Many text files in several processes; others one after the other in one with limits."""
    from documents.reading import is_plain, read_documents, read_one

    if all(is_plain(file) for file in files):
        return ordered(read_one, files, len(files))
    return read_documents(files)


def policy_files(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those named, and those of a known kind in folders, in order of name.

    Hidden files, and those that Word keeps beside an open one, are passed over in folders.

    Raises:
        DocumentError: A path does not exist, or a folder holds no policy.
    """
    from documents.readers import READERS

    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _may_be_policy(p))
            if not inside:
                known = "、".join(READERS)
                raise DocumentError(f"目录“{path}”里没有可读取的文件（支持 {known}）。")
            files.extend(inside)
        elif path.exists():
            files.append(path)
        else:
            raise DocumentError(f"找不到文件或目录“{path}”。请检查路径。")
    return files


def _may_be_policy(path: Path) -> bool:
    from documents.readers import READERS

    known = path.suffix.lower() in READERS
    return known and not path.is_dir() and not path.name.startswith((".", "~$"))


def _home(settings: Settings, embedder: Embedder) -> StoreHome:
    """Where the index is: in its folder, or on a Milvus server."""
    if settings.milvus is None:
        return IndexFolder(settings.index, embedder)
    # only who asks for a server waits for its modules
    from index.milvus_home import MilvusHome
    from index.milvus_server import MilvusServer

    return MilvusHome(MilvusServer(settings.milvus, settings.milvus_token), embedder)


def _embedder(settings: Settings) -> Embedder:
    # a question has few texts: waking a thread for each costs more than it saves
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    return load_embedder(
        settings.model, dimension=settings.model_dimension, download=settings.model_download
    )
