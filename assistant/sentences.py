"""Answers to open questions: the sentences that fit best, or what a term stands for."""

import re
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.aspects import lacks_items
from assistant.closing_paragraphs import own_paragraphs
from assistant.declining import decline_missing, decline_out_of_scope, is_cut_off
from assistant.evidence import Evidence, Sentence
from assistant.figures import answer_figure, asserts_figure
from assistant.lexicon import content_words, official_words
from assistant.library import Library
from assistant.lists import answer_list
from assistant.question import Intent, Question
from assistant.quoting import AS_IT_STANDS, quote_either, quote_sentences, to_full_stops
from assistant.support import quoted_sentences
from documents.document import ClauseKind
from documents.regular_expressions import regex
from documents.tables import table_rows

_PARTED = regex(r"\S(?:\t|[ \u3000]{2,})\S")
_WHICH = regex(r"哪(?:些|几[个种类样])")
_EACH_ROW = regex(r"各|分别|每|都|哪些|所有|全部")
_OPEN_LIMIT = 220
_SHORT_CLAUSE = 240
_SECOND_SENTENCE = 0.72
_SECOND_SENTENCE_OF_WHOLE = 0.9
_WHOLE_COVERAGE = 0.9
_OWN_COVERAGE = 0.6
_CLEARLY_LESS = 0.85
_ABOUT_AS_WELL = 0.93
_SECOND_CLAUSE = 0.7
_SURE_COVERAGE = 0.5
_LISTING = 0.15
_LIST_SIGNS = 2
_OF_EACH = regex(r"各(?=[\u4e00-\u9fff]{0,4}(?:什么|啥|哪))")
_ANNOUNCES = regex(
    r"(?:存在|面临|还有|仍有)[^。，,]{0,10}(?:问题|困难|挑战|不足|短板|风险)[。]?$|(?:如下|以下几点)[。]?$"
)
_EXPLAINED = regex(r"[,，]?是指|指的是|即|包括|分别(?:是|为)|[:：（(]")
_QUOTED = regex(r"[“\"「『‘]([^”\"」』’]{2,30})[”\"」』’]")
_TERM_ASKED = regex(
    r"(?:请问|问一?下)?(?:什么|啥)(?:是|叫(?:做|作)?|算(?:是|作)?)[“\"]?([\u4e00-\u9fff]{2,14}?)[”\"]?(?:呢|啊|呀)?[?？]?$"
)
_MEANS = r"[”\"’」』)）]*[,，]?(?:是指|系指|指的是|，?指(?![导定标令数]))"
_WHOLE = regex(
    r"(?:有|包括|采取|推出|实施)?(?:了)?(?:哪些|什么|啥)?(?:具体)?(?:的)?(?:举措|措施|内容|任务|做法|安排|要求|政策|工作)(?:有|是|包括)?(?:哪些|什么|啥)?|(?:讲|说|写)了?(?:些)?(?:什么|啥)"
)


def answer_open(question: Question, evidence: Evidence) -> Answer:
    """The sentences that fit best, and for someone who asks for support the office to go to."""
    if evidence.best is None or not evidence.sentences:
        return decline_out_of_scope(evidence.library, question.plain)
    if question.claims and asserts_figure(question):
        claimed = question.claims[-1].unit  # what is asked about stands last
        unit = "元" if "元" in claimed else claimed
        figure = answer_figure(replace(question, unit=unit), evidence)
        if (
            figure is not None
            and figure.citations[0].position == evidence.sentences[0].clause.position
        ):
            return figure
    chosen = _whole_clause(question, evidence) or _choose(question, evidence)
    unsure = len({sentence.clause for sentence in chosen}) > 1 or any(
        is_cut_off(sentence.document, sentence.clause, sentence.end) for sentence in chosen
    )
    if any(lacks_items(question.plain, sentence.text) for sentence in chosen):
        return decline_missing(evidence, question.plain, "所问的各项内容")
    answer = quote_sentences(_whole_thoughts(chosen, evidence.library), question, evidence.library)
    return replace(answer, status=Status.PARTIAL) if unsure else answer


def _whole_thoughts(chosen: list[Sentence], library: Library) -> list[Sentence]:
    """Sentences, each from where it can be understood: 情节严重的，吊销许可证 with the half before it."""
    whole = []
    for sentence in chosen:
        begin = library.begin_of(sentence)
        said = any(
            other.clause == sentence.clause and other.start <= begin < other.end
            for other in chosen
            if other is not sentence
        )
        whole.append(sentence if said else replace(sentence, start=begin))
    return whole


def answer_definition(question: Question, evidence: Evidence) -> Answer | None:
    """What a term stands for, where the text explains it; naming it alone is no explanation."""
    terms = [
        term
        for term in _QUOTED.findall(question.plain)
        if any(term in sentence.text for sentence in evidence.sentences)
    ]
    if not terms:
        return answer_list(question, evidence)
    for sentence in evidence.sentences:
        before, found, behind = sentence.text.partition(terms[0])
        listed = re.split(r"[，,；;。]", before)[-1].count("、") > 0
        if found and (listed or _EXPLAINED.match(behind.lstrip('”’"」』')[:4])):
            return quote_sentences([sentence], question, evidence.library)
    return decline_missing(evidence, question.plain, f"“{terms[0]}”的具体所指")


def answer_term(question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that says what a term is (X，是指…), for 什么是X and 什么叫X; None where none does."""
    asked = _TERM_ASKED.match(question.plain)
    if asked is None:
        return None
    library = evidence.library
    for term in (asked[1], *official_words(asked[1])):
        defined = re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=所称)|(?<=所称的)){re.escape(term)}{_MEANS}"
        )
        for document in library.documents.values():
            for clause in document.clauses:
                for start, end in library.sentence_spans(document, clause):
                    if defined.search(document.text, start, end):
                        found = Sentence(document, clause, start, end, 1.0, 1.0)
                        return quote_sentences([found], question, library)
    return None


def _whole_clause(question: Question, evidence: Evidence) -> list[Sentence]:
    """All sentences of a clause, where a question asks for all that it holds by its title."""
    if not _WHOLE.search(question.plain) or question.reference:
        return []
    topic = content_words(_WHOLE.sub(" ", question.plain))
    document = evidence.document
    for clause in document.clauses:
        named = clause.title and topic and all(word in clause.title for word in topic)
        if named and document.is_leaf(clause):
            return _all_sentences(evidence, Sentence(document, clause, 0, 0, 1.0, 1.0))
    return []


def _with_things_first(question: Question, ranked: list[Sentence]) -> list[Sentence]:
    """Sentences, of the first clause that first which lists the things that 哪些 asks for: 哪些疾病."""
    behind = _WHICH.split(question.plain)[-1] if _WHICH.search(question.plain) else ""
    things = [w for w in content_words(behind) if behind.startswith(w) and len(w) > 1]
    told = [
        s
        for s in ranked
        if s.clause == ranked[0].clause and _lists(s) and things[:1] and things[0] in s.text
    ]
    return [*told[:1], *(s for s in ranked if s not in told[:1])]


def _lists(sentence: Sentence) -> bool:
    return sentence.text.count("、") >= _LIST_SIGNS


def _all_sentences(evidence: Evidence, of: Sentence) -> list[Sentence]:
    """All sentences of the clause of one, in reading order, with its scores.

    What closes a list behind its last item stands apart from that.
    """
    spans = evidence.library.sentence_spans(of.document, of.clause)
    spans = own_paragraphs(of.document, of.clause, spans, of.start)
    return [replace(of, start=start, end=end) for start, end in spans]


def _choose(question: Question, evidence: Evidence) -> list[Sentence]:
    """The best sentence and those of its clause that come near it, in reading order.

    Where the clause holds little of what the question names, the best sentence of the next clause
    stands beside it: the reader sees that it may be either.
    """
    ranked = [
        sentence
        for sentence in evidence.sentences
        if (sentence.clause.kind is not ClauseKind.TITLE or question.about_document)
        and (_EACH_ROW.search(question.plain) or not _is_table_head(sentence))
    ] or list(evidence.sentences)
    # 包括哪些人: the row of a table says how much they get
    if question.intent is Intent.DEFINITION:
        ranked = [s for s in ranked if not _PARTED.search(s.text)] or ranked
    if question.intent is Intent.LIST or _OF_EACH.search(question.plain):
        ranked.sort(key=lambda s: -s.score - _LISTING * _lists(s))
        ranked = _with_things_first(question, ranked)
    first = ranked[0]
    chosen = [first]
    length = len(first.text)
    alone = evidence.library.coverage(question.plain, first.text) >= _WHOLE_COVERAGE
    least = (_SECOND_SENTENCE_OF_WHOLE if alone else _SECOND_SENTENCE) * first.score
    for sentence in ranked[1:8]:
        near = sentence.score >= least
        fits = length + len(sentence.text) <= _OPEN_LIMIT
        if near and fits and sentence.clause == first.clause:
            chosen.append(sentence)
            length += len(sentence.text)
    whole = _all_sentences(evidence, first)
    short = sum(len(sentence.text) for sentence in whole) <= _SHORT_CLAUSE
    parted = len(whole) < len(evidence.library.sentence_spans(first.document, first.clause))
    listed = parted and question.intent is Intent.LIST
    if short and (listed or question.asks > 1 or not _is_sure(question, evidence, ranked)):
        chosen = whole  # what follows in a short clause is its condition or its consequence
    if chosen == [first] and _ANNOUNCES.search(first.text):
        chosen = [first, *[s for s in whole if s.start >= first.end][:1]]
    chosen = to_full_stops(chosen, evidence.library)
    clause = f"{first.clause.title} {first.clause.text}"
    if evidence.library.coverage(question.plain, clause) < _SURE_COVERAGE:
        others = [sentence for sentence in ranked if sentence.clause != first.clause]
        if others and others[0].score >= _SECOND_CLAUSE * first.score:
            chosen.append(others[0])
    return chosen


def sentence_with_rival(question: Question, evidence: Evidence, answer: Answer) -> Answer:
    """Sentences of one clause with the best of another that comes about as near to an open question."""
    first = next(iter(evidence.sentences), None)
    cited = {(citation.document, citation.position) for citation in answer.citations}
    if first is None or question.intent is not Intent.OPEN or question.asks > 1:
        return answer
    where = first.document.identifier, first.clause.position
    if cited != {where} or not set(answer.remarks) <= {AS_IT_STANDS}:
        return answer
    rival = next((s for s in evidence.sentences if s.clause != first.clause), None)
    if rival is None or rival.score < _ABOUT_AS_WELL * first.score or _is_table_head(rival):
        return answer
    told = quoted_sentences(evidence, answer)
    return quote_either(told, [rival], question, evidence.library)


def _is_table_head(sentence: Sentence) -> bool:
    """Whether a sentence is the line that heads the columns of a table: it says nothing alone."""
    rows = table_rows(sentence.document, sentence.clause) if _PARTED.search(sentence.text) else ()
    return any(row.head[0] <= sentence.start < row.head[1] for row in rows)


def _is_sure(question: Question, evidence: Evidence, ranked: list[Sentence]) -> bool:
    """Whether the best sentence alone holds most of a question and its clause has none like it."""
    first = ranked[0]
    beside = next((s.score for s in ranked[1:] if s.clause == first.clause), 0.0)
    return (
        not question.advice
        and evidence.library.coverage(question.plain, first.text) >= _OWN_COVERAGE
        and beside <= _CLEARLY_LESS * first.score
    )
