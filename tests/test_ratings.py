"""Ratings kept, bad ones made into cases; what is not sound gets into no set."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from scripted_assistant import ScriptedAssistant, small_document

from assistant.answer import Status, Turn
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
    rated(store, liked=False)  # begins a line of its own
    assert [each.reason for each in store.open()] == ["不完整", "不完整"]
    store.settle(store.open()[0].identifier, "dismissed")
    with (tmp_path / "settled.jsonl").open("a") as file:
        file.write('{"identi')
    store.settle(store.open()[0].identifier, "dismissed")
    assert store.open() == []


def test_what_the_browser_sends_is_cut_and_made_writable(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    answer = ScriptedAssistant().ask("床位占比是多少")
    turns = [Turn("长" * 50_000, "好")] * 30
    store.add("床位\ud83d", turns, answer, liked=False, reason="坏\udc00")
    (kept,) = store.open()
    assert (kept.question, kept.reason) == ("床位?", "坏?")
    assert [len(question) for question, _ in kept.history] == [10_000] * 10


def test_a_declined_answer_becomes_a_draft_that_should_be_declined(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    answer = ScriptedAssistant().ask("床位占比是多少")
    declined = replace(answer, status=Status.SOURCE_INCOMPLETE)
    store.add("床位占比是多少", (), declined, liked=False)
    draft = store.open()[0].draft
    assert (draft.answerable, draft.gold_clauses) == (False, ("一",))


def test_of_a_case_accepted_twice_at_once_one_is_in_the_set(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    rated(store, liked=False)
    draft, file = store.open()[0].draft, tmp_path / "rated.jsonl"
    refused: list[str] = []

    def accept() -> None:
        try:
            accept_case(file, draft, [small_document()])
        except CaseError as exc:
            refused.append(str(exc))

    threads = [threading.Thread(target=accept) for _ in "12345678"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_cases(file) == [draft]
    assert len(refused) == 7


def test_ratings_that_cannot_be_written_or_read_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaseError, match="写不进"):
        rated(RatingStore(tmp_path / "file" / "ratings"), liked=False)
    (tmp_path / "ratings.jsonl").mkdir()
    with pytest.raises(CaseError, match="读不出"):
        RatingStore(tmp_path).open()
