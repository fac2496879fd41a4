"""Texts in, BM25 scores of a question's terms out: arrays of numpy, saved without pickle.

Terms are characters and pairs of neighbours, or jieba's search-mode words. Knows no clauses.
"""

import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75


class TermKind(StrEnum):
    """How a text is cut into terms."""

    CHARACTERS = "characters"  # every character and every two neighbours: measured best
    WORDS = "words"  # search mode of jieba


def terms_of(text: str, kind: TermKind) -> list[str]:
    """The terms of a text in reading order, repeats kept; NFKC, lower case, no punctuation."""
    runs = _RUNS.findall(unicodedata.normalize("NFKC", text).lower())
    if kind is TermKind.WORDS:
        return [word for run in runs for word in _search_words(run)]
    return [term for run in runs for term in _characters(run)]


_RUNS = re.compile(r"[^\W_]+")


def _characters(run: str) -> list[str]:
    return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]


def _search_words(run: str) -> list[str]:
    return list(_search_cutter()(run))


@cache
def _search_cutter() -> Callable[[str], Iterable[str]]:
    """Search mode of rjieba, which cuts exactly as jieba does at once; else of jieba."""
    try:
        import rjieba
    except ImportError:
        import jieba

        return cast(Callable[[str], Iterable[str]], jieba.cut_for_search)
    return rjieba.cut_for_search


@dataclass(frozen=True, slots=True)
class Keywords:
    """BM25 over texts, row i for text i.

    Term t stands in texts `rows[starts[t]:starts[t + 1]]` with `frequencies` of the same slice.
    """

    kind: TermKind
    terms: Mapping[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    frequencies: NDArray[np.int32]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Iterable[str], kind: TermKind = TermKind.CHARACTERS) -> "Keywords":
        """Count the terms of texts."""
        terms: dict[str, int] = {}
        numbers, frequencies, spreads, lengths = (array("i") for _ in range(4))
        for text in texts:
            counts = Counter(terms_of(text, kind))
            numbers.extend(terms.setdefault(term, len(terms)) for term in counts)
            frequencies.extend(counts.values())
            spreads.append(len(counts))
            lengths.append(counts.total())
        entries = np.array(numbers, dtype=np.int32)
        order = np.argsort(entries, kind="stable")
        return cls(
            kind,
            terms,
            np.concatenate([[0], np.cumsum(np.bincount(entries, minlength=len(terms)))]),
            np.repeat(np.arange(len(lengths), dtype=np.int32), spreads)[order],
            np.array(frequencies, dtype=np.int32)[order],
            np.array(lengths, dtype=np.int32),
        )

    def query(self, text: str) -> dict[str, float]:
        """The terms of a question, weighted by how often they stand in it."""
        return {term: float(n) for term, n in Counter(terms_of(text, self.kind)).items()}

    def highest_score(self, query: Mapping[str, float]) -> float:
        """The BM25 that a text with every term nears, however often they stand in it."""
        return sum(weight * self._rarity(self._spread(term)) for term, weight in query.items())

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 of every text for weighted terms: `(n,)` float32, 0 where no term stands."""
        scores = np.zeros(len(self.lengths), dtype=np.float64)
        norms = self._norms(self.lengths)
        for term, weight in query.items():
            if term in self.terms:
                number = self.terms[term]
                part = slice(self.starts[number], self.starts[number + 1])
                rows, counts = self.rows[part], self.frequencies[part]
                scores[rows] += weight * self._rarity(len(rows)) * counts / (counts + norms[rows])
        return scores.astype(np.float32)

    def text_scores(self, query: Mapping[str, float], texts: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of texts that need not be stored, by the term statistics of the stored ones."""
        counted = [Counter(terms_of(text, self.kind)) for text in texts]
        norms = self._norms(np.array([counts.total() for counts in counted], dtype=np.int32))
        present = set().union(*counted)
        weighted = {
            term: weight * self._rarity(self._spread(term))
            for term, weight in query.items()
            if term in present
        }
        scores = [
            sum(
                weight * counts[term] / (counts[term] + norm)
                for term, weight in weighted.items()
                if term in counts
            )
            for counts, norm in zip(counted, norms.tolist(), strict=True)
        ]
        return np.array(scores, dtype=np.float32)

    def _norms(self, lengths: NDArray[np.int32]) -> NDArray[np.float64]:
        mean = max(float(self.lengths.mean()), 1.0) if len(self.lengths) else 1.0
        return np.asarray(K1 * (1 - B + B * lengths / mean), dtype=np.float64)

    def _spread(self, term: str) -> int:
        """In how many texts the term stands."""
        number = self.terms.get(term)
        return 0 if number is None else int(self.starts[number + 1] - self.starts[number])

    def _rarity(self, spread: int) -> float:
        return math.log(1 + (len(self.lengths) - spread + 0.5) / (spread + 0.5))

    def to_bytes(self) -> bytes:
        """The arrays as safetensors."""
        from safetensors.numpy import save

        return save(
            {
                "kind": np.frombuffer(self.kind.encode(), dtype=np.uint8),
                "terms": np.frombuffer("\n".join(self.terms).encode(), dtype=np.uint8),
                "starts": self.starts,
                "rows": self.rows,
                "frequencies": self.frequencies,
                "lengths": self.lengths,
            }
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "Keywords":
        """Keywords from `to_bytes`."""
        from safetensors.numpy import load

        arrays = load(content)
        terms = arrays["terms"].tobytes().decode()
        return cls(
            TermKind(arrays["kind"].tobytes().decode()),
            {term: number for number, term in enumerate(terms.split("\n") if terms else [])},
            arrays["starts"],
            arrays["rows"],
            arrays["frequencies"],
            arrays["lengths"],
        )
