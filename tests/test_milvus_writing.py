"""What is written anew embeds only texts that the document did not have."""

from collections.abc import Iterator

import pytest
from character_embedder import CharacterEmbedder
from elder_care_policy import care_policy, changed_care_policy, trade_policy

from index.milvus_home import MilvusHome
from index.milvus_server import MilvusServer


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    opened = MilvusServer(str(tmp_path_factory.mktemp("milvus") / "local.db"))
    yield opened
    opened.close()


def test_only_new_texts_are_embedded(server: MilvusServer) -> None:
    embedder = CharacterEmbedder()
    home = MilvusHome(server, embedder)
    first = home.build([care_policy()])
    assert len(embedder.encoded) == len({*embedder.encoded}) > 5
    embedder.encoded.clear()
    done: list[tuple[int, int]] = []
    replaced = home.add(changed_care_policy(), lambda now, total: done.append((now, total)))
    assert all("45个" in text for text in embedder.encoded)
    assert embedder.encoded
    assert done == [(len(embedder.encoded), len(embedder.encoded))]
    identifier = care_policy().identifier
    assert replaced.vectors(identifier)[0][0].tolist() == first.vectors(identifier)[0][0].tolist()
    embedder.encoded.clear()
    home.add(trade_policy())
    assert not any("食堂" in text for text in embedder.encoded)
    embedder.encoded.clear()
    built: list[tuple[int, int]] = []
    home.build(
        [trade_policy(), changed_care_policy()], lambda now, total: built.append((now, total))
    )
    assert embedder.encoded == []
    assert built == [(1, 2), (2, 2)]
