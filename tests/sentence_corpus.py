"""True and false sentences over documents, with the clauses that were given as evidence.

A clause comes with its neighbours, as retrieval gives them; of all that can be said, an even share of
every kind is taken from every document. The same documents give the same corpus.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidence_blocks import Block, block_of
from false_sentences import false_statements, spliced
from true_sentences import Statement, true_statements

from documents.document import Clause, ClauseKind, Document
from documents.reading import read_document

ROOT = Path(__file__).parent.parent
_SAID_IN = (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH, ClauseKind.PREAMBLE)
_TRUE_OF_KIND = 8
_FALSE_OF_KIND = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and its evidence: block n of the prompt is `clauses[n - 1]` of the document."""

    statement: Statement
    document: Document
    clauses: tuple[Clause, ...]

    @property
    def blocks(self) -> list[Block]:
        """The evidence as the prompt has it."""
        return [block_of(n, self.document, clause) for n, clause in enumerate(self.clauses, 1)]


@cache
def shipped_policies() -> tuple[Document, ...]:
    """The shipped opinion and the made-up policies of the evaluation."""
    paths = [*(ROOT / "documents/corpus").glob("*.txt"), *(ROOT / "evals/policies").glob("*.txt")]
    return tuple(read_document(path) for path in sorted(paths))


@cache
def corpus() -> tuple[Said, ...]:
    """True statements, then false ones, policy by policy."""
    return tuple(
        said for document in shipped_policies() for said in (*_true(document), *_false(document))
    )


def evidence_of(document: Document) -> Iterator[tuple[Clause, ...]]:
    """Every clause that says something, with the one behind it and one from far away."""
    telling = [
        clause
        for clause in document.clauses
        if clause.kind in _SAID_IN
        and block_of(1, document, clause).sentences
        and not _is_item(document, clause)
    ]
    for at, clause in enumerate(telling):
        following = telling[(at + 1) % len(telling)]
        far = telling[(at + len(telling) // 2) % len(telling)]
        yield tuple(dict.fromkeys((clause, following, far)))


def _is_item(document: Document, clause: Clause) -> bool:
    """Whether a clause is an item that says nothing without its stem."""
    above = document.parent(clause)
    return above is not None and above.text.rstrip().endswith(("：", ":"))


def _true(document: Document) -> list[Said]:
    made = [
        Said(statement, document, clauses)
        for clauses in evidence_of(document)
        for statement in true_statements(_blocks(document, clauses))
        if statement.numbers[0] == 1
    ]
    return _even(made, _TRUE_OF_KIND)


def _false(document: Document) -> list[Said]:
    made = []
    for said in _true(document):
        made += [
            Said(lie, document, said.clauses)
            for lie in false_statements(
                said.statement, said.blocks, {document.identifier: document}
            )
        ]
    for clauses in evidence_of(document):
        found = spliced(block_of(1, document, clauses[0]))
        made += [Said(lie, document, clauses) for lie in found]
    return _even(made, _FALSE_OF_KIND)


def _blocks(document: Document, clauses: Sequence[Clause]) -> list[Block]:
    return [block_of(number, document, clause) for number, clause in enumerate(clauses, 1)]


def _even(made: Sequence[Said], of_kind: int) -> list[Said]:
    """At most so many of every kind, chosen by their own words."""
    by_kind: dict[str, list[Said]] = defaultdict(list)
    for said in made:
        by_kind[said.statement.kind].append(said)
    chosen = []
    for kind, members in by_kind.items():
        draw = random.Random(f"{kind}{members[0].document.identifier}")
        chosen += draw.sample(members, min(of_kind, len(members)))
    return chosen
