"""Texts as token ids: sequences of different length in one flat array.

Cutting text into tokens is slow, so its result is written once and read back, without pickle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from index.training.sources import TextPair

PASSAGE_CHARACTERS = 300
TEXTS_AT_ONCE = 4096

TokenArray = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class TokenSequences:
    """Sequences of token ids.

    Attributes:
        flat: (tokens,) uint16, all sequences one after the other.
        offsets: (sequences + 1,) int64; sequence `i` is `flat[offsets[i]:offsets[i + 1]]`.
    """

    flat: TokenArray
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of sequences."""
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> TokenArray:
        """(tokens,) uint16, a view of sequence `row`."""
        return self.flat[self.offsets[row] : self.offsets[row + 1]]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(sequences,) number of tokens of each."""
        return np.diff(self.offsets)

    def select(self, rows: NDArray[np.int64]) -> "TokenSequences":
        """The sequences at `rows`, in that order."""
        return join_sequences([self[row] for row in rows])

    def save(self, path: Path) -> None:
        """Write to one npz file."""
        with path.open("wb") as file:
            np.savez(file, flat=self.flat, offsets=self.offsets)

    @classmethod
    def load(cls, path: Path) -> "TokenSequences":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["flat"], arrays["offsets"])


@dataclass(frozen=True, slots=True)
class TokenPairs:
    """Training pairs as token ids, no side empty.

    Attributes:
        sources: names of the sources, in order of first appearance.
        source: (pairs,) int64, position in `sources`.
        question: (pairs,) int64; pairs of one source with the same query text share a number.
    """

    queries: TokenSequences
    passages: TokenSequences
    sources: tuple[str, ...]
    source: NDArray[np.int64]
    question: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.source)

    def save(self, path: Path) -> None:
        """Write to one npz file."""
        with path.open("wb") as file:
            np.savez(
                file,
                query_flat=self.queries.flat,
                query_offsets=self.queries.offsets,
                passage_flat=self.passages.flat,
                passage_offsets=self.passages.offsets,
                sources=np.array(self.sources, dtype=np.str_),
                source=self.source,
                question=self.question,
            )

    @classmethod
    def load(cls, path: Path) -> "TokenPairs":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(
                TokenSequences(arrays["query_flat"], arrays["query_offsets"]),
                TokenSequences(arrays["passage_flat"], arrays["passage_offsets"]),
                tuple(str(name) for name in arrays["sources"]),
                arrays["source"],
                arrays["question"],
            )


def join_sequences(sequences: Sequence[TokenArray]) -> TokenSequences:
    """Sequences in one flat array."""
    offsets = np.zeros(len(sequences) + 1, np.int64)
    np.cumsum([len(sequence) for sequence in sequences], out=offsets[1:])
    flat = np.concatenate(sequences) if sequences else np.empty(0, np.uint16)
    return TokenSequences(flat, offsets)


def encode_texts(tokenizer: Tokenizer, texts: Sequence[str], title: str) -> TokenSequences:
    """Token ids of every text, in order; `title` names the progress bar."""
    sequences: list[TokenArray] = []
    with tqdm(total=len(texts), desc=title, unit="段") as progress:
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = list(texts[start : start + TEXTS_AT_ONCE])
            for encoding in tokenizer.encode_batch_fast(part, add_special_tokens=False):
                sequences.append(np.array(encoding.ids, np.uint16))
            progress.update(len(part))
    return join_sequences(sequences)


def encode_pairs(
    tokenizer: Tokenizer, pairs: Sequence[TextPair], per_source: int, seed: int
) -> TokenPairs:
    """Token ids of at most `per_source` pairs of a source, drawn at random where there are more.

    Passages are cut to their first 300 characters; pairs with a side of no token are dropped.
    """
    sources = tuple(dict.fromkeys(pair.source for pair in pairs))
    chosen: list[TextPair] = []
    for name in sources:
        rows = [pair for pair in pairs if pair.source == name]
        if len(rows) > per_source:
            generator = np.random.default_rng(seed)
            rows = [rows[row] for row in generator.choice(len(rows), per_source, replace=False)]
        chosen.extend(rows)
    queries = encode_texts(tokenizer, [pair.query for pair in chosen], "问题转词号")
    passages = encode_texts(
        tokenizer, [pair.passage[:PASSAGE_CHARACTERS] for pair in chosen], "段落转词号"
    )
    kept = np.flatnonzero((queries.lengths > 0) & (passages.lengths > 0))
    numbers: dict[tuple[str, str], int] = {}
    question = [numbers.setdefault((pair.source, pair.query), len(numbers)) for pair in chosen]
    return TokenPairs(
        queries.select(kept),
        passages.select(kept),
        sources,
        np.array([sources.index(pair.source) for pair in chosen], np.int64)[kept],
        np.array(question, np.int64)[kept],
    )
