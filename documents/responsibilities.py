"""Who does what: the departments that a clause names, in the notations that policies use.

Roles in brackets of any kind or on a line of their own (责任单位：…), names with a verb (由…负责, …牵头,
…配合), names alone in a bracket behind a paragraph, and columns of tables. Offsets are characters of `Document.text`, half-open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.document import Clause, ClauseKind, Document
from documents.regular_expressions import regex
from documents.tables import table_rows

_ROLE_WORDS = (
    "牵头单位|牵头部门|责任单位|责任部门|负责单位|负责部门|主办单位|主责单位|主责部门|主管部门|主要责任单位|实施单位|承办单位|责任主体|"
    "配合单位|配合部门|协办单位|协同单位|协同部门|协助单位|参与单位|参加单位|参与部门|支持单位|"
    r"(?:牵头|主办|配合|协办|参与)(?=\s*[:：])"
)
_ROLE = regex(rf"({_ROLE_WORDS})\s*[:：为]\s*")
_ROLE_HEAD = regex(rf"(?:{_ROLE_WORDS})")
_ROLE_LINE = regex(rf"(?:^|(?<=[。；！]))[ \u3000]*(?:{_ROLE_WORDS})\s*[:：][^\n]+$", re.MULTILINE)
_OTHER_LABEL = regex(r"[,，；;。、\s]*[\u4e00-\u9fff]{2,8}[:：]")
_BRACKET = regex(
    r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]|[\[［]([^\[\]［］\n]*)[\]］]|【([^【】\n]*)】|〔([^〔〕\n]*)〕"
)
_PLAINLY_NAMED = regex(
    r".(?:[局委办厅院]|(?<![全局内本大各])部|部门|政府|委员会|办公室|办事处|中心|公司|集团|银行|[分支]行|联合会|协会|工会|妇联|残联|科协|"
    r"[总支大]队|街道|学校|大学)$"
)
_NAMES_BEHIND = regex(
    r"(?<=[。！；])\s*[(（〔]((?:[^()（）\n]|[(（][^()（）\n]*[)）])+)[)）〕][ \u3000]*(?=\n|$)"
)
_ACTING = regex(
    r"^(?:由)?([^；;:：]{2,200}?)(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:共同|分别|分工)?"
    r"(牵头负责|牵头落实|牵头|负责|配合落实|配合|参与|协助|落实)$"
)
_LEFT_TO = regex(
    r"由(?P<first>[^，,；;。:：由]{2,60}?)(?:(?:会同|商)(?P<with>[^，,；;。:：]{2,60}?))?"
    r"(?P<verb>牵头负责|牵头|(?:共同|分别|具体|统一|组织)?负责)(?!解释)"
    r"(?P<rest>[，,](?:并?会同|商)(?P<later>[^，,；;。:：]{2,60}?)(?=制定|研究|组织|共同|负责|拟订|提出|做好|开展|另行)"
    r"|[^，,；;。:：\n]{0,20}[，,](?P<backing>[^，,；;。:：\n]{2,60}?)(?:配合|参与|协助))?"
)
_LEADING_SENTENCE = regex(
    r"(?:^|(?<=[。；\n]))(?P<first>[^，,；;。:：\n由]{2,60}?)(?P<verb>牵头负责|牵头)"
    r"(?P<rest>[，,](?P<later>[^，,；;。:：\n]{2,60}?)(?:配合|参与|协助)(?:落实|实施)?)?(?=[，,。；;\n]|$)"
)
_ORGANISATION = regex(
    r"(?:委员会|委|局|厅|部|办公室|办公厅|办事处|办|院|署|政府|中心|银行|分行|支行|公司|集团|单位|部门|联合会|协会|商会|管委会|"
    r"法院|检察院|公安|消防|总队|支队|大队|学校|大学|机构|会|行|社|所|站|队|科协|妇联|工商联|残联|文联|社联|街道|督查室)$"
    r"|^各[^，。；]{1,20}$"
)
_NO_NAME = regex(r"\d\s*[年月日]|推进|完成|落实|实施|时限|长期|全年|分工|负责|牵头|[:：]")
_NAMED_BODY = regex(
    r"[省市县区旗州国][\u4e00-\u9fff()（）]{2,18}(?:部门|政府|委员会|办公室|公司|中心|银行|[支大中总]队|[局委办厅院部会])|[\u4e00-\u9fff]{2,8}部门"
)
_IN_BRACKETS = r"(?![^()（）〔〕]*[)）〕])"
_NAME_END = regex(
    rf"[、,，；;。\n]{_IN_BRACKETS}|(?<=[局委部厅办行])和(?=[市省县区国各])"
    rf"|(?<=[局委部厅办院府行])\s+(?=[市省县区国各])"  # not in 各县（市、区）政府
)
_FIRST_LEADS = regex(r"(?:列|排)[^，。；\n]{0,4}(?:第一位?|首位|最前)[^，。；\n]{0,6}?牵头")
_GOES_ON = regex(r"[。\n(（]")
_CLOSING = ")）]］】。；; \n\u3000"
_PHRASE_MARKS = "，,；;。:：\n"
_SUPPORTING = regex(r"配合|协办|协同|协助|参与|参加|支持")
_LEADING = regex(r"牵头|主办|主要")


class Role(StrEnum):
    """What a department does for a clause."""

    LEAD = "牵头单位"
    RESPONSIBLE = "责任单位"
    SUPPORT = "配合单位"


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


def find_responsibilities(document: Document) -> list[Responsibility]:
    """All that the clauses and tables of a document say of who does what, in reading order."""
    found: list[Responsibility] = []
    for clause in document.clauses:
        if clause.kind is not ClauseKind.TITLE:
            found.extend(_in_clause(clause))
            found.extend(_in_table(document, clause))
    return _led_by_first(found) if _FIRST_LEADS.search(document.text) else found


def clause_concerned(
    document: Document, item: Responsibility, found: Sequence[Responsibility]
) -> Clause:
    """The clause that a statement is of, `found` being all those of its document.

    Where several items stand under a heading and only the last ends in a bracket, while others beside
    the heading have one each, the bracket is of the heading; a paragraph behind items is of theirs too.
    """
    clause = document.clauses[item.clause]
    above = document.parent(clause)
    if item.row or above is None or not above.title:
        return clause
    if clause.kind is ClauseKind.PARAGRAPH and not clause.title:
        return above
    naming = {each.clause for each in found}
    items = document.children(above)
    around = document.children(document.clauses[above.parent]) if above.parent is not None else []
    ends = not _GOES_ON.search(document.text[item.end : clause.end].strip(_CLOSING))
    alone = (
        len(items) > 1
        and items[-1] == clause
        and naming.isdisjoint(each.position for each in items[:-1])
    )
    beside = any(each.position in naming for each in around if each != above)
    return above if ends and alone and beside and above.position not in naming else clause


def _in_clause(clause: Clause) -> list[Responsibility]:
    spans = [
        match.span(group)
        for match in _BRACKET.finditer(clause.text)
        for group in (1, 2, 3, 4)
        if match[group]
    ]
    bracketed = [one for span in spans for one in _in_words(clause, *span, bracketed=True)]
    bracketed += _behind_paragraphs(clause)
    lines = [
        one
        for line in _ROLE_LINE.finditer(clause.text)
        if not any(
            start < line.end() and line.start() < end
            for start, end in spans
            if _ROLE.search(clause.text, start, end)
        )
        for one in _in_words(clause, *line.span(), bracketed=False)
    ]
    stated = sorted([*bracketed, *lines], key=lambda one: one.start)
    return stated or list(_in_sentences(clause))


def _behind_paragraphs(clause: Clause) -> Iterator[Responsibility]:
    """Names alone in a bracket that follows the full stop of a paragraph: ……落实。（市民政局、市残联）."""
    for found in _NAMES_BEHIND.finditer(clause.text):
        departments = _organisations(found[1])
        named = all(_PLAINLY_NAMED.search(name) for name in departments)
        if departments and named and not _ROLE.search(found[1]) and not _ACTING.match(found[1]):
            start, end = (clause.start + at for at in found.span(1))
            yield Responsibility(clause.position, Role.RESPONSIBLE, departments, start, end)


def _in_words(clause: Clause, start: int, end: int, *, bracketed: bool) -> Iterator[Responsibility]:
    """Roles with their names in a span of a clause's text; in a bracket also names with a verb."""
    inner, at = clause.text[start:end], clause.start + start
    roles = list(_ROLE.finditer(inner))
    ends = [*(role.start() for role in roles[1:]), len(inner)]
    for role, stop in zip(roles, ends, strict=False):
        other = _OTHER_LABEL.search(inner, role.end(), stop)
        stop = other.start() if other else stop
        departments = tuple(filter(_is_name, split_departments(inner[role.end() : stop])))
        if departments:
            tail = at + role.start() + len(inner[role.start() : stop].rstrip("；;，,。、 "))
            yield Responsibility(
                clause.position, _role(role[1]), departments, at + role.start(), tail
            )
    if roles or not bracketed:
        return
    for part in re.finditer(rf"(?:[^，,；;。]|[，,；;。](?!{_IN_BRACKETS}))+", inner):
        acting = _ACTING.match(part[0].strip())
        departments = _organisations(acting[1]) if acting else ()
        if acting and departments:
            role_of = Role.LEAD if "牵头" in acting[2] else _role(acting[2])
            yield Responsibility(
                clause.position, role_of, departments, at + part.start(), at + part.end()
            )


def _in_sentences(clause: Clause) -> Iterator[Responsibility]:
    """Names with a verb in running text: 由…负责, 由…会同…负责, …牵头，…配合."""
    for pattern in (_LEFT_TO, _LEADING_SENTENCE):
        for found in pattern.finditer(clause.text):
            groups = found.groupdict()
            first = _organisations(groups["first"])
            others = _organisations(
                groups.get("with") or groups.get("later") or groups.get("backing") or ""
            )
            if not first:
                continue
            span = _whole_phrases(clause, *found.span())
            lead = Role.LEAD if "牵头" in groups["verb"] else Role.RESPONSIBLE
            yield Responsibility(clause.position, lead, first, *span)
            if others:
                yield Responsibility(clause.position, Role.SUPPORT, others, *span)


def _whole_phrases(clause: Clause, start: int, end: int) -> tuple[int, int]:
    """A span of a clause's text widened to the marks around it: a quote cuts no phrase."""
    before = max(clause.text.rfind(mark, 0, start) for mark in _PHRASE_MARKS)
    after = min(
        (at for mark in _PHRASE_MARKS if (at := clause.text.find(mark, end)) >= 0),
        default=len(clause.text),
    )
    start = before + 1 + len(clause.text[before + 1 :]) - len(clause.text[before + 1 :].lstrip())
    return clause.start + start, clause.start + after


def _in_table(document: Document, clause: Clause) -> Iterator[Responsibility]:
    """What the columns headed 牵头单位, 责任单位 and their like say, row by row."""
    for row in table_rows(document, clause):
        for head, cell in zip(row.heads, row.cells, strict=True):
            departments = split_departments(cell) if _ROLE_HEAD.fullmatch(head) else ()
            if departments:
                yield Responsibility(
                    clause.position, _role(head), departments, row.start, row.end, row.names[0]
                )


def _led_by_first(found: list[Responsibility]) -> list[Responsibility]:
    """The first of the names leads where a note of the document says so and no other leads."""
    led = {(one.clause, one.row) for one in found if one.role is Role.LEAD}
    whole: list[Responsibility] = []
    for one in found:
        if one.role is not Role.RESPONSIBLE or (one.clause, one.row) in led:
            whole.append(one)
            continue
        whole.append(replace(one, role=Role.LEAD, departments=one.departments[:1]))
        if one.departments[1:]:
            whole.append(replace(one, departments=one.departments[1:]))
    return whole


def split_departments(text: str) -> tuple[str, ...]:
    """Names of departments in a list, in printed order, without 等 and repeated names."""
    names: dict[str, None] = {}
    for part in _NAME_END.split(text):
        name = re.sub(r"等(?:部门|单位|有关部门)?$|^(?:由|以及|及)", "", part.strip())
        if 2 <= len(name) <= 40:
            names[name] = None
    return tuple(names)


def _organisations(text: str) -> tuple[str, ...]:
    """The names of a list of organisations; none where one of them is something else."""
    names = split_departments(text)
    return names if all(_ORGANISATION.search(name) and _is_name(name) for name in names) else ()


def _is_name(name: str) -> bool:
    return _NO_NAME.search(name) is None and not name.startswith("列")


def departments_titled(clause: Clause) -> tuple[str, ...]:
    """The departments that a clause is titled by, whose duties it tells (县气象局：负责…); else none."""
    names = split_departments(clause.title)
    return names if names and all(_NAMED_BODY.fullmatch(name) for name in names) else ()


def _role(words: str) -> Role:
    if _SUPPORTING.search(words):
        return Role.SUPPORT
    return Role.LEAD if _LEADING.search(words) else Role.RESPONSIBLE
