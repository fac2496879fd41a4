"""Facts of a document: targets with their figures, and who is responsible for a clause.

All offsets are characters of `Document.text`, half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from documents.document import Clause, ClauseKind, Document
from documents.quantities import Quantity, find_quantities
from documents.tables import table_rows

_GOAL = re.compile(
    r"达到|力争|争取|培育|建设|建成|新增|打造|筛选|优选|超过|突破|实现|完成|引进|形成|占比|比重|率|增长|"
    r"提高|提升|下降|降低|控制|覆盖|数量|总量|规模|认定|培养|赋能|设立|改造|新建"
)
_RULE = re.compile(r"应当|不得|必须|处以|罚款|视为|可以")
_TIME_UNITS = re.compile(
    r"^(?:年|月|日|天|小时|分钟|周|个月|工作日|个工作日|周岁|岁|季度|期|次|轮|大|比)$"
)
_ROLE_WORDS = "牵头单位|牵头部门|责任单位|责任部门|负责单位|主办单位|主要责任单位|配合单位|配合部门|协办单位|参与单位|参加单位|参与部门|支持单位"
_ROLE_HEAD = re.compile(rf"(?:{_ROLE_WORDS}|实施单位|承办单位|责任主体)")
_BRACKET = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]")
_ROLE = re.compile(rf"({_ROLE_WORDS})\s*[:：为]\s*")
_ACTING = re.compile(
    r"^(?:由)?([^。；;:：]{2,200}?)(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:共同|分别|分工)?(牵头负责|牵头|负责|配合|参与|落实)$"
)
_ORGANISATION = re.compile(
    r"(?:委员会|委|局|厅|部|办公室|办公厅|办|院|署|政府|中心|银行|分行|支行|公司|集团|单位|部门|联合会|协会|管委会|"
    r"法院|检察院|公安|消防|总队|支队|大队|学校|大学|政府|机构|会|行|社|所|站|队)$"
)
_IN_BRACKETS = r"(?![^()（）〔〕]*[)）〕])"
_NAME_END = re.compile(
    rf"[、,，；;。\n]{_IN_BRACKETS}|(?<=[局委部厅办行])和(?=[市省县区国各])"  # not in 各县（市、区）政府
)
_SUPPORTING = re.compile(r"配合|协办|参与|参加|支持")
_LEADING = re.compile(r"牵头|主办|主要")


class Role(StrEnum):
    """What a department does for a clause."""

    LEAD = "牵头单位"
    RESPONSIBLE = "责任单位"
    SUPPORT = "配合单位"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that the document sets as a goal; `start` and `end` are its sentence."""

    clause: int
    quantity: Quantity
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Departments named for a clause, in printed order; `start` and `end` are the words that say it.

    `row` is the name of the table row that says it, else empty.
    """

    clause: int
    role: Role
    departments: tuple[str, ...]
    start: int
    end: int
    row: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in one document, in reading order."""

    targets: tuple[Target, ...]
    responsibilities: tuple[Responsibility, ...]


def extract_facts(document: Document) -> Facts:
    """Extract the facts of all clauses."""
    targets = [target for clause in _clauses(document) for target in _targets(clause)]
    return Facts(tuple(targets), extract_responsibilities(document))


def extract_responsibilities(document: Document) -> tuple[Responsibility, ...]:
    """Extract who is responsible for what; the smaller part of the work for all facts."""
    return tuple(
        responsibility
        for clause in _clauses(document)
        for responsibility in (*_responsibilities(clause), *_in_table(document, clause))
    )


def _clauses(document: Document) -> Iterator[Clause]:
    return (clause for clause in document.clauses if clause.kind is not ClauseKind.TITLE)


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


def _responsibilities(clause: Clause) -> Iterator[Responsibility]:
    for bracket in _BRACKET.finditer(clause.text):
        inner, at = bracket[1], clause.start + bracket.start(1)
        roles = list(_ROLE.finditer(inner))
        if roles:
            ends = [*(r.start() for r in roles[1:]), len(inner)]
            for role, end in zip(roles, ends, strict=True):
                departments = split_departments(inner[role.end() : end])
                if departments:
                    stop = at + role.start() + len(inner[role.start() : end].rstrip("；;，,。 "))
                    yield Responsibility(
                        clause.position, _role(role[1]), departments, at + role.start(), stop
                    )
            continue
        for part in re.finditer(r"[^，,；;。]+", inner):
            acting = _ACTING.match(part[0].strip())
            departments = split_departments(acting[1]) if acting else ()
            if acting and departments and all(_ORGANISATION.search(d) for d in departments):
                role_of = Role.LEAD if "牵头" in acting[2] else _role(acting[2])
                yield Responsibility(
                    clause.position, role_of, departments, at + part.start(), at + part.end()
                )


def _in_table(document: Document, clause: Clause) -> Iterator[Responsibility]:
    """What the columns headed 牵头单位, 责任单位 and their like say, row by row."""
    for row in table_rows(document, clause):
        for head, cell in zip(row.heads, row.cells, strict=True):
            departments = split_departments(cell) if _ROLE_HEAD.fullmatch(head) else ()
            if departments:
                yield Responsibility(
                    clause.position, _role(head), departments, row.start, row.end, row.names[0]
                )


def split_departments(text: str) -> tuple[str, ...]:
    """Names of departments in a list, in printed order, without 等 and repeated names."""
    names: dict[str, None] = {}
    for part in _NAME_END.split(text):
        name = re.sub(r"等(?:部门|单位|有关部门)?$|^(?:由|以及|及)", "", part.strip())
        if 2 <= len(name) <= 40:
            names[name] = None
    return tuple(names)


def _role(words: str) -> Role:
    if _SUPPORTING.search(words):
        return Role.SUPPORT
    return Role.LEAD if _LEADING.search(words) else Role.RESPONSIBLE
