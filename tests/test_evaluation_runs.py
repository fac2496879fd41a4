"""Evaluations in the background: one at a time, stopped without a trace, compared with the one before."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import settings_for
from scripted_assistant import ScriptedAssistant, ScriptedBackend

from assistant.answer import Answer, Turn
from evals.case import CaseError
from evals.run_store import RunError, RunStore
from ui.background import WorkStoppedError
from ui.evaluation_runs import EvaluationRuns

LONG = 30
"""Seconds after which a test gives up."""


@dataclass
class HeldAssistant(ScriptedAssistant):
    """Says when it is asked, and answers when it may."""

    begun: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Wait, then answer from the script."""
        self.begun.set()
        assert self.may_answer.wait(LONG)
        return super().ask(question, history)


@pytest.fixture
def assistant() -> HeldAssistant:
    return HeldAssistant()


@pytest.fixture
def runs(tmp_path: Path, assistant: HeldAssistant) -> EvaluationRuns:
    """Runs over a set of two cases of its own."""
    own_set = tmp_path / "questions" / "rated.jsonl"
    own_set.parent.mkdir()
    cases = [
        {
            "id": name,
            "category": "rated",
            "question": "床位占比是多少",
            "answerable": True,
            "gold_clauses": ["一"],
            "must_include": [["65%以上"]],
        }
        for name in ("one", "two")
    ]
    own_set.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases))
    backend = ScriptedBackend(assistant)
    store = RunStore(tmp_path / "runs")
    return EvaluationRuns(settings_for(tmp_path / "index"), backend, store, own_set)


def ended(runs: EvaluationRuns) -> None:
    work = runs.work
    assert work is not None
    while not work.wait(LONG):
        pass


def test_a_run_is_stored_and_compared_with_the_one_before(
    runs: EvaluationRuns, assistant: HeldAssistant
) -> None:
    assistant.may_answer.set()
    for name in ("0001", "0002"):
        runs.start(["rated"])
        ended(runs)
        assert runs.work is not None
        assert runs.work.result().name == name
    assert runs.store.names() == ["0001", "0002"]
    newest = runs.stored("0002")
    assert [(record.identifier, record.good) for record in newest.records] == [
        ("one", True),
        ("two", True),
    ]
    assert runs.baseline_for(newest) == "0001"
    assert runs.baseline_for(runs.stored("0001")) == ""
    (runs.store.folder / "0001" / "cases.jsonl").write_text("damaged")
    assert runs.baseline_for(newest) == ""
    with pytest.raises(RunError, match="没有名为"):
        runs.stored("../runs/0002")


def test_one_run_at_a_time_and_a_stopped_one_leaves_nothing(
    runs: EvaluationRuns, assistant: HeldAssistant
) -> None:
    runs.start(["rated"])
    assert assistant.begun.wait(LONG)
    assert runs.running
    with pytest.raises(CaseError, match="已有一次评测在运行"):
        runs.start(["rated"])
    runs.stop()
    assistant.may_answer.set()
    ended(runs)
    assert runs.work is not None
    with pytest.raises(WorkStoppedError, match="已停止"):
        runs.work.result()
    assert runs.store.names() == []
    runs.start(["rated"])
    ended(runs)
    assert runs.store.names() == ["0001"]


def test_a_name_taken_in_the_meantime_loses_no_run(
    runs: EvaluationRuns, assistant: HeldAssistant
) -> None:
    runs.start(["rated"])
    assert assistant.begun.wait(LONG)
    (runs.store.folder / "0001").mkdir(parents=True)
    (runs.store.folder / "0001" / "run.json").write_text("{}")
    assistant.may_answer.set()
    ended(runs)
    assert runs.store.names() == ["0001", "0002"]


@pytest.mark.parametrize("names", [[], ["../../etc/passwd"], ["none"]])
def test_only_known_sets_are_run(runs: EvaluationRuns, names: list[str]) -> None:
    with pytest.raises(CaseError, match="请先选择题集"):
        runs.start(names)
    assert runs.work is None


def test_a_set_that_does_not_fit_its_documents_is_an_error_to_show(runs: EvaluationRuns) -> None:
    text = runs.own_set.read_text().replace('"一"', '"九"')
    runs.own_set.write_text(text)
    runs.start(["rated"])
    ended(runs)
    assert runs.work is not None
    with pytest.raises(CaseError, match="文件里没有条款“九”"):
        runs.work.result()
