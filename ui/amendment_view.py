"""What one policy changes in another that it amends: lines for the terminal, and plain values for JSON."""

from collections import Counter
from collections.abc import Sequence

from documents.clause_places import place_of
from documents.document import Clause, Document
from documents.metadata import Amendment, AmendmentKind
from ui.console import wrapped

_RED, _GREEN, _BOLD, _PLAIN = "\033[31m", "\033[32m", "\033[1m", "\033[0m"


def readable_amendments(
    old: Document, new: Document, changes: Sequence[Amendment], width: int, colours: bool
) -> str:
    """The changed clauses as they were, each with the words of the second document that change them."""
    counted = Counter(change.kind for change in changes)
    told = "，".join(f"{kind.value} {counted[kind]} 处" for kind in AmendmentKind if counted[kind])
    blocks = [
        f"{old.name}《{old.title}》\n→ {new.name}《{new.title}》\n"
        f"第二份文件修改第一份文件：{told}，其余条款未改动"
    ]
    blocks += [_block(old, new, change, width, colours) for change in changes]
    return "\n\n".join(blocks)


def _block(old: Document, new: Document, change: Amendment, width: int, colours: bool) -> str:
    lines = [_painted(f"【{change.kind.value}】{change.place}", _BOLD, colours)]
    lines += [
        _painted(wrapped(f"原文：{_in_line(clause.text)}", width, indent="    "), _RED, colours)
        for clause in _changed_clauses(old, change)
    ]
    where, said = new.clauses[change.clause].number, _in_line(new.text[change.start : change.end])
    lines.append(
        _painted(wrapped(f"修改（{where}）：{said}", width, indent="    "), _GREEN, colours)
    )
    return "\n".join(lines)


def _changed_clauses(document: Document, change: Amendment) -> list[Clause]:
    """The clauses of the amended document that a change is about; none where it adds an article."""
    if change.kind is AmendmentKind.ADDED:
        return []
    place = place_of(change.place)
    exact = [c for c in document.clauses if place.steps and place_of(c.number).steps == place.steps]
    above = [c for c in document.clauses if place_of(c.number).steps == place.steps[:1]]
    found = exact or (above if place.steps else [])
    if place.by_article:
        found = [c for c in found if place_of(c.number).by_article] or found
    return [each for clause in found[:1] for each in document.subtree(clause)]


def _in_line(text: str) -> str:
    return " ".join(text.split())


def _painted(text: str, colour: str, colours: bool) -> str:
    return f"{colour}{text}{_PLAIN}" if colours else text


def amendments_json(
    old: Document, new: Document, changes: Sequence[Amendment]
) -> dict[str, object]:
    """The changes as plain JSON values, each with the clauses as they were and the words that change them."""
    counted = Counter(change.kind for change in changes)
    return {
        "old": {"document": old.identifier, "title": old.title},
        "new": {"document": new.identifier, "title": new.title},
        "amends": True,
        "counts": {kind.name.lower(): counted[kind] for kind in AmendmentKind},
        "changes": [_json(old, new, change) for change in changes],
    }


def _json(old: Document, new: Document, change: Amendment) -> dict[str, object]:
    return {
        "kind": change.kind.name.lower(),
        "place": change.place,
        "before": [
            {"clause": clause.number, "start": clause.start, "end": clause.end, "text": clause.text}
            for clause in _changed_clauses(old, change)
        ],
        "said": {
            "clause": new.clauses[change.clause].number,
            "start": change.start,
            "end": change.end,
            "text": new.text[change.start : change.end],
        },
    }
