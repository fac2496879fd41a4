"""How well the quotes of an answer bear out what its question asks: the ground to answer or decline.

Two logistic regressions over what a question asks that its quotes do not hold, and over how near the
text comes to it. Their weights are data (lexicon/support.json), fitted by `evals/calibration.py`.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
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
from assistant.library import ASKED_OF, Library, joined_characters
from assistant.nearness import nearness_features
from assistant.question import Intent, Question
from documents.quantities import find_quantities
from documents.regular_expressions import regex
from index.question_words import without_question_words

_FILE = Path(__file__).parent / "lexicon" / "support.json"
NOUNS = ("n", "l", "j", "i", "vn", "eng")
_OF_THIS = regex(
    r"(?:在|对|就)?(?:这|该|此)(?:一)?(?:项|件|个|份)(?:工作|事情?|事项)(?:里面?|中|上|方面)?"
)
_MEASURES = regex(r"(?:多少|几)[家个项名户所座张条台件处支]|多[大高长重宽远深厚]")
_JOINED = ("n", "v", "a", "j", "vn", "an", "Ng", "Vg", "Ag")
_REACHED_BY = regex(r"电话|热线|手机号?|号码|联系方式|联系人")
_BARE_MODAL = regex(r"(?:^|(?<=[,，。;；\d万亿元]))[能可](?![源量力耗效再])")
_CANNOT = regex(r"[一-鿿]不[一-鿿]")
_SEVERAL_PARTS = regex(r"[,，;；。](?=.)")
_TIMES = ("月份", "年份")
UNLIKE, _ALIKE = 0.3, 0.55
_ENOUGH = 20
_SHORTEST_TITLE = 4
_SPOKEN_NOUN = 2
_ENDINGS = "给到成"
_NEAREST = 3
_RANKED = ("名", "位")
"""What an ordinal ranks that is no part of a text: 第一名."""
_COUNTED_ROWS = regex(r"按原文共 \d+ 项")


NEARNESS = "nearest"
"""The feature that only tells whether a text is about a question, not whether it answers it."""


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted logistic regression: `bias`, and a weight for every feature."""

    bias: float
    of: Mapping[str, float]

    def chance(self, features: Mapping[str, float]) -> float:
        """The chance of what it was fitted for, 0 to 1."""
        total = self.bias + sum(weight * features[name] for name, weight in self.of.items())
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Weights:
    """What support is weighed by, and the `least` of it to answer, 0 to 1.

    `borne_out` tells the quotes that hold what is asked from those of the same subject that do not,
    `on_subject` the questions that the text is about from those of other texts. That goes by cosines,
    which another embedding model scales otherwise: `model` is the digest of the one it was fitted with.
    """

    model: str
    least: float
    borne_out: Regression
    on_subject: Regression


@cache
def weights() -> Weights:
    """The weights that ship."""
    loaded = json.loads(_FILE.read_text("utf-8"))
    parts = (Regression(**loaded[name]) for name in ("borne_out", "on_subject"))
    return Weights(loaded["model"], loaded["least"], *parts)


def support(question: Question, evidence: Evidence, answer: Answer, context: str) -> float:
    """How likely the quotes of an answer hold what was asked, 0 to 1.

    Args:
        question: The question, made to stand alone.
        evidence: What was found for it.
        answer: An answer with citations.
        context: The conversation that the question goes on from, or empty.
    """
    found = support_features(question, evidence, answer, context)
    return min(weights().borne_out.chance(found), _on_subject(found, evidence))


def subject_support(question: Question, evidence: Evidence, answer: Answer, context: str) -> float:
    """How likely the text is about a question at all, 0 to 1; arguments as of `support`."""
    return _on_subject(support_features(question, evidence, answer, context), evidence)


def _on_subject(features: Mapping[str, float], evidence: Evidence) -> float:
    fitted = weights()
    known = evidence.library.retriever.embedder.digest == fitted.model
    return fitted.on_subject.chance(features) if known else 1.0


def support_features(
    question: Question, evidence: Evidence, answer: Answer, context: str
) -> dict[str, float]:
    """What the regression looks at; all values lie between 0 and about 1.

    Of the words of a question, those matter that its quotes, with their headings, do not hold (in a
    clause without a title, its first sentence tells the topic), nor the title, which is of all clauses: that
    the text has elsewhere, that are unlike every word of the quotes, that are like one of them. Where
    a question tells its case in a sentence of several parts, most of its words are beside the point; in
    one that plainly asks for a figure of something, every word counts.
    """
    library = evidence.library
    whole = question.intent is Intent.LEAD  # who leads stands in a bracket behind the clause
    quoted = quoted_sentences(evidence, answer)
    said = " ".join(
        (
            *(library.around(library.sentence_at(sentence), whole=whole) for sentence in quoted),
            *(library.topic_sentence(sentence) for sentence in quoted),
        )
    )
    asked = topic_of(question)
    times = {word for word, tag in tagged_words(asked) if tag.startswith("t")}
    words = [w for w in content_words(asked) if len(w) > 1 and w not in times and not _is_typed(w)]
    words = [w for w in words if w not in (question.unit, *_TIMES)] or words  # 面积 is told by 亩
    titles = {sentence.document.title for sentence in quoted}
    words = [w for w in words if _holds(said, w) or not any(w in title for title in titles)]
    weighed = {word: library.words.weight(word) for word in words}
    missing = [word for word in weighed if not _holds(said, word)]
    likest = {word: library.words.likest(word, said) for word in missing}
    elsewhere = [w for w in missing if library.holds(w) and w not in generic_nouns()]
    unknown = _unknown_nouns(question, evidence)
    tells_case = _SEVERAL_PARTS.search(question.plain) is not None
    figure = question.intent is Intent.FIGURE
    return {
        "held_elsewhere": min(sum(weighed[word] for word in elsewhere) / _ENOUGH, 1.0),
        "unlike": _share(weighed, [word for word in missing if likest[word] < UNLIKE]),
        "alike": _share(weighed, [word for word in missing if likest[word] >= _ALIKE]),
        NEARNESS: max((hit.cosine for hit in evidence.hits[:_NEAREST]), default=0.0),
        "topic_unknown": _share(_topic_weights(asked, evidence), unknown),
        "focus_unknown": float(focus_of(question) in unknown),
        "figure_of_unknown": float(
            figure and bool(unknown) and not (tells_case or question.advice)
        ),
        "tells_case": float(tells_case),
        "asks_figure": float(figure),
        "asks_open": float(question.intent is Intent.OPEN),
        "asks_lead": float(question.intent is Intent.LEAD),
        "advice": float(question.advice),
        "follow_up": float(bool(context)),
        **nearness_features(question, evidence, quoted),
    }


def _topic_weights(asked: str, evidence: Evidence) -> dict[str, float]:
    """The words of what is asked, without those that say what is asked of it, with their weights."""
    library, title = evidence.library, evidence.document.title
    words = [w for w in content_words(asked) if len(w) > 1 and not is_asked_of(w)]
    joined = joined_characters(asked, _JOINED)
    words += [pair for pair in joined if library.holds(pair) and pair not in title]
    return {word: library.words.weight(word) for word in words}


def _share(weighed: Mapping[str, float], some: Iterable[str]) -> float:
    """Which share of weighted words some of them are, 0 to 1."""
    total = sum(weighed.values())
    return sum(weighed.get(word, 0.0) for word in some) / total if total else 0.0


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
    asked = without_question_words(_MEASURES.sub(" ", _OF_THIS.sub(" ", question.plain)))
    asked = _REACHED_BY.sub(" ", asked) if question.intent is Intent.CONTACT else asked
    return cues.LEAD.sub(" ", asked) if question.intent is Intent.LEAD else asked


def _unknown_nouns(question: Question, evidence: Evidence) -> list[str]:
    asked = _BARE_MODAL.sub(" ", topic_of(question))
    library = evidence.library
    nouns = {word for word, tag in tagged_words(asked) if tag.startswith(NOUNS)}
    return [
        word
        for word in content_words(asked)
        if len(word) > 1
        and word in nouns
        and not _is_typed(word)
        and word not in generic_nouns()
        and not _CANNOT.fullmatch(word)
        and is_unknown(word, asked, library)
    ]


def is_unknown(word: str, asked: str, library: Library) -> bool:
    """Whether a text nowhere holds a word of what is asked, nor what it is called officially."""
    if any(library.holds(each) for each in (word, *_stems(word), *official_words(word))):
        return False
    if _is_cut_wrongly(word, asked, library):
        return False
    told = (lay for lay, official in lay_phrases(asked) if any(map(library.holds, official)))
    return not any(word in lay for lay in told)  # 小哥 of 外卖小哥, which are 配送人员


def _is_cut_wrongly(word: str, asked: str, library: Library) -> bool:
    """Whether a text holds words over whose bounds one lies: 班组长 in 专班组长, 领带 in 领带徒奖励."""
    words = ["", *(each for each, _ in tagged_words(asked)), ""]
    for before, cut, behind in zip(words, words[1:], words[2:], strict=False):
        if cut != word:
            continue
        ends = [(before + word[:at], word[at:]) for at in range(1, len(word))]
        if len(before) == 1 and any(_are_held(pair, library) for pair in ends):
            return True
        if len(word) == _SPOKEN_NOUN and _are_held((word[1:] + behind[:1], word[0]), library):
            return True
    return False


def _are_held(words: tuple[str, str], library: Library) -> bool:
    """Whether a text holds the first of two words, longer than a character, and the other or it is a verb or preposition."""
    first, other = words
    alone = len(other) == 1 and tagged_words(other)[0][1].startswith(("v", "p"))
    return len(first) > 1 and library.holds(first) and (alone or library.holds(other))


def _stems(word: str) -> tuple[str, ...]:
    """What a word says without a spoken ending: 馆 for 馆子, 退还 for 退还给."""
    noun = len(word) == _SPOKEN_NOUN and word.endswith("子")
    return (word[:-1],) if noun or (len(word) > _SPOKEN_NOUN and word[-1] in _ENDINGS) else ()


def _is_typed(word: str) -> bool:
    """Whether a word is a remainder of pinyin typed for characters: it names nothing."""
    return word.isascii() and word.islower()


def is_asked_of(word: str) -> bool:
    """Whether a word says what is asked of a topic, such as 补贴 or 标准, not the topic."""
    return word in generic_nouns() or ASKED_OF.search(word) is not None


def _holds(text: str, word: str) -> bool:
    ended = len(word) > _SPOKEN_NOUN and word[-1] in _ENDINGS and word[:-1] in text
    return word in text or ended or any(official in text for official in official_words(word))


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
        or (question.ordinal is not None and question.ordinal.noun not in _RANKED)
        or _is_row(answer)
        or _lists_stated_figure(question, answer)
        or _lists_counted_parts(question, answer)
        or _lists_year(question, answer)
        or _lists_who_is_out(question, answer)
        or _lists_named_heading(question, answer)
        or any(_COUNTED_ROWS.match(remark.strip()) for remark in answer.remarks)
    )
    return searched and not looked_up and bool(answer.citations) and not answer.status.refused


def _is_row(answer: Answer) -> bool:
    """Whether an answer gives a cell of a table, no whole row: it is named by row and column."""
    before, marks, _ = answer.text.partition("[1][2]")
    of_cell = before.rpartition("\n")[2].count("：") == 1
    return bool(marks) and of_cell and answer.citations[0].position == answer.citations[-1].position


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


def _lists_year(question: Question, answer: Answer) -> bool:
    """Whether every quote of a list of several is of a year that its question names."""
    return (
        question.intent is Intent.LIST
        and len(answer.citations) > 1
        and bool(question.years)
        and all(any(f"{y}年" in c.quote for y in question.years) for c in answer.citations)
    )


def _lists_who_is_out(question: Question, answer: Answer) -> bool:
    """Whether an answer lists, behind the line that says so, who gets nothing at all, as is asked."""
    return (
        cues.WHO_IS_OUT.search(question.plain) is not None
        and len(answer.citations) > 1
        and cues.SHUTS_OUT.search(answer.citations[0].quote) is not None
    )


def _lists_named_heading(question: Question, answer: Answer) -> bool:
    """Whether an answer opens with a heading that its question says whole, and goes on with what is below it."""
    title, mark, _ = answer.text.partition("[1]")
    below = answer.citations[1:]
    whole = len(title) >= _SHORTEST_TITLE and title in question.plain
    return (
        bool(mark)
        and whole
        and len(below) > 1
        and all(each.position > answer.citations[0].position for each in below)
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
