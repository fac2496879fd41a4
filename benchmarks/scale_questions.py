"""Questions to an index of many documents, one after the other: time, memory, what is missed.

python -m benchmarks.scale_questions HOME

Prints JSON. Half of the questions warm up, half are timed; all are of the shipped tuning sets, every
second one made to name a policy of the index by its title or its number.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"  # before the libraries start their threads

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.assembly import assemble_parts, make_retriever
from assistant.choosing import was_asked_which
from assistant.conversation import Conversation
from assistant.lexicon import official_words
from assistant.settings import Settings
from evals.question_file import read_cases, shipped_question_files
from evals.report import percentile
from index.fusion import fused_scores
from index.opened import Index
from index.question_words import without_question_words
from index.retriever import DENSE_WEIGHT, SENTENCE_WEIGHT, Retriever
from index.search_store import Candidates, Sought
from index.terms import weighted_terms
from index.vectors import VectorForm, Vectors

_Taken = tuple[float, float]
Result = TypeVar("Result")
_MOST = 400
_COMPARED = 100
_RECALLED = 10


def main() -> int:
    """Measure and print."""
    parts = assemble_parts(Settings.from_environment({"ZHICE_HOME": sys.argv[1]}))
    files = [file for file in shipped_question_files() if "tuning" in file.stem]
    questions = [case.question for file in files for case in read_cases(file) if not case.history]
    questions = questions[:: max(len(questions) // _MOST, 1)]
    warm, timed = _naming(questions[::2], parts.index), _naming(questions[1::2], parts.index)
    for question in warm:
        parts.conversation.ask(question)
    retriever = make_retriever(parts.index, parts.embedder)
    print(
        json.dumps(
            {
                "clauses": parts.index.clauses,
                "sentences": parts.index.sentences,
                "questions": len(timed),
                **_asked(parts.conversation, timed),
                "resident_megabytes": _resident(),
                "search_milliseconds": _timings(lambda q: _searched(retriever, q), timed),
                "search_recall_at_10": _recall(parts.index, retriever, timed[:_COMPARED]),
                "vectors": _forms(parts.index, retriever, timed[:_COMPARED]),
            }
        )
    )
    return 0


def _searched(retriever: Retriever, question: str) -> object:
    return retriever.search(question, related=official_words(question), limit=20)


def _naming(questions: Sequence[str], index: Index) -> list[str]:
    """Every second question names a policy, in turn by title and by number, spread over all."""
    heads = index.heads
    named = list(questions)
    for at in range(0, len(named), 2):
        head = heads[at * len(heads) // len(named)]
        name = f"{head.number}文件" if at % 4 and head.number else f"《{head.title}》"
        named[at] = f"{name}里，{named[at]}"
    return named


def _asked(conversation: Conversation, questions: Sequence[str]) -> dict[str, object]:
    """Milliseconds of all questions, of those answered or declined, of those asked back."""
    taken: dict[bool, list[_Taken]] = {False: [], True: []}
    for question in questions:
        answer, milliseconds = _timed(conversation.ask, question)
        taken[was_asked_which(answer.text)].append(milliseconds)
    return {
        "ask_milliseconds": _percentiles([*taken[False], *taken[True]]),
        "answered": len(taken[False]),
        "answered_milliseconds": _percentiles(taken[False]),
        "asked_back": len(taken[True]),
        "asked_back_milliseconds": _percentiles(taken[True]),
    }


def _timings(action: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    return _percentiles([_timed(action, question)[1] for question in questions])


def _timed(action: Callable[[str], Result], question: str) -> tuple[Result, _Taken]:
    begin, cpu = time.perf_counter(), time.process_time()
    result = action(question)
    return result, (1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - cpu))


def _percentiles(taken: Sequence[_Taken]) -> dict[str, float]:
    if not taken:
        return {}
    return {
        f"{name}_{share}": round(percentile([each[at] for each in taken], share / 100), 2)
        for at, name in enumerate(("wall", "cpu"))
        for share in (50, 95)
    }


def _resident() -> dict[str, int]:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = dict(line.split(":") for line in lines if line.startswith(("VmRSS", "Rss")))
    names = {"VmRSS": "all", "RssAnon": "own", "RssFile": "mapped"}
    return {
        names[key]: int(value.split()[0]) // 1024 for key, value in found.items() if key in names
    }


def _sought(retriever: Retriever, question: str) -> Sought:
    asked = without_question_words(question)
    vector = retriever.embedder.encode_queries([asked])[0]
    return Sought(vector, weighted_terms(asked, retriever.store.terms))


def _recall(index: Index, retriever: Retriever, questions: Sequence[str]) -> float:
    """Of the ten best clauses when all are ranked, the share that the search ranks among its ten."""
    found = 0
    for question in questions:
        sought = _sought(retriever, question)
        highest = index.clause_statistics(sought.terms).highest_score(sought.terms)
        right = _best(index.all_candidates(sought), highest)
        found += len(right & _best(index.candidates(sought, limit=_RECALLED), highest))
    return round(found / (_RECALLED * len(questions)), 4)


def _best(found: Candidates, highest: float) -> set[tuple[str, int]]:
    cosine = (1 - SENTENCE_WEIGHT) * found.cosine + SENTENCE_WEIGHT * found.nearest
    fused = fused_scores(cosine, found.bm25, highest, dense_weight=DENSE_WEIGHT)
    rows = np.argsort(-fused, kind="stable")[:_RECALLED].tolist()
    return {(found.documents[row], int(found.positions[row])) for row in rows}


def _forms(index: Index, retriever: Retriever, questions: Sequence[str]) -> dict[str, object]:
    """The clause vectors alone in every form: build, size, a search, recall@10 against exact."""
    vectors = [s.clause_vectors.rows(np.arange(s.size)) for s in index.segments]
    rows = np.concatenate(vectors)
    asked = [_sought(retriever, question).vector for question in questions]
    exact = Vectors.of(rows)
    right = [{*exact.nearest(vector, _RECALLED).rows.tolist()} for vector in asked]
    forms: dict[str, object] = {}
    for form in VectorForm:
        begin = time.process_time()
        made = Vectors.of(rows, form)
        built = time.process_time() - begin
        milliseconds, hits = [], 0
        for vector, best in zip(asked, right, strict=True):
            begin = time.process_time()
            found = made.nearest(vector, _RECALLED).rows.tolist()
            milliseconds.append(1000 * (time.process_time() - begin))
            hits += len(best & {*found})
        forms[form.value] = {
            "build_cpu_seconds": round(built, 2),
            "megabytes": round(len(made.to_bytes()) / 1e6, 1),
            "cpu_50": round(percentile(milliseconds, 0.5), 3),
            "cpu_95": round(percentile(milliseconds, 0.95), 3),
            "recall_at_10": round(hits / (_RECALLED * len(asked)), 4),
        }
    return forms


if __name__ == "__main__":
    sys.exit(main())
