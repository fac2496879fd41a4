"""Some documents of a store as an index of their own: asked, it answers as if there were no other.

How rare a word is depends on the texts beside it, so that a view with the words of all would not do.
"""

from collections.abc import Iterator

from index.embedder import Embedder
from index.opened import Index, Origin
from index.prepared import prepared
from index.search_store import SearchStore
from index.segment import segment_in_memory
from index.segment_parts import joined
from index.segment_writing import Placed, with_vectors


def selected(store: SearchStore, identifiers: frozenset[str], embedder: Embedder) -> Index:
    """The index of these documents only, in their order; vectors at hand are not made anew."""
    parts = list(with_vectors(_placed(store, identifiers), embedder))
    origin = Origin("", store.digest, store.model, store.model_digest, store.terms)
    return Index([segment_in_memory(joined(parts))] if parts else [], origin)


def _placed(store: SearchStore, identifiers: frozenset[str]) -> Iterator[Placed]:
    wanted = [name for name in store.documents if name in identifiers]
    for place, name in enumerate(wanted):
        document = prepared(store.documents[name], store.terms, store.facts[name])
        yield Placed(document, place, store.known_vectors(name))
