"""What a question asks that the quotes of an answer do not hold: another kind of thing than asked.

An aspect (materials, a place), a name in quotation marks, the noun that a figure is asked of, the
names behind 哪些.
"""

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.aspects import missing_aspect
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import official_words, tagged_words
from assistant.library import Library
from assistant.places import tells_place
from assistant.question import Intent, Question
from assistant.scales import lacking_step
from assistant.support import NOUNS, focus_of, is_asked_of, quoted_sentences, topic_of
from documents.regular_expressions import regex

_NAMED = regex(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_WHICH_THINGS = regex(r"哪(?:几|些)(?:个|家|所|处|种|类|项|座|条|位|名|样)?([一-鿿]{2,6})")
_ENUMERATED = regex(r"[一-鿿]{2,}(?:、[^、,，。；;\d]{2,})+(?:、|和|以?及|或者?|等)[^、,，。；;\d]")
_FEW_QUOTES = 3
_LONG_CLAUSE = 400
_ASIDE = regex(r"[,，、;；。]")
_NAMES = ("ns", "nr", "nt")


def lacking_aspect(question: Question, evidence: Evidence, answer: Answer) -> str:
    """The name of an aspect that a question asks for and the quotes say nothing of, or ''."""
    quoted = quoted_sentences(evidence, answer)
    whole = " ".join(evidence.library.around(sentence, whole=True) for sentence in quoted)
    near = " ".join(evidence.library.around(sentence) for sentence in quoted)
    plain = question.plain
    if question.intent is Intent.LEAD:  # 归哪几家单位负责 asks for no number
        plain = plain.replace("哪几", "哪")
    if tells_place(plain, near):
        near += " 地点"  # told in other words than the aspects of places look for
    step = lacking_step(plain, f"{whole} {evidence.document.title}")
    if step and not question.yes_no:
        return f"“{step}”"
    return (
        missing_aspect(plain, whole)
        or missing_aspect(plain, near, strict=True)
        or _missing_name(question, evidence, whole)
        or _missing_focus(question, quoted, evidence.library)
        or _missing_things(question, quoted, evidence.library)
    )


def _missing_name(question: Question, evidence: Evidence, quoted: str) -> str:
    """A name in quotation marks that the document holds elsewhere, not by what is quoted, or ''."""
    named = [term for term in _NAMED.findall(question.plain) if evidence.library.holds(term)]
    told = quoted + evidence.document.title
    return "" if not named or any(term in told for term in named) else f"“{named[0]}”的相关内容"


def _missing_focus(question: Question, quoted: Sequence[Sentence], library: Library) -> str:
    """What a figure is asked of, where the document speaks of it elsewhere only, or ''.

    That is its last noun (老城片区有几个), and all its nouns where no quote holds any of them.
    """
    if question.intent is not Intent.FIGURE or question.advice:
        return ""
    said = " ".join(
        library.around(sentence, whole=len(sentence.clause.text) <= _LONG_CLAUSE)
        for sentence in quoted
    )
    nouns = [
        word
        for word, tag in tagged_words(topic_of(question))
        if len(word) > 1
        and (word.isupper() if word.isascii() else tag.startswith(NOUNS))
        and not tag.startswith(_NAMES)
        and not is_asked_of(word)
        and not any(word in sentence.document.title for sentence in quoted)
    ]
    absent = [word for word in nouns if not library.holds_word(word, said)]
    focus = focus_of(question)
    if focus in absent and library.holds(focus):
        return f"“{focus}”的数量或金额"
    known = [
        word
        for word in nouns
        if library.holds(word) or (word.isascii() and any(map(library.holds, official_words(word))))
    ]
    plain = (
        _ASIDE.search(question.plain) is None
    )  # of a case that is told, most is beside the point
    lacking_all = plain and known and len(absent) == len(nouns)
    return f"“{known[-1]}”的数量或金额" if lacking_all else ""


def _missing_things(question: Question, quoted: Sequence[Sentence], library: Library) -> str:
    """What a question wants named (哪些商店, 哪几个街道) where the quotes list nothing, or ''."""
    asked = _WHICH_THINGS.search(question.plain)
    thing, tag = next(iter(tagged_words(asked[1])), ("", "")) if asked else ("", "")
    if len(thing) < 2 or not tag.startswith("n") or is_asked_of(thing):
        return ""
    said = " ".join(library.around(sentence) for sentence in quoted)
    listed = _ENUMERATED.search(said) or (len(quoted) > _FEW_QUOTES and "\t" not in said)
    return "" if listed or library.holds_word(thing, said) else f"是哪些{thing}"
