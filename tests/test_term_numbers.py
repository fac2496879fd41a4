"""Terms get numbers that sparse vectors take, those of one or two characters one of their own."""

from hypothesis import given
from hypothesis import strategies as st

from index.term_numbers import NOTHING, term_number

WIDEST = st.characters(min_codepoint=1, max_codepoint=0xFFFE, exclude_categories=["Cs"])


def test_numbers_follow_the_characters() -> None:
    assert term_number("养") == ord("养")
    assert term_number("养老") == ord("养") << 16 | ord("老")
    assert term_number("老养") == ord("老") << 16 | ord("养")
    assert term_number("a1") == ord("a") << 16 | ord("1")


@given(st.text(WIDEST, min_size=1, max_size=2), st.text(WIDEST, min_size=1, max_size=2))
def test_short_terms_share_no_number(one: str, other: str) -> None:
    assert (term_number(one) == term_number(other)) == (one == other)


@given(st.text(min_size=1).filter(lambda text: text.isalnum()))
def test_every_term_has_a_number_that_milvus_takes(term: str) -> None:
    assert NOTHING < term_number(term) < 2**32 - 1


def test_longer_terms_have_different_numbers() -> None:
    terms = [
        "养老服务",
        "养老",
        "服务",
        "abcdefgh",
        "abcdefghi",
        "abcdefgx",
        "𠀀𠀁",
        "𠀁𠀀",
        "2024",
    ]
    assert len({term_number(term) for term in terms}) == len(terms)
