"""Lists that no line introduces: all that stands below the heading that a question names.

A question in, the items of the heading out, each cited: 要交哪些材料，一共几样 of what stands below
七、申请材料 （二）生态安葬奖补. Lists behind a line with a colon are those of `kind_lists`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.parts import list_children
from assistant.question import Intent, Question
from documents.document import Clause, ClauseKind, Document
from documents.regular_expressions import regex


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of list is asked for, and how the heading above one is titled."""

    asked: re.Pattern[str]
    titled: re.Pattern[str]


_KINDS = (
    _Kind(
        regex(
            r"(?<![假伪造])(?:材料|证件|资料)|手续|(?:准备|交|带)(?:些|哪些|什么|啥|点)+(?:东西)?(?=[,，?？呢]|$)"
        ),
        regex(r"材料|证件|资料"),
    ),
    _Kind(
        regex(
            r"条件|门槛|资格|对象|(?:什么样?|哪些|啥样?)的?(?:企业|单位|机构|人员?|家庭|项目|主体)(?:才)?(?:能|可以|有资格)|谁(?:才)?(?:能|可以|有资格)"
        ),
        regex(r"条件|[一-鿿]{2}对象|资格|(?:申报|申请|适用)(?:主体|范围)"),
    ),
    _Kind(regex(r"程序|流程|步骤|环节|(?:几|哪些|哪几)(?:道|步)(?!题)"), regex(r"程序|流程|步骤")),
)
_ASKS_ALL = regex(
    r"哪(?:些|几)|(?<![第前好十这那])几(?:项|条|样|种|类|步|档|个(?!月|工作日|小时|百分点)|道|款|方面)|"
    r"(?:有|要|交|带|备|提)(?:些)?(?:什么|啥)|(?:什么|啥)(?:材料|条件|手续)|分别|各[一-鿿]{0,3}多少|"
    r"每(?:一)?(?:种|类|档|项|样)|列(?:一下|出|全)|的(?:材料|条件|流程|程序)[?？]?$"
)
_ONLY_ASKS = regex(
    r"哪(?:些|几)?个?|(?:一|总)?共(?:有)?|几(?:项|条|样|种|类|步|档|个|道|款)|每(?:一)?(?:种|类|档|项|样)|"
    r"分别|各自?|多少|什么样?|啥|怎么|列(?:一下|出|全)|分(?:为|成)?(?=几|哪)|都(?=[有是要])|"
    r"需要|所需|准备|提交|提供|(?:办理|办|申请|享受|可以|能够?)(?![一-鿿]{0,2}(?:地点|时间|流程|程序|材料))|"
    r"有|是|要(?!求)|应|交(?!通|易|流)|带|在哪|主要|具体|(?:这)?方面|这(?:一)?块|对|的"
)
_DENIES = regex(r"不(?!低于|少于|超过)|没|未|禁|取消|除")
_LISTED_BY = regex(
    r"措施|任务|举措|支持|扶持|工作|事情?|内容|政策|标准|方式|项目|做法|安排|档|类|种|条|步骤?|环节|做|人员?"
)
"""Words for what a heading has below it, which its title need not have."""
_ADDS = regex(r"[^。；;]{0,24}(?:上述|前款|以上(?:各|[一-鿿]{2}的)|前述)")
_OPENS_ITEMS = ("：", ":")
_AMOUNT_ASKED = regex(r"多少(?!项|条|种|样|类|步|档|个|道|款)|几(?:元|成|折)")
_ASKS_CONTENT = regex(
    r"多少|几(?:元|成|天)|在哪|哪里|怎么|如何|什么时候|地[点址]|标准|时间|程序|流程"
)
_SHORT_TITLE = 8
_SHORT_ITEM = 60
_WHOLE = 600
_LEAST_SAID = 0.4
_OF_KIND = 1.0
_LEAST = 2


def answer_headed_list(question: Question, evidence: Evidence) -> Answer | None:
    """All that stands below the only heading that a question names; None where it names none.

    Short items are said whole, of long ones the titles.
    """
    if not _is_of_list(question):
        return None
    kind = next((kind for kind in _KINDS if kind.asked.search(question.plain)), None)
    found = _heading_named(question, kind, evidence)
    if found is None:
        return None
    document, heading = found
    if question.intent is Intent.LED_BY and heading.title not in question.plain:
        return None
    return _say_list(question, document, heading, kind, evidence.library)


def _is_of_list(question: Question) -> bool:
    plain = question.plain
    asked = question.intent in (Intent.LIST, Intent.OPEN, Intent.FIGURE, Intent.LED_BY)
    by_number = bool(question.reference) or question.ordinal is not None
    case = question.yes_no or bool(question.claims) or _DENIES.search(plain) is not None
    return asked and not by_number and not case and _ASKS_ALL.search(plain) is not None


def _heading_named(
    question: Question, kind: _Kind | None, evidence: Evidence
) -> tuple[Document, Clause] | None:
    """The heading whose title, with those above it, holds all that a question names.

    What the question asks for by its kind has to stand there too. Of several headings the one of
    whose title most is said.
    """
    plain = kind.asked.sub(" ", question.plain) if kind else question.plain
    rest = _ONLY_ASKS.sub(" ", plain)
    if kind is not None and not _characters(rest) and _is_introduced(kind, evidence.library):
        return None
    for topic in (_characters(rest), _characters(_LISTED_BY.sub(" ", rest))):
        named = [
            (said, document, heading)
            for document, heading in _headings(evidence)
            if (said := _share_said(document, heading, topic, question, kind)) >= _LEAST_SAID
            and (
                not _AMOUNT_ASKED.search(question.plain)
                or _has_amounts(document, heading, question, evidence.library)
            )
        ]
        most = max((said for said, _, _ in named), default=0.0)
        best = [(document, heading) for said, document, heading in named if said == most]
        if best:
            return best[0] if len(best) == 1 else None
    return None


def _characters(text: str) -> set[str]:
    return {character for word in content_words(text) for character in word}


def _headings(evidence: Evidence) -> Iterator[tuple[Document, Clause]]:
    """The titles with items below them, none of which introduces others, and no line that introduces them."""
    for document in evidence.library.documents.values():
        for clause in document.clauses:
            items = [c for c in document.children(clause) if c.kind is ClauseKind.NUMBERED]
            opens = any(c.text.rstrip().endswith(_OPENS_ITEMS) for c in (clause, *items))
            if clause.title and len(items) >= _LEAST and not opens:
                yield document, clause


def _share_said(
    document: Document, heading: Clause, topic: set[str], question: Question, kind: _Kind | None
) -> float:
    """How much of a heading's title a question says, 0 where it names more than the headings hold.

    Headings of the kind that is asked for, and those below them, before those whose items tell it.
    """
    above = [c.title for c in document.ancestors(heading) if c.kind is ClauseKind.NUMBERED]
    titles = [*above, heading.title]
    around = set("".join(titles))
    own = _characters(heading.title)
    if kind is None:
        alone = not any(_is_of_kind(title) for title in titles)
        return _share(own, question) if alone and topic & own and topic <= around else 0.0
    if topic <= around and kind.titled.search(heading.title):
        return _OF_KIND
    if topic & own and topic <= around and any(kind.titled.search(title) for title in above):
        return _OF_KIND + _share(own, question)
    below = {c for child in document.children(heading) for c in child.title}
    told = kind.titled.search(heading.title) and topic <= around | below
    return _LEAST_SAID if told else 0.0


def _is_of_kind(title: str) -> bool:
    """Whether a title says little more than of which kind the list below it is: 申请材料."""
    short = len(title) <= _SHORT_TITLE
    return short and any(kind.titled.search(title) for kind in _KINDS)


def _share(own: set[str], question: Question) -> float:
    return len(own & set(question.plain)) / len(own)


def _is_introduced(kind: _Kind, library: Library) -> bool:
    """Whether a line with a colon introduces a list of a kind: it is asked for too, where nothing tells of what."""
    lines = (
        line.rstrip()
        for document in library.documents.values()
        for clause in document.clauses
        for line in clause.text.split("\n")
    )
    return any(line.endswith(_OPENS_ITEMS) and kind.titled.search(line) for line in lines)


def _has_amounts(document: Document, heading: Clause, question: Question, library: Library) -> bool:
    """Whether all items of a heading but one hold an amount of the kind that is asked, and none has items itself."""
    items = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
    money = question.unit in ("元", "优惠")
    with_amount = [
        item
        for item in items
        if any("元" in q.unit or not money for q in library.quantities(document, item))
    ]
    return len(with_amount) >= max(_LEAST, len(items) - 1) and all(map(document.is_leaf, items))


def _say_list(
    question: Question, document: Document, heading: Clause, kind: _Kind | None, library: Library
) -> Answer:
    """The title, and the items in full where they are short or their content is asked for, else their titles."""
    inside = [c for c in document.subtree(heading) if c is not heading]
    items = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
    length = sum(len(c.text) for c in inside if c.kind is ClauseKind.NUMBERED)
    titled = all(item.title for item in items)
    in_full = kind is not None or _ASKS_CONTENT.search(question.plain) is not None
    short = max(len(c.text) for c in inside) <= _SHORT_ITEM
    draft = Draft()
    draft.say(heading.title, cite(document, heading, heading.start, heading.end))
    if length > _WHOLE or (titled and not in_full and not short):
        list_children(draft, document, heading)
        return draft.answer(Status.ANSWERED, question.plain)
    told = [c for c in inside if c.kind is ClauseKind.NUMBERED or _ADDS.match(c.text)]
    if len(told) == len(items):
        draft.remark(f"\n共 {len(items)} 项：")
    for clause in told:
        spans = library.sentence_spans(document, clause)
        end = spans[-1][1] if spans else clause.end  # without the bracket of departments
        quote = cite(document, clause, clause.start, end)
        draft.say(f"\n{quote.quote}", quote)
    return draft.answer(Status.ANSWERED, question.plain)
