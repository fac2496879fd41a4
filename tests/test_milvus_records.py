"""Documents, heads and statistics come back from rows as they went in, however long they are."""

import pytest
from elder_care_policy import care_policy

from documents.document import Document
from documents.document_head import DocumentHead
from documents.reading import parse_document
from index.milvus_records import (
    RecordKind,
    Statistics,
    StoredHead,
    document_from,
    document_rows,
    facts_from,
    head_from,
    head_row,
    statistics_from,
    statistics_rows,
    unpacked,
)
from index.prepared import prepared
from index.terms import TermKind


def long_policy(lines: int) -> Document:
    """A policy whose text does not fit into one row."""
    body = [
        f"第{n}项：{'养老服务' * 9}{n * n}{chr(0x4E00 + n * 7 % 20000)}。" for n in range(lines)
    ]
    return parse_document(["关于养老的办法", "一、任务", *body], "long.txt")


@pytest.mark.parametrize("document", [care_policy(), long_policy(9_000)])
def test_a_document_and_its_facts(document: Document) -> None:
    ready = prepared(document, TermKind.CHARACTERS)
    rows = list(document_rows(ready, 7))
    packed = {
        kind: [row for row in rows if row["kind"] == kind]
        for kind in (RecordKind.DOCUMENT, RecordKind.FACTS)
    }
    assert all(len(row["text"].encode()) <= 65_535 and row["serial"] == 7 for row in rows)
    assert document_from(unpacked(reversed(packed[RecordKind.DOCUMENT]))) == document
    assert facts_from(unpacked(packed[RecordKind.FACTS])) == ready.facts


def test_parts_that_are_missing_or_damaged() -> None:
    ready = prepared(long_policy(9_000), TermKind.CHARACTERS)
    rows = [row for row in document_rows(ready, 7) if row["kind"] == RecordKind.DOCUMENT]
    assert len(rows) > 1
    for broken in ([], rows[:-1], rows[1:], [{**rows[0], "text": "AAAA"}, *rows[1:]]):
        with pytest.raises(ValueError, match=r"parts|Error"):
            unpacked(broken)


def test_a_head() -> None:
    head = DocumentHead("青政发〔2024〕3号", "意见“一”", "青政发〔2024〕3号", "", "2024-01-02", 9)
    stored = StoredHead(head, serial=12, order=3, clauses=7)
    assert head_from(head_row(stored)) == stored


def test_statistics() -> None:
    ready = prepared(care_policy(), TermKind.CHARACTERS)
    statistics = Statistics(ready.keywords.counts, ready.sentence_counts)
    read = statistics_from(unpacked(statistics_rows(statistics, -1)))
    terms = ["养老", "床", "没有"]
    assert read.clauses.statistics(terms) == ready.keywords.statistics(terms)
    assert read.sentences.statistics(terms) == ready.sentence_counts.statistics(terms)
    assert read.clauses.statistics(terms).spreads["养老"] > 0
