"""Keys tell whose a row is; clauses have the weights that the index folder scores them by."""

from dataclasses import replace

import numpy as np
import pytest
from elder_care_policy import care_policy, trade_policy
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import IndexFolderError
from index.milvus_rows import (
    check_size,
    clause_key,
    clause_rows,
    owner_of,
    sentence_keys,
    sentence_rows,
    serial_of,
)
from index.prepared import prepared
from index.term_numbers import term_number
from index.term_statistics import K1, B, TermStatistics
from index.terms import TermKind


@given(
    serial=st.integers(0, 2**31 - 1),
    clause=st.integers(0, 2**16 - 1),
    sentence=st.integers(0, 2**16 - 1),
)
def test_keys_tell_document_and_clause(serial: int, clause: int, sentence: int) -> None:
    owner = clause_key(serial, clause)
    key = sentence_keys(owner, sentence + 1)[-1]
    assert key < 2**63
    assert serial_of(key) == serial_of(owner) == serial
    assert owner_of(key) == owner


def test_clauses_and_sentences() -> None:
    ready = prepared(trade_policy(), TermKind.CHARACTERS)
    clauses = np.eye(len(ready.positions), 4, dtype=np.float32)
    sentences = np.eye(int(ready.first_sentence[-1]), 4, dtype=np.float32)
    made = TermStatistics(2, 60, {})
    rows = list(clause_rows(ready, 5, clauses, made))
    assert [row["position"] for row in rows] == ready.positions.tolist()
    assert [row["id"] for row in rows] == [clause_key(5, row) for row in range(len(rows))]
    assert {row["document"] for row in rows} == {"青政发〔2024〕9号"}
    length = rows[1]["length"]
    once = 1 / (1 + K1 * (1 - B + B * length / 30))
    searched = ready.keywords.scores({"物": 1.0}, TermStatistics(2, 60, {"物": 1}))
    assert rows[1]["sparse"][term_number("现")] == pytest.approx(once)
    assert term_number("养") not in rows[1]["sparse"]
    for row, expected in zip(rows, searched.tolist(), strict=True):
        rarity = TermStatistics(2, 60, {"物": 1}).rarity("物")
        assert row["sparse"].get(term_number("物"), 0.0) * rarity == pytest.approx(expected)
    found = list(sentence_rows(ready, 5, sentences))
    keys = [key for row in rows for key in sentence_keys(row["id"], row["sentences"])]
    assert [row["id"] for row in found] == keys
    assert all(np.array_equal(row["dense"], sentences[at]) for at, row in enumerate(found))


def test_a_name_that_is_too_long() -> None:
    ready = prepared(care_policy(), TermKind.CHARACTERS)
    check_size(ready)
    long = replace(ready, document=replace(ready.document, identifier="很长的" * 300))
    with pytest.raises(IndexFolderError, match="标题太长，无法存入 Milvus：很长的很长的"):
        check_size(long)
