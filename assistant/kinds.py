"""Kinds of one family: what a text says of one kind it does not say of a sibling.

What 老年人 get, 残疾人 do not get by it. The families are data (lexicon/kinds.txt), a line each: the
words for all of a family, then each kind with all its words, parted by tabs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from assistant.lexicon import tagged_words

_FILE = Path(__file__).parent / "lexicon" / "kinds.txt"
_NOUNS = ("n", "j", "b")
_NAMES = ("ns", "nr", "nt", "nz")
_BEGINNING = 2
_ALL = 0
"""The number of what stands for all kinds of a family; the kinds are counted from 1."""


def lacking_kind(question: str, quoted: str, around: str) -> str:
    """The kind that a question names where quotes name only siblings of it, or ''.

    A kind with a noun before it (宠物医院) is a kind of its own, of which nothing is known.

    Args:
        question: What asks.
        quoted: The words of the quotes.
        around: The same with all that they lean on: headings, lines above them.
    """
    named = _named(quoted)
    for family, asked in _named(question).items():
        kinds = {kind: word for kind, word in asked.items() if kind != _ALL}
        siblings = {kind: word for kind, word in named.get(family, {}).items() if kind != _ALL}
        if len(kinds) != 1 or not siblings or kinds.keys() & siblings.keys():
            continue
        word = next(iter(kinds.values()))
        apart = _without(around, siblings.values())  # 自行车 is not in 电动自行车
        held = any(each in apart for kind in kinds for each in _kinds(family)[kind])
        if not held and not _names_all(family, quoted, siblings) and not _is_part(question, word):
            return word
    return ""


def sibling_in(text: str, subject: str) -> str:
    """The one word of a text for a sibling of the kind that a subject is, or ''.

    乡镇 is a sibling of the 县城 in 县城小学每学期收多少, 汽油车 of the 新能源车 in 买新能源车补多少.
    """
    named = _named(text)
    for family, kinds in _named(subject).items():
        own = {kind for kind, word in kinds.items() if word == subject and kind != _ALL}
        others = {word for kind, word in named.get(family, {}).items() if kind != _ALL}
        if own and len(others) == 1 and not own & named[family].keys():
            return others.pop()
    return ""


def _names_all(family: int, quoted: str, siblings: Mapping[int, str]) -> bool:
    """Whether quotes name all of a family, not only behind the name of a sibling: 餐车点位."""
    behind = [word + general for word in siblings.values() for general in _kinds(family)[_ALL]]
    return _ALL in _named(_without(quoted, behind)).get(family, {})


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def _is_part(question: str, word: str) -> bool:
    """Whether a noun that is no name stands right before a word: 宠物医院."""
    before = tagged_words(question[: question.find(word)])
    return bool(before) and before[-1][1].startswith(_NOUNS) and before[-1][1] not in _NAMES


@lru_cache(maxsize=16)
def _named(text: str) -> dict[int, dict[int, str]]:
    """The families that a text names, by number, and of each the kinds, with a word for each.

    A word inside a longer one does not count: 市场 in 农贸市场.
    """
    beginnings = _by_beginning()
    begun = (
        word
        for at in range(len(text))
        for word in beginnings.get(text[at : at + _BEGINNING], ())
        if text.startswith(word, at)
    )
    held = [*dict.fromkeys(begun)]
    held = [
        w
        for w in held
        if w in _without(text, [longer for longer in held if w in longer and w != longer])
    ]
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for word in sorted(held, key=text.find):
        for family, kind in _places(word):
            found[family].setdefault(kind, word)
    return found


@lru_cache(maxsize=256)
def _places(word: str) -> list[tuple[int, int]]:
    """The families and kinds that a word stands for."""
    return [
        (family, kind)
        for family, line in enumerate(_lines())
        if word in line
        for kind, words in enumerate(_kinds(family))
        if word in words
    ]


@lru_cache(maxsize=32)
def _kinds(family: int) -> list[list[str]]:
    """The words for all of a family, and those for each of its kinds."""
    return [[*filter(None, kind.split(","))] for kind in _lines()[family].split("\t")]


@cache
def _by_beginning() -> dict[str, list[str]]:
    """All words by their first characters: few of them begin at a place of a text."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(filter(None, ",".join(_lines()).replace("\t", ",").split(","))):
        found[word[:_BEGINNING]].append(word)
    return found


@cache
def _lines() -> list[str]:
    return _FILE.read_text("utf-8").splitlines()[1:]
