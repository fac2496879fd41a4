"""Term counts of documents: joined, taken out, added up."""

from index.document_spreads import DocumentSpreads
from index.term_statistics import TermCounts

CARE = TermCounts.of([["养老", "床位"], ["养老", "养老"]])
SNOW = TermCounts.of([["冰雪", "床位", "床位"]])
BOTH = DocumentSpreads.joined([DocumentSpreads.of(CARE), DocumentSpreads.of(SNOW)])


def known(counts: TermCounts) -> tuple[int, int, dict[str, int]]:
    found = counts.statistics(["养老", "床位", "冰雪", "飞机"])
    return found.texts, found.length, dict(found.spreads)


def test_each_document_keeps_its_counts() -> None:
    assert known(BOTH.document(0)) == known(CARE) == (2, 4, {"养老": 2, "床位": 1})
    assert known(BOTH.document(1)) == known(SNOW) == (1, 3, {"床位": 1, "冰雪": 1})


def test_all_together_are_the_sum() -> None:
    assert known(BOTH.total) == (3, 7, {"养老": 2, "床位": 2, "冰雪": 1})


def test_of_some_documents_the_others_leave_nothing() -> None:
    snow = BOTH.only([1])
    assert known(snow.total) == known(SNOW)
    assert len(snow.keys) == 2
    assert known(BOTH.only([]).total) == (0, 0, {})
