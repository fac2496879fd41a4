"""Who is responsible by a sentence of the running text, where no bracket or table names departments."""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.question import Question
from documents.regular_expressions import regex

_ACTING_ORGAN = regex(
    r"(?:由|设在|挂靠|交)[\u4e00-\u9fff（）()、]{1,24}?(?:部门|机关|机构|政府|单位|[局委办厅院会社所校站馆]|中心|公司|银行|企业|[支大总]队|[总副]?指挥长?|[省市县区局镇乡校院厂组]长|主任|秘书长|负责人)"
    r"|(?:部门|机关|机构|政府|单位|[局委办厅院会]|中心|办公室|公司|[支大总]队)[^，,；;。\t\n]{0,12}?(?:负责|主管|牵头|会同|管理|受理|组织|协调)"
)
_LEAST_COVERAGE = 0.3
_AS_WRITTEN = 0.1


def lead_in_text(question: Question, evidence: Evidence) -> Answer | None:
    """Who is responsible by a sentence of the text, where no bracket names departments."""
    library = evidence.library
    topic = cues.LEAD.sub(" ", question.plain)
    told = [
        (library.coverage(topic, phrase), sentence)
        for sentence in evidence.sentences
        if (phrase := _acting_phrase(sentence.text, topic, library))
    ]
    if not told:
        return None
    words = content_words(topic)
    held, best = max(
        told,
        key=lambda pair: pair[0] + pair[1].score + _AS_WRITTEN * _share_in(words, pair[1].text),
    )
    whole = library.coverage(question.plain, f"{best.clause.title} {best.text}")
    if max(held, whole) < _LEAST_COVERAGE:
        return None
    draft = Draft()
    quote = cite(best.document, best.clause, best.start, best.end)
    draft.say(quote.quote, quote)
    return draft.answer(Status.ANSWERED, question.plain)


def _share_in(words: Sequence[str], text: str) -> float:
    """The share of words that stand in a text as they are: 红色 is like 蓝色, but is not it."""
    return sum(word in text for word in words) / len(words) if words else 0.0


def names_acting(text: str) -> bool:
    """Whether a text says of some body that it acts."""
    return _ACTING_ORGAN.search(text) is not None


def _acting_phrase(sentence: str, topic: str, library: Library) -> str:
    """The phrase in which a body does what a topic is about, with those around it; '' without a body."""
    phrases = re.split(r"[，,；;。:：]", sentence)
    acting = [
        " ".join(phrases[max(at - 1, 0) : at + 2])
        for at, phrase in enumerate(phrases)
        if _ACTING_ORGAN.search(phrase)
    ]
    return max(acting, key=lambda words: library.coverage(topic, words), default="")
