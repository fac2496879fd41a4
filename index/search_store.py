"""The seam between search and storage: what a store of documents gives to the retriever.

`SearchStore` is one opened, unchanging state; a `StoreHome` builds, changes and opens it. The
embedded one is the index folder (store.py). `candidates` gives raw scores of clauses, of which
retriever.py makes the ranking: stores with like scores rank alike. What any store keeps of a
document is in prepared.py; BM25 is that of keywords.py with the statistics of all clauses.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from documents.document import Document
from documents.document_head import DocumentHead
from documents.errors import IndexFolderError
from documents.facts import Facts
from index.embedder import Embedder
from index.term_statistics import TermStatistics
from index.terms import TermKind

Row = NDArray[np.float32]

Progress = Callable[[int, int], None]
"""Called with how much is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question made ready: its unit vector, `(dimension,)`, and its weighted terms.

    The weights are the question's own; how rare a term is, the store adds.
    """

    vector: Row
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Clauses worth ranking, in reading order: row i of every array is about one clause.

    Args:
        documents: The identifier of each clause's document.
        positions: The index of each clause in `Document.clauses`, int32.
        cosine: Of the clause's whole own text with the question.
        nearest: Of its nearest sentence with the question.
        bm25: Of the clause's own text under its headings.
        complete: Whether these are all clauses of the documents asked for.
        mean_cosine: Where not, the mean of `cosine` over all of them, or a sample.
        mean_nearest: Where not, the mean of `nearest` over all of them, or a sample.
        mean_sentence: The mean cosine of all sentences, or of a sample.
    """

    documents: tuple[str, ...]
    positions: NDArray[np.int32]
    cosine: Row
    nearest: Row
    bm25: Row
    complete: bool = True
    mean_cosine: float = 0.0
    mean_nearest: float = 0.0
    mean_sentence: float = 0.0


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """Vectors of a document's texts, by text."""

    clauses: Mapping[str, Row]
    sentences: Mapping[str, Row]


NOTHING_KNOWN = KnownVectors({}, {})


_NAMED = 20


def nothing_to_index() -> IndexFolderError:
    """There is no document to build a store of."""
    return IndexFolderError("没有可建立索引的文件。请用 --documents 指定政策文件或目录。")


def named_twice(identifier: str) -> IndexFolderError:
    """Two documents have this identifier."""
    return IndexFolderError(f"2 份文件的文号或标题相同：{identifier}。请只保留其中一份。")


def not_held(identifier: str, heads: Sequence[DocumentHead]) -> IndexFolderError:
    """The store has no document with this identifier."""
    known = "、".join(head.identifier for head in heads[:_NAMED]) or "（空）"
    more = f" 等 {len(heads)} 份" if len(heads) > _NAMED else ""
    return IndexFolderError(f"索引中没有这份文件：{identifier}。现有：{known}{more}")


class SearchStore(Protocol):
    """One state of the stored documents; later writes do not change it."""

    @property
    def heads(self) -> Sequence[DocumentHead]:
        """The documents' heads, in the order in which they were added."""
        ...

    @property
    def model(self) -> str:
        """Name of the embedding model, for people."""
        ...

    @property
    def model_digest(self) -> str:
        """Digest of the embedding model that made the vectors."""
        ...

    @property
    def digest(self) -> str:
        """Stands for the whole content: changes whenever any of it does."""
        ...

    @property
    def terms(self) -> TermKind:
        """How texts are cut into terms."""
        ...

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents by identifier, in the order of `heads`, each read when asked for."""
        ...

    @property
    def facts(self) -> Mapping[str, Facts]:
        """The facts of all documents by identifier, each read when asked for."""
        ...

    def clause_statistics(self, terms: Iterable[str]) -> TermStatistics:
        """In how many clauses terms stand, with number and mean length of all clauses."""
        ...

    def sentence_statistics(self, terms: Iterable[str]) -> TermStatistics:
        """The same for sentence passages."""
        ...

    def candidates(
        self, sought: Sought, *, limit: int, documents: frozenset[str] | None = None
    ) -> Candidates:
        """The clauses among which the `limit` best are.

        Of a small store all; of a large one those that come first by cosine or by BM25. `documents`
        restricts all that is given, the means too, to these identifiers.
        """
        ...

    def known_vectors(self, identifier: str) -> KnownVectors:
        """The vectors of a document as its model made them; nothing where they are not at hand."""
        ...

    def alone(self, identifier: str, embedder: Embedder, /) -> "SearchStore":
        """A document as a store of its own: asked, it answers as if there were no other.

        How rare a word is depends on the texts beside it. Its vectors are those that are kept, or,
        where there are none, made anew.
        """
        ...

    def holding(self, words: str, *, limit: int) -> list[str]:
        """Identifiers of up to `limit` documents that may hold words, in order of `heads`.

        None that holds them is left out while fewer than `limit` are given.
        """
        ...


class StoreHome(Protocol):
    """Where a store lives: builds it, changes it by whole documents, opens its newest state.

    An embedder is given when it is made. Raises IndexFolderError where it cannot be reached, is
    damaged, of another model, or being written by another; what was there stays then.
    """

    def build(
        self,
        documents: Iterable[Document],
        progress: Progress | None = None,
        expected: int | None = None,
    ) -> SearchStore:
        """Make it hold exactly these documents, `expected` of them, about.

        Texts that a document had are not embedded again where their vectors are at hand.
        """
        ...

    def add(self, document: Document, progress: Progress | None = None) -> SearchStore:
        """Add a document, or put it in the place of the one with its identifier."""
        ...

    def remove(self, identifier: str) -> SearchStore:
        """Remove a document."""
        ...

    def open(self) -> SearchStore:
        """The newest state."""
        ...

    def is_newest(self, store: SearchStore) -> bool:
        """Whether nobody has written since this state, which it gave, was opened; costs little."""
        ...
