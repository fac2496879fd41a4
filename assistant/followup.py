"""A follow-up made to stand alone: what was talked about before is put back into the question.

No language model: a follow-up is recognised by what it lacks (a topic, an ask) and by its markers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from assistant.answer import Turn
from assistant.kinds import sibling_in
from assistant.lexicon import content_words, generic_nouns, tagged_words
from assistant.parallels import named_together, other_quantity, parallel
from assistant.question import Intent, Question, understand
from assistant.scales import with_other_step
from documents.errors import QuestionError
from documents.regular_expressions import regex

_MARKER = regex(
    r"^(?:那|那么|还有|其中|它|他们|这个|该|上述|前面|后者|前者|反过来|具体|再|另外|除了|剩下|其他|其它|别的|同样|换成|然后|接着|最后|第[一二三四五六七八九十\d]+个)|"
    r"(?:呢|呀)[?？!！。]*$|它|这种|这个|那个|那种|那里|这里|上面|刚才|该项|其余|这些|那些|这样|也行|也是|还(?:有|要|能|跟|和|管|牵头|支持)|又|(?:这|那)(?:方面|一?块|一?条|一?项|事)|出自"
)
_MORE = regex(
    r"^(?:还有|另外|其他|其它|别的|剩下|其余).{0,6}(?:吗|呢|么|什么|哪|呀)?[?？。]*$|还有(?:吗|别的|其他|哪|一|什么|谁)"
)
_ASK_WORDS = regex(
    r"多少|什么样的?|什么时候|啥时候|何时|多长时间|多久|几(?:天|年|个月|个工作日)|什么|哪些|哪几个|哪个|哪几|哪两|哪|几(?:家|个|条|张|项|期|类)|谁|怎么样|怎么|如何|是否|有没有|吗|呢|吧|呀|啊|[?？。!！]"
)
_LOOSE_END = regex(
    r"(?:归|由|的|是|有|要|在|为|找|到|收|交|补|奖|罚|给|第|建|都|还|又|来|会|能|可以|需要|应该|一共|总共|分)+$"
)
_YEAR = regex(r"(?:19|20)\d\d年?")
_RELATIVE_YEAR = regex(r"去年|今年|明年|上年|当年|最后一年|末年|头一年|首年|第[一二三四五]年")
_AFTERWARDS = regex(r"^(?:那|在)?(?:这|那)?之后|^(?:那)?(?:然后|接着|接下来|随后|再往后)")
_TIME_TOLD = regex(
    r"去年|今年|明年|前年|现在|目前|如今|当时|那时候?|以前|从前|过去|[一二两三四五六七八九十\d]+年[前后]"
)
_LIST_BEGIN = regex(r"(?:分别是|分别为|包括|有|是|为|[:：])")
_ORDINALS = regex(
    r"第([一二三四五六七八九十\d]+)(?:个|项|条|家|类|种)?|(最后)(?:一)?(?:个|项|条|家|类|种)?|(后)(?:一)?(?:个|项)|(前)(?:一)?(?:个|项)"
)
_NEW_SUBJECT = regex(
    r"^(?:不说|不聊|不问|先不|别说|抛开|换个|换一个)[^,，。]{0,6}[,，。]\s*|^(?:另外|再)(?:想)?问(?:一下|个)?[^,，。]{0,4}[,，。]\s*|^对了[,，]\s*|"
    r"^(?:再)?(?:回到|说回|回头说|还是说)[^,，。]{0,10}[,，。]\s*"
)
_ONLY_TOPIC = regex(r"(?:呢|呀)[?？。]*$|^(?:换成|改成|如果是|要是|换作)")
_BARE = regex(r"^(?:对|给|换|买|到)|(?:的|那种|那边|这边)$")
_BARE_OFFICE = regex(
    r"(?:经办|受理|责任|主管|承办|办理|审核|发放)(?:的)?(?:单位|部门|机构)(?:是|在|有)?(?:哪|谁|什么)"
)
_THEN = regex(r"^(?:那么?|然后)")
_OWN_ASK = regex(r"目标|指标|数量|比例|占比|规模|总量|标准|金额|增速|多少|几")
_SAME_TOO = regex(
    r"^(.{2,14}?)(?:那个|这个|那块|那边|那条|那儿)?(?:也|是不是也|还)(?:是|归|由|算)(?:它|他们|这|那|同)"
)
_BESIDE = regex(
    r"(?:那|它|再|的)*(?<![最以之])(上|下|前|后)(?:面)?(?:的)?(?:那|这)?(?:一)?(?:个|条|项|章|节)(?:行动|条款|部分|任务|领域|的)?"
)
_BESIDE_PART = regex(r"[上下前后](?:面)?(?:的)?(?:那)?(?:一)?(?:个|条|项)(?:行动|条款|部分|章|节)")
_SWITCHED = regex(
    r"^那?(?:要是|如果)?(?:换成|换作|改成)是?(?P<subject>[^,，。;；?？]{2,14})[,，](?P<rest>[^。]{2,})"
)
_ALSO = regex(
    r"^那?[种养做办开]?(?P<subject>[^,，。;；?？]{2,12}?)的?呢[,，](?:是不是)?也是[那这][^,，。?？]{0,6}[?？吗]*$"
)
_GIVEN = regex(r"(?:罚款?|处罚|赔偿?|扣|退)(?:是|要|得)?(?:多少|几)(?:钱|元|分|倍)?")
_WHO = regex(r"(?:对)?(?:单位|个人|企业|公司|法人|机构|商户|店铺|业主|住户)的?")
_WRONG = regex(r"假|违|擅自|逾期|不按|拒不|偷|骗|私自|没按|伪造|隐瞒|转租|转借|冒[名领用]")
_PUNISHED = regex(r"罚|处理|后果|追究|收回|取消")
_BACK_TO = regex(
    r"^那?(?:刚才|之前|前面|上面|一开始)(?:说|问|提|讲)?(?:到|过)?的?(?:那个|那条|那项|那种)?的?"
)
_OF_LIMITS = regex(r"封顶|上限|下限|门槛|限额")
_NAME_ASKED = regex(r"名称|名字|叫(?:什么|啥)|标题|是(?:什么|啥|哪)")
_VAGUE_ALONE = (Intent.LIST, Intent.LEAD, Intent.FIGURE, Intent.TIME)
_IN_CASE = regex(r"要是|如果|假如|万一|若是?")
_OF_APPLYING = regex(
    r"申请|申报|申领|报名|受理|办理|提交|递交|准备|材料|证件|手续|交到|送到|几月份|几月|几号|截止|时间"
)
_LONGEST_TURN = 500
_NO_LIMIT = 100_000
_PARTS = ("部分", "章", "条", "行动", "大行动", "工程", "任务")
_FEW_WORDS = 2
_SOME_WORDS = 5
_LONG_SUBJECT = 4
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone.

    `context` is what was talked about, empty for a new subject; `topic` the subject that the next
    follow-up goes on from.
    """

    question: Question
    context: str
    topic: str


class Subjects(Protocol):
    """What the documents say of subjects: what a conversation needs to know of them."""

    def title_beside(self, text: str, offset: int) -> str:
        """The title of the clause before (-1) or behind (+1) the one a text is about, or ''."""
        ...

    def has_topic(self, text: str) -> bool:
        """Whether a text names a subject of its own."""
        ...

    def texts_about(self, text: str) -> Iterable[str]:
        """The texts of the documents, of many those that a text is likely about."""
        ...


def resolve(question: Question, history: tuple[Turn, ...], subjects: Subjects) -> Resolved:
    """Complete a question from the conversation, or leave it as it is when it stands alone.

    Args:
        question: The question as understood by itself.
        history: The turns before, oldest first.
        subjects: What the documents know of subjects.
    """
    fresh = _NEW_SUBJECT.sub("", question.plain)
    if fresh != question.plain:
        return _alone(replace(understand(fresh, _NO_LIMIT), asked=question.asked))
    back_to = _BACK_TO.sub("", question.plain)
    if back_to != question.plain and subjects.has_topic(back_to):
        return _alone(replace(understand(back_to, _NO_LIMIT), asked=question.asked))
    if not history or not _depends(question, subjects):
        return _alone(question)
    last = history[-1]
    try:
        earlier = understand(last.question[:_LONGEST_TURN])
    except QuestionError:  # a turn that was no question has nothing to go on from
        return _alone(question)
    before = resolve(earlier, history[:-1], subjects)
    said = f"{before.question.plain} {last.answer}"
    for rule in (
        _same_place_in_list,
        _item_of_list,
        _neighbour,
        _switched,
        _same_too,
        _more,
        _other_topic,
    ):
        resolved = rule(question, before.question, last, subjects)
        if resolved is not None:
            own = rule in (_same_place_in_list, _neighbour)
            topic = before.topic if rule is _more else _topic_of(resolved)
            return Resolved(resolved, "" if own else said, topic)
    if _AFTERWARDS.search(question.plain) and content_words(question.plain):
        return Resolved(question, said, before.topic)
    dated = question.years or _RELATIVE_YEAR.search(question.plain)
    topic = _RELATIVE_YEAR.sub("", _YEAR.sub("", before.topic)) if dated else before.topic
    completed = _completed(question, f"{topic}，{question.plain}", question.intent)
    return Resolved(completed, said, before.topic)


def _alone(question: Question) -> Resolved:
    return Resolved(question, "", _topic_of(question))


def _topic_of(question: Question) -> str:
    """The subject of a question, without what it asks of it: 跨境电商 of 跨境电商归谁管."""
    pieces = [p for p in re.split(r"[,，;；。?？]", question.plain) if content_words(p)]
    silent = [piece for piece in pieces if not _ASK_WORDS.search(piece)]
    if silent and len(silent) < len(pieces):
        return "，".join(silent)
    before, *behind = _ASK_WORDS.split(pieces[0] if pieces else question.plain, maxsplit=1)
    topic = _LOOSE_END.sub("", before.strip("，,"))
    if content_words(topic) and not any(_names_more(part) for part in behind):
        return topic
    return _ASK_WORDS.sub("", question.plain).strip("，,的是 ")


def _names_more(behind: str) -> bool:
    """Whether the subject stands behind the question word: 新建了多少个区域养老服务中心."""
    return len("".join(word for word in content_words(behind) if len(word) > 1)) >= _LONG_SUBJECT


def _same_place_in_list(
    question: Question, before: Question, last: Turn, subjects: Subjects
) -> Question | None:
    """十大行动里第一个谁牵头 → 第二个呢."""
    again = _ORDINALS.search(question.plain)
    if again is None or not _ORDINALS.search(before.plain) or len(question.plain) > _SHORT:
        return None
    plain = _ORDINALS.sub(again[0], before.plain, count=1)
    return replace(understand(plain, _NO_LIMIT), asked=question.asked)


def _neighbour(
    question: Question, before: Question, last: Turn, subjects: Subjects
) -> Question | None:
    """下一个行动呢, 它前面那个的牵头单位: the clause beside the one talked about."""
    found = _BESIDE.search(question.plain)
    if found is None:
        return None
    title = subjects.title_beside(
        f"{before.plain} {last.answer}", -1 if found[1] in ("上", "前") else 1
    )
    if not title:
        return None
    rest = _BESIDE.sub("", question.plain)
    ask = "的标题是什么" if _NAME_ASKED.search(rest) else f"，{_ask_of(before)}"
    own = understand(rest, _NO_LIMIT) if any(c.isalnum() for c in rest) else None
    if own is not None and own.intent is not Intent.OPEN:
        ask = f"，{rest}"
    return replace(understand(f"{title}{ask}", _NO_LIMIT), asked=question.asked)


def _same_too(
    question: Question, before: Question, last: Turn, subjects: Subjects
) -> Question | None:
    """检验检测也是它吗: the ask before, of another subject."""
    too = _SAME_TOO.match(question.plain)
    return _completed(question, f"{too[1]}，{_ask_of(before)}", before.intent) if too else None


def _item_of_list(
    question: Question, before: Question, last: Turn, subjects: Subjects
) -> Question | None:
    """最后一个呢: an item of the list in the answer before."""
    item = _chosen_item(question.plain, last.answer)
    if not item or _BESIDE_PART.search(question.plain):
        return None
    rest = _ORDINALS.sub("", question.plain).strip("呢,，。?？")
    completed = _completed(question, f"{item}{rest or before.plain}", question.intent)
    return replace(completed, ordinal=None)


def _more(question: Question, before: Question, last: Turn, subjects: Subjects) -> Question | None:
    """还有吗: the question before once more, for the whole list."""
    if not _MORE.search(question.plain) or question.intent not in (Intent.LIST, Intent.OPEN):
        return None
    if before.intent is Intent.LED_BY:
        return before
    intent = before.intent if before.intent in (Intent.LIST, Intent.FIGURE) else Intent.LIST
    return _completed(question, f"{before.plain.rstrip('?？。')}，{question.plain}", intent)


def _other_topic(
    question: Question, before: Question, last: Turn, subjects: Subjects
) -> Question | None:
    """那家政呢, 换成商贸流通: the ask before, of another subject or year."""
    return _with_topic_changed(question, before, subjects) if _has_no_ask(question) else None


def _switched(
    question: Question, before: Question, last: Turn, subjects: Subjects
) -> Question | None:
    """换成奶牛，一头要自己交多少: what was asked before, of the other subject."""
    also = _ALSO.match(question.plain)
    if also is not None:  # 种水稻的呢，也是那几天
        in_place = _in_its_place(also["subject"], before.plain, subjects)
        return _completed(question, in_place, before.intent) if in_place else None
    found = _SWITCHED.match(question.plain)
    if found is None:
        return None
    in_place = _in_its_place(found["subject"], before.plain, subjects)
    if in_place and question.intent is before.intent:
        return _completed(question, in_place, before.intent)
    return _completed(question, f"{found['subject']}，{found['rest']}", question.intent)


def _depends(question: Question, subjects: Subjects) -> bool:
    """Whether a question cannot be understood without the turn before."""
    if question.intent in (Intent.METADATA, Intent.PURPOSE) or question.reference:
        return False
    if question.ordinal and question.ordinal.noun in _PARTS:
        return False
    if _BARE_OFFICE.match(question.plain):
        return True
    words = [w for w in content_words(question.plain) if len(w) > 1]
    if _MARKER.search(question.plain) is not None:
        rest = _THEN.sub("", question.plain)
        if rest != question.plain and question.intent is Intent.LEAD and not _MARKER.search(rest):
            return not subjects.has_topic(rest)
        return len(words) <= _SOME_WORDS
    vague = question.intent in _VAGUE_ALONE or _OF_LIMITS.search(question.plain) is not None
    if not _own_words(words) and vague:  # 材料几月份交、交到哪里
        return True
    if subjects.has_topic(question.plain):
        return False
    return len(words) <= 1 or (len(words) <= _FEW_WORDS and question.intent in _VAGUE_ALONE)


def _own_words(words: Iterable[str]) -> list[str]:
    """The words of a question that name something, not how or when it is applied for."""
    return [
        word
        for word in words
        if word not in generic_nouns()
        and not _OF_APPLYING.fullmatch(word)
        and not _OF_LIMITS.fullmatch(word)
    ]


def _has_no_ask(question: Question) -> bool:
    """Whether a question only names another subject or year (那家政呢, 那到2030年呢)."""
    return question.intent is Intent.OPEN and _ONLY_TOPIC.search(question.plain) is not None


def _with_topic_changed(question: Question, before: Question, subjects: Subjects) -> Question:
    """The question before with the new subject in place of its own."""
    subject = re.sub(
        r"^(?:那么|那|还有|换成|如果是|到|再过[一二三四五六七八九十\d]+年)+|(?:呢|呀|的话)|[?？。!！,，]",
        "",
        question.plain,
    )
    if _TIME_TOLD.fullmatch(subject):
        return _completed(question, f"{subject}{_TIME_TOLD.sub('', before.plain)}", before.intent)
    if _WRONG.search(subject) and not _PUNISHED.search(before.plain):  # 出假报告呢
        return _completed(question, f"{subject}怎么处理", Intent.OPEN)
    if _OWN_ASK.search(subject) or subject.endswith("率"):
        years = "、".join(f"{year}年" for year in before.years)
        return _completed(question, f"{years}{subject}是多少", Intent.FIGURE)
    if _YEAR.fullmatch(subject):
        year = subject if subject.endswith("年") else f"{subject}年"
        plain = (
            _YEAR.sub(year, before.plain) if _YEAR.search(before.plain) else f"{year}{before.plain}"
        )
        return _completed(question, plain, before.intent)
    other = other_quantity(subject, before.plain) or with_other_step(before.plain, subject)
    if other:
        return _completed(question, other, before.intent)
    if _IN_CASE.match(subject) or (
        _GIVEN.search(before.plain) and _WHO.fullmatch(subject)
    ):  # 要是在国外办的呢: the same is asked, of a case
        return _completed(question, f"{subject}，{before.plain}", before.intent)
    in_place = _in_its_place(subject, before.plain, subjects)
    if in_place:
        return _completed(question, in_place, before.intent)
    completed = _completed(question, f"{subject}，{_ask_of(before)}", before.intent)
    return replace(completed, unit=completed.unit or before.unit)


def _in_its_place(subject: str, plain: str, subjects: Subjects) -> str:
    """A question with a subject in place of the one like it that it names, '' where it names none."""
    bare = _BARE.sub("", subject)
    sibling = sibling_in(plain, bare)
    if sibling:
        return plain.replace(sibling, bare, 1)
    texts = subjects.texts_about(f"{plain}{subject}")
    replaced = named_together(subject, plain, texts) or parallel(subject, plain)
    if replaced and _is_whole(replaced, plain):
        return plain.replace(replaced, subject, 1)
    replaced = named_together(bare, plain, texts) if bare != subject else ""
    return plain.replace(replaced, bare, 1) if replaced and _is_whole(replaced, plain) else ""


def _is_whole(words: str, plain: str) -> bool:
    """Whether words stand whole in a question: 役军人 of 退役军人 does not."""
    bounds = {0, *accumulate(len(word) for word, _ in tagged_words(plain))}
    at = plain.find(words)
    return at in bounds and at + len(words) in bounds


def _ask_of(before: Question) -> str:
    """What the question before asked, without its subject."""
    asks = {
        Intent.LEAD: "由谁牵头",
        Intent.LED_BY: "牵头哪些",
        Intent.LIST: "有哪些",
    }
    if before.intent is Intent.FIGURE:
        return _figure_asked(before)
    return asks.get(before.intent) or _asking_part(before.plain)


def _figure_asked(before: Question) -> str:
    """运营补贴是多少 of 其他模式的饭堂运营补贴是多少: the attribute with its measure."""
    given = _GIVEN.search(before.plain)
    if given:
        return given[0]
    unit = before.unit if before.unit not in ("元", "%", "面积", "长度", "重量", "优惠") else ""
    pieces = _pieces(before.plain)
    piece = next((p for p in pieces if _ASK_WORDS.search(p)), "")
    found = _ASK_WORDS.search(piece)
    if found and any(len(word) > 1 for word in content_words(piece[found.end() :])):
        return piece if len(pieces) > 1 else piece[found.start() :]  # 多少创业担保贷款
    words = [word for word in content_words(_ASK_WORDS.split(piece)[0]) if len(word) > 1]
    attribute = words[-1] if words and before.unit == "元" else "目标"
    return f"{attribute}是多少{unit}"


def _asking_part(plain: str) -> str:
    """The last part between commas that asks, without the subject before its question word."""
    asking = [piece for piece in _pieces(plain) if _ASK_WORDS.search(piece)]
    if len(asking) == len(_pieces(plain)) == 1:
        found = _ASK_WORDS.search(plain)
        rest = plain[found.start() :] if found else plain
        return rest if found and (found.start() > _SHORT or content_words(rest)) else plain
    return asking[-1] if asking else plain


def _pieces(plain: str) -> list[str]:
    return [piece for piece in re.split(r"[,，;；。?？]", plain) if content_words(piece)]


def _completed(question: Question, plain: str, intent: Intent) -> Question:
    whole = understand(plain, _NO_LIMIT)
    return replace(
        whole,
        asked=question.asked,
        intent=intent,
        unit=question.unit or whole.unit,
        yes_no=question.yes_no,
        advice=question.advice,
        wants_lead=question.wants_lead or intent is Intent.LEAD,
        field=question.field,
        ordinal=question.ordinal if question.ordinal and question.ordinal.noun else None,
        reference=question.reference,
    )


def _chosen_item(plain: str, answer: str) -> str:
    """The item of a list in the answer before that a follow-up points at: 最后一个, 第二个."""
    pointed = _ORDINALS.search(plain)
    if pointed is None:
        return ""
    text = re.sub(r"\[\d+\]", "", answer)
    lines = re.findall(
        r"^\d+\.\s*(?:[一二三四五六七八九十]+(?:\(\S*)?\s+)?(.+)$", text, re.MULTILINE
    )
    if len(lines) > 1:  # a list of ours, one item a line
        text = "是" + "、".join(lines)
    sentence = max(re.split(r"[。；;\n]", text), key=lambda s: s.count("、"))
    if "、" not in sentence:
        return ""
    parts = [p.strip(" ，,") for p in re.split(r"[、]|和(?=[^、]*$)|与(?=[^、]*$)", sentence)]
    begins = list(_LIST_BEGIN.finditer(parts[0]))
    parts[0] = parts[0][begins[-1].end() :] if begins else parts[0]
    parts[-1] = re.sub(r"等.{0,6}$", "", parts[-1])
    if pointed[1]:
        from documents.numerals import parse_numeral

        value = int(parse_numeral(pointed[1]) or 0)
        return parts[value - 1] if 1 <= value <= len(parts) else ""
    return parts[-1] if pointed[2] or pointed[3] else parts[0]
