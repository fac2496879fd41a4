"""Fits the weights by which an answer is given or declined (`assistant/support.py`).

Questions with known answers come in, two logistic regressions go out, with their figures on documents
that they were not fitted on: each is left out once. One tells right answers from those to questions
that the text leaves open; the other tells the questions of a document from those of other documents.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.nearness import OFF_BEST
from assistant.several import questions_of_each, split_questions
from assistant.support import NEARNESS, Regression, is_judged, support_features
from documents.errors import QuestionError
from evals.case import Case, CaseError
from evals.metrics import cited, right
from evals.runner import MeasuredAssistant

STRANGERS = 20
"""How many questions of other documents are asked of each."""

LOST = 0.006
"""The share of right answers that may be declined so that questions of other documents are."""

_PENALTY = 0.3
_SEED = 7
_LEAST_EXAMPLES = 40
_LEAST_DOCUMENTS = 2
_CERTAIN = 20.0


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
    """Both regressions, in the units of the features, and shares on documents left out (0 to 1).

    `kept_right` are right answers that are still given, `declined` the questions without an answer
    in the text that are declined, `strangers_declined` those of other documents.
    """

    least: float
    borne_out: Regression
    on_subject: Regression
    examples: int
    kept_right: float
    declined: float
    strangers_declined: float

    def support(self, example: Example) -> float:
        """The support of an example, as `assistant/support.py` takes it."""
        chances = (each.chance(example.features) for each in (self.borne_out, self.on_subject))
        return min(chances)


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
        CaseError: There are too few examples, or those with or without an answer in the text are of
            one document.
    """
    known = [example for example in examples if example.right or not example.holds]
    documents = sorted({example.document for example in known})
    own = [example for example in known if not example.stranger]
    of_kind = [{e.document for e in own if e.holds is holds} for holds in (True, False)]
    if len(known) < _LEAST_EXAMPLES or min(map(len, of_kind)) < _LEAST_DOCUMENTS:
        raise CaseError(
            f"题目太少：只有 {len(known)} 条可用，来自 {len(documents)} 份文件。"
            f"至少要 {_LEAST_EXAMPLES} 条，能回答的和不能回答的都要来自至少 {_LEAST_DOCUMENTS} 份文件。"
        )
    given: dict[str, list[bool]] = {"right": [], "open": [], "stranger": []}
    for document in documents:
        others = _fitted([e for e in known if e.document != document], least)
        for example in known:
            if example.document == document:
                kind = "stranger" if example.stranger else "right" if example.holds else "open"
                given[kind].append(others.support(example) >= least)
    return replace(
        _fitted(known, least),
        kept_right=float(np.mean(given["right"])),
        declined=1 - float(np.mean(given["open"])),
        strangers_declined=1 - float(np.mean(given["stranger"])) if given["stranger"] else 0.0,
    )


def _fitted(examples: Sequence[Example], least: float) -> Fitted:
    """Both regressions, unmeasured."""
    own = [example for example in examples if not example.stranger]
    names = list(examples[0].features)
    without = [name for name in names if name != NEARNESS]
    borne_out = _regression(own, [example.holds for example in own], without)
    of_subject = [name for name in names if name not in OFF_BEST]
    on_subject = _on_subject(examples, of_subject, least)
    return Fitted(least, borne_out, on_subject, len(examples), 0.0, 0.0, 0.0)


def _on_subject(examples: Sequence[Example], names: Sequence[str], least: float) -> Regression:
    """Right answers from strangers; its bias is such that `LOST` of the right ones are below `least`."""
    asked = [example for example in examples if example.stranger or example.holds]
    if not any(example.stranger for example in asked):
        return Regression(_CERTAIN, dict.fromkeys(names, 0.0))
    found = _regression(asked, [not example.stranger for example in asked], names)
    right = [_log_odds(found.chance(e.features)) for e in asked if not e.stranger]
    return replace(found, bias=found.bias + _log_odds(least) - float(np.quantile(right, LOST)))


def _regression(
    examples: Sequence[Example], holds: Sequence[bool], names: Sequence[str]
) -> Regression:
    """Bias and weights in the units of the features; features are scaled to fit."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows = np.array([[example.features[name] for name in names] for example in examples])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_PENALTY, max_iter=5000).fit(scaler.transform(rows), holds)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    return Regression(bias, dict(zip(names, weights.tolist(), strict=True)))


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))
