"""Which sentences say what follows on a breach, for a question that asks for that.

`没打疫苗会罚多少` is answered by the sentence that fines it, not by the one that demands the vaccination.
"""

import re
from dataclasses import replace

from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words
from assistant.question import Question
from documents.regular_expressions import regex

_ASKS = regex(r"罚(?!单)|处分|后果|法律责任|追究|追责|什么责任")
_MAY_ASK = regex(r"(?:会|要)怎么?样|(?:怎么|如何)(?:处理|处置)")
_FOLLOWS = regex(
    r"罚款|处罚|处分|责令|没收|吊销|警告|追究|追回|追缴|退回|收回|取消|暂停|停业|视为|终止|撤销|失信|不得再|"
    r"不再(?:受理|享受|拨付)|[一二三四五六七八九十\d]年内不|记\d+分|赔偿|承担[^,，。]{0,6}责任"
)
_BREACHES = "违反"
_LEAST_COVERAGE = 0.34
_SURE_COVERAGE = 0.5
_NEAR_BEST = 0.75
_SEARCHED = "违反 处罚 罚款 责令改正"


def of_breached_clause(question: Question, evidence: Evidence) -> Evidence | None:
    """The sentences that say what follows on a breach of the clause that a question names, if any do.

    违反第十二条怎么处罚 is answered by the article that punishes it, not by the twelfth.
    """
    asked = _ASKS.search(question.plain) or _MAY_ASK.search(question.plain)
    if not (question.reference and asked and _BREACHES in question.plain):
        return None
    document = evidence.document
    breach = re.compile(rf"{_BREACHES}[^。；]{{0,40}}?{re.escape(question.reference)}(?![之\d])")
    clauses = [clause for clause in document.clauses if breach.search(clause.text)]
    if not clauses:
        return None
    inside = evidence.library.inside(question.plain, document, clauses)
    told: set[Sentence] = set()
    goes_on = False
    for sentence in sorted(inside.sentences, key=lambda each: each.start):
        if _BREACHES in sentence.text:
            goes_on = breach.search(sentence.text) is not None
        if goes_on:
            told.add(sentence)
    return replace(inside, sentences=tuple(each for each in inside.sentences if each in told))


def of_breach(question: Question, evidence: Evidence, context: str) -> Evidence:
    """Evidence with only the sentences on what follows on a breach, where a question asks for that.

    As it is where none of them holds what the question is about, or, where 会怎样 may ask for
    something else, not as much as another sentence does.
    """
    sure = _ASKS.search(question.plain) is not None
    if not sure and _MAY_ASK.search(question.plain) is None:
        return evidence
    topic = _MAY_ASK.sub(" ", _ASKS.sub(" ", question.plain))
    if not any(len(word) > 1 for word in content_words(topic)):
        return evidence
    least = _LEAST_COVERAGE if sure else max(_shares(topic, evidence).values(), default=1.0)
    found = _following(topic, evidence, least)
    if not found and not context:
        found = _following(
            topic, evidence.library.search(f"{topic} {_SEARCHED}"), max(least, _SURE_COVERAGE)
        )
    return replace(evidence, sentences=tuple(found)) if found else evidence


def _shares(topic: str, evidence: Evidence) -> dict[Sentence, float]:
    """Which share of the words of a topic each sentence holds with what it leans on, best first."""
    library = evidence.library
    return {
        sentence: library.coverage(topic, library.around(sentence))
        for sentence in evidence.sentences
    }


def _following(topic: str, evidence: Evidence, least: float) -> list[Sentence]:
    """The sentences on what follows on a breach that hold most of a topic, best first."""
    shares = {s: share for s, share in _shares(topic, evidence).items() if _FOLLOWS.search(s.text)}
    least = max(least, _NEAR_BEST * max(shares.values(), default=0.0))
    return [sentence for sentence, share in shares.items() if share >= least]
