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
    r"((?!委)[\u4e00-\u9fff]{1,6}?(?:自治县|县|自治旗|旗|新区|区|市)(?!场)|[\u4e00-\u9fff]{2,14}?自治[县旗])?"
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
_EFFECTIVE = regex(
    rf"自(?P<day>{_DAY}|本?[\u4e00-\u9fff]{{0,8}}?(?:印发|发布|公布|发文|下发|颁布|通过)之日)"
    rf"起?(?:后?(?P<after>\d+|{CHINESE_NUMERAL})[个]?(?P<unit>日|天|月)后)?(?:正式|开始)?(?:起)?(?:施行|实施|执行|生效|试行)"
)
_VALIDITY = regex(
    rf"(?:有效期|有效期限|试行期|施行期|实施期限?|执行期限?)(?:限)?(?:暂定|为|是|至|到|截至|截止到?|:|：)*"
    rf"(?:(?P<day>{_DAY})|(?P<count>\d{{1,2}}|{CHINESE_NUMERAL})个?(?P<unit>年|月))"
    rf"|(?:施行|实施|执行|有效)(?:期限)?(?:,|，)?(?:至|到|截至)(?P<until>{_DAY})"
    rf"|(?:{_DAY})(?:起|至|到|—|-|起施行)+(?P<end>{_DAY})(?:止|内?有效)"
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
_NAMED = regex(r"《([^《》]{4,80})》")
_NUMBER = regex(
    r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[［【]\s*(?:19|20)\d\d\s*[〕\]］】]\s*(?:第\s*)?\d{1,4}\s*号"
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
    begins = list(_EFFECTIVE.finditer(text))
    effective = _effective_day(begins[-1], day) if begins else None
    ends = [found for found in _VALIDITY.finditer(text) if _is_own(text, found, begins)]
    expires = _last_day(ends[-1], effective or day_of(day)) if ends else None
    holder = ends[-1] if ends else begins[-1] if begins else None
    return (
        effective.isoformat() if effective else "",
        expires.isoformat() if expires else "",
        _sentence_around(text, holder.start()) if holder else "",
    )


def _is_own(text: str, found: re.Match[str], begins: list[re.Match[str]]) -> bool:
    """Whether a period is that of the document: said with its day of effect, or of this document.

    A permit or a contract has a period of validity too.
    """
    sentence = _sentence_around(text, found.start())
    if any(begin[0] in sentence for begin in begins):
        return True
    return _OF_THIS.match(sentence) is not None


def _sentence_around(text: str, at: int) -> str:
    begin = max(text.rfind(stop, 0, at) for stop in "。；\n") + 1
    ends = [end for stop in "。\n" if (end := text.find(stop, at)) >= 0]
    return text[begin : min(ends, default=len(text))].strip()


def _effective_day(found: re.Match[str], day: str) -> date | None:
    said = found["day"]
    first = day_of(day) if said.endswith("之日") else day_of(said)
    count = parse_numeral(found["after"]) if found["after"] else None
    if first is None or count is None:
        return first
    return months_later(first, int(count)) if found["unit"] == "月" else first + timedelta(count)


def _last_day(found: re.Match[str], first: date | None) -> date | None:
    named = found["day"] or found["until"] or found["end"]
    if named:
        return day_of(named)
    count = parse_numeral(found["count"])
    if first is None or not count or count > 100:
        return None
    months = int(count) * (12 if found["unit"] == "年" else 1)
    return months_later(first, months) - timedelta(1)


def _abolishes(text: str, title: str, number: str) -> tuple[str, ...]:
    """Numbers and titles of documents that a text says are ended, in reading order."""
    found: dict[str, None] = {}
    listing = False
    for sentence in _SENTENCE.findall(text):
        said = _NAMED.sub("《》", sentence)
        ends = _ENDED.search(said) is not None and not _HYPOTHETICAL.search(said)
        listed = listing and (_NAMED.search(sentence) or _NUMBER.search(sentence))
        if ends or listed:
            found.update(dict.fromkeys(map(_bare_number, _NUMBER.finditer(sentence))))
            found.update(dict.fromkeys(_NAMED.findall(sentence)))
        listing = (ends and _LIST_STEM.search(sentence) is not None) or bool(listed)
    own = (title, number)
    return tuple(name for name in found if name not in own and name not in title)


def _bare_number(found: re.Match[str]) -> str:
    """A number without the 和 that joins it to the one before; 和政发 in brackets is a place's."""
    number = re.sub(r"\s", "", found[0])
    alone = found.string[: found.start()].endswith(("(", "（"))
    return number if alone else number.lstrip("以和及")
