"""Rows of a table told in words: a whole column row by row, or only the rows of which something is so.

A question in: 各乡镇的联系人都是谁, 哪些项目2027年完工, 哪些街道名额超过300人; `名称，列：值` for each row
that is meant out. The single row that a question names is that of `table_cells` and `text_cells`.
"""

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.lexicon import content_words
from assistant.question import Question
from assistant.table_cells import is_row_named, rows_of
from assistant.text_cells import PERSON_HEAD, WHO_ASKED
from documents.regular_expressions import regex
from documents.tables import Row

_EVERY = regex(
    r"各(?!自)|每(?:一)?(?:个(?!月|人|工作日|小时)|种|类|项|家|座|所|处)|分别|都(?:是|有|在|由|能|要)?|所有|全部|逐一"
)
_WHICH = regex(r"哪(?:些|几)|有(?:哪|什么|啥)|是(?:谁|哪)|多少|几|什么|啥")
_LISTS = regex(r"有?(?:哪些|哪几)")
_WHICH_ROWS = regex(r"哪(?:些|几个?)[一-鿿]{2,6}")
_WHICH_THERE_ARE = regex(
    r"(?P<things>[一-鿿]{3,14}?)(?:一共|总共|都)?(?:有|是|包括)(?:哪些|哪几[个项种类]|什么)[,，?？]?$"
)
_KIND_OF_HEAD = regex(r"(?:的)?(?:名称|类型|类别|种类|名录|清单)$")
_ABOVE = regex(r"(?:超过|大于|高于|多于|超出)\s*(?=\d)")
_LEAST = regex(r"(?:不少于|不低于|至少|达到|不小于)\s*(?=\d)|(?<=\d)[一-鿿]{0,4}(?:及)?以上")
_BELOW = regex(r"(?:少于|低于|小于|不到|不足)\s*(?=\d)|(?<=\d)[一-鿿]{0,4}以下")
_SPAN = regex(r"((?:19|20)\d\d)\s*(?:年)?\s*[—－\-~～至到]+\s*((?:19|20)\d\d)\s*年?")
_ENDS = regex(r"完工|建成|竣工|完成|结束|投用|投入使用|交付")
_BEGINS = regex(r"开工|启动|开建|动工|开始")
_ALSO_KNOWN = regex(r"(?<!人民)政府")
_TOTAL = regex(r"合计|总计|小计")
_MOST_ROWS = 40
_SHORTEST_CELL = 3
_HALF = 0.5
_PARTS = regex(r"[、，,；;]")


def answer_row_list(question: Question, evidence: Evidence) -> Answer | None:
    """What every row of a table says in a column that is asked for, or the rows that are as is asked."""
    if question.yes_no or question.reference:
        return None
    for table in _tables(evidence):
        answer = _rows_with(table, question) or _column(table, question) or _names(table, question)
        if answer is not None:
            return answer
    return None


def _tables(evidence: Evidence) -> Iterator[list[Row]]:
    """The tables of the clauses that were found, each as its rows without the sum below them, nearest first."""
    by_table = groupby(rows_of(evidence), key=lambda row: (row.document.identifier, row.head))
    for _, rows in by_table:
        table = [row for row in rows if not _TOTAL.search(row.name)]
        if 1 < len(table) <= _MOST_ROWS:
            yield table


def _column(table: Sequence[Row], question: Question) -> Answer | None:
    """A whole column, where a question asks for it of all rows and names none."""
    plain = question.plain
    of_year = bool(question.years)  # the goals of a year stand in the text too
    if of_year or not _WHICH.search(plain) or any(is_row_named(row, question) for row in table):
        return None
    column, share = _column_named(table, question)
    if not column:
        return None
    every = _EVERY.search(plain) is not None
    bare = share == 1.0 and column in plain and _asks_nothing_else(column, plain)
    told = (every and _names_kind(table[0], plain)) or (
        bare and (every or _LISTS.search(plain) is not None)
    )
    return _say_rows(table, column, question) if told else None


def _names(table: Sequence[Row], question: Question) -> Answer | None:
    """The names of all rows, where a question asks which there are of what the titles above a table say."""
    asked = _WHICH_THERE_ARE.match(question.plain)
    first = table[0]
    titles = [c.title for c in (*first.document.ancestors(first.clause), first.clause)]
    apart = len({row.title for row in table}) == len(table)
    if asked is None or not apart or not any(asked["things"] in title for title in titles):
        return None
    draft = Draft()
    draft.remark(f"共 {len(table)} 项：\n")
    for at, row in enumerate(table, start=1):
        draft.say(f"{at}. {row.title}", cite(row.document, row.clause, row.start, row.end))
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _asks_nothing_else(column: str, plain: str) -> bool:
    rest = _EVERY.sub(" ", _WHICH.sub(" ", plain.replace(column, " ")))
    return not [word for word in content_words(rest) if len(word) > 1]


def _names_kind(row: Row, plain: str) -> bool:
    """Whether a text says what the rows of a table are: 乡镇, 大棚 of 大棚类型."""
    kinds = [_KIND_OF_HEAD.sub("", head) for head in (row.named_by, *row.also_by)]
    short = [kind for kind in kinds if len(kind) == 1]
    named = any(re.search(rf"(?:各|每个?|哪些|哪几个){kind}", plain) for kind in short)
    return named or any(len(kind) > 1 and kind in plain for kind in kinds)


def _column_named(table: Sequence[Row], question: Question) -> tuple[str, float]:
    """The column that a question names closest, and how much of its head it says; '' where none is clear."""
    shares = {
        column: _share_named(column, table[0], question)
        for column in (*table[0].values, *table[0].in_words)
        if all(column in row.values or column in row.in_words for row in table)
    }
    most = max(shares.values(), default=0.0)
    best = [column for column, share in shares.items() if share == most]
    return (best[0], most) if most >= _HALF and len(best) == 1 else ("", 0.0)


def _share_named(column: str, row: Row, question: Question) -> float:
    """How much of a column's head a question says, 0 to 1; a person is asked for by 谁, an amount by its unit."""
    plain = question.plain
    if column in plain:
        return 1.0
    if WHO_ASKED.search(plain):
        return 1.0 if PERSON_HEAD.fullmatch(column) else 0.0
    characters = {c for word in content_words(column) for c in word}
    kind = set(_KIND_OF_HEAD.sub("", row.named_by))
    own = characters - kind or characters
    share = sum(c in plain for c in own) / len(own) if own else 0.0
    unit = row.unit(column) if column in row.values else ""
    if question.unit and unit:
        money = question.unit == "元" and "元" in unit
        return max(share, _HALF) if money or question.unit == unit else 0.0
    return 0.0 if question.unit else share


def _rows_with(table: Sequence[Row], question: Question) -> Answer | None:
    """The rows of which what a question says is so, where it asks which these are and not all are."""
    asked = _WHICH_ROWS.search(question.plain)
    if asked is None or not _names_kind(table[0], asked[0]):
        return None
    rest = question.plain[asked.start() :]
    for told_by in (_beyond, _dated, _with_cell):
        column, rows = told_by(table, question, rest)
        if column and 0 < len(rows) < len(table):
            return _say_rows(rows, column, question)
    return None


_Told = tuple[str, list[Row]]


def _beyond(table: Sequence[Row], question: Question, rest: str) -> _Told:
    """The rows above or below a number in the column that is named."""
    compares: Callable[[float, float], bool] | None = next(
        (
            compare
            for cue, compare in (
                (_LEAST, operator.ge),
                (_ABOVE, operator.gt),
                (_BELOW, operator.lt),
            )
            if cue.search(rest)
        ),
        None,
    )
    claim = next(iter(question.claims), None)
    if compares is None or claim is None or claim.value is None:
        return "", []
    unit = "元" if "元" in claim.unit else claim.unit
    shares = {
        column: _share_of_head(column, table[0], rest)
        for column in table[0].values
        if all(column in row.values for row in table)
        and (unit in table[0].unit(column) or not table[0].unit(column))
    }
    most = max(shares.values(), default=0.0)
    best = [column for column, share in shares.items() if share == most]
    if len(best) != 1:
        return "", []
    limit = claim.value
    scale = _scale(table[0].unit(best[0]))
    chosen = [row for row in table if compares(_number(row, best[0]) * scale, limit)]
    return best[0], chosen


def _share_of_head(column: str, row: Row, rest: str) -> float:
    own = {c for word in content_words(column) for c in word} - set(row.named_by)
    return sum(c in rest for c in own) / len(own) if own else 0.0


def _scale(unit: str) -> float:
    """How much a unit of money counts: sums that are claimed are in yuan."""
    if "元" not in unit:
        return 1.0
    return 1e8 if unit.startswith("亿") else 1e4 if unit.startswith("万") else 1.0


def _number(row: Row, column: str) -> float:
    return float(re.sub(r"[,，%％]", "", row.values[column]))


def _dated(table: Sequence[Row], question: Question, rest: str) -> _Told:
    """The rows whose years end, or begin, in the year that is named."""
    end = _ENDS.search(rest)
    if len(question.years) != 1 or not (end or _BEGINS.search(rest)):
        return "", []
    year = str(question.years[0])
    for column in table[0].in_words:
        spans = [_SPAN.fullmatch(row.in_words.get(column, "")) for row in table]
        if all(spans):
            told = zip(table, spans, strict=True)
            return column, [row for row, span in told if span and span[2 if end else 1] == year]
    return "", []


def _with_cell(table: Sequence[Row], question: Question, rest: str) -> _Told:
    """The rows with a cell in words that is said, or its end: 区政府 of 城东区人民政府."""
    said = _ALSO_KNOWN.sub("人民政府", rest)
    found = [
        (length, column, row)
        for row in table
        for column, cell in row.in_words.items()
        for part in _PARTS.split(cell)
        if (length := _end_said(part, said))
    ]
    longest = max((length for length, _, _ in found), default=0)
    columns = {column for length, column, _ in found if length == longest}
    if len(columns) != 1:
        return "", []
    return columns.pop(), [row for length, _, row in found if length == longest]


def _end_said(cell: str, said: str) -> int:
    """How many of the last characters of a cell a text has, if three or more."""
    for begin in range(len(cell) - _SHORTEST_CELL + 1):
        if cell[begin:] in said:
            return len(cell) - begin
    return 0


def _say_rows(rows: Sequence[Row], column: str, question: Question) -> Answer:
    """What each row says in a column, one a line, counted."""
    draft = Draft()
    draft.remark(f"共 {len(rows)} 项：\n")
    for row in rows:
        heads = cite(row.document, row.clause, *row.head)
        quote = cite(row.document, row.clause, row.start, row.end)
        told = row.statement(column) if column in row.values else row.statement_in_words(column)
        draft.say(f"{told}。", heads, quote)
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)
