"""Short forms of longer names: 公交 of 公共交通, 保租房 of 保障性租赁住房, 电动车 of 电动自行车."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.lexicon import tagged_words

_SHORTEST = 2
_LONGEST = 4
_MOST_WORDS = 3


def is_short_for(short: str, text: str) -> bool:
    """Whether a word is put together of characters of neighbouring words of a text, of each at least one.

    It begins as the first of them does.
    """
    if not _SHORTEST <= len(short) <= _LONGEST or not all(c in text for c in short):
        return False
    words = _words(text)
    return any(
        words[at][0] == short[0] and _is_made_of(short, words[at : at + count])
        for count in range(2, min(len(short), _MOST_WORDS) + 1)
        for at in range(len(words) - count + 1)
    )


def _is_made_of(short: str, words: tuple[str, ...]) -> bool:
    """Whether characters of each of some words, in their order, make a word."""
    if not words:
        return not short
    rest = iter(words[0])
    for taken in range(1, len(short) - len(words) + 2):
        if short[taken - 1] not in rest:
            return False
        if _is_made_of(short[taken:], words[1:]):
            return True
    return False


def joined(words: Sequence[str]) -> list[str]:
    """Neighbouring words of one character, joined: 养犬 is cut in two."""
    return [a + b for a, b in pairwise(words) if len(a) == len(b) == 1]


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text, those of four characters as two: 公共交通."""
    words = [word for word, _ in tagged_words(text) if word.strip()]
    return tuple(
        part for word in words for part in ((word[:2], word[2:]) if len(word) == 4 else (word,))
    )
