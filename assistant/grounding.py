"""Whether a sentence that a language model wrote is borne out by the clauses that it cites.

Every phrase must be a whole phrase of a clause, joined with words that state nothing, with the same
figures under the same year, with what limits it, in the order of the clause. What is proven comes
out as the sentences of the source that prove it. Knows no model.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.clause_sources import Source, Span, sources_of, stating
from assistant.phrase_paths import PhrasePaths
from assistant.phrases import Phrase, dates_of, phrases_of, without_enumerator, words
from assistant.proof import plain_text
from documents.regular_expressions import regex

__all__ = ["Grounded", "Said", "Span", "ground"]

_TITLED = regex(r"《([^《》]+)》")
_NUMBERED = regex(r"\d[\d年月日.:-]*")
_INNER_ENUMERATOR = regex(
    r"([;；,，。])\s*[（(][\d一二三四五六七八九十]{1,3}[)）]|([:：])\s*[（(][1一][)）]"
)
_CLAUSE = regex(r"第[一二三四五六七八九十百零〇\d]+条(?:第[一二三四五六七八九十\d]+款)?")
_OF_CLAUSE = r"(?=中|里|规定|明确|提出|要求|指出|,|，|:|：)"


@dataclass(frozen=True, slots=True)
class Grounded:
    """A sentence that is proven: the source sentences that prove it, in the order of use."""

    spans: tuple[Span, ...]


@dataclass
class Said:
    """What an answer has said so far: what later sentences may lean on.

    `stem` is a line that was said to introduce what comes next, `items` whether something of it was said, `goes_on`
    whether the last sentence ended with a semicolon.
    """

    spans: list[Span] = field(default_factory=list)
    deadline: str = ""
    stem: Source | None = None
    items: bool = False
    goes_on: bool = False

    @property
    def last(self) -> Span | None:
        """What was said last."""
        return self.spans[-1] if self.spans else None

    def has(self, span: Span) -> bool:
        """Whether words have been said before."""
        return any(each.holds(span) for each in self.spans)


def ground(
    sentence: str, cited: Sequence[Span], said: Said, *, uncited: bool = False
) -> Grounded | None:
    """The proof of a sentence from the words that it cites, or None where there is none.

    `said` is changed: what is proven counts as said. A sentence that states nothing is proven by
    no span.

    Args:
        sentence: Without citation marks.
        cited: The clauses, or quoted spans of clauses, that it cites.
        said: What the answer has said before it.
        uncited: Whether the sentence itself does not cite these words; it must say then what it is about.
    """
    named = list(_named(sentence, cited))
    claims = _claims(sentence, cited)
    if claims is None:
        return None
    if not claims:
        return _as_it_stands(sentence, cited)
    sources = [source for span in cited for source in sources_of(span)]
    paths = PhrasePaths(sources, said.last, said.deadline, uncited=uncited, goes_on=said.goes_on)
    used = next(
        (path for path in paths.found(claims) if _holds_together(sentence, path, named, said)), None
    )
    if used is None:
        return None
    spans = tuple(dict.fromkeys(source.span for source in used))
    known = {source.opening for source in used} | {said.deadline}
    known |= {date for span in spans for date in dates_of(f"{span.document.title}\n{span.text}")}
    if not dates_of(sentence) <= known:
        return None
    said.spans.extend(spans)
    said.deadline = claims[-1].deadline or said.deadline
    _remember_stem(sentence.rstrip(), used, said)
    return Grounded(spans)


def _remember_stem(sentence: str, used: Sequence[Source], said: Said) -> None:
    """Note the line that introduces what comes next, and whether a list goes on."""
    said.goes_on = sentence.endswith((";", "；"))
    stems = [at for at, source in enumerate(used) if source.lists]
    if used[-1].opens and sentence.endswith((":", "：")):
        said.stem, said.items = used[-1], False
    elif stems and said.goes_on:
        said.stem, said.items = used[stems[-1]], True
    else:
        said.items = said.stem is not None


def _holds_together(
    sentence: str, used: Sequence[Source], named: Sequence[str], said: Said
) -> bool:
    """Whether what is said stands under the lines that introduce it, and is of what it says it is of."""
    spans = [source.span for source in used]
    leads = [source.lead for source in used if source.lead]
    led = all(said.has(lead) or any(span.holds(lead) for span in spans) for lead in leads)
    return led and _is_of_named(named, spans) and _is_item(sentence, used[0], said)


def _is_item(sentence: str, first: Source, said: Said) -> bool:
    """Whether a sentence behind a line that introduces others is one of those."""
    if said.stem is None or said.stem.introduces(first.span):
        return True
    if said.items and not said.goes_on and without_enumerator(sentence) == sentence:
        said.stem = None
        return True
    return False


def _named(sentence: str, cited: Sequence[Span]) -> Iterator[str]:
    """The numbers of clauses and names of documents that a sentence refers to, in its order."""
    names = {name for span in cited for name in (span.document.number, span.document.title)}
    titles = "|".join(re.escape(name) for name in sorted(filter(None, names)))
    frame = f"{titles}|{_CLAUSE.pattern}{_OF_CLAUSE}" if titles else _CLAUSE.pattern + _OF_CLAUSE
    quoted = "".join(span.text for span in cited)
    yield from (
        found[0]
        for found in re.finditer(frame, sentence)
        if found[0] not in quoted or _CLAUSE.fullmatch(found[0])
    )


def _is_of_named(named: Sequence[str], spans: Sequence[Span]) -> bool:
    """Whether words stand in what a sentence says they stand in, in turn."""
    at = 0
    for name in named:
        while at < len(spans) and not _is_called(spans[at], name):
            at += 1
        if at == len(spans):
            return False
    return True


def _is_called(span: Span, name: str) -> bool:
    document = span.document
    numbers = [node.number for node in (*document.ancestors(span.clause), span.clause)]
    return name in (document.number, document.title, *numbers) or name in span.text


def _as_it_stands(sentence: str, cited: Sequence[Span]) -> Grounded | None:
    """The proof of a sentence that only frames others; a date in it must stand in what it cites."""
    dates = _NUMBERED.findall(plain_text(sentence))
    quoted = plain_text("\n".join(s.text for s in cited))
    known = set(_NUMBERED.findall(quoted))
    return Grounded(tuple(cited) if dates else ()) if known.issuperset(dates) else None


def _claims(sentence: str, cited: Sequence[Span]) -> list[Phrase] | None:
    """The phrases of a sentence that state something; None where it asks or names a foreign document."""
    if sentence.rstrip().endswith(("?", "？")):
        return None
    documents = list({span.document.identifier: span.document for span in cited}.values())
    text = "\n".join(without_enumerator(line) for line in sentence.splitlines())
    quoted = "".join(s.text for s in cited)
    for title in _TITLED.findall(text):
        if title in quoted:
            continue
        if title not in words("kinds") and not any(title == d.title for d in documents):
            return None
        text = text.replace(f"《{title}》", "该文件")
    text = re.sub(rf"该(?={'|'.join(words('kinds'))})", "本", text)
    text = _INNER_ENUMERATOR.sub(r"\1\2", text)
    for document in documents:
        for name in filter(None, (document.number, document.title)):
            if name not in quoted:
                text = (
                    text.replace(f"({name})", "").replace(f"（{name}）", "").replace(name, "该文件")
                )
    for number in sorted({span.clause.number for span in cited}, key=len, reverse=True):
        if number.startswith("第"):
            text = re.sub(
                rf"(?:该文件)?{re.escape(number)}(?=规定|明确|提出|要求|,|，|:|：)", "该条款", text
            )
    return list(stating(phrases_of(text)))
