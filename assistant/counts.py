"""Counts that no sentence states: parts of a document, clauses with so many leads, names in a list.

Counted from the clause tree and the facts, never guessed; what was counted is cited.
"""

import re
from collections.abc import Iterator, Sequence

from assistant import cues
from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.declining import truncated_clause
from assistant.evidence import Evidence, Sentence
from assistant.figure_candidates import TOGETHER
from assistant.item_counts import PARTED
from assistant.lexicon import content_words, is_listed_place
from assistant.library import Library
from assistant.parts import find_part, list_children, top_parts
from assistant.question import Intent, Question
from assistant.quoting import quote_sentences, stem_above
from assistant.table_cells import names_a_cell, say_cell, say_row
from documents.document import Clause, ClauseKind, Document
from documents.facts import Role
from documents.goals import is_goal
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex
from documents.table_targets import YEAR_HEAD, document_rows
from documents.tables import Row, table_rows

_PARTS_ASKED = regex(
    r"(?<![哪上学听])(?:几|多少)(?:个)?(?:大)?"
    r"(?:(?P<sure>小节|部分|章|节(?!课)|条款|小点|小项|大点)|(?P<items>条(?:措施|规定|条文|政策|意见|内容)?)(?=[?？。吗呢啊]|$))"
)
_OF_DOCUMENT = regex(
    r"一共|总共|共计|合计|全文|全篇|正文|文件|文本|(?:这|该|本|此)(?:份|个|部|项|些)?|里面?|中|总计|分成?|分为|包括|包含|有"
)
_LEADS = regex(
    rf"(?:恰好|正好|只有|仅有?|单独|由|是|有)*({CHINESE_NUMERAL}|\d+)(?:个|家)(?:单位|部门|局|牵头单位)?(?:共同|联合|一起)?(?:来)?(?:牵头|负责)|"
    rf"牵头单位(?:恰好|正好|只有|仅有|只|就|是|有)*({CHINESE_NUMERAL}|\d+)(?:个|家)"
)
_NO_LEAD = regex(
    r"(?:没有?|未)(?:有|写明?|标注?|注明|明确|列出?|载明)*(?:的)?(?:牵头|责任)(?:单位|部门)"
)
_WHICH_CLAUSES = regex(r"哪|几(?:条|项|个)|多少|列")
_NAMED = regex(r"点名|点了|列了|列出|提到|写了|写到")
_TARGETS = regex(
    r"(?:哪些|所有|全部|各项|列出|什么|都有)[^,，。]{0,12}(?:目标|指标)|(?:目标|指标)(?:都)?(?:有哪些|包括|分别是?哪|有什么|列)|"
    r"(?:目标|指标)值?(?:各|分别)(?:自)?(?:是|为)?(?:多少|什么)|"
    r"(?=.*(?:19|20)\d\d年)(?:哪些|所有|全部|各项|列出|什么|都有)[^,，。]{0,12}任务"
)
_DUE_IN_MONTH = regex(
    r"(?<!\d)(?P<month>\d{1,2})月(?:底|末)(?:之?前|以前)(?:要|须|应当?)?(?:完成|建成|办结|落实|到位|清|做)[^,，。]{0,8}(?:哪|什么|列|几)"
)
_MOST_DUE = 12
_TASKS = regex(r"任务|时限|期限|截止|建成|完成")
_DUE = regex(r"((?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末)?(?:之?前|以前)")
_EVERYWHERE = regex(r"全文|通篇|正文|(?:其他|别的|哪些)地方|各处|整份|整个文件")
_OF_TARGETS = regex(
    r"(?:完成|到期|截止)?(?:的)?(?:时限|期限|时间)|完成|到期|要求|实现|达到|规划|方案|计划|措施|办法|年?底前?|目标|指标|量化|具体|定量|数[字量]|任务|文件|意见|全部|所有|列|汇总|归纳|归拢|梳理|整理|分别|各项|主要|预期|明确|写到|提出|建成|项目|(?:全|我|本)[市省县区]|定下|定的|下达|工作|今年|当年"
)
_COUNTED_NOUN = regex(
    r"(?:几|多少)(?:个|家|条|座|处|所|项|类|种)((?:省级|国家级|市级)?[\u4e00-\u9fff]{2,12})"
)
_COUNT_ASKED = regex(r"(?:几|多少)(?:个|家|条|座|处|所|项|类|种)")
_ITEMS_ASKED = regex(
    r"(?:几|多少)(?:个|项|条|类|种|点|款)(?:条件|情形|情况|职责|要求|材料|行为|方面|步骤|环节|类型|标准|方式|途径|内容)?(?:[,，?？。]|$|呢|要|可)|"
    r"(?:几|多少)(?:个|项|条|类|种|点|款)(?:条件|情形|情况|职责|要求|材料|行为|方面|步骤|环节|类型|标准|方式|途径|内容)"
)
_COUNTING = (Intent.FIGURE, Intent.OPEN, Intent.LIST, Intent.METADATA)
_STEM_COVERAGE = 0.5
_LONGEST_NAME = 24
_LIST = regex(r"(?:[^、，,。；;：:]+、)+[^、，,。；;：:]+")


def answer_count(question: Question, evidence: Evidence) -> Answer | None:
    """The count that a question asks for, where it can be counted; else None."""
    if _NO_LEAD.search(question.plain) and _WHICH_CLAUSES.search(question.plain):
        return _clauses_without_lead(question, evidence)
    leads = _LEADS.search(question.plain)
    if leads and _WHICH_CLAUSES.search(question.plain):
        wanted = parse_numeral(leads[1] or leads[2])
        return _clauses_with_leads(question, evidence, int(wanted or 0))
    if _TARGETS.search(question.plain) or cues.SUMS_UP.search(question.plain):
        return _targets(question, evidence)
    if question.intent is not Intent.FIGURE:
        return None
    if _ITEMS_ASKED.search(question.plain):
        items = _items(question, evidence)
        if items is not None:
            return items
    if _COUNT_ASKED.search(question.plain) and _NAMED.search(question.plain):
        return _names(question, evidence)
    if _COUNT_ASKED.search(question.plain) and TOGETHER.search(question.plain):
        rows = _rows_of_table(question, evidence)
        if rows is not None:
            return rows
    return _names_of_place(question, evidence) if _COUNT_ASKED.search(question.plain) else None


def _rows_of_table(question: Question, evidence: Evidence) -> Answer | None:
    """How many rows the table has whose title a question repeats: 受理窗口 of 受理窗口一览表."""
    library = evidence.library
    for hit in evidence.hits[:3]:
        rows = list(table_rows(hit.document, hit.clause))
        told = library.coverage(question.plain, hit.clause.title) if len(rows) > 1 else 0.0
        named = names_a_cell(rows, question.plain) or any(
            row.name in question.plain for row in rows
        )
        if told >= _STEM_COVERAGE and not named:
            draft = Draft()
            draft.remark(f"按原文共 {len(rows)} 项：\n")
            for row in rows:
                say_row(draft, row)
                draft.remark("\n")
            return draft.answer(Status.ANSWERED, question.plain)
    return None


def answer_due_in_month(question: Question, evidence: Evidence) -> Answer | None:
    """All sentences by which something has to be done before the end of a month: 6月底前完成的有哪些."""
    asked = _DUE_IN_MONTH.search(question.plain)
    if asked is None or question.intent is not Intent.LIST:
        return None
    due = re.compile(rf"(?<!\d){asked['month']}月(?:底|末|\d{{1,2}}日)?(?:之?前|以前)")
    found = [
        Sentence(document, clause, start, end, 1.0, 1.0)
        for document in evidence.library.documents.values()
        for clause in document.clauses
        if clause.kind is not ClauseKind.TITLE
        for start, end in evidence.library.sentence_spans(document, clause)
        if due.search(document.text[start:end])
    ]
    if not 1 < len({sentence.clause.position for sentence in found}) <= _MOST_DUE:
        return None
    return quote_sentences(found, question, evidence.library)


def _names_of_place(question: Question, evidence: Evidence) -> Answer | None:
    """How many names of a list begin with the place that a question is about: 曹县上榜的有几个."""
    places = [place for place in question.places if is_listed_place(place)]
    for sentence in evidence.sentences[:3] if places else ():
        listed = [name for found in _LIST.findall(sentence.text) for name in found.split("、")]
        names = [name for name in listed if len(name) <= _LONGEST_NAME]
        count = sum(places[0] in name for name in names)
        is_list = sum(map(len, names)) >= len(sentence.text) / 2
        is_about = evidence.library.coverage(question.plain, sentence.text) >= _STEM_COVERAGE
        if is_list and is_about and count and len(names) > count:
            draft = Draft()
            quote = cite(sentence.document, sentence.clause, sentence.start, sentence.end)
            draft.remark(f"名称中有“{places[0]}”的共 {count} 个：")
            draft.say(quote.quote, quote)
            return draft.answer(Status.ANSWERED, question.plain)
    return None


def _items(question: Question, evidence: Evidence) -> Answer | None:
    """How many items stand below the line that a question is about, with the items."""
    for sentence in evidence.sentences[:3]:
        own = sentence.text.rstrip().endswith(("：", ":"))
        stem = sentence if own else stem_above(sentence)
        if stem is None or evidence.library.coverage(question.plain, stem.text) < _STEM_COVERAGE:
            continue
        items = [
            child
            for child in stem.document.children(stem.clause)
            if child.kind is ClauseKind.NUMBERED
        ]
        if not items:
            continue
        draft = Draft()
        draft.say(stem.text, cite(stem.document, stem.clause, stem.start, stem.end))
        draft.remark(f"\n共 {len(items)} 项：")
        for child in items:
            draft.say(f"\n{child.text}", cite(stem.document, child, child.start, child.end))
        return draft.answer(Status.ANSWERED, question.plain)
    return _parted_items(question, evidence) or _titled_parts(question, evidence)


def _parted_items(question: Question, evidence: Evidence) -> Answer | None:
    """The items that semicolons part behind a colon, where the line before them is what a question is about."""
    for sentence in evidence.sentences[:3]:
        document, clause = sentence.document, sentence.clause
        for found in PARTED.finditer(document.text, clause.start, clause.end):
            begin = (
                max(document.text.rfind(mark, clause.start, found.start()) for mark in "。\n") + 1
            )
            begin = max(begin, clause.start)
            end = min(found.end() + 1, clause.end)
            stem = document.text[begin : found.start("items")]
            above = " ".join(document.heading_path(clause))
            told = evidence.library.coverage(question.plain, f"{above} {stem}")
            if begin <= sentence.start < end and told >= _STEM_COVERAGE:
                draft = Draft()
                quote = cite(document, clause, begin, end)
                draft.say(quote.quote, quote)
                return draft.answer(Status.ANSWERED, question.plain)
    return None


def _titled_parts(question: Question, evidence: Evidence) -> Answer | None:
    """How many titled parts the heading has that a question is about: 分几类人才."""
    for hit in evidence.hits[:3]:
        document = hit.document
        for heading in (hit.clause, *reversed(document.ancestors(hit.clause))):
            parts = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
            titled = len(parts) > 1 and all(part.title for part in parts)
            above = " ".join(document.heading_path(heading))
            if titled and evidence.library.coverage(question.plain, above) >= _STEM_COVERAGE:
                draft = Draft()
                draft.say(heading.title, cite(document, heading, heading.start, heading.end))
                list_children(draft, document, heading)
                return draft.answer(Status.ANSWERED, question.plain)
    return None


def _clauses_with_leads(question: Question, evidence: Evidence, wanted: int) -> Answer | None:
    """All clauses with exactly so many leading departments, under a heading that is named."""
    document = evidence.document
    inside = {c.position for c in _scope(question, document)}
    found = [
        item
        for item in evidence.library.facts(document).responsibilities
        if item.role is Role.LEAD and len(item.departments) == wanted and item.clause in inside
    ]
    if not found:
        return None
    draft = Draft()
    draft.remark(f"牵头单位为 {wanted} 家的共 {len(found)} 条：\n")
    for item in found:
        clause = document.clauses[item.clause]
        quote = cite(document, clause, item.start, item.end)
        draft.say(f"{clause.number} {clause.title}：{'、'.join(item.departments)}", quote)
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _clauses_without_lead(question: Question, evidence: Evidence) -> Answer | None:
    """The clauses without parts that name no department, where others do."""
    document, library = evidence.document, evidence.library
    if not library.departments():
        return None
    found = [
        clause
        for clause in document.clauses
        if clause.kind is ClauseKind.NUMBERED
        and document.is_leaf(clause)
        and not library.responsibilities(document, clause)
    ]
    draft = Draft()
    draft.remark(f"没有写明责任单位的共 {len(found)} 条：\n")
    for clause in found:
        end = clause.body if clause.title else clause.end
        draft.say(
            f"{clause.number} {clause.title}".strip(), cite(document, clause, clause.start, end)
        )
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _scope(question: Question, document: Document) -> list[Clause]:
    """The clauses under the heading whose counted words open as the question has them, else all."""
    for heading in document.clauses:
        words = re.search(r"[大项个]([^，,。；;大]{4})", heading.title)
        if words and words[1] in question.plain and not document.is_leaf(heading):
            return list(document.subtree(heading))
    return list(document.clauses)


def answer_parts(question: Question, evidence: Evidence) -> Answer | None:
    """How many parts, chapters or articles a document or one of its parts has, with their titles.

    None where a question does not count parts, or names something else whose 条 it counts.
    """
    asked = _PARTS_ASKED.search(question.plain)
    if asked is None or question.intent not in _COUNTING:
        return None
    document = evidence.document
    if asked["items"] and not _is_of_document(question.plain, asked, document):
        return None
    part = find_part(question, evidence) if question.ordinal or question.reference else None
    if isinstance(part, Answer):
        return part
    counted = _counted_parts(document, part, asked["sure"] or "条")
    if not counted:
        return None
    draft = Draft()
    draft.remark(f"共 {len(counted)} {_measure(asked, counted)}：\n")
    for clause in counted:
        draft.say(
            f"{clause.number} {clause.title}".strip(),
            cite(document, clause, clause.start, clause.body if clause.title else clause.end),
        )
        draft.remark("\n")
    cut = truncated_clause(document)
    if cut is not None and cut.position >= counted[-1].position:
        draft.remark(f"现有文本在{cut.number} {cut.title}处中断，之后的部分未计入。")
    return draft.answer(Status.ANSWERED, question.plain)


def _measure(asked: re.Match[str], counted: Sequence[Clause]) -> str:
    unit = (asked["sure"] or "条")[-1]
    named = all(clause.number.endswith(unit) for clause in counted)
    return unit if named or unit == "条" else "个"


def _is_of_document(plain: str, asked: re.Match[str], document: Document) -> bool:
    """Whether nothing else than the document or a part of it is named beside 多少条."""
    rest = _OF_DOCUMENT.sub(" ", plain[: asked.start()])
    rest = cues.PART.sub(" ", cues.ABOUT_DOCUMENT.sub(" ", rest))
    return all(word in document.title for word in content_words(rest))


def _counted_parts(document: Document, part: Clause | None, unit: str) -> list[Clause]:
    """The clauses that a unit counts: those so numbered (第一章, 第一条), else those of a level.

    Where no article is numbered so, 条 are the clauses of the lowest numbered level.
    """
    numbered = [
        clause
        for clause in (document.subtree(part) if part else document.clauses)
        if clause.kind is ClauseKind.NUMBERED and clause is not part
    ]
    named = [clause for clause in numbered if re.fullmatch(rf"第.+{unit[-1]}", clause.number)]
    if named:
        return named
    if unit.startswith("条"):
        parents = {clause.parent for clause in numbered}
        return [clause for clause in numbered if clause.position not in parents]
    return document.children(part) if part else top_parts(document)


def _targets(question: Question, evidence: Evidence) -> Answer | None:
    """All targets of the documents, or of the clause that a question is about, for its years."""
    library, best = evidence.library, evidence.best
    topic = [w for w in content_words(_OF_TARGETS.sub(" ", question.plain)) if len(w) > 1]
    topic = [word for word in topic if not re.fullmatch(r"\d+年?", word)]
    if _EVERYWHERE.search(question.plain):
        topic = []
    draft = Draft()
    for document in library.documents.values():
        spans = _goals(document, library, question.years)
        about = [word for word in topic if word not in document.title]
        if about:
            spans = {at: span for at, span in spans.items() if best and span[0] == best.clause}
        if not about and _TASKS.search(question.plain):
            for clause, start, end in _due(document, library, question.years):
                if not any(start <= each < end for each in spans):
                    spans[start] = clause, end
        for start, (clause, end) in sorted(spans.items(), key=lambda span: span[0]):
            name = " ".join(part for part in (clause.number, clause.title) if part)
            draft.remark(f"{name}：")
            quote = cite(document, clause, start, end)
            draft.say(quote.quote, quote)
            draft.remark("\n")
        for row, column in _dated_cells(document, question.years):
            if not about or (best and row.clause == best.clause):
                say_cell(draft, row, column)
                draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain) if draft.citations else None


def _dated_cells(document: Document, years: Sequence[int]) -> Iterator[tuple[Row, str]]:
    """The cells of tables of indicators that stand under one of some years."""
    for row in document_rows(document) if years else ():
        for column in row.values:
            dated = YEAR_HEAD.fullmatch(column)
            if dated and int(dated[1]) in years:
                yield row, column


def _goals(
    document: Document, library: Library, years: Sequence[int]
) -> dict[int, tuple[Clause, int]]:
    """The goals of a document by where they begin, those of some years where any are given."""
    spans: dict[int, tuple[Clause, int]] = {}
    for target in library.facts(document).targets:
        clause = document.clauses[target.clause]
        told = target.quantity.deadline or " ".join(document.heading_path(clause))
        due = {int(year) for year in re.findall(r"(?:19|20)\d\d", told)}
        if is_goal(document, target) and (not years or due & set(years)):
            spans.setdefault(target.start, (clause, target.end))
    return spans


def _due(
    document: Document, library: Library, years: Sequence[int]
) -> Iterator[tuple[Clause, int, int]]:
    """The sentences by which something has to be done in one of some years: 于2026年6月底前交付."""
    for clause in document.clauses if years else ():
        for start, end in library.sentence_spans(document, clause):
            due = {int(found[1]) for found in _DUE.finditer(document.text, start, end)}
            if due & set(years):
                yield clause, start, end


def _names(question: Question, evidence: Evidence) -> Answer | None:
    """How many names a sentence joins by 、 before the noun that is counted."""
    noun = _COUNTED_NOUN.search(question.plain)
    for sentence in evidence.sentences[:5] if noun else ():
        words = _core_noun(noun[1] if noun else "", sentence)
        count = _listed_before(words, sentence.text) if words else 0
        if count > 1:
            draft = Draft()
            quote = cite(sentence.document, sentence.clause, sentence.start, sentence.end)
            draft.remark(f"按原文列出的名称计数，共 {count} 个：")
            draft.say(quote.quote, quote)
            return draft.answer(Status.ANSWERED, question.plain)
    return None


def _core_noun(text: str, sentence: Sentence) -> str:
    """The longest stretch of two or more characters that a text and a sentence share."""
    for length in range(min(10, len(text)), 1, -1):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            if part.isalpha() and part in sentence.text:
                return part
    return ""


def _listed_before(noun: str, text: str) -> int:
    """How many names are joined by 、 of which the last ends in a noun, or has 等 before it."""
    for found in _LIST.finditer(text):
        at = found[0].find(noun)
        if at < 0 or "的" in found[0][:at].rpartition("、")[2] or "、" in found[0][at:]:
            continue
        return found[0][:at].count("、") + 1
    return 0
