"""Compares designs of retrieval on the same questions: how texts are cut, embedded and looked up.

A result is right by the words it holds, not by its number, so that chunks can be compared with
clauses, and large ones are not favoured by covering many.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from documents.document import Document
from evals.case import Case, CaseError
from evals.design_scores import DesignScores, DesignTexts
from evals.report import aligned
from evals.retrieval import Measure, Progress, as_document
from evals.retrieval_design import DESIGNS, Cut, Design, telling_designs
from evals.retrieval_set import PassageSet, Query
from evals.runner import MeasuredParts
from index.embedder import Embedder
from index.passages import Passage

HANDED_OVER = 3
"""How many of the first results are counted as what a reader gets."""

_QUESTIONS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Row:
    """Means of one design; `characters` are those of the first three results together."""

    design: str
    pieces: int
    means: tuple[float, ...]
    characters: float


@dataclass(frozen=True, slots=True)
class Table:
    """The designs on one set; every row has one mean a measure.

    `left_out` counts answerable questions whose words stand in no gold clause. `skipped` are the
    designs that can make no difference here: too short to be cut, or without headings.
    """

    name: str
    questions: int
    left_out: int
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """What designs are compared on; `labels` are those that a found passage goes by."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    labels: Callable[[Passage], frozenset[str]]
    measures: tuple[Measure, ...]
    left_out: int = 0


def ablate_cases(
    name: str,
    cases: Sequence[Case],
    parts: MeasuredParts,
    progress: Progress,
    designs: Sequence[Design] = DESIGNS,
) -> Table:
    """The designs on a question file, every question made to stand alone.

    A passage is right when it holds words of `must_include` where a gold clause has them.

    Raises:
        CaseError: No question has such words.
    """
    documents = tuple(parts.index.documents.values())
    answerable = [case for case in cases if case.answerable]
    queries: list[Query] = []
    places: set[_Place] = set()
    for case in answerable:
        wanted = frozenset(_places(case, documents))
        if wanted:
            text = parts.conversation.retrieve(case.question, case.history).question
            queries.append(Query(text, frozenset(place.label for place in wanted)))
            places |= wanted
    if not queries:
        raise CaseError(
            f"题集“{name}”里没有可比较的题：must_include 的文字都不在索引的出处条款里。"
            "请检查 --index 是不是这套题的政策。"
        )

    def labels(passage: Passage) -> frozenset[str]:
        return frozenset(place.label for place in places if place.inside(passage))

    left_out = len(answerable) - len(queries)
    measures = (Measure.HIT1, Measure.HIT3, Measure.MRR10)
    given = _Compared(name, documents, tuple(queries), labels, measures, left_out)
    return _table(given, designs, parts.embedder, progress)


def ablate_passages(
    given: PassageSet,
    embedder: Embedder,
    progress: Progress,
    designs: Sequence[Design] = DESIGNS,
) -> Table:
    """The designs on a public set; a piece of a text stands for the whole text."""
    documents = tuple(as_document(row, text) for row, text in enumerate(given.texts))

    def labels(passage: Passage) -> frozenset[str]:
        return frozenset((passage.document,))

    measures = (Measure.R1, Measure.R10)
    compared = _Compared(given.name, documents, given.queries, labels, measures)
    return _table(compared, designs, embedder, progress)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words stand in a document, `[start, end)`."""

    document: str
    start: int
    end: int

    @property
    def label(self) -> str:
        return f"{self.document}:{self.start}-{self.end}"

    def inside(self, passage: Passage) -> bool:
        same = passage.document == self.document
        return same and passage.start <= self.start and self.end <= passage.end


def _places(case: Case, documents: Sequence[Document]) -> Iterator[_Place]:
    """Where words of `must_include` stand in gold clauses and what lies inside them.

    A computed answer is no words of the source, wherever it may stand by chance.
    """
    if case.computed:
        return
    words = {words for alternatives in case.must_include for words in alternatives if words}
    for document in documents:
        for gold in (clause for clause in document.clauses if clause.number in case.gold_clauses):
            for clause in document.subtree(gold):
                for match in (m for w in words for m in re.finditer(re.escape(w), clause.text)):
                    start, end = match.span()
                    yield _Place(document.identifier, clause.start + start, clause.start + end)


def _table(
    given: _Compared, designs: Sequence[Design], embedder: Embedder, progress: Progress
) -> Table:
    telling = telling_designs(designs, given.documents)

    def embedding(done: int, of: int) -> None:
        progress(done, of, f"{given.name}：计算向量")

    texts = DesignTexts(given.documents, embedder, embedding)
    labels = {cut: _labelled(given, texts, cut) for cut in {design.cut for design in telling}}
    figures: dict[Design, list[list[float]]] = {design: [] for design in telling}
    total = len(given.queries)
    for first in range(0, total, _QUESTIONS_AT_ONCE):
        queries = given.queries[first : first + _QUESTIONS_AT_ONCE]
        asked = DesignScores([query.text for query in queries], texts)
        for design, values in figures.items():
            passages = texts.passages(design.cut)
            for query, best in zip(queries, asked.ranked(design), strict=True):
                ranking = [labels[design.cut][row] for row in best]
                handed = sum(len(passages[row].text) for row in best[:HANDED_OVER])
                values.append([*(m.of(ranking, query.gold) for m in given.measures), handed])
        progress(first + len(queries), total, f"{given.name}：比较检索设计")
    rows = tuple(_row(design, texts, values) for design, values in figures.items())
    skipped = tuple(design.name for design in designs if design not in telling)
    return Table(given.name, total, given.left_out, given.measures, rows, skipped)


def _labelled(given: _Compared, texts: DesignTexts, cut: Cut) -> list[frozenset[str]]:
    return [given.labels(passage) for passage in texts.passages(cut)]


def _row(design: Design, texts: DesignTexts, figures: list[list[float]]) -> Row:
    *means, characters = (fmean(column) for column in zip(*figures, strict=True))
    return Row(design.name, len(texts.passages(design.cut)), tuple(means), characters)


def ablation_table(table: Table) -> str:
    """The figures as percentages, one row a design, with what was left out."""
    headings = ("设计", "段数", *table.measures, f"前{HANDED_OVER}段字数")
    cells = [
        (
            row.design,
            str(row.pieces),
            *(f"{100 * mean:.1f}" for mean in row.means),
            f"{row.characters:.0f}",
        )
        for row in table.rows
    ]
    left_out = f"；另有 {table.left_out} 问的答案不是出处条款的原文，未计"
    lines = [f"{table.name}（{table.questions} 问{left_out if table.left_out else ''}）"]
    lines.append(aligned([headings, *cells]))
    if table.skipped:
        lines.append(
            f"略去没有区别的设计（多数文字不够长，或没有标题）：{'；'.join(table.skipped)}"
        )
    return "\n".join(lines)


def ablation_json(table: Table) -> dict[str, object]:
    """The figures as plain JSON values, shares between 0 and 1."""
    return {
        "name": table.name,
        "questions": table.questions,
        "left_out": table.left_out,
        "rows": [
            {
                "design": row.design,
                "pieces": row.pieces,
                **{m.value: round(v, 6) for m, v in zip(table.measures, row.means, strict=True)},
                "characters": round(row.characters, 1),
            }
            for row in table.rows
        ],
        "skipped": list(table.skipped),
    }
