"""Whether several grants can be had together: the sentence that rules it belongs to the answer."""

from collections.abc import Iterator

from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.question import Question
from assistant.quoting import quote_sentences
from assistant.several import join_answers
from documents.document import Clause, ClauseKind, Document
from documents.regular_expressions import regex

_ASKED = regex(
    r"叠加|兼得|重复(?:享受|领|拿|申请|申报)|(?:一起|同时|一并|都)(?:能|可以?|得|给)?(?:领|拿|享受|申请|申报|报(?!名)|要(?![求交]))|"
    r"(?:两|几|多|双)(?:头|边|样|份|笔|项|种)[^,，。？?]{0,6}(?:都|一起|同时|一并)(?:能|可以?|给|领|拿)"
)
_RULES = regex(
    r"[就从][高优]|不(?:再)?重复|不?得?(?:重复|同时)(?:享受|申报|申请|领取|支持|资助|补助|奖励)|叠加|兼得|(?<!选)择(?:优|一|高)|最高(?:级别|等级|标准)(?:奖励|享受|给予|执行)|只(?:能)?享受"
)


def with_rule_on_overlap(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """An answer with the rule on having several grants together, where that is asked and not yet said.

    The rule of the clause that is cited, or of the one above it; else the only one of its document.
    """
    if answer.status.refused or not answer.citations or not _ASKED.search(question.plain):
        return answer
    if any(_RULES.search(citation.quote) for citation in answer.citations):
        return answer
    first = answer.citations[0]
    document = evidence.library.documents[first.document]
    cited = document.clauses[first.position]
    rules = list(_rules(document, evidence))
    near = [rule for rule in rules if _article(document, rule.clause) == _article(document, cited)]
    chosen = near[:1] or (rules if len(rules) == 1 else [])
    if not chosen:
        return answer
    ruled = quote_sentences(chosen, question, evidence.library)
    return join_answers([answer, ruled], answer.resolved_question)


def _rules(document: Document, evidence: Evidence) -> Iterator[Sentence]:
    for clause in document.clauses:
        if clause.kind is not ClauseKind.TITLE and _RULES.search(clause.text):
            for start, end in evidence.library.sentence_spans(document, clause):
                if _RULES.search(document.text[start:end]):
                    yield Sentence(document, clause, start, end, 1.0, 1.0)


def _article(document: Document, clause: Clause) -> int:
    """The position of a clause, of the one that it is an item or a paragraph of."""
    above = document.parent(clause)
    inside = above is not None and not clause.title and document.stem(above)
    return above.position if above is not None and inside else clause.position
