"""Which documents the last turns of a conversation were about: named, shown as the source, or quoted."""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.by_document import documents_of, without_remarks
from assistant.library import Library
from assistant.naming import named_documents
from assistant.question import understand
from assistant.routing import Candidate, Router
from documents.document import Document
from documents.document_head import Headed
from documents.errors import QuestionError

_LONGEST_TURN = 500
_SHORTEST_QUOTE = 8
_POSSIBLE = 0.02
_CLEAR = 0.8
_FIGURE = re.compile(r"\d[\d.,]*(?:%|[万亿]?[\u4e00-\u9fff])(?:以上|以下|以内)?")


def documents_talked_about(
    history: tuple[Turn, ...], library: Library, router: Router
) -> list[Headed]:
    """The documents that the last turns were about, most likely first; none without any turn."""
    for turn in reversed(history):
        found = documents_of(library.heads(), turn.answer) or _of_turn(turn, library, router)
        if found:
            return found
    joined = " ".join(f"{turn.question} {turn.answer}" for turn in history)
    return [library.head(each.document.identifier) for each in _candidates(joined, router)[:1]]


def _of_turn(turn: Turn, library: Library, router: Router) -> list[Headed]:
    """The document that a turn names, quotes, or is clearly about."""
    try:
        plain = understand(turn.question[:_LONGEST_TURN]).plain
    except QuestionError:
        plain = ""
    naming = named_documents(plain, library.heads())
    if len(naming.documents) == 1:
        return [library.head(next(iter(naming.documents)))]
    said = without_remarks(turn.answer)
    ranked = _candidates(f"{turn.question} {said}", router)
    pieces = [p for p in re.split(r"[。；;，,\n\[\]]", said) if len(p) >= _SHORTEST_QUOTE]
    pieces += _FIGURE.findall(said)
    quoted = [
        (_length_quoted(said, pieces, each.document), each.chance, each.document)
        for each in ranked
        if each.chance >= _POSSIBLE
    ]
    if quoted:
        length, _, document = max(quoted, key=lambda pair: pair[:2])
        if length:
            return [library.head(document.identifier)]
    clear = [each.document for each in ranked[:1] if each.chance >= _CLEAR]
    return [library.head(document.identifier) for document in clear]


def _length_quoted(said: str, pieces: Sequence[str], document: Document) -> int:
    """How many characters of an answer are of a document: its words, and numbers with titles of clauses."""
    squeezed = "".join(said.split())
    headings = {f"{each.number}{each.title}" for each in document.clauses if each.title}
    length = sum(len(piece) for piece in pieces if piece in document.text)
    return length + sum(len(heading) for heading in headings if heading in squeezed)


def _candidates(text: str, router: Router) -> list[Candidate]:
    try:
        return router.candidates(understand(text[:_LONGEST_TURN]))
    except QuestionError:
        return []
