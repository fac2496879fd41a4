"""Answers that are looked up, not searched: metadata, headings, departments, mentions.

Each function gives an answer, or None where the question is not one of its kind after all.
"""

import re

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.declining import decline_cut, decline_missing, truncated_clause
from assistant.evidence import Evidence, Library
from assistant.lexicon import departments_in
from assistant.question import Field, Intent, Question
from documents.document import Clause, ClauseKind, Document
from documents.facts import Responsibility, Role
from documents.numerals import CHINESE_NUMERAL, parse_numeral

_COUNTED = re.compile(rf"({CHINESE_NUMERAL}|\d+)(?:大|项|个|条|方面)")
_ORGAN = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:局|委|办|厅|部|院|署|分行|中心)(?![\u4e00-\u9fff]{0,1}[些个家])")
_TOGETHER = re.compile(r"同时|共同|都|一起|联合")
_DEPARTMENT_QUESTION = re.compile(r"负责|主管|牵头|会同|管理|受理|组织实施|协调")
_QUOTED = re.compile(r"[“\"「『‘]([^”\"」』’]{2,30})[”\"」』’]")
_COUNT_ONLY = re.compile(r"多少|几(?:条|项|个|处|次)")


def answer_metadata(library: Library, question: Question, evidence: Evidence) -> Answer | None:
    """Title, document number, issuer, addressees, date, year, annexes."""
    document = _document(library, evidence)
    title = next((c for c in document.clauses if c.kind is ClauseKind.TITLE), None)
    asked = question.field
    if title is None or asked is None:
        return None
    draft = Draft()
    resolved = question.plain
    if asked is Field.ANNEXES:
        return _annexes(library, document, evidence, resolved)
    if asked is Field.YEAR:
        year = re.search(r"(?:19|20)\d\d", document.number or document.date)
        holder, words = (document.number or document.date, year[0]) if year else ("", "")
        text = f"{words}年（{holder}）"
    elif asked is Field.TITLE:
        holder = document.text[: document.text.find("\n")] if document.title else ""
        holder = holder if holder in document.title else document.title
        text = f"标题是《{document.title}》"
    else:
        value = {
            Field.NUMBER: document.number,
            Field.ISSUER: document.issuer,
            Field.ADDRESSEES: document.addressees,
            Field.DATE: document.date,
        }[asked]
        holder, text = value, f"{asked.value}是{value}"
    place = _holder(document, holder)
    if place is None:
        what = f"{asked.value}"
        if truncated_clause(document):
            return decline_cut(library, document, evidence, resolved, what)
        return decline_missing(library, evidence, resolved, what)
    draft.say(f"{text}。", cite(document, *place))
    return draft.answer(Status.ANSWERED, resolved)


def _annexes(library: Library, document: Document, evidence: Evidence, resolved: str) -> Answer:
    annexes = [c for c in document.clauses if c.kind is ClauseKind.ANNEX]
    if annexes:
        draft = Draft()
        draft.remark(f"共有 {len(annexes)} 个附件：")
        for annex in annexes:
            draft.say(f"{annex.number} {annex.title}", cite(document, annex, annex.start, annex.body))
        return draft.answer(Status.ANSWERED, resolved)
    if truncated_clause(document):
        return decline_cut(library, document, evidence, resolved, "附件")
    return decline_missing(library, evidence, resolved, "附件")


def _holder(document: Document, words: str) -> tuple[Clause, int, int] | None:
    """Where words first stand in the head or tail of a document."""
    if not words:
        return None
    kinds = (ClauseKind.TITLE, ClauseKind.CLOSING, ClauseKind.PREAMBLE)
    for clause in document.clauses:
        at = clause.text.find(words) if clause.kind in kinds else -1
        if at >= 0:
            return clause, clause.start + at, clause.start + at + len(words)
    return None


def answer_heading(library: Library, question: Question, evidence: Evidence) -> Answer | None:
    """The title, or the beginning, of a part named by its number, its place or its topic."""
    document = _document(library, evidence)
    if question.reference or question.ordinal:
        clause = find_part(library, question, evidence)
        if isinstance(clause, Answer):
            return clause
    else:
        clause = _heading_about(library, question, document)
    if clause is None:
        return None
    draft = Draft()
    if not clause.title:
        end = library.sentence_spans(document, clause)[0][1]
        draft.say(document.text[clause.start : end], cite(document, clause, clause.start, end))
        return draft.answer(Status.ANSWERED, question.plain)
    head = cite(document, clause, clause.start, clause.body)
    draft.say(f"{clause.number}的标题是“{clause.title}”。", head)
    if not re.search(r"标题|题目|名字|名称", question.plain):
        for start, end in library.sentence_spans(document, clause)[:2]:
            if start >= clause.body:
                draft.say(document.text[start:end], cite(document, clause, start, end))
    return draft.answer(Status.ANSWERED, question.plain)


def find_part(library: Library, question: Question, evidence: Evidence) -> Clause | Answer | None:
    """The clause that a question names; an answer that declines or corrects where there is none."""
    document = _document(library, evidence)
    what = "该部分的内容"
    if question.reference:
        found = document.find(question.reference) or next(
            (c for c in document.clauses if c.number.endswith(question.reference)), None
        )
        if found:
            return found
        cut = truncated_clause(document)
        if cut is not None:
            return decline_cut(library, document, evidence, question.plain, what)
        return decline_missing(library, evidence, question.plain, f"“{question.reference}”")
    ordinal = question.ordinal
    if ordinal is None or (ordinal.value < 0 and not _COUNTED.search(question.plain)):
        return None
    if ordinal.noun in ("部分", "章", "编"):
        parts = [c for c in document.clauses if c.parent is None and c.kind is ClauseKind.NUMBERED]
        if ordinal.value <= len(parts):
            return parts[ordinal.value - 1]
        if truncated_clause(document):
            return decline_cut(library, document, evidence, question.plain, f"第{ordinal.value}{ordinal.noun}")
        return decline_missing(library, evidence, question.plain, f"第{ordinal.value}{ordinal.noun}")
    return _counted_part(library, question, document, evidence)


def _counted_part(
    library: Library, question: Question, document: Document, evidence: Evidence
) -> Clause | Answer | None:
    """第五大行动: the fifth child of the heading that counts its parts (十大行动)."""
    ordinal = question.ordinal
    heading = _counting_heading(library, question, document)
    if heading is None or ordinal is None:
        return None
    children = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
    counted = _COUNTED.search(heading.title)
    promised = int(parse_numeral(counted[1]) or 0) if counted else 0
    asked = ordinal.value if ordinal.value > 0 else max(promised, len(children))
    if asked <= len(children):
        return children[asked - 1]
    if promised >= asked:
        return decline_cut(library, document, evidence, question.plain, f"第{ordinal.value}项")
    draft = Draft()
    draft.remark("与原文不符：")
    draft.say(f"原文是“{heading.title}”。", cite(document, heading, heading.start, heading.end))
    list_children(draft, document, heading)
    return draft.answer(Status.ANSWERED, question.plain)


def _counting_heading(library: Library, question: Question, document: Document) -> Clause | None:
    headings = [c for c in document.clauses if _COUNTED.search(c.title) and not document.is_leaf(c)]
    noun = question.ordinal.noun.removeprefix("大") if question.ordinal else ""
    named = [c for c in headings if noun and len(noun) > 1 and noun in c.title]
    return best_title(library, question, document, named or headings)


def best_title(
    library: Library, question: Question, document: Document, clauses: list[Clause]
) -> Clause | None:
    """The clause whose title is nearest to a question, or None without any."""
    if not clauses:
        return None
    scores = library.retriever.text_scores(question.plain, [c.title for c in clauses])
    return clauses[int(scores.fused.argmax())]


def _heading_about(library: Library, question: Question, document: Document) -> Clause | None:
    titled = [c for c in document.clauses if c.title]
    topic = re.sub(r"(?:的)?(?:标题|题目|怎么|表述|写|是|什么|叫|那一?|这一?|节|部分|章)", "", question.plain)
    if not titled or not topic.strip():
        return None
    scores = library.retriever.text_scores(topic, [c.title for c in titled])
    return titled[int(scores.fused.argmax())]


def list_children(draft: Draft, document: Document, heading: Clause) -> None:
    """Say the titles of the parts of a heading, all of them, each cited."""
    children = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
    draft.remark(f"共 {len(children)} 项：")
    for at, child in enumerate(children):
        words = child.title or child.text[child.body - child.start :].rstrip("；;。")
        end = child.body if child.title else child.end
        mark = "。" if at == len(children) - 1 else "；"
        draft.say(f"{words}{mark}", cite(document, child, child.start, end))


def list_items(draft: Draft, document: Document, stem: Clause) -> None:
    """Say the items below a sentence that ends in a colon, all of them, as they stand."""
    for child in document.children(stem):
        if child.kind is ClauseKind.NUMBERED:
            draft.say(f"\n{child.text}", cite(document, child, child.start, child.end))


def answer_lead(library: Library, question: Question, evidence: Evidence) -> Answer | None:
    """Who leads the clause that a question is about."""
    hit = evidence.best
    if hit is None:
        return None
    document, clause = hit.document, hit.clause
    if question.reference or (question.ordinal and question.ordinal.value > 0):
        part = find_part(library, question, evidence)
        if isinstance(part, Answer):
            return part
        clause = part or clause
    named = library.responsibilities(document, clause)
    if not named:
        following = [c for c in document.subtree(clause) if library.responsibilities(document, c)]
        if following:
            return _lead_of_parts(library, question, document, clause, following)
        if truncated_clause(document) == clause:
            return decline_cut(library, document, evidence, question.plain, "牵头单位")
        return _lead_in_text(question, evidence)
    draft = Draft()
    known = departments_in(question.plain, library.departments())
    wrong = [d for d in known if not any(d in r.departments for r in named)]
    if wrong and question.yes_no:
        draft.remark("与原文不符。")
    for at, responsibility in enumerate(named):
        words = "、".join(responsibility.departments)
        about = (clause.title or clause.number) if at == 0 else ""
        joint = f"{about}的" if about else ""
        quote = cite(document, clause, responsibility.start, responsibility.end)
        draft.say(f"{joint}{responsibility.role.value}是{words}。", quote)
    return draft.answer(Status.ANSWERED, question.plain)


def _lead_of_parts(
    library: Library, question: Question, document: Document, heading: Clause, parts: list[Clause]
) -> Answer:
    draft = Draft()
    draft.remark(f"{heading.number} {heading.title}按条款分别写明：")
    for part in parts:
        for named in library.responsibilities(document, part):
            words = "、".join(named.departments)
            quote = cite(document, part, named.start, named.end)
            draft.say(f"{part.number} {part.title}，{named.role.value}是{words}。", quote)
    return draft.answer(Status.ANSWERED, question.plain)


def _lead_in_text(question: Question, evidence: Evidence) -> Answer | None:
    """Who is responsible by a sentence of the text, where no bracket names departments."""
    for sentence in evidence.sentences[:8]:
        if _DEPARTMENT_QUESTION.search(sentence.text) and re.search(
            r"部门|机关|机构|政府|单位|局|委员会|办公室", sentence.text
        ):
            draft = Draft()
            quote = cite(sentence.document, sentence.clause, sentence.start, sentence.end)
            draft.say(quote.quote, quote)
            return draft.answer(Status.ANSWERED, question.plain)
    return None


def answer_led_by(
    library: Library, question: Question, evidence: Evidence, context: str = ""
) -> Answer | None:
    """All clauses that a department leads, counted and complete."""
    departments = departments_in(question.plain, library.departments())
    if not departments:
        departments = departments_in(context, library.departments())
    if not departments:
        organ = _ORGAN.search(question.plain)
        if organ and question.intent is Intent.LED_BY and not question.advice:
            what = f"由{organ[0].removeprefix('由')}牵头的事项"
            return decline_missing(library, evidence, question.plain, what)
        return None
    draft = Draft()
    together = len(departments) > 1 and _TOGETHER.search(question.plain) is not None
    groups = [tuple(departments)] if together else [(d,) for d in departments]
    for group in groups:
        _say_led_by(library, draft, group)
    for document in library.documents.values():
        cut = truncated_clause(document)
        if cut is not None:
            draft.remark(f"现有文本在{cut.number} {cut.title}处中断，之后的条款未计入。")
    return draft.answer(Status.ANSWERED, question.plain)


def _say_led_by(library: Library, draft: Draft, group: tuple[str, ...]) -> None:
    found: list[tuple[Document, Clause, Responsibility]] = []
    for document in library.documents.values():
        for item in library.facts(document).responsibilities:
            if all(name in item.departments for name in group):
                found.append((document, document.clauses[item.clause], item))
    roles = {item.role for _, _, item in found}
    verb = "牵头" if roles <= {Role.LEAD} else "负责或配合"
    draft.remark(f"{'、'.join(group)}{'共同' if len(group) > 1 else ''}{verb}的共 {len(found)} 条：\n")
    for at, (document, clause, item) in enumerate(found, start=1):
        name = " ".join(part for part in (clause.number, clause.title) if part)
        role = "" if item.role is Role.LEAD else f"（{item.role.value}）"
        source = "" if len(library.documents) == 1 else f"{document.name} "
        draft.say(f"{at}. {source}{name}{role}", cite(document, clause, item.start, item.end))
        draft.remark("\n")


def answer_mentions(
    library: Library, question: Question, evidence: Evidence, context: str = ""
) -> Answer | None:
    """All clauses that mention a term, counted and complete; else the clause that fits best."""
    term = "" if context else _term(library, question)
    draft = Draft()
    if not term:
        if not evidence.sentences:
            return None
        best = evidence.sentences[0]
        path = "，".join(
            f"{c.number} {c.title}".strip()
            for c in [*best.document.ancestors(best.clause), best.clause]
        )
        draft.say(f"在{path}：{best.text}", cite(best.document, best.clause, best.start, best.end))
        return draft.answer(Status.ANSWERED, question.plain)
    places: list[tuple[Document, Clause, int]] = []
    for document in library.documents.values():
        for clause in document.clauses:
            at = clause.text.find(term)
            if at >= 0 and clause.kind is not ClauseKind.TITLE:
                places.append((document, clause, clause.start + at))
    draft.remark(f"“{term}”在原文中出现于 {len(places)} 条：\n")
    for document, clause, at in places:
        spans = [s for s in library.sentence_spans(document, clause) if s[0] <= at < s[1]]
        start, end = spans[0] if spans else (clause.start, clause.end)
        name = " ".join(part for part in (clause.number, clause.title) if part)
        draft.say(f"{name}：{document.text[start:end].strip()}", cite(document, clause, start, end))
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _term(library: Library, question: Question) -> str:
    """The quoted term of a question, else its longest stretch that stands in a document."""
    texts = [document.text for document in library.documents.values()]
    for quoted in _QUOTED.findall(question.plain):
        if any(quoted in text for text in texts):
            return str(quoted)
    return shared_term(library, question.plain)


def shared_term(library: Library, question: str) -> str:
    """The longest stretch of a question, of three characters or more, that stands in a document."""
    texts = [document.text for document in library.documents.values()]
    for length in range(min(20, len(question)), 2, -1):
        for start in range(len(question) - length + 1):
            part = question[start : start + length]
            if part.isalnum() and any(part in text for text in texts):
                return part
    return ""


def _document(library: Library, evidence: Evidence) -> Document:
    return evidence.best.document if evidence.best else next(iter(library.documents.values()))
