"""Clauses in, ranked hits out: embedding, keywords, the folder on disk, and search."""

from index.embedder import Embedder, load_embedder
from index.opened import Index
from index.passages import Passage
from index.retriever import Hit, PassageHit, Retriever, Scores
from index.store import add_document, build_index, open_index, remove_document

__all__ = [
    "Embedder",
    "Hit",
    "Index",
    "Passage",
    "PassageHit",
    "Retriever",
    "Scores",
    "add_document",
    "build_index",
    "load_embedder",
    "open_index",
    "remove_document",
]
