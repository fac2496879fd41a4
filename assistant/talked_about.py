"""Which documents the last turns of a conversation were about: named, shown as the source, or quoted."""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.by_document import documents_of, without_remarks
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.naming import named_documents
from assistant.question import understand
from assistant.routing import Candidate, Router
from documents.document import Document
from documents.document_head import Headed
from documents.errors import QuestionError
from documents.regular_expressions import regex

_LONGEST_TURN = 500
_SHORTEST_QUOTE = 8
_OWN_WORDS = 2
_POSSIBLE = 0.02
_CLEAR = 0.8
_FIGURE = regex(r"\d[\d.,]*(?:%|[万亿]?[\u4e00-\u9fff])(?:以上|以下|以内)?")


def documents_talked_about(
    history: tuple[Turn, ...], library: Library, router: Router
) -> list[Headed]:
    """The documents that the last turns were about, most likely first; none without any turn."""
    tied: list[Headed] = []
    for turn in reversed(history):
        shown = documents_of(library.heads(), turn.answer)
        found = shown or _of_turn(turn, library, router)
        if not tied and (shown or len(found) == 1):
            return found
        both = [document for document in found if document in tied]
        if len(both) == 1:
            return both
        tied = both or tied or found
    if tied:
        return tied[:1]
    joined = " ".join(f"{turn.question} {turn.answer}" for turn in history)
    return [library.head(each.document.identifier) for each in _candidates(joined, router)[:1]]


def _of_turn(turn: Turn, library: Library, router: Router) -> list[Headed]:
    """The document that a turn names, quotes, or is clearly about; those that it quotes alike."""
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
        longest = max(length for length, _, _ in quoted)
        if longest < _SHORTEST_QUOTE and _says_little(plain):
            return []  # 2026年呢 — 90%: any document may hold that figure
        if longest:
            alike = [(chance, each) for length, chance, each in quoted if length == longest]
            alike.sort(key=lambda pair: -pair[0])
            return [library.head(each.identifier) for _, each in alike]
    clear = [each.document for each in ranked[:1] if each.chance >= _CLEAR]
    return [library.head(document.identifier) for document in clear]


def _says_little(question: str) -> bool:
    return sum(len(word) > 1 for word in content_words(question)) < _OWN_WORDS


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
