"""An embedder that counts characters, exact by eye, and remembers what it had to encode."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from index.embedder import Matrix, unit_rows

ALPHABET = "养老床位护理文旅游物流金融服务业增长电商"


@dataclass
class CharacterEmbedder:
    """Value i of a vector is how often the alphabet's character i stands in the text."""

    alphabet: str = ALPHABET
    encoded: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The model's name."""
        return f"characters-{self.dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return len(self.alphabet)

    @property
    def digest(self) -> str:
        """The alphabet stands for itself."""
        return self.alphabet

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Counts as unit rows; the texts are remembered."""
        self.encoded.extend(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Counts as unit rows."""
        counts = [[text.count(character) for character in self.alphabet] for text in texts]
        return unit_rows(np.array(counts, dtype=np.float32).reshape(len(texts), self.dimension))
