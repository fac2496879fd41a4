"""Some documents of an index, searched as if it held no other."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from character_embedder import CharacterEmbedder
from several_policies import CARE_OF_CLOUD, CARE_OF_PINE, SNOW_PLAN_2025, policies

from index.opened import Index
from index.retriever import Retriever
from index.selection import selected
from index.store import build_index
from index.terms import weighted_terms


def in_memory(whole: Index, identifier: str) -> Index:
    return selected(whole, frozenset([identifier]), CharacterEmbedder())


def sliced(whole: Index, identifier: str) -> Index:
    return whole.alone(identifier, CharacterEmbedder())


@pytest.mark.parametrize("taken_out", [in_memory, sliced])
def test_a_document_taken_out_is_searched_like_an_index_of_its_own(
    taken_out: Callable[[Index, str], Index], tmp_path: Path
) -> None:
    embedder = CharacterEmbedder()
    pine, cloud, snow = policies(CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2025)
    whole = build_index(tmp_path / "whole", [pine, cloud, snow], embedder)
    alone = build_index(tmp_path / "alone", [cloud], embedder)
    part = taken_out(whole, cloud.identifier)
    assert dict(part.documents) == {cloud.identifier: cloud}
    assert dict(part.facts) == dict(alone.facts)
    query = "护理床位建设补贴"
    found, expected = (Retriever(index, embedder).search(query) for index in (part, alone))
    assert [hit.clause.number for hit in found] == [hit.clause.number for hit in expected]
    scores = [[hit.fused_score, hit.cosine, hit.bm25] for hit in found]
    assert np.allclose(scores, [[hit.fused_score, hit.cosine, hit.bm25] for hit in expected])
    terms = weighted_terms(query, whole.terms)
    assert part.clause_statistics(terms) == alone.clause_statistics(terms)
    assert part.sentence_statistics(terms) == alone.sentence_statistics(terms)
    assert part.holding("云岭", limit=5) == [cloud.identifier]
    assert part.holding("冰雪", limit=5) == []
    assert list(whole.documents) == [pine.identifier, cloud.identifier, snow.identifier]
