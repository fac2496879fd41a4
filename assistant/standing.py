"""Whether a policy is in force, as far as the loaded documents tell: expired, abolished, replaced.

Documents in, their standing out; the day is given. Knows no question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.by_document import shown_name
from assistant.naming import years_meant
from documents.days import day_of
from documents.document_head import Headed
from documents.metadata import Amending, Amendment
from documents.numerals import parse_numeral
from documents.regular_expressions import regex

_TRIAL = regex(
    r"[(（]?(?:试行|暂行|修订|修正|征求意见稿|\d{4}年?修[订正])[)）]?|的|若干|实施(?=意见)"
)
_BARE = ("", "令", "公告", "通告", "通报", "通知", "决定", "决议", "批复")
"""Subjects that tell nothing: titles that a body gives to many documents (某市人民政府公告)."""
_LEAST_TITLE = 6
_REVISED = regex(
    r"[(（][^()（）]*(?:修[订正]|版|号)[^()（）]*[)）]|(?:19|20)\d\d年?(?:修[订正]|版|第)"
)
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?=年|[)）—–\-~～至])")
_FIVE_YEARS = regex(r"(十[一二三四五六七八九])五(?=规划|时期|[”\"」]|[\u4e00-\u9fff])")
_FIRST_PLAN_OF_2000S = 2005
"""The last year of the tenth five-year plan."""
_DIGITS = regex(r"\d+")


@dataclass(frozen=True, slots=True)
class AmendedBy:
    """The document that amends another, and what it changes there, in its order."""

    document: Headed
    changes: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands among the others.

    `newer` is the newest document that takes its place, `older` those whose place it takes;
    `ended_by` the document that says it is abolished, `extended_by` the one that says it holds until
    another day, ISO. `amended_by` are those that change its articles, the newest first.
    """

    document: Headed
    newer: Headed | None = None
    ended_by: Headed | None = None
    older: tuple[Headed, ...] = ()
    extended_by: tuple[Headed, str] | None = None
    amended_by: tuple[AmendedBy, ...] = ()

    @property
    def expires(self) -> str:
        """The last day, ISO, or ''."""
        return self.extended_by[1] if self.extended_by else self.document.metadata.expires

    def ended(self, today: date) -> bool:
        """Whether it is known that it does not hold any more: abolished, marked so, or expired."""
        expired = bool(self.expires) and self.expires < today.isoformat()
        return expired or bool(self.document.metadata.ended) or self.ended_by is not None

    def unclear(self, today: date) -> bool:
        """Whether nothing says that it ended, though a newer version is there or its years are over."""
        return not self.ended(today) and (self.newer is not None or self.years_over(today))

    def years_over(self, today: date) -> bool:
        """Whether the years that its title names have passed, and nothing tells a last day: 2025年计划."""
        last = 0 if self.expires else last_titled_year(self.document.title)
        return 0 < last < today.year

    def in_force(self, today: date) -> bool:
        """Whether nothing known says that it is not in force on a day."""
        metadata = self.document.metadata
        begun = not metadata.effective or metadata.effective <= today.isoformat()
        ended = self.expires and self.expires < today.isoformat()
        told = ended or metadata.ended or self.ended_by is not None
        return bool(begun) and not told and self.newer is None

    def label(self, today: date) -> str:
        """现行 or why not, for lists of documents."""
        metadata = self.document.metadata
        if self.ended_by is not None:
            return f"已被{shown_name(self.ended_by)}废止"
        if metadata.ended:
            return f"文件标明“{metadata.ended}”"
        if self.expires and self.expires < today.isoformat():
            return f"有效期至{in_words(self.expires)}，已过"
        if self.newer is not None:
            return f"另有新版{shown_name(self.newer)}"
        if metadata.effective > today.isoformat():
            return f"自{in_words(metadata.effective)}起施行，尚未施行"
        names = "、".join(shown_name(each.document) for each in self.amended_by)
        amended = f"，已由{names}修改" if names else ""
        if self.extended_by is not None:
            name = shown_name(self.extended_by[0])
            return f"现行{amended}，有效期由{name}延长至{in_words(self.expires)}"
        if self.years_over(today):
            last = last_titled_year(self.document.title)
            return f"标题所写的期间（至{last}年）已过，未写明有效期"
        until = f"，有效期至{in_words(self.expires)}" if self.expires else ""
        return f"现行{amended}{until}"

    def remarks(self, today: date) -> list[str]:
        """What an answer from the document has to say of its standing."""
        metadata = self.document.metadata
        said = []
        if self.ended_by is not None:
            said.append(f"（注意：该文件已被{shown_name(self.ended_by)}废止。）")
        elif self.newer is not None:
            said.append(f"（注意：该文件另有较新的版本{shown_name(self.newer)}。）")
        if metadata.ended and self.ended_by is None:
            said.append(f"（注意：该文件标明“{metadata.ended}”。）")
        if self.expires and self.expires < today.isoformat():
            said.append(f"（注意：该文件有效期至{in_words(self.expires)}，已过。）")
        elif self.extended_by is not None:
            name = shown_name(self.extended_by[0])
            said.append(f"（该文件的有效期由{name}延长至{in_words(self.expires)}。）")
        if metadata.effective > today.isoformat():
            said.append(f"（注意：该文件自{in_words(metadata.effective)}起施行，尚未施行。）")
        if self.older:
            names = "、".join(map(shown_name, self.older[:3]))
            said.append(f"（另有较早的版本{names}，以上按较新的文件回答。）")
        return said


def in_words(day: str) -> str:
    """A day as people write it: 2027-12-31 → 2027年12月31日."""
    year, month, number = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{number}日"


def last_titled_year(title: str) -> int:
    """The last year that a title is for, by number or as a five-year plan; 0 where it names none."""
    plain = _REVISED.sub("", title)
    plans = (parse_numeral(found) for found in _FIVE_YEARS.findall(plain))
    ends = [_FIRST_PLAN_OF_2000S + 5 * int(plan - 10) for plan in plans if plan]
    return max([*ends, *map(int, _YEAR.findall(plain))], default=0)


def standings(documents: Sequence[Headed]) -> Mapping[str, Standing]:
    """The standing of each document, by identifier."""
    named = _by_name(documents)
    enders = _enders(documents, named)
    groups: dict[tuple[object, ...], list[Headed]] = {}
    for document in documents:
        groups.setdefault(_version_key(document), []).append(document)
    found: dict[str, Standing] = {}
    for versions in groups.values():
        ordered = sorted(versions, key=_age)
        newest = ordered[-1]
        for document in ordered:
            later = newest if _age(document) < _age(newest) else None
            found[document.identifier] = Standing(document, later, enders.get(document.identifier))
        earlier = tuple(d for d in reversed(ordered) if _age(d) < _age(newest))
        found[newest.identifier] = Standing(newest, None, enders.get(newest.identifier), earlier)
    extenders = _extenders(documents, named)
    found |= {each: replace(found[each], extended_by=by) for each, by in extenders.items()}
    amenders = _amenders(documents, named)
    for each, by in amenders.items():
        others = tuple(one for one in by if one.document is not found[each].newer)
        found[each] = replace(found[each], amended_by=others)
    return _with_replacing(found)


def current(
    documents: Sequence[Headed],
    standing: Mapping[str, Standing],
    years: Sequence[int],
    sure: bool = False,
) -> list[Headed]:
    """The documents without those that a newer one replaces, unless named by year or `sure`."""
    replaced = [d for d in documents if standing[d.identifier].newer is not None]
    if sure or not replaced:
        return list(documents)
    given = {document.identifier for document in documents}
    asked = set(years)

    def is_current(document: Headed) -> bool:
        newer = standing[document.identifier].newer
        if newer is None or newer.identifier not in given:
            return True
        return bool(asked & years_meant(document) - years_meant(newer))

    gone = {document.identifier for document in replaced if not is_current(document)}
    return [document for document in documents if document.identifier not in gone]


def _with_replacing(found: dict[str, Standing]) -> dict[str, Standing]:
    """An ender that is on the same subject takes the place of what it ends."""
    for identifier, standing in list(found.items()):
        ender = standing.ended_by
        if (
            ender is None
            or standing.newer is not None
            or not _same_subject(standing.document, ender)
        ):
            continue
        found[identifier] = replace(standing, newer=ender)
        its = found[ender.identifier]
        older = tuple(dict.fromkeys((*its.older, standing.document)))
        found[ender.identifier] = replace(its, older=older)
    return found


def _version_key(document: Headed) -> tuple[object, ...]:
    """What versions of one document share: place and subject, 暂行 and years aside."""
    subject = _TRIAL.sub("", document.metadata.subject)
    placed = bool(document.metadata.places)
    if subject in _BARE or (len(subject) < _LEAST_TITLE and not placed):
        return (document.identifier,)
    return (document.metadata.places, subject)


def _age(document: Headed) -> tuple[int, str, int]:
    metadata = document.metadata
    issued = max(metadata.years, default=0)
    return issued, metadata.effective, metadata.year


def _by_name(documents: Sequence[Headed]) -> Callable[[str], Headed | None]:
    """Finds a document by its number, or by a title, that of what it carries too."""
    numbers = {d.number: d for d in documents if d.number}
    titles: dict[str, Headed] = {}
    for document in documents:
        titles[document.title] = document
        wrapped = shown_name(document).partition("》")[0].lstrip("《")
        titles.setdefault(wrapped, document)
    return lambda name: numbers.get(name) or titles.get(name)


def _enders(
    documents: Sequence[Headed], named: Callable[[str], Headed | None]
) -> dict[str, Headed]:
    """By identifier of an abolished document: the one that says so."""
    found: dict[str, Headed] = {}
    for document in documents:
        for name in document.metadata.abolishes:
            ended = named(name)
            if ended is not None and ended is not document and _age(ended) <= _age(document):
                found.setdefault(ended.identifier, document)
    return found


def _extenders(
    documents: Sequence[Headed], named: Callable[[str], Headed | None]
) -> dict[str, tuple[Headed, str]]:
    """By identifier of a document: the one that makes it hold longest, and until when."""
    found: dict[str, tuple[Headed, str]] = {}
    for document in documents:
        for name, day in document.metadata.extends:
            prolonged = named(name)
            if prolonged is None or prolonged is document:
                continue
            known = found.get(prolonged.identifier, (document, prolonged.metadata.expires))[1]
            if day > known:
                found[prolonged.identifier] = document, day
    return found


def _amenders(
    documents: Sequence[Headed], named: Callable[[str], Headed | None]
) -> dict[str, tuple[AmendedBy, ...]]:
    """By identifier of a document: those that amend it, the newest first."""
    found: dict[str, dict[str, AmendedBy]] = {}
    for document in documents:
        for amending in document.metadata.amends:
            amended = _amended(amending, named)
            if amended is None or amended is document or _is_after(amended, document):
                continue
            by = found.setdefault(amended.identifier, {})
            known = by.get(document.identifier)
            changes = (*known.changes, *amending.changes) if known else amending.changes
            by[document.identifier] = AmendedBy(document, changes)
    return {
        each: tuple(sorted(by.values(), key=_issued_by, reverse=True)) for each, by in found.items()
    }


def _amended(amending: Amending, named: Callable[[str], Headed | None]) -> Headed | None:
    """The document that is amended: of the number told, else of the title and no other number."""
    numbers = [_DIGITS.findall(name) for name in amending.names[1:]]
    for name in (*amending.names[1:], amending.names[0]):
        found = named(name)
        if found is not None and (
            not numbers or not found.number or _DIGITS.findall(found.number) in numbers
        ):
            return found
    return None


def _issued(document: Headed) -> tuple[int, str]:
    """The year and the day of issue, ISO, as far as they are known."""
    day, metadata = day_of(document.date), document.metadata
    year = metadata.year or int(metadata.effective[:4] or 0)
    return year, day.isoformat() if day else metadata.effective


def _issued_by(each: AmendedBy) -> tuple[int, str]:
    return _issued(each.document)


def _is_after(one: Headed, other: Headed) -> bool:
    """Whether a document is known to be issued later than another."""
    first, second = _issued(one), _issued(other)
    return all((*first, *second)) and first > second


def _same_subject(one: Headed, other: Headed) -> bool:
    first, second = (_TRIAL.sub("", each.metadata.subject) for each in (one, other))
    shared = sum(character in second for character in first)
    return bool(first) and shared >= 0.8 * min(len(first), len(second)) and len(second) >= 4
