"""One figure in two years: by how much it is more than the year before, and what both years come to.

今年比去年多几个 names one thing: its two figures are those whose own words hold the thing, one for each year.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.citations import Draft
from assistant.evidence import Evidence
from assistant.figure_candidates import (
    TOGETHER,
    FigureCandidate,
    between_marks,
    figure_candidates,
)
from assistant.lexicon import tagged_words
from assistant.question import Intent, Question
from assistant.quoting import say_sentence
from assistant.summands import are_of_one_kind
from assistant.thresholds import is_condition, sized
from assistant.working_out import Operation, worked_out
from documents.regular_expressions import regex

_COMPARED = regex(
    r"(?<![占同环])[比较](?:去年|上年|上一年|前一年|(?:19|20)\d\d年)[^,，。;；?？]{0,12}?(?:多|少|高|低|增|减|涨|降)[^,，。;；?？]{0,6}?(?:多少|几)"
)
_BOTH_YEARS = regex(r"[两二2]年(?!级)")
_BESIDE_TOPIC = regex(
    r"(?:19|20)\d\d年?|今年|本年|去年|上年|上一年|前一年|[两二2]年|[比较]|一共|总共|合计|共计|加起来|多少|几|目标|计划|任务|数量|总数"
)
_YEAR = regex(r"((?:19|20)\d\d)年")
_THINGS = ("n", "vn", "l", "j", "i", "a", "b", "eng")
_TWO = 2


def answer_across_years(question: Question, evidence: Evidence) -> Answer | None:
    """The figures of one thing in two years with their difference or sum, where a question asks for that; else None."""
    if question.intent is not Intent.FIGURE or question.yes_no or question.advice:
        return None
    operation = _operation(question)
    topic = _topic(question) if operation else []
    if operation is None or not topic:
        return None
    found = _of_two_years(question, _figures(question, topic, evidence))
    remark = worked_out(operation, [figure.quantity for figure in found])
    if not remark or not are_of_one_kind(found):
        return None
    draft = Draft()
    for figure in found:
        say_sentence(draft, figure.sentence)
    draft.remark(remark)
    return draft.answer(Status.ANSWERED, question.plain)


def _operation(question: Question) -> Operation | None:
    if _COMPARED.search(question.plain):
        return Operation.DIFFERENCE
    both = len(question.years) == _TWO or _BOTH_YEARS.search(question.plain)
    return Operation.SUM if both and TOGETHER.search(question.plain) else None


def _topic(question: Question) -> list[str]:
    """The words for the thing that is counted, which the own words of its figures hold."""
    rest = _BESIDE_TOPIC.sub(" ", question.plain)
    words = tagged_words(rest)
    tags = [tag for _, tag in words[1:]] + [""]
    return [
        word
        for (word, tag), following in zip(words, tags, strict=True)
        if tag.startswith(_THINGS) and (len(word) > 1 or following.startswith(_THINGS))
    ]


def _figures(question: Question, topic: Sequence[str], evidence: Evidence) -> list[FigureCandidate]:
    """The plain figures whose words between two marks hold the whole topic, in reading order."""
    unit = "" if question.unit == "增加" else question.unit
    asked = replace(question, years=(), unit=unit)
    passages = (*evidence.sentences, *evidence.library.search(" ".join(topic)).sentences)
    sentences = {(s.document.identifier, s.start): s for s in reversed(passages)}
    found = figure_candidates(asked, replace(evidence, sentences=tuple(sentences.values())))
    own = {c: between_marks(c.sentence, c.quantity) for c in found}
    return sorted(
        (
            c
            for c in found
            if all(word in own[c] for word in topic)
            and not is_condition(c.quantity, c.sentence.document.text)
        ),
        key=lambda c: (c.sentence.document.identifier, c.quantity.start),
    )


def _years(figure: FigureCandidate) -> set[int]:
    """The years that a figure is of: of its deadline, else its sentence, else its headings; 2000个 is none."""
    sentence = figure.sentence
    headings = " ".join(sentence.document.heading_path(sentence.clause))
    told = (
        {int(year) for year in _YEAR.findall(text)}
        for text in (figure.quantity.deadline, sentence.text, headings)
    )
    return next(filter(None, told), set())


def _of_two_years(question: Question, figures: Sequence[FigureCandidate]) -> list[FigureCandidate]:
    """The figure of the later year and that of the earlier one; none where they are not plainly one each."""
    dated = [(next(iter(told)), c) for c in figures if len(told := _years(c)) == 1]
    if question.years:
        dated = [(year, c) for year, c in dated if year in question.years]
    years = sorted({year for year, _ in dated}, reverse=True)
    apart = {(year, sized(c.quantity)) for year, c in dated}
    documents = {c.sentence.document.identifier for _, c in dated}
    measures = {sized(c.quantity)[1] for _, c in dated}
    if len(dated) < len(figures) and not question.years:
        return []  # of another it is not told for which year it is
    if not len(years) == len(apart) == _TWO or len(documents) > 1 or len(measures) > 1:
        return []
    found = [next(c for year, c in dated if year == each) for each in years]
    issued = _YEAR.match(found[0].sentence.document.date)
    this_year = question.years or issued is None or years[0] == int(issued[1])
    return found if this_year and years[0] - years[1] == 1 else []
