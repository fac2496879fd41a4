"""Parts of a document that a question names: by number, by place in a count, by topic."""

import re

from assistant import cues
from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.declining import decline_cut, decline_missing, truncated_clause
from assistant.evidence import Evidence
from assistant.question import Question
from documents.document import Clause, ClauseKind, Document
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex

_HEADING_WORDS = regex(r"(?:的)?(?:标题|题目|怎么|表述|写|是|什么|叫|那一?|这一?|节|部分|章)")
_CLAIMED_COUNT = regex(rf"(?<!第)(?<![{CHINESE_NUMERAL[1:-2]}])({CHINESE_NUMERAL}|\d+)大")
_LONGEST_PART = 1200
_LONG_ITEM = 300
_COUNTED = regex(rf"({CHINESE_NUMERAL}|\d+)(?:大|项|个|条|方面)")


def answer_heading(question: Question, evidence: Evidence) -> Answer | None:
    """The title, or the beginning, of a part named by its number, its place or its topic."""
    document = evidence.document
    if question.reference or question.ordinal:
        clause = find_part(question, evidence)
        if isinstance(clause, Answer):
            return clause
    else:
        clause = _heading_about(question, evidence)
    if clause is None:
        return None
    draft = Draft()
    if not clause.title:
        end = evidence.library.sentence_spans(document, clause)[0][1]
        draft.say(document.text[clause.start : end], cite(document, clause, clause.start, end))
        return draft.answer(Status.ANSWERED, question.plain)
    _correct_count(draft, question, document, clause)
    head = cite(document, clause, clause.start, clause.body)
    draft.say(f"{clause.number}的标题是“{clause.title}”。", head)
    if re.search(r"标题|题目|名字|名称", question.plain):
        return draft.answer(Status.ANSWERED, question.plain)
    if document.is_leaf(clause):
        for start, end in evidence.library.sentence_spans(document, clause)[:2]:
            if start >= clause.body:
                draft.say(document.text[start:end], cite(document, clause, start, end))
    else:
        list_children(draft, document, clause)
    return draft.answer(Status.ANSWERED, question.plain)


def quote_part(question: Question, document: Document, part: Clause) -> Answer:
    """All that a named part holds, word for word; of a long one its heading and those below."""
    draft = Draft()
    inside = list(document.subtree(part))
    if sum(len(clause.text) for clause in inside) > _LONGEST_PART and not document.is_leaf(part):
        draft.say(part.text, cite(document, part, part.start, part.end))
        list_children(draft, document, part)
        return draft.answer(Status.ANSWERED, question.plain)
    for clause in inside:
        for start, end in _lines(document, clause):
            draft.say(document.text[start:end], cite(document, clause, start, end))
            draft.remark("\n")
    return draft.answer(Status.ANSWERED, question.plain)


def _lines(document: Document, clause: Clause) -> list[tuple[int, int]]:
    """The lines of a clause's own text."""
    return [
        (clause.start + line.start(), clause.start + line.end())
        for line in re.finditer(r"\S[^\n]*", clause.text)
    ]


def _correct_count(draft: Draft, question: Question, document: Document, part: Clause) -> None:
    """Say how many parts there are, where a question counts otherwise (十二大行动)."""
    above = document.parent(part)
    counted = _COUNTED.search(above.title) if above else None
    claimed = _CLAIMED_COUNT.search(question.plain)
    if above is None or counted is None or claimed is None or question.ordinal is None:
        return
    if parse_numeral(claimed[1]) != parse_numeral(counted[1]):
        draft.remark("与原文不符：")
        draft.say(f"原文是“{above.title}”。", cite(document, above, above.start, above.end))


def top_parts(document: Document) -> list[Clause]:
    """The numbered clauses that stand in no other numbered one, also inside a document that a notice carries."""
    numbered = {c.position for c in document.clauses if c.kind is ClauseKind.NUMBERED}
    return [
        clause
        for clause in document.clauses
        if clause.position in numbered and clause.parent not in numbered
    ]


def find_part(question: Question, evidence: Evidence) -> Clause | Answer | None:
    """The clause that a question names; an answer that declines or corrects where there is none."""
    document = evidence.document
    what = "该部分的内容"
    if question.reference:
        found = document.find(question.reference) or next(
            (c for c in document.clauses if c.number.endswith(question.reference)), None
        )
        if found is None and "款" in question.reference:
            found = document.find(question.reference.partition("条")[0] + "条")
        if found:
            return found
        cut = truncated_clause(document)
        if cut is not None:
            return decline_cut(document, evidence, question.plain, what)
        return decline_missing(evidence, question.plain, f"“{question.reference}”")
    ordinal = question.ordinal
    if ordinal is None or (ordinal.value < 0 and not _COUNTED.search(question.plain)):
        return None
    nested = cues.NESTED.search(question.plain)
    if nested:
        return _nested_part(
            question,
            evidence,
            int(parse_numeral(nested[1]) or 0),
            int(parse_numeral(nested[3]) or 0),
        )
    if ordinal.noun in ("部分", "章", "编"):
        parts = top_parts(document)
        if ordinal.value <= len(parts):
            return parts[ordinal.value - 1]
        if truncated_clause(document):
            return decline_cut(
                document, evidence, question.plain, f"第{ordinal.value}{ordinal.noun}"
            )
        return decline_missing(evidence, question.plain, f"第{ordinal.value}{ordinal.noun}")
    return _counted_part(question, evidence)


def _nested_part(question: Question, evidence: Evidence, outer: int, inner: int) -> Clause | Answer:
    """第三部分第二条: the second child of the third part."""
    document = evidence.document
    inside = top_parts(document)
    for place in (outer, inner):
        if not 1 <= place <= len(inside):
            if truncated_clause(document):
                return decline_cut(document, evidence, question.plain, "该部分的内容")
            return decline_missing(evidence, question.plain, f"第{outer}部分第{inner}条")
        found = inside[place - 1]
        inside = [c for c in document.children(found) if c.kind is ClauseKind.NUMBERED]
    return found


def _counted_part(question: Question, evidence: Evidence) -> Clause | Answer | None:
    """第五大行动: the fifth child of the heading that counts its parts (十大行动)."""
    ordinal = question.ordinal
    document = evidence.document
    heading = _counting_heading(question, evidence)
    if heading is None or ordinal is None:
        return None
    children = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
    counted = _COUNTED.search(heading.title)
    promised = int(parse_numeral(counted[1]) or 0) if counted else 0
    asked = ordinal.value if ordinal.value > 0 else max(promised, len(children))
    if asked <= len(children):
        return children[asked - 1]
    if promised >= asked:
        return decline_cut(document, evidence, question.plain, f"第{ordinal.value}项")
    draft = Draft()
    draft.remark("与原文不符：")
    draft.say(f"原文是“{heading.title}”。", cite(document, heading, heading.start, heading.end))
    list_children(draft, document, heading)
    return draft.answer(Status.ANSWERED, question.plain)


def _counting_heading(question: Question, evidence: Evidence) -> Clause | None:
    document = evidence.document
    headings = [c for c in document.clauses if _COUNTED.search(c.title) and not document.is_leaf(c)]
    noun = question.ordinal.noun.removeprefix("大") if question.ordinal else ""
    named = [c for c in headings if noun and len(noun) > 1 and noun in c.title]
    return best_title(question.plain, evidence, named or headings)


def best_title(text: str, evidence: Evidence, clauses: list[Clause]) -> Clause | None:
    """The clause whose title is nearest to a text, or None without any."""
    if not clauses or not text.strip():
        return None
    scores = evidence.library.retriever.text_scores(text, [clause.title for clause in clauses])
    return clauses[int(scores.fused.argmax())]


def _heading_about(question: Question, evidence: Evidence) -> Clause | None:
    titled = [clause for clause in evidence.document.clauses if clause.title]
    return best_title(_HEADING_WORDS.sub("", question.plain), evidence, titled)


def list_children(draft: Draft, document: Document, heading: Clause) -> None:
    """Say the titles of the parts of a heading, all of them, one a line, each cited."""
    children = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
    draft.remark(f"\n共 {len(children)} 项：\n")
    for at, child in enumerate(children, start=1):
        words = child.title or child.text[child.body - child.start :].rstrip("；;。")
        end = child.body if child.title else child.end
        draft.say(f"{at}. {words}", cite(document, child, child.start, end))
        draft.remark("\n")


def list_items(draft: Draft, document: Document, stem: Clause) -> None:
    """Say the items below a sentence that ends in a colon: as they stand, of long ones the titles."""
    for child in document.children(stem):
        if child.kind is ClauseKind.NUMBERED:
            titled = child.title and len(child.text) > _LONG_ITEM
            end = child.body if titled else child.end
            words = document.text[child.start : end].rstrip()
            draft.say(f"\n{words}", cite(document, child, child.start, child.start + len(words)))
