"""Texts in, terms out: characters and pairs of neighbours, or jieba's search-mode words."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from documents.regular_expressions import regex

_KEY_BYTES = 8
_TEXTS_KEPT = 2048


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


_RUNS = regex(r"[^\W_]+")


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


def weighted_terms(text: str, kind: TermKind) -> dict[str, float]:
    """The terms of a question, weighted by how often they stand in it."""
    return {term: float(n) for term, n in Counter(terms_of(text, kind)).items()}


@dataclass(frozen=True, slots=True)
class CountedText:
    """A text whose terms can be counted: its words, or its characters, of which pairs are terms."""

    words: Counter[str] | None
    plain: str
    length: int

    def counts(self, weighted: Iterable[tuple[str, float]]) -> list[tuple[float, int]]:
        """The weights of those terms of its kind that stand in it, and how often each does."""
        held = self.plain if self.words is None else self.words
        return [(weight, self._count(term)) for term, weight in weighted if term in held]

    def _count(self, term: str) -> int:
        if self.words is not None:
            return self.words[term]
        if len(term) > 1 and term[0] == term[1]:  # 等等等 holds 等等 twice
            return sum(self.plain.startswith(term, at) for at in range(len(self.plain)))
        return self.plain.count(term)


@lru_cache(maxsize=_TEXTS_KEPT)
def counted_text(text: str, kind: TermKind) -> CountedText:
    """A text made ready to be scored, which it is several times for one question."""
    if kind is TermKind.WORDS:
        words = Counter(terms_of(text, kind))
        return CountedText(words, "", words.total())
    plain = unicodedata.normalize("NFKC", text).lower()
    return CountedText(None, plain, sum(2 * len(run) - 1 for run in _RUNS.findall(plain)))


def term_key(term: str) -> int:
    """A number for a term: its UTF-8 bytes where they are eight or fewer, else a hash of them."""
    encoded = term.encode()
    if len(encoded) > _KEY_BYTES:
        encoded = hashlib.blake2b(encoded, digest_size=_KEY_BYTES).digest()
    return int.from_bytes(encoded.ljust(_KEY_BYTES, b"\0"), "big")


def term_keys(terms: Iterable[str]) -> NDArray[np.uint64]:
    """The numbers of some terms."""
    return np.array([term_key(term) for term in terms], dtype=np.uint64)
