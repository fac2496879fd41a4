"""Whether a sentence that a language model wrote is borne out by the clauses that it cites.

Every phrase must be a whole phrase of a clause, joined with words that state nothing, with the same
figures under the same year, with what limits it, in the order of the clause. What is proven comes
out as the sentences of the source that prove it. Knows no model.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from assistant.phrases import (
    Phrase,
    comparable_word,
    dates_of,
    phrases_of,
    without_enumerator,
    words,
)
from assistant.proof import WEIGHTY, facts_of, plain_text
from documents.document import Clause, Document
from documents.facts import Responsibility, Role
from documents.quantities import DEADLINE

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]*")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_TITLED = re.compile(r"《([^《》]+)》")
_NUMBERED = re.compile(r"\d[\d年月日.:-]*")
_INNER_ENUMERATOR = re.compile(r"([:：;；,，。])\s*[（(]\d{1,2}[)）]")
_DUTY = re.compile(r"[(（][\u4e00-\u9fff]{2,8}(?:单位|部门)[:：]")
_MOST_JOINED = 4
_COLON = re.compile(r":(?!\d)")
_FORBIDS = re.compile(r"不|禁止|严禁|无|未|除|取消|撤销|停止|终止")
_FIGURE = re.compile(r"⟦[^⟧]*⟧")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|市|县|区|旗)")
_ROLE_FORMS: Mapping[Role, tuple[str, ...]] = {
    Role.LEAD: (
        "{names}牵头",
        "{names}牵头负责",
        "由{names}牵头",
        "由{names}牵头负责",
        "{names}牵头单位",
        "牵头单位{names}",
        "牵头部门{names}",
        "{names}牵头部门",
    ),
    Role.RESPONSIBLE: (
        "{names}负责",
        "由{names}负责",
        "责任单位{names}",
        "{names}责任单位",
        "责任部门{names}",
        "{names}责任部门",
        "负责单位{names}",
        "{names}负责单位",
    ),
    Role.SUPPORT: ("{names}配合", "由{names}配合", "配合单位{names}", "{names}配合单位"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a clause: `[start, end)` are characters of the document's text."""

    document: Document
    clause: Clause
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Source:
    """A sentence of a clause as phrases. `lead` is the one that introduces it and must be said too.

    `opening` is the date at the head of its paragraph, which may govern it or not; `complete` says
    that it is a statement of its own, of who is responsible or of a title; `leans` that such a one does
    not say for what.
    """

    span: Span
    phrases: tuple[Phrase, ...]
    lead: Span | None = None
    opening: str = ""
    complete: bool = False
    leans: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Phrases `[first, behind)` of a source."""

    source: int
    first: int
    behind: int


@dataclass(frozen=True, slots=True)
class Grounded:
    """A sentence that is proven: the source sentences that prove it, in the order of use."""

    spans: tuple[Span, ...]


@dataclass
class Said:
    """What an answer has said so far: what later sentences may lean on."""

    spans: list[Span] = field(default_factory=list)
    deadline: str = ""

    def deadline_of(self, span: Span) -> str:
        """The date said last, where it was said of the same clause."""
        last = self.spans[-1] if self.spans else None
        return self.deadline if last and _is_beside(last, span) else ""

    def has(self, span: Span) -> bool:
        """Whether words have been said before."""
        return any(_holds(each, span) for each in self.spans)


def _text(span: Span) -> str:
    return span.document.text[span.start : span.end]


def _is_beside(one: Span, other: Span) -> bool:
    """Whether two spans are of the same clause."""
    return one.clause == other.clause and one.document.identifier == other.document.identifier


def _holds(outer: Span, inner: Span) -> bool:
    same = outer.document.identifier == inner.document.identifier
    return same and outer.start <= inner.start and inner.end <= outer.end


def ground(
    sentence: str, cited: Sequence[Span], said: Said, *, uncited: bool = False
) -> Grounded | None:
    """The proof of a sentence from the words that it cites, or None where there is none.

    `said` is changed: what is proven counts as said. A sentence that states nothing is proven by
    no span.

    Args:
        sentence: Without citation marks.
        cited: The clauses, or quoted spans of clauses, that it cites.
        said: What the answer has said before it.
        uncited: Whether the sentence itself does not cite these words; it must say then what it is about.
    """
    claims = _claims(sentence, cited)
    if claims is None:
        return None
    if not claims:
        return _as_it_stands(sentence, cited)
    sources = [source for span in cited for source in _sources(span)]
    path = _Matching(sources, said, uncited=uncited).path(claims)
    if path is None:
        return None
    used = [sources[place.source] for place in path]
    spans = tuple(dict.fromkeys(source.span for source in used))
    known = {source.opening for source in used} | {said.deadline}
    known |= {d for span in spans for d in dates_of(f"{span.document.title}\n{_text(span)}")}
    if not dates_of(sentence) <= known or not _is_placed_right(sentence, cited, spans):
        return None
    said.spans.extend(spans)
    said.deadline = claims[-1].deadline or said.deadline
    return Grounded(spans)


def _is_placed_right(sentence: str, cited: Sequence[Span], used: Sequence[Span]) -> bool:
    """Whether an article that a sentence names as its source is one that proves it."""
    proving = {span.clause.number for span in used}
    others = {span.clause.number for span in cited} - proving
    quoted = "".join(_text(span) for span in used)
    return not any(
        number.startswith("第") and number in sentence and number not in quoted
        for number in others
        if not any(number in own for own in proving)
    )


def _as_it_stands(sentence: str, cited: Sequence[Span]) -> Grounded | None:
    """The proof of a sentence that only frames others; a date in it must stand in what it cites."""
    dates = _NUMBERED.findall(plain_text(sentence))
    quoted = plain_text("\n".join(_text(s) for s in cited))
    known = set(_NUMBERED.findall(quoted))
    return Grounded(tuple(cited) if dates else ()) if known.issuperset(dates) else None


def _claims(sentence: str, cited: Sequence[Span]) -> list[Phrase] | None:
    """The phrases of a sentence that state something; None where it asks or names a foreign document."""
    if sentence.rstrip().endswith(("?", "？")):
        return None
    documents = list({span.document.identifier: span.document for span in cited}.values())
    text = "\n".join(without_enumerator(line) for line in sentence.splitlines())
    quoted = "".join(_text(s) for s in cited)
    for title in _TITLED.findall(text):
        if title in quoted:
            continue
        if title not in words("kinds") and not any(title == d.title for d in documents):
            return None
        text = text.replace(f"《{title}》", "该文件")
    text = _INNER_ENUMERATOR.sub(r"\1", text)
    for document in documents:
        for name in filter(None, (document.number, document.title)):
            if name not in quoted:
                text = (
                    text.replace(f"({name})", "").replace(f"（{name}）", "").replace(name, "该文件")
                )
    for number in sorted({span.clause.number for span in cited}, key=len, reverse=True):
        if number.startswith("第"):
            text = re.sub(
                rf"(?:该文件)?{re.escape(number)}(?=规定|明确|提出|要求|,|，|:|：)", "该条款", text
            )
    return list(_stating(phrases_of(text)))


def _stating(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Phrases without those that only frame others (`其中：`, `根据该意见`)."""
    return tuple(phrase for phrase in phrases if not _framing().fullmatch(phrase.text))


@cache
def _framing() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join((_framing_words(), *words('alone')))})+")


@cache
def _framing_words() -> str:
    comparable = {comparable_word(word) for word in words("framing")} - {""}
    return "|".join(sorted(comparable, key=lambda word: (-len(word), word)))


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    each = _framing_words()
    return re.compile(rf"^(?:{each})"), re.compile(rf"(?:{each})$"), re.compile(rf"(?:{each})(?=⟦)")


@lru_cache(maxsize=4096)
def _readings(text: str, openings: tuple[str, ...]) -> tuple[str, ...]:
    """What a phrase may say: as it stands, and without framing words at its ends or before a figure."""
    before, behind, inner = _edges()
    found = dict.fromkeys([text])
    waiting = [text]
    while waiting:
        one = waiting.pop()
        shorter = [before.sub("", one), behind.sub("", one), inner.sub("", one)]
        shorter += [one.removeprefix(opening) for opening in openings]
        for new in shorter:
            if new and new not in found:
                found[new] = None
                waiting.append(new)
    return tuple(found)


@lru_cache(maxsize=1024)
def _sources_of(document: Document, position: int, start: int, end: int) -> tuple[_Source, ...]:
    clause = document.clauses[position]
    return tuple(_made(Span(document, clause, start, end)))


def _sources(span: Span) -> tuple[_Source, ...]:
    return _sources_of(span.document, span.clause.position, span.start, span.end)


def _made(span: Span) -> Iterator[_Source]:
    document, clause = span.document, span.clause
    stem = stem_above(document, clause)
    if span.start <= clause.start and clause.body <= span.end and clause.title:
        heading = Span(document, clause, clause.start, max(clause.body, clause.start + 1))
        for said in (clause.title, f"{clause.number}{clause.title}"):
            yield _Source(heading, tuple(phrases_of(said)), complete=True)
    for line in re.finditer(r"[^\n]+", document.text[span.start : span.end]):
        begin = span.start + line.start()
        if begin < clause.body <= begin + len(line[0]):
            begin = clause.body
        yield from _of_line(document, clause, begin, span.start + line.end(), stem)
    for item in facts_of(document).responsibilities:
        if item.clause == clause.position and span.start <= item.start and item.end <= span.end:
            yield from _of_duty(document, clause, item)


def _of_line(
    document: Document, clause: Clause, begin: int, end: int, stem: Span | None
) -> Iterator[_Source]:
    """The sentences of a line, each with its brackets and without those that limit nothing."""
    found = DEADLINE.match(document.text, begin, end)
    opening = phrases_of(f"{found[0]}甲")[0].deadline if found else ""
    lead = stem
    for sentence in _SENTENCE.finditer(document.text, begin, end):
        span = Span(document, clause, *_trimmed(document.text, *sentence.span()))
        written = document.text[span.start : span.end]
        bare = _BRACKETED.sub(lambda found: found[0] if WEIGHTY.search(found[0]) else "", written)
        for form in dict.fromkeys((written, bare, *_BRACKETED.findall(written))):
            phrases = _stating(phrases_of(without_enumerator(form)))
            if phrases:
                duty = _DUTY.match(form) is not None
                yield _Source(span, phrases, lead, opening, complete=duty, leans=duty)
        before = _COLON.split(plain_text(written))
        if len(before) > 1 and _FORBIDS.search(before[0]) and not written.endswith("。"):
            lead = span
        elif written.endswith("。"):
            lead = stem


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def stem_above(document: Document, clause: Clause) -> Span | None:
    """The line that introduces a clause as one of its items, where it forbids or excludes."""
    for above in reversed(document.ancestors(clause)):
        stem = document.stem(above)
        if stem and _FORBIDS.search(stem):
            start = document.text.rindex(stem, above.start, above.end)
            return Span(document, above, start, start + len(stem))
    return None


def _of_duty(document: Document, clause: Clause, item: Responsibility) -> Iterator[_Source]:
    """What may be said of who is responsible for a clause, or for a row of its table."""
    span = Span(document, clause, item.start, item.end)
    names = "、".join(item.departments)
    forms = [form.format(names=names) for form in _ROLE_FORMS[item.role]]
    forms += [form.format(names=f"{names}共同") for form in _ROLE_FORMS[item.role][:4]]
    forms += [f"{name}{item.role.value}之一" for name in item.departments]
    for form in forms:
        heads = [item.row] if item.row else ["", clause.title, f"{clause.title}工作"]
        for head in dict.fromkeys(heads):
            said = tuple(phrases_of(f"{head}{form}"))
            yield _Source(span, said, complete=True, leans=not head)


class _Matching:
    """The phrases of one sentence against the sources that it cites."""

    def __init__(self, sources: Sequence[_Source], said: Said, *, uncited: bool) -> None:
        self._sources = sources
        self._said = said
        self._uncited = uncited
        self._places: dict[str, list[_Place]] = {}
        self._moved: dict[tuple[str, str], list[_Place]] = {}
        self._openings = tuple(dict.fromkeys(o for s in sources for o in _openings(s.span)))
        for number, source in enumerate(sources):
            for first in range(len(source.phrases)):
                text = ""
                for behind in range(first + 1, min(first + _MOST_JOINED, len(source.phrases)) + 1):
                    text += source.phrases[behind - 1].text
                    place = _Place(number, first, behind)
                    self._places.setdefault(text, []).append(place)
                    figures = _FIGURE.findall(text)
                    if behind == first + 1 and len(figures) == 1:
                        key = (_FIGURE.sub("", text), figures[0])
                        self._moved.setdefault(key, []).append(place)

    def path(self, claims: Sequence[Phrase]) -> list[_Place] | None:
        """Where the phrases stand, in turn, or None where one does not or may not follow."""
        paths: dict[_Place | None, list[_Place]] = {None: []}
        for at, claim in enumerate(claims):
            stopped = at == 0 or claims[at - 1].ends_sentence
            following: dict[_Place | None, list[_Place]] = {}
            for place in self._found(claim):
                for path in paths.values():
                    if place not in following and self._may_follow(path, place, stopped):
                        following[place] = [*path, place]
            if not following:
                return None
            paths = following
        ended = [path for last, path in paths.items() if last and self._is_closed(last)]
        return next((path for path in ended if self._is_led(path)), None)

    def _found(self, claim: Phrase) -> Iterator[_Place]:
        bare = _readings(claim.text, ())
        for reading in _readings(claim.text, self._openings):
            figures = _FIGURE.findall(reading)
            places = self._places.get(reading, [])
            if reading not in bare:  # who is responsible for a heading above is not said below it
                places = [p for p in places if not self._sources[p.source].complete]
            if len(figures) == 1:
                places = [*places, *self._moved.get((_FIGURE.sub("", reading), figures[0]), [])]
            for place in places:
                if self._is_dated_right(claim, place):
                    yield place

    def _is_dated_right(self, claim: Phrase, place: _Place) -> bool:
        """Whether the date that governs a phrase is that of its place; figures must have theirs."""
        source = self._sources[place.source]
        if source.complete:
            return True
        phrases = source.phrases[place.first : place.behind]
        dated = [phrase for phrase in phrases if phrase.figures] or phrases
        own = dated[-1].deadline
        if claim.deadline:
            return claim.deadline == (own or source.opening)
        return not own or own == self._said.deadline_of(source.span)

    def _may_follow(self, path: Sequence[_Place], place: _Place, stopped: bool) -> bool:
        before = path[-1] if path else None
        if before is None or (stopped and self._is_closed(before)):
            return not self._is_bound(place, path) and self._is_held(before, place)
        phrases = self._sources[place.source].phrases
        if self._sources[place.source].complete and before.source != place.source:
            return place.first == 0 and self._is_closed(before)
        if before.source != place.source:
            ended = before.behind == len(self._sources[before.source].phrases)
            begun = ended and place.first == 0 and self._is_closed(before)
            return begun and self._introduces(before, place)
        if place.first < before.behind:
            return place.behind <= before.first and _is_loose(phrases)
        skipped = phrases[before.behind : place.first]
        if not skipped:
            return True
        if phrases[place.first].leans and any(p.figures and not p.leans for p in skipped):
            return False
        free = not phrases[before.behind - 1].binds and not self._is_bound(place, path)
        return free and not any(phrase.weighs or phrase.excepts for phrase in skipped)

    def _introduces(self, before: _Place, place: _Place) -> bool:
        """Whether a line that ends with a colon stands before what it introduces, if it is one."""
        one, other = self._sources[before.source], self._sources[place.source]
        if one.complete or not _text(one.span).endswith(("：", ":")):
            return True
        below = [*other.span.document.ancestors(other.span.clause), other.span.clause]
        return one.span.clause in below

    def _is_held(self, before: _Place | None, place: _Place) -> bool:
        """Whether what a phrase leans on was said right before it, where it leans on anything."""
        source = self._sources[place.source]
        last = (
            self._sources[before.source].span if before else next(reversed(self._said.spans), None)
        )
        if source.leans:
            first = last is None and not self._uncited
            return first or (last is not None and _is_beside(last, source.span))
        if source.complete or place.first == 0 or not source.phrases[place.first].leans:
            return True
        return last == source.span

    def _is_bound(self, place: _Place, path: Sequence[_Place]) -> bool:
        """Whether something limits a place that has not been said: the nearest limit before it."""
        source = self._sources[place.source]
        before = range(place.first - 1, -1, -1)
        limit = next((at for at in before if source.phrases[at].binds), None)
        if limit is None or (source.phrases[limit].stop == ":" and limit < place.first - 1):
            return False
        said = any(p.source == place.source and p.first <= limit < p.behind for p in path)
        last = self._said.spans[-1] if self._said.spans else None
        return not said and last != source.span

    def _is_closed(self, place: _Place) -> bool:
        """Whether nothing that limits it is left out behind a place, and it limits nothing itself."""
        phrases = self._sources[place.source].phrases
        if place.behind < len(phrases) and phrases[place.behind - 1].binds:
            return False
        return not any(phrase.excepts for phrase in phrases[place.behind :])

    def _is_led(self, path: Sequence[_Place]) -> bool:
        """Whether lines that introduce what is said are said too."""
        spans = [self._sources[place.source].span for place in path]
        leads = [lead for place in path if (lead := self._sources[place.source].lead)]
        return all(
            self._said.has(lead) or any(_holds(span, lead) for span in spans) for lead in leads
        )


def _is_loose(phrases: Sequence[Phrase]) -> bool:
    """Whether the phrases of a sentence stand beside each other in any order."""
    return not any(p.binds or p.excepts or p.figures or p.deadline for p in phrases)


@lru_cache(maxsize=1024)
def _openings_of(document: Document, position: int) -> tuple[str, ...]:
    titles = [
        node.title
        for node in (*document.ancestors(document.clauses[position]), document.clauses[position])
    ]
    place = _PLACE.match(document.issuer or document.title)
    names = [*titles, place[0] if place else "", "全市", "全省", "全县", "全区"]
    return tuple(p.text for name in filter(None, names) for p in phrases_of(name)[:1])


def _openings(span: Span) -> tuple[str, ...]:
    """Words before a phrase that say where it stands: headings above it, the place it is for."""
    return _openings_of(span.document, span.clause.position)
