"""Spreads of terms, added up and taken away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.keywords import Keywords
from index.term_statistics import TermCounts, added
from index.terms import TermKind, terms_of

KINDS = pytest.mark.parametrize("kind", list(TermKind))
TEXTS = st.lists(st.text(alphabet="养老床位服务 ，a1", max_size=12), max_size=6)


@KINDS
@settings(deadline=None)
@given(texts=TEXTS, more=TEXTS)
def test_counts_are_added_and_taken_away(kind: TermKind, texts: list[str], more: list[str]) -> None:
    some = TermCounts.of([terms_of(text, kind) for text in texts])
    others = TermCounts.of([terms_of(text, kind) for text in more])
    terms = terms_of("养老服务a1", kind)
    both = TermCounts.joined([some, others])
    assert both.statistics(terms) == Keywords.of([*texts, *more], kind).statistics(terms)
    assert TermCounts.joined([both], minus=[others]).statistics(terms) == some.statistics(terms)
    assert added([some.statistics(terms), others.statistics(terms)]) == both.statistics(terms)
