"""The documents that a question names: by number, by title, by a place, by the year of a report.

Looks at the heads of documents alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property

from assistant.lexicon import place_names
from documents.document_head import Headed
from documents.regular_expressions import regex

_YEAR = regex(r"(?:19|20)\d\d")
_RELATIVE_YEARS = {"去年": -1, "上年": -1, "今年": 0, "明年": 1}


class DocumentNames:
    """The names of some documents of a store."""

    def __init__(self, heads: Callable[[], Iterable[Headed]]) -> None:
        """Take what gives the documents that may be named, or their heads, in order."""
        self._given = heads

    @cached_property
    def _heads(self) -> tuple[Headed, ...]:
        return tuple(self._given())

    @cached_property
    def titles(self) -> str:
        """All titles."""
        return " ".join(head.title for head in self._heads)

    def named_in(self, question: str) -> tuple[frozenset[str], str]:
        """The documents that a question names, and the question without their names.

        By number, by title in 《》, or by a place that only some of the documents are of.
        """
        named: set[str] = set()
        rest = question
        for identifier, names in self._names:
            for plain in names:
                if plain and plain in rest:
                    named.add(identifier)
                    rest = rest.replace(plain, " ")
        if not named and len(self._heads) > 1:
            named = {
                identifier
                for place, identifiers in self._places.items()
                if place in question
                for identifier in identifiers
            }
        return frozenset(named), rest.strip() or question

    def relative_years(self, question: str) -> tuple[int, ...]:
        """The years that 去年, 今年 and 明年 mean where all documents are named by one year.

        They count from the year of issue: in the work report of 2026, 去年 is 2025; to what was
        issued in 2026 on 2027, 明年 is 2027, and 今年 may be either.
        """
        titled = self._titled_years
        if len(titled) != 1 or len(years := next(iter(titled))) != 1:
            return ()
        named = int(years[0])
        issued = {year for head in self._heads if (year := _YEAR.match(head.date))}
        base = int(next(iter(issued))[0]) if len(issued) == 1 else named
        asked = [base + offset for word, offset in _RELATIVE_YEARS.items() if word in question]
        return () if base != named and base in asked else tuple(asked)

    @cached_property
    def _names(self) -> list[tuple[str, tuple[str, ...]]]:
        """The number and the title of every document as questions have them."""
        return [
            (
                head.identifier,
                tuple(
                    unicodedata.normalize("NFKC", name)
                    for name in (head.number, f"《{head.title}》", head.title)
                ),
            )
            for head in self._heads
        ]

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """The documents of every place."""
        found: dict[str, list[str]] = {}
        for head in self._heads:
            for place in dict.fromkeys(_places_of(head)):
                found.setdefault(place, []).append(head.identifier)
        return found

    @cached_property
    def _titled_years(self) -> set[tuple[str, ...]]:
        return {_years_named(head) for head in self._heads}


def _years_named(head: Headed) -> tuple[str, ...]:
    """The years of a title, for a report without one that of its issue."""
    of_title = tuple(_YEAR.findall(head.title))
    issued = head.metadata.year
    return of_title or ((str(issued),) if issued and head.title.endswith("报告") else ())


def _places_of(head: Headed) -> tuple[str, ...]:
    """Names of the places that a document is of, without their endings."""
    names = place_names(f"{head.title}，{head.issuer}")
    opening = re.match(r"[\u4e00-\u9fff]{2,4}?[省市县区]", head.title)
    names += [opening[0]] if opening else []
    return tuple(name[:-1] if name[-1] in "省市县区" and len(name) > 2 else name for name in names)
