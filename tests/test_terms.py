"""Texts cut into terms, and the numbers of terms."""

import jieba

from index.terms import TermKind, term_key, terms_of


def test_characters_are_single_ones_then_pairs_within_a_run() -> None:
    assert terms_of("护理床，５G!", TermKind.CHARACTERS) == [
        *("护", "理", "床", "护理", "理床"),
        *("5", "g", "5g"),
    ]


def test_words_are_cut_as_jieba_does_in_search_mode() -> None:
    text = "加快推进国家级跨境电子商务综合试验区建设"
    assert terms_of(text, TermKind.WORDS) == list(jieba.cut_for_search(text))
    assert "电子商务" in terms_of(text, TermKind.WORDS)


def test_short_terms_are_their_bytes_and_long_ones_a_hash() -> None:
    assert term_key("a") == ord("a") << 56
    assert term_key("养老") == int.from_bytes("养老".encode().ljust(8, b"\0"), "big")
    assert len({term_key("养老服务"), term_key("养老服务业"), term_key("养老")}) == 3
