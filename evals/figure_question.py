"""A figure of a sentence in, the question for it out: empty where no well-formed one is sure."""

import re

from documents.quantities import DEADLINE, Quantity, find_quantities
from documents.regular_expressions import regex

_PIECE_END = "，,。；;：:、！？!?\n"
_COUNTED = tuple("家个张人名户件项所处座条台套辆艘架篇部只头株场份次")
_NOT_ASKED = regex(r"(?:级|号线|[分期轮年月日天岁届例度]|小时|分钟|工作日|学时|课时)$")
_VERB = (
    r"(?:新?培育|新?建设|建成|新?建立|新增|新建|打造|筛选|优选|新?引进|新?认定|新?培养|设立|形成|实施|完成|"
    r"改造|推出|举办|新?创建|构建|选树|新?发展|选派|抽检|培训|开工|推广|开展|拥有|组建|赋能|扶持|孵化|配备)"
)
_LEFT_VERB = regex(
    rf"(?:并|再|累计|重点|动态|力争|争取|确保|逐步|优先|着力|加快|积极|支持|鼓励|计划|全年|年内)*({_VERB})"
)
_GROWTH = regex(r"(?:年均|同比)?(?:增长|提高|下降|降低|提升|增加|减少|缩短|改善|新增)$")
_SHARE = regex(r"[%％‰]|百分点|倍")
_ACTION = regex(r"(?:建设|发展|改造|整治|开发|治理)$")
_BAD_START = regex(
    r"^(?:且|并|较|的|达|为|以(?!工)|于|在(?![校建职园])|对(?!外)|按|等|和|与|及|或|再(?!生)|其|所|被|将|由|从(?!业)|"
    r"至|占|后(?!备)|不(?!动产)|每[个家名项]|超过|上述|该|分别|均|都|给予|予以|奖励|补助|凭|经(?![费济营验])|已|另|"
    r"地(?![区方级铁下])|是|有(?!效|机|线)|建(?![设立成筑]))"
)
_BAD_END = regex(
    r"(?:(?<![占环同])比|[按由为以从至到的等和与及或每计满给予再在于中]|不少于|不超过|不低于)$"
)
_BAD_INSIDE = regex(r"分别|不超过|不低于|其中|[/%％|…“”《》]|的企业|的单位|的个人|的项目")
_TOGETHER = regex(r"[、和及与]\s*(?:超过|突破|近|约|不低于)?\d")
_CONDITION = regex(r"^[^，,。；;]{0,6}的[，,]")
_LIMIT = regex(r"最高|最多|不超过|不高于")


def figure_question(text: str, start: int, quantity: Quantity) -> str:
    """The question for a figure of a sentence, without time and mark; '' where none is sure.

    Args:
        text: The document.
        start: Where the sentence begins, in characters of the text.
        quantity: The figure; its subject is what is asked.
    """
    subject = quantity.subject
    if text.endswith("新", start, max(start, text.rfind(subject, start, quantity.start))):
        subject = f"新{subject}"
    if _NOT_ASKED.search(quantity.unit) or "全覆盖" in quantity.text or not is_phrase(subject):
        return ""
    begin = max(start, max(text.rfind(c, start, quantity.start) for c in _PIECE_END) + 1)
    left = DEADLINE.sub("", text[begin : quantity.start])
    end = min((i for c in _PIECE_END if (i := text.find(c, quantity.end)) >= 0), default=len(text))
    right = text[quantity.end : end]
    if (
        re.search(r"分别|均$|均达|都达", left)
        or _TOGETHER.match(text, quantity.end)
        or _CONDITION.match(text[quantity.end : quantity.end + 12])
    ):
        return ""
    if text[end : end + 1] == "、" and not re.match(r"、\D{0,8}\d", text[end : end + 10]):
        return ""
    if right.removeprefix("的").strip() == subject:
        return _of_right_subject(text, start, begin, left, right, quantity)
    if right.strip("（）() "):
        return ""
    if subject in left and len(subject) >= 4 and text[begin - 1] not in "、和":
        return _of_left_subject(subject, quantity)
    goes_on = re.fullmatch(r"(?:达到|达|突破|超过)?", left) and text[begin - 1] in "，,"
    if goes_on and (left or quantity.comparator) and subject in text[start:begin]:
        return f"{subject}达到多少"
    return ""


def is_phrase(subject: str) -> bool:
    """Whether a subject reads as one phrase: nothing cut off, no list, no figure of its own."""
    return (
        3 <= len(subject) <= 24
        and not _BAD_START.search(subject)
        and not _BAD_END.search(subject)
        and not _BAD_INSIDE.search(subject)
        and all(subject.count(a) == subject.count(b) for a, b in ("()", "（）"))
        and not find_quantities(subject)
    )


def _of_left_subject(subject: str, quantity: Quantity) -> str:
    if _SHARE.search(quantity.unit):
        return f"{subject}{'' if _GROWTH.search(subject) else '是'}多少"
    return f"{subject}多少{quantity.unit}"


def _of_right_subject(
    text: str, start: int, begin: int, left: str, right: str, quantity: Quantity
) -> str:
    """培育2家领航型企业、3家骨干型企业: the verb of a later item is that of the first."""
    subject, unit = quantity.subject, quantity.unit
    head = max(start, max(text.rfind(c, start, begin) for c in _PIECE_END.replace("、", "")) + 1)
    verb = _LEFT_VERB.match(DEADLINE.sub("", text[head:begin] if begin > head else left))
    if unit.endswith(_COUNTED):
        if verb and ((begin > head and not left) or verb.end() == len(left)):
            return f"{verb[1]}多少{unit}{subject}"
        told = (not left or left.endswith("等")) and not _ACTION.search(subject)
        return f"有多少{unit}{subject}" if told else ""
    if right.startswith("的") and unit.endswith("元"):
        return f"{subject}{'最高' if _LIMIT.search(quantity.comparator) else ''}是多少"
    if unit.endswith("元") and verb and verb.end() == len(left):
        return f"{verb[1]}多少{unit}{subject}"
    return ""


def follow_up(subject: str) -> str:
    """The question that asks for the next subject as the last one was asked for."""
    return f"那{_GROWTH.sub('', subject)}呢？"
