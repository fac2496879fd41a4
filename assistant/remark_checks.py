"""Whether what the remarks of an answer count, add up, work out or say of its lines is so."""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from assistant.answer import Citation
from assistant.case_amounts import is_computed_right, is_most_right
from assistant.case_products import is_product_right
from assistant.date_spans import is_time_right
from assistant.graded_cases import is_graded_right
from assistant.item_counts import item_counts
from assistant.left_over import is_rest_right
from assistant.lexicon import are_one_department
from assistant.proof import responsibilities_in, responsibilities_of
from assistant.thresholds import is_weighed_right
from assistant.working_out import is_part_right, is_worked_out
from documents.document import Document
from documents.numerals import counted
from documents.quantities import find_quantities, times_given
from documents.regular_expressions import regex

_MOST_ADDED = 12
_PLAIN_NUMBER = regex(r"\d+(?:\.\d+)?")
_LIST = regex(r"(?:[^、，,。；;：:]+、)+[^、，,。；;：:]+")


@dataclass(frozen=True, slots=True)
class RemarkedPart:
    """A remark, the sentences behind it up to the next one, and what each of them cites.

    `cited` is all that the answer cites, `before` what the sentences between the remark and the one before it cite.
    """

    remark: str
    sentences: str
    lines: tuple[tuple[Citation, ...], ...]
    before: tuple[tuple[Citation, ...], ...]
    related: tuple[Citation, ...]
    documents: Mapping[str, Document]
    cited: tuple[Citation, ...]


def is_remark_right(part: RemarkedPart) -> bool:
    """Whether what a remark counts, adds up, or says of the lines behind it is so."""
    return all(
        holds(found, part)
        for pattern, holds in _REMARKS.items()
        if (found := pattern.match(part.remark))
    )


def _counts_lines(found: re.Match[str], part: RemarkedPart) -> bool:
    return int(found[1]) == len(part.lines)


def _counts_names(found: re.Match[str], part: RemarkedPart) -> bool:
    return int(found[1]) in {names.count("、") + 1 for names in _LIST.findall(part.sentences)}


def _counts_names_with(found: re.Match[str], part: RemarkedPart) -> bool:
    names = [name for listed in _LIST.findall(part.sentences) for name in listed.split("、")]
    return sum(found[1] in name for name in names) == int(found[2])


def _is_led_by_all(found: re.Match[str], part: RemarkedPart) -> bool:
    names = set(found[1].split("、"))
    cited = {citation.document for line in part.lines for citation in line}
    led = [
        item
        for identifier in cited
        for item in responsibilities_of(part.documents[identifier])
        if _are_among(names, item.departments)
    ]
    named = all(_names_departments(line, part.documents, names) for line in part.lines)
    return named and len(led) == len(part.lines)


def _are_among(names: AbstractSet[str], departments: Sequence[str]) -> bool:
    """Whether each of some names is that of one of some departments, in full or short."""
    return all(any(are_one_department(name, each) for each in departments) for name in names)


def _lead_all_before(found: re.Match[str], part: RemarkedPart) -> bool:
    names = set(found[1].split("、"))
    return all(_names_departments(line, part.documents, names) for line in part.before)


def _is_led_by_so_many(found: re.Match[str], part: RemarkedPart) -> bool:
    wanted = int(found[1])
    return all(_names_departments(line, part.documents, count=wanted) for line in part.lines)


def _is_in_every_line(found: re.Match[str], part: RemarkedPart) -> bool:
    return all(any(found[1] in citation.quote for citation in line) for line in part.lines)


def _adds_up(found: re.Match[str], part: RemarkedPart) -> bool:
    quotes = "\n".join(citation.quote for line in part.before for citation in line)
    told = [
        ((q.value or 0.0) * times_given(quotes, q.start), q.unit) for q in find_quantities(quotes)
    ]
    return any(
        counted(sum(chosen), unit) == found[1]
        for unit in {unit for _, unit in told}
        for alike in [[value for value, own in told if own == unit]]
        for count in range(2, min(len(alike), _MOST_ADDED) + 1)
        for chosen in combinations(alike, count)
    )


def _works_out(found: re.Match[str], part: RemarkedPart) -> bool:
    """Whether figures that a remark names stand in the quotes and come to what it says."""
    return is_worked_out(found.string, "\n".join(c.quote for c in part.cited))


def _counts_items(found: re.Match[str], part: RemarkedPart) -> bool:
    return item_counts(part.cited, part.documents) == [int(found[1])]


def _is_timed_right(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_time_right(found.string, "\n".join(c.quote for c in part.cited))


def _weighs_right(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_weighed_right(found[1], "\n".join(c.quote for c in part.cited))


def _computes_right(found: re.Match[str], part: RemarkedPart) -> bool:
    quotes = [citation.quote for citation in part.cited]
    return is_computed_right(found[1], found[2] or found[3], found[4], quotes, found[5] or "")


def _multiplies_each(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_product_right(found.string[found.start() :], [c.quote for c in part.cited])


def _grades_right(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_graded_right(found[0], [c.quote for c in part.cited])


def _apportions_right(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_part_right(found[0], [c.quote for c in part.cited])


def _leaves_right(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_rest_right(found[0], [c.quote for c in part.cited])


def _multiplies_right(found: re.Match[str], part: RemarkedPart) -> bool:
    return is_most_right(found[1], found[2], found[3], [c.quote for c in part.cited])


def _sets_years(found: re.Match[str], part: RemarkedPart) -> bool:
    quotes = "".join(citation.quote for citation in part.cited)
    return all(year in quotes for year in found[1].split("、"))


def _sums_up(found: re.Match[str], part: RemarkedPart) -> bool:
    """Whether numbers quoted before, one a line, add up to so much."""
    lines = [
        {number for citation in line for number in _numbers(citation.quote)} for line in part.before
    ]
    sums = {0.0}
    for numbers in lines:
        sums = {total + number for total in sums for number in numbers}
    return any(_is_written(total, found) for total in sums)


def _differs(found: re.Match[str], part: RemarkedPart) -> bool:
    """Whether two numbers quoted before differ by so much."""
    numbers = {n for line in part.before for citation in line for n in _numbers(citation.quote)}
    return any(_is_written(abs(a - b), found) for a in numbers for b in numbers)


def _numbers(quote: str) -> set[float]:
    """The numbers of a quote, those in characters with their unit among them."""
    told = {quantity.value for quantity in find_quantities(quote) if quantity.value is not None}
    return told | {float(number) for number in _PLAIN_NUMBER.findall(quote)}


def _is_written(number: float, found: re.Match[str]) -> bool:
    """Whether a remark writes a number, of yuan perhaps in 万 or 亿."""
    return counted(number, "") == found[1] or counted(number, "元") == f"{found[1]}{found[2]}元"


def _is_nearest(found: re.Match[str], part: RemarkedPart) -> bool:
    return bool(part.related) and found[1] == _name(part.related[0], part.documents)


def _is_office_of_nearest(found: re.Match[str], part: RemarkedPart) -> bool:
    offices = [
        f"{item.role.value}{'、'.join(item.departments)}"
        for citation in part.related[:1]
        for item in responsibilities_of(part.documents[citation.document])
        if item.clause == citation.position
    ]
    return found[1] in offices


def _heads_next_line(found: re.Match[str], part: RemarkedPart) -> bool:
    """Whether a remark that is the name of a clause stands before words of that clause.

    The line that introduces an item stands before it, and is of the clause above.
    """
    identifiers = {citation.document for line in part.lines for citation in line}
    clauses = [c for identifier in identifiers for c in part.documents[identifier].clauses]
    is_name = any(found[1] == f"{c.number} {c.title}".strip() for c in clauses)
    named = {_name(citation, part.documents) for line in part.lines for citation in line}
    return not is_name or found[1] in named


_REMARKS: dict[re.Pattern[str], Callable[[re.Match[str], RemarkedPart], bool]] = {
    regex(r"(?!按).*?共有? (\d+) [条项个].*：$"): _counts_lines,
    regex(r".+出现于 (\d+) 条：$"): _counts_lines,
    regex(r"按原文列出的名称计数，共 (\d+) 个"): _counts_names,
    regex(r"名称中有“(.+)”的共 (\d+) 个"): _counts_names_with,
    regex(r"(.+?)(?:共同)?(?:牵头|负责或配合)的共"): _is_led_by_all,
    regex(r"牵头单位为 (\d+) 家的共"): _is_led_by_so_many,
    regex(r"都有的是(.+)。"): _lead_all_before,
    regex(r"“(.+)”在原文中出现于"): _is_in_every_line,
    regex(r"按原文各项合计 (.+)。"): _adds_up,
    regex(r"(问题中的“.+?”(?:符合|未达到|超出)“.+?”)"): _weighs_right,
    regex(
        r"按“([^”]+)”计算，(?:问题中的“([^”]+)”|(\d+ 年))为 ((?:不低于|不得?少于|至少)?[\d.]+(?:[万亿]?元|[名人个台座间支具处]))(?:，其余为 ([\d.]+[万亿]?元))?(?!；按)"
    ): _computes_right,
    regex(
        r"按“[^”]+”计算，(?:共|问题中的(?:(?:“[^”]+”){2}|“[^”]+”为 [^；。]+；按))"
    ): _multiplies_each,
    regex(r"按“[^”]+”对应“.+?。"): _grades_right,
    regex(r"按“[^”]+”计算，问题中的“[^”]+”之外还有 .+"): _leaves_right,
    regex(r"按“[^”]+”和“[^”]+”计算，为 .+"): _apportions_right,
    regex(r"按“(.+?)”和“(.+?)”计算，最多为 ([\d.]+[万亿]?元)"): _multiplies_right,
    regex(r"（((?:\d{4}年、?)+)的期限已过）"): _sets_years,
    regex(r"按原文“(?!自)"): _works_out,
    regex(r"按原文列出的共 (\d+) 项。"): _counts_items,
    regex(r"按原文，自|按原文“自|按“.+?”计算，自"): _is_timed_right,
    regex(r"按原文各数相加为 ([\d.]+)([万亿]?)"): _sums_up,
    regex(r"按原文共 (\d+) 项：$"): _counts_lines,
    regex(r"按原文两数相差 ([\d.]+)([万亿]?)"): _differs,
    regex(r"最接近的条款是(.+)。"): _is_nearest,
    regex(r"可向(.+)咨询。"): _is_office_of_nearest,
    regex(r"(.+)：$"): _heads_next_line,
}
"""What remarks say that the citations can bear out, and how; other remarks state nothing."""


def _names_departments(
    line: Sequence[Citation],
    documents: Mapping[str, Document],
    names: AbstractSet[str] = frozenset(),
    count: int | None = None,
) -> bool:
    """Whether a quoted statement of responsibility holds these names, and just so many."""
    return any(
        _are_among(names, item.departments) and count in (None, len(item.departments))
        for citation in line
        for item in responsibilities_in(citation, documents[citation.document])
    )


def _name(citation: Citation, documents: Mapping[str, Document]) -> str:
    clause = documents[citation.document].clauses[citation.position]
    return f"{clause.number} {clause.title}".strip()
