"""Which of several documents a question names: by number, title, part of a title, place, year, kind.

Words in, identifiers out; what the documents say of a subject is not looked at here.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.by_document import carried_title, in_book_marks
from assistant.lexicon import content_words, generic_nouns, is_known_place
from assistant.short_forms import is_short_for, joined
from documents.document_head import Headed
from documents.metadata import KINDS, Level
from documents.regular_expressions import regex

_ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "新区", "街道", "地区")
_KIND = "|".join((*KINDS, "报告"))
_SHORT_NUMBER = regex(r"(?<![\d〕\]])(\d{1,4})号(?:文|通知|意见|公告|令)")
_BOOK_TITLE = regex(r"《([^《》]{2,60})》")
_SHORT_NAME = regex(rf"([\u4e00-\u9fffA-Za-z0-9]{{2,24}}?)({_KIND})")
_THIS_KIND = regex(
    rf"(?:(?<!从)这|本|该|此)(?:一)?(?:份|个|项|部|篇|套|些)?(?:[\u4e00-\u9fff]{{0,4}}?)({_KIND})"
)
_BARE_KIND = regex(
    r"^(?:请问|听说|那个?|新)?(意见|通知|方案|计划|规划|工作报告|报告|条例|细则|办法|措施|决定)"
    r"(?=里|中(?!心)|从哪|抬头|后面|末尾|开头|落款|一共|总共|承认|说|哪一?天|自哪)"
)
_OF_LEVEL = regex(
    r"(国家|国务院|中央|全国|省|市|县|区|镇|乡)(?:里|级|上)?(?:的|出台的|发的|印发的|这份|那份)"
    rf"(?:[^,，。?？的]{{0,10}}?)(?:文件|政策|{_KIND})"
)
LEVEL_WORDS = {
    **dict.fromkeys(("国家", "国务院", "中央", "全国"), Level.NATION),
    **dict.fromkeys(("县", "区"), Level.COUNTY),
    **dict.fromkeys(("镇", "乡"), Level.TOWN),
    "省": Level.PROVINCE,
    "市": Level.CITY,
}
"""The words by which a question speaks of a level."""
_HERE = regex(
    r"(?:全|我们?|咱们?|本|这个?|[由归在给，,。]|^)(省|市|县|区|镇|乡)(?:里|上|级|内|政府|财政|长|域)?(?![场民])"
    r"|(省|市|县|区|镇|乡)(?:里|级|政府|财政)"
)
_TOLD_APART = "县区镇乡"
_YEAR = regex(r"(?:19|20)\d\d")
_OF_YEAR = regex(r"((?:19|20)\d\d)年度")
_LEAST_SUBJECT = 5
_BEGINNING = 2
_MOST_SHARE = 0.5
_LEAST_HELD = 0.75
_PLACE = regex(r"[\u4e00-\u9fff]{2,3}?[省市县区]")


@dataclass(frozen=True, slots=True)
class Naming:
    """The documents that a question names, none if empty, and the words that name them.

    `places` says by which place a document was named; `sure` whether number or title did.
    """

    documents: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    sure: bool = False

    def without_names(self, question: str) -> str:
        """The question with the words that name documents taken out."""
        for word in sorted(self.words, key=len, reverse=True):
            question = question.replace(word, " ")
        return question.strip()


def years_meant(document: Headed) -> frozenset[int]:
    """The years that a document is for: of title and issue, only the first where that says 2026年度."""
    of_title = frozenset(map(int, _OF_YEAR.findall(document.title)))
    return of_title or frozenset(document.metadata.years)


def place_stems(document: Headed) -> tuple[str, ...]:
    """The places that a document stands under without their endings, outermost first."""
    return tuple(_stem(place) for place in document.metadata.places)


def _stem(place: str) -> str:
    ending = next((end for end in _ENDINGS if place.endswith(end)), place[-1])
    return place.removesuffix(ending) if len(place) - len(ending) >= 2 else place


class Named(tuple[Headed, ...]):
    """Documents in their order, found by the first characters of what names them.

    Of many documents, few can be the ones that a question names; which, is looked up.
    """

    def placed_in(self, question: str) -> "list[Headed]":
        """Those of a place that a question speaks of, in order."""
        return self._begun(self._by_place, question)

    def called_in(self, question: str) -> "list[Headed]":
        """Those whose number, title or subject stands in a question, in order."""
        return self._begun(self._by_name, question)

    def _begun(self, known: "_ByBeginning", question: str) -> list[Headed]:
        numbers = {
            number
            for at in range(len(question))
            for name, numbers in known.get(question[at : at + _BEGINNING], {}).items()
            if question.startswith(name, at)
            for number in numbers
        }
        return [self[number] for number in sorted(numbers)]

    @cached_property
    def _by_place(self) -> "_ByBeginning":
        return _by_beginning(map(place_stems, self))

    @cached_property
    def _by_name(self) -> "_ByBeginning":
        return _by_beginning(map(self.names_of, self))

    def names_of(self, document: Headed) -> tuple[str, ...]:
        """By what words a document is named for sure, the short forms that documents give it among them."""
        return (*_names_of(document), *self._short_names.get(document.identifier, ()))

    @cached_property
    def _short_names(self) -> dict[str, list[str]]:
        given = {pair for document in self for pair in document.metadata.short_names}
        bearers: dict[str, list[str]] = {}
        for document in self if given else ():
            for title in dict.fromkeys((document.title, carried_title(document.title))):
                bearers.setdefault(unicodedata.normalize("NFKC", title), []).append(
                    document.identifier
                )
        found: dict[str, list[str]] = {}
        for title, short in sorted(given):
            for identifier in bearers.get(unicodedata.normalize("NFKC", title), ()):
                found.setdefault(identifier, []).append(unicodedata.normalize("NFKC", short))
        return found


_ByBeginning = dict[str, dict[str, list[int]]]
"""Names by their first characters, each with the numbers of its documents."""


def _by_beginning(names: Iterable[tuple[str, ...]]) -> _ByBeginning:
    found: _ByBeginning = {}
    for number, own in enumerate(names):
        for name in own:
            found.setdefault(name[:_BEGINNING], {}).setdefault(name, []).append(number)
    return found


def named_documents(question: str, documents: Iterable[Headed]) -> Naming:
    """The documents that a normalised question names, by the surest way in which it names any."""
    given = documents if isinstance(documents, Named) else Named(documents)
    placed = _by_place(question, given)
    titled = _by_number_or_title(question, given)
    if titled.documents:
        both = titled.documents & placed.documents
        named = replace(titled, documents=both) if both else titled
        return _narrowed_by_year(question, named, given)
    short = _by_short_name(question, given)
    if short.documents and placed.documents and len(placed.words) == 1:
        both = short.documents & placed.documents
        return Naming(both or placed.documents, (*short.words, *placed.words))
    named = short if short.documents and not placed.documents else placed
    if not named.documents:
        named = _by_kind_or_level(question, given)
    return _narrowed_by_year(question, named, given)


def _by_number_or_title(question: str, documents: Named) -> Naming:
    bearers: dict[str, set[str]] = {}
    short = set(_SHORT_NUMBER.findall(question))
    named: set[str] = set()
    words: list[str] = []
    for document in documents if short else documents.called_in(question):
        for plain in documents.names_of(document):
            if plain in question:
                bearers.setdefault(plain, set()).add(document.identifier)
        ends = re.search(r"(\d+)号$", document.number) if short else None
        if ends and ends[1] in short:
            named.add(document.identifier)
            words.append(f"{ends[1]}号")
    names = _longest_of(bearers, question)
    for name in names:
        named.update(_called_exactly(name, bearers[name], documents))
        words.append(f"《{name}》" if f"《{name}》" in question else name)
    for inside in _BOOK_TITLE.findall(question):
        known = any(inside in name or name in inside for name in names)
        alike = [] if known else _alike(inside, documents)
        named.update(alike)
        words.extend([f"《{inside}》"] if alike else [])
    return Naming(frozenset(named), tuple(dict.fromkeys(words)), sure=bool(named))


def _longest_of(names: Iterable[str], question: str) -> list[str]:
    """The names that stand in a question by themselves: a title, not the subject that it shares with others."""
    alone = []
    for name in sorted(names, key=len, reverse=True):
        if name in question:
            alone.append(name)
            question = question.replace(name, "\n")
    return alone


def _called_exactly(name: str, bearers: Collection[str], documents: Named) -> set[str]:
    """Of versions of one document those whose title a name is: X办法, not X办法（试行）."""
    bearing = [each for each in documents.called_in(name) if each.identifier in bearers]
    exact = [d for d in bearing if name in _plain_titles(d.number, d.title, d.metadata.places)]
    told = {(d.metadata.places, d.metadata.subject) for d in exact}
    others = [d for d in bearing if (d.metadata.places, d.metadata.subject) not in told]
    return {each.identifier for each in (*exact, *others)} or set(bearers)


def _names_of(document: Headed) -> tuple[str, ...]:
    """By what words a document is named for sure: number, titles, a subject that is long enough."""
    metadata = document.metadata
    subject = metadata.subject if len(metadata.subject) >= _LEAST_SUBJECT else ""
    titles = _plain_titles(document.number, document.title, metadata.places)
    return (*titles, subject) if subject and subject not in titles else titles


@lru_cache(maxsize=65536)
def _plain_titles(number: str, title: str, places: tuple[str, ...]) -> tuple[str, ...]:
    """The number, and the title as printed, as answers show it, as carried, and without its place."""
    carried = carried_title(title)
    placeless = carried.removeprefix("".join(places))
    short = placeless if len(placeless) >= _LEAST_SUBJECT else ""
    names = (number, title, in_book_marks(title).strip("《》"), carried, short)
    plain = (unicodedata.normalize("NFKC", name) for name in names)
    return tuple(dict.fromkeys(name for name in plain if len(name) > 3))


def _alike(name: str, documents: Collection[Headed]) -> list[str]:
    """The documents whose title holds every word of a name: 《养老服务意见》."""
    words = [word for word in content_words(name) if len(word) > 1]
    alike = [*documents] if words else []
    for word in words:
        alike = [document for document in alike if word in document.title]
    return [document.identifier for document in alike]


def _by_short_name(question: str, documents: Collection[Headed]) -> Naming:
    """By a kind of document with words of its title before it: 托育行动计划里, 冰雪经济的计划.

    A slip in one of several words does no harm: most of them have to stand in the title.
    """
    named: set[str] = set()
    words: list[str] = []
    for found in _SHORT_NAME.finditer(question):
        place = _misspelt_place(found[1], documents)
        own = content_words(found[1].removeprefix(place))
        pairs = [p for p in joined(own) if any(p in each.title for each in documents)]
        words_before = [place, *own, *pairs]
        before = [w for w in words_before if len(w) > 1 and w not in generic_nouns()]
        before = [w for w in before if not re.fullmatch(rf"(?:{_KIND})", w)]
        years = set(map(int, _YEAR.findall(found[1])))
        shares = {
            document.identifier: _share_held(before, document.title)
            for document in documents
            if found[2] in document.title and years <= set(document.metadata.years)
        }
        best = max(shares.values(), default=0.0)
        alike = [name for name, share in shares.items() if share == best >= _LEAST_HELD]
        if 0 < len(alike) <= max(1, len(documents) * _MOST_SHARE):
            named.update(alike)
            words.append(found[0])
    return Naming(frozenset(named), tuple(words))


def _share_held(words: Collection[str], title: str) -> float:
    """Which share of the characters of some words stands in a title."""
    total = sum(map(len, words))
    held = (w for w in words if w in title or _is_slip(w, title) or is_short_for(w, title))
    return sum(map(len, held)) / total if total else 0.0


def _misspelt_place(name: str, documents: Iterable[Headed]) -> str:
    """The place that a name begins with, where it is one character off that of a title, or ''."""
    opening = _PLACE.match(name)
    if opening is None or is_known_place(opening[0]):
        return ""
    return opening[0] if any(_is_slip(opening[0], each.title) for each in documents) else ""


def _is_slip(word: str, title: str) -> bool:
    """Whether a place is one character off one in a title: 荷泽市."""
    if _PLACE.fullmatch(word) is None:
        return False
    alike = (f"{re.escape(word[:at])}.{re.escape(word[at + 1 :])}" for at in range(len(word) - 1))
    return re.search("|".join(alike), title) is not None


def placed_documents(question: str, documents: Iterable[Headed]) -> Naming:
    """The documents of the places that a question names; of the innermost where one of it is named."""
    return _by_place(question, documents if isinstance(documents, Named) else Named(documents))


def _by_place(question: str, documents: Named) -> Naming:
    """By the places that documents are of; by the innermost place where one of it is named."""
    inner: dict[str, str] = {}
    outer: dict[str, str] = {}
    for document in documents.placed_in(question):
        stems = place_stems(document)
        if stems and stems[-1] in question:
            inner[document.identifier] = stems[-1]
        elif any(stem in question for stem in stems):
            outer[document.identifier] = next(stem for stem in stems if stem in question)
    found = _innermost(question, inner) or outer
    if len(found) == len(documents) > 1 and len(set(found.values())) == 1:
        return Naming()
    return Naming(frozenset(found), tuple(dict.fromkeys(found.values())))


def _innermost(question: str, placed: dict[str, str]) -> dict[str, str]:
    """Without the documents of a place that only says where another one lies: 松原市青石县."""
    stems = set(placed.values())
    around = {
        outer
        for outer in stems
        for inside in stems - {outer}
        if re.search(rf"{re.escape(outer)}[省市州]?{re.escape(inside)}", question)
    }
    return {name: stem for name, stem in placed.items() if stem not in around}


def _by_kind_or_level(question: str, documents: Collection[Headed]) -> Naming:
    """By 这份意见, 本办法, 县里的文件: where only some of the documents are of that kind or level."""
    kinds = {*_THIS_KIND.findall(question), *_BARE_KIND.findall(question)}
    spoken = list(_OF_LEVEL.finditer(question))
    levels = {LEVEL_WORDS[each[1]] for each in spoken}
    if not kinds and not levels:
        return Naming()
    found = [
        document.identifier
        for document in documents
        if (not kinds or is_of_kind(document, kinds))
        and (not levels or document.metadata.level in levels)
    ]
    if len(found) == len(documents):
        return Naming()
    return Naming(frozenset(found), tuple(each[0] for each in spoken))


def is_of_kind(document: Headed, kinds: Collection[str]) -> bool:
    """Whether a document is of one of these kinds, itself or what it carries."""
    return any(kind in document.metadata.kind or document.title.endswith(kind) for kind in kinds)


def levels_spoken_of(question: str) -> frozenset[str]:
    """The levels of government that a question speaks of as its own, as it says them: 市, 县."""
    return frozenset(a or b for a, b in _HERE.findall(question))


def is_of_level(document: Headed, spoken: Collection[str]) -> bool:
    """Whether a document is of one of the levels that a question speaks of.

    Counties are told from districts, and towns from townships, by how their names end.
    """
    metadata = document.metadata
    for word in spoken:
        if metadata.level == LEVEL_WORDS[word]:
            ending = metadata.places[-1][-1] if metadata.places else ""
            if not ending or ending == word or ending not in _TOLD_APART:
                return True
    return False


def _narrowed_by_year(question: str, named: Naming, documents: Collection[Headed]) -> Naming:
    """Of several named documents on one subject those of a year that the question names."""
    if len(named.documents) < 2:
        return named
    years = {int(year) for year in _YEAR.findall(question)}
    chosen = [d for d in documents if d.identifier in named.documents]
    of_year = [d for d in chosen if years & years_meant(d)]
    subjects = {document.metadata.subject for document in chosen}
    if len(subjects) == 1 and 0 < len(of_year) < len(chosen):
        return Naming(frozenset(d.identifier for d in of_year), named.words, named.sure)
    return named
