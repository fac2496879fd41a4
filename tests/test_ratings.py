"""Ratings kept, bad ones made into cases; what is not sound gets into no set."""

import threading
from pathlib import Path

import pytest
from scripted_assistant import ScriptedAssistant, small_document

from assistant.answer import Turn
from evals.case import CaseError
from evals.question_file import read_cases
from evals.ratings import RatingStore, accept_case


def rated(store: RatingStore, *, liked: bool) -> None:
    answer = ScriptedAssistant().ask("床位占比是多少")
    before = (Turn("养老", "好"),)
    store.add("床位占比是多少", before, answer, liked=liked, reason="不完整", user="li")


def test_a_bad_rating_is_a_draft_with_the_cited_clauses(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    rated(store, liked=True)
    rated(store, liked=False)
    bad = store.open()
    assert [(each.question, each.liked, each.user) for each in bad] == [
        ("床位占比是多少", False, "li")
    ]
    draft = bad[0].draft
    assert draft.gold_clauses == ("一",)
    assert draft.history == (Turn("养老", "好"),)
    assert (draft.answerable, draft.note) == (True, "不完整")
    store.settle(bad[0].identifier, "dismissed")
    assert store.open() == []
    assert len(store.all()) == 2


def test_an_accepted_case_is_in_the_set(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    rated(store, liked=False)
    file = tmp_path / "questions" / "rated.jsonl"
    draft = store.open()[0].draft
    accept_case(file, draft, [small_document()])
    assert read_cases(file) == [draft]
    content = file.read_bytes()
    with pytest.raises(CaseError, match="已经有了"):
        accept_case(file, draft, [small_document()])
    assert file.read_bytes() == content


def test_a_case_that_is_not_sound_changes_nothing(tmp_path: Path) -> None:
    from dataclasses import replace

    store = RatingStore(tmp_path)
    rated(store, liked=False)
    draft = store.open()[0].draft
    file = tmp_path / "rated.jsonl"
    for wrong, message in (
        (replace(draft, gold_clauses=()), "写明出处条款"),
        (replace(draft, gold_clauses=("九",)), "没有条款“九”"),
        (replace(draft, must_include=(("99%",),)), "不在标准条款里"),
    ):
        with pytest.raises(CaseError, match=message):
            accept_case(file, wrong, [small_document()])
    assert not file.exists()


def test_ratings_given_at_once_are_all_kept(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    threads = [
        threading.Thread(target=rated, args=(store,), kwargs={"liked": False}) for _ in "12345678"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.all()) == 8


def test_a_line_that_a_crash_cut_off_is_left_out(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    rated(store, liked=False)
    with (tmp_path / "ratings.jsonl").open("a") as file:
        file.write('{"identifier": "half')
    assert len(store.all()) == 1
