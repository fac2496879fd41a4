"""A list cut down to the items that a question names: 跟老年人有关的民生实事有哪些.

An answer that lists in, the same with those items alone out; as it was where all of them or none are named.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from assistant.answer import Answer, Citation
from assistant.citations import Draft
from assistant.lexicon import content_words, official_words
from assistant.question import Question
from documents.document import ClauseKind, Document
from documents.regular_expressions import from_data, regex

_FILE = Path(__file__).parent / "lexicon" / "served_groups.json"
_NAMED = regex(
    r"(?:跟|和|与|同|涉及到?|关于|针对|面向)(?P<of>[一-鿿]{2,8}?)(?:有关|相关)?的[^,，。?？]{0,12}(?:有哪|哪些|哪几|是什么|有什么|有几)|"
    r"哪(?:些|几[项个条])[^,，。?？]{0,10}(?:跟|和|与|同)(?P<also>[一-鿿]{2,8}?)(?:有关|相关)"
)
_PERSONS = ("人", "者", "们")
_LEAST = 3


def with_named_items(
    question: Question, answer: Answer, documents: Mapping[str, Document]
) -> Answer:
    """An answer whose list holds only the items that its question names by what they have to do with."""
    named = _NAMED.search(question.plain)
    items = [c for c in answer.citations if _is_item(c, answer, documents)]
    if named is None or question.yes_no or answer.status.refused or len(items) < _LEAST:
        return answer
    words = _words_of(named["of"] or named["also"])
    kept = [item for item in items if any(word in item.quote for word in words)]
    if not kept or len(kept) == len(items):
        return answer
    above = [c for c in answer.citations if c not in items]
    draft = Draft()
    for at, citation in enumerate([*above, *kept]):
        draft.say(f"{chr(10) if at else ''}{citation.quote}", citation)
    return draft.answer(answer.status, answer.resolved_question)


def _words_of(named: str) -> list[str]:
    """What names a thing: the word, without 人 behind it, and what it is called officially."""
    bare = [named[:-1]] if named.endswith(_PERSONS) and len(named) > len("老人") else []
    own = [word for word in content_words(named) if len(word) > 1]
    served = [word for group, words in _served() if group.search(named) for word in words]
    return [named, *bare, *served, *official_words(named), *(own if len(own) == 1 else [])]


@from_data
def _served() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """How groups of people are named, each with the words of what is done for it: 康养 for 老年人."""
    loaded: dict[str, list[str]] = json.loads(_FILE.read_text("utf-8"))["groups"]
    return tuple((regex(group), tuple(words)) for group, words in loaded.items())


def _is_item(citation: Citation, answer: Answer, documents: Mapping[str, Document]) -> bool:
    """Whether a quote is an item below another that an answer quotes."""
    document = documents[citation.document]
    clause = document.clauses[citation.position]
    return clause.kind is ClauseKind.NUMBERED and any(
        other.document == citation.document and other.position == clause.parent
        for other in answer.citations
    )
