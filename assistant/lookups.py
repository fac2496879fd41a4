"""Answers that are looked up, not searched: metadata, the purpose, where a term is mentioned.

Each function gives an answer, or None where the question is not one of its kind after all.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.cues import METADATA, Field
from assistant.declining import decline_cut, decline_missing, truncated_clause
from assistant.evidence import Evidence
from assistant.lexicon import content_words, departments_in, tagged_words
from assistant.library import Library
from assistant.question import Question
from documents.annexes import annex_title
from documents.document import Clause, ClauseKind, Document
from documents.markers import read_marker
from documents.regular_expressions import regex

_QUOTED = regex(r"[“\"「『‘《]([^”\"」』’》]{2,30})[”\"」』’》]")
_REPEALED = regex(r"(?:同时)?(?:废止|失效|停止执行)")
_REPORTER = regex(
    r"(?:^|会议上)[^\S\n]*([\u4e00-\u9fff]{0,14}(?:[省市县区州盟]长|主席)[^\S\n]*[\u4e00-\u9fff·]{2,8})[^\S\n]*$",
    re.M,
)
_OF_HEAD = (Field.NUMBER, Field.ISSUER, Field.DATE, Field.AUTHOR, Field.ADDRESSEES)
_OUTLINE_LEVELS = 2
_DONE = regex(r"批准|通过|修订|修正|公布")
_MEETING = regex(r"会议上|代表大会")
_ADOPTED = regex(r"会议.{0,12}(?:通过|批准|修订|上)|(?:公布|发布)")
_MENTIONED = regex(r"(?:提到|提及|涉及|写到|出现)(?:了|过)?[“\"]?([^,，。?？的“”\"吗呢]{2,12})")
_IN_FORCE = regex(r"自[^。]{1,20}(?:施行|实施|执行|生效)|有效期")
_PURPOSE = regex(r"为(?:了)?|旨在|根据|依据|贯彻")


def answer_metadata(question: Question, evidence: Evidence) -> Answer | None:
    """Title, document number, issuer, addressees, date, year, annexes."""
    document = evidence.document
    title = next((c for c in document.clauses if c.kind is ClauseKind.TITLE), None)
    asked = question.field
    if title is None or asked is None:
        return None
    draft = Draft()
    resolved = question.plain
    if asked in _WHOLE:
        return _WHOLE[asked](document, evidence, resolved)
    holder, text = _stated(document, asked, title)
    done = _DONE.search(resolved) if asked is Field.DATE else None
    told = [line for line in title.text.split("\n") if done and _says_done(line, done[0])]
    if told:
        text = told[-1].strip()
        draft.say(f"{text}。", cite(document, *(_holder(document, text) or (title, 0, 0))))
        return draft.answer(Status.ANSWERED, resolved)
    place = _holder(document, holder)
    if place is None and asked in (Field.ISSUER, Field.DATE):
        adopted = next((line for line in title.text.split("\n") if _ADOPTED.search(line)), "")
        place, text = _holder(document, adopted), adopted
    if place is None:
        what = f"{asked.value}"
        if truncated_clause(document):
            return decline_cut(document, evidence, resolved, what)
        return decline_missing(evidence, resolved, what)
    draft.say(f"{_as_printed(text, holder, document, place)}。", cite(document, *place))
    for also in _fields_beside(asked, resolved):
        holder, text = _stated(document, also, title)
        place = _holder(document, holder)
        if place is not None:
            printed = _as_printed(text, holder, document, place)
            draft.say(f"{printed}。", cite(document, *place))
    return draft.answer(Status.ANSWERED, resolved)


def _says_done(line: str, verb: str) -> bool:
    """Whether a line of the head dates what a question asks the day of: 批准, not 通过."""
    return verb in line and bool(re.search(r"\d{1,2}日", line))


def _fields_beside(asked: Field, plain: str) -> list[Field]:
    """The other fields of the head that a question asks for: 是谁在哪一天发的."""
    return [
        name
        for name, pattern in METADATA
        if name in _OF_HEAD and name is not asked and pattern.search(plain)
    ]


def _stated(document: Document, asked: Field, title: Clause) -> tuple[str, str]:
    """What a document's head says of a field: the words that hold it, and how to say them."""
    if asked is Field.YEAR:
        year = re.search(r"(?:19|20)\d\d", document.number or document.date)
        holder = (document.number or document.date) if year else ""
        return holder, f"{year[0] if year else ''}年（{holder}）"
    if asked is Field.TITLE:
        line = document.text[: document.text.find("\n")] if document.title else ""
        return line if line in document.title else document.title, f"标题是《{document.title}》"
    if asked is Field.AUTHOR:
        reporter = _REPORTER.search(title.text)
        return (reporter[1], reporter[1]) if reporter else ("", "")
    value = {
        Field.NUMBER: document.number,
        Field.ISSUER: document.issuer,
        Field.ADDRESSEES: document.addressees,
        Field.DATE: document.date,
    }[asked]
    meeting = next((line for line in title.text.split("\n") if _MEETING.search(line)), "")
    if asked is Field.DATE and value and value in meeting:  # a report is dated by its meeting
        return meeting, meeting
    return value, f"{asked.value}是{value}"


def _annexes(document: Document, evidence: Evidence, resolved: str) -> Answer:
    annexes = [c for c in document.clauses if c.kind is ClauseKind.ANNEX]
    if annexes:
        draft = Draft()
        draft.remark(f"共有 {len(annexes)} 个附件：")
        for annex in annexes:
            draft.say(
                f"{annex.number} {annex.title}", cite(document, annex, annex.start, annex.body)
            )
        return draft.answer(Status.ANSWERED, resolved)
    listed = list(_listed_annexes(document))
    if listed:
        draft = Draft()
        draft.remark(f"共有 {len(listed)} 个附件：")
        for clause, start, end in listed:
            draft.say(f"{document.text[start:end]}；", cite(document, clause, start, end))
        return draft.answer(Status.ANSWERED, resolved)
    if truncated_clause(document):
        return decline_cut(document, evidence, resolved, "附件")
    return decline_missing(evidence, resolved, "附件")


def _listed_annexes(document: Document) -> Iterator[tuple[Clause, int, int]]:
    """The titles of annexes that a document names and does not hold: 附件：1.核定表, 2.管理台账 below it."""
    for clause in document.clauses:
        listing, at = False, clause.start
        for line in clause.text.split("\n"):
            begin = annex_title(line)
            listing = begin is not None or (listing and read_marker(line) is not None)
            if listing:
                yield clause, at + (begin or 0), at + len(line)
            at += len(line) + 1


def _outline(document: Document, evidence: Evidence, resolved: str) -> Answer | None:
    """The headings of the two upper levels: what a document is about, in its own words."""
    draft = Draft()
    for clause in document.clauses:
        if clause.kind is ClauseKind.NUMBERED and clause.level <= _OUTLINE_LEVELS and clause.title:
            quote = cite(document, clause, clause.start, clause.body)
            draft.say(f"{clause.number} {clause.title}", quote)
            draft.remark("\n")
    cut = truncated_clause(document)
    if cut is not None:
        draft.remark(f"现有文本在{cut.number} {cut.title}处中断，之后的部分未列出。")
    return draft.answer(Status.ANSWERED, resolved) if draft.citations else None


def _effect(document: Document, evidence: Evidence, resolved: str) -> Answer:
    """The sentence that says from when, or until when, a document is in force."""
    draft = Draft()
    for clause in reversed(document.clauses):
        for start, end in evidence.library.sentence_spans(document, clause):
            text = document.text[start:end]
            if _IN_FORCE.search(text) and "\t" not in text:  # 有效期 heads a column too
                quote = cite(document, clause, start, end)
                draft.say(quote.quote, quote)
                return draft.answer(Status.ANSWERED, resolved)
    if truncated_clause(document):
        return decline_cut(document, evidence, resolved, Field.EFFECT.value)
    return decline_missing(evidence, resolved, Field.EFFECT.value)


def _repealed(document: Document, evidence: Evidence, resolved: str) -> Answer:
    """The sentences that say which documents are no longer in force."""
    draft = Draft()
    for clause in document.clauses:
        for start, end in evidence.library.sentence_spans(document, clause):
            if _REPEALED.search(document.text[start:end]):
                quote = cite(document, clause, start, end)
                draft.say(quote.quote, quote)
    if draft.citations:
        return draft.answer(Status.ANSWERED, resolved)
    return decline_missing(evidence, resolved, Field.REPEALED.value)


def _holder(document: Document, words: str) -> tuple[Clause, int, int] | None:
    """Where words first stand in the head or tail of a document, spread out or of full width too."""
    if not words:
        return None
    kinds = (ClauseKind.TITLE, ClauseKind.CLOSING, ClauseKind.PREAMBLE)
    printed = re.compile(r"\s*".join(map(re.escape, re.sub(r"\s", "", _of_half_width(words)))))
    for clause in document.clauses:
        found = printed.search(_of_half_width(clause.text)) if clause.kind in kinds else None
        if found:
            return clause, clause.start + found.start(), clause.start + found.end()
    return None


def _as_printed(text: str, holder: str, document: Document, place: tuple[Clause, int, int]) -> str:
    """What is said of a field with its words as they are printed, bodies on several lines in one."""
    printed = re.sub(r" {2,}|\s*\n\s*", " ", document.text[place[1] : place[2]])
    return text.replace(holder, printed)


def _of_half_width(text: str) -> str:
    """A text NFKC, as long as it was."""
    folded = ((c, unicodedata.normalize("NFKC", c)) for c in text)
    return "".join(plain if len(plain) == 1 else c for c, plain in folded)


def answer_mentions(question: Question, evidence: Evidence, context: str = "") -> Answer | None:
    """All clauses that mention a term, counted and complete; else the clause that fits best."""
    term = "" if context else _term(evidence.library, question)
    bodies = departments_in(question.plain, evidence.library.bodies())
    term = bodies[0] if bodies and not context else term
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
    for document in evidence.library.documents.values():
        for clause in document.clauses:
            at = clause.text.find(term)
            if at >= 0 and clause.kind is not ClauseKind.TITLE:
                places.append((document, clause, clause.start + at))
    draft.remark(f"“{term}”在原文中出现于 {len(places)} 条：\n")
    for document, clause, at in places:
        spans = [
            (start, end)
            for start, end in evidence.library.sentence_spans(document, clause)
            if term in document.text[start:end] or start <= at < end
        ]
        quotes = [cite(document, clause, *span) for span in spans or [(clause.start, clause.end)]]
        name = " ".join(part for part in (clause.number, clause.title) if part)
        draft.say(f"{name}：{''.join(quote.quote for quote in quotes)}", *quotes)
        draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _term(library: Library, question: Question) -> str:
    """The quoted term of a question, else its longest stretch that stands in a document."""
    texts = [document.text for document in library.documents.values()]
    for quoted in _QUOTED.findall(question.plain):
        if any(quoted in text for text in texts):
            return str(quoted)
    told = _MENTIONED.search(question.plain)
    if told and library.holds(told[1]):
        return told[1]
    return shared_term(library, question.plain)


def shared_term(library: Library, question: str) -> str:
    """The longest stretch of a question that stands in a document and carries a topic, or ''.

    Three characters or more; 加快推进 carries none.
    """
    texts = [document.text for document in library.documents.values()]
    edges = _word_edges(question)
    for length in range(min(20, len(question)), 2, -1):
        for start in sorted(edges):
            part = question[start : start + length]
            whole = start + length in edges and part.isalnum()
            if whole and any(part in text for text in texts) and content_words(part):
                return part
    return ""


def _word_edges(text: str) -> set[int]:
    """Where the words of a text begin and end: 公安交管部门 holds no 管部门."""
    edges, at = {len(text)}, 0
    for word, _ in tagged_words(text):
        at = text.index(word, at)
        edges |= {at, at + len(word)}
        at += len(word)
    return edges


def answer_purpose(question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that opens the document: 为了…, 根据…."""
    if evidence.best is None:
        return None
    document = evidence.best.document
    opening = [c for c in document.clauses if c.kind is ClauseKind.PREAMBLE or c.number == "第一条"]
    for clause in opening:
        for start, end in evidence.library.sentence_spans(document, clause)[:2]:
            if _PURPOSE.search(document.text[start:end]):
                draft = Draft()
                quote = cite(document, clause, start, end)
                draft.say(quote.quote, quote)
                return draft.answer(Status.ANSWERED, question.plain)
    return None


_WHOLE: dict[Field, Callable[[Document, Evidence, str], Answer | None]] = {
    Field.ANNEXES: _annexes,
    Field.OUTLINE: _outline,
    Field.EFFECT: _effect,
    Field.REPEALED: _repealed,
}
"""Fields that no words of the head hold."""
