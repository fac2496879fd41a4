"""What a table says in words of the row that a question names: its 经办单位, its 期限, its 对象."""

from collections import Counter
from dataclasses import replace
from itertools import chain

from assistant import cues
from assistant.answer import Answer, Citation, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.lexicon import content_words, generic_nouns
from assistant.question import Intent, Question
from assistant.several import join_answers
from assistant.table_cells import (
    bare_head,
    is_row_named,
    rows_of,
    said_officially,
    say_cell,
    say_row,
)
from documents.regular_expressions import regex
from documents.tables import Row

_CELLS = "\t"
_CLEARLY = 0.2
_SMALL_TABLE = 8
_SHORTEST_HEAD = 2
_OF_EVERY_TABLE = ("标准", "内容", "项目", "指标", "名称", "单位", "备注", "类别", "数量")
"""Heads that say too little of a column to be asked for by name."""
_WHEN = regex(
    r"什么时候|啥时候|什么时间|何时|几月|几号|哪(?:几|一)?天|哪段(?:时间|日子)|截止|最晚|最迟|时间(?:是|呢|[?？])"
)
_WHERE = regex(rf"{cues.LEAD.pattern}|哪(?:里|儿|个?(?:部门|单位|窗口|科室|局|平台))|[跟向]谁")
_HANDED_IN = r"报|申请|申领|受理|递|送|提交|交(?!通|流|易)"
_BY_KIND = (
    (_WHEN, regex(_HANDED_IN), regex(rf"(?:{_HANDED_IN})(?:受理)?(?:的)?(?:时间|日期|时限|期限)")),
    (
        _WHERE,
        regex(_HANDED_IN),
        regex(r"(?:受理|经办|申报|申请|办理)(?:部门|单位|机构|窗口|渠道|地点|[科处]室)"),
    ),
    (
        regex(
            r"(?:哪些|什么|啥|哪几[样种]|何种)(?:申报|申请)?(?:材料|资料|证件|证明|东西)|材料(?:清单|有哪)"
        ),
        regex(r"材料|资料|证件|证明|准备|带|交"),
        regex(r"材料|资料|证件"),
    ),
)
"""Questions that ask for a column by its kind: what asks, what is done, and heads of such columns."""
_TIMES = regex(rf"(?:(?!{_HANDED_IN})[一-鿿]){{0,4}}?(?:时间|日期|时段|[放业务理诊]日|周期)")
"""Heads of a column that tells when, whatever is done then: 开放日, 营业时间."""
_REACHED_BY = regex(r"(?:[一-鿿]{0,4}?)(?:电话|热线|联系方式|联系电话)")
WHO_ASKED = regex(r"(?:是|找|联系|问)谁|谁(?:来|在)?(?:管|负责|联系|牵头)|什么人|哪(?:位|个人)")
PERSON_HEAD = regex(r"[一-鿿]{0,6}(?:联系人|负责人|牵头人|责任人|经办人|站长|网格长|河长|林长)")
"""Heads of a column that names a person for each row."""
_WHAT = regex(r"什么|啥|哪(?:些|几|种|类)|多[大高长远]|怎么|如何")
_LISTED = regex(r"[、,，;；]")
_SHORTEST_LISTED = 3
_NEAREST_SENTENCES = 3
_LEAST_TOLD = 0.5
_SEVERAL = 2
_QUOTED = regex(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_PIECES = regex(r"[,，;；。?？]")


def answer_text_cell(question: Question, evidence: Evidence, context: str = "") -> Answer | None:
    """The cells in words of the only row, in the columns, that a question names; else None.

    Of several names that a question holds the longest is meant; where it holds none, the row that
    the conversation before was about.
    """
    row = _row_named(question, evidence) or _row_told(question, evidence, context)
    if row is None:
        return None
    draft = Draft()
    if question.intent is Intent.CONTACT:
        _say_reached_by(draft, row, question)
        return draft.answer(Status.ANSWERED, question.plain) if draft.citations else None
    columns = _of_kind(row, question) if question.intent is not Intent.FIGURE else []
    columns = columns or [column for column in row.in_words if _is_asked(column, question)]
    columns = columns or _times_of(row, question)
    columns = columns or _by_sense(row, question)
    if not columns:
        return None
    _say_cells(draft, row, columns)
    return draft.answer(Status.ANSWERED, question.plain)


def with_cells_asked(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """An answer with what the row of a table says beside it of when and where a thing is handed in.

    Only where a question asks for more than one thing: 能奖多少，什么时候报，往哪儿报.
    """
    if question.asks < _SEVERAL or not answer.citations or answer.status.refused:
        return answer
    row = _row_named(question, evidence)
    columns = _of_kind(row, question) if row is not None else []
    if row is None or not columns or any(_covers(each, row) for each in answer.citations):
        return answer
    draft = Draft()
    _say_cells(draft, row, columns)
    beside = draft.answer(answer.status, question.plain)
    return join_answers([answer, beside], answer.resolved_question)


def _covers(citation: Citation, row: Row) -> bool:
    same = citation.document == row.document.identifier
    return same and citation.start < row.end and row.start < citation.end


def _row_named(question: Question, evidence: Evidence) -> Row | None:
    """The only row that the last part of a question names that names one."""
    rows, near = rows_of(evidence), _near_rows(evidence)
    pieces = (*reversed(_PIECES.split(question.plain)), question.plain)
    for piece in pieces:
        asked = replace(question, plain=piece)
        named = [row for row in rows if is_row_named(row, asked)]
        longest = max((len(row.name) for row in named), default=0)
        found = [row for row in named if len(row.name) == longest]
        found = found or _told_apart(piece, near)
        if found:
            return found[0] if len(found) == 1 else None
    for piece in pieces:
        found = _listing(piece, near) or _told_apart(said_officially(piece), near)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _listing(text: str, rows: list[Row]) -> list[Row]:
    """The rows a cell of which lists, among others, what a text names: 云台镇 of 云台镇、石塘乡."""
    return [
        row
        for row in rows
        for cell in row.in_words.values()
        if len(listed := _LISTED.split(cell)) > 1
        and any(len(each) >= _SHORTEST_LISTED and each in text for each in listed)
    ]


def _row_told(question: Question, evidence: Evidence, context: str) -> Row | None:
    """The row whose name the conversation before tells best, of those that a question names, if any."""
    rows = rows_of(evidence)
    rows = _told_apart(question.plain, rows) or rows
    if not context or not rows:
        return None
    library = evidence.library
    told = sorted(((library.coverage(row.name, context), at) for at, row in enumerate(rows)))
    (best, at), *others = reversed(told)
    beside = others[0][0] if others else 0.0
    return rows[at] if best >= _LEAST_TOLD and best - beside >= _CLEARLY else None


def _say_reached_by(draft: Draft, row: Row, question: Question) -> None:
    """Say the cells that tell how somebody is reached, numbers or words, and who where that is asked."""
    columns = [c for c in row.in_words if _REACHED_BY.fullmatch(c) or _is_asked(c, question)]
    _say_cells(draft, row, columns)
    for column in row.values:
        if _REACHED_BY.fullmatch(column):
            say_cell(draft, row, column)


def _say_cells(draft: Draft, row: Row, columns: list[str]) -> None:
    quotes = [cite(row.document, row.clause, *span) for span in (row.head, (row.start, row.end))]
    for column in columns:
        draft.say(f"{row.statement_in_words(column)}。", *quotes)


def answer_nearest_row(question: Question, evidence: Evidence) -> Answer | None:
    """The row that comes nearest to a question; all rows of a small table.

    None where the best sentence is no row, or another comes about as near that is none; where the
    question names a row, or a year that the table has not: what that row says is not what is asked.
    """
    best = next(iter(evidence.sentences), None)
    if best is None or _CELLS not in best.text:
        return None
    others = (each.score for each in evidence.sentences if _CELLS not in each.text)
    if best.score - max(others, default=0.0) < _CLEARLY:
        return None
    rows = [row for row in rows_of(evidence) if row.clause == best.clause]
    told = [str(year) for year in question.years if str(year) in question.plain]
    other_year = any(year not in best.clause.text for year in told)
    if other_year or any(is_row_named(row, question) for row in rows):
        return None
    nearest = next((row for row in rows if row.start <= best.start < row.end), None)
    if nearest is None or not nearest.values:
        return None
    table = [row for row in rows if row.head == nearest.head]
    draft = Draft()
    for at, row in enumerate(table if len(table) <= _SMALL_TABLE else [nearest]):
        draft.remark("\n" if at else "")
        say_row(draft, row)
    return draft.answer(Status.ANSWERED, question.plain)


def _near_rows(evidence: Evidence) -> list[Row]:
    """The rows of the nearest table."""
    near = {s.clause.position for s in evidence.sentences[:_NEAREST_SENTENCES]}
    return [row for row in rows_of(evidence) if row.clause.position in near]


def _told_apart(text: str, rows: list[Row]) -> list[Row]:
    """The rows of a table of which a text has a word that no other row's name has."""
    quoted = [row for row in rows if any(each in row.name for each in _QUOTED.findall(text))]
    if len(quoted) == 1:
        return quoted
    words = [{w for w in content_words(row.name) if len(w) > 1} for row in rows]
    named = Counter(chain.from_iterable(words))
    own = [{w for w in each if named[w] == 1} - generic_nouns() for each in words]
    return [row for row, each in zip(rows, own, strict=True) if any(w in text for w in each)]


def _of_kind(row: Row, question: Question) -> list[str]:
    """The columns of words of the kinds that a question asks for: when and where a thing is handed in."""
    plain = question.plain
    heads = [head for asks, done, head in _BY_KIND if asks.search(plain) and done.search(plain)]
    return [column for column in row.in_words if any(head.search(column) for head in heads)]


def _times_of(row: Row, question: Question) -> list[str]:
    """The only column that tells when, where a question asks when of a row that it names."""
    if question.intent is not Intent.TIME or not _WHEN.search(question.plain):
        return []
    columns = [column for column in row.in_words if _TIMES.fullmatch(column)]
    return columns if len(columns) == 1 else []


def _by_sense(row: Row, question: Question) -> list[str]:
    """The column of words that a question asks of the row that it names in other words: 找谁, 种什么.

    A person where it asks who, else the one that comes clearly nearest to what it says beside the row.
    """
    plain = question.plain
    if row.name not in plain:
        return []
    if WHO_ASKED.search(plain):
        persons = [column for column in row.in_words if PERSON_HEAD.fullmatch(column)]
        return persons if len(persons) == 1 else []
    rest = plain.replace(row.name, " ")
    pairs = {rest[at : at + 2] for at in range(len(rest) - 1)}
    shared = [
        column for column in (*row.values, *row.in_words) if any(pair in column for pair in pairs)
    ]
    asked = len(shared) == 1 and shared[0] in row.in_words and _WHAT.search(rest)
    return shared if asked else []


def _is_asked(column: str, question: Question) -> bool:
    """Whether a question names a column of words."""
    head = bare_head(column)
    return len(head) >= _SHORTEST_HEAD and head not in _OF_EVERY_TABLE and head in question.plain
