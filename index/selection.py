"""Some documents of an index as an index of their own: asked, it answers as if it held no other.

How rare a word is depends on the texts beside it, so that a view with the words of all would not do.
"""

from index.keywords import Keywords
from index.level import Level
from index.store import Index
from index.vectors import Vectors


def selected(index: Index, identifiers: frozenset[str]) -> Index:
    """The index with these documents only, in their order; vectors are copied, not made anew."""
    return Index(
        tuple(each for each in index.documents if each.identifier in identifiers),
        {name: facts for name, facts in index.facts.items() if name in identifiers},
        _selected(index.clauses, identifiers),
        _selected(index.sentences, identifiers),
        index.generation,
        index.digest,
        index.model,
        index.model_digest,
    )


def _selected(level: Level, identifiers: frozenset[str]) -> Level:
    rows = [row for row, each in enumerate(level.passages) if each.document in identifiers]
    passages = tuple(level.passages[row] for row in rows)
    ids = level.ids[rows]
    vectors = Vectors(level.vectors.dimension)
    vectors.add(ids, level.vectors.rows(ids))
    keywords = Keywords.of((each.searchable for each in passages), level.keywords.kind)
    return Level(passages, ids, vectors, keywords)
