"""Short forms of a question written out as the documents have them: 长护险 is 长期护理保险.

A short form keeps characters of its term in their order, the first and the last of them among them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.lexicon import is_empty_word, tagged_words
from documents.regular_expressions import regex

_HAN = regex(r"[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 3, 4
_BETWEEN = ".{0,2}"
_GROWTH = 2
_TERM_TAGS = ("n", "v", "a", "b", "j", "l", "f", "k", "g", "d", "zg")
_LAST_TAGS = ("n", "j", "k", "g", "l")
_ALONE = r"(?<![A-Z\d一二三四五六七八九十头前每])"  # 头一期 is no step of a scale
_STEP = regex(rf"{_ALONE}(IV|VI?|I{{1,3}}|[1-6]|[一二三四五六])([级类型期])")
_ALIKE_NUMERALS = tuple(
    zip("ⅠⅡⅢⅣⅤⅥ", ["I", "II", "III", "IV", "V", "VI"], "一二三四五六", "123456", strict=True)
)
_NOUN = 2
"""Characters behind a step that tell which is meant: 四级响应 is Ⅳ级响应, though 四级 stands in the text too."""
_COMMITTEE = regex("[一-鿿]{0,2}[一-鿿]委会")
_DEPARTMENT = "局委办厅部"
_NOT = regex("[不未没仍也都就才]")


def written_out(
    question: str, holds: Callable[[str], bool], texts: Callable[[], Iterable[str]]
) -> str:
    """The question with its short forms written out, or as it is.

    Args:
        question: The question, normalised.
        holds: Whether words stand in a document as they are: those are no short forms.
        texts: Gives the documents that the terms are taken from; only asked where needed.
    """
    question = _with_committees(question, holds, texts)
    windows = {window: "".join(window) for window in _windows(question)}
    windows = {words: short for words, short in windows.items() if not holds(short)}
    gone_through = list(texts()) if windows else []
    for words, short in windows.items():
        term = _term(words, gone_through) if short in question else ""
        question = question.replace(short, term) if term else question
    return question


def _with_committees(
    question: str, holds: Callable[[str], bool], texts: Callable[[], Iterable[str]]
) -> str:
    """The question with its committees by their names: 管理委员会 for 管委会."""
    for short in dict.fromkeys(_COMMITTEE.findall(question)):
        named = re.compile(short.replace("委会", "[一-鿿]{0,3}委员会"))
        found = None if holds(short) else next(filter(None, map(named.search, texts())), None)
        question = question.replace(short, found[0]) if found else question
    return question


def with_steps_as_printed(question: str, texts: Callable[[], Iterable[str]]) -> str:
    """The question with the steps of a scale in the numerals of the documents: Ⅱ级 for II级, 2级, 二级.

    Args:
        question: The question, normalised.
        texts: Gives the documents as they are printed; only asked where a step is named.
    """
    steps = {
        (each[1], each[2]): question[each.end() :][:_NOUN] for each in _STEP.finditer(question)
    }
    printed = list(texts()) if steps else []
    for (numeral, scale), noun in steps.items():
        alike = next((each for each in _ALIKE_NUMERALS if numeral in each), ())
        every = dict.fromkeys((numeral, *alike))
        named = [n for n in every if any(f"{n}{scale}{noun}" in text for text in printed)]
        held = named or [n for n in every if any(f"{n}{scale}" in text for text in printed)]
        if held and held[0] != numeral:
            question = re.sub(f"{_ALONE}{numeral}{scale}", f"{held[0]}{scale}", question)
    return question


def _windows(question: str) -> Iterator[tuple[str, ...]]:
    """Neighbouring words of a question that may be a short form together, longer ones first."""
    found: list[tuple[str, ...]] = []
    for run in _HAN.findall(question):
        tagged = tagged_words(run)
        for begin in range(len(tagged)):
            longest = _LONGEST
            for stop in range(begin + 1, len(tagged) + 1):
                longest -= len(tagged[stop - 1][0])
                if longest < 0:
                    break
                if _may_be_short(tagged[begin:stop]):
                    found.append(tuple(word for word, _ in tagged[begin:stop]))
    yield from sorted(dict.fromkeys(found), key=lambda words: -len("".join(words)))


def _may_be_short(tagged: Sequence[tuple[str, str]]) -> bool:
    """Whether words of a question name something together, a fragment of one character among them.

    What jieba knows as a word stays as it is; so do names of departments, 补企业, which acts, and 大平台.
    """
    sizes = [len(word) for word, _ in tagged]
    acts = any(len(word) == 1 and tag == "v" for word, tag in (tagged[0], tagged[-1]))
    described = len(tagged) > 1 and sizes[0] == 1 < sizes[1] and tagged[0][1] == "a"
    named = all(tag.startswith(_TERM_TAGS) and not is_empty_word(word) for word, tag in tagged)
    broken = len(sizes) > 1 and min(sizes) == 1 and tagged[-1][0][-1] not in _DEPARTMENT
    return named and broken and not (acts or described) and _SHORTEST <= sum(sizes) <= _LONGEST


def _term(words: Sequence[str], texts: Iterable[str]) -> str:
    """The commonest term that words may be short for together, '' where none is."""
    short = "".join(words)
    alike = re.compile(_BETWEEN.join(short))  # of runs of ideographs
    terms = Counter(
        found[0]
        for text in texts
        for run in _HAN.finditer(text)
        for found in alike.finditer(run[0])
        if len(short) < len(found[0]) <= _GROWTH * len(short) and _is_term(found, words)
    )
    return min(terms, key=lambda term: (-terms[term], len(term), term), default="")


def _is_term(found: re.Match[str], words: Sequence[str]) -> bool:
    """Whether whole words, no particles, make up what is found, and those of the form stand whole.

    定点医院 is not short for 定点 and 校医院.
    """
    at, inside = 0, []
    for word, tag in _tagged(found.string):
        if found.start() <= at < found.end():
            inside.append((word, tag))
        at += len(word)
    parts = [word for word, _ in inside]
    return (
        "".join(parts) == found[0]
        and all(tag.startswith(_TERM_TAGS) and not _NOT.match(word) for word, tag in inside)
        and inside[-1][1].startswith(_LAST_TAGS)
        and all(word in parts or word not in found[0] for word in words if len(word) > 1)
    )


@lru_cache(maxsize=2048)
def _tagged(run: str) -> tuple[tuple[str, str], ...]:
    return tuple(tagged_words(run))
