"""How a question refers to its document, beside naming it: 去年那个办法, 新旧两版; and what it asks beside that."""

import re
from collections.abc import Mapping, Sequence

from assistant.lexicon import content_words
from assistant.naming import Naming, years_meant
from assistant.standing import Standing
from documents.document_head import Headed
from documents.metadata import KINDS
from documents.regular_expressions import regex

_OFFSETS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0}
_OF_THE_YEAR = regex(
    r"(前年|去年|上年|今年)(?:(?:新)?(?:出台?|印发|发布?|公布|制定|颁布)的?(?:那|这)?[个份部项]?"
    r"|的?[那这][个份部项])(?=[\u4e00-\u9fff])"
)
_YEARS = regex(r"(?:[和与跟及、]?(?:19|20)\d\d年?(?:版|出台|印发)?)+(?:的|那份|那个)?")
_OLD_AND_NEW = regex(
    r"新[旧老](?:两版|两个版本|两份|版本|办法|政策|规定)?|[前旧]后?两版|两个版本|修订前后"
)
_OLD = regex(
    r"旧版|老版本?|上一版|(?:(?:原来|以前|之前)的|旧的?(?!房|小区|楼)|老的?(?![年人旧城]|小区|楼))那?(?:个|份|部)?"
    r"[^,，。?？]{0,10}?(?:版本|办法|规定|细则|条例|通知|方案|计划|意见|措施)(?!.{0,4}(?:作废|废止|失效))"
)
_OLD_ONE = regex(r"(?:旧|老|上一)版本?的?|(?:原来|以前|之前)的")
_SHORT_FORM = regex(r"[一二三四五六七八九十\d]+条$")
_NEWEST = regex(r"最新(?:的|一[份版个]|版)|最近的?一[份版个]")
_FEW_WORDS = 2
_ENDED = regex(r"哪|什么|啥|废止|作废|失效|代替|取代")
_KIND = regex(rf"(?:{'|'.join(KINDS)}|报告|政策|文件)$")
_NUMBER = regex(r"[〔\[(]\d{4}[〕\])]\d+号$")
_INSIDE = r"(?:里面?|中间?|当中|上)?(?:的|对|关于|规定)?[,，:：]?"


def as_named(plain: str, year: int) -> str:
    """A question with the year of issue that it gives by 去年出的 as a number, without 旧版的.

    Args:
        plain: The question, normalised.
        year: The year of today.
    """
    dated = _OF_THE_YEAR.sub(lambda found: f"{year + _OFFSETS[found[1]]}年", plain)
    return _OLD_ONE.sub("", _OLD_AND_NEW.sub("", dated))


def without_reference(plain: str, naming: Naming) -> str:
    """A question without the words that refer to its document; '' where it asks nothing beside them.

    Asked of the document alone, they only draw its title and its first lines near. Where little
    else is said, what they say of the subject stays: 助餐 of 2025年松原助餐办法.
    """
    rest = plain
    for word in naming.words:
        if _KIND.search(word):
            subject = _YEARS.sub("", _KIND.sub("", word))
            stripped = re.sub(rf"{re.escape(word)}{_INSIDE}", "", rest)
            few = len(_long_words(stripped)) < _FEW_WORDS
            rest = rest.replace(word, subject) if few else stripped
        elif _NUMBER.search(word):
            rest = re.sub(rf"(?:按照?|根据|依照|依据)?{re.escape(word)}文?件?{_INSIDE}", " ", rest)
    rest = rest.strip(" 的,，")
    return rest if rest != plain and _long_words(rest) else ""


def with_kind_for(asked: str, naming: Naming, document: Headed) -> str:
    """A question with 本办法 for a short form that names its document: 人才十条 states no ten of anything."""
    kind = document.metadata.kind
    for word in naming.words:
        if kind and word not in document.title and word != document.number:
            asked = asked.replace(word, f"本{kind}") if _SHORT_FORM.search(word) else asked
    return asked


def _long_words(text: str) -> list[str]:
    return [word for word in content_words(text) if len(word) > 1]


def versions_asked(
    plain: str,
    years: Sequence[int],
    named: Sequence[Headed],
    standing: Mapping[str, Standing],
) -> list[Headed]:
    """The versions of one document that a question asks side by side: by years, or 新旧两版."""
    newest = [d for d in named if standing[d.identifier].older]
    if _OLD_AND_NEW.search(plain) and len(newest) == 1:
        return [newest[0], standing[newest[0].identifier].older[0]]
    families = []
    for document in newest if len(years) > 1 else ():
        versions = [document, *standing[document.identifier].older]
        of_years = [next((d for d in versions if y in years_meant(d)), None) for y in years]
        told = [each for each in of_years if each is not None]
        if len({each.identifier for each in told}) == len(years):
            families.append(told)
    return families[0] if len(families) == 1 else []


def older_asked(
    plain: str, named: Sequence[Headed], standing: Mapping[str, Standing]
) -> list[Headed]:
    """The versions before of named documents, where a question is put to them: 旧版, 以前的办法."""
    if not _OLD.search(plain) or _ENDED.search(plain):
        return []
    found = [standing[d.identifier].older[0] for d in named if standing[d.identifier].older]
    return list({each.identifier: each for each in found}.values())


def newest_asked(
    plain: str, named: Sequence[Headed], standing: Mapping[str, Standing]
) -> list[Headed]:
    """Of several named documents those that none of them replaces, where the newest is asked for: 最新的报告."""
    among = {each.identifier for each in named}
    if len(named) < 2 or not _NEWEST.search(plain):
        return []
    newer = {each.identifier: standing[each.identifier].newer for each in named}
    return [
        each
        for each in named
        if (later := newer[each.identifier]) is None or later.identifier not in among
    ]


def without_versions(plain: str) -> str:
    """A question without the words that tell versions apart."""
    return _OLD_AND_NEW.sub("", _YEARS.sub("", _OLD.sub("", plain))).strip(" 的,，")
