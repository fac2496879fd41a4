"""Fits the weights by which an answer is given or declined (`assistant/support.py`).

Questions with known answers come in, the logistic regression goes out, with its figures on documents
that it was not fitted on: each is left out once. Questions of other documents serve as some that no
clause answers, at a small weight.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.several import questions_of_each, split_questions
from assistant.support import is_judged, support_features
from documents.errors import QuestionError
from evals.case import Case, CaseError
from evals.metrics import cited, right
from evals.runner import MeasuredAssistant

STRANGERS = 14
"""How many questions of other documents are asked of each."""

STRANGER_WEIGHT = 0.1
"""What such a question counts beside one that was written for the document."""

_PENALTY = 0.3
_SEED = 7
_LEAST_EXAMPLES = 40

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An answer that was given where nothing is declined: what is known of it, and its features.

    `holds` says whether the text answers the question; `right` whether this answer does.
    """

    document: str
    holds: bool
    right: bool
    stranger: bool
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights in the units of the features, and shares on documents left out (0 to 1).

    `kept_right` are right answers that are still given, `declined` the questions without an answer
    in the text that are declined.
    """

    bias: float
    least: float
    weights: Mapping[str, float]
    examples: int
    kept_right: float
    declined: float


def examples_of(
    assistants: Mapping[str, MeasuredAssistant], cases: Mapping[str, Sequence[Case]]
) -> Iterator[Example]:
    """The examples of all documents; `assistants` decline nothing for want of support.

    Args:
        assistants: One over each document, by its name.
        cases: The questions on each document, by the same name.
    """
    chance = random.Random(_SEED)
    for name, assistant in assistants.items():
        for case in cases[name]:
            yield from _examples(name, assistant, case, stranger=False)
        others = [
            replace(case, answerable=False, must_include=(), gold_clauses=())
            for other, own in cases.items()
            if other != name
            for case in own
            if case.answerable and not case.history
        ]
        for case in chance.sample(others, min(STRANGERS, len(others))):
            yield from _examples(name, assistant, case, stranger=True)


def _examples(
    name: str, assistant: MeasuredAssistant, case: Case, *, stranger: bool
) -> Iterator[Example]:
    """The example of a case, where its answer is one that support decides about."""
    if len(split_questions(case.question)) > 1 or questions_of_each(case.question):
        return
    try:
        found = assistant.retrieve(case.question, case.history)
        answer = assistant.draft(case.question, case.history)
    except QuestionError:
        return
    question = found.resolved.question
    if not is_judged(question, answer):
        return
    is_right = right(case, answer).holds or cited(case, answer, assistant.documents).holds
    features = support_features(question, found.evidence, answer, found.resolved.context)
    yield Example(name, case.answerable, case.answerable and is_right, stranger, features)


def fit(examples: Sequence[Example], least: float) -> Fitted:
    """Fit on all examples, and measure with each document left out in turn.

    Wrong answers to questions that the text does answer teach nothing and are left out.

    Args:
        examples: Those of several documents.
        least: The support below which a question is declined, 0 to 1.

    Raises:
        CaseError: There are too few examples, or all are of one kind or one document.
    """
    known = [example for example in examples if example.right or not example.holds]
    documents = sorted({example.document for example in known})
    kinds = {example.holds for example in known}
    if len(known) < _LEAST_EXAMPLES or len(documents) < 2 or len(kinds) < 2:
        raise CaseError(
            f"题目太少：只有 {len(known)} 条可用，来自 {len(documents)} 份文件。"
            f"至少要 {_LEAST_EXAMPLES} 条、2 份文件，且有能回答的，也有不能回答的。"
        )
    names = list(known[0].features)
    kept: list[bool] = []
    declined: list[bool] = []
    for document in documents:
        bias, weights = _regression([e for e in known if e.document != document], names)
        for example in known:
            if example.document == document and not example.stranger:
                given = _support(bias, weights, example, names) >= least
                (kept if example.holds else declined).append(given is example.holds)
    bias, weights = _regression(known, names)
    return Fitted(
        bias=bias,
        least=least,
        weights=dict(zip(names, weights.tolist(), strict=True)),
        examples=len(known),
        kept_right=float(np.mean(kept)),
        declined=float(np.mean(declined)),
    )


def _regression(examples: Sequence[Example], names: Sequence[str]) -> tuple[float, Matrix]:
    """Bias and weights in the units of the features; features are scaled to fit."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows = np.array([[example.features[name] for name in names] for example in examples])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_PENALTY, max_iter=5000)
    counts = [STRANGER_WEIGHT if example.stranger else 1.0 for example in examples]
    model.fit(scaler.transform(rows), [example.holds for example in examples], counts)
    weights: Matrix = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - (weights * scaler.mean_).sum()), weights


def _support(bias: float, weights: Matrix, example: Example, names: Sequence[str]) -> float:
    total = bias + sum(w * example.features[name] for w, name in zip(weights, names, strict=True))
    return float(1 / (1 + np.exp(-total)))
