"""Slips of the keyboard put right: pinyin for words, initials for terms, characters of like sound or shape.

Only towards the words of the documents (for pinyin also common words, for characters also the few that
questions often have): what a document holds as it is typed is left alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate, product
from operator import contains

from assistant.lexicon import common_words, is_empty_word, lay_phrases, tagged_words
from assistant.readings import (
    all_soundings,
    first_letters,
    learned,
    main_sounding,
    pinyin_of,
    readings,
    sounds,
)
from documents.regular_expressions import regex
from documents.segmentation import times_counted, words_inside

_LATIN = regex(r"[A-Za-z]{2,}")
_OTHER_PLACE = regex(
    r"(?:(?<![一-鿿])|(?<=隔壁)|(?<=邻近)|(?<=相邻)|(?<=旁边)|(?<=[在到去跟像比]))"
    r"(?:(?![和与及全本我各该外他])[一-鿿]){2,3}(?:省|市(?!场)|县)(?!级)"
)
_SLIPPED_ACRE = regex(r"(?<=[每几\d十百千万])母(?![亲女子婴猪牛羊])")
_HAN = regex(r"[\u4e00-\u9fff]+")
_FUNCTION_TAGS = ("p", "u", "r", "c", "d", "y", "f", "k")
_CLASSIFIERS = "一二两三四五六七八九十百千万亿几多半个只件家项次种类座条张名位台套处所样"
_DETERMINERS = "各每某本该此其"
_ASKED = "钱谁哪几吗呢"
_NEVER_SLIPS = "是的了和与在有吗呢吧啊呀就也都还要能可会从到由"
_LONGEST_WORD = 4
_SHORTEST_INITIALS = 3
_LONGEST_ACRONYM = 4
_SHORTEST_WORD_IN_PINYIN = 2
_RARE = 12
_TIMES_COMMONER = 20
_OFTEN_ASKED = ("多少钱", "时候", "什么", "多少", "怎么", "部门", "单位", "开始", "可以")
_CONFUSED = {
    typed: pair.replace(typed, "")
    for pair in (
        *("卷券", "帐账", "侯候", "挡档", "带戴", "费废", "记计", "分份", "练炼", "拆折", "拨拔"),
        *("贷货", "未末", "己已", "坐座", "汽气", "低底", "躁燥"),
    )
    for typed in pair
}
"""Characters that are often typed for each other, by sound or by shape."""
_TELLING = ((2, 1), (1, 2), (1, 1), (0, 2))
"""How many characters up to one that is confused, and from it on, tell which was meant."""


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
        spelled = _LATIN.sub(self._spelled_out, _SLIPPED_ACRE.sub("亩", question))
        return self._without_homophones(self._without_confused(spelled))

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
        for soundings in (main_sounding, all_soundings):  # 长期: zhangqi, and changqi
            for word in ranked:
                cost = 2 if word in self._words else 3
                for sounding in soundings(word):
                    found.setdefault(sounding, (cost, word))
        for word in (*_ASKED, *(word for word, _ in counted)):
            if len(word) == 1:
                found.setdefault("".join(pinyin_of(word)), (4, word))
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

    def _without_confused(self, question: str) -> str:
        """Characters that are often typed for others, where only with the others a text has the words."""
        for at, typed in enumerate(question):
            right = _CONFUSED.get(typed)
            around = [
                (question[at - before : at], question[at + 1 : at + behind])
                for before, behind in _TELLING
                if right and before <= at and at + behind <= len(question)
            ]
            as_typed = [typed.join(beside) for beside in around]
            if not right or any(self._holds(w) or times_counted(w) > _RARE for w in as_typed):
                continue
            meant = [words for words in map(right.join, around) if _HAN.fullmatch(words)]
            if any(self._holds(words) or words in _OFTEN_ASKED for words in meant):
                question = f"{question[:at]}{right}{question[at + 1 :]}"
        return question

    def _without_homophones(self, question: str) -> str:
        common = [lay for lay, _ in lay_phrases(question)]  # 长护险 is no slip for 账户
        words = (*_rare_words(question), *_ended(question))
        for window in (*self._broken(question), *words):
            if any(window in lay for lay in common) or self._holds(window):
                continue
            right = _often_asked().get(pinyin_of(window), "")
            if self._may_sound_like(window):
                right = self._homophones.get(pinyin_of(window), right)
                if window in words:
                    right = right or self._beginnings.get(pinyin_of(window), "")
            if right and right != window and _is_commoner(right, window):
                question = question.replace(window, right)
        return question

    def _may_sound_like(self, window: str) -> bool:
        """Whether neighbours in a text have readings of this sound: a cheap first look."""
        readers = [self._characters & sounds().get(sound, set()) for sound in pinyin_of(window)]
        return all(readers) and any(_has_run(text, readers) for text in self._texts)

    @cached_property
    def _characters(self) -> frozenset[str]:
        """The characters of the texts, whose readings are known from here on."""
        characters = frozenset().union(*self._texts)
        for character in characters - learned():
            for sound in readings(character) if _HAN.match(character) else ():
                sounds().setdefault(sound, set()).add(character)
            learned().add(character)
        return characters

    def _broken(self, question: str) -> Iterator[str]:
        """Windows over words that fall apart into single characters, longer ones first.

        A word typed wrong is no word: 养老机够 falls into 养老, 机 and 够. The name of a place is none
        either, and no slip.
        """
        for tagged in _words_of_runs(question):
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
                found.setdefault(pinyin_of(word), word)
        return found

    @cached_property
    def _beginnings(self) -> dict[tuple[str, ...], str]:
        """Pinyin → the words that longer ones of the texts begin with: 空调 of 空调器."""
        begun = (
            inner
            for word in self._words
            if len(word) > len("空调")
            for inner in words_inside(word)[:-1]
            if word.startswith(inner)
        )
        return {sounding: word for word in begun for sounding in product(*map(readings, word))}


@cache
def _often_asked() -> dict[tuple[str, ...], str]:
    """Pinyin → a word that questions often have, whether a text has it or not."""
    return {pinyin_of(word): word for word in _OFTEN_ASKED}


def _words_of_runs(question: str) -> Iterator[list[tuple[str, str]]]:
    """The words of a question, run by run, without the names of other places and 多少钱."""
    plain = _OTHER_PLACE.sub(" ", question).replace("多少钱", " ")
    return map(tagged_words, _HAN.findall(plain))


def _rare_words(question: str) -> list[str]:
    """The words of a question that hardly anybody writes: 报费, 空条."""
    return [
        word
        for tagged in _words_of_runs(question)
        for word, tag in tagged
        if 1 < len(word) <= _LONGEST_WORD
        and word[0] not in _CLASSIFIERS + _DETERMINERS
        and tag != "j"
        and 0 < times_counted(word) < _RARE
    ]


def _ended(question: str) -> Iterator[str]:
    """Words that end in a character which by itself is no slip: 许可|正, 工|做|日."""
    for tagged in _words_of_runs(question):
        words = [word for word, _ in tagged]
        alone = [_joins(word, tag) and tag != "m" for word, tag in tagged]
        for at in range(1, len(words)):
            if not alone[at] or alone[at - 1] or words[at] in _NEVER_SLIPS:
                continue
            if 1 < len(words[at - 1]) < _LONGEST_WORD:
                yield words[at - 1] + words[at]
            elif len("".join(words[at - 1 : at + 2])) == len("工做日"):
                yield "".join(words[at - 1 : at + 2])


def _has_run(text: str, each: Sequence[Collection[str]]) -> bool:
    """Whether a text has neighbours of which each is one of its characters."""
    first, *others = each
    for character in first:
        at = text.find(character)
        while at >= 0:
            behind = text[at + 1 : at + len(each)]
            if len(behind) == len(others) and all(map(contains, others, behind)):
                return True
            at = text.find(character, at + 1)
    return False


def _is_commoner(word: str, typed: str) -> bool:
    """Whether what was typed is no word, or a rare one that sounds like a common one."""
    times = times_counted(typed)
    return not times or (times < _RARE and times_counted(word) > _TIMES_COMMONER * times)


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
    return all(letter in first_letters(run[at]) for at, letter in enumerate(letters))


@lru_cache(maxsize=1024)
def _word_starts(run: str) -> frozenset[int]:
    """Where words of a run begin or end."""
    return frozenset(accumulate((len(word) for word, _ in tagged_words(run)), initial=0))


@lru_cache(maxsize=8)
def _words_in(text: str) -> Counter[str]:
    return Counter(word for run in _HAN.findall(text) for word, _ in tagged_words(run))
