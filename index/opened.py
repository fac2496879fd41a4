"""An opened index: the embedded `SearchStore`. One generation, not affected by later writes.

Documents and facts are read when they are asked for; arrays lie in mapped files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.facts import Facts
from index.candidates import Scope, Searched, all_candidates, find_candidates
from index.embedder import Embedder
from index.kept import Kept
from index.search_store import Candidates, KnownVectors, Sought
from index.segment import Segment
from index.term_statistics import TermCounts, TermStatistics, added
from index.terms import TermKind, terms_of

_DOCUMENTS_KEPT = 64
_SCOPES_KEPT = 4

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an index is from: its generation, its digest and the model that made its vectors."""

    generation: str
    digest: str
    model: str
    model_digest: str
    terms: TermKind


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a document is kept."""

    segment: int
    number: int


class Index:
    """The documents of some segments, searched as one."""

    def __init__(self, segments: Sequence[Segment], origin: Origin) -> None:
        """Take over opened segments."""
        self.segments = tuple(segments)
        self.origin = origin
        self._documents: Kept[Slot, Document] = Kept(_DOCUMENTS_KEPT)
        self._facts: Kept[Slot, Facts] = Kept(_DOCUMENTS_KEPT)
        self._scopes: Kept[frozenset[str], Scope] = Kept(_SCOPES_KEPT)

    @property
    def generation(self) -> str:
        """The name of its generation, empty where no folder keeps it."""
        return self.origin.generation

    @property
    def digest(self) -> str:
        """Changes whenever any content does."""
        return self.origin.digest

    @property
    def model(self) -> str:
        """Name of the embedding model, for people."""
        return self.origin.model

    @property
    def model_digest(self) -> str:
        """Digest of the embedding model that made the vectors."""
        return self.origin.model_digest

    @property
    def terms(self) -> TermKind:
        """How texts are cut into terms."""
        return self.origin.terms

    @property
    def clauses(self) -> int:
        """How many clauses can be found."""
        return self._statistics(()).texts

    @property
    def sentences(self) -> int:
        """How many sentence passages there are."""
        return self.sentence_statistics(()).texts

    @cached_property
    def _heads(self) -> list[list[DocumentHead]]:
        return [segment.document_heads() for segment in self.segments]

    @cached_property
    def _order(self) -> list[Slot]:
        """Where each document is kept, in the order of the index."""
        slots = [
            (place, Slot(at, number))
            for at, segment in enumerate(self.segments)
            for number, place in enumerate(segment.places.tolist())
            if number not in segment.hidden
        ]
        return [slot for _, slot in sorted(slots, key=lambda pair: pair[0])]

    @cached_property
    def heads(self) -> tuple[DocumentHead, ...]:
        """The documents' heads, in the order in which they were added."""
        return tuple(self._heads[slot.segment][slot.number] for slot in self._order)

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """Where each document is kept, by identifier, in the order of the index."""
        return {head.identifier: slot for head, slot in zip(self.heads, self._order, strict=True)}

    def place(self, slot: Slot) -> int:
        """The number by which the document at a slot is ordered."""
        return int(self.segments[slot.segment].places[slot.number])

    @property
    def documents(self) -> "Mapping[str, Document]":
        """All documents by identifier, in order, each read when asked for."""
        return _ByIdentifier(self.slots, self._document_at)

    @property
    def facts(self) -> "Mapping[str, Facts]":
        """The facts of all documents by identifier, in order, each read when asked for."""
        return _ByIdentifier(self.slots, self._facts_at)

    def _document_at(self, slot: Slot) -> Document:
        return self._documents.get(slot, self._read_document)

    def _facts_at(self, slot: Slot) -> Facts:
        return self._facts.get(slot, self._read_facts)

    def _read_document(self, slot: Slot) -> Document:
        return self.segments[slot.segment].document(slot.number)

    def _read_facts(self, slot: Slot) -> Facts:
        return self.segments[slot.segment].document_facts(slot.number)

    def clause_statistics(self, terms: Iterable[str]) -> TermStatistics:
        """In how many clauses terms stand, with number and length of all clauses."""
        return self._statistics(tuple(terms))

    def _statistics(self, terms: tuple[str, ...]) -> TermStatistics:
        held = added(segment.keywords.statistics(terms) for segment in self.segments)
        return _less(held, (segment.removed_clauses for segment in self.segments), terms)

    def sentence_statistics(self, terms: Iterable[str]) -> TermStatistics:
        """The same for sentence passages."""
        wanted = tuple(terms)
        held = added(segment.sentence_counts.statistics(wanted) for segment in self.segments)
        return _less(held, (segment.removed_sentences for segment in self.segments), wanted)

    def candidates(
        self, sought: Sought, *, limit: int, documents: frozenset[str] | None = None
    ) -> Candidates:
        """The clauses among which the `limit` best are, in reading order."""
        statistics = self.clause_statistics(sought.terms)
        return find_candidates(self._scope(documents), sought, statistics, limit)

    def all_candidates(self, sought: Sought) -> Candidates:
        """All clauses with their scores, in reading order: to measure what `candidates` misses."""
        statistics = self.clause_statistics(sought.terms)
        return all_candidates(self._whole, sought, statistics)

    @cached_property
    def _ranks(self) -> list[NDArray[np.int64]]:
        """The place of every document of every segment in the order of the index."""
        ranks = [np.full(len(segment.places), -1, dtype=np.int64) for segment in self.segments]
        for rank, slot in enumerate(self._order):
            ranks[slot.segment][slot.number] = rank
        return ranks

    def _scope(self, documents: frozenset[str] | None) -> Scope:
        """What is searched of some documents; the same ones are asked again and again."""
        if documents is None:
            return self._whole
        return self._scopes.get(documents, self._scope_of)

    @cached_property
    def _whole(self) -> Scope:
        return self._scope_of(None)

    def _scope_of(self, documents: frozenset[str] | None) -> Scope:
        wanted = self._live if documents is None else self._numbers(documents)
        parts = zip(self.segments, self._identifiers, self._ranks, wanted, strict=True)
        return Scope([Searched(*part) for part in parts if part[-1] is None or len(part[-1])])

    def _numbers(self, documents: frozenset[str]) -> list[NDArray[np.int64] | None]:
        """The numbers of some documents in each segment, rising."""
        chosen: list[list[int]] = [[] for _ in self.segments]
        for identifier in documents:
            slot = self.slots.get(identifier)
            if slot is not None:
                chosen[slot.segment].append(slot.number)
        return [np.sort(np.array(numbers, dtype=np.int64)) for numbers in chosen]

    @cached_property
    def _identifiers(self) -> list[list[str]]:
        return [[head.identifier for head in heads] for heads in self._heads]

    @cached_property
    def _live(self) -> list[NDArray[np.int64] | None]:
        """The documents of every segment that are not hidden; None: all."""
        return [
            np.setdiff1d(np.arange(len(segment.places)), segment.hidden) if segment.hidden else None
            for segment in self.segments
        ]

    def known_vectors(self, identifier: str) -> KnownVectors:
        """The vectors of a document as its model made them; nothing of a segment that rounds them."""
        slot = self.slots[identifier]
        return self.segments[slot.segment].known_vectors(slot.number)

    def alone(self, identifier: str, _embedder: Embedder, /) -> "Index":
        """A document as an index of its own: it is asked as if there were no other."""
        slot = self.slots[identifier]
        return Index([self.segments[slot.segment].alone(slot.number)], self.origin)

    def holding(self, words: str, *, limit: int) -> list[str]:
        """Identifiers of up to `limit` documents that may hold words, in order."""
        terms = list(dict.fromkeys(terms_of(words, self.terms)))
        ranks: list[int] = []
        for segment, places in zip(self.segments, self._ranks, strict=True):
            rows = segment.keywords.holding(terms).astype(np.int64)
            found = np.unique(places[segment.documents_of(rows)])
            ranks += found[found >= 0][:limit].tolist()
        return [self.heads[rank].identifier for rank in sorted(ranks)[:limit]]


class _ByIdentifier(Mapping[str, Record]):
    """Records by identifier, read when asked for."""

    def __init__(self, slots: Mapping[str, Slot], read: Callable[[Slot], Record]) -> None:
        self._slots = slots
        self._read = read

    def __getitem__(self, identifier: str) -> Record:
        return self._read(self._slots[identifier])

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._slots

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)


def _less(
    held: TermStatistics, removed: Iterable[TermCounts | None], terms: Sequence[str]
) -> TermStatistics:
    """Statistics without those of what was removed."""
    gone = added(counts.statistics(terms) for counts in removed if counts is not None)
    return TermStatistics(
        held.texts - gone.texts,
        held.length - gone.length,
        {term: spread - gone.spreads.get(term, 0) for term, spread in held.spreads.items()},
    )
