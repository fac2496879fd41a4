"""What a policy is, read off its own words: place, year, issuing level, kind, and how long it holds.

In come title, issuer, number, date and text of one document; what other documents say of it (that
it is abolished, that a newer one is there) is not known here. Days are ISO, `2027-12-31`.
"""

import re
from datetime import date, timedelta
from itertools import takewhile

from documents.days import day_of, months_later
from documents.metadata import KINDS, Level, Metadata
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex

_REGION = regex(
    r"^(?:([\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区)))?"
    r"([\u4e00-\u9fff]{2,6}?(?:市(?!场)|地区|盟)|[\u4e00-\u9fff]{2,14}?自治州)?"
    r"((?:(?![委局厅办])[\u4e00-\u9fff]){1,6}?(?:自治县|县|自治旗|旗|新区|区|市)(?!场)|[\u4e00-\u9fff]{2,14}?自治[县旗])?"
    r"([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道)(?!村))?"
)
_NO_PLACE = regex(
    r"^(?:国家|全国|农村|城[市区乡镇]|都市|社区|[乡县村集]镇)|(?:^[大中小]|特大|超大|中心|海绵|智慧)城市$|大都市$"
    r"|^[山牧林老市县辖]区$|(?:社|小|景|校|库|灾|老|名胜|保护|^园|工业园|产业园|科技园)区$"
    r"|(?:农村|民族|边境|边远|贫困|发达)地区$|(?:和|型)城[乡镇]$|(?:特色小|重点|建制|中心)镇$"
)
"""Words that end as names of places do: 城市绿化, 住房和城乡建设厅."""
_ZONE = regex(r"(?:开发|试验|实验|示范|合作|保税|功能)区$")
_NATION = regex(
    r"^(?:国务院|中共中央|中华人民共和国|国家|全国|最高|[\u4e00-\u9fff]{2,8}部(?![门队]))"
)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_YEAR = regex(r"(?:19|20)\d\d")
_SPAN = regex(r"((?:19|20)\d\d)\s*年?\s*[—–\-~～至]+\s*((?:19|20)\d\d)")
_WRAPPED = regex(r"(?:印发|转发|发布|公布|批转|修订)(.{4,}?)(?:的通知|的决定|的公告|的函)?$")
_ABOUT = regex(r"^.*?关于(?:进一步)?(?:开展|做好|加强|推进|推动|加快|促进|支持|规范)?(?=.{4})")
_NOTES = regex(r"[(（][^()（）]*[)）]|[《》〈〉“”\"]|^的")
_DAY = r"(?:(?:19|20)\d\d)年\d{1,2}月\d{1,2}日"
_POINTED_DAY = regex(r"((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)日?")
_CHINESE_DAY = regex(rf"{CHINESE_NUMERAL}年{CHINESE_NUMERAL}月{CHINESE_NUMERAL}日")
_HOLDS = r"(?:施行|实施|执行|生效|试行)"
_EFFECTIVE = regex(
    rf"自(?P<day>{_DAY}|本?[\u4e00-\u9fff]{{0,8}}?(?:印发|发布|公布|发文|下发|颁布|通过)之日)"
    rf"起?(?:后?满?(?P<after>\d+|{CHINESE_NUMERAL})个?(?P<unit>日|天|月)后)?(?:正式|开始)?(?:起)?"
    rf"(?:(?:至|到){_DAY}止?)?(?:{_HOLDS}|计算|起算)"
)
_PERIOD = r"(?:有效期限?|(?:试行|施行|实施|执行|政策)期限?|(?:施行|实施|执行)时间)"
_COUNT = rf"(?:\d{{1,2}}|{CHINESE_NUMERAL})个?(?:年半?|月)"
_TO = r"起?(?:至|到|[—–\-~～]+)"
_VALIDITY = regex(
    rf"{_PERIOD}(?:暂定|为|是|自|从|:|：)*{_DAY}{_TO}(?P<last>{_DAY})"
    rf"|{_PERIOD}(?:暂定|为|是|至|到|截至|截止到?|:|：)*(?:(?P<day>{_DAY})|(?P<count>{_COUNT}))"
    rf"|{_HOLDS}(?:起|,|，)*(?:暂定|先行)?{_HOLDS}(?P<term>{_COUNT})"
    rf"|(?:{_HOLDS}|有效)(?:期限)?(?:,|，)?(?:有效)?(?:至|到|截至)(?P<until>{_DAY})"
    rf"|{_DAY}{_TO}(?P<end>{_DAY})(?:止|内?有效|{_HOLDS})"
    rf"|{_DAY}起{_HOLDS}[,，]?(?:至|到|截至)(?P<until_end>{_DAY})"
)
_OF_THIS = regex(
    r"(?:第[^条]{1,6}条|[一二三四五六七八九十]+、|[(（][^()（）]{1,4}[)）])?\s*"
    rf"(?:本(?:{'|'.join(KINDS)}|政策|文件)|有效期|试行期)"
)
_ENDED = regex(
    r"废止|失效|停止(?:执行|施行)|不再执行|终止执行|(?:取代|替代)原?《|被[^，]{0,30}(?:取代|替代)"
)
_HYPOTHETICAL = regex(
    r"[如若]被|[如若]有|可以?废止|被废止的|应当.{0,4}废止|修改或者?废止|废止或者?修改"
)
_SENTENCE = regex(r"[^。；;\n]+")
_WHOLE_SENTENCE = regex(r"[^。\n]+")
_MOST_MONTHS = 1200
_MAY_TELL = regex(r"[施实执试]\s*行|实\s*施|生\s*效|有\s*效|政\s*策\s*期|算|止")
"""A cheap first look at a sentence: whether it can say from when or until when something holds."""
_MAY_PROLONG = regex(r"延|续|顺")
_PROLONGED = regex(
    rf"(?:延长|延续|续期|顺延|延期|继续有效|继续执行)(?:至|到|，?有效期(?:延长)?至)({_DAY})"
)
_ONLY_PART = regex(
    r"(?:[(（][^()（）]*[)）]|[)）])*(?:的?第[^条章款项，]{1,8}[条章款项]|中|的?(?:有关|相关|部分)|[^，。；]{0,4}与本)"
)
"""Behind the name of a document: only a part of it is ended, or what contradicts the new one."""
_NAMED = regex(r"《([^《》]{4,80})》")
_NUMBER = regex(
    r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[［【]\s*(?:19|20)\d\d\s*[〕\]］】]\s*(?:第\s*)?\d{1,4}\s*号"
)
_SHORT_NAME = regex(
    r"《([^《》\n]{4,80})》\s*[(（][^()（）\n]{0,40}?简称(?:为)?[:：]?\s*[“\"《「]([^“”\"《》「」\n]{3,12})[”\"》」]"
)
_LIST_STEM = regex(r"[:：]\s*$")


def read_metadata(title: str, issuer: str, number: str, day: str, text: str) -> Metadata:
    """Read the metadata off what is known of a document.

    Args:
        title: Its title.
        issuer: Its issuing body, or ''.
        number: Its number, or ''.
        day: Its date as printed, or ''.
        text: All of its text.
    """
    places, level = _region(issuer, title)
    titled = _years_of(title)
    issued = next((int(y) for y in _YEAR.findall(f"{number} {day}")), 0)
    year = issued or (titled[0] if titled else 0)
    kind = kind_of(title)
    effective, expires, validity = _validity(text, day)
    return Metadata(
        places=places,
        year=year,
        years=tuple(dict.fromkeys([*titled, *([year] if year else [])])),
        level=level,
        kind=kind,
        subject=_subject(title, issuer, places),
        effective=effective,
        expires=expires,
        validity=validity,
        abolishes=_abolishes(text, title, number),
        extends=_extends(text),
        short_names=_short_names(text),
    )


def kind_of(title: str) -> str:
    """The kind of document that a title names; of a notice that carries another, the other's."""
    inner = _NOTES.sub("", _wrapped(title))
    found = {kind: inner.rfind(kind) for kind in KINDS if kind in inner}
    if not found:
        found = {kind: title.rfind(kind) for kind in KINDS if kind in title}
    return max(found, key=lambda kind: (found[kind] + len(kind), len(kind)), default="")


def _wrapped(title: str) -> str:
    """The document that a notice carries: 关于印发《X办法》的通知 → 《X办法》; else the title."""
    found = _WRAPPED.search(title)
    return found[1] if found else title


def _subject(title: str, issuer: str, places: tuple[str, ...]) -> str:
    """What a title is about, without who issues it, what it wraps, its place, years and notes."""
    plain = _NOTES.sub("", _wrapped(title))
    plain = _NOTES.sub("", _ABOUT.sub("", plain.removeprefix(issuer)))
    for place in reversed(places):
        plain = plain.replace(place, "")
    return re.sub(r"(?:19|20)\d\d年?(?:度)?", "", plain) or title


def _region(issuer: str, title: str) -> tuple[tuple[str, ...], Level | None]:
    """The places that the issuer, else the title, begins with, and the level of the last."""
    best = max(_places(issuer), _places(title), key=len)
    if not best:
        return (), Level.NATION if _NATION.match(issuer or title) else None
    last = best[-1]
    if last in _MUNICIPALITIES or last.endswith(("省", "自治区", "特别行政区")):
        return best, Level.PROVINCE
    if last.endswith(("镇", "乡", "街道")):
        return best, Level.TOWN
    inner = len(best) > 1 and last.endswith("市") and best[-2].endswith(("市", "州", "盟", "地区"))
    if inner or (last.endswith(("县", "区", "旗")) and not last.endswith("地区")):
        return best, Level.COUNTY
    return best, Level.CITY


def _places(words: str) -> tuple[str, ...]:
    """The places that words begin with, outermost first; none of what they are about."""
    found = _REGION.match(words.partition("关于")[0].removeprefix("中共"))
    names = [name for name in (found.groups() if found else ()) if name]
    if names and _ZONE.search(names[0]):  # 试验区条例 is of no place, 棠州市开发区 is one
        return ()
    return tuple(takewhile(lambda name: not _NO_PLACE.search(name), names))


def _years_of(title: str) -> list[int]:
    """The years that a title names, those between the ends of a span too."""
    span = _SPAN.search(title)
    if span and 0 <= int(span[2]) - int(span[1]) <= 20:
        return list(range(int(span[1]), int(span[2]) + 1))
    return [int(year) for year in _YEAR.findall(title)]


def _validity(text: str, day: str) -> tuple[str, str, str]:
    """The day of effect, the last day, and the words that tell how long it holds."""
    begins: list[tuple[str, re.Match[str]]] = []
    ends: list[tuple[str, re.Match[str]]] = []
    for sentence in _WHOLE_SENTENCE.findall(text):
        if _MAY_TELL.search(sentence) is None:
            continue
        plain = _with_plain_days(sentence)
        begun = list(_EFFECTIVE.finditer(plain))
        begins += [(_part_of(sentence, found), found) for found in begun]
        ends += [
            (_part_of(sentence, found), found)
            for found in _VALIDITY.finditer(plain)
            if _is_own(_part_of(plain, found), begun)
        ]
    effective = _effective_day(begins[-1][1], day) if begins else None
    expires = _last_day(ends[-1][1], effective or day_of(day)) if ends else None
    said = ends[-1][0] if ends else begins[-1][0] if begins else ""
    return (
        effective.isoformat() if effective else "",
        expires.isoformat() if expires else "",
        said,
    )


def _with_plain_days(sentence: str) -> str:
    """A sentence without blanks, its days as 2023年1月1日, however they are printed."""
    plain = re.sub(r"\s", "", sentence)
    plain = _POINTED_DAY.sub(r"\1年\3月\4日", plain)
    return _CHINESE_DAY.sub(_plain_day, plain)


def _plain_day(found: re.Match[str]) -> str:
    day = day_of(found[0])
    return f"{day.year}年{day.month}月{day.day}日" if day else found[0]


def _part_of(sentence: str, found: re.Match[str]) -> str:
    """The part of a sentence, from its last semicolon on, in which something was found."""
    before = found.string[: found.start()].count("；")
    return "；".join(sentence.split("；")[before:]).strip()


def _is_own(part: str, begins: list[re.Match[str]]) -> bool:
    """Whether a period is that of the document: said with its day of effect, or of this document.

    A permit or a contract has a period of validity too.
    """
    return any(begin[0] in part for begin in begins) or _OF_THIS.match(part) is not None


def _effective_day(found: re.Match[str], day: str) -> date | None:
    said = found["day"]
    first = day_of(day) if said.endswith("之日") else day_of(said)
    count = parse_numeral(found["after"]) if found["after"] else None
    if first is None or count is None:
        return first
    return months_later(first, int(count)) if found["unit"] == "月" else first + timedelta(count)


def _last_day(found: re.Match[str], first: date | None) -> date | None:
    days = (found[name] for name in ("last", "day", "until", "end", "until_end"))
    named = next(filter(None, days), "")
    if named:
        return day_of(named)
    months = _months(found["count"] or found["term"])
    if first is None or not 0 < months <= _MOST_MONTHS:
        return None
    return months_later(first, months) - timedelta(1)


def _months(period: str) -> int:
    """The months of a period as printed: 3年, 两年半, 18个月."""
    number, unit = period.rstrip("半").rstrip("年月").rstrip("个"), 12 if "年" in period else 1
    return int((parse_numeral(number) or 0) * unit) + 6 * period.endswith("半")


def _abolishes(text: str, title: str, number: str) -> tuple[str, ...]:
    """Numbers and titles of documents that a text says are ended, in reading order."""
    found: dict[str, None] = {}
    listing = False
    for sentence in _SENTENCE.findall(text):
        said = _NAMED.sub("《》", sentence)
        ends = _ENDED.search(said) is not None and not _HYPOTHETICAL.search(said)
        listed = listing and (_NAMED.search(sentence) or _NUMBER.search(sentence))
        if ends or listed:
            whole = [name for name in _NAMED.finditer(sentence) if not _is_part_ended(name)]
            numbers = [each for each in _NUMBER.finditer(sentence) if not _is_part_ended(each)]
            found.update(dict.fromkeys(map(_bare_number, numbers)))
            found.update(dict.fromkeys(name[1] for name in whole))
        listing = (ends and _LIST_STEM.search(sentence) is not None) or bool(listed)
    own = (title, number)
    return tuple(name for name in found if name not in own and name not in title)


def _extends(text: str) -> tuple[tuple[str, str], ...]:
    """Numbers and titles of documents whose validity a text prolongs, with the new last day."""
    found: dict[tuple[str, str], None] = {}
    for sentence in _WHOLE_SENTENCE.findall(text):
        if _MAY_PROLONG.search(sentence) is None:
            continue
        until = _PROLONGED.search(_with_plain_days(sentence))
        day = day_of(until[1]) if until else None
        if day is not None:
            names = [*map(_bare_number, _NUMBER.finditer(sentence)), *_NAMED.findall(sentence)]
            found.update(dict.fromkeys((name, day.isoformat()) for name in names))
    return tuple(found)


def _short_names(text: str) -> tuple[tuple[str, str], ...]:
    """Titles of documents with the short forms that a text gives them, but those as 《办法》 that any has."""
    found = dict.fromkeys(_SHORT_NAME.findall(text))
    return tuple((name, short) for name, short in found if short.removeprefix("本") not in KINDS)


def _is_part_ended(name: re.Match[str]) -> bool:
    return _ONLY_PART.match(name.string, name.end()) is not None


def _bare_number(found: re.Match[str]) -> str:
    """A number without the 和 that joins it to the one before; 和政发 in brackets is a place's."""
    number = re.sub(r"\s", "", found[0])
    alone = found.string[: found.start()].endswith(("(", "（"))
    return number if alone else number.lstrip("以和及")
