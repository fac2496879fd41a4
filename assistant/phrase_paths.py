"""The phrases of a sentence against the sentences of its sources: where each stands, and in what turn.

A phrase may be left out only where those around it do not lean on it. Knows no documents of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from assistant.clause_sources import Source, SourceKind, Span, openings
from assistant.phrases import COPULA, Phrase, any_word
from documents.regular_expressions import regex

_MOST_JOINED = 4
_FIGURE = regex(r"⟦[^⟧]*⟧")
_SHARED = 3
_OWN = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Phrases `[first, behind)` of a source."""

    source: int
    first: int
    behind: int


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """What may stand before a phrase, around it, behind it, and before a figure."""
    pointing, naming, saying = any_word("pointing"), any_word("naming"), any_word("saying")
    named = rf"(?:{pointing}|{naming}|(?:{pointing})(?:{any_word('kinds')}))+(?:{saying}|{COPULA})+"
    subject = rf"(?:{any_word('demonstrative')})(?:{naming})(?=由)"
    return (
        re.compile(
            rf"^(?:{any_word('connecting')}|{named}|{subject}|本[\u4e00-\u9fff]{{2}}所称|主要包括|包括|指出|载明|写明)"
        ),
        re.compile(r"^在(?=.+方面$)"),
        re.compile(rf"(?:{any_word('listing')}|{COPULA})$"),
        re.compile(rf"(?:{any_word('measuring')}){COPULA}?(?=⟦)"),
    )


@lru_cache(maxsize=4096)
def _readings(text: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """What a phrase may say: as it stands, and without framing words at its ends or before a figure."""
    found = dict.fromkeys([text])
    waiting = [text]
    while waiting:
        one = waiting.pop()
        shorter = [frame.sub("", one) for frame in _frames()]
        shorter += [one.removeprefix(opening) for opening in before]
        for new in shorter:
            if new and new not in found:
                found[new] = None
                waiting.append(new)
    return tuple(dict.fromkeys(reading.replace(COPULA, "") for reading in found))


class PhrasePaths:
    """The phrases of one sentence against the sources that it cites."""

    def __init__(
        self,
        sources: Sequence[Source],
        last: Span | None,
        deadline: str,
        *,
        uncited: bool,
        goes_on: bool,
    ) -> None:
        """Take the sources.

        Args:
            sources: What the cited clauses say.
            last: What was said just before, or None.
            deadline: The date that was said last, where it was said of the same clause.
            uncited: Whether the sentence cites other words than these.
            goes_on: Whether what was said last ended with a semicolon: its date governs these words too.
        """
        self._uncited = uncited
        self._sources = sources
        self._last = last
        self._deadline = deadline
        self._goes_on = goes_on
        self._places: dict[str, list[Place]] = {}
        self._openings = tuple(dict.fromkeys(o for s in sources for o in openings(s.span)))
        for number, source in enumerate(sources):
            for first in range(len(source.phrases)):
                text = ""
                for behind in range(first + 1, min(first + _MOST_JOINED, len(source.phrases)) + 1):
                    text += source.phrases[behind - 1].text
                    self._places.setdefault(text, []).append(Place(number, first, behind))
                    if source.phrases[
                        behind - 1
                    ].weighs:  # what forbids one does not forbid the next
                        break

    def found(self, claims: Sequence[Phrase]) -> Iterator[list[Source]]:
        """The sources of the phrases, in turn; one way for each place where the last may stand."""
        paths: dict[Place | None, list[Place]] = {None: []}
        for at, claim in enumerate(claims):
            stopped = at == 0 or claims[at - 1].ends_sentence
            following: dict[Place | None, list[Place]] = {}
            for place in self._found(claim):
                for path in paths.values():
                    if place not in following and self._may_follow(path, place, stopped):
                        following[place] = [*path, place]
            paths = following
        for last, path in paths.items():
            if last and self._is_closed(last):
                yield [self._sources[place.source] for place in path]

    def _found(self, claim: Phrase) -> Iterator[Place]:
        bare = _readings(claim.marked, ())
        for reading in _readings(claim.marked, self._openings):
            for place in self._places.get(reading, []):
                at_head = place.first == 0 and self._sources[place.source].kind is SourceKind.WORDS
                if (at_head or reading in bare) and self._is_dated_right(claim, place):
                    yield place

    def _is_dated_right(self, claim: Phrase, place: Place) -> bool:
        """Whether the date that governs a phrase is that of its place; figures must have theirs."""
        source = self._sources[place.source]
        if source.kind is not SourceKind.WORDS:
            return True
        phrases = source.phrases[place.first : place.behind]
        dated = [phrase for phrase in phrases if phrase.figures] or phrases
        own = dated[-1].deadline
        if claim.deadline:
            return claim.deadline == (own or source.opening)
        if not own:
            governed = self._goes_on and bool(self._deadline and source.opening)
            return not governed or source.opening == self._deadline
        same = self._last is not None and self._last.clause is source.span.clause
        return same and own == self._deadline

    def _may_follow(self, path: Sequence[Place], place: Place, stopped: bool) -> bool:
        before = path[-1] if path else None
        source = self._sources[place.source]
        if source.kind is SourceKind.DUTY and not self._is_of(before, source):
            return False
        if before is None or (stopped and self._is_closed(before)):
            return not self._is_bound(place, path) and self._is_held(before, place)
        if before.source != place.source and source.kind is not SourceKind.WORDS:
            return place.first == 0 and self._is_closed(before)
        if before.source != place.source:
            return self._may_go_on(before, place)
        phrases = source.phrases
        if place.first < before.behind:
            return place.behind <= before.first and _is_loose(phrases)
        skipped = phrases[before.behind : place.first]
        if not skipped:
            return True
        free = not phrases[before.behind - 1].binds and not self._is_bound(place, path)
        if phrases[place.first].leans and any(p.figures and not p.leans for p in skipped):
            return False
        leans = any(_leans(phrases[place.first], phrase) for phrase in skipped)
        return free and not leans and not any(phrase.weighs or phrase.excepts for phrase in skipped)

    def _may_go_on(self, before: Place, place: Place) -> bool:
        """Whether another source may go on in the same sentence: where the one before is at its end."""
        said = self._sources[before.source]
        if said.kind is SourceKind.DUTY and not (
            said.named or said.only
        ):  # who leads one does not lead the next
            return False
        ended = before.behind == len(said.phrases)
        under = not said.opens or said.introduces(self._sources[place.source].span)
        return ended and under and place.first == 0 and self._is_closed(before)

    def _is_held(self, before: Place | None, place: Place) -> bool:
        """Whether what a phrase leans on was said right before it, where it leans on anything."""
        source = self._sources[place.source]
        if place.first == 0 or not source.phrases[place.first].leans:
            return True
        return (self._sources[before.source].span if before else self._last) == source.span

    def _is_of(self, before: Place | None, duty: Source) -> bool:
        """Whether who is responsible is said of what they are responsible for, and of nothing else."""
        if duty.named:
            return True
        span = self._sources[before.source].span if before else self._last
        duties = [each for each in self._sources if each.kind is SourceKind.DUTY]
        if span is None:
            return duty.only and not self._uncited
        own = next(
            (each.bracket for each in duties if each.span == span and each.bracket < span.start),
            None,
        )
        if own is not None:
            return own == duty.bracket
        if span.clause != duty.span.clause:
            return False
        between = any(span.start < each.bracket < duty.bracket for each in duties)
        return duty.only or (span.start < duty.bracket and not between)

    def _is_bound(self, place: Place, path: Sequence[Place]) -> bool:
        """Whether something limits a place that has not been said: the nearest limit before it."""
        source = self._sources[place.source]
        before = range(place.first - 1, -1, -1)
        limit = next((at for at in before if source.phrases[at].binds), None)
        if limit is None or (source.phrases[limit].stop == ":" and limit < place.first - 1):
            return False
        said = any(p.source == place.source and p.first <= limit < p.behind for p in path)
        return not said and self._last != source.span

    def _is_closed(self, place: Place) -> bool:
        """Whether nothing that limits it is left out behind a place, and it limits nothing itself."""
        phrases = self._sources[place.source].phrases
        if place.behind < len(phrases) and phrases[place.behind - 1].binds:
            return False
        return not any(phrase.excepts for phrase in phrases[place.behind :])


def _is_loose(phrases: Sequence[Phrase]) -> bool:
    """Whether the phrases of a sentence stand beside each other in any order."""
    apart = not any(p.binds or p.excepts or p.figures or p.deadline for p in phrases)
    return apart and not any(
        _leans(one, other) for at, one in enumerate(phrases) for other in phrases[:at]
    )


def _leans(one: Phrase, other: Phrase) -> bool:
    """Whether a phrase says of a thing what another says of another thing (`奖励5万元`, `奖励3万元`)."""
    text, like = (_FIGURE.sub("#", phrase.text) for phrase in (one, other))
    end = _common(text[::-1], like[::-1])
    own = min(len(text), len(like)) - end
    begins_alike = own > 0 and text[0] == like[0]
    return (end >= _SHARED and own < _OWN) or (begins_alike and end >= _OWN)


def _common(one: str, other: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
