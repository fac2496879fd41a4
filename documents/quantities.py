"""Quantities in running text: value, unit, comparator, deadline and what is measured, kept together.

`65%以上` is not `65%`, and neither says anything without `到2025年` and `养老机构护理型床位占比`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.numerals import CHINESE_DECIMAL, CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex

_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_PERCENT = r"%|％|‰|个百分点"
_MONEY = (
    r"(?:余|多)?(?:[十百千万亿]*)(?:元|美元|欧元|港元)"
    r"(?:/[\u4e00-\u9fff]{1,3}(?:[·・•][\u4e00-\u9fff]{1,2})?)?"
)
_COUNT = (
    r"[十百千万亿]*(?:余|多)?(?:平方公里|延长米|延米|平方千米|平方米|㎡|立方米|公里|千米|厘米|毫米|海里|公顷|亩|吨|千克|公斤|千瓦时|兆瓦|千瓦|"
    r"人次|批次|架次|标箱|辆次|户次|人日|周岁|岁|摄氏度|℃|分贝|毫克|微克|个月|个工作日|工作日|小时|分钟|季度|学时|课时|"
    r"家|个|张|人|名|位(?![于置列次数移元])|晚(?![上间会报辈宴])|列(?![入为出席举])|户|件|项|所|处|座|条|台|套|辆|艘|架|次|篇|部|类|种|间|折|单|票|箱|班|栋|幢|层|车位|笔|宗|起|批|盏|册|席|餐|门|束|瓶|支|只|头|株|倍|分(?!之)|级|场|份|组|例|期|轮|年|月|日|天|周|米|号线|[PETG]FLOPS|[GMT]bps|[PTGM]B|[GMk]Wh?|kV|k[gm]|dB|(?<=[\d十百千万])(?:片|眼|口|根|棵|匹|孔|桶|袋|盒|副|捆|尾))"
)
_UNIT = rf"(?:{_PERCENT}|{_MONEY}|{_COUNT})"
_BOUND_BEFORE = (
    r"(?:不低于|不少于|不小于|不得低于|不得少于|不超过|不高于|不多于|不大于|不得超过|不得高于|"
    r"最高不超过|最多不超过|最长不超过|最低不少于|累计不超过|累计不低于|累计超过|超过|高于|低于|少于|多于|大于|小于|"
    r"未达到|未满|不满|不足|不到|突破|至少(?:[\u4e00-\u9fff]{2}|有|为)?|"
    r"最[高多](?:可?(?:给予|奖励|补助|补贴|支持|资助|达|为)|可)?|最低(?:为)?|最长(?:为)?|最短|"
    r"(?:上限|下限|限额|封顶)(?:为|是)?|满|约|近|超|[≥≤＞＜≧≦><])"
)
_BOUND_AFTER = (
    r"(?:及以上|及以下|以上|以下|以内|之内|范围内|内(?![容部外在涵地陆需资核蒙科销河涝港生控审存循设])"
    r"|左右|上下|不等|以外|封顶|为(?:上限|下限|限))"
)
_RANGE = r"\s*(?:-|—|–|―|~|～|至|到)+\s*"
_NOTE = r"(?:[(（]不?含(?:本[数级]|[\d一二三四五六七八九十百千万亿第][^()（）]{0,10})?[)）])?"
_QUANTITY = regex(
    rf"(?:(?P<before>{_BOUND_BEFORE})\s?)?"
    rf"(?:(?<![\dA-Za-z.〔“\"])|(?<=[A-Za-z])(?=[一二三四五六七八九十]级))"
    rf"(?:百分之(?P<hundredth>{CHINESE_NUMERAL}{CHINESE_DECIMAL}|{_ARABIC})"
    rf"|(?P<denominator>{CHINESE_NUMERAL})分之(?P<numerator>{CHINESE_NUMERAL})"
    rf"|(?<=[的占约近过超到于达])(?P<part>\d{{1,2}})/(?P<whole>\d{{1,2}})(?![\d/])"
    rf"|(?P<left>\d{{1,3}})(?:∶|[:：](?!\d\d))(?P<right>\d{{1,3}})(?![\d:：])"
    rf"|(?P<low>{_ARABIC})\s?(?P<low_unit>{_UNIT})?{_NOTE}{_RANGE}(?P<high>{_ARABIC})\s*(?P<high_unit>{_UNIT})"
    rf"|(?P<value>{_ARABIC})\s*(?P<unit>{_UNIT})"
    rf"|(?P<chinese_low>[一二两三四五六七八九十百千]+)(?:至|到)(?P<chinese_high>[一二两三四五六七八九十百千]+)"
    rf"(?P<range_unit>(?![月日天号]){_UNIT})"
    r"|(?<=[于过到])(?P<bare>\d+\.\d+)(?=[，,。；;、）)\s]|$)"  # PUE不高于1.20
    rf"|翻(?P<doubled>{CHINESE_NUMERAL}|\d)番"
    rf"|(?P<chinese>{CHINESE_NUMERAL}{CHINESE_DECIMAL})(?P<chinese_unit>{_UNIT}|成|大(?=[\u4e00-\u9fff]{{2}})))"
    rf"(?:\s?(?P<after>{_BOUND_AFTER}))?{_NOTE}(?P<after_note>{_BOUND_AFTER})?"
)
_WHOLE = regex(r"(?:实现|基本实现|基本)?全覆盖")
_YEAR = r"(?:19|20)\d\d"
_EACH_OF_YEARS = regex(rf"((?:{_YEAR}年度?[、，,和及]*){{2,}})(?:每年|各|均)[^，,；;。、]{{0,10}}$")
BETWEEN_NAMES = regex(r"\s*(?:、|和|与|及|以及)\s*")
_EACH_OF_RANKS = regex(
    rf"第({CHINESE_NUMERAL}|\d+)(?:名|等奖?)?(?:至|到|[-—–~～])第?({CHINESE_NUMERAL}|\d+)(?:名|等奖?)(?:每[名个位家]|各|均)[^,，；;。、]{{0,10}}$"
)
_FAR = 60
_DATE = regex(
    rf"{_YEAR}(?:\s*[-—–至]+\s*{_YEAR})?\s*年(?:度)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|\d{{1,2}}月\d{{1,2}}日|"
    rf"[〔\[]{_YEAR}[〕\]]\s*\d+\s*号|第\s*(?:{CHINESE_NUMERAL}|\d+)\s*[条款项届次章节期个位]"
)
DEADLINE = regex(
    rf"(?:力争|争取|确保)?(?:(?:到|至|截至|截止)\s?)?(?:“?十[三四五六七]五”?(?:规划)?(?:期间|时期|末|期末)|"
    rf"{_YEAR}\s*[-—–至]+\s*{_YEAR}\s*年(?:期间)?|{_YEAR}\s*年(?:度)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:年?底|末)?(?:之?前|以前)?|"
    r"(?:今后|未来)[一二三四五六七八九十\d]+年(?:内)?|年底(?:之?前)?|每年)"
)
_COMPARED = regex(r"(?:比|较|相较于?)$")
_COMPARES = regex(r"相比|(?:的)?基础上|为基[数期年准]|持平|水平")
_REACH = 4
_SENTENCE = regex(r"[^。；;！？!?\n]+")
_PIECE_END = "，,。；;：:、！？!?\n"
_VERB_TAIL = regex(
    r"(?:分别|均|都|要|将|应|力争|确保|争取)?(?:达到|达|实现|保持在|稳定在|控制在|提高到|提升到|提升至|提高至|增加到|增至|降至|降到|完成|为|到|至|在)$"
)
_VERB_HEAD = regex(
    r"^(?:按照规定|按规定|分阶段|分年度|一次性|最高|给予|予以|力争|确保|争取|努力|新(?=培育|建成|认定|引进|打造)|再|累计|重点|动态|逐步|每年|全年|年内|并|优先|计划|预计|实现|其中)+"
)
_GROWTH_TAIL = regex(r"(?:年均|同比|平均)?(?:增长|提高|下降|增加|提升|降低)$")
_ONLY_VERB = regex(
    r"^(?:达到|达|实现|完成|力争|确保|其中|累计|占比|新增|增长|提高|下降|年均增长|增速|同比增长|建设|建成|培育|新培育|打造|筛选|优选|引进|争取|认定|培养|形成|设立|支持|组织|开展|选树|推出|举办|发展|新建|改造|改建|推广)?$"
)
_LEAST_OF_ACTS = regex(r"至少[\u4e00-\u9fff]{2}")  # 至少听取一次: an act, not a count
_POWERS = "百千万亿"
_SMALL = ("一", "两", "二", "零", "〇")
_CLASSIFIERS = tuple(
    "家个张名户件项所处座条台套辆艘架次篇部类种支只头株场份组例期轮级人间单票箱班栋幢层笔宗起批盏册席餐门束瓶"
)
_NAME_BEFORE = tuple('每第“"‘')
_PARTICLE = regex(r"^的")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a text. Offsets are characters of the text it was found in, half-open.

    `text` is the figure as printed with its comparator (`65%以上`, `全覆盖`); `value` its number, `upper` the
    second number of a range; `unit` as printed; `comparator` what bounds it (`以上`, `不低于`), `deadline`
    the time it holds for (`到2025年`), `subject` what is measured. What is not there is empty.
    """

    text: str
    value: float | None
    upper: float | None
    unit: str
    comparator: str
    deadline: str
    subject: str
    start: int
    end: int


def find_quantities(text: str, offset: int = 0) -> list[Quantity]:
    """Find the quantities of a text, in reading order.

    Dates, document numbers and ordinals are not quantities. A deadline holds for the rest of its
    sentence, and one that opens a paragraph for all of it; a figure without a subject of its own
    has that of the figure before.

    Args:
        text: Any text.
        offset: Added to all offsets: where `text` begins in the document.
    """
    found: list[Quantity] = []
    of_paragraph = ""
    for sentence in _SENTENCE.finditer(text):
        begin, end = sentence.span()
        if begin == 0 or text[begin - 1] == "\n":
            opening = DEADLINE.match(text, begin, end)
            of_paragraph = opening[0] if opening else ""
        found.extend(_in_sentence(text, begin, end, offset, of_paragraph))
    return found


def deadlines_in(text: str, begin: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """The dates by which or from which something holds, without those that it is compared with (较2024年)."""
    return [
        found
        for found in DEADLINE.finditer(text, begin, len(text) if end is None else end)
        if not _COMPARED.search(text[max(begin, found.start() - _REACH) : found.start()])
        and not _COMPARES.match(text[found.end() : found.end() + _REACH])
    ]


def _in_sentence(
    text: str, begin: int, end: int, offset: int, of_paragraph: str
) -> Iterator[Quantity]:
    taken = [m.span() for m in _DATE.finditer(text, begin, end)]
    deadlines = [m for m in deadlines_in(text, begin, end) if m[0]]
    subject = ""
    matches = [*_QUANTITY.finditer(text, begin, end), *_WHOLE.finditer(text, begin, end)]
    for match in sorted(matches, key=lambda found: found.start()):
        if match.re.pattern == _WHOLE.pattern:
            deadline = _deadline(deadlines, match.start(), of_paragraph)
            subject = _subject(text, begin, end, match, subject)
            span = (offset + match.start(), offset + match.end())
            yield Quantity(match[0], 100.0, None, "%", "", deadline, subject, *span)
            continue
        figure = match.start("before") if match["before"] else match.start()
        if any(a < match.end() and figure < b for a, b in taken) or _is_vague(match, text):
            continue
        deadline = _deadline(deadlines, figure, of_paragraph)
        subject = _subject(text, begin, end, match, subject)
        value, upper, unit = _value(match)
        bounds = [b for b in (match["before"], match["after"], match["after_note"]) if b]
        yield Quantity(
            text=match[0],
            value=value,
            upper=upper,
            unit=unit,
            comparator="".join(bounds),
            deadline=deadline,
            subject=subject,
            start=offset + figure,
            end=offset + match.end(),
        )


def _deadline(deadlines: list[re.Match[str]], at: int, otherwise: str) -> str:
    """The nearest deadline left of an offset."""
    return next((d[0] for d in reversed(deadlines) if d.end() <= at), otherwise)


def times_given(text: str, start: int) -> int:
    """How often a figure that begins at `start` is given: twice in 2026年、2027年每年安排7500万元.

    Three times in 第四名至第六名各奖励10万元.
    """
    before = text[max(start - _FAR, 0) : start]
    years = _EACH_OF_YEARS.search(before)
    ranks = _EACH_OF_RANKS.search(before)
    if ranks:
        first, last = (parse_numeral(rank) or 0.0 for rank in ranks.groups())
        return int(max(last - first, 0.0)) + 1
    return len(re.findall(_YEAR, years[1])) if years else 1


def row_of(figures: Sequence[Quantity], at: int, text: str) -> tuple[int, int]:
    """The indices of the first and last of the figures in a row with one: 100万元、50万元、20万元.

    Args:
        figures: The quantities of `text`, in reading order.
        at: The index of one of them.
        text: What their offsets count in.
    """
    first = last = at
    while first and BETWEEN_NAMES.fullmatch(text[figures[first - 1].end : figures[first].start]):
        first -= 1
    while last + 1 < len(figures) and BETWEEN_NAMES.fullmatch(
        text[figures[last].end : figures[last + 1].start]
    ):
        last += 1
    return first, last


def _is_vague(match: re.Match[str], text: str) -> bool:
    """一个, 两种, 零部件: words, not figures; so are numbers that begin a name (“十百千万”活动)."""
    bounded = match["before"] and _LEAST_OF_ACTS.fullmatch(match["before"]) is None
    if match["chinese"] is None or bounded or match["after"]:
        return False
    if text[max(0, match.start() - 1) : match.start()] in _NAME_BEFORE:
        return True
    if all(character in _POWERS for character in match["chinese"]):
        return True  # 奖励金额（万元）, 千亿级
    if match["chinese_unit"] == "大":
        return match["chinese"] == "一"
    return match["chinese"] in _SMALL and match["chinese_unit"] in _CLASSIFIERS


def _value(match: re.Match[str]) -> tuple[float | None, float | None, str]:
    if match["hundredth"]:
        return parse_numeral(match["hundredth"]), None, "%"
    if match["denominator"]:
        parts = parse_numeral(match["numerator"]), parse_numeral(match["denominator"])
        return _share(*parts), None, "%"
    if match["part"]:
        return _share(float(match["part"]), float(match["whole"])), None, "%"
    if match["chinese_low"]:
        ends = parse_numeral(match["chinese_low"]), parse_numeral(match["chinese_high"])
        return *ends, match["range_unit"]
    if match["doubled"]:
        return parse_numeral(match["doubled"]), None, "番"
    if match["left"]:
        return _share(float(match["left"]), float(match["right"])), None, "比"
    if match["low"]:
        return parse_numeral(match["low"]), parse_numeral(match["high"]), match["high_unit"]
    if match["value"] or match["bare"]:
        return parse_numeral(match["value"] or match["bare"]), None, match["unit"] or ""
    value = parse_numeral(match["chinese"])
    if match["chinese_unit"] == "成" and value is not None:
        return value * 10, None, "%"
    return value, None, match["chinese_unit"]


def _share(part: float | None, whole: float | None) -> float | None:
    """A part of a whole in per cent."""
    return None if part is None or not whole else 100 * part / whole


def _subject(text: str, begin: int, end: int, match: re.Match[str], before: str) -> str:
    """What is measured: the words left of the figure, else the noun right of it, else as before."""
    left_begin = max((text.rfind(c, begin, match.start()) + 1 for c in _PIECE_END), default=begin)
    left = text[max(left_begin, begin) : match.start()]
    if _QUANTITY.search(left):
        return before
    left = DEADLINE.sub("", left)
    left = _VERB_TAIL.sub("", _VERB_HEAD.sub("", left)).strip()
    right_end = min(
        (i for c in _PIECE_END if (i := text.find(c, match.end(), end)) >= 0), default=end
    )
    right = _PARTICLE.sub("", text[match.end() : right_end]).strip()
    counts = (match.groupdict().get("unit") or match.groupdict().get("high_unit") or "").endswith(
        _CLASSIFIERS
    )
    if right and (counts or len(left) <= 2):
        return right
    if not _ONLY_VERB.match(left):
        return left if not right or len(left) > 4 else f"{left}{right}"
    return right or _GROWTH_TAIL.sub("", before)
