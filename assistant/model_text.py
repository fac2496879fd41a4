"""The words of a language model as they come → sentences with the numbers of the evidence they cite.

Thoughts and marks of layout are taken out. Knows no documents and no proof.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.regular_expressions import regex

_MARKS = regex(
    r"\s*[\[【〔]\s*(?:证据|出处|来源)?\s*(\d{1,3}(?:\s*[,，、;；~–-]\s*(?:证据)?\d{1,3})*)\s*[\]】〕]"
)
_OTHER_MARKS = regex(
    r"[ \t]*(?:\[\^(\d{1,3})\]|[(（]\s*(?:来源|证据|出处)\s*(\d{1,3})\s*[)）]|[(（](\d{1,2})[)）](?=[。；;，,\s]|$)|"
    r"([①-⑳])(?=[。；;，,\s]|$))"
)
_BEGUN = regex(r"[\[【〔(（][\^\s\d,，、;；~–\-证据出处来源]*$")
"""What may become a mark when more comes."""
_END = regex(r"[。！？!?；;\n]")
_BULLET = regex(r"^\s*(?:[-*•]\s+|#{1,6}\s+|>\s*)")
_LABEL = regex(r"^\s*(?:\d{1,2}[.、]\s*)?\*\*([^*\n]{1,20}?)(?:[:：]\*\*|\*\*[:：])")
_EMPHASIS = regex(r"\*\*|__|`|(?<!\*)\*(?!\*)")
_THOUGHT = regex(r"<think>.*?(?:</think>|$)", re.DOTALL)
_BEGUN_TAG = regex(r"</?t?h?i?n?k?$")
_THOUGHT_SO_FAR = "\n\0\n"
_MOST_IN_RANGE = 20


@dataclass(frozen=True, slots=True)
class ModelSentence:
    """A sentence without its marks; `numbers` are those of the evidence, `stop` what stands behind.

    `unlabelled` is the sentence without a bold label of the model's own before it; `restarts` says that all
    before it was thought, not said (some servers send thoughts without their beginning).
    """

    text: str
    numbers: tuple[int, ...]
    stop: str
    unlabelled: str = ""
    restarts: bool = False


def sentences(pieces: Iterable[str]) -> Iterator[ModelSentence]:
    """The sentences of a growing text, each as soon as what follows shows that it is complete."""
    text, done = "", 0  # of what is spoken, with marks written as one
    for piece in pieces:
        text += piece.replace("\0", "")
        spoken = _spoken(_BEGUN_TAG.sub("", text))
        ends = _ends(spoken, done, complete=False)
        for end in ends:
            yield from _sentence(spoken[done:end])
            done = end
    spoken = _spoken(text)
    for end in [*_ends(spoken, done, complete=True), len(spoken)]:
        yield from _sentence(spoken[done:end])
        done = end


def _spoken(text: str) -> str:
    """The text without thoughts, also one that is not finished, with every mark written as `[1]`."""
    return _OTHER_MARKS.sub(_usual_mark, _without_thoughts(text))


def _usual_mark(mark: re.Match[str]) -> str:
    digits = mark[1] or mark[2] or mark[3]
    return f"[{digits or ord(mark[4]) - ord('①') + 1}]"


def _without_thoughts(text: str) -> str:
    return _THOUGHT.sub("", text).replace("</think>", _THOUGHT_SO_FAR)


def _ends(text: str, begin: int, *, complete: bool) -> list[int]:
    """Where sentences end: behind a stop and the marks behind it, or behind marks and a stop.

    A sentence at the very end may still get its marks, unless the text is complete.
    """
    ends: list[int] = []
    at = begin
    while True:
        stop = _END.search(text, at)
        if stop is None:
            return ends
        if _BEGUN.search(text, begin, stop.start()):  # a stop inside a mark: [1;2]
            at = stop.end()
            continue
        end = stop.end()
        while (mark := _MARKS.match(text, end)) and "\n" not in mark[0]:
            end = mark.end()
        if end < len(text) and text[end] in "。；;" and stop[0] not in "。；;\n":
            end += 1
        if not complete and not _is_settled(text, end):
            return ends
        ends.append(end)
        at = begin = end


def _is_settled(text: str, end: int) -> bool:
    """Whether what stands behind is no mark, nor the beginning of one."""
    rest = text[end:].lstrip(" ")
    return bool(rest) and not _BEGUN.match(rest)


def _sentence(text: str) -> Iterator[ModelSentence]:
    if "\0" in text:
        yield ModelSentence("", (), "", restarts=True)
        return
    numbers = [n for mark in _MARKS.finditer(text) for n in _numbers(mark[1])]
    written = _BULLET.sub("", _MARKS.sub("", text).strip(" \t"))
    bare = _EMPHASIS.sub("", written)
    words = bare.rstrip("。；;\n ")
    stop = "\n" if text.endswith("\n") else ""
    if any(character.isalnum() for character in words):
        ended = f"{bare[len(words) :].strip()[:1]}{stop}"
        unlabelled = _EMPHASIS.sub("", _LABEL.sub("", written)).rstrip("。；;\n ")
        yield ModelSentence(words, tuple(dict.fromkeys(numbers)), ended, unlabelled)


def _numbers(listed: str) -> Iterator[int]:
    """The numbers of a mark: `1,2`, `1-3`."""
    for part in re.split(r"[,，、;；]", listed):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] <= ends[1] <= ends[0] + _MOST_IN_RANGE:
            yield from range(ends[0], ends[1] + 1)
        else:
            yield from ends
