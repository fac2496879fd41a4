"""The embedder that remembers: the same vectors, each made once, whoever asks in between."""

from collections.abc import Callable, Sequence

import numpy as np
from character_embedder import CharacterEmbedder

from index.embedder import Matrix
from index.vector_memory import RememberingEmbedder


class InterruptedEmbedder(CharacterEmbedder):
    """Lets another question come in while it embeds for the first time."""

    meanwhile: Callable[[], object] | None = None

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Embed; before that comes what is to happen meanwhile."""
        happening, self.meanwhile = self.meanwhile, None
        if happening:
            happening()
        return super().encode_passages(texts)


def test_what_was_embedded_is_not_embedded_again() -> None:
    embedder = CharacterEmbedder()
    remembering = RememberingEmbedder(embedder, capacity=3)
    remembering.encode_passages(["养", "老", "养"])
    vectors = remembering.encode_passages(["老", "床", "位"])
    assert embedder.encoded == ["养", "老", "床", "位"]
    assert np.array_equal(vectors, CharacterEmbedder().encode_passages(["老", "床", "位"]))
    remembering.encode_passages(["养"])  # the oldest was forgotten
    assert embedder.encoded[4:] == ["养"]


def test_a_question_that_drives_out_the_vectors_of_another_takes_nothing_from_it() -> None:
    embedder = InterruptedEmbedder()
    remembering = RememberingEmbedder(embedder, capacity=2)
    remembering.encode_passages(["养", "老"])
    embedder.meanwhile = lambda: remembering.encode_passages(["物", "流", "金"])
    vectors = remembering.encode_passages(["养", "老", "床"])
    assert np.array_equal(vectors, CharacterEmbedder().encode_passages(["养", "老", "床"]))
