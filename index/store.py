"""The index on disk: documents in, an `Index` out; a change embeds only what is new.

Kept are documents and facts as JSON lines, passage spans, vectors and term arrays. How files
become a generation is the business of generations.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from documents.document import Document
from documents.errors import IndexFolderError
from documents.facts import Facts, extract_facts
from index.embedder import Embedder
from index.generations import FORMAT_VERSION, Generation, Manifest, publish, read, rebuild_command
from index.keywords import Keywords, TermKind
from index.level import Level, Progress, updated
from index.lock import writer_lock
from index.passages import Passage, clause_passages, passage_at, sentence_passages
from index.records import from_lines, to_lines
from index.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Index:
    """An opened index: one generation, held in memory, not affected by later writes.

    `facts` is keyed by document identifier; `digest` changes whenever any content does; `model`
    names the embedding model and `model_digest` proves it.
    """

    documents: tuple[Document, ...]
    facts: Mapping[str, Facts]
    clauses: Level
    sentences: Level
    generation: str
    digest: str
    model: str
    model_digest: str

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The sentence passages, in reading order."""
        return self.sentences.passages

    def document(self, identifier: str) -> Document | None:
        """The document with this identifier, or None."""
        return next((each for each in self.documents if each.identifier == identifier), None)


@dataclass(frozen=True, slots=True)
class _Span:
    """A passage as kept: its text and context follow from the document."""

    document: str
    clause: int
    start: int
    end: int
    id: int


@dataclass(frozen=True, slots=True)
class _DocumentFacts:
    document: str
    facts: Facts


def build_index(
    folder: Path,
    documents: Iterable[Document],
    embedder: Embedder,
    *,
    terms: TermKind = TermKind.CHARACTERS,
    progress: Progress | None = None,
) -> Index:
    """Make the folder's index hold exactly these documents, in this order.

    Passages that its current index has already keep their vectors; a damaged index, or one of
    another model, is made anew.

    Raises:
        IndexFolderError: The folder cannot be written, another writer holds it, there is no
            document, or two documents have the same identifier.
    """
    given = list(documents)
    if not given:
        raise IndexFolderError("没有可建立索引的文件。请用 --documents 指定政策文件或目录。")
    name, times = Counter(document.identifier for document in given).most_common(1)[0]
    if times > 1:
        raise IndexFolderError(f"{times} 份文件的文号或标题相同：{name}。请只保留其中一份。")
    with _writing(folder):
        try:
            before = open_index(folder, embedder)
        except IndexFolderError:
            before = None
        return _written(folder, given, before, embedder, terms, progress)


def index_in_memory(
    documents: Sequence[Document],
    embedder: Embedder,
    *,
    terms: TermKind = TermKind.CHARACTERS,
    progress: Progress | None = None,
) -> Index:
    """An index of these documents that no folder keeps, without facts: to measure the search."""
    clauses = [passage for document in documents for passage in clause_passages(document)]
    sentences = [passage for document in documents for passage in sentence_passages(document)]
    return Index(
        tuple(documents),
        {},
        updated(Level.empty(embedder.dimension), clauses, embedder, terms, progress),
        updated(Level.empty(embedder.dimension), sentences, embedder, terms, progress),
        "",
        "",
        embedder.name,
        embedder.digest,
    )


def add_document(
    folder: Path, document: Document, embedder: Embedder, progress: Progress | None = None
) -> Index:
    """Add a document, or put it in the place of the one with its identifier.

    Raises:
        IndexFolderError: There is no index, it is damaged, of another model, or being written.
    """
    with _writing(folder):
        before = open_index(folder, embedder)
        documents = list(before.documents)
        old = before.document(document.identifier)
        if old is None:
            documents.append(document)
        else:
            documents[documents.index(old)] = document
        terms = before.clauses.keywords.kind
        return _written(folder, documents, before, embedder, terms, progress)


def remove_document(folder: Path, identifier: str, embedder: Embedder) -> Index:
    """Remove the document with this identifier.

    Raises:
        IndexFolderError: As for `add_document`, or there is no such document.
    """
    with _writing(folder):
        before = open_index(folder, embedder)
        documents = [each for each in before.documents if each.identifier != identifier]
        if len(documents) == len(before.documents):
            known = "、".join(each.identifier for each in before.documents) or "（空）"
            raise IndexFolderError(f"索引中没有这份文件：{identifier}。现有：{known}")
        return _written(folder, documents, before, embedder, before.clauses.keywords.kind)


def open_index(folder: Path, embedder: Embedder) -> Index:
    """Read the folder's current index, every file checked.

    Raises:
        IndexFolderError: There is no index, a file is missing or damaged, or the index was made
            with another model; the message names it and the command that makes it anew.
    """
    generation = read(folder)
    manifest = generation.manifest
    if (manifest.model_digest, manifest.dimension) != (embedder.digest, embedder.dimension):
        raise IndexFolderError(
            f"索引 {folder} 由模型“{manifest.model}”（{manifest.dimension} 维）建立，"
            f"与当前模型“{embedder.name}”（{embedder.dimension} 维）不符。"
            f"请换回原模型，或重建：{rebuild_command(folder)}"
        )
    try:
        return _decoded(generation)
    except (ValueError, KeyError, IndexError) as error:  # intact, so written by another version
        raise IndexFolderError(
            f"索引由其他版本的程序建立，无法读取：{folder}（{error}）。"
            f"请重建：{rebuild_command(folder)}"
        ) from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexFolderError(
            f"无法建立索引目录：{folder}（{error.strerror}）。请检查路径和权限。"
        ) from error
    with writer_lock(folder):
        yield


def _written(
    folder: Path,
    documents: Sequence[Document],
    before: Index | None,
    embedder: Embedder,
    terms: TermKind,
    progress: Progress | None = None,
) -> Index:
    """Publish an index of these documents and open it; the levels of `before` are used up."""
    clauses = [passage for document in documents for passage in clause_passages(document)]
    sentences = [passage for document in documents for passage in sentence_passages(document)]
    old_clauses = before.clauses if before else Level.empty(embedder.dimension)
    old_sentences = before.sentences if before else Level.empty(embedder.dimension)
    clause_level = updated(old_clauses, clauses, embedder, terms, progress)
    sentence_level = updated(old_sentences, sentences, embedder, terms, progress)
    facts = [_DocumentFacts(each.identifier, extract_facts(each)) for each in documents]
    files = {
        "documents.jsonl": to_lines(documents),
        "facts.jsonl": to_lines(facts),
        **_level_files("clause", clause_level),
        **_level_files("sentence", sentence_level),
    }
    manifest = Manifest(
        FORMAT_VERSION, embedder.name, embedder.digest, embedder.dimension, len(clauses), {}
    )
    publish(folder, manifest, files)
    return open_index(folder, embedder)


def _decoded(generation: Generation) -> Index:
    files = generation.files
    documents = tuple(from_lines(Document, files["documents.jsonl"]))
    return Index(
        documents,
        {each.document: each.facts for each in from_lines(_DocumentFacts, files["facts.jsonl"])},
        _level("clause", files, documents),
        _level("sentence", files, documents),
        generation.name,
        generation.digest,
        generation.manifest.model,
        generation.manifest.model_digest,
    )


def _level_files(name: str, level: Level) -> dict[str, bytes]:
    spans = [
        _Span(each.document, each.clause, each.start, each.end, number)
        for each, number in zip(level.passages, level.ids.tolist(), strict=True)
    ]
    return {
        f"{name}_spans.jsonl": to_lines(spans),
        f"{name}_vectors.faiss": level.vectors.to_bytes(),
        f"{name}_keywords.safetensors": level.keywords.to_bytes(),
    }


def _level(name: str, files: Mapping[str, bytes], documents: Sequence[Document]) -> Level:
    by_identifier = {document.identifier: document for document in documents}
    spans = from_lines(_Span, files[f"{name}_spans.jsonl"])
    return Level(
        tuple(passage_at(by_identifier[s.document], s.clause, s.start, s.end) for s in spans),
        np.array([span.id for span in spans], dtype=np.int64),
        Vectors.from_bytes(files[f"{name}_vectors.faiss"]),
        Keywords.from_bytes(files[f"{name}_keywords.safetensors"]),
    )
