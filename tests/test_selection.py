"""Some documents of an index, searched as if it held no other."""

from pathlib import Path

import numpy as np
from character_embedder import CharacterEmbedder
from several_policies import CARE_OF_CLOUD, CARE_OF_PINE, SNOW_PLAN_2025, policies

from index.retriever import Retriever
from index.selection import selected
from index.store import build_index


def test_a_selection_is_searched_like_an_index_of_its_own(tmp_path: Path) -> None:
    embedder = CharacterEmbedder()
    pine, cloud, snow = policies(CARE_OF_PINE, CARE_OF_CLOUD, SNOW_PLAN_2025)
    whole = build_index(tmp_path / "whole", [pine, cloud, snow], embedder)
    alone = build_index(tmp_path / "alone", [cloud], embedder)
    part = selected(whole, frozenset([cloud.identifier]), embedder)
    assert dict(part.documents) == {cloud.identifier: cloud}
    assert dict(part.facts) == dict(alone.facts)
    query = "护理床位建设补贴"
    found, expected = (Retriever(index, embedder).search(query) for index in (part, alone))
    assert [hit.clause.number for hit in found] == [hit.clause.number for hit in expected]
    scores = [[hit.fused_score, hit.cosine, hit.bm25] for hit in found]
    assert np.allclose(scores, [[hit.fused_score, hit.cosine, hit.bm25] for hit in expected])
    assert list(whole.documents) == [pine.identifier, cloud.identifier, snow.identifier]
