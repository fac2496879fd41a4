"""The level of government whose documents a question is put to: 省里怎么规定, 国家规定的贷款, 市里呢.

A question and documents in; which of them are of that level and on its subject out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon import official_words
from assistant.library import Library
from assistant.naming import LEVEL_WORDS, is_of_level, place_stems
from assistant.question import Question
from assistant.routing import Router
from assistant.short_forms import is_short_for
from assistant.subjects import topic_words
from documents.document_head import Headed
from documents.metadata import KINDS
from documents.regular_expressions import regex

_KIND = rf"(?:{'|'.join(KINDS)}|政策|文件|标准)"
_BEGIN = r"(?:^|(?<=[,，。？?和与跟对按]))(?:那么?|请问|按照?|根据|依照)?"
_STATED = regex(
    rf"{_BEGIN}(国家|中央|国务院|省|市|县|区|镇|乡)(?:里|上|级|层面|一级)?(?:的)?(?:统一)?(?:规定|要求|明确)的?"
    rf"|{_BEGIN}(国家|省|市|县|区|镇|乡)(?:里|上|级|层面|一级)(?:是|都)?(?=怎么|如何|有没有|有无|对|呢|的?{_KIND})的?"
    rf"|^(?:那么?)?(国家|省|市|县|区|镇|乡)(?:里|上|级|层面)?的?呢?[?？]*$"
    rf"|{_BEGIN}(国家)的(?=[\u4e00-\u9fff]{{2}})"
)
"""Said of a level for sure; what no document of it holds is declined."""
_SPOKEN = regex(
    rf"{_BEGIN}(省|市|县|区|镇|乡)(?:里|上)的?|{_BEGIN}(国家|省|市|县|区|镇|乡)级的?(?=[\u4e00-\u9fff]{{2}})"
    rf"|^(?:请问)?(省)(?=[\u4e00-\u9fff]{{2,8}}{_KIND})(?!会|城|内|外|份|属|直|委|厅|长|道|钱|里|级)"
)
"""May be of a thing in a document (省级示范园, 市里的公园): counts where documents of the level are on it."""
_FILLER = regex(r"呢|那么?|的|怎么|如何|规定|标准|要求|文件|政策|说|是|样|又|有|吗|[?？。,，]")
_LEAST_HELD = 0.6
_MOST_NEAR = 4
_TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class LevelScope:
    """The level that a question is put to, as it says it, the rest of the question, and whether that is sure."""

    level: str
    rest: str
    stated: bool

    @property
    def asks_nothing_else(self) -> bool:
        """Whether the question goes on from the one before: 省里呢."""
        return not _FILLER.sub("", self.rest)


def level_scope(plain: str) -> LevelScope | None:
    """The level that a question is put to, None where it speaks of none."""
    for pattern in (_STATED, _SPOKEN):
        found = pattern.search(plain)
        if found is not None:
            level = next(filter(None, found.groups()))
            rest = f"{plain[: found.start()]}{plain[found.end() :]}".strip("，, ")
            return LevelScope(level, rest, pattern is _STATED)
    return None


def is_of_thing(scope: LevelScope, plain: str, library: Library) -> bool:
    """Whether the level is only that of a thing which documents speak of so: 省级示范园."""
    thing = re.search(rf"{scope.level}级[\u4e00-\u9fff]{{2}}", plain)
    return thing is not None and not scope.stated and library.holds(thing[0])


def on_subject(
    scope: LevelScope,
    question: Question,
    documents: Sequence[Headed],
    library: Library,
    router: Router,
    beside: Sequence[Headed],
) -> list[Headed]:
    """The documents of the level that are on what a question asks, best first.

    Args:
        scope: The level.
        question: What is asked, without the level.
        documents: Those that may be asked.
        library: All documents.
        router: What ranks them.
        beside: Those talked about: of like documents, the one of a place that these name is meant.
    """
    of_level = [document for document in documents if is_of_level(document, {scope.level})]
    found = holding_words(question, of_level, library, router)
    texts = [library.documents[each.identifier].text for each in beside]
    near = [
        each
        for each in found
        if (stems := place_stems(each)) and any(stems[-1] in text for text in texts)
    ]
    return (near or found)[:_MOST_NEAR]


def holding_words(
    question: Question, documents: Sequence[Headed], library: Library, router: Router
) -> list[Headed]:
    """The documents that hold most of what tells the subject of a question; those titled so alone."""
    words = [word for word in topic_words(question.plain) if word in question.plain]
    if not words or not documents:
        return []
    titled = [each for each in documents if _share(words, each.title) == 1.0]
    if titled:
        return titled
    among = frozenset(each.identifier for each in documents)
    ranked = [each.document for each in router.candidates(question, among)]
    shares = [(_share(words, each.text), each.identifier) for each in ranked]
    best = max((share for share, _ in shares), default=0.0)
    return [library.head(name) for share, name in shares if share == best >= _LEAST_HELD]


def _share(words: Sequence[str], text: str) -> float:
    """Which share of the characters of some words a text holds, as they are or as official words."""
    held = (
        len(word)
        for word in words
        if any(each in text for each in (word, *official_words(word)))
        or (len(text) < _TITLE_LENGTH and is_short_for(word, text))
    )
    return sum(held) / sum(map(len, words))


def level_name(level: str) -> str:
    """How an answer names a level."""
    name = LEVEL_WORDS[level].value
    return name if name in ("国家", "乡镇") else f"{level}级"
