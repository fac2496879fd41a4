"""What documents hold, asked of the store where they are many: of some of them, others do not count."""

import pytest
from character_embedder import CharacterEmbedder

from assistant.holdings import FEW, Holdings, chosen_documents
from documents.reading import parse_document
from index.opened import Index
from index.store import index_in_memory

MANY = FEW + 5


@pytest.fixture(scope="module")
def store() -> Index:
    """MANY policies on farming, and behind them as many on farming and harbours."""
    documents = [
        parse_document(
            [f"青山市第{number}号意见", f"青政发〔2024〕{number}号", "一、农业", lines], "意见.txt"
        )
        for number in range(1, 2 * MANY + 1)
        for lines in ["发展农业。" if number <= MANY else f"发展农业和港口，建泊位{number}个。"]
    ]
    return index_in_memory(documents, CharacterEmbedder())


def holdings(store: Index, names: list[str] | None) -> Holdings:
    only = None if names is None else frozenset(names)
    return Holdings(store, chosen_documents(store, only), only)


def test_what_others_hold_too_is_found_in_some_of_many_documents(store: Index) -> None:
    names = [head.identifier for head in store.heads]
    last = holdings(store, names[MANY:])
    assert not last.are_few
    assert last.that_may_hold(["农业"]) == {*names[MANY:]}
    assert last.holds("发展农业")
    assert last.holds("泊位")


def test_what_only_others_hold_is_not_found_in_some_of_many_documents(store: Index) -> None:
    names = [head.identifier for head in store.heads]
    first = holdings(store, names[:MANY])
    assert first.that_may_hold(["泊位"]) == set()
    assert not first.holds("港口")
    assert holdings(store, None).holds("港口")
    assert holdings(store, None).that_may_hold(["泊位"]) == {*names[MANY:]}
