"""How well the quotes of an answer bear out what its question asks: the ground to answer or decline.

A logistic regression over what question and quotes share, and over what the question asks that the
quotes do not hold. Its weights are data (lexicon/support.json), fitted by `evals/calibration.py`.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant import cues
from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import (
    content_words,
    generic_nouns,
    lay_phrases,
    official_words,
    tagged_words,
)
from assistant.library import ASKED_OF, joined_characters
from assistant.question import Intent, Question
from documents.quantities import find_quantities
from documents.regular_expressions import regex
from index.question_words import without_question_words

_FILE = Path(__file__).parent / "lexicon" / "support.json"
NOUNS = ("n", "l", "j", "i", "vn", "eng")
_OF_THIS = regex(
    r"(?:在|对|就)?(?:这|该|此)(?:一)?(?:项|件|个|份)(?:工作|事情?|事项)(?:里面?|中|上|方面)?"
)
_MEASURES = regex(r"多[大高长重宽远深厚]")
_JOINED = ("n", "v", "a", "j", "vn", "an", "Ng", "Vg", "Ag")
_REACHED_BY = regex(r"电话|热线|手机号?|号码|联系方式|联系人")
_BARE_MODAL = regex(r"(?:^|(?<=[,，。;；\d万亿元]))[能可](?![源量力耗效再])")
_CANNOT = regex(r"[一-鿿]不[一-鿿]")
_NEAR = 1.2


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted regression: `bias`, a weight for every feature, and the `least` support to answer."""

    bias: float
    least: float
    of: Mapping[str, float]


@cache
def weights() -> Weights:
    """The weights that ship."""
    loaded = json.loads(_FILE.read_text("utf-8"))
    return Weights(loaded["bias"], loaded["least"], loaded["weights"])


def support(question: Question, evidence: Evidence, answer: Answer, context: str) -> float:
    """How likely the quotes of an answer hold what was asked, 0 to 1.

    Args:
        question: The question, made to stand alone.
        evidence: What was found for it.
        answer: An answer with citations.
        context: The conversation that the question goes on from, or empty.
    """
    fitted = weights()
    found = support_features(question, evidence, answer, context)
    total = fitted.bias + sum(fitted.of.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def support_features(
    question: Question, evidence: Evidence, answer: Answer, context: str
) -> dict[str, float]:
    """What the regression looks at; all values lie between 0 and about 1."""
    library = evidence.library
    quoted = quoted_sentences(evidence, answer)
    whole = question.intent is Intent.LEAD  # who leads stands in a bracket behind the clause
    said = " ".join(
        library.around(library.sentence_at(sentence), whole=whole) for sentence in quoted
    )
    words = _Words(question, evidence)
    in_sentences = words.share(said)
    elsewhere = max((words.share(library.around(s)) for s in evidence.sentences[:5]), default=0.0)
    unknown = _unknown_nouns(question, evidence)
    return {
        "better_elsewhere": max(elsewhere - in_sentences, 0.0),
        "asks_figure": float(question.intent is Intent.FIGURE),
        "topic_unknown": words.weight_of(unknown),
        "far": max(_NEAR - _closeness(question, evidence), 0.0),
        "focus_unknown": float(focus_of(question) in unknown),
        "advice": float(question.advice),
        "follow_up": float(bool(context)),
    }


def _closeness(question: Question, evidence: Evidence) -> float:
    """How near the best clauses come to a question: shared words, cosine and BM25 together."""
    best = evidence.best
    if best is None:
        return 0.0
    around = " ".join(
        f"{' '.join(hit.document.heading_path(hit.clause))} {hit.clause.text}"
        for hit in evidence.hits[:3]
    )
    return evidence.library.coverage(question.plain, around) + best.cosine + 0.04 * best.bm25


def focus_of(question: Question) -> str:
    """The word that says which attribute is asked: the last before 多少, the first behind 哪些."""
    pieces = [p for p in re.split(r"[,，;；。?？]", question.plain) if cues.INTERROGATIVE.search(p)]
    if not pieces:
        return ""
    found = list(cues.INTERROGATIVE.finditer(pieces[-1]))[-1]
    before = [w for w in content_words(pieces[-1][: found.start()]) if len(w) > 1]
    behind = [w for w in content_words(pieces[-1][found.end() :]) if len(w) > 1]
    if question.intent in (Intent.LIST, Intent.OPEN) and behind:
        return behind[0]
    return before[-1] if before else next(iter(behind), "")


def topic_of(question: Question) -> str:
    """What a question is about: without the words that only ask, those for who leads among them."""
    asked = _MEASURES.sub(" ", without_question_words(_OF_THIS.sub(" ", question.plain)))
    asked = _REACHED_BY.sub(" ", asked) if question.intent is Intent.CONTACT else asked
    return cues.LEAD.sub(" ", asked) if question.intent is Intent.LEAD else asked


def _unknown_nouns(question: Question, evidence: Evidence) -> list[str]:
    asked = _BARE_MODAL.sub(" ", topic_of(question))
    library = evidence.library
    nouns = {word for word, tag in tagged_words(asked) if tag.startswith(NOUNS)}
    told = [lay for lay, official in lay_phrases(asked) if any(map(library.holds, official))]
    return [
        word
        for word in content_words(asked)
        if len(word) > 1
        and word in nouns
        and word not in generic_nouns()
        and not _CANNOT.fullmatch(word)
        and not any(library.holds(each) for each in (word, *official_words(word)))
        and not any(word in lay for lay in told)  # 小哥 of 外卖小哥, which are 配送人员
    ]


def is_asked_of(word: str) -> bool:
    """Whether a word says what is asked of a topic, such as 补贴 or 标准, not the topic."""
    return word in generic_nouns() or ASKED_OF.search(word) is not None


class _Words:
    """The words of a question with their weights."""

    def __init__(self, question: Question, evidence: Evidence) -> None:
        asked = topic_of(question)
        library = evidence.library
        words = [w for w in content_words(asked) if len(w) > 1 and not is_asked_of(w)]
        joined = joined_characters(asked, _JOINED)
        title = evidence.document.title
        words += [pair for pair in joined if library.holds(pair) and pair not in title]
        self._weights = {word: library.weight(word) for word in words}

    def weight_of(self, some: Sequence[str]) -> float:
        """Which share of them some of the words are, 0 to 1."""
        total = sum(self._weights.values())
        return sum(self._weights.get(word, 0.0) for word in some) / total if total else 0.0

    def share(self, text: str) -> float:
        """Which share of them a text holds, or their official words, 0 to 1."""
        total = sum(self._weights.values())
        held = sum(weight for word, weight in self._weights.items() if _holds(text, word))
        return held / total if total else 0.0


def _holds(text: str, word: str) -> bool:
    return word in text or any(official in text for official in official_words(word))


def quoted_sentences(evidence: Evidence, answer: Answer) -> list[Sentence]:
    """The quotes of an answer as sentences of its evidence, in order; their scores do not count."""
    quoted = []
    for citation in answer.citations:
        document = evidence.library.documents[citation.document]
        clause = document.clauses[citation.position]
        quoted.append(Sentence(document, clause, citation.start, citation.end, 0.0, 0.0))
    return quoted


def holds_topic(question: Question, evidence: Evidence, answer: Answer) -> bool:
    """Whether the quotes of an answer, with their headings, hold every word of what is asked about."""
    library = evidence.library
    said = " ".join(library.around(sentence) for sentence in quoted_sentences(evidence, answer))
    words = [w for w in content_words(topic_of(question)) if len(w) > 1 and not is_asked_of(w)]
    return bool(words and said) and all(library.holds_word(word, said) for word in words)


def is_judged(question: Question, answer: Answer) -> bool:
    """Whether an answer has to be supported by the words of its question.

    Not those that are counted, looked up or named by number: what they rest on is certain.
    """
    searched = question.intent in (
        Intent.FIGURE,
        Intent.TIME,
        Intent.CONTACT,
        Intent.LIST,
        Intent.OPEN,
        Intent.DEFINITION,
        Intent.LEAD,
    )
    looked_up = (
        bool(question.reference)
        or question.ordinal is not None
        or _is_row(answer)
        or _lists_stated_figure(question, answer)
        or _lists_counted_parts(question, answer)
    )
    return searched and not looked_up and bool(answer.citations) and not answer.status.refused


def _is_row(answer: Answer) -> bool:
    """Whether an answer gives the cell of a table: it is named by row and column."""
    return "[1][2]" in answer.text and answer.citations[0].position == answer.citations[-1].position


def _lists_stated_figure(question: Question, answer: Answer) -> bool:
    """Whether every quote of a list holds the share or amount that its question names."""
    stated = {(c.value, c.unit) for c in question.claims if c.unit[-1:] in "元%"}
    return (
        question.intent is Intent.LIST
        and bool(stated)
        and all(
            any((q.value, q.unit) in stated for q in find_quantities(citation.quote))
            for citation in answer.citations
        )
    )


def _lists_counted_parts(question: Question, answer: Answer) -> bool:
    """Whether the quotes behind a heading are its parts, each of the noun that is counted: 哪几大行动."""
    noun = cues.COUNTED_PARTS.search(question.plain)
    parts = answer.citations[1:]
    return noun is not None and len(parts) > 1 and all(noun[1] in part.quote for part in parts)


def lacking(question: Question, evidence: Evidence) -> str:
    """What to say that the text does not hold, where an answer is not supported."""
    word = next(iter(_unknown_nouns(question, evidence)), "")
    if word and not cues.FIRST_PERSON.search(question.plain):
        return f"“{word}”"
    return _KIND_NAMES.get(question.intent, "所问的内容")


_KIND_NAMES = {
    Intent.FIGURE: "所问的数量或金额",
    Intent.TIME: "所问的时间",
    Intent.CONTACT: "联系方式",
}
