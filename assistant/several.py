"""Several questions in one: cut apart, and their answers put together again.

A later part leans on those before it, as a follow-up would.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import cues
from assistant.answer import AI_LABEL, Answer, Citation, ModelUse, Status, without_label
from assistant.cues import Field
from assistant.lexicon import tagged_words
from assistant.question import Intent, normalise, understand
from documents.errors import QuestionError
from documents.regular_expressions import regex

_SENTENCE = regex(r"[^?？!！。；;\n]+[?？!！。；;\n]*")
_PIECE = regex(r"[^,，]+[,，]*")
_OF_VALIDITY = (Field.EFFECT, Field.REPEALED)
_MARK = regex(r"\[(\d+)\]")
_MOST_PARTS = 4
_VALUES = (Intent.FIGURE, Intent.TIME, Intent.CONTACT, Intent.LIST)
_OF_EACH = regex(
    r"((?:[^、,，:：。？?和与跟及各]{2,14}[、和与跟及])+[^、,，:：。？?和与跟及各]{2,14}?)"
    r"(?=[,，]?(?:相比|这[几两三四五][个种项类][^,，。、各]{0,10})?(?:[,，][^,，。、各]{0,10})?各(?:自)?(?:是|为|给|补|奖|罚|收|占|有|能|可|要|多少|几|由|归|找|按|怎么|如何))"
)
_EACH = regex(
    r"^[,，]?(?:相比|这[几两三四五][个种项类](?:情形|情况|人|企业|方式)?(?:的)?)?[,，]?|各(?:自)?"
)
_REST_OF_LAST = 2
_SHARED = regex(r"(?:标准|金额|比例|期限|额度|上限|下限|时间|时限|条件|区间|幅度|价格)$")
_LEANS = regex(r"各|分别|每|其中")
_WHICH_MOST = regex(r"(?:哪|谁)[^,，。]{0,12}最")
_AMONG = regex(r"[一-鿿](?:里面?|当?中)[,，]*$")
_VALUE_OF_IT = regex(r"[是为有要得能]?[一-鿿]?多少[一-鿿]{0,2}[?？。]?$")
_WHEN = regex(r"去年|今年|明年|(?:19|20)\d\d年?")


def split_questions(asked: str) -> list[str]:
    """The questions in a text, each with the statements before it; the text alone where it is one."""
    plain = normalise(asked)
    if cues.INSTRUCTION.search(plain):
        return [asked]
    parts = _joined(_SENTENCE.findall(plain))
    if len(parts) == 1:
        parts = _asking_pieces(plain)
    return parts if 1 < len(parts) <= _MOST_PARTS else [asked]


def _joined(pieces: Sequence[str]) -> list[str]:
    """Pieces that ask, each with those before it that do not; what asks nothing ends the last."""
    parts: list[str] = []
    pending = ""
    for piece in pieces:
        pending += piece
        if cues.INTERROGATIVE.search(piece):
            parts.append(pending.strip())
            pending = ""
    if pending and parts:
        parts[-1] += pending
    return parts or ["".join(pieces)]


def questions_of_each(asked: str) -> dict[str, str]:
    """A question for each thing that a question names before 各 (A、B、C各补几成), by the thing."""
    plain = normalise(asked)
    found = _OF_EACH.search(plain)
    if found is None or cues.INSTRUCTION.search(plain):
        return {}
    things = [thing for thing in re.split(r"[、和与跟及]", found[1]) if len(thing) > 1]
    rest = _EACH.sub("", plain[found.end(1) :]).lstrip(",，")
    if len(things) < 2 or any(_WHEN.search(thing) for thing in things):
        return {}
    *others, last = things
    last, shared = _without_shared(last, max(map(len, others)))
    return {thing: f"{thing}{shared}{rest}" for thing in (*others, last)}


def _without_shared(last: str, longest: int) -> tuple[str, str]:
    """The last thing without what is asked of all of them: 大专 and 每个月租房标准."""
    if len(last) <= longest + _REST_OF_LAST or not _SHARED.search(last):
        return last, ""
    words = [word for word, _ in tagged_words(last)]
    count = next((n for n in range(1, len(words)) if len("".join(words[:n])) > 1), len(words))
    own = "".join(words[:count])
    return own, last[len(own) :]


def _asking_pieces(plain: str) -> list[str]:
    """The parts between commas that ask for values of different kinds or of different years."""
    parts = _joined(_PIECE.findall(plain))
    if len(parts) == 1:
        return parts
    try:
        questions = [understand(part) for part in parts]
    except QuestionError:
        return [plain]
    kinds = {
        (question.intent, question.field, question.unit, tuple(_WHEN.findall(question.plain)))
        for question in questions
    }
    leans = any(_LEANS.match(part) for part in parts[1:])
    leans = leans or any(map(_is_one_extreme, parts, parts[1:]))
    values = not leans and all(q.intent in _VALUES or q.field in _OF_VALIDITY for q in questions)
    return parts if values and len(kinds) == len(parts) else [plain]


def _is_one_extreme(part: str, behind: str) -> bool:
    """Whether two parts ask for one extreme: 几种培训里,哪种最多; 哪种最多,是多少."""
    among = _AMONG.search(part) and _WHICH_MOST.search(behind)
    return bool(among or (_WHICH_MOST.search(part) and _VALUE_OF_IT.match(behind)))


def join_answers(answers: Sequence[Answer], asked: str, *, complete: bool = True) -> Answer:
    """One answer from those to the parts of a question, equal ones once, citations counted on.

    It is partial where a part is declined, and declined where all are. One that is not `complete` may
    grow yet: it has no label.
    """
    answers = _each_once(list(dict.fromkeys(answers)))
    answered = [answer for answer in answers if not answer.status.refused]
    if not answered:
        return replace(answers[0], resolved_question=asked)
    citations: list[Citation] = []
    texts: list[str] = []
    for answer in answers:
        for citation in answer.citations:
            if citation not in citations:
                citations.append(citation)
        texts.append(renumbered(answer, citations))
    use = joined_use([answer.model for answer in answers if answer.model])
    remarks = [r for answer in answers for r in answer.remarks if r != AI_LABEL]
    if use and use.phrased:
        texts = list(map(without_label, texts))
        if complete:
            texts.append(AI_LABEL)
            remarks.append(AI_LABEL)
    whole = len(answered) == len(answers) and all(a.status is Status.ANSWERED for a in answered)
    return Answer(
        text="\n".join(dict.fromkeys(texts)),
        status=Status.ANSWERED if whole else Status.PARTIAL,
        citations=tuple(citations),
        resolved_question=asked,
        related=tuple(citation for answer in answers for citation in answer.related),
        remarks=tuple(remarks),
        model=use,
    )


def _each_once(answers: Sequence[Answer]) -> list[Answer]:
    """Answers without those that another, with the same quotes, says line by line."""
    lines = [{*map(str.strip, answer.text.split("\n"))} for answer in answers]
    said = [
        any(
            other is not answer
            and other.citations == answer.citations
            and (lines[at] < lines[by] or (lines[at] == lines[by] and by < at))
            for by, other in enumerate(answers)
        )
        for at, answer in enumerate(answers)
    ]
    return [answer for answer, repeats in zip(answers, said, strict=True) if not repeats]


def joined_use(uses: Sequence[ModelUse]) -> ModelUse | None:
    """What a model did for several answers together, or None where it was not asked."""
    if not uses:
        return None
    costs = [use.cost for use in uses if use.cost is not None]
    return ModelUse(
        name=uses[0].name,
        phrased=any(use.phrased for use in uses),
        notice=next((use.notice for use in uses if use.notice), ""),
        corrected=sum(use.corrected for use in uses),
        prompt_tokens=sum(use.prompt_tokens for use in uses),
        completion_tokens=sum(use.completion_tokens for use in uses),
        cost=round(sum(costs), 6) if costs else None,
        latency_ms=round(sum(use.latency_ms for use in uses), 1),
    )


def renumbered(answer: Answer, citations: Sequence[Citation]) -> str:
    """The text of an answer with the marks that its citations have among these."""

    def renumber(mark: re.Match[str]) -> str:
        return f"[{citations.index(answer.citations[int(mark[1]) - 1]) + 1}]"

    return _MARK.sub(renumber, answer.text)
