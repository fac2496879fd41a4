"""Which documents a question asks a list of: by place, level, kind, year, issuer, state.

A question and the heads of documents in; what the documents say is not looked at here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from assistant.lexicon import content_words, generic_nouns, official_words
from assistant.naming import LEVEL_WORDS, is_of_kind, is_of_level, place_stems, placed_documents
from assistant.short_forms import is_short_for, joined
from assistant.standing import Standing
from documents.document_head import Headed
from documents.regular_expressions import regex

_ASK = r"(?:哪些|哪几[份个部项]|哪[份部]|多少[份个部]?|几[份个部]|什么|所有|全部|有没有|有无)"
_FILE = r"(?:(?:政策|规范性)?文件|文档|公文)"
_PLAIN_KIND = (
    r"(?:政府工作报告|工作报告|政策解读|(?:地方性)?法规|(?:实施|管理|暂行)?细则|(?:管理|实施|暂行)办法|管理规定|实施方案|"
    r"行动(?:计划|方案)|实施意见|条例|规划|通告|公告|通报|批复|通知|纲要|预案|解读)"
)
_COUNTED_KIND = r"(?:办法|规定|意见|方案|计划|措施|要点|规则|标准|决定|细则|条例)"
"""Kinds that are also things in a document: 有哪些措施 asks of these, 有几份意见 of documents."""
_NOUN = rf"(?:{_FILE}|{_PLAIN_KIND})"
_LISTED = regex(
    rf"(?:有什么|(?!什么){_ASK})[^,，。?？]{{0,24}}?{_NOUN}(?!里|中|上)"
    rf"|{_NOUN}(?![里中上])[^,，。?？]{{0,8}}?(?:哪些|哪几[份个部]|(?:多少|几)[份个部])|{_FILE}[^,，。?？]{{0,6}}?(?:多少|哪些)|^[^,，。?？]{{0,12}}{_FILE}(?:清单|列表|目录)$"
    rf"|(?:哪几|多少|几)[份部]{_COUNTED_KIND}|{_COUNTED_KIND}(?:一共|总共|共)?有(?:哪几|多少|几)[份部]"
)
_OF_STATE = regex(
    rf"(?:{_ASK}政策|政策[^,，。?？]{{0,4}}{_ASK})(?=.*(?:失效|废止|过期|作废|到期|现行|有效))"
    rf"|(?:失效|废止|过期|作废|现行|有效)(?:了)?的{_FILE}?(?:有|是)?{_ASK}"
)
_KIND_NAMED = regex(rf"{_PLAIN_KIND}|{_COUNTED_KIND}")
_ISSUED = r"(?:出台|印发|发布|公布|制定|下发|颁布|发)"
_YEAR = r"(?:(?:19|20)\d\d年?|今年|去年|前年)"
_YEARS = regex(rf"({_YEAR})(度?)")
_EXPIRING = regex(
    rf"(?P<year>{_YEAR}|明年)(?:底|内|年底|以内|之内)?(?:就|会|将)?(?:要)?(?:到期|期满|失效|过期)(?:了|的)?"
    r"|(?P<soon>(?:快|即将|马上|就|将)要?(?:到期|期满|过期|失效)(?:了|的)?)"
)
_WITHOUT_END = regex(r"(?:没有?|未|无)(?:写明?|规定|载明|注明)?(?:有效期限?|到期日)")
_NOT_ENDED = regex(r"(?:没有?|未|尚未|还没)(?:失效|废止|过期|作废|到期)|现行|有效")
_ENDED = regex(r"失效|废止|过期|作废|到期|期满|不再有效|无效")
_LATEST = regex(r"最近|最新|近期|新近")
_LEVEL = regex(
    rf"({'|'.join(LEVEL_WORDS)})(?:一?级|里面?|层面|上)"
    rf"|(国家|国务院|中央|全国|省|县|区|镇|乡)(?=(?:的|有|{_ISSUED}|政府{_ISSUED}|都)|{_FILE}|条例)"
)
_GLUE = regex(
    rf"{_ASK}|{_NOUN}|{_COUNTED_KIND}|{_ISSUED}(?:了|过|的)?|政策|法规|清单|列表|目录|载入|收录|加载|导入|上传|收集|索引|库|系统|这里|这些|现在|目前|当前|"
    r"一共|总共|一起|共计|合计|你们?|手[头上]|都|已经?|还|仍然?|不再|分别|主要|可以|可|能够?|查到?|问|回答|请|帮我|给我|列[出举]?|一下|列一下|看看?|查看|"
    r"本|最近|最新|近期|新近|其中|当中|被|由|有|是|的|了|过|里面?|中|在|共|吗|呢|啊|哪|份|个|部|项|其他|用|年"
)
_PLACE_LEFT = regex(r"[\u4e00-\u9fff]{2,5}[省市县区]")

_SOON = timedelta(days=183)
_NO_SUBJECT = ("文件", "政策", "规定", "办法", "标准")
_SUBJECTS = tuple(
    regex(each)
    for each in (
        rf"(?:哪些|哪几[份个部]|(?:多少|几)[份个部])(?:关于|有关|涉及|针对)(?P<on>[^,，。?？]{{2,20}}?)(?:方面|领域)?的(?:{_NOUN}|{_COUNTED_KIND})$",
        rf"^[^,，。?？]{{0,8}}?(?:关于|有关|涉及|针对)(?P<on>[^,，。?？]{{2,20}}?)(?:方面|领域)?的{_NOUN}(?:都|一共|总共)?(?:有|是)(?:哪些|哪几[份个部]?|(?:多少|几)[份个部])$",
        rf"{_FILE}(?:都)?是?(?:关于|有关|针对)(?P<on>[^,，。?？的]{{2,20}})的?$",
        rf"(?:有没有|有无|是否有)(?P<on>[^,，。?？]{{2,20}}?)(?:方面|领域)?的?{_NOUN}(?:吗)?$",
        rf"哪(?:些|几个|个)(?P<where>城市|地方|地区|省份?|市|县|区)(?:都|已经?)?(?:有|{_ISSUED}了?过?)(?:关于)?"
        rf"(?P<on>[^,，。?？]{{2,16}}?)(?:的)?(?:{_NOUN}|{_COUNTED_KIND}|政策|(?<=补贴)|(?<=津贴)|(?<=补助))$",
    )
)
_WHERE = {"城市": "市", "市": "市", "县": "县", "区": "区", "省": "省", "省份": "省"}


class State(Enum):
    """What is asked of how documents hold."""

    ENDED = auto()
    IN_FORCE = auto()
    EXPIRING = auto()
    ENDLESS = auto()


@dataclass(frozen=True, slots=True)
class WantedDocuments:
    """What the documents of a list must be; what is empty or None does not matter.

    `issued` are years of issue, `titled` those that a title is for, `dated` either. `until` is the
    span of days, ISO, in which they expire. `subject` is what their titles are to hold.
    """

    level: str = ""
    kind: str = ""
    issued: frozenset[int] = frozenset()
    titled: frozenset[int] = frozenset()
    dated: frozenset[int] = frozenset()
    state: State | None = None
    until: tuple[str, str] = ("", "")
    issuer: str = ""
    latest: bool = False
    unknown_place: str = ""
    subject: str = ""


def wanted_documents(
    plain: str, documents: Sequence[Headed], today: date
) -> WantedDocuments | None:
    """What a question asks a list of documents by, None where it asks for something else.

    Args:
        plain: The question, normalised.
        documents: All documents.
        today: The day that 今年 and 到期 count from.
    """
    asked = plain.strip("?？。!！ ")
    if not _LISTED.search(asked) and not _OF_STATE.search(asked):
        return None
    rest = without_places(asked, documents)
    state, until, rest = _state(rest, today)
    years, rest = _years(rest, today)
    level = _LEVEL.search(rest)
    rest = _LEVEL.sub("", rest)
    issuer = _issuer(rest, documents)
    of_body = re.search(rf"([省市县区]?){re.escape(issuer)}", rest) if issuer else None
    rest = rest.replace(of_body[0], "", 1) if of_body else rest
    kind = _KIND_NAMED.search(rest)
    left = "".join(re.findall(r"[\u4e00-\u9fffA-Za-z0-9]", _GLUE.sub("", rest)))
    if left and not _PLACE_LEFT.fullmatch(left):
        return None
    if kind is not None and len(documents) < 2:
        return None
    return WantedDocuments(
        level=next(filter(None, level.groups())) if level else of_body[1] if of_body else "",
        kind=kind[0] if kind else "",
        issued=years[0],
        titled=years[1],
        dated=years[2],
        state=state,
        until=until,
        issuer=issuer,
        latest=_LATEST.search(asked) is not None,
        unknown_place=left,
    )


def wanted_on_subject(plain: str, documents: Sequence[Headed]) -> WantedDocuments | None:
    """What a question asks a list of documents on a subject by: 有几份关于停车的文件, 哪些县有养犬规定."""
    asked = plain.strip("?？。!！ ")
    for pattern in _SUBJECTS:
        found = pattern.search(asked)
        if found is not None:
            subject = without_places(found["on"], documents).strip("的在对 ")
            where = _WHERE.get(found.groupdict().get("where") or "", "")
            kind = _KIND_NAMED.search(asked, found.end("on"))
            named = kind[0] if kind and kind[0] not in _NO_SUBJECT else ""
            if len(subject) > 1 and subject_words(subject):
                return WantedDocuments(level=where, kind=named, subject=subject)
    return None


def chosen_documents(
    wanted: WantedDocuments,
    plain: str,
    documents: Sequence[Headed],
    standing: dict[str, Standing],
    today: date,
) -> list[Headed]:
    """The documents that are as wanted, of the places that the question names, in order."""
    placed = placed_documents(plain, documents).documents
    chosen = [
        head
        for head in documents
        if (not placed or head.identifier in placed)
        and _is_as_wanted(wanted, head)
        and _holds_so(wanted, standing[head.identifier], today)
    ]
    if wanted.subject:
        whole = [head for head in chosen if wanted.subject in head.title]
        chosen = whole or [head for head in chosen if is_titled(head, wanted.subject)]
    if wanted.latest:
        newest = max((each.metadata.year for each in chosen), default=0)
        chosen = [each for each in chosen if each.metadata.year == newest]
    return chosen


def _is_as_wanted(wanted: WantedDocuments, head: Headed) -> bool:
    metadata = head.metadata
    titled = _years_in(head.title)
    of_one = titled if len(titled) == 1 else set()
    return (
        (not wanted.level or _is_of_level(wanted, head))
        and (not wanted.kind or _is_called(head, wanted.kind))
        and (not wanted.issued or metadata.year in wanted.issued)
        and (not wanted.titled or bool(wanted.titled & _years_in(head.title)))
        and (not wanted.dated or bool(wanted.dated & {metadata.year, *of_one}))
        and (not wanted.issuer or wanted.issuer in head.issuer)
    )


def _is_of_level(wanted: WantedDocuments, head: Headed) -> bool:
    """Whether a document is of the level: of 哪些县 counties alone, of 县级 districts too."""
    if wanted.subject or wanted.issuer:
        return is_of_level(head, {wanted.level})
    return head.metadata.level == LEVEL_WORDS[wanted.level]


def _years_in(title: str) -> set[int]:
    return {int(year) for year in re.findall(r"(?:19|20)\d\d", title)}


def _is_called(head: Headed, kind: str) -> bool:
    """Whether a document is of a kind, itself or what it carries: 实施细则, 政府工作报告."""
    own = head.metadata.kind
    if kind in ("法规", "地方性法规"):
        return own == "条例"
    return is_of_kind(head, {kind}) or (bool(own) and kind.endswith(own) and kind in head.title)


def _holds_so(wanted: WantedDocuments, standing: Standing, today: date) -> bool:
    if wanted.state is State.ENDED:
        return standing.ended(today)
    if wanted.state is State.IN_FORCE:
        return standing.in_force(today) and not standing.unclear(today)
    if wanted.state is State.EXPIRING:
        return wanted.until[0] <= standing.expires <= wanted.until[1]
    if wanted.state is State.ENDLESS:
        return not standing.expires
    return True


def subject_words(subject: str) -> list[str]:
    """The words of a subject that a title is to hold."""
    words = content_words(subject)
    long = [w for w in [*words, *joined(words)] if len(w) > 1 and w not in _NO_SUBJECT]
    return [w for w in long if w not in generic_nouns()] or long


def is_titled(head: Headed, subject: str) -> bool:
    """Whether a title holds all words of a subject, their official words, or what they are short for."""
    title = head.title
    return all(
        any(each in title or is_short_for(each, title) for each in (word, *official_words(word)))
        for word in subject_words(subject)
    )


def without_places(text: str, documents: Iterable[Headed]) -> str:
    """A text without the places that documents are of."""
    known = {stem for document in documents for stem in place_stems(document) if stem in text}
    for stem in sorted(known, key=len, reverse=True):
        text = re.sub(rf"{re.escape(stem)}(?:[省市州盟县区旗]|自治[区州县旗])?", "", text)
    return text


def _state(rest: str, today: date) -> tuple[State | None, tuple[str, str], str]:
    """What is asked of how documents hold, the days of expiry, and the question without that."""
    expiring = _EXPIRING.search(rest)
    if expiring is not None:
        rest = rest.replace(expiring[0], "", 1)
        if expiring["soon"]:
            return State.EXPIRING, (today.isoformat(), (today + _SOON).isoformat()), rest
        year = _year_of(expiring["year"], today)
        return State.EXPIRING, (f"{year}-01-01", f"{year}-12-31"), rest
    for state, pattern in (
        (State.ENDLESS, _WITHOUT_END),
        (State.IN_FORCE, _NOT_ENDED),
        (State.ENDED, _ENDED),
    ):
        if pattern.search(rest):
            return state, ("", ""), pattern.sub("", rest)
    return None, ("", ""), rest


def _year_of(said: str, today: date) -> int:
    offsets = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
    return today.year + offsets[said] if said in offsets else int(said[:4])


def _years(
    rest: str, today: date
) -> tuple[tuple[frozenset[int], frozenset[int], frozenset[int]], str]:
    """The years of issue, those of titles, those of either, and the question without them."""
    issues = re.search(_ISSUED, rest) is not None
    issued, titled, dated = set[int](), set[int](), set[int]()
    for said, of_title in _YEARS.findall(rest):
        years = titled if of_title else issued if issues else dated
        years.add(_year_of(said, today))
    return (frozenset(issued), frozenset(titled), frozenset(dated)), _YEARS.sub("", rest)


def _issuer(rest: str, documents: Iterable[Headed]) -> str:
    """The longest name of a body of the issuers, without its place, that a question holds, or ''."""
    bodies = {
        found
        for document in documents
        for body in document.issuer.split()
        if (found := body.removeprefix("".join(document.metadata.places)))
    }
    return max((body for body in bodies if len(body) > 2 and body in rest), key=len, default="")
