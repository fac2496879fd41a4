"""What an answer from an amended document has to say: the changing clause first, then the old words.

An answer and the standing of its document in; the answer with the clauses that change what it cites,
each quoted word for word, out. Knows no search.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Citation, Status
from assistant.by_document import shown_name, with_remarks
from assistant.citations import Draft, cite, prove
from assistant.several import renumbered
from assistant.standing import Standing, in_words
from documents.clause_places import Place, place_of
from documents.document import Clause, ClauseKind, Document
from documents.metadata import Amendment, AmendmentKind
from documents.regular_expressions import regex

_BEFORE_IT = regex(r"在?(?:修改|修订|修正|改动)(?:以|之)?前(?!后)的?[,，]?")
_OF_BEFORE = regex(
    r"(?:修改|修订|修正|改动|改)(?:以|之)?前(?!后)|原来|原先|旧版|旧的|^以前|以前的?(?:规定|标准|办法)"
)
_AMEND = r"(?:修改|修订|修正|改动)"
_WHAT_CHANGED = regex(
    rf"(?:有没有|有无|是否|是不是|有)(?:被|作过|做过|经过)?{_AMEND}|{_AMEND}过"
    rf"|(?:{_AMEND}|改)(?:了|过)?(?:哪|什么(?!时候)|啥)|(?:删去|删除|删|增加)(?:了|过)?哪[些几]条"
    rf"|(?:什么时候|哪[年天])被?(?:{_AMEND}|改)(?:的|过|了)"
)
_QUOTED = regex(r"“([^“”]*)”")
_NUMBERED = (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class _Change:
    """A change by a document that is loaded."""

    by: Document
    amendment: Amendment

    @property
    def place(self) -> Place:
        return place_of(self.amendment.place)


def with_amendments(
    answer: Answer,
    standing: Standing,
    documents: Mapping[str, Document],
    plain: str,
    today: date,
) -> Answer:
    """An answer from one document with what others changed in the clauses that it cites.

    Args:
        answer: The answer from the document of `standing`.
        standing: With the documents that amend it.
        documents: By identifier.
        plain: The question; one that asks for what held before has the old words first.
        today: Changes that do not hold yet on this day are only told.
    """
    if not standing.amended_by or answer.status.refused:
        return answer
    document = documents[standing.document.identifier]
    cited = [c for c in answer.citations if c.document == document.identifier]
    if all(document.clauses[c.position].kind not in _NUMBERED for c in cited):
        return answer
    touching = [
        _Change(documents[by.document.identifier], change)
        for by in standing.amended_by
        for change in by.changes
        if any(_touches(document, citation, change, plain) for citation in cited)
    ]
    begun = [each for each in touching if each.by.metadata.effective <= today.isoformat()]
    holding = [each for each in _counting(begun) if not _is_done(document, each)]
    coming = [each for each in touching if each not in begun]
    remarks = _coming(coming)
    if not holding:
        return with_remarks(answer, [*remarks, *_amended_by(standing, coming, bool(begun))])
    mixed = not all(
        any(_touches(document, citation, each.amendment, plain) for each in holding)
        for citation in cited
    )
    composed = _composed(answer, holding, mixed, _OF_BEFORE.search(plain) is not None)
    if prove(composed, documents):
        return with_remarks(answer, [*remarks, *_pointing(holding)])
    return with_remarks(composed, remarks)


def what_changed(
    plain: str, standing: Standing, documents: Mapping[str, Document]
) -> Answer | None:
    """All changes to a document, or by it, where a question asks for them; None where it does not."""
    if not _WHAT_CHANGED.search(plain):
        return None
    own = standing.document
    by = [(shown_name(own), each.document, each.changes) for each in standing.amended_by]
    by = by or [(f"《{each.names[0]}》", own, each.changes) for each in own.metadata.amends]
    draft = Draft()
    for subject, head, changes in by:
        document = documents[head.identifier]
        draft.remark(f"{chr(10) if draft.pieces else ''}{subject}由{shown_name(document)}修改：\n")
        _say_changes(draft, [_Change(document, each) for each in changes], named=False)
        _say_effect(draft, document)
    return draft.answer(Status.ANSWERED, plain) if draft.citations else None


def without_before(question: str) -> str:
    """A question without the words that ask for what held before an amendment: they name no document."""
    return _BEFORE_IT.sub("", question) or question


def repeats(part: Answer, whole: Answer) -> bool:
    """Whether all clauses that an answer cites are cited by another one too."""
    cited = {(citation.document, citation.position) for citation in whole.citations}
    return bool(part.citations) and all((c.document, c.position) in cited for c in part.citations)


def _composed(answer: Answer, changes: Sequence[_Change], mixed: bool, before: bool) -> Answer:
    """An answer with the words of changes: before its own, or behind them."""
    draft = Draft()
    if before:
        draft.citations.extend(answer.citations)
    _say_changes(draft, changes)
    said, remarks = "".join(draft.pieces), tuple(draft.remarks)
    old = _heading_of_old(changes, mixed)
    citations = tuple(dict.fromkeys((*draft.citations, *answer.citations)))
    own = renumbered(answer, citations)
    if before:
        text, remarks = f"{old}\n{own}\n{said}", (old, *answer.remarks, *remarks)
    else:
        text, remarks = f"{said}\n{old}\n{own}", (*remarks, old, *answer.remarks)
    return replace(answer, text=text, citations=citations, remarks=remarks)


def _heading_of_old(changes: Sequence[_Change], mixed: bool) -> str:
    """What stands before words that no longer hold; of a `mixed` answer some of them still do."""
    gone = [c.amendment.place for c in changes if c.amendment.kind is AmendmentKind.REMOVED]
    changed = [c.amendment.place for c in changes if c.amendment.kind is not AmendmentKind.REMOVED]
    if not mixed:
        return "修改前的原文：" if changed else "已删去，删去前的原文："
    told = [
        f"{'、'.join(dict.fromkeys(places))}{what}，"
        for places, what in ((changed, "已改动"), (gone, "已删去"))
        if places
    ]
    return f"修改前的原文（{''.join(told)}其余未改动）："


def _say_changes(draft: Draft, changes: Sequence[_Change], *, named: bool = True) -> None:
    """Say the words of changes, each under the clause that they stand in."""
    told: set[tuple[str, int, int]] = set()
    for change in changes:
        document, amendment = change.by, change.amendment
        key = (document.identifier, amendment.start, amendment.end)
        if key in told:
            continue
        number = document.clauses[amendment.clause].number
        draft.remark(f"{chr(10) if told else ''}{shown_name(document) if named else ''}{number}：")
        told.add(key)
        for at, (clause, start, end) in enumerate(_parts(document, amendment)):
            quote = cite(document, clause, start, end)
            draft.say(f"{chr(10) if at else ''}{quote.quote}", quote)


def _parts(document: Document, amendment: Amendment) -> list[tuple[Clause, int, int]]:
    """The words of a change clause by clause: what it quotes may have clauses of its own."""
    parts = [
        (clause, max(clause.start, amendment.start), min(clause.end, amendment.end))
        for clause in document.clauses[amendment.clause :]
        if clause.start < amendment.end
    ]
    return [(clause, start, end) for clause, start, end in parts if start < end]


def _say_effect(draft: Draft, document: Document) -> None:
    """Say from when a document holds, as it prints it."""
    said = document.metadata.validity
    start = document.text.find(said) if said else -1
    clause = document.clause_at(start) if start >= 0 else None
    if clause is not None and start + len(said) <= clause.end:
        draft.remark("\n")
        draft.say(f"{said.rstrip('。')}。", cite(document, clause, start, start + len(said)))


def _coming(changes: Sequence[_Change]) -> list[str]:
    """Remarks on changes that do not hold yet, one for each document."""
    return list(
        dict.fromkeys(
            f"（注意：{shown_name(each.by)}自{in_words(each.by.metadata.effective)}起修改所引条款，"
            "尚未施行。）"
            for each in changes
        )
    )


def _amended_by(standing: Standing, coming: Sequence[_Change], done: bool) -> list[str]:
    """By whom a document is amended whose cited clauses stand as they are.

    Those of changes that come are left out; `done` is whether the clauses have changes in them already.
    """
    later = {each.by.identifier for each in coming}
    others = [by for by in standing.amended_by if by.document.identifier not in later]
    if not others:
        return []
    names = "、".join(shown_name(by.document) for by in others)
    told = "，所引条款未改动" if all(by.changes for by in others) else ""
    return [f"（该文件已由{names}修改{'，所引条款已是修改后的文字' if done else told}。）"]


def _pointing(changes: Sequence[_Change]) -> list[str]:
    """Remarks that name the clauses with changes, where their words cannot be quoted."""
    return list(
        dict.fromkeys(
            f"（注意：所引{each.amendment.place}已由{shown_name(each.by)}"
            f"{each.by.clauses[each.amendment.clause].number}{each.amendment.kind.value}。）"
            for each in changes
        )
    )


def _counting(changes: Sequence[_Change]) -> list[_Change]:
    """Changes, the newest first, without those that a newer document changes once more."""
    kept: list[_Change] = []
    for change in changes:
        if not any(_overrides(newer, change) for newer in kept):
            kept.append(change)
    return kept


def _overrides(newer: _Change, change: _Change) -> bool:
    """Whether a newer change leaves nothing of another: of words inside an article it leaves the rest."""
    if newer.by.identifier == change.by.identifier:
        return False
    whole = newer.amendment.kind in (AmendmentKind.CHANGED, AmendmentKind.REMOVED)
    return whole and newer.place.holds(change.place)


def _touches(document: Document, citation: Citation, change: Amendment, plain: str) -> bool:
    """Whether a change is one of the cited clause, or of an item that it holds.

    A new article changes that of its number only where the question names it.
    """
    clause = document.clauses[citation.position]
    place = place_of(change.place)
    if clause.kind not in _NUMBERED or not place.steps or change.place.endswith("后"):
        return False
    own = _place(document, clause)
    if place.by_article and not own.by_article and _has_articles(document):
        return False
    if change.kind is AmendmentKind.ADDED:
        return _gains(own, place) or (own.steps == place.steps and change.place in plain)
    if len(place.steps) > len(own.steps):  # an item that is no clause of its own
        return own.holds(replace(place, paragraph=0)) and not _is_clause(document, place)
    within = Place(place.steps).holds(own)
    first, last = _paragraphs(document, clause, citation)
    return within and (place.paragraph == 0 or not first or first <= place.paragraph <= last)


def _gains(own: Place, place: Place) -> bool:
    """Whether a clause gains the 款 or 项 at a place; a new article changes none that is there."""
    if place.paragraph and len(place.steps) == 1:
        return own.steps[:1] == place.steps
    return len(place.steps) > 1 and own.steps == place.steps[:-1]


def _place(document: Document, clause: Clause) -> Place:
    above = document.parent(clause) if clause.kind is ClauseKind.PARAGRAPH else None
    return place_of((above or clause).number)


def _has_articles(document: Document) -> bool:
    return any(re.match(r"第[^条章]{1,6}条", clause.number) for clause in document.clauses)


def _is_clause(document: Document, place: Place) -> bool:
    return any(place_of(clause.number).steps == place.steps for clause in document.clauses)


def _paragraphs(document: Document, clause: Clause, citation: Citation) -> tuple[int, int]:
    """The first and last 款 of its article that a citation quotes from; 0 where they are not counted."""
    if clause.kind is ClauseKind.PARAGRAPH or not document.is_leaf(clause):
        return 0, 0
    before = document.text[clause.start : citation.start].count("\n") + 1
    return before, before + citation.quote.count("\n")


def _is_done(document: Document, change: _Change) -> bool:
    """Whether the text of a document has a change already: it was published anew with it."""
    amendment = change.amendment
    quoted = _QUOTED.findall(change.by.text[amendment.start : amendment.end])
    if not quoted or amendment.kind is AmendmentKind.REMOVED:
        return False
    text = _bare(
        "".join(c.text for c in document.clauses if change.place.holds(place_of(c.number)))
    )
    new = _bare(quoted[-1])
    if amendment.kind is AmendmentKind.REWORDED:
        return len(quoted) > 1 and new in text and _bare(quoted[0]) not in text
    return new in text


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
