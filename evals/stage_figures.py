"""Figures of one case by stage: how well it was found, answered, cited, proven, understood.

Each lies between 0 and 1; one that does not apply is missing. Pure functions.
"""

from collections.abc import Mapping, Sequence

from assistant.answer import Answer
from assistant.citations import prove
from assistant.conversation import Retrieved
from documents.document import Document
from documents.regular_expressions import regex
from evals.case import Case
from evals.metrics import contains_one, enclosing_numbers, normalised
from evals.ranking import Ranking, hit, ndcg, recall, reciprocal_rank

DEEPEST = 10
CONCISE = 160
"""Characters that an answer may have for each clause that has to be cited."""

_MARK = regex(r"\[\d+\]")
_DIGIT = regex(r"[\d一二三四五六七八九十百千万亿]")


def retrieval_figures(
    case: Case, ranking: Ranking, passages: Ranking, gold_passages: frozenset[str]
) -> dict[str, float]:
    """Recall, MRR and nDCG of clauses and of passages.

    Where one gold clause is enough, recall@k is 1 when any is among the first k; with
    `all_clauses` it is the share of them.
    """
    if not case.answerable:
        return {}
    found = recall if case.all_clauses else hit
    gold = frozenset(case.gold_clauses)
    figures = {f"clause recall@{k}": found(ranking, gold, k) for k in (1, 3, DEEPEST)}
    figures["clause MRR@10"] = reciprocal_rank(ranking, gold, DEEPEST)
    figures["clause nDCG@10"] = ndcg(ranking, gold, DEEPEST)
    if gold_passages:
        for k in (1, 3, DEEPEST):
            figures[f"passage recall@{k}"] = hit(passages, gold_passages, k)
        figures["passage MRR@10"] = reciprocal_rank(passages, gold_passages, DEEPEST)
        figures["passage nDCG@10"] = ndcg(passages, gold_passages, DEEPEST)
    return figures


def passages_of(case: Case, retrieved: Retrieved) -> tuple[Ranking, frozenset[str]]:
    """The ranked sentences, each labelled by its place, and those that hold what is expected.

    A sentence is gold when it lies in a gold clause and holds a `must_include` string.
    """
    ranking: list[set[str]] = []
    gold: set[str] = set()
    for sentence in retrieved.evidence.sentences:
        place = f"{sentence.document.identifier} {sentence.start}"
        ranking.append({place})
        around = [*sentence.document.ancestors(sentence.clause), sentence.clause]
        text = normalised(sentence.text)
        if {clause.number for clause in around} & set(case.gold_clauses) and any(
            contains_one(text, group) for group in case.must_include
        ):
            gold.add(place)
    return ranking, frozenset(gold)


def answer_figures(
    case: Case, answer: Answer, documents: Mapping[str, Document]
) -> dict[str, float]:
    """How an answer that was given holds: concise, numbers kept, citations, proof."""
    if answer.status.refused:
        return {}
    figures = {"proven": float(not prove(answer, documents))}
    if not case.answerable:
        return figures
    text = _MARK.sub("", answer.text)
    figures["concise"] = float(len(text) <= CONCISE * max(1, _wanted(case)))
    numbers = [group for group in case.must_include if all(map(_DIGIT.search, group))]
    if numbers:
        kept = [contains_one(normalised(text), group) for group in numbers]
        figures["numbers kept"] = sum(kept) / len(kept)
    return figures | _citation_figures(case, answer, list(documents.values()))


def _wanted(case: Case) -> int:
    return len(case.gold_clauses) if case.all_clauses else 1


def _citation_figures(
    case: Case, answer: Answer, documents: Sequence[Document]
) -> dict[str, float]:
    gold = set(case.gold_clauses)
    cited = {citation.clause: citation for citation in answer.citations}
    if not cited:
        return {"cite precision": 0.0, "cite recall": 0.0}
    reached = {name: enclosing_numbers(each, documents) & gold for name, each in cited.items()}
    found = set().union(*reached.values())
    return {
        "cite precision": sum(map(bool, reached.values())) / len(reached),
        "cite recall": len(found) / len(gold) if case.all_clauses else float(bool(found)),
    }


def follow_up_figures(case: Case, resolved_question: str) -> dict[str, float]:
    """Whether a follow-up was understood as intended; nothing where no case says what was meant."""
    if not case.resolved_include:
        return {}
    text = normalised(resolved_question)
    return {"resolved": float(all(contains_one(text, group) for group in case.resolved_include))}
