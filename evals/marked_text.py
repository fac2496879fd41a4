"""Texts in, segments out: clauses with what is quoted of them, two answers with what differs.

The segments of a text joined give the text back.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import pairwise

from documents.regular_expressions import regex
from evals.record import QuotedSpan

_TOKEN = regex(r"[A-Za-z]+|\d+(?:\.\d+)?%?|\s+|.", re.S)
_SHORTEST_MATCH = 2
"""So many equal tokens between two differences; fewer are part of one difference."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `numbers` are the citations, from 1, whose quote ends with it."""

    text: str
    marked: bool
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause that is cited, once or more often; `numbers` are those citations, from 1."""

    document: str
    address: str
    numbers: tuple[int, ...]
    segments: tuple[Segment, ...]


def cited_clauses(citations: Sequence[QuotedSpan]) -> list[CitedClause]:
    """The clauses in the order of their first citation, each with all quotes of it marked."""
    grouped: dict[tuple[str, str, str], list[tuple[int, QuotedSpan]]] = {}
    for number, span in enumerate(citations, 1):
        grouped.setdefault((span.document, span.clause, span.text), []).append((number, span))
    return [
        CitedClause(
            spans[0][1].document,
            spans[0][1].address,
            tuple(number for number, _ in spans),
            tuple(_quoted(text, spans)),
        )
        for (_, _, text), spans in grouped.items()
    ]


def _quoted(text: str, spans: Sequence[tuple[int, QuotedSpan]]) -> Iterable[Segment]:
    """Cut a text where quotes begin and end."""
    edges = {place for _, span in spans for place in (span.start, span.end)}
    for start, end in pairwise(sorted({0, len(text)} | {min(len(text), edge) for edge in edges})):
        marked = any(span.start <= start and end <= span.end for _, span in spans)
        yield Segment(text[start:end], marked, tuple(n for n, span in spans if span.end == end))


def differences(before: str, after: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Both texts, marked where they differ; numbers and Latin words differ as a whole."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = [block for block in matcher.get_matching_blocks() if _stands(block, old, new)]
    return (
        _marked_between(old, [(block.a, block.a + block.size) for block in kept]),
        _marked_between(new, [(block.b, block.b + block.size) for block in kept]),
    )


def _stands(block: Match, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether equal tokens are worth showing as equal: long enough, or at the edge of both."""
    at_start = block.a == block.b == 0
    at_end = block.a + block.size == len(old) and block.b + block.size == len(new)
    return block.size >= (1 if at_start or at_end else _SHORTEST_MATCH)


def _marked_between(tokens: Sequence[str], equal: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    place = 0
    for start, end in [*equal, (len(tokens), len(tokens))]:
        segments.append(Segment("".join(tokens[place:start]), marked=True))
        segments.append(Segment("".join(tokens[start:end]), marked=False))
        place = end
    return tuple(segment for segment in segments if segment.text)
