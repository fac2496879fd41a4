"""Facts of a document: targets with their figures, and who is responsible for a clause.

All offsets are characters of `Document.text`, half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.document import Clause, ClauseKind, Document
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex
from documents.responsibilities import Responsibility, Role, find_responsibilities

__all__ = ["Facts", "Responsibility", "Role", "Target", "extract_facts"]

_GOAL = regex(
    r"达到|力争|争取|培育|建设|建成|新增|打造|筛选|优选|超过|突破|实现|完成|引进|形成|占比|比重|率|增长|"
    r"提高|提升|下降|降低|控制|覆盖|数量|总量|规模|认定|培养|赋能|设立|改造|新建"
)
_RULE = regex(r"应当|不得|必须|处以|罚款|视为|可以")
_TIME_UNITS = regex(
    r"^(?:年|月|日|天|小时|分钟|周|个月|工作日|个工作日|周岁|岁|季度|期|次|轮|大|比)$"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that the document sets as a goal; `start` and `end` are its sentence."""

    clause: int
    quantity: Quantity
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in one document, in reading order."""

    targets: tuple[Target, ...]
    responsibilities: tuple[Responsibility, ...]


def extract_facts(document: Document) -> Facts:
    """Extract the facts of all clauses."""
    targets = [
        target
        for clause in document.clauses
        if clause.kind is not ClauseKind.TITLE
        for target in _targets(clause)
    ]
    return Facts(tuple(targets), tuple(find_responsibilities(document)))


def _targets(clause: Clause) -> Iterator[Target]:
    for sentence in re.finditer(r"[^。！？!?\n]+[。！？!?]?", clause.text):
        for quantity in find_quantities(sentence[0], clause.start + sentence.start()):
            before = sentence[0][: quantity.end - clause.start - sentence.start()]
            around = f"{before}{quantity.subject}"
            if _TIME_UNITS.match(quantity.unit) or _RULE.search(before):
                continue
            if quantity.deadline or _GOAL.search(around):
                start = clause.start + sentence.start()
                yield Target(clause.position, quantity, start, start + len(sentence[0]))
