"""The index folder, the embedded `StoreHome`: documents in, an `Index` out; only what is new is embedded.

A change costs what its document costs: it goes into a small segment, large segments stay as they
are. How files become a generation is the business of generations.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from documents.document import Document
from documents.errors import IndexFolderError
from index.array_file import to_bytes
from index.embedder import Embedder
from index.generations import (
    FORMAT_VERSION,
    Generation,
    GenerationWriter,
    Manifest,
    SegmentEntry,
    current_digest,
    new_generation,
    read,
    rebuild_command,
    verify,
)
from index.keywords import Keywords
from index.lock import writer_lock
from index.opened import Index, Origin, Slot
from index.parallel import ordered
from index.passages import clause_passages
from index.prepared import prepared
from index.search_store import (
    NOTHING_KNOWN,
    Progress,
    SearchStore,
    named_twice,
    not_held,
    nothing_to_index,
)
from index.segment import Segment, open_segment, segment_in_memory
from index.segment_parts import SegmentParts, counts_arrays, joined, only
from index.segment_writing import (
    Placed,
    with_vectors,
    written_segment,
    written_segments,
)
from index.term_statistics import TermCounts
from index.terms import TermKind

SMALL = 2_000
"""Clauses up to which a segment is written anew when one of its documents changes."""


@dataclass(frozen=True, slots=True)
class _State:
    """An opened index and the generation that it is of."""

    index: Index
    generation: Generation


def build_index(
    folder: Path,
    documents: Iterable[Document],
    embedder: Embedder,
    *,
    terms: TermKind = TermKind.CHARACTERS,
    progress: Progress | None = None,
    expected: int | None = None,
) -> Index:
    """Make the folder's index hold exactly these documents, in this order.

    Passages that a document had in its current index keep their vectors, unless these are rounded;
    a damaged index, or one of another model, is made anew. Documents are taken one by one, about
    `expected` of them.

    Raises:
        IndexFolderError: The folder cannot be written, another writer holds it, there is no
            document, or two documents have the same identifier.
    """
    total = expected or (len(documents) if isinstance(documents, Sequence) else 0)
    if not documents and not total:
        raise nothing_to_index()
    with _writing(folder):
        before = _intact_or_none(folder, embedder)
        with new_generation(folder) as writer:
            placed = _placed(documents, before, terms, total, progress)
            entries = list(written_segments(writer, with_vectors(placed, embedder)))
            if not entries:
                raise nothing_to_index()
            writer.publish(_manifest(entries, embedder, terms))
        return open_index(folder, embedder)


def index_in_memory(
    documents: Sequence[Document],
    embedder: Embedder,
    *,
    terms: TermKind = TermKind.CHARACTERS,
    progress: Progress | None = None,
) -> Index:
    """An index of these documents that no folder keeps: to try out, and to measure the search."""
    placed = _placed(documents, None, terms, len(documents), progress)
    parts = list(with_vectors(placed, embedder))
    segments = [segment_in_memory(joined(parts))] if parts else []
    return Index(segments, Origin("", "", embedder.name, embedder.digest, terms))


def add_document(
    folder: Path, document: Document, embedder: Embedder, progress: Progress | None = None
) -> Index:
    """Add a document, or put it in the place of the one with its identifier.

    Raises:
        IndexFolderError: There is no index, it is damaged, of another model, or being written.
    """
    with _writing(folder):
        state = _state(folder, embedder)
        slot = state.index.slots.get(document.identifier)
        places = [int(segment.places.max(initial=-1)) for segment in state.index.segments]
        [placed] = _placed([document], state, state.index.terms, 1, progress)
        place = state.index.place(slot) if slot else max(places, default=-1) + 1
        [parts] = with_vectors([replace(placed, place=place)], embedder)
        return _changed(folder, state, slot, parts, embedder)


def remove_document(folder: Path, identifier: str, embedder: Embedder) -> Index:
    """Remove the document with this identifier.

    Raises:
        IndexFolderError: As for `add_document`, or there is no such document.
    """
    with _writing(folder):
        state = _state(folder, embedder)
        slot = state.index.slots.get(identifier)
        if slot is None:
            raise not_held(identifier, state.index.heads)
        return _changed(folder, state, slot, None, embedder)


def open_index(folder: Path, embedder: Embedder) -> Index:
    """Open the folder's current index; its small files are hashed, of large ones the size compared.

    Raises:
        IndexFolderError: There is no index, a file is missing or damaged, or the index was made
            with another model; the message names it and the command that makes it anew.
    """
    return _state(folder, embedder).index


class IndexFolder:
    """The `StoreHome` of an index folder."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Nothing is read or written yet."""
        self._folder = folder
        self._embedder = embedder

    def build(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        expected: int | None = None,
    ) -> Index:
        """As `build_index`."""
        return build_index(
            self._folder, documents, self._embedder, progress=progress, expected=expected
        )

    def add(self, document: Document, progress: Progress | None = None) -> Index:
        """As `add_document`."""
        return add_document(self._folder, document, self._embedder, progress)

    def remove(self, identifier: str) -> Index:
        """As `remove_document`."""
        return remove_document(self._folder, identifier, self._embedder)

    def open(self) -> Index:
        """As `open_index`."""
        return open_index(self._folder, self._embedder)

    def is_newest(self, store: SearchStore) -> bool:
        """Whether this is the current generation, or none can be told."""
        return current_digest(self._folder) in (store.digest, None)


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


def _state(folder: Path, embedder: Embedder) -> _State:
    return read(folder, partial(_opened, folder, embedder))


def _intact_or_none(folder: Path, embedder: Embedder) -> _State | None:
    """The state whose vectors are used again: every file is hashed, however large."""
    try:
        state = _state(folder, embedder)
        verify(state.generation)
        return state
    except IndexFolderError:
        return None


def _opened(folder: Path, embedder: Embedder, generation: Generation) -> _State:
    manifest = generation.manifest
    if (manifest.model_digest, manifest.dimension) != (embedder.digest, embedder.dimension):
        raise IndexFolderError(
            f"索引 {folder} 由模型“{manifest.model}”（{manifest.dimension} 维）建立，"
            f"与当前模型“{embedder.name}”（{embedder.dimension} 维）不符。"
            f"请换回原模型，或重建：{rebuild_command(folder)}"
        )
    try:
        segments = [open_segment(generation, entry) for entry in manifest.segments]
        terms = TermKind(manifest.terms)
    except (ValueError, KeyError, IndexError) as error:  # intact, so written by another version
        raise IndexFolderError(
            f"索引由其他版本的程序建立，无法读取：{folder}（{error}）。"
            f"请重建：{rebuild_command(folder)}"
        ) from error
    origin = Origin(
        generation.name, generation.digest, manifest.model, manifest.model_digest, terms
    )
    return _State(Index(segments, origin), generation)


def _placed(
    documents: Iterable[Document],
    before: _State | None,
    terms: TermKind,
    total: int,
    progress: Progress | None,
) -> Iterator[Placed]:
    """Documents prepared and placed, one behind the other, or where one with their name was."""
    done: set[str] = set()
    for document in ordered(partial(prepared, kind=terms), documents, total):
        name = document.document.identifier
        if name in done:
            raise named_twice(name)
        slot = before.index.slots.get(name) if before else None
        known = NOTHING_KNOWN
        if before and slot:
            known = before.index.segments[slot.segment].known_vectors(slot.number)
        yield Placed(document, len(done), known)
        done.add(name)
        if progress:
            progress(len(done), max(total, len(done)))


def _manifest(entries: Sequence[SegmentEntry], embedder: Embedder, terms: TermKind) -> Manifest:
    return Manifest(
        FORMAT_VERSION,
        embedder.name,
        embedder.digest,
        embedder.dimension,
        terms.value,
        tuple(entries),
        {},
    )


def _changed(
    folder: Path, state: _State, gone: Slot | None, new: SegmentParts | None, embedder: Embedder
) -> Index:
    """Publish the index without the document at one slot, and with a new one.

    Small segments that lose a document, or have room for the new one, are written anew as one, and
    so are larger ones most of which is gone; a segment that loses its last one is left out.
    """
    entries: list[SegmentEntry] = []
    fresh = [new] if new else []
    with new_generation(folder) as writer:
        for at, segment in enumerate(state.index.segments):
            number = gone.number if gone and gone.segment == at else None
            lost = {*segment.hidden, number}
            stay = [each for each in range(len(segment.places)) if each not in lost]
            if not stay:
                continue
            together = segment.size + sum(parts.clauses for parts in fresh)
            small = segment.size <= SMALL and (number is not None or (new and together <= SMALL))
            if small or len(segment.rows_of(np.array(stay))) < segment.size / 2:
                fresh.insert(0, _remaining(state.generation, segment, stay))
            else:
                entries.append(_kept(writer, state, segment, number))
        if fresh:
            entries.append(written_segment(writer, joined(fresh)))
        writer.publish(_manifest(entries, embedder, state.index.terms))
    return open_index(folder, embedder)


def _remaining(generation: Generation, segment: Segment, stay: Sequence[int]) -> SegmentParts:
    """The parts of those documents of a segment that stay."""
    verify(generation, segment.entry.name)  # what is written anew gets a new hash
    parts = segment.parts()
    return parts if len(stay) == len(parts.documents) else only(parts, stay)


def _kept(
    writer: GenerationWriter, state: _State, segment: Segment, number: int | None
) -> SegmentEntry:
    """Take a segment over as it is, one of its documents hidden if a number is given."""
    entry = segment.entry
    for file in state.generation.manifest.files:
        if file.startswith(f"{entry.name}.") and file != entry.removed:
            writer.keep(state.generation, file)
    if number is None:
        if entry.removed:
            writer.keep(state.generation, entry.removed)
        return entry
    clauses, sentences = _removed(segment, number)
    content = to_bytes({**counts_arrays("clause", clauses), **counts_arrays("sentence", sentences)})
    hidden = tuple(sorted({*entry.hidden, number}))
    removed = f"{entry.name}.removed.safetensors"
    writer.write(removed, content)
    return replace(
        entry,
        clauses=entry.clauses - len(segment.rows_of(np.array([number]))),
        hidden=hidden,
        removed=removed,
    )


def _removed(segment: Segment, number: int) -> tuple[TermCounts, TermCounts]:
    """Counts of the terms of all hidden documents and one more: of clauses, and of sentences."""
    document = segment.document(number)
    texts = (passage.searchable for passage in clause_passages(document))
    clauses = [Keywords.of(texts, segment.keywords.kind).counts]
    sentences = [segment.sentence_spreads.document(number)]
    if segment.removed_clauses and segment.removed_sentences:
        clauses.append(segment.removed_clauses)
        sentences.append(segment.removed_sentences)
    return TermCounts.joined(clauses), TermCounts.joined(sentences)
