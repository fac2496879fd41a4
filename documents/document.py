r"""A policy document as the program knows it: its text, its clause tree and its defects.

Everything is frozen. All offsets are characters of `Document.text`, half-open. A clause's own
span leaves its children out; spans follow each other with one line break between them, so
`"\n".join(clause.text for clause in document.clauses) == document.text`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from documents.metadata import UNKNOWN, Metadata


class ClauseKind(StrEnum):
    """What a node of the clause tree is."""

    TITLE = "title"  # title, document number, addressees: numbered 标题
    PREAMBLE = "preamble"  # unnumbered text before the first heading: numbered 引言
    NUMBERED = "numbered"  # 一、 (一) 1. (1) ① 第X条 and their like
    PARAGRAPH = "paragraph"  # unnumbered text behind the children of its parent (a later 款)
    ANNEX = "annex"  # 附件
    CLOSING = "closing"  # signature, date, notes behind the last clause: numbered 结尾


class DefectKind(StrEnum):
    """What is wrong with a document as supplied."""

    PAGE_CHROME = "page_chrome"  # lines of the web page around the document, dropped
    TRUNCATED = "truncated"  # the text stops in the middle of a sentence
    NUMBERING_GAP = "numbering_gap"  # a number of a run is missing
    NUMBERING_REPEAT = "numbering_repeat"  # a number stands twice in a run
    UNBALANCED_QUOTES = "unbalanced_quotes"  # an opening quotation mark without its closing one
    FEWER_PARTS = "fewer_parts"  # a heading promises N parts and fewer are there
    SCANNED_PAGES = "scanned_pages"  # pages that are pictures: their text was not read
    PICTURES = "pictures"  # pictures between the text: what they show was not read
    TRACKED_CHANGES = "tracked_changes"  # changes that nobody accepted: read as if accepted
    HIDDEN_TEXT = "hidden_text"  # text that the file does not show: not read
    SPACING = "spacing"  # blanks inside words, as scanning leaves them, taken out
    MISPLACED_NUMBER = (
        "misplaced_number"  # a number at the end of the line before, put in its place
    )


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect. `message` is Chinese; `clause` is the position of the clause concerned.

    `quote` is the text concerned; for dropped page chrome it is not part of `Document.text`.
    """

    kind: DefectKind
    message: str
    clause: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of the clause tree.

    `number` is the numbering as printed, joined, with ASCII brackets: `二(二)4`, `第九条(二)`,
    `引言`. It may occur twice where the document repeats a number; `position`, the index in
    `Document.clauses` (reading order), never does. `body` is the offset behind number and title.
    """

    position: int
    parent: int | None
    number: str
    title: str
    kind: ClauseKind
    level: int
    start: int
    end: int
    body: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One policy: metadata read from its own text, the clean text, the clause tree, the defects.

    `identifier` is unique in an index (the document number, else the title). Metadata that the
    text does not hold is an empty string. `digest` is the SHA-256 of the clean text. `metadata` is
    what follows from all this: place, year, level, kind, how long it holds.
    """

    identifier: str
    title: str
    number: str
    issuer: str
    addressees: str
    date: str
    source: str
    digest: str
    text: str
    clauses: tuple[Clause, ...]
    defects: tuple[Defect, ...]
    metadata: Metadata = UNKNOWN

    @property
    def name(self) -> str:
        """How people refer to it in an address: the document number, else the title."""
        return self.number or f"《{self.title}》"

    def parent(self, clause: Clause) -> Clause | None:
        """The node above, or None at the top."""
        return None if clause.parent is None else self.clauses[clause.parent]

    def ancestors(self, clause: Clause) -> list[Clause]:
        """The nodes above, outermost first."""
        found: list[Clause] = []
        above = self.parent(clause)
        while above is not None:
            found.insert(0, above)
            above = self.parent(above)
        return found

    def children(self, clause: Clause) -> list[Clause]:
        """The nodes directly below, in reading order."""
        return [other for other in self.clauses if other.parent == clause.position]

    def subtree(self, clause: Clause) -> Iterator[Clause]:
        """The node and everything below it, in reading order."""
        inside = {clause.position}
        yield clause
        for other in self.clauses[clause.position + 1 :]:
            if other.parent not in inside:
                return
            inside.add(other.position)
            yield other

    def is_leaf(self, clause: Clause) -> bool:
        """Whether nothing numbered lies below the clause."""
        following = clause.position + 1
        return following >= len(self.clauses) or self.clauses[following].parent != clause.position

    def find(self, number: str) -> Clause | None:
        """The first clause with this number, or None."""
        return next((clause for clause in self.clauses if clause.number == number), None)

    def clause_at(self, offset: int) -> Clause | None:
        """The clause whose own span holds the offset, or None."""
        return next((c for c in self.clauses if c.start <= offset < c.end), None)

    def stem(self, clause: Clause) -> str:
        """The line of an untitled clause that introduces its items with a colon, or ''."""
        last = clause.text[clause.body - clause.start :].rpartition("\n")[2]
        return "" if clause.title or not last.endswith(("：", ":")) else last

    def heading_path(self, clause: Clause) -> list[str]:
        """Titles of the ancestors and the clause itself, outermost first, empty ones left out.

        An untitled ancestor that introduces its items stands with its stem. The title of a document
        inside is left out where the document's own title repeats it: 关于印发《…办法》的通知.
        """
        above = [
            node.title or self.stem(node)
            for node in self.ancestors(clause)
            if node.kind is not ClauseKind.TITLE or node.title not in self.title
        ]
        return [heading for heading in [*above, clause.title] if heading]

    def address(self, clause: Clause) -> str:
        """The address for people: `菏政办字〔2024〕7号 二(二)4 养老托育`."""
        return " ".join(part for part in (self.name, clause.number, clause.title) if part)
