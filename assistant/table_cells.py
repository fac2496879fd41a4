"""Answers from tables: the cell that a question names by row and column, and the extremes of a column."""

import re

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.figure_candidates import TOGETHER
from assistant.lexicon import content_words, core_name, lay_phrases, tagged_words
from assistant.measures import has_measure_asked
from assistant.money_kinds import is_other_money
from assistant.question import Question
from documents.numerals import CHINESE_NUMERAL, counted, parse_numeral
from documents.regular_expressions import regex
from documents.tables import Row, table_rows

_YEAR = regex(r"(?:19|20)\d\d")
_REACHED_BY = regex(r"电话|热线|号码|传真|邮编")
_YEAR_COLUMN = regex(r"(?:19|20)\d\d年(?:度)?(?:新[增建]|计划|目标|任务)?")
_DATED = regex(r"(?:19|20)\d\d年(?=\d)")
_LAST_YEAR = regex(r"最后一年|末年|收官之?年|到期末")
_SHORTEST_NAME = 2
_LEAST_COVERAGE = 0.6
_LEAST_NAME = 0.7
_HALF_NAME = 0.5
_WHICH = regex(r"哪|谁")
_WHICH_ROWS = regex(r"哪(?:些|几)|有(?:什么|啥)|列|全部|所有|(?:多少|几)[项个件条类种]")
_HOW_MANY_ROWS = regex(r"(?:多少|(?<!哪)几)[项个件条类种]")
_SHORTEST_PART = 3
_EXTREME = regex(r"最(?:多|高|大|重|少|低|小|轻)")
_TOGETHER = regex(rf"{TOGETHER.pattern}|加(?=[一-鿿]{{2,4}}[区县市])")
_MOST = regex(r"最(?:多|高|大|重)")
_LEAST = regex(r"最(?:少|低|小|轻)")
_TOTAL = regex(r"合计|总计|小计|^[全][市省县区]")
_DIFFERENCE = regex(
    r"增加|增长|相差|差(?:了)?多少|(?<!最)多(?:了|出)?(?:多少|几)|提高|减少|下降|变化"
)
_COMPARED = regex(
    r"相差|差(?:了)?(?:多少|几)|差距|比[^,，。]{1,14}?(?:高|多|低|少|贵|便宜)(?:出)?(?:了)?(?:多少|几)|"
    r"(?:哪|谁)(?:一)?(?:个|种|项|类|家)?(?:的)?(?:更|要)?(?:高|多|低|少|贵|便宜)(?![一-鿿]?的)"
)
_EXCEPT = r"(?:除了?|除去|去掉|扣掉|扣除|不算|剔除|排除|撇开|抛开)"
_OF_MONEY = regex(r"钱|投资|投入|金额|造价|[补奖]")
_TWO = 2
_NUMERALS = "一二三四五六七八九十零0123456789"
_HOW_MANY = regex(rf"({CHINESE_NUMERAL}|\d+)[所个家座处项类种]")
_COUNTED_BY = regex(r"(?:多少|几)(?:个|名|位)?([一-鿿])(?![一-鿿]{2})")
_QUALIFIED = regex(r"[(（][^()（）]+[)）]$")
_GRADE = regex(rf"{CHINESE_NUMERAL}(?=[级层类档等])")
_BY_DAY = regex(r"[每一][天日](?!游)")
_RATE = regex(r"率|占比|比例|比重|[%％]")


def answer_row(question: Question, evidence: Evidence) -> Answer | None:
    """What the row that a question names says in the columns that it names, or None.

    Only the clauses that were found for the question are looked through.
    """
    rows = rows_of(evidence)
    named = [(length, row) for row in rows if (length := _named(row, question))]
    if not named and _TOGETHER.search(question.plain):
        summed = _of_whole_column(rows, question)
        if summed is not None:
            return summed
    named = named or _named_unqualified(rows, question)
    named = named or _nearly_named(rows, question, evidence)
    longest = max((length for length, _ in named), default=0)
    best = [row for length, row in named if length == longest]
    compared = _COMPARED.search(question.plain) is not None
    if len(named) > 1 and (compared or (len(best) > 1 and _TOGETHER.search(question.plain))):
        in_words = [row for _, row in named if is_row_named(row, question)]
        return _of_several_rows(in_words, question, compared=compared)
    if len(best) > 1 and len({_QUALIFIED.sub("", row.name) for row in best}) == 1:
        return _of_alike_rows(best, question)
    best = _with_column_named(best, question)
    if len(best) != 1 or not _measures(best[0], question):
        return None
    words = " ".join((*best[0].heads, *best[0].cells, best[0].clause.title))
    topic = _DIFFERENCE.sub(" ", _YEAR.sub(" ", question.plain))
    said = said_officially(topic)
    is_told = best[0].name in topic and any(column in said for column in best[0].values)
    if not is_told and evidence.library.coverage(topic, words) < _LEAST_COVERAGE:
        return None
    return _say_columns(best[0], question)


def _say_columns(row: Row, question: Question) -> Answer | None:
    """What a row says in the columns that a question names, with their difference or sum where it asks for it."""
    columns = [c for c in _columns(row, question) if not is_other_money(question.plain, c, c)]
    columns = [column for column in columns if not _REACHED_BY.search(column)]
    if not columns:
        return None
    draft = Draft()
    for column in columns:
        say_cell(draft, row, column)
    if len(columns) > 1 and _DIFFERENCE.search(question.plain):
        first, last = (_number(row, column) for column in (columns[0], columns[-1]))
        draft.remark(f"按原文两数相差 {counted(abs(last - first), row.unit(columns[0]))}。")
    elif len(columns) > 1 and _TOGETHER.search(question.plain) and _are_years(columns, row):
        total = sum(_number(row, column) for column in columns)
        draft.remark(f"按原文各数相加为 {counted(total, row.unit(columns[0]))}。")
    return draft.answer(Status.ANSWERED, question.plain)


def _are_years(columns: list[str], row: Row) -> bool:
    """Whether columns are for a year each, of what adds up: no share, nothing that stands at a day."""
    dated = all(_YEAR_COLUMN.fullmatch(column) for column in columns)
    return dated and not any(row.values[column].endswith(("%", "％")) for column in columns)


def _with_column_named(rows: list[Row], question: Question) -> list[Row]:
    """Of rows of several tables those whose columns a question names best, none where it names none."""
    if len({row.head for row in rows}) < _TWO:
        return rows
    said = said_officially(question.plain)
    shares = {row: max(_share_named(column, said) for column in row.values) for row in rows}
    return [row for row in rows if shares[row] == max(shares.values()) > 0]


def _of_alike_rows(rows: list[Row], question: Question) -> Answer | None:
    """Rows whose names differ in what stands in brackets (市内, 市外), in the column named."""
    draft = Draft()
    for row in rows:
        columns = _columns(row, question)
        told = all(_share_named(c, said_officially(question.plain)) >= _HALF_NAME for c in columns)
        if not _measures(row, question) or not (told or len(columns) < len(row.values)):
            return None
        for column in columns:
            say_cell(draft, row, column)
    return draft.answer(Status.ANSWERED, question.plain) if draft.citations else None


def _named(row: Row, question: Question) -> float:
    """How many characters of a row's own name a question holds, 0 unless it holds all its words."""
    name = row.name
    if len(name) < _SHORTEST_NAME or not row.values:
        return 0.0
    said = question.plain if row.amounts else said_officially(question.plain)
    return float(len(name)) if _names(row, said) else 0.0


def is_row_named(row: Row, question: Question) -> bool:
    """Whether a question holds the name of a row, or one of those that it joins by 、."""
    return _names(row, said_officially(question.plain))


def _names(row: Row, said: str) -> bool:
    """Whether words hold the name of a row, one of those that it joins by 、, or another name of it."""
    name = row.name
    each = [part for part in (name, *name.split("、")) if len(part) >= _SHORTEST_NAME]
    if any(part in said or (_is_told(part) and _words_held(part, said)) for part in each):
        return True
    others = [other for other in row.other_names if len(other) >= _SHORTEST_NAME]
    return any(re.search(rf"(?<![A-Za-z0-9]){re.escape(other)}", said) for other in others)


def _is_told(name: str) -> bool:
    """Whether words make up most of a name: 小学 is no more than the kind of 沁园路小学."""
    words = [word for word, tag in tagged_words(name) if len(word) > 1 or tag.startswith("m")]
    known = [word for word in words if word in content_words(name) or word[0] in _NUMERALS]
    return 2 * sum(len(word) for word in known) > len(name)


def said_officially(text: str) -> str:
    """A text with the official words for its lay ones: 三甲 names 三级医院, 一天 每日."""
    official = [word for _, words in lay_phrases(text) for word in words]
    by_day = [_BY_DAY.sub(day, text) for day in ("每日", "每天") if _BY_DAY.search(text)]
    return " ".join([text, *official, *by_day])


def _of_several_rows(rows: list[Row], question: Question, *, compared: bool) -> Answer | None:
    """The cells of several rows in the column that a question names, and their sum or difference."""
    columns = {column for row in rows for column in row.values}
    if len(columns) > 1:
        named = {c for c in columns if c in question.plain or _words_held(c, question.plain)}
        measured = {c for row in rows for c in row.values if row.unit(c) == question.unit}
        columns = named or (measured if question.unit else set())
    if len(columns) != 1:
        return None
    column = columns.pop()
    rows = [row for row in rows if column in row.values and not _TOTAL.search(row.name)]
    if len(rows) < 2:  # the others have no such column
        return None
    draft = Draft()
    for row in rows:
        say_cell(draft, row, column)
    numbers = [_number(row, column) for row in rows]
    if compared:
        unit = "个百分点" if rows[0].values[column].endswith(("%", "％")) else rows[0].unit(column)
        draft.remark(f"按原文两数相差 {counted(max(numbers) - min(numbers), unit)}。")
        return draft.answer(Status.ANSWERED, question.plain) if len(rows) == _TWO else None
    total = sum(numbers)
    draft.remark(f"按原文各数相加为 {counted(total, rows[0].unit(column))}。")
    return draft.answer(Status.ANSWERED, question.plain)


def _of_whole_column(rows: list[Row], question: Question) -> Answer | None:
    """The cells of a column of a whole table added up, or of the rows with a cell that is named.

    Only where a question names the table, the cell, or how many rows it means.
    """
    table = [row for row in rows if rows and row.head == rows[0].head]
    inside = [row for row in table if not _TOTAL.search(row.name)]
    shared = [row for row in inside if _shares_cell_named(row, question.plain)]
    chosen = shared or inside
    columns = {c for row in chosen for c in row.values if _counts(row, c, question)}
    counted = [parse_numeral(n) for n in _HOW_MANY.findall(question.plain)]
    meant = bool(shared) or "表" in question.plain or len(chosen) in counted
    if len(columns) != 1 or len(chosen) < _TWO or not meant:
        return None
    return _sum_of(chosen, columns.pop(), question)


def _sum_of(rows: list[Row], column: str, question: Question) -> Answer:
    draft = Draft()
    for row in rows:
        say_cell(draft, row, column)
    total = sum(_number(row, column) for row in rows)
    draft.remark(f"按原文各数相加为 {counted(total, rows[0].unit(column) or question.unit)}。")
    return draft.answer(Status.ANSWERED, question.plain)


def _shares_cell_named(row: Row, plain: str) -> bool:
    """Whether a question names a cell of a row beside its name: 城西 of 城西区."""
    beside = [cell for cell in row.labels.values() if cell != row.name and len(cell) > 1]
    return any(cell in plain or (len(cell) > _TWO and cell[:-1] in plain) for cell in beside)


def _counts(row: Row, column: str, question: Question) -> bool:
    """Whether a column counts what a question asks for: 计划人数 for 多少人."""
    if column in question.plain or _words_held(column, question.plain):
        return True
    noun = _COUNTED_BY.search(question.plain)
    return noun is not None and column.endswith((f"{noun[1]}数", f"{noun[1]}数量"))


def _words_held(name: str, plain: str) -> bool:
    """Whether a text holds the words of a name, and its numerals: 一级医院 is more than 医院."""
    words = [word for word in content_words(name) if len(word) > 1]
    words += [word for word, tag in tagged_words(name) if tag.startswith("m")]
    return bool(words) and all(word in plain for word in words)


def _nearly_named(
    rows: list[Row], question: Question, evidence: Evidence
) -> list[tuple[float, Row]]:
    """The row whose name says most of what a question asks, where it says most of the name."""
    library = evidence.library
    said = said_officially(question.plain)
    counted = [row for row in rows if row.values and not row.amounts]
    alike = [(library.coverage(row.name, said), row) for row in counted]
    dated = [str(year) for year in question.years]
    return [
        (share, row)
        for share, row in alike
        if _numerals_held(row.name, said)
        and (
            share >= _LEAST_NAME
            or (share >= _HALF_NAME and dated and all(f"{y}年" in row.values for y in dated))
        )
    ]


def _named_unqualified(rows: list[Row], question: Question) -> list[tuple[float, Row]]:
    """The rows whose name a question has without what stands in brackets behind it.

    Of several those of which it has most of what the brackets say.
    """
    bare = [(_QUALIFIED.sub("", row.name), row) for row in rows if row.values]
    said = said_officially(question.plain)
    held = {
        row: _held_behind(row.name.removeprefix(name), said)
        for name, row in bare
        if name != row.name and len(name) >= _SHORTEST_NAME and name in said
    }
    most = max(held.values(), default=0)
    return [(1.0, row) for row, share in held.items() if share == most]


def _held_behind(qualified: str, said: str) -> int:
    """How much of what stands in brackets behind a name a question has: its words, and all of it."""
    whole = qualified.strip("()（）")
    return sum(word in said for word in content_words(whole)) + len(whole) * (whole in said)


def _numerals_held(name: str, said: str) -> bool:
    """Whether a text holds the numerals of a name: 二级 is not named by 三级."""
    return all(numeral in said for numeral in _GRADE.findall(name))


def _measures(row: Row, question: Question) -> bool:
    """Whether the unit that is asked may be that of the row."""
    units = {row.unit(column) for column in row.values} | {row.name, *row.values}
    if question.unit == "元":
        return any("元" in unit for unit in units)
    if question.unit == "%":
        return any(_RATE.search(unit) for unit in units)
    told = [row.unit(column) for column in row.values]
    return not all(told) or any(has_measure_asked(question, unit) for unit in told)


def _columns(row: Row, question: Question) -> list[str]:
    """The columns of the years that a question names, or whose heads it names; else all."""
    dated = [column for column in row.values if _YEAR.search(column)]
    if dated and _LAST_YEAR.search(question.plain):
        return dated[-1:]
    if dated and question.years:
        years = {str(year) for year in question.years}
        return [column for column in dated if years & set(_YEAR.findall(column))]
    said = said_officially(question.plain)
    rates = [c for c in row.values if _RATE.search(f"{c}{row.values[c]}")]
    others = any(c in said for c in row.values if c not in rates)
    if question.unit == "%" and len(rates) == 1 and not others:
        return rates
    counted = [c for c in row.values if c not in said and _counts(row, c, question)]
    if len(counted) == 1:
        return counted
    shares = {column: _share_named(column, said) for column in row.values}
    most = max(shares.values(), default=0.0)
    best = [c for c, share in shares.items() if share == most or most < _HALF_NAME]
    return _more_closely_named(row, best, said) or best


def _more_closely_named(row: Row, named: list[str], said: str) -> list[str]:
    """The columns that hold the head of one that is named, and whose further words are said too.

    首小时后每30分钟, not 首小时.
    """
    return [
        column
        for column in row.values
        for shorter in named
        if column != shorter
        and shorter in column
        and _words_held(column.replace(shorter, " ", 1), said)
    ]


def _share_named(column: str, plain: str) -> float:
    """Which share of the characters of a column's head stand as words in a question."""
    head = bare_head(column)
    if head in plain:
        return 1.0
    return sum(len(word) for word in content_words(head) if word in plain) / len(head)


def bare_head(column: str) -> str:
    """The head of a column without what stands in brackets behind it: 夜间 of 夜间（20:00—次日8:00）."""
    return _QUALIFIED.sub("", column) or column


def rows_of(evidence: Evidence) -> list[Row]:
    """The rows of the tables of the clauses that were found."""
    return [row for hit in evidence.hits for row in table_rows(hit.document, hit.clause)]


def answer_extremes(question: Question, evidence: Evidence) -> Answer | None:
    """The rows with the highest or lowest number of the column that a question names, or None."""
    apart = all(cue.search(question.plain) for cue in (_LEAST, _MOST, _COMPARED))
    if not (apart or _WHICH.search(question.plain)) or not _EXTREME.search(question.plain):
        return None
    rows = rows_of(evidence)
    columns = [
        column
        for row in rows
        for column in row.values
        if column in question.plain or _words_held(column, question.plain)
    ]
    columns = columns or _money_column(rows, question)
    if not columns:
        return None
    column = max(columns, key=len)
    inside = [row for row in rows if column in row.values and not _TOTAL.search(row.name)]
    if not inside:
        return None
    inside = _of_class_named(inside, question.plain)
    draft = Draft()
    for asked, extreme in ((_MOST, max), (_LEAST, min)):
        if asked.search(question.plain):
            found = asked.search(question.plain)
            value = extreme(_number(row, column) for row in inside)
            draft.remark(f"{found[0] if found else ''}的是：")
            for row in inside:
                if _number(row, column) == value:
                    say_cell(draft, row, column)
    if apart:
        numbers = [_number(row, column) for row in inside]
        between = counted(max(numbers) - min(numbers), inside[0].unit(column) or question.unit)
        draft.remark(f"按原文两数相差 {between}。")
    return draft.answer(Status.ANSWERED, question.plain)


def _of_class_named(rows: list[Row], plain: str) -> list[Row]:
    """The rows of the class that a question names beside the column (二类病种), all where it names none."""
    named = [row for row in rows if any(len(c) > 1 and c in plain for c in row.labels.values())]
    return named or rows


def _money_column(rows: list[Row], question: Question) -> list[str]:
    """The only column of sums of money of the only table with one, where a question asks of money: 花钱最少."""
    if not _OF_MONEY.search(question.plain):
        return []
    columns = {(row.head, c) for row in rows for c in row.values if row.unit(c).endswith("元")}
    return [column for _, column in columns] if len(columns) == 1 else []


def answer_rows_with(question: Question, evidence: Evidence) -> Answer | None:
    """All rows with a cell that a question names, where it asks which they are: 9月底前完成的是哪几项.

    Only of a table that also has rows without it.
    """
    if not _WHICH_ROWS.search(question.plain):
        return None
    rows = rows_of(evidence)
    named = {row: max(_parts_named(row, question.plain), key=len, default="") for row in rows}
    longest = max(named.values(), key=len, default="")
    found = [row for row in rows if longest and longest in _parts_named(row, question.plain)]
    tables = {row.head for row in found}
    beside = [row for row in rows if row.head in tables and row not in found]
    if len(found) < 2 or not beside:
        return None
    if re.search(rf"{_EXCEPT}[^,，。]{{0,4}}{re.escape(longest)}", question.plain):
        found = beside
    draft = Draft()
    if _HOW_MANY_ROWS.search(question.plain):
        draft.remark(f"按原文共 {len(found)} 项：\n")
    for row in found:
        say_row(draft, row)
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _parts_named(row: Row, plain: str) -> list[str]:
    """The parts of a row's cells, its name left out, that a question has word for word."""
    cells = [cell for cell in row.cells if cell not in row.names[:1]]
    parts = [part for cell in cells for part in re.split(r"[、，,；;]", cell)]
    if _HOW_MANY_ROWS.search(plain) or _WHICH.search(plain):  # 12月底 is named by its month
        parts += [part[5:] for part in parts if _DATED.match(part)]
    named = [part for part in parts if len(part) >= _SHORTEST_PART and part in plain]
    named += [
        cell
        for head, cell in zip(row.heads, row.cells, strict=True)
        if _is_told_of(head, cell, plain)
    ]
    return named + [part for part in parts if _is_office(part) and core_name(part) in plain]


def _is_told_of(head: str, cell: str, plain: str) -> bool:
    """Whether a question says a cell right behind its head: 复审周期是5年, 类别为二类."""
    behind = rf"{re.escape(head)}(?:[是为选定]|等于|标[为注]|属于)+{re.escape(cell)}(?![\d.])"
    return bool(head and cell) and re.search(behind, plain) is not None


def names_a_cell(rows: list[Row], plain: str) -> bool:
    """Whether a question tells some of the rows of a table apart by a cell that it says behind its head."""
    told = [
        any(_is_told_of(head, cell, plain) for head, cell in zip(row.heads, row.cells, strict=True))
        for row in rows
    ]
    return any(told) and not all(told)


def _is_office(part: str) -> bool:
    return len(part) >= _SHORTEST_PART and part[-1] in "局委办厅院"


def _number(row: Row, column: str) -> float:
    return float(re.sub(r"[,，%％]", "", row.values[column]))


def say_cell(draft: Draft, row: Row, column: str) -> None:
    """Say what a row has in a column, citing its heads and the row."""
    heads = cite(row.document, row.clause, *row.head)
    draft.say(
        f"{row.statement(column)}。", heads, cite(row.document, row.clause, row.start, row.end)
    )


def say_row(draft: Draft, row: Row) -> None:
    """Say all that a row holds, each cell behind its head, citing the heads and the row."""
    heads = cite(row.document, row.clause, *row.head)
    draft.say(f"{row.in_full}。", heads, cite(row.document, row.clause, row.start, row.end))
