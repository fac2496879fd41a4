"""Two versions of a policy in, what changed out: clauses changed, added, removed, moved; words; figures.

Clauses are paired by their text, and by number and title where the text changed much.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from documents.document import Clause, ClauseKind, Document
from documents.headings import read_decimal
from documents.markers import read_marker
from documents.quantities import Quantity, find_quantities
from documents.regular_expressions import regex

_LEAST_ALIKE = 0.55
_LEAST_SAME_PLACE = 0.3
_NEAR = 40
_WORD = regex(r"\d+(?:\.\d+)?[%％]?|[A-Za-z]+|[^\W\d_]|\S", re.UNICODE)


class ChangeKind(StrEnum):
    """What became of a clause; the value is the Chinese name."""

    SAME = "未变"
    CHANGED = "修改"
    ADDED = "新增"
    REMOVED = "删除"
    MOVED = "移动"
    MOVED_AND_CHANGED = "移动并修改"


class EditKind(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of words of a clause, kept, inserted or deleted."""

    kind: EditKind
    text: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that changed; one of them is empty where it is new or gone. As printed."""

    before: str
    after: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause; `before` or `after` is None where it is added or removed."""

    kind: ChangeKind
    before: Clause | None
    after: Clause | None
    edits: tuple[Edit, ...] = ()
    figures: tuple[FigureChange, ...] = ()


def compare_documents(old: Document, new: Document) -> list[ClauseChange]:
    """What became of every clause, in the order of the new document, removed ones where they stood."""
    pairs = _pairs(old, new)
    partners = {after: before for before, after in pairs.items()}
    in_order = _in_order(pairs)
    gone = {before.position for before in old.clauses if before.position not in pairs}
    changes = _removed(old, gone, 0)
    for clause in new.clauses:
        before = partners.get(clause.position)
        if before is None:
            changes.append(ClauseChange(ChangeKind.ADDED, None, clause))
            continue
        moved = before not in in_order or _elsewhere(old.clauses[before], clause, pairs)
        changes.append(_change(old.clauses[before], clause, moved))
        changes.extend(_removed(old, gone, before + 1))
    return changes


def _removed(old: Document, gone: set[int], first: int) -> list[ClauseChange]:
    """The removed clauses of a run that begins at a position."""
    changes: list[ClauseChange] = []
    while first in gone:
        changes.append(ClauseChange(ChangeKind.REMOVED, old.clauses[first], None))
        first += 1
    return changes


def _words(clause: Clause) -> str:
    """The text of a clause without its printed number."""
    numbered = clause.kind is ClauseKind.NUMBERED
    marker = (read_marker(clause.text) or read_decimal(clause.text)) if numbered else None
    return clause.text[marker.length if marker else 0 :].strip()


def _pairs(old: Document, new: Document) -> dict[int, int]:
    """Positions of clauses that belong together, old → new; each at most once.

    First those with the same text, then those most alike, a same number or title helping.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    old_words, new_words = [*map(_words, old.clauses)], [*map(_words, new.clauses)]
    by_text: dict[str, list[Clause]] = {}
    for clause, words in zip(new.clauses, new_words, strict=True):
        by_text.setdefault(words, []).append(clause)
    for clause, words in zip(old.clauses, old_words, strict=True):
        free = [c for c in by_text.get(words, ()) if c.position not in taken]
        if free:
            same = next((c for c in free if c.number == clause.number), free[0])
            pairs[clause.position] = same.position
            taken.add(same.position)
    scored = [
        (alike, -abs(a.position - b.position), a.position, b.position)
        for a in old.clauses
        if a.position not in pairs
        for b in new.clauses
        if b.position not in taken
        and _may_pair(a, b)
        and (alike := _alike(a, b, old_words[a.position], new_words[b.position]))
    ]
    for _, _, before, after in sorted(scored, reverse=True):
        if before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)
    return pairs


def _may_pair(one: Clause, other: Clause) -> bool:
    """Whether two clauses are worth a comparison: near each other, or of one number or title."""
    near = abs(one.position - other.position) <= _NEAR
    return near or one.number == other.number or (bool(one.title) and one.title == other.title)


def _alike(one: Clause, other: Clause, first: str, second: str) -> float:
    """How alike two clauses of these words are, 0 where they do not belong together."""
    if (one.kind is ClauseKind.TITLE) != (other.kind is ClauseKind.TITLE):
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    same_number, same_title = (
        one.number == other.number,
        bool(one.title) and one.title == other.title,
    )
    least = _LEAST_SAME_PLACE if same_number or same_title else _LEAST_ALIKE
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio + 0.1 * same_number + 0.2 * same_title if ratio >= least else 0.0


def _in_order(pairs: dict[int, int]) -> set[int]:
    """The old positions of the longest run of pairs that keep their order: the others moved."""
    best: list[tuple[int, int | None]] = []
    olds = sorted(pairs)
    for at, before in enumerate(olds):
        earlier = [(best[i][0], i) for i in range(at) if pairs[olds[i]] < pairs[before]]
        length, back = max(earlier, default=(0, -1))
        best.append((length + 1, back if length else None))
    at_end: int | None = max(range(len(best)), key=lambda i: best[i][0], default=None)
    kept: set[int] = set()
    while at_end is not None:
        kept.add(olds[at_end])
        at_end = best[at_end][1]
    return kept


def _elsewhere(before: Clause, after: Clause, pairs: Mapping[int, int]) -> bool:
    """Whether a clause stands below another clause than before."""
    if before.parent is None or after.parent is None:
        return (before.parent is None) != (after.parent is None)
    return pairs.get(before.parent, after.parent) != after.parent


def _change(before: Clause, after: Clause, moved: bool) -> ClauseChange:
    edits = word_edits(_words(before), _words(after))
    changed = any(edit.kind is not EditKind.KEPT for edit in edits)
    kinds = {
        (False, False): ChangeKind.SAME,
        (True, False): ChangeKind.CHANGED,
        (False, True): ChangeKind.MOVED,
        (True, True): ChangeKind.MOVED_AND_CHANGED,
    }
    figures = figure_changes(before, after) if changed else []
    return ClauseChange(
        kinds[changed, moved], before, after, tuple(edits) if changed else (), tuple(figures)
    )


def word_edits(before: str, after: str) -> list[Edit]:
    """The words kept, deleted and inserted, in order; numbers are words."""
    old, new = _tokens(before), _tokens(after)
    edits: list[Edit] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            edits.append(Edit(EditKind.KEPT, "".join(old[a:b])))
            continue
        if b > a:
            edits.append(Edit(EditKind.DELETED, "".join(old[a:b])))
        if d > c:
            edits.append(Edit(EditKind.INSERTED, "".join(new[c:d])))
    return edits


def _tokens(text: str) -> list[str]:
    """Words with the blanks behind them, so that they joined give the text."""
    found = list(_WORD.finditer(text))
    if not found:
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    tokens = [text[match.start() : end] for match, end in zip(found, ends, strict=True)]
    return [text[: found[0].start()] + tokens[0], *tokens[1:]]


def figure_changes(before: Clause, after: Clause) -> list[FigureChange]:
    """The figures of a clause that changed: 65%以上 → 70%以上; equal ones are left out."""
    old, new = find_quantities(before.text), find_quantities(after.text)
    matcher = SequenceMatcher(None, [*map(_key, old)], [*map(_key, new)], autojunk=False)
    changes: list[FigureChange] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = _paired(old[a:b], new[c:d])
        changes.extend(
            FigureChange(*_shown(one, other), _subject(one) or _subject(other))
            for one, other in zip(gone, come, strict=True)
        )
    return changes


def _paired(
    old: Sequence[Quantity], new: Sequence[Quantity]
) -> tuple[list[Quantity | None], list[Quantity | None]]:
    """Figures side by side, those of the same unit in order first, None where one has no partner."""
    left, right = list(old), list(new)
    gone: list[Quantity | None] = []
    come: list[Quantity | None] = []
    for one in old:
        partner = next((other for other in right if other.unit == one.unit), None)
        if partner is not None:
            right.remove(partner)
            left.remove(one)
            gone.append(one)
            come.append(partner)
    return [*gone, *left, *([None] * len(right))], [*come, *([None] * len(left)), *right]


def _key(quantity: Quantity) -> tuple[object, ...]:
    return quantity.value, quantity.unit, quantity.comparator, quantity.deadline


def _shown(one: Quantity | None, other: Quantity | None) -> tuple[str, str]:
    """Both as printed, '' for none; where they are printed alike, behind the deadlines that differ."""
    texts = one.text if one else "", other.text if other else ""
    if one is None or other is None or texts[0] != texts[1]:
        return texts
    return f"{one.deadline}{texts[0]}", f"{other.deadline}{texts[1]}"


def _subject(quantity: Quantity | None) -> str:
    return quantity.subject if quantity is not None else ""
