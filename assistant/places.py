"""Answers to where and through what something is done: the window, the platform, the body to turn to.

What is done (办, 交, 领, 查) has to stand in the sentence that names the place, in words of the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words
from assistant.question import Intent, Question
from assistant.quoting import quote_sentences
from documents.regular_expressions import regex

_DONE: Mapping[str, str] = {
    "申请|申领|申报|报名|报": "申请|申领|申报|报名|提出|报送|报销|报告",
    "预约|预定": "预约|预定",
    "交|缴|付": "缴费|缴纳|缴存|交纳|支付|提交|递交",
    "领|取|拿": "领取|申领|发放|领养|认领|支取|提取",
    "查|看": "查询|查阅|查看|公布|公开|公示|发布",
    "提": "提出|反映",
    "反映|投诉|申诉|举报|说理": "反映|投诉|申诉|举报|诉求",
    "登记|备案|注册|认定|登录": "登记|备案|注册|认定|登录",
    "打|发|拨|转": "拨付|发放|拨至|打入|转入|汇入|发至|支付",
    "买": "购买|选购|销售|出售",
    "咨询|问": "咨询|解释|受理|解答",
    "办|弄": "办理|申请|申领|登记|提出|受理|审批",
}
"""What a person says is done, and the words that a text may have for it."""

_ACT = "|".join(_DONE)
_PLACE = "哪(?:里|儿|个?(?:平台|窗口|入口|网站|渠道|地方))?"
_SAYS_WHERE = regex(
    rf"(?:在|去|到|上|从|往|是)?(?:{_PLACE}|什么(?:地方|平台|窗口|渠道|网站|途径))(?:去|才|就)?(?:能够?|可以|可)?(?:去|来)?(?P<behind>{_ACT})|"
    rf"(?P<before>{_ACT})(?:[\u4e00-\u9fff]{{0,8}})?(?:要|得|该|应该|是)?(?:在|去|到|上|从|往|找|至|进)哪(?:里|儿)(?=[?？。,，]|$)|"
    rf"(?P<given>打|发|拨|转)(?:[\u4e00-\u9fff]{{0,4}})?(?:到|至|进|给)哪|(?:找|跟|向|和)谁(?:去|来)?(?P<told>提|反映|投诉|申诉|举报|说理|申请|预约)"
)
_CHANNEL = regex(
    r"(?:通过|登录|使用|在|到|向|至|由|凭)[^,，。；;]{0,30}?(?:平台|系统|小程序|APP|App|网站|窗口|网点|公众号|客户端|大厅|中心|派出所|办事处|服务站|代办点|银行|机构|部门|机关|单位|学校|医院|[一-鿿]{2}[局委会厅院站所]|政府)|"
    r"设在|位于|热线"
)
_WHERE = "渠道 平台 窗口 网点"
_ANYTHING = ("办", "弄")
_ACCOUNT = regex(r"账户|一卡通|银行卡|社会保障卡|社保卡|存折|账号")
_HANDED_OUT = regex(f"{_CHANNEL.pattern}|{_ACCOUNT.pattern}")
_FETCHED = ("领", "取", "拿")
_PAID = ("打", "发", "拨", "转")
_OF_PLACE = (Intent.LEAD, Intent.OPEN)
_NEAR = 0.6
_LEAST_COVERAGE = 0.3
_TOGETHER = 0.4


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question for a place is about: the rest of its words, and what is done there."""

    rest: str
    told: tuple[str, ...]
    done: tuple[str, ...]
    place: re.Pattern[str]


def answer_place(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """The sentence that says where, through what or to whom what is asked is done, or None.

    Where the found sentences do not, others are looked for by the words that a text has for it.
    """
    asked = _asked(question.plain) if question.intent in _OF_PLACE else None
    if asked is None:
        return None
    best = _best(asked, evidence)
    if best is None and not context:
        topic = f"{asked.rest} {' '.join(asked.told)} {_WHERE}"
        best = _best(asked, evidence.library.search(topic))
    return None if best is None else quote_sentences([best], question, evidence.library)


def _asked(plain: str) -> _Asked | None:
    """What a question wants to know the place of, None where it wants no place."""
    found = _SAYS_WHERE.search(plain)
    if found is None:
        return None
    act = next(filter(None, found.groupdict().values()))
    rest = plain.replace(found[0], " ")
    told = next(told for said, told in _DONE.items() if re.fullmatch(said, act)).split("|")
    done = [word for word in told if word not in rest]
    if act in _ANYTHING:
        done += [word for word in content_words(rest) if len(word) > 1]
    place = _ACCOUNT if act in _PAID else _HANDED_OUT if act in _FETCHED else _CHANNEL
    return _Asked(rest, tuple(told), tuple(done), place) if done else None


def tells_place(plain: str, quoted: str) -> bool:
    """Whether a question asks where something is done, and what is quoted says where and what."""
    asked = _asked(plain)
    if asked is None:
        return False
    done = re.compile("|".join(map(re.escape, asked.done)))
    return any(
        asked.place.search(each) and done.search(each) for each in re.split("[。；;]", quoted)
    )


def _best(asked: _Asked, evidence: Evidence) -> Sentence | None:
    """Of the sentences near the best one that which fits best and names a place and what is done."""
    library, done = evidence.library, re.compile("|".join(map(re.escape, asked.done)))
    named = any(len(word) > 1 for word in content_words(asked.rest))
    found = [
        (_fitness(asked, sentence, done, evidence), sentence)
        for sentence in evidence.sentences
        if asked.place.search(sentence.text)
        and done.search(sentence.text)
        and sentence.score >= _NEAR * evidence.sentences[0].score
        and (
            not named or library.coverage(asked.rest, _told(sentence, evidence)) >= _LEAST_COVERAGE
        )
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _told(sentence: Sentence, evidence: Evidence) -> str:
    """A sentence with what stands above it, the title too: a text does not name its topic again."""
    return f"{sentence.document.title} {evidence.library.around(sentence)}"


def _fitness(asked: _Asked, sentence: Sentence, done: re.Pattern[str], evidence: Evidence) -> float:
    """How well a sentence fits; one that names place and deed in one phrase more."""
    library = evidence.library
    around = library.around(sentence)
    topic = f"{asked.rest} {' '.join(asked.told)}"
    together = any(
        asked.place.search(piece) and done.search(piece)
        for piece in re.split(r"[,，；;。]", sentence.text)
    )
    return (
        sentence.score
        + 0.4 * library.coverage(topic, around)
        + 0.5 * max(library.likeness(topic, around), 0.0)
        + _TOGETHER * together
    )
