"""What a target measures, in words that can be read alone: the name of its row in a list.

Built from the words around the figure; only words that the sentence itself holds are used.
"""

import re

from documents.facts import Target
from documents.quantities import BETWEEN_NAMES, DEADLINE, Quantity, find_quantities, row_of
from documents.regular_expressions import regex

_PIECE_END = regex(r"[；;：:。！？!?\n]|(?<!\d)[，,]|[，,](?!\d{3})")
_LIST_GOES_ON = regex(r"\s*(?:、|和|与|及|以及|且|并|其中|[(（])")
_ENDS_OPEN = regex(r"[、和与及]\s*$")
_NAME_END = regex(r"、|(?:和|与|及|以及)(?=\d)|且|并(?!购|联)|[(（)）]|\s")
_HEAD = regex(
    r"^(?:[、\s且并即由]|\d+[.．、]|我们将?|锚定|其中|同时|以及|[和及](?=[\u4e00-\u9fff]{4})|力争|确保|争取|努力|按照规定|按规定|一次性|逐步|预计|计划(?!生育)|鼓励|支持(?!资金|政策|力度)|引导(?!基金)|推动|实现|为(?!期|主))+"
)
_VERB_ENDS = regex(
    r"(?:分别|(?<![人户地日月])均|(?<![首古成])都|全部|全面|总体|原则上|累计|年度|已|(?<!公)共|(?<![需主])要|将|(?<![供响效反])应|达到|达|实现|保持在|稳定在|控制在|提高到|提升到|提升至|提高至|"
    r"增加到|增加至|增至|降至|降到|下降到|下降至|降低到|扩大到|完成|超过|突破|跨过|拥有|为|到|至|在|按照|按|的|\s)+$"
)
_GROWTH = regex(r"^(?:年均|同比|平均|累计|较上年)?(?:增长|提高|下降|增加|提升|降低|增速|占比)$")
_GROWTH_END = regex(r"(?:年均|同比|平均)?(?:增长|提高|下降|增加|提升|降低)$")
_FROM = regex(r"[从由](?:现有|目前|原有?|原来)?的?\d[^从由]*$")
_DEADLINE = regex(rf"(?<![较比自从]){DEADLINE.pattern}")
_PREDICATE = regex(r"^(?:达到|实现|通过|完成|建成|入选|获得|接入|享受|符合|取得)")
_ONLY_VERB = regex(
    r"^(?:再|共|累计|动态|重点)*(?:建成|建设|开设|完成|新培育|培育|新增|新建|改建|扩建|改造|打造|引进|认定|创建|发展|举办|开展|推广|筛选|优选|遴选|选树|推出|设立|形成|支持|组织|招募|选派)?$"
)
_NO_NAME = regex(r"(?:目标|要求|比例|速度|(?:水平|标准)(?!化))")
_USED_FOR = regex(r"(?<=[\u4e00-\u9fff]{4})(?:进行|作为|提供).*$")
_PER = regex(r"/(?:[平立]方米|平方公里|人次|[\u4e00-\u9fff])")
_COUNTED = regex(
    r"[家个张名户件项所处座条台套辆艘架篇部种支只头株场份组例轮人间票箱班栋幢层宗批盏册席门]$"
)
_LONGEST = 60


def figure_text(text: str, quantity: Quantity) -> str:
    """The figure of a document's text as printed, with what it is counted per: `3000万吨/年`."""
    per = _PER.match(text, quantity.end)
    return quantity.text + (per[0] if per else "")


def indicator(text: str, target: Target) -> str:
    """What a target of a document with this text measures; never empty where the sentence names it."""
    quantity = target.quantity
    *earlier, own = _PIECE_END.split(text[target.start : quantity.start])
    rest = _PER.sub("", _PIECE_END.split(text[quantity.end : target.end])[0])
    name = _of_list(own, quantity, rest, earlier) or _of_one(own, quantity, rest, earlier)
    return name[:_LONGEST]


def _of_list(own: str, quantity: Quantity, rest: str, earlier: list[str]) -> str:
    """The name of one of several figures that stand in a row behind as many names, else ''.

    In “刑事、治安案件分别下降15.9％、13.3％” the second is “刑事、治安案件下降（治安案件）”.
    """
    piece = f"{own}{quantity.text}{rest}"
    figures = find_quantities(piece)
    at = next((i for i, found in enumerate(figures) if found.start == len(own)), None)
    if at is None:
        return ""
    first, last = row_of(figures, at, piece)
    whole = _tidy(_since_figure(piece[: figures[first].start])).replace("分别", "")
    if first == last or not whole:
        return ""
    if _GROWTH.match(whole):
        whole = f"{_GROWTH_END.sub('', _before(earlier))}{whole}"
    names = BETWEEN_NAMES.split(_GROWTH_END.sub("", whole))
    return f"{whole}（{names[at - first]}）" if len(names) == last - first + 1 else whole


def _of_one(own: str, quantity: Quantity, rest: str, earlier: list[str]) -> str:
    left = _tidy(_since_figure(own))
    counted = _COUNTED.search(quantity.unit)
    right = "" if rest[:1].isspace() else _USED_FOR.sub("", _NAME_END.split(rest)[0])
    of, right = right.startswith("的"), right.removeprefix("的").strip()
    rising = _FROM.search(own)
    if rising:
        return _tidy(own[: rising.start()])
    if _GROWTH.match(left) and not (counted and right):
        base = _GROWTH_END.sub("", _head(own) if _head(own) != left else _before(earlier))
        return f"{base}{left}"
    if _ONLY_VERB.match(left):
        if _PREDICATE.match(right):
            return f"{_actor(earlier)}{right}"
        verb = left or (_leading_verb(own) if counted else "")
        return f"{verb}{right}" if right else _GROWTH_END.sub("", _before(earlier)) or left
    if _NO_NAME.match(right):
        right = ""
    if of and right and not counted and len(left) > 2:
        return f"{left}（{right}）"
    return f"{left}{right}" if right and (counted or len(left) <= 2) else left


def _since_figure(own: str) -> str:
    """What stands behind the last figure of a list; all where figures are part of the name."""
    if find_quantities(own) and _ENDS_OPEN.search(own):
        return ""
    for figure in reversed(find_quantities(own)):
        if _LIST_GOES_ON.match(own, figure.end):
            return own[figure.end :]
    return own


def _head(own: str) -> str:
    """What the first figure of a piece measures."""
    figures = find_quantities(own)
    names = [_tidy(own[: figure.start]) for figure in figures]
    return next((name for name in names if name), "" if figures else _tidy(own))


def _before(earlier: list[str]) -> str:
    """What the nearest piece before names."""
    return next((name for piece in reversed(earlier) if (name := _head(piece))), "")


def _actor(earlier: list[str]) -> str:
    """Who or what the nearest piece before is about: its words up to its verb."""
    if not earlier:
        return ""
    words = re.split(r"(?:全部|全面|均|都|基本)?(?:达到|实现|完成|通过|建成)", earlier[-1])[0]
    return _tidy(words)


def _leading_verb(own: str) -> str:
    """The verb that the first of several figures stands behind: 培育2家A、3家B."""
    head = _head(own)
    return head if head and _ONLY_VERB.match(head) else ""


def _tidy(words: str) -> str:
    """A name without deadline, without what leads to it and without the verb that ends it."""
    words = _cell(_DEADLINE.sub("", words).strip())
    words = _VERB_ENDS.sub("", _HEAD.sub("", words)).strip()
    return words if _balanced(words) else re.sub(r"^.*[(（]", "", words) or words


def _cell(words: str) -> str:
    """The last cell of a table row; with the one before where it holds a verb alone."""
    *others, last = words.split() or [""]
    return f"{others[-1]}（{last}）" if others and last and _ONLY_VERB.match(last) else last


def _balanced(words: str) -> bool:
    return sum(words.count(c) for c in "(（") == sum(words.count(c) for c in ")）")
