"""What parts of a whole come to, where one sentence tells the whole and its parts.

What is left without a part (5.6万个，其中2.1万个), what a share of it is (42亿元，其中债券占25%), and by how
much a figure was changed (由20个工作日压缩至5个工作日).
"""

from collections.abc import Sequence

from assistant.answer import Answer, Status
from assistant.case_products import label_told
from assistant.citations import Draft
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words
from assistant.question import Intent, Question
from assistant.quoting import say_sentence
from assistant.thresholds import sized
from assistant.working_out import SHARE, Operation, part_of_whole, worked_out
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_WITHOUT = regex(
    r"(?:刨[掉去除]|除[去开]|去掉|扣[掉除]|减去|不算|撇开|抛开)(?P<part>[^,，。;；]{2,24}?)[,，][^。?？]{0,10}?(?:还|剩|其余|另)[^。?？]{0,6}(?:多少|几)"
)
_OF_WHICH = regex(r"[，,(（:：]其中")
_CHANGED = regex(
    r"[由从](?P<before>[^，,；;。由从]{2,14}?)(?:压缩|缩短|压减|减少|降低|下降|提高|提升|增加|延长|上调|下调|调整)(?:至|到|为)(?P<behind>[^，,；;。]{2,14})"
)
_BY_HOW_MUCH = regex(
    r"(?:缩短|压缩|压减|减少|提高|提升|增加|延长|(?<![最至])[快省多少降涨](?=[了出]))(?:了|出)?[^,，。;；?？]{0,4}?(?:多少|几)"
)
_WHOLE = regex(r"(?P<sum>\d[\d,]*(?:\.\d+)?[百千万亿]*元)[^，,；;。\d]{0,6}[，,]其中")
_COMPARED = regex(r"比|相?差|[几多少]倍|哪")
_MOST_SENTENCES = 3


def answer_apportioned(question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that tells a whole with its parts, and what a question makes of them; else None."""
    if question.yes_no or question.intent not in (Intent.FIGURE, Intent.TIME):
        return None
    for at, sentence in enumerate(evidence.sentences[:_MOST_SENTENCES]):
        remark = _left(question.plain, sentence) or _changed(question.plain, sentence)
        remark = remark or (_part(question, sentence) if at == 0 else "")
        if remark:
            draft = Draft()
            say_sentence(draft, sentence)
            draft.remark(remark)
            return draft.answer(Status.ANSWERED, question.plain)
    return None


def _left(plain: str, sentence: Sentence) -> str:
    """What is left of a whole without the part that a question takes away."""
    asked = _WITHOUT.search(plain)
    begin = _OF_WHICH.search(sentence.text)
    if asked is None or begin is None:
        return ""
    before = find_quantities(sentence.text[: begin.start()])
    if not before:
        return ""
    whole = before[-1]
    parts = [
        each
        for each in find_quantities(sentence.text[begin.end() :])
        if sized(each)[1] == sized(whole)[1]
    ]
    part = _meant(asked["part"], parts)
    return worked_out(Operation.DIFFERENCE, [whole, part]) if part is not None else ""


def _meant(words: str, parts: Sequence[Quantity]) -> Quantity | None:
    """The only part, or of several the one whose subject some words tell."""
    if len(parts) <= 1:
        return next(iter(parts), None)
    told = label_told(words, [part.subject for part in parts])
    return None if told is None else parts[told]


def _changed(plain: str, sentence: Sentence) -> str:
    """By how much a figure that a sentence says to be changed is: the only one, or the one that is named."""
    changes = list(_CHANGED.finditer(sentence.text))
    if not changes or not _BY_HOW_MUCH.search(plain):
        return ""
    ends = [0, *(change.end() for change in changes)]
    labels = [sentence.text[e : c.start()] for e, c in zip(ends, changes, strict=False)]
    at = label_told(plain, labels) if len(changes) > 1 else 0
    if at is None or not any(len(w) > 1 and w in labels[at] for w in content_words(plain)):
        return ""
    told = [find_quantities(changes[at][name]) for name in ("before", "behind")]
    if not all(told):
        return ""
    return worked_out(Operation.DIFFERENCE, [told[0][-1], told[1][0]])


def _part(question: Question, sentence: Sentence) -> str:
    """What the share that a question names is of the whole."""
    whole, shares = _WHOLE.search(sentence.text), list(SHARE.finditer(sentence.text))
    compared = _COMPARED.search(question.plain) is not None
    if whole is None or len(shares) <= 1 or question.unit != "元" or compared:
        return ""
    told = label_told(question.plain, [share["name"] for share in shares])
    if told is None:
        return ""
    return part_of_whole(whole["sum"], shares[told][0].strip("：: ").removeprefix("其中"))
