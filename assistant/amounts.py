"""Amounts of one kind over a whole document: the highest and lowest, those beyond a bound, all one-time ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.question import Intent, Question
from assistant.quoting import quote_sentences
from assistant.thresholds import sized
from documents.document import ClauseKind
from documents.quantities import Quantity
from documents.regular_expressions import regex

_KINDS = tuple(
    regex(kind)
    for kind in (
        "罚款",
        "奖励|奖补|奖金",
        "补助|补贴|资助|奖补",
        "一次性(?=[^,，。]{0,4}(?:资金|钱))",
    )
)
_ONE_TIME = "一次性"
_OVER_ALL = regex(
    r"文件|办法|条例|通知|措施|方案|条款|条文|[几各]条|全文|所有|全部|哪(?:一)?[项条类种]|一共有哪"
)
_MOST = regex(r"最(?:高|多|大|重)|上限")
_LEAST = regex(r"最(?:低|少|小|轻)|下限")
_WHICH = regex(r"哪(?:几|些)|(?:都)?有(?:什么|啥)|列")
_OVER = regex(r"以上|超过|大于|高于|多于|不低于|不少于|至少")
_UNDER = regex(r"以下|低于|小于|少于|不超过|不足|不到")
_STRICT = regex(r"不含|(?<!不)超过|大于|高于|多于|(?<!不)低于|小于|少于|不足|不到")
_AMONG_SOME = regex(
    r"(?<!文件|办法|条例|通知|措施|方案|意见|政策|条款|规定|全文|奖励|补贴|补助|罚款)(?:里面?|当?中)[,，]?(?:哪|谁)"
)
"""What limits a question for the highest to some things: 几种培训里哪一种."""
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class _Amount:
    """A sum of money with its sentence."""

    sentence: Sentence
    value: float


def answer_amounts(question: Question, evidence: Evidence) -> Answer | None:
    """The sentences of a document with the amounts of a kind that a question wants over all of it.

    The highest and lowest (最低罚款和最高罚款各是多少), those beyond a sum that it states (200万元以上的奖励有哪几项),
    or all one-time ones; None where it asks for none of these.
    """
    plain = question.plain
    if question.yes_no or question.advice or _AMONG_SOME.search(plain):
        return None
    if question.intent not in (Intent.FIGURE, Intent.LIST):
        return None
    kind = next((kind for kind in _KINDS if kind.search(plain)), None)
    bounds = [claim for claim in question.claims if "元" in claim.unit]
    extremes = [pick for cue, pick in ((_LEAST, min), (_MOST, max)) if cue.search(plain)]
    listed = _WHICH.search(plain) is not None
    if kind is None or not (
        (bounds and listed)
        or (extremes and _OVER_ALL.search(plain))
        or (_ONE_TIME in plain and listed)
    ):
        return None
    amounts = list(_amounts(kind, question, evidence))
    if bounds:
        amounts = [each for each in amounts if _is_beyond(each.value, bounds[-1])]
    elif extremes and amounts:
        ends = {pick(each.value for each in amounts) for pick in extremes}
        amounts = [each for each in amounts if each.value in ends]
    return _told(amounts, question, evidence)


def _told(amounts: Sequence[_Amount], question: Question, evidence: Evidence) -> Answer | None:
    sentences = list(dict.fromkeys(each.sentence for each in amounts))
    if not 0 < len(sentences) <= _MOST_TOLD:
        return None
    return quote_sentences(sentences, question, evidence.library)


def _amounts(kind: re.Pattern[str], question: Question, evidence: Evidence) -> Iterator[_Amount]:
    """The sums of a kind, in reading order; of one-time ones only those said to be."""
    document, library = evidence.document, evidence.library
    one_time = _ONE_TIME in question.plain
    for clause in document.clauses:
        if clause.kind is ClauseKind.TITLE:
            continue
        quantities = [q for q in library.quantities(document, clause) if "元" in q.unit]
        for start, end in library.sentence_spans(document, clause) if quantities else ():
            text = document.text[start:end]
            if not kind.search(text) or (one_time and _ONE_TIME not in text):
                continue
            sentence = Sentence(document, clause, start, end, 1.0, 1.0)
            for quantity in quantities:
                size = sized(quantity)[0] if start <= quantity.start < end else None
                if size is not None and "/" not in quantity.unit:
                    yield _Amount(sentence, size)


def _is_beyond(value: float, bound: Quantity) -> bool:
    """Whether a sum lies on the side of a bound that a question wants: 200万元以上（不含200万元）."""
    limit = sized(bound)[0]
    if limit is None:
        return False
    if value == limit:
        return not _STRICT.search(bound.comparator)
    under = _UNDER.search(bound.comparator) is not None
    over = _OVER.search(bound.comparator) is not None
    return value < limit if under else over and value > limit
