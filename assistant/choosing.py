"""Which document is meant, asked of a person; and what their next turn chooses of those offered."""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Status, Turn
from assistant.by_document import shown_name
from assistant.level_scope import level_scope
from assistant.lexicon import content_words
from assistant.naming import is_of_level, named_documents
from documents.document_head import Headed
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex

_MOST_OFFERED = 10
ALL_OFFERED = 30
"""Documents up to which all are offered; of more, those that come about first."""
_QUESTION = "请问您问的是哪一份文件？"
_ORDINAL = regex(rf"第?({CHINESE_NUMERAL}|\d{{1,2}})(?:个|份|部|项|种|条|号)?(?:文件|吧|的)?")
_LAST = regex(r"最后一?(?:个|份|部)?|末尾")
_ALL = regex(
    r"(?:(?:[两三四五几]|\d{1,2})?[个份]?都|全部|所有|每一?[个份])+(?:给我)?(?:看看|讲讲|说说|列出来?)?"
)
_CHOICE = regex(
    r"(?:我)?(?:要|问|看|选|指|说)?的?是?(?:的)?(?:那|这)?(?:一)?(?:份|个)?(?:吧|呢|的|文件)*[。！!?？]*"
)
_OFFERED = regex(r"^(\d{1,2})\. (.+)$", re.MULTILINE)


def ask_which(documents: Sequence[Headed], asked: str) -> Answer:
    """Ask which of some documents a question is about, each on a numbered line."""
    offered = documents if len(documents) <= ALL_OFFERED else documents[:_MOST_OFFERED]
    lines = [f"{at}. {shown_name(document)}" for at, document in enumerate(offered, start=1)]
    left = len(documents) - len(offered)
    more = f"\n（另有 {left} 份未列出）" if left else ""
    begin = f"有 {len(documents)} 份文件都可能与这个问题有关，{_QUESTION}"
    end = "\n可以回答“第一个”，或写出地名、文号或文件名。"
    text = "\n".join([begin, *lines]) + more + end
    return Answer(text, Status.NEEDS_CLARIFICATION, (), asked, remarks=(text,))


def was_asked_which(text: str) -> bool:
    """Whether an answer asked which document is meant."""
    return _QUESTION in text


def chosen(turn: str, offer: str, documents: Sequence[Headed]) -> list[Headed]:
    """The documents that a turn chooses of those offered, none where it chooses none.

    Args:
        turn: What a person says to the offer, normalised.
        offer: The answer of `ask_which`.
        documents: All documents.
    """
    places = {name: int(at) for at, name in _OFFERED.findall(offer)}
    offered = [document for document in documents if shown_name(document) in places]
    offered.sort(key=lambda document: places[shown_name(document)])
    if not offered:
        return []
    if _chooses(_ALL.match(turn)):
        return offered
    if _chooses(_LAST.match(turn)):
        return offered[-1:]
    ordinal = _ORDINAL.match(turn)
    value = int(parse_numeral(ordinal[1]) or 0) if ordinal else 0
    if 1 <= value <= len(offered) and _chooses(ordinal):
        return [offered[value - 1]]
    scope = level_scope(turn)
    if scope is not None and scope.asks_nothing_else:
        of_level = [document for document in offered if is_of_level(document, {scope.level})]
        if of_level:
            return of_level
    return _by_words(turn, offered)


def _chooses(said: re.Match[str] | None) -> bool:
    """Whether a turn says nothing behind its choice: 第一个吧, but not 第一个文件里的补贴."""
    return said is not None and _CHOICE.fullmatch(said.string, said.end()) is not None


def folded(history: Sequence[Turn], documents: Sequence[Headed]) -> tuple[Turn, ...]:
    """A conversation without the turns that asked which document: a choice stands for its question."""
    kept: list[Turn] = []
    offered: Turn | None = None
    for turn in history:
        if was_asked_which(turn.answer):
            offered = turn
            continue
        if offered is not None and chosen(turn.question, offered.answer, documents):
            turn = Turn(offered.question, turn.answer)
        offered = None
        kept.append(turn)
    return tuple(kept)


def _by_words(turn: str, offered: Sequence[Headed]) -> list[Headed]:
    """By name, place, year, or the words of a title, where nothing else is said."""
    naming = named_documents(turn, offered)
    named = [document for document in offered if document.identifier in naming.documents]
    words = [w for w in content_words(naming.without_names(turn)) if len(w) > 1]
    held = [
        document
        for document in named or offered
        if words and all(w in document.title or w in document.issuer for w in words)
    ]
    years = [d for d in offered if any(str(year) in turn for year in d.metadata.years)]
    if named and not words:
        return named
    if held:
        return held
    return years if not words or all(word.rstrip("年").isdigit() for word in words) else []
