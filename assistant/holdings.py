"""Which words documents hold: of few documents read off their texts, of many asked of the store.

A store says which documents may hold words; these are read, and no others.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import overload

from documents.document import Document
from documents.document_head import Headed
from index.kept import Kept
from index.search_store import SearchStore
from index.terms import terms_of

FEW = 20
"""Documents up to which all of them are read for a question."""

_RARE = 50
_LOOKED_AT = 20
_WORDS_KEPT = 4096
_COUNTED_FROM_TERMS = 2
_FOLDED_KEPT = 64


def chosen_documents(
    store: SearchStore, identifiers: frozenset[str] | None
) -> Mapping[str, Document]:
    """The documents of a store, or those of some identifiers, in order, read when asked for."""
    if identifiers is None:
        return store.documents
    names = [head.identifier for head in store.heads if head.identifier in identifiers]
    return _Chosen(store.documents, names)


class _Chosen(Mapping[str, Document]):
    """Some of the documents of a mapping."""

    def __init__(self, documents: Mapping[str, Document], names: list[str]) -> None:
        self._documents = documents
        self._names = dict.fromkeys(names)

    def __getitem__(self, identifier: str) -> Document:
        if identifier not in self._names:
            raise KeyError(identifier)
        return self._documents[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class InOrder(Sequence[Document]):
    """The documents of a mapping in their order, read when asked for."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._names = tuple(documents)

    @overload
    def __getitem__(self, at: int) -> Document: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Document]: ...

    def __getitem__(self, at: int | slice) -> Document | Sequence[Document]:
        if isinstance(at, slice):
            return tuple(self._documents[name] for name in self._names[at])
        return self._documents[self._names[at]]

    def __len__(self) -> int:
        return len(self._names)


class Holdings:
    """The words of some documents of a store."""

    def __init__(
        self,
        store: SearchStore,
        documents: Mapping[str, Document],
        only: Collection[str] | None,
    ) -> None:
        """Take a store and those of its documents that are asked, `only` these; None: all."""
        self._store = store
        self._documents = documents
        self._only = only
        self._few = len(documents) <= FEW
        self._texts: list[str] | None = None
        self._clauses: list[str] | None = None
        # one question asks for the same words again and again
        self._counted: Kept[str, int] = Kept(_WORDS_KEPT)
        self._found: Kept[str, bool] = Kept(_WORDS_KEPT)

    @property
    def are_few(self) -> bool:
        """Whether all of them are read for a question."""
        return self._few

    def heads(self) -> Iterable[Headed]:
        """The documents, or of many their heads, in order."""
        if self._few:
            return self._documents.values()
        heads = self._store.heads
        return heads if self._only is None else [h for h in heads if h.identifier in self._only]

    def that_may_hold(self, texts: Iterable[str]) -> set[str]:
        """Identifiers of all documents that may hold one of some texts."""
        most = len(self._documents)
        return {each for text in texts for each in self._holding(text, most)}

    def holds(self, words: str) -> bool:
        """Whether words stand in any document, full and half width alike."""
        plain = unicodedata.normalize("NFKC", words)
        if self._few:
            return any(plain in text for text in self.texts())
        return self._found.get(plain, self._find)

    def texts(self) -> list[str]:
        """The texts of all documents, NFKC; of few documents only."""
        if self._texts is None:
            documents = self._documents.values()
            self._texts = [_folded(each.text) for each in documents]
        return self._texts

    def clauses(self) -> int:
        """How many clauses there are."""
        if self._few:
            return len(self._clause_texts())
        return self._store.clause_statistics(()).texts

    def _clause_texts(self) -> list[str]:
        if self._clauses is None:
            documents = self._documents.values()
            self._clauses = [clause.text for each in documents for clause in each.clauses]
        return self._clauses

    def clauses_with(self, word: str) -> int:
        """How many clauses hold a word; of many documents about, where they are not few."""
        return self._counted.get(word, self._count_clauses)

    def _count_clauses(self, word: str) -> int:
        if self._few:
            return sum(word in text for text in self._clause_texts())
        spread = self._spread(word)
        if spread > _RARE:
            return spread if self.holds(word) else 0
        return sum(
            word in clause.text
            for identifier in self._candidates(word, _RARE)
            for clause in self._documents[identifier].clauses
        )

    def _spread(self, words: str) -> int:
        """In how many clauses words stand at most, headings counted in: that of their rarest term."""
        terms = terms_of(words, self._store.terms)
        spreads = self._store.clause_statistics(terms).spreads
        return min((spreads.get(term, 0) for term in terms), default=0)

    def _find(self, plain: str) -> bool:
        """Whether any of many documents holds words."""
        if self._only is None and plain.isalpha() and len(plain) <= _COUNTED_FROM_TERMS:
            return self._spread(plain) > 0
        return any(
            plain in _folded(self._documents[identifier].text)
            for identifier in self._candidates(plain, _LOOKED_AT)
        )

    def _candidates(self, words: str, limit: int) -> list[str]:
        """Up to `limit` documents that may hold words."""
        if not terms_of(words, self._store.terms):
            return list(islice(self._documents, _LOOKED_AT))
        return self._holding(words, limit)

    def _holding(self, words: str, limit: int) -> list[str]:
        """Up to `limit` of these documents that may hold words, however many others do."""
        if self._only is None:
            return self._store.holding(words, limit=limit)
        found = self._store.holding(words, limit=len(self._store.heads))
        return [each for each in found if each in self._only][:limit]


@lru_cache(maxsize=_FOLDED_KEPT)
def _folded(text: str) -> str:
    """The text of a document, NFKC: one question asks the same ones again and again."""
    return unicodedata.normalize("NFKC", text)
