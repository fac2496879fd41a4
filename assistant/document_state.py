"""Questions of how one document stands: in force or not, until when, ended by what, still open, what it is.

A question and the documents it may be about in, an answer that quotes the clause that says so out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from assistant import cues
from assistant.answer import Answer, Status
from assistant.by_document import carried_title, shown_name
from assistant.citations import Draft, cite, sentence_at
from assistant.lexicon import official_words
from assistant.library import Library
from assistant.naming import Naming, is_of_kind, named_documents, placed_documents
from assistant.short_forms import is_short_for
from assistant.standing import Standing, current, in_words
from assistant.subjects import topic_words
from assistant.wanted_documents import without_places
from documents.days import day_of
from documents.document import Clause, Document
from documents.document_head import Headed
from documents.metadata import KINDS
from documents.regular_expressions import regex

_END = r"(?:了|的)?(?:吗|么|没有?|呢|不)?$"
_WHEN = r"(?:什么时候|何时|哪一?天|哪一?年|几时|几号|多久)"
_HOLDS = r"(?:有效|生效|算数|作数|管用|适用)"
_GONE = r"(?:过期|失效|作废|废止|到期)"
_OPEN_FOR = (
    r"(?:申请|申报|申领|领取|领|报名|报|享受|办理|参加|参与)(?:到|上)?(?:这个|该)?(?:补贴|补助)?"
)
_DAY = r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日"
_PERIOD = regex(
    rf"(?P<first>{_DAY})(?:起)?\s*(?:至|到|[—–\-~～]+)\s*(?P<last>{_DAY})"
    rf"|(?:截止|截至|截止到|截止时间为?|止于|至|到|于)(?P<until>{_DAY})|(?P<before>{_DAY})(?:之?前|以前|止|截止)"
)
_OF_PERIOD = regex(
    r"(?:活动|申报|申请|申领|受理|报名|补贴|补助|领取|兑付|实施|执行|政策|服务)(?:起止)?(?:时间|期限|时限|期|日期|截止)"
    r"|截止|截至|逾期|(?:有效期|期限)"
)
_YEAR_OF_DAY = regex(r"((?:19|20)\d\d)年")
_WHOLE = regex(r"[^。；\n]+[。；]?")
_MOST_FILLER = 8


class Asked(Enum):
    """What is asked of a document."""

    HOLDS = auto()  # 还有效吗, 什么时候到期
    OPEN = auto()  # 还能申请吗, 截止了吗
    ENDER = auto()  # 被哪个文件废止
    ENDS = auto()  # 废止了哪些文件
    WHAT = auto()  # 是什么文件
    SAYS = auto()  # 说了什么


_ASKED = (
    (
        Asked.ENDS,
        regex(
            r"(?:废止|宣布失效|取代|替代)了?(?:哪些|哪几[份个部]|什么|多少[份个]?)(?:文件|办法|规定|政策)?$"
        ),
    ),
    (
        Asked.ENDS,
        regex(
            r"(?:哪些|哪几[份个部])(?:文件|办法|规定|政策)?被(?P<by>.+?)(?:废止|宣布失效|取代|替代)了?$"
        ),
    ),
    (
        Asked.ENDER,
        regex(
            rf"(?:是)?被(?:哪|什么)(?:[一个份部]+)?(?:新)?(?:文件|决定|通知|办法|规定)?(?:给)?(?:废止|取代|替代|宣布失效){_END}"
        ),
    ),
    (
        Asked.ENDER,
        regex(
            r"哪[个份部]?(?:新)?(?:文件|决定|通知|办法|规定)(?:把|将)?(?:废止|取代|替代)了?(?P<of>.+?)(?:废止|取代|替代)?了?$"
        ),
    ),
    (
        Asked.WHAT,
        regex(
            r"(?:这)?(?:是|属于)(?:一[份个])?(?:个)?(?:什么|啥)(?:样的?)?(?:文件|公文|东西)$|是哪[份个部](?:文件|政策)$"
        ),
    ),
    (
        Asked.WHAT,
        regex(rf"最新的?(?:文件|政策|{'|'.join(KINDS)})是(?:哪一?[个份部]|什么)$"),
    ),
    (
        Asked.SAYS,
        regex(
            r"(?:主要|大概|都)*(?:说|讲|写)(?:了|的)?(?:是)?(?:些)?(?:什么|啥)(?:内容)?$|(?:的)?(?:主要|大致|大概)?内容(?:都)?(?:是|有)(?:什么|哪些)$"
        ),
    ),
    (
        Asked.HOLDS,
        regex(
            rf"(?:现在|目前|如今|到底)?(?:还|仍然?|是否|是不是|有没有)+(?:继续)?(?:{_HOLDS}|有没有效|在执行|有效力){_END}"
            rf"|(?:现在|目前)(?:有没有|是否|是不是)?{_HOLDS}{_END}"
            rf"|(?:已经?|是不是|是否|有没有|现在|目前)*(?:被)?{_GONE}(?:了)?(?:吗|没有?|么)$"
            rf"|(?:是|会|将|要|就)*(?:在)?{_WHEN}(?:会|就|才)?{_GONE}(?:了|的)?$"
            rf"|(?:的)?有效期限?(?:是|有|为|还有|截止)*(?:到|至)?(?:{_WHEN}|多长(?:时间)?|几年|哪年哪月)?(?:结束|为止|截止)?$"
            rf"|(?:{_HOLDS}|执行|管)(?:到|至){_WHEN}(?:结束|为止)?$|(?:的)?(?:到期|失效)(?:时间|日期)?是?{_WHEN}$"
        ),
    ),
    (
        Asked.OPEN,
        regex(
            rf"(?:现在|目前|如今|今天|今年)*(?:是否|是不是|还|仍)+(?:能不能|可不可以|能够?|可以|可)?(?:再|继续)?{_OPEN_FOR}{_END}"
            rf"|(?:现在|目前)(?:能不能|可不可以|能|可以){_OPEN_FOR}{_END}"
            rf"|(?:现在|目前|是不是|是否|还)*在(?:继续)?(?:进行|开展|搞|办理?|受理)中?{_END}"
            rf"|(?:现在|目前|是不是|是否|已经?|有没有)*(?:截止|结束|停止|关闭)(?:了)?(?:吗|没有?|么)$"
            rf"|(?:是|会|在)*{_WHEN}(?:截止|结束)$"
        ),
    ),
)
_FILLER = regex(
    r"(?:这|该|本|那)(?:[个份部项])?|文件|政策|活动|项目|(?:老|旧|原来的|以前的)|的$|呢|请问|(?:19|20)\d\d年?度?"
)
_NUMBERED = regex(r"[一二三四五六七八九十]{1,3}条|十[一二三四五六七八九]五(?!年)|\d{1,3}条")
"""What tells documents apart and is no word: 人才十条, “十四五”."""
_OLD = regex(r"老|旧|原(?:来|先|有)?的?|以前的?|之前的?")
_OF_BEFORE = regex(
    r"(?:以前|之前|原来|原先|过去|老|旧)(?:的|那)*[个部份]?[\u4e00-\u9fff]{0,8}?(?:办法|规定|条例|政策|细则|通知|文件|版)|暂行|试行"
)
_OF_MANY = regex(r"哪些|哪几|多少[份个部]|几[份个部]")
_OF_POLICY = regex(rf"(?:文件|政策|{'|'.join(KINDS)})$")
_KIND = regex("|".join((*KINDS, "报告")))


@dataclass(frozen=True, slots=True)
class StateQuestion:
    """What is asked of documents, and the words that tell which."""

    asked: Asked
    about: str

    @property
    def is_of_policy(self) -> bool:
        """Whether it speaks of a document by its kind, whatever words tell which: 停车收费的文件."""
        held = self.asked in (Asked.HOLDS, Asked.ENDER)
        told = _OF_POLICY.search(self.about) and not _OF_BEFORE.search(self.about)
        return held and bool(told) and bool(_own_words(_FILLER.sub("", self.about)))


@dataclass(frozen=True, slots=True)
class Period:
    """A sentence `[start, end)` of a clause that states a period; days ISO, `first` '' where none is."""

    clause: Clause
    start: int
    end: int
    first: str
    last: str


def state_question(plain: str) -> StateQuestion | None:
    """What a question asks of how a document stands, None where it asks for something else."""
    text = plain.strip("?？。!！ ")
    for asked, pattern in _ASKED:
        found = pattern.search(text)
        if found is not None and not _OF_MANY.search(text[: found.start()]):
            inside = next((each for each in found.groupdict().values() if each), "")
            about = inside or text[: found.start()]
            if cues.INTERROGATIVE.search(about.replace(",", "，").rpartition("，")[0]):
                return None  # 哪天开始生效，老办法还算数吗
            return StateQuestion(asked, about.strip(" ,，的"))
    return None


def documents_asked(
    question: StateQuestion,
    documents: Sequence[Headed],
    standing: Mapping[str, Standing],
    talked_about: Sequence[Headed],
) -> list[Headed]:
    """The documents whose state is asked: named, titled so, or those talked about; none if not told.

    Where several versions are titled so, the newest; where a document is named and others are about
    it (amendments, explanations), the document.
    """
    naming = named_documents(question.about, documents)
    if naming.sure:
        named = [d for d in documents if d.identifier in naming.documents]
        rest = _own_words(without_places(naming.without_names(question.about), documents))
        if question.asked in (Asked.SAYS, Asked.WHAT) and naming.without_names(question.about):
            return []
        titled = [d for d in named if _holds_all(rest, d)]
        return _principal(titled, standing, sure=True)
    if question.asked is Asked.SAYS:
        return []
    words = _own_words(_FILLER.sub("", without_places(question.about, documents)))
    words += _NUMBERED.findall(question.about)
    placed = placed_documents(question.about, documents)
    if not words:
        return _of_those(talked_about, placed) if len(question.about) <= _MOST_FILLER else []
    years = {int(year) for year in re.findall(r"(?:19|20)\d\d", question.about)}
    found = [
        document
        for document in documents
        if (not placed.documents or document.identifier in placed.documents)
        and _holds_all(words, document)
        and (not years or years & set(document.metadata.years))
    ]
    if _OF_BEFORE.search(question.about):  # 以前的暂行办法: none that holds
        found = [d for d in found if _is_replaced(standing[d.identifier])]
    kinds = set(_KIND.findall(question.about))
    of_kind = [document for document in found if kinds and is_of_kind(document, kinds)]
    return _principal(of_kind or found, standing, years=tuple(years))


def _is_replaced(standing: Standing) -> bool:
    return standing.newer is not None or standing.ended_by is not None


def _of_those(talked_about: Sequence[Headed], placed: Naming) -> list[Headed]:
    if placed.documents:
        return [d for d in talked_about if d.identifier in placed.documents]
    return list(talked_about)


def _holds_all(words: Sequence[str], document: Headed) -> bool:
    title = f"{document.title}{document.issuer}"
    return all(
        any(each in title or is_short_for(each, title) for each in (word, *official_words(word)))
        for word in words
    )


def _own_words(text: str) -> list[str]:
    """The words of a text that tell a subject, as they stand in it."""
    return [word for word in topic_words(text) if word in text]


def _principal(
    found: Sequence[Headed],
    standing: Mapping[str, Standing],
    *,
    sure: bool = False,
    years: tuple[int, ...] = (),
) -> list[Headed]:
    """Of documents those that no other is only about, and that no other of them replaces."""
    about = {
        each.identifier
        for each in found
        if any(other is not each and _is_about(each, other) for other in found)
    }
    own = [each for each in found if each.identifier not in about]
    return current(own or found, standing, years, sure)


def _is_about(one: Headed, other: Headed) -> bool:
    """Whether the title of one document holds the title of the other: an amendment, an explanation."""
    name = shown_name(other).partition("》")[0].strip("《")
    return name in one.title and shown_name(one).partition("》")[0].strip("《") != name


def answer_on_state(
    question: StateQuestion,
    head: Headed,
    library: Library,
    standing: Mapping[str, Standing],
    today: date,
    resolved: str,
) -> Answer | None:
    """How a document stands, with what says so; None where it says nothing of what is asked."""
    document = library.documents[head.identifier]
    own = standing[head.identifier]
    draft = Draft()
    if question.asked is Asked.ENDS:
        return _ends(draft, document, resolved)
    if question.asked is Asked.WHAT:
        return _what(draft, document, own, today, resolved)
    if question.asked is Asked.OPEN:
        return _open(draft, document, own, library, today, resolved)
    quoted = _say_state(draft, document, own, library)
    if question.asked is Asked.ENDER and own.ended_by is None:
        draft = Draft()
        ends = _ends(draft, document, resolved) if _OLD.search(question.about) else None
        if ends is not None:
            return ends
        draft.remark(f"已载入的文件里没有写明废止{shown_name(head)}的。（{own.label(today)}。）")
        return draft.answer(Status.NOT_IN_SOURCE, resolved)
    if not quoted:
        draft.remark("原文没有载明施行日期和有效期。")
    said = own.remarks(today)
    if quoted and not head.metadata.expires and not own.expires and not own.ended(today):
        draft.remark("\n（原文没有写明有效期。）")
    if all(remark.startswith("（另有") for remark in said):
        said = [f"（{own.label(today)}。）", *said]
    for remark in said:
        draft.remark(f"\n{remark}")
    return draft.answer(Status.ANSWERED if quoted else Status.NOT_IN_SOURCE, resolved)


def _say_state(draft: Draft, document: Document, own: Standing, library: Library) -> bool:
    """Quote what ends or prolongs a document, and its own words on how long it holds; whether any do."""
    said = False
    others = [own.ended_by] if own.ended_by else []
    others += [own.extended_by[0]] if own.extended_by else []
    for other in others:
        teller = library.documents[other.identifier]
        said = _say_where(draft, teller, (document.number, document.title)) or said
    if document.metadata.validity:
        said = _say_where(draft, document, (document.metadata.validity,)) or said
    return said


def _say_where(draft: Draft, document: Document, names: Sequence[str]) -> bool:
    """Quote the last sentence of a document that holds one of some words; whether there is one."""
    for name in filter(None, (*names, carried_title(names[-1]))):
        at = document.text.rfind(name)
        clause = document.clause_at(at) if at >= 0 else None
        if clause is not None:
            _say(draft, document, *sentence_at(document.text, clause, at))
            return True
    return False


def _say(draft: Draft, document: Document, clause: Clause, start: int, end: int) -> None:
    """Quote a sentence, without the number of its clause, with its full stop."""
    start = clause.body if start < clause.body < end else start
    end += document.text[end : end + 1] == "。" and end < clause.end
    if draft.pieces:
        draft.remark("\n")
    draft.say(document.text[start:end].strip(), cite(document, clause, start, end))


def _ends(draft: Draft, document: Document, resolved: str) -> Answer | None:
    """The sentences or rows in which a document says what it ends."""
    spans: dict[tuple[int, int], Clause] = {}
    for name in document.metadata.abolishes:
        at = document.text.find(name)
        clause = document.clause_at(at) if at >= 0 else None
        if clause is not None:
            place = sentence_at(document.text, clause, at)
            spans.setdefault((place[1], place[2]), clause)
    if not spans:
        return None
    draft.remark(f"{shown_name(document)}废止或者宣布失效的：")
    for (start, end), clause in sorted(spans.items(), key=lambda each: each[0]):
        _say(draft, document, clause, start, end)
    return draft.answer(Status.ANSWERED, resolved)


def _what(
    draft: Draft, document: Document, own: Standing, today: date, resolved: str
) -> Answer | None:
    """The title as printed, with number, issuer, date and state."""
    title = document.clauses[0]
    lines = title.text.split("\n")
    line = next((each for each in lines if each.strip() and each.strip() in document.title), "")
    start = document.text.index(line) if line else title.start
    draft.say(line or title.text, cite(document, title, start, start + len(line or title.text)))
    known = (
        ("文号", document.number),
        ("发文机关", document.issuer),
        ("日期", document.date),
        ("文种", document.metadata.kind),
    )
    told = "，".join(f"{name}：{value}" for name, value in known if value)
    draft.remark(f"\n（{told}。{own.label(today)}。）")
    return draft.answer(Status.ANSWERED, resolved)


def _open(
    draft: Draft, document: Document, own: Standing, library: Library, today: date, resolved: str
) -> Answer | None:
    """The period in which something can be applied for, and whether it is over by today."""
    period = _period(document)
    if period is not None:
        first, last = period.first, period.last
        _say(draft, document, period.clause, period.start, period.end)
    elif own.expires and _say_state(draft, document, own, library):
        first, last = document.metadata.effective, own.expires
    else:
        return None
    day = today.isoformat()
    if last < day:
        told = f"上述期限至{in_words(last)}，已过。"
    elif first > day:
        told = f"上述期限自{in_words(first)}起，尚未开始。"
    else:
        told = f"上述期限至{in_words(last)}，尚未结束。"
    draft.remark(f"\n（今天是{in_words(day)}，{told}）")
    return draft.answer(Status.ANSWERED, resolved)


def _period(document: Document) -> Period | None:
    """The period of a scheme that a clause states under 活动时间, 申报时间 and their like, or up to a day."""
    found = [
        (bool(_OF_PERIOD.search(clause.title)), bool(day["last"]), period)
        for clause in document.clauses
        for sentence in _WHOLE.finditer(document.text, clause.start, clause.end)
        if (day := _PERIOD.search(sentence[0]))
        and _OF_PERIOD.search(f"{clause.title}{sentence[0]}")
        and (period := _as_period(document, clause, sentence, day))
    ]
    return max(found, key=lambda each: each[:2], default=(False, False, None))[2]


def _as_period(
    document: Document, clause: Clause, sentence: re.Match[str], day: re.Match[str]
) -> Period | None:
    """A period with days that lack their year taken as in the year of the sentence, or of the title."""
    years = [int(year) for year in _YEAR_OF_DAY.findall(f"{sentence[0]}{document.title}年")]
    year = years[0] if years else document.metadata.year
    last = _iso(day["last"] or day["until"] or day["before"], year)
    first = _iso(day["first"], year) if day["first"] else ""
    return Period(clause, sentence.start(), sentence.end(), first, last) if last else None


def _iso(said: str, year: int) -> str:
    """A day as ISO, in this year where it names none; '' where it is none."""
    found = day_of(said if "年" in said else f"{year}年{said}")
    return found.isoformat() if found else ""
