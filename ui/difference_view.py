"""What changed between two versions of a policy: lines for the terminal, and plain values for JSON."""

from collections import Counter
from collections.abc import Sequence

from documents.difference import ChangeKind, ClauseChange, EditKind, FigureChange
from documents.document import Clause, Document
from ui.console import wrapped

_RED, _GREEN, _YELLOW, _BOLD, _PLAIN = "\033[31m", "\033[32m", "\033[33m", "\033[1m", "\033[0m"
_LONG_KEPT = 30
_ENDS = 10


def readable_difference(
    old: Document, new: Document, changes: Sequence[ClauseChange], width: int, colours: bool
) -> str:
    """The changes as lines; deleted words stand in [-…-], inserted ones in {+…+}."""
    counted = Counter(change.kind for change in changes)
    told = "，".join(f"{kind.value} {counted[kind]} 条" for kind in ChangeKind if counted[kind])
    blocks = [f"{old.name}《{old.title}》\n→ {new.name}《{new.title}》\n{told}"]
    for change in changes:
        if change.kind is not ChangeKind.SAME:
            blocks.append(_block(change, width, colours))
    return "\n\n".join(blocks)


def _block(change: ClauseChange, width: int, colours: bool) -> str:
    lines = [_painted(_heading(change), _BOLD, colours)]
    if change.edits:
        lines.append(wrapped(_marked(change, colours), width, indent="    "))
    elif change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        clause = change.after or change.before
        colour = _GREEN if change.after else _RED
        words = " ".join(clause.text.split()) if clause else ""
        lines.append(_painted(wrapped(words, width, indent="    "), colour, colours))
    for figure in change.figures:
        lines.append(_painted(f"    数字：{_figure(figure)}", _YELLOW, colours))
    return "\n".join(lines)


def _heading(change: ClauseChange) -> str:
    names = [_name(clause) for clause in (change.before, change.after) if clause is not None]
    shown = names[0] if len(set(names)) == 1 else " → ".join(names)
    return f"【{change.kind.value}】{shown}"


def _name(clause: Clause) -> str:
    return f"{clause.number} {clause.title}".strip()


def _marked(change: ClauseChange, colours: bool) -> str:
    """The words of a changed clause, long runs of kept ones cut in the middle."""
    parts: list[str] = []
    for edit in change.edits:
        text = " ".join(edit.text.split("\n"))
        if edit.kind is EditKind.DELETED:
            parts.append(_painted(f"[-{text}-]", _RED, colours))
        elif edit.kind is EditKind.INSERTED:
            parts.append(_painted(f"{{+{text}+}}", _GREEN, colours))
        elif len(text) > _LONG_KEPT:
            parts.append(f"{text[:_ENDS]}……{text[-_ENDS:]}")
        else:
            parts.append(text)
    return "".join(parts)


def _figure(figure: FigureChange) -> str:
    return f"{figure.subject} {figure.before or '（无）'} → {figure.after or '（无）'}".strip()


def _painted(text: str, colour: str, colours: bool) -> str:
    return f"{colour}{text}{_PLAIN}" if colours else text


def difference_json(
    old: Document, new: Document, changes: Sequence[ClauseChange]
) -> dict[str, object]:
    """The changes as plain JSON values; unchanged clauses are counted only."""
    counted = Counter(change.kind for change in changes)
    return {
        "old": {"document": old.identifier, "title": old.title},
        "new": {"document": new.identifier, "title": new.title},
        "counts": {kind.name.lower(): counted[kind] for kind in ChangeKind},
        "changes": [_json(change) for change in changes if change.kind is not ChangeKind.SAME],
    }


def _json(change: ClauseChange) -> dict[str, object]:
    return {
        "kind": change.kind.name.lower(),
        "before": _clause_json(change.before),
        "after": _clause_json(change.after),
        "edits": [{"kind": edit.kind.value, "text": edit.text} for edit in change.edits],
        "figures": [
            {"subject": figure.subject, "before": figure.before, "after": figure.after}
            for figure in change.figures
        ],
    }


def _clause_json(clause: Clause | None) -> dict[str, object] | None:
    if clause is None:
        return None
    return {
        "clause": clause.number,
        "title": clause.title,
        "start": clause.start,
        "end": clause.end,
        "text": clause.text,
    }
