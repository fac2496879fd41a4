"""Whether a sentence states only what its quotes state: phrase by phrase, in the words of the source.

A sentence is cut at its punctuation. Each phrase must be a whole phrase of a quote, in the order of
the quote and under the same year, or what the documents say of the cited clause itself: its number
and title, who is responsible for it, the metadata at its head. Whatever else it says is unproven.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Citation
from assistant.cues import Field
from documents.document import ClauseKind, Document
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.quantities import DEADLINE, Quantity, find_quantities
from documents.regular_expressions import regex
from documents.responsibilities import (
    Responsibility,
    Role,
    clause_concerned,
    find_responsibilities,
)
from documents.tables import table_rows

_YEAR_NUMBER = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?=年)")
_SEPARATOR = regex(r"([,。;:!?\n]+)")
_FULL_STOP = regex(r"[。;!?\n]")
_BOUNDARY = tuple(" \t\n\u3000,，。;；:：!！?？()（）[]【】〔〕…—")
QUOTATION_MARKS = regex(r"[\s“”\"‘’'「」『』《》]")
_THOUSANDS = regex(r"(?<=\d),(?=\d{3}(?!\d))")
_HUNDREDTHS = regex(rf"百分之({CHINESE_NUMERAL}|\d+(?:\.\d+)?)(?:点({CHINESE_NUMERAL}))?")
_JOINING = regex(r"的|了|是(?!否)|为(?!了|止|期)|达到")
"""Words that join and state nothing; left out of sentence and quote alike."""
_OPENING = regex(r"^(?:其中|同时|此外|另外|原文)")
_LIST_NUMBER = regex(r"^\s*\d+\. ")
WEIGHTY = regex(
    r"不得|不能|不予|不准|不宜|不|未|无|非|没有|禁止|严禁|应当|可以|必须|鼓励|支持|允许|限制|力争|争取|原则上"
)
_HEADS = (ClauseKind.TITLE, ClauseKind.PREAMBLE, ClauseKind.CLOSING)
_ROLES = frozenset(role.value for role in Role)
_VERBS = {Role.LEAD: ("牵头", "牵头负责"), Role.RESPONSIBLE: ("负责",), Role.SUPPORT: ("配合",)}

Phrases = tuple[str, ...]


@lru_cache(maxsize=64)
def responsibilities_of(document: Document) -> tuple[Responsibility, ...]:
    """Who is responsible for what in a document, extracted once."""
    return tuple(find_responsibilities(document))


def responsibilities_in(citation: Citation, document: Document) -> list[Responsibility]:
    """The statements of responsibility that a citation quotes whole."""
    return [
        item
        for item in responsibilities_of(document)
        if item.clause == citation.position
        and citation.start <= item.start
        and item.end <= citation.end
    ]


def is_cut_inside(citation: Citation, document: Document) -> bool:
    """Whether a quote begins or ends in the middle of a phrase of its clause.

    Half a phrase may say the opposite (`不得|转让`). Metadata and a deadline say it alone.
    """
    text, clause = document.text, document.clauses[citation.position]
    begins = (
        citation.start in (clause.start, clause.body)
        or text[citation.start - 1] in _BOUNDARY
        or _is_quoted_sentence(text, citation.start)
        or DEADLINE.match(citation.quote) is not None
    )
    ends = (
        citation.end == clause.end
        or text[citation.end] in _BOUNDARY
        or text[citation.end - 1] in _BOUNDARY
        or _is_quoted_sentence(text, citation.end)
    )
    whole = map(_bare, _metadata(document).values())
    return not (begins and ends) and _bare(citation.quote) not in whole


def _is_quoted_sentence(text: str, end: int) -> bool:
    """Whether a quoted sentence ends before an offset, its full stop inside the marks: “…。”."""
    return text[end - 1] in "”’" and text[end - 2] in _BOUNDARY


def unproven(
    sentence: str, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> list[str]:
    """What a sentence says that its citations do not prove: figures and years, else other words.

    A figure is proven by one with the same value, unit and comparator; a year by the same year.

    Args:
        sentence: Without marks.
        citations: The ones that it names, each standing in its clause.
        documents: By identifier.
    """
    quoted = "\n".join(f"{citation.address}\n{citation.quote}" for citation in citations)
    quoted += "\n".join(_cells_of(citations, documents))
    held = {_sameness(quantity) for quantity in find_quantities(quoted)}
    figures = [q.text for q in find_quantities(sentence) if _sameness(q) not in held]
    years = set(_YEAR.findall(sentence)) - set(_YEAR_NUMBER.findall(quoted))
    found = [*figures, *(f"{year}年" for year in sorted(years))]
    if found:
        return found
    words = _unproven_words(sentence, citations, documents)
    return [words] if words else []


def _sameness(quantity: Quantity) -> tuple[float | None, float | None, str, str]:
    return (quantity.value, quantity.upper, quantity.unit, quantity.comparator)


def _unproven_words(
    sentence: str, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> str:
    """The first words of a sentence that no phrase of its citations has, or an empty string."""
    phrases, stops = _phrases(sentence)
    unnumbered = _phrases(_LIST_NUMBER.sub("", sentence))[0][:1]
    quotes = [_quoted(citation, documents[citation.document]) for citation in citations]
    said = {s for c in citations for s in _said_of_clause(c, documents[c.document])}
    said |= {_phrases(statement)[0] for statement in _cells_of(citations, documents)}
    reached: list[set[_Place | None]] = [set() for _ in range(len(phrases) + 1)]
    reached[0].add(None)
    for at, phrase in enumerate(phrases):
        words = {phrase, _OPENING.sub("", phrase), *(unnumbered if at == 0 else ())}
        for place in reached[at]:
            new_sentence = at == 0 or _FULL_STOP.search(stops[at - 1]) is not None
            following = _places(words, quotes)
            reached[at + 1] |= {p for p in following if _may_follow(place, p, quotes, new_sentence)}
            for statement in said:
                end = at + len(statement)
                if statement[0] in words and statement[1:] == phrases[at + 1 : end]:
                    reached[end].add(place)
            if "" in words:
                reached[at + 1].add(place)
    if reached[-1]:
        return ""
    failed = phrases[max(at for at, places in enumerate(reached) if places)]
    quoted = "".join(phrase for quote in quotes for options in quote.phrases for phrase in options)
    return _telling_words(failed, quoted, [documents[c.document] for c in citations])


@dataclass(frozen=True, slots=True)
class _Quote:
    """The phrases of a quote, each as printed and without its number, and what stands behind each."""

    phrases: tuple[frozenset[str], ...]
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Phrase `at` of quote `quote`."""

    quote: int
    at: int


def plain_text(text: str) -> str:
    """A text without what may differ in print: width, thousands, ways to write a percentage."""
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    return _HUNDREDTHS.sub(_percentage, text)


def _bare(text: str) -> str:
    """A text without blanks and differences of width: bodies and numbers are printed spread out."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _percentage(found: re.Match[str]) -> str:
    """百分之九十五点五 as 95.5%."""
    decimals = "".join(f"{parse_numeral(digit):g}" for digit in found[2] or "")
    return f"{parse_numeral(found[1]):g}{'.' if decimals else ''}{decimals}%"


def _phrases(text: str) -> tuple[Phrases, Phrases]:
    """The phrases of a text without quotation marks and joining words, and what follows each."""
    pieces = _SEPARATOR.split(plain_text(text))
    pairs = [
        (_JOINING.sub("", QUOTATION_MARKS.sub("", phrase)), stop)
        for phrase, stop in zip(pieces[::2], [*pieces[1::2], "\n"], strict=True)
    ]
    kept = [(phrase, stop) for phrase, stop in pairs if any(c.isalnum() for c in phrase)]
    return tuple(phrase for phrase, _ in kept), tuple(stop for _, stop in kept)


def _quoted(citation: Citation, document: Document) -> _Quote:
    clause = document.clauses[citation.position]
    phrases, stops = _phrases(citation.quote)
    # a role and its departments are proven together, by what is read of them: none is left out
    roles = _ROLES if responsibilities_in(citation, document) else frozenset[str]()
    options = [frozenset({phrase}) - roles for phrase in phrases]
    if options and citation.start == clause.start < clause.body < citation.end:
        bare = _phrases(citation.quote[clause.body - clause.start :])[0]
        if len(bare) == len(options):
            options[0] |= {bare[0]}
    return _Quote(tuple(options), stops)


def _places(words: set[str], quotes: Sequence[_Quote]) -> Iterator[_Place]:
    """Where words stand as a phrase of a quote; a deadline may stand at the head of one."""
    deadline = [word for word in words if DEADLINE.fullmatch(word)]
    for number, quote in enumerate(quotes):
        for at, options in enumerate(quote.phrases):
            at_head = any(option.startswith(word) for option in options for word in deadline)
            if at_head or options & words:
                yield _Place(number, at)


def _may_follow(
    place: _Place | None, following: _Place, quotes: Sequence[_Quote], new_sentence: bool
) -> bool:
    """Whether a phrase may stand behind another: as in the quote, with no year between them.

    Behind a full stop another quote, or another sentence of the quote, may go on.
    """
    if place is None:
        return True
    if place.quote != following.quote:
        return new_sentence
    if following.at <= place.at:
        return False
    quote = quotes[place.quote]
    between = "".join("".join(o) for o in quote.phrases[place.at + 1 : following.at])
    stopped = any("。" in stop for stop in quote.stops[place.at : following.at])
    return new_sentence or (not stopped and DEADLINE.search(between) is None)


@lru_cache(maxsize=512)
def _said_of_clause(citation: Citation, document: Document) -> frozenset[Phrases]:
    """What may be said of the cited clause beside its words: where it stands, who is responsible."""
    clause = document.clauses[citation.position]
    name = f"{clause.number} {clause.title}"
    path = [f"{c.number} {c.title}" for c in (*document.ancestors(clause), clause)]
    own = {clause.number, clause.title, name} - {""}
    said = {name, f"在{','.join(path)}"}
    if citation.start == clause.start and clause.body <= citation.end:
        said |= {clause.title, f"{clause.number}标题{clause.title}"}
    for item in responsibilities_in(citation, document):
        names = "、".join(item.departments)
        stated = {f"{item.role.value}{names}", f"{item.role.value}:{names}"}
        stated |= {
            f"{by}{names}{together}{verb}"
            for by in ("", "由")
            for together in ("", "共同")
            for verb in _VERBS[item.role]
        }
        headed = clause_concerned(document, item, responsibilities_of(document))
        title = f"{headed.number} {headed.title}"
        stated.add(document.text[item.start : item.end])
        said |= {names, title, f"{title}({item.role.value})", *stated}
        said |= {f"{each}{statement}" for each in {*own, item.row} for statement in stated}
        said |= {item.row, f"{item.row}({item.role.value})"} if item.row else set()
    said |= {f"{document.name}{each}" for each in said}
    if clause.kind in _HEADS:
        metadata = _metadata(document)
        said |= {f"{f.value}{v}" for f, v in metadata.items() if _bare(v) in _bare(citation.quote)}
        said |= _year_statements(citation, metadata)
        if citation.quote in document.title:
            said.add(f"{Field.TITLE.value}{document.title}")
    return frozenset(phrases for phrases, _ in map(_phrases, said) if phrases)


def _cells_of(citations: Sequence[Citation], documents: Mapping[str, Document]) -> list[str]:
    """What the cells of quoted table rows say under their heads, where those are quoted too."""
    quotes = {(citation.document, citation.start, citation.end) for citation in citations}
    return [
        statement
        for citation in citations
        for head, statement in _cells(citation, documents[citation.document])
        if (citation.document, *head) in quotes
    ]


@lru_cache(maxsize=512)
def _cells(citation: Citation, document: Document) -> tuple[tuple[tuple[int, int], str], ...]:
    """The span of the heads of a quoted table row, with what each cell says under them."""
    rows = table_rows(document, document.clauses[citation.position])
    return tuple(
        (row.head, statement)
        for row in rows
        if citation.quote == document.text[row.start : row.end]
        for statement in (
            *map(row.statement, row.values),
            *map(row.statement_in_words, row.in_words),
            row.in_full,
        )
    )


@lru_cache(maxsize=64)
def _metadata(document: Document) -> dict[Field, str]:
    values = {
        Field.NUMBER: document.number,
        Field.TITLE: document.title,
        Field.ISSUER: document.issuer,
        Field.ADDRESSEES: document.addressees,
        Field.DATE: document.date,
    }
    return {asked: value for asked, value in values.items() if value}


def _year_statements(citation: Citation, metadata: Mapping[Field, str]) -> set[str]:
    """`2024年(菏政办字〔2024〕7号)`: the year of issue and what it is read from."""
    holders = [metadata.get(Field.NUMBER, ""), metadata.get(Field.DATE, "")]
    return {
        f"{year}年({holder})"
        for holder in holders
        if holder and _bare(holder) in _bare(citation.quote)
        for year in re.findall(r"(?:19|20)\d\d", holder)[:1]
    }


def _telling_words(phrase: str, quoted: str, documents: Sequence[Document]) -> str:
    """Of an unproven phrase the part that tells most: a department, a negation, else all of it."""
    known = {
        name
        for document in documents
        for item in responsibilities_of(document)
        for name in item.departments
    }
    foreign = [name for name in known if name in phrase and name not in quoted]
    if foreign:
        return max(foreign, key=lambda name: (len(name), name))
    weighty = [word for word in WEIGHTY.findall(phrase) if word not in quoted]
    return weighty[0] if weighty else phrase
