"""Words of general knowledge: department names and their short forms, lay words, word classes.

The data in lexicon/ is as right for any city as for this one. Questions and clauses go through the
same functions; nothing here knows a single document.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from documents import segmentation
from documents.regular_expressions import from_data, regex

_FOLDER = Path(__file__).parent / "lexicon"
_MOST_OFFICIAL_WORDS = 16
_LONGEST_LAY_WORD = 8
_SHORT_LAY_WORD = 3
_PAIR = 2
_RELATIVE_YEAR = regex(r"[去今明前]年(?=[产收建改增投])")
_LATIN_WORD = regex(r"[0-9]*[A-Za-z][A-Za-z0-9+]*")
_SHORTEST_CORE = 2
_LONGEST_ABBREVIATION = 8
_LONG_KINDS = ("部门", "机关", "机构")
_SPOKEN_OF = regex(r"这边|那边|部门|系统|条线|口上")
_WIDE_BRACKETS = str.maketrans("()", "（）")
_COMPOUND = 4
_LEVELS = "省市县区州旗盟"
_CONTENT_TAGS = ("n", "v", "a", "i", "l", "j", "eng", "t", "b", "s", "x")


def _load(name: str, key: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    return json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))[key]


@cache
def _aliases() -> dict[str, list[str]]:
    return dict(_load("departments", "aliases"))


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(_load("empty_words", "words"))


def is_empty_word(word: str) -> bool:
    """Whether a word carries no topic in a question."""
    return word in _empty_words()


@cache
def common_words() -> frozenset[str]:
    """Everyday words of questions: those without a topic, and lay words of two characters.

    Longer lay words are said with these.
    """
    lay = (line.partition("\t")[0] for line in _lay_lines())
    return frozenset(
        [*(word for word in _empty_words() if len(word) > 1), *(w for w in lay if len(w) == _PAIR)]
    )


@cache
def generic_nouns() -> frozenset[str]:
    """Nouns that say what kind of thing is asked, not what a question is about."""
    return frozenset(_load("generic_nouns", "words"))


@cache
def _lay_lines() -> list[str]:
    """The lines of `lay_words.txt` but its note, in order: looked up by bisection, split when found."""
    return (_FOLDER / "lay_words.txt").read_text("utf-8").splitlines()[1:]


def _official_of(lay: str) -> tuple[str, ...]:
    """The official words for a lay word, none where it is not known."""
    lines, begin = _lay_lines(), f"{lay}\t"
    at = bisect_left(lines, begin)
    line = lines[at] if at < len(lines) else ""
    return tuple(line.removeprefix(begin).split(",")) if line.startswith(begin) else ()


def _begins_lay(pair: str) -> bool:
    """Whether a lay word begins with these characters."""
    lines = _lay_lines()
    at = bisect_left(lines, pair)
    return at < len(lines) and lines[at].startswith(pair)


@lru_cache(maxsize=4096)
def official_words(question: str) -> tuple[str, ...]:
    """The official words for the lay words of a question, in its order; at most sixteen."""
    found = dict.fromkeys(w for _, official in lay_phrases(question) for w in official)
    return tuple(word for word in found if word not in question)[:_MOST_OFFICIAL_WORDS]


@lru_cache(maxsize=4096)
def lay_phrases(question: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lay phrases of a question, in its order, each with the official words for it.

    At each character the longest counts: 充电桩坏了 finds itself and 坏了. Short ones count where they
    are whole words: 坏了 is none of 破坏了.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    bounds: set[int] = set()
    at = 0
    while at < len(question):
        longest = _LONGEST_LAY_WORD if _begins_lay(question[at : at + 2]) else 1
        for end in range(min(len(question), at + longest), at, -1):
            official = _official_of(question[at:end])
            bounds = bounds or (_bounds(question) if official else bounds)
            if official and (end - at > _SHORT_LAY_WORD or {at, end} <= bounds):
                found.append((question[at:end], official))
                break
        at += 1
    return tuple(found)


def _bounds(text: str) -> set[int]:
    """The offsets at which the words of a text begin and end."""
    return {0, *accumulate(len(word) for word, _ in segmentation.tagged_words(text))}


@from_data
def _foreign_cues() -> list[re.Pattern[str]]:
    return [regex(cue, re.IGNORECASE) for cue in _load("out_of_scope", "cues")]


@from_data
def _never_answered() -> list[re.Pattern[str]]:
    return [regex(cue, re.IGNORECASE) for cue in _load("out_of_scope", "always")]


def is_never_answered(question: str) -> bool:
    """Whether a question wants an opinion, a forecast, or a way around the rules."""
    return any(cue.search(question) for cue in _never_answered())


def foreign_cue(question: str) -> str:
    """The words that show that no policy document answers a question, or an empty string."""
    for cue in _foreign_cues():
        found = cue.search(question)
        if found:
            return found[0]
    return ""


def tagged_words(text: str) -> list[tuple[str, str]]:
    """Words of a text with jieba's part-of-speech tags (ICTCLAS set)."""
    apart = _RELATIVE_YEAR.sub(r"\g<0> ", text)  # 去年产了多少 holds no 年产
    return [(word, tag) for word, tag in segmentation.tagged_words(apart) if word.strip()]


def content_words(text: str) -> list[str]:
    """The words of a question that carry its topic, in order, without repetition."""
    return list(_content_words(text))


@lru_cache(maxsize=1024)
def _content_words(text: str) -> tuple[str, ...]:
    words = dict.fromkeys(_LATIN_WORD.findall(text))
    for word, tag in tagged_words(text):
        if word in _empty_words() or not any(c.isalnum() for c in word):
            continue
        if tag.startswith(_CONTENT_TAGS) or (
            len(word) > 1 and tag not in ("r", "m", "p", "c", "u", "y", "d")
        ):
            words.update(dict.fromkeys(_halves(word)))
    return tuple(words)


@lru_cache(maxsize=8192)
def _halves(word: str) -> tuple[str, ...]:
    """The two words of a compound of four characters (本科学历), or the word alone."""
    if len(word) != _COMPOUND:
        return (word,)
    inside = segmentation.words_inside(word)
    halves = (word[:2], word[2:])
    return halves if all(half in inside for half in halves) else (word,)


@cache
def _places() -> frozenset[str]:
    return frozenset(_load("places", "places"))


def place_names(text: str) -> list[str]:
    """Names that may be of places in a text, by jieba's dictionary, in order."""
    return [word for word, tag in tagged_words(text) if tag == "ns" and len(word) > 1]


def is_known_place(name: str) -> bool:
    """Whether a name is one of a province or prefecture, with or without its ending."""
    return name in _places() or name[:-1] in _places()


def is_listed_place(name: str) -> bool:
    """Whether a name is one of a province or prefecture, or ends like those of counties."""
    return is_known_place(name) or (len(name) > 2 and name[-1] in "省市县")


@lru_cache(maxsize=4096)
def core_name(department: str) -> str:
    """A department's name without the level in front: 市发展改革委 → 发展改革委, 委员会 as 委."""
    department = re.sub(r"委员会$", "委", department)
    return department[1:] if len(department) > 3 and department[0] in _LEVELS else department


def _is_abbreviation(short: str, full: str) -> bool:
    if not 3 <= len(short) < len(full) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def are_one_department(one: str, other: str) -> bool:
    """Whether two names are of one department of one place: 县教体局, 县教育体育局."""
    bare, also = core_name(one), core_name(other)
    levels = {name[0] if name[0] != core[0] else "" for name, core in ((one, bare), (other, also))}
    short, full = sorted((bare, also), key=len)
    return len(levels) == 1 and (short == full or _is_abbreviation(short, full))


def departments_in(text: str, departments: Iterable[str]) -> list[str]:
    """Those of the known departments that a text mentions, in the order of their first mention."""
    text = text.translate(_WIDE_BRACKETS)
    mentions = _mentions_of(text)
    places = {department: mentions.first(department) for department in departments}
    found = {department: at for department, at in places.items() if at >= 0}
    whole = [name for name in found if name in text]
    inside = {
        name
        for name in found
        for other in whole
        if name not in whole
        and _mentions_of(text.replace(other, "\n")).first(name) < 0
        and core_name(name) in other
    }
    return sorted((name for name in found if name not in inside), key=lambda name: found[name])


class _Mentions:
    """What of a text may name a department, gathered once for all departments."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._aliases = [(alias, full) for alias, full in _aliases().items() if alias in text]
        self._spoken = [found.start() for found in _SPOKEN_OF.finditer(text)]
        self._places: dict[str, list[int]] = {}
        for at, character in enumerate(text):
            self._places.setdefault(character, []).append(at)

    def first(self, department: str) -> int:
        """Where a department is named: whole, by an alias, as one speaks, in short; or -1."""
        core = core_name(department)
        for name in (department, core):
            if name in self._text:
                return self._text.index(name)
        for alias, full_names in self._aliases:
            if any(name in core for name in full_names):
                return self._text.index(alias)
        root = core[:-2] if core.endswith(_LONG_KINDS) else core[:-1]
        for end in self._spoken if len(root) >= _SHORTEST_CORE else ():
            if self._text.endswith(root, 0, end):
                return end - len(root)
        return self._short_form(core)

    def _short_form(self, core: str) -> int:
        begins = self._places.get(core[:1], ()) if core[-1:] in self._places else ()
        for length in range(min(_LONGEST_ABBREVIATION, len(core) - 1), 2, -1) if begins else ():
            for start in begins:
                if _is_abbreviation(self._text[start : start + length], core):
                    return start
        return -1


@lru_cache(maxsize=16)
def _mentions_of(text: str) -> _Mentions:
    return _Mentions(text)
