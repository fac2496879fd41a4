"""Slips of the keyboard put right: pinyin for words, initials for terms, characters of the same sound.

Only towards the words of the documents (and, for pinyin, common words): what a document holds as it
is typed is left alone.
"""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from importlib import import_module
from itertools import accumulate, islice, product
from types import ModuleType

from assistant.lexicon import common_words, is_empty_word, lay_phrases, tagged_words
from documents.regular_expressions import regex

_LATIN = regex(r"[A-Za-z]{2,}")
_OTHER_PLACE = regex(
    r"(?:(?<![一-鿿])|(?<=隔壁)|(?<=邻近)|(?<=相邻)|(?<=旁边)|(?<=[在到去跟像比]))"
    r"(?:(?![和与及全本我各该外他])[一-鿿]){2,3}(?:省|市(?!场)|县)(?!级)"
)
_HAN = regex(r"[\u4e00-\u9fff]+")
_FUNCTION_TAGS = ("p", "u", "r", "c", "d", "y", "f", "k")
_CLASSIFIERS = "一二两三四五六七八九十百千万亿几多半个只件家项次种类座条张名位台套处所样"
_ASKED = "钱谁哪几吗呢"
_LONGEST_WORD = 4
_SHORTEST_INITIALS = 3
_LONGEST_ACRONYM = 4
_SHORTEST_WORD_IN_PINYIN = 2
_MOST_SOUNDINGS = 24


class Speller:
    """Knows the words of some texts and how they sound; learns that when first needed."""

    def __init__(self, texts: Iterable[str], holds: Callable[[str], bool] | None = None) -> None:
        """Take texts whose words are right; they are gone through when first needed.

        `holds` says whether words stand in any text that counts, where there are more of them.
        """
        self._given = texts
        self._holds = holds or self._stands

    def corrected(self, question: str) -> str:
        """The question with slips put right, or as it is."""
        return self._without_homophones(_LATIN.sub(self._spelled_out, question))

    def texts(self) -> list[str]:
        """The texts whose words are right."""
        return self._texts

    @cached_property
    def _texts(self) -> list[str]:
        return list(self._given)

    def _stands(self, words: str) -> bool:
        return any(words in text for text in self._texts)

    # Pinyin

    def _spelled_out(self, run: re.Match[str]) -> str:
        letters = run[0].lower()
        is_acronym = run[0].isupper() and len(letters) <= _LONGEST_ACRONYM
        if is_acronym or self._holds(run[0]) or self._holds(run[0].upper()):
            return run[0]
        return self._from_pinyin(letters) or self._from_initials(letters) or run[0]

    def _from_pinyin(self, letters: str) -> str:
        """The fewest words whose pinyin, joined, are the letters; those of the texts go first."""
        best: dict[int, tuple[int, str]] = {0: (0, "")}
        for at in range(len(letters)):
            if at not in best:
                continue
            cost, words = best[at]
            for end in range(at + _SHORTEST_WORD_IN_PINYIN, len(letters) + 1):
                found = self._sounding.get(letters[at:end])
                if found and (end not in best or cost + found[0] < best[end][0]):
                    best[end] = (cost + found[0], words + found[1])
        return best.get(len(letters), (0, ""))[1]

    @cached_property
    def _sounding(self) -> dict[str, tuple[int, str]]:
        """Joined pinyin → what it costs and the commonest word of that sound."""
        found: dict[str, tuple[int, str]] = {}
        counted = sorted(self._words.items(), key=lambda pair: -pair[1])
        ranked = [*(word for word, _ in counted if len(word) > 1), *sorted(common_words())]
        for soundings in (_main_sounding, _all_soundings):  # 长期: zhangqi, and changqi
            for word in ranked:
                cost = 2 if word in self._words else 3
                for sounding in soundings(word):
                    found.setdefault(sounding, (cost, word))
        for word in (*_ASKED, *(word for word, _ in counted)):
            if len(word) == 1:
                found.setdefault("".join(_pinyin(word)), (4, word))
        return found

    def _from_initials(self, letters: str) -> str:
        """The commonest run of whole words whose characters begin with the letters."""
        if len(letters) < _SHORTEST_INITIALS:
            return ""
        terms = Counter(
            run[at : at + len(letters)]
            for run in self._runs
            if _may_begin(run, letters)
            for starts in [_word_starts(run)]
            for at in sorted(starts)
            if at + len(letters) in starts and _begins(run[at:], letters)
        )
        return terms.most_common(1)[0][0] if terms else ""

    @cached_property
    def _runs(self) -> list[str]:
        """Runs of ideographs, each once."""
        return sorted({run for text in self._texts for run in _HAN.findall(text)})

    @cached_property
    def _words(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for text in self._texts:
            counted.update(_words_in(text))
        return counted

    # Characters of the same sound

    def _without_homophones(self, question: str) -> str:
        common = [lay for lay, _ in lay_phrases(question)]  # 长护险 is no slip for 账户
        for window in self._broken(question):
            if any(window in lay for lay in common) or self._holds(window):
                continue
            if not self._may_sound_like(window):
                continue
            right = self._homophones.get(_pinyin(window))
            if right and right != window:
                question = question.replace(window, right)
        return question

    def _may_sound_like(self, window: str) -> bool:
        """Whether neighbours in a text have readings of this sound: a cheap first look."""
        readers = [self._characters & _sounds().get(sound, set()) for sound in _pinyin(window)]
        if not all(readers):
            return False
        alike = re.compile("".join(f"[{''.join(characters)}]" for characters in readers))
        return any(alike.search(text) for text in self._texts)

    @cached_property
    def _characters(self) -> frozenset[str]:
        """The characters of the texts, whose readings are known from here on."""
        characters = frozenset().union(*self._texts)
        for character in characters - _learned():
            for sound in _readings(character) if _HAN.match(character) else ():
                _sounds().setdefault(sound, set()).add(character)
            _learned().add(character)
        return characters

    def _broken(self, question: str) -> Iterator[str]:
        """Windows over words that fall apart into single characters, longer ones first.

        A word typed wrong is no word: 养老机够 falls into 养老, 机 and 够. The name of a place is none
        either, and no slip.
        """
        for run in _HAN.findall(_OTHER_PLACE.sub(" ", question)):
            tagged = tagged_words(run)
            words = ["" if _joins(word, tag) else word for word, tag in tagged]
            single = [at for at, word in enumerate(words) if len(word) == 1]
            for first in single:
                for stop in range(min(len(words), first + _LONGEST_WORD), first, -1):
                    for begin in range(max(0, first - 1), first + 1):
                        window = "".join(words[begin:stop])
                        if not all(words[begin:stop]) or not 1 < len(window) <= _LONGEST_WORD:
                            continue
                        if not self._ends_two_words(words, begin, stop):
                            yield window

    def _ends_two_words(self, words: list[str], begin: int, stop: int) -> bool:
        """Whether a window of two characters is the end of one word and the start of the next: 采暖季|非居民."""
        if stop - begin != len("季非") or begin == 0 or stop == len(words):
            return False
        before, (end, start), behind = words[begin - 1], words[begin:stop], words[stop]
        return bool(before and behind) and self._holds(before + end) and self._holds(start + behind)

    @cached_property
    def _homophones(self) -> dict[tuple[str, ...], str]:
        """Pinyin → the commonest word of the texts of that sound, two characters or more."""
        found: dict[tuple[str, ...], str] = {}
        for word, _ in sorted(self._words.items(), key=lambda pair: -pair[1]):
            if 1 < len(word) <= _LONGEST_WORD:
                found.setdefault(_pinyin(word), word)
        return found


def _joins(word: str, tag: str) -> bool:
    """Whether a single character stands alone by right: 是, 由, 的, 几."""
    return len(word) == 1 and (
        tag.startswith(_FUNCTION_TAGS) or word in _CLASSIFIERS or is_empty_word(word)
    )


def _may_begin(run: str, letters: str) -> bool:
    """Whether neighbours in a run have readings that begin with the letters: a cheap first look."""
    return any(_begins(run[at:], letters) for at in range(len(run) - len(letters) + 1))


def _begins(run: str, letters: str) -> bool:
    """Whether the first characters of a run have readings that begin with the letters."""
    return all(letter in _first_letters(run[at]) for at, letter in enumerate(letters))


@cache
def _sounds() -> dict[str, set[str]]:
    """Syllable → the characters that may be read so, of those that texts had so far."""
    return {}


@cache
def _learned() -> set[str]:
    """The characters that texts had so far."""
    return set()


@cache
def _readings(character: str) -> tuple[str, ...]:
    """All readings of a character, without tones, the commonest first."""
    return tuple(_pypinyin().pinyin(character, heteronym=True, style=_pypinyin().Style.NORMAL)[0])


@lru_cache(maxsize=8192)
def _first_letters(character: str) -> str:
    """The letters that the readings of a character begin with."""
    readings = _pypinyin().constants.PINYIN_DICT.get(ord(character), "").split(",")
    return "".join(unicodedata.normalize("NFD", reading)[:1] for reading in readings)


@lru_cache(maxsize=4096)
def _word_starts(run: str) -> frozenset[int]:
    """Where words of a run begin or end."""
    return frozenset(accumulate((len(word) for word, _ in tagged_words(run)), initial=0))


@lru_cache(maxsize=64)
def _words_in(text: str) -> Counter[str]:
    return Counter(word for run in _HAN.findall(text) for word, _ in tagged_words(run))


@lru_cache(maxsize=10_000)
def _pinyin(text: str) -> tuple[str, ...]:
    """The commonest reading of each character, without tones."""
    return tuple(_pypinyin().lazy_pinyin(text))


def _main_sounding(word: str) -> list[str]:
    return ["".join(_pinyin(word))]


def _all_soundings(word: str) -> Iterator[str]:
    """How a word may be read, each of its characters in all ways; the likeliest few."""
    ways = product(*map(_readings, word))
    return ("".join(sounds) for sounds in islice(ways, _MOST_SOUNDINGS))


@cache
def _pypinyin() -> ModuleType:
    """The library of readings, without its words: they take a quarter of a second and 44 MB.

    See https://pypinyin.readthedocs.io/zh-cn/master/faq.html on PYPINYIN_NO_PHRASES.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    return import_module("pypinyin")
