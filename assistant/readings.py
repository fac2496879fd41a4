"""How Chinese characters are read: pinyin without tones, of one reading or of all."""

import os
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice, product
from types import ModuleType

_MOST_SOUNDINGS = 24


@cache
def sounds() -> dict[str, set[str]]:
    """Syllable → the characters that may be read so, of those that texts had so far."""
    return {}


@cache
def learned() -> set[str]:
    """The characters that texts had so far."""
    return set()


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of a character, without tones, the commonest first."""
    return tuple(_pypinyin().pinyin(character, heteronym=True, style=_pypinyin().Style.NORMAL)[0])


@lru_cache(maxsize=8192)
def first_letters(character: str) -> str:
    """The letters that the readings of a character begin with."""
    readings = _pypinyin().constants.PINYIN_DICT.get(ord(character), "").split(",")
    return "".join(unicodedata.normalize("NFD", reading)[:1] for reading in readings)


def pinyin_of(text: str) -> tuple[str, ...]:
    """The commonest reading of each character, without tones; one that has none is its own."""
    return tuple(map(_commonest, text))


@cache  # of a few thousand characters: a call of the library takes twenty times as long
def _commonest(character: str) -> str:
    return str(_pypinyin().lazy_pinyin(character)[0])


def main_sounding(word: str) -> list[str]:
    """How a word is read, each of its characters in its commonest way."""
    return ["".join(pinyin_of(word))]


def all_soundings(word: str) -> Iterator[str]:
    """How a word may be read, each of its characters in all ways; the likeliest few."""
    ways = product(*map(readings, word))
    return ("".join(sounds) for sounds in islice(ways, _MOST_SOUNDINGS))


@cache
def _pypinyin() -> ModuleType:
    """The library of readings, without its words: they take a quarter of a second and 44 MB.

    See https://pypinyin.readthedocs.io/zh-cn/master/faq.html on PYPINYIN_NO_PHRASES.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    return import_module("pypinyin")
