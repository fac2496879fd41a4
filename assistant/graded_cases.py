"""What so many things of a grade come to: 2个二级 and 3个三级, where the text gives 8万元、5万元、2万元 for the grades.

The remark names each grade, its amount and the numbers of the question; it is worked out again when proven.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.by_document import with_remarks
from assistant.case_products import ASKS_AMOUNT
from assistant.lexicon import tagged_words
from assistant.question import Question
from assistant.rates_due import is_altered, limits_beyond
from assistant.scales import steps_named
from assistant.thresholds import is_most, sized
from documents.document import Document
from documents.numerals import counted
from documents.quantities import Quantity, find_quantities, row_of
from documents.regular_expressions import regex

_NAMES = regex(r"、|以及|和|与|及")
_PIECES = regex(r"[，,；;：:。\n]")
_STOP = regex(r"[,，、。;；?？]")
_REPEATED = regex(r"每|/|增加|另|再")
_NEAREST_PIECES = 3
_REMARK = regex(
    r"按((?:“[^”]+”对应“[^”]+”、?)+)计算，问题中的((?:“[^”]+”)+)(?:合计|为) ([\d.]+[万亿]?元)。"
)
_PAIR = regex(r"“([^”]+)”对应“([^”]+)”")
_QUOTED = regex(r"“([^”]+)”")


@dataclass(frozen=True, slots=True)
class _Share:
    """A number of things of a grade, as the question states it, and the amount of the grade as printed."""

    figure: Quantity
    grade: str
    amount: Quantity


def with_graded_amount(
    question: Question, answer: Answer, documents: Mapping[str, Document]
) -> Answer:
    """An answer with what the numbers of things of some grades come to, as it was where one amount is not plain."""
    if answer.status.refused or question.yes_no or not ASKS_AMOUNT.search(question.plain):
        return answer
    quotes = list(dict.fromkeys(citation.quote for citation in answer.citations))
    shares = _shares(question, quotes)
    if not shares:
        return answer
    clauses = [documents[c.document].clauses[c.position].text for c in answer.citations]
    total = find_quantities(_total(shares))
    altered = any(
        is_altered(each.amount.text, question.plain, [*quotes, *clauses]) for each in shares
    )
    if altered or any(limits_beyond(each, text) for each in total for text in clauses):
        return answer
    return with_remarks(answer, [_said(shares)])


def _shares(question: Question, quotes: Sequence[str]) -> list[_Share]:
    """The figures of a question with the amounts of their grades; none where one of them has not just one."""
    plain = question.plain
    shares = []
    for claim in question.claims:
        behind = _STOP.split(plain[claim.end :])[0]
        behind = behind[
            : min(
                (c.start - claim.end for c in question.claims if c.start > claim.start),
                default=None,
            )
        ]
        grades = steps_named(behind)
        nouns = [w for w, tag in tagged_words(behind) if len(w) > 1 and tag.startswith("n")]
        held = [
            q
            for q in quotes
            if all(n in q or n in grades for n in nouns if n not in "".join(grades))
        ]
        amounts = {a.text: a for q in held for g in grades for a in _amounts_of(g, q)}
        if claim.comparator or not claim.value or len(grades) != 1 or len(amounts) != 1:
            return []
        shares.append(_Share(claim, grades[0], next(iter(amounts.values()))))
    return shares if len({share.grade for share in shares}) == len(shares) else []


def _amounts_of(grade: str, quote: str) -> list[Quantity]:
    """The amounts that a quote gives once for a grade: in a row behind a row of names, or right behind the grade."""
    figures = find_quantities(quote)
    found = []
    for at, figure in enumerate(figures):
        if not figure.unit.endswith("元") or is_most(figure) or figure.upper is not None:
            continue
        first, last = row_of(figures, at, quote)
        pieces = _PIECES.split(quote[: figures[first].start])
        if first < last:
            names = _names_before(pieces, last - first + 1)
            named = [i for i, name in enumerate(names) if grade in name]
            repeated = _REPEATED.search("".join(pieces[-1:]))
            if named == [at - first] and not repeated:
                found.append(figure)
        elif (
            pieces[-1].count(grade)
            and len(steps_named(pieces[-1])) == 1
            and not _REPEATED.search(pieces[-1])
        ):
            found.append(figure)
    return found


def _names_before(pieces: Sequence[str], count: int) -> list[str]:
    """As many names as there are figures, in the nearest piece before them that lists so many."""
    for piece in reversed(pieces[-_NEAREST_PIECES:]):
        names = _NAMES.split(piece)
        if len(names) == count:
            return names
    return []


def _total(shares: Sequence[_Share]) -> str:
    total = sum((s.figure.value or 0.0) * (sized(s.amount)[0] or 0.0) for s in shares)
    return counted(round(total, 2), "元")


def _said(shares: Sequence[_Share]) -> str:
    pairs = "、".join(f"“{share.grade}”对应“{share.amount.text}”" for share in shares)
    figures = "".join(f"“{share.figure.text}”" for share in shares)
    verb = "合计" if len(shares) > 1 else "为"
    return f"按{pairs}计算，问题中的{figures}{verb} {_total(shares)}。"


def is_graded_right(remark: str, quotes: Sequence[str]) -> bool:
    """Whether a remark of this module takes each amount from a quote that gives it for the grade, and adds up rightly."""
    found = _REMARK.fullmatch(remark.strip())
    if found is None:
        return False
    pairs, figures = _PAIR.findall(found[1]), _QUOTED.findall(found[2])
    if len(pairs) != len(figures):
        return False
    shares = [
        _Share(number, grade, amount)
        for (grade, text), figure in zip(pairs, figures, strict=True)
        for number in find_quantities(figure)[:1]
        for amount in [a for q in quotes for a in _amounts_of(grade, q) if a.text == text][:1]
    ]
    return len(shares) == len(pairs) and _said(shares) == remark.strip()
