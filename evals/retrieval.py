"""Measures retrieval alone: BM25, the embedding model, both fused, and what the assistant finds.

Passages of public sets go through the same index and the same retriever as policies do.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from assistant.answer import Turn
from assistant.assembly import make_retriever
from documents.document import Clause, ClauseKind, Document
from evals.case import Case
from evals.ranking import Ranking, hit, ndcg, recall, reciprocal_rank
from evals.retrieval_set import PassageSet, Query
from evals.runner import MeasuredParts
from index.embedder import Embedder
from index.keywords import Keywords
from index.opened import Index
from index.passages import clause_passages
from index.retriever import Hit, Retriever
from index.search_store import SearchStore
from index.segment import Segment
from index.store import index_in_memory
from index.terms import TermKind

DEEPEST = 100
Progress = Callable[[int, int, str], None]
Ranker = Callable[[Query], Ranking]


class System(StrEnum):
    """What ranks; the value is its name for people."""

    BM25_WORDS = "BM25，词"
    BM25_CHARACTERS = "BM25，字与二字"
    MODEL = "向量模型"
    FUSED = "融合"
    ASSISTANT = "助手（融合，通俗词，上文）"


class Measure(StrEnum):
    """A figure for one ranking, 0 to 1; `R` is recall, `hit` whether any gold label is found."""

    R1 = "R@1"
    R3 = "R@3"
    R5 = "R@5"
    R10 = "R@10"
    R100 = "R@100"
    HIT1 = "hit@1"
    HIT3 = "hit@3"
    HIT10 = "hit@10"
    MRR10 = "MRR@10"
    NDCG10 = "nDCG@10"

    def of(self, ranking: Ranking, gold: frozenset[str]) -> float:
        """The figure for a ranking."""
        name, _, cutoff = self.value.partition("@")
        functions = {"R": recall, "hit": hit, "MRR": reciprocal_rank, "nDCG": ndcg}
        return functions[name](ranking, gold, int(cutoff))


PASSAGE_MEASURES = (
    Measure.R1,
    Measure.R5,
    Measure.R10,
    Measure.R100,
    Measure.MRR10,
    Measure.NDCG10,
)
CLAUSE_MEASURES = (
    Measure.HIT1,
    Measure.HIT3,
    Measure.HIT10,
    Measure.R10,
    Measure.MRR10,
    Measure.NDCG10,
)


@dataclass(frozen=True, slots=True)
class Row:
    """Means of one system over the queries of one group."""

    system: System
    group: str
    count: int
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one set; every row has one mean a measure."""

    name: str
    texts: int
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]


def measure_passages(given: PassageSet, embedder: Embedder, progress: Progress) -> Table:
    """The figures of a public set: every system that needs no conversation."""
    documents = [as_document(row, text) for row, text in enumerate(given.texts)]

    def embedding(done: int, total: int) -> None:
        progress(done, total, f"{given.name}：计算向量")

    index = index_in_memory(documents, embedder, progress=embedding)
    rankers = {
        system: _ranker(retriever, lambda found: {found.document.identifier})
        for system, retriever in _retrievers(index, embedder).items()
    }
    rows = _rows(rankers, given.queries, PASSAGE_MEASURES, given.name, progress)
    return Table(given.name, len(given.texts), PASSAGE_MEASURES, rows)


def measure_cases(
    name: str, cases: Sequence[Case], parts: MeasuredParts, progress: Progress
) -> Table:
    """The figures of a question file on the documents of an index, by category and together.

    The systems get each question made to stand alone; the assistant ranks as it does to answer.
    """
    assistant = parts.conversation
    histories: dict[Query, tuple[str, tuple[Turn, ...]]] = {}
    for case in cases:
        if case.answerable:
            text = assistant.retrieve(case.question, case.history).question
            query = Query(text, frozenset(case.gold_clauses), case.category)
            histories[query] = (case.question, case.history)
    rankers = {
        system: _ranker(retriever, _numbers)
        for system, retriever in _retrievers(parts.index, parts.embedder).items()
    }
    rankers[System.ASSISTANT] = lambda query: [
        _numbers(found) for found in assistant.retrieve(*histories[query]).ranked
    ]
    rows = _rows(rankers, tuple(histories), CLAUSE_MEASURES, name, progress)
    clauses = parts.index.clause_statistics(()).texts
    return Table(name, clauses, CLAUSE_MEASURES, rows)


def as_document(row: int, text: str) -> Document:
    """A text of a public set as a policy of one clause; the row is its identifier."""
    clause = Clause(0, None, "", "", ClauseKind.NUMBERED, 0, 0, len(text), 0, text)
    return Document(str(row), "", "", "", "", "", "", "", text, (clause,), ())


def _numbers(found: Hit) -> frozenset[str]:
    """The numbers of a found clause and of the clauses around it."""
    around = found.document.ancestors(found.clause)
    return frozenset(clause.number for clause in [*around, found.clause])


def _by_words(store: SearchStore, embedder: Embedder) -> Index:
    """The same documents, their clauses looked up by words instead of characters."""
    index = (
        store
        if isinstance(store, Index)
        else index_in_memory(tuple(store.documents.values()), embedder)
    )
    kind = TermKind.WORDS
    segments = [
        dataclasses.replace(segment, keywords=Keywords.of(_searchable(segment), kind))
        for segment in index.segments
    ]
    return Index(segments, dataclasses.replace(index.origin, terms=kind))


def _searchable(segment: Segment) -> Iterator[str]:
    for number in range(len(segment.places)):
        for passage in clause_passages(segment.document(number)):
            yield passage.searchable


def _retrievers(index: SearchStore, embedder: Embedder) -> dict[System, Retriever]:
    by_words = _by_words(index, embedder)
    return {
        System.BM25_WORDS: make_retriever(by_words, embedder, dense_weight=0),
        System.BM25_CHARACTERS: make_retriever(index, embedder, dense_weight=0),
        System.MODEL: make_retriever(index, embedder, dense_weight=1),
        System.FUSED: make_retriever(index, embedder),
    }


def _ranker(retriever: Retriever, labels: Callable[[Hit], Collection[str]]) -> Ranker:
    return lambda query: [labels(found) for found in retriever.search(query.text, limit=DEEPEST)]


def _rows(
    rankers: dict[System, Ranker],
    queries: Sequence[Query],
    measures: Sequence[Measure],
    name: str,
    progress: Progress,
) -> tuple[Row, ...]:
    rows: list[Row] = []
    total = len(rankers) * len(queries)
    groups = [g for g in dict.fromkeys(query.group for query in queries) if g]
    for number, (system, ranker) in enumerate(rankers.items()):
        figures: list[tuple[str, list[float]]] = []
        for at, query in enumerate(queries, 1):
            ranking = ranker(query)
            figures.append((query.group, [m.of(ranking, query.gold) for m in measures]))
            progress(number * len(queries) + at, total, f"{name}：{system}")
        for group in [*groups, ""]:
            chosen = [values for own, values in figures if not group or own == group]
            means = tuple(fmean(column) for column in zip(*chosen, strict=True))
            rows.append(Row(system, group, len(chosen), means))
    return tuple(rows)
