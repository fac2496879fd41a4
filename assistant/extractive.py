"""Answers in the words of the clauses, without a language model: the default answerer.

A question, understood, and its evidence come in; an answer whose every sentence is quoted goes out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant import cues
from assistant.across_years import answer_across_years
from assistant.acting import answer_acts, answer_told, with_acts
from assistant.amounts import answer_amounts
from assistant.answer import Answer
from assistant.apportioning import answer_apportioned
from assistant.by_document import with_remarks
from assistant.case_amounts import with_case_amount
from assistant.case_products import with_case_products
from assistant.class_labels import answer_class
from assistant.counts import answer_count, answer_due_in_month, answer_parts
from assistant.date_spans import with_time_between
from assistant.declining import decline_missing
from assistant.divided_duties import answer_divided_duties
from assistant.duties import (
    answer_lead,
    answer_led_by,
    asks_for_duties,
    asks_what_is_led,
    decline_led_by,
)
from assistant.evidence import Evidence
from assistant.figure_candidates import figure_candidates
from assistant.figures import answer_figure, figure_with_rival
from assistant.graded_cases import with_graded_amount
from assistant.headed_lists import answer_headed_list
from assistant.item_counts import with_item_count
from assistant.kind_lists import answer_kind_list, is_of_kind
from assistant.lacking import lacking_aspect, telling_of
from assistant.lead_in_text import lead_in_text, names_acting
from assistant.lexicon import departments_in
from assistant.lists import answer_list, answer_with_figure
from assistant.lookups import answer_mentions, answer_metadata, answer_purpose
from assistant.named_items import with_named_items
from assistant.operands import answer_operands, operands_of
from assistant.overlaps import with_rule_on_overlap
from assistant.parts import answer_heading, find_part, quote_part
from assistant.penalties import of_breach, of_breached_clause
from assistant.places import answer_place
from assistant.premises import correct_premises
from assistant.question import Intent, Question
from assistant.quoting import quote_sentences
from assistant.referred_items import with_referred_items
from assistant.row_lists import answer_row_list
from assistant.scope import decline, decline_unsupported, names_another_document
from assistant.sentences import answer_definition, answer_open, answer_term, sentence_with_rival
from assistant.several import join_answers
from assistant.sums import answer_together
from assistant.support import (
    holds_topic,
    is_judged,
    lacking,
    subject_support,
    support,
    weights,
)
from assistant.table_cells import answer_extremes, answer_row, answer_rows_with
from assistant.text_cells import answer_nearest_row, answer_text_cell, with_cells_asked
from assistant.thresholds import weigh_thresholds
from assistant.times import answer_contact, answer_time, time_with_rival, with_total_time
from documents.regular_expressions import regex

_VALUED: dict[Intent, tuple[Callable[[Question, Evidence], Answer | None], str]] = {
    Intent.FIGURE: (answer_figure, "所问的数量或金额"),
    Intent.TIME: (answer_time, "所问的时间"),
    Intent.CONTACT: (answer_contact, "联系方式"),
}
_IN_TABLES = (
    Intent.FIGURE,
    Intent.LIST,
    Intent.OPEN,
    Intent.LEAD,
    Intent.TIME,
    Intent.CONTACT,
)
_WHOLE_ASKED = (Intent.OPEN, Intent.LIST, Intent.DEFINITION)
_OF_WHOLE_DOCUMENT = (Intent.HEADING, Intent.LEAD, Intent.METADATA)


_WORKED_OUT = regex(r"按“|按原文“")
"""A remark that works out what is asked from figures that it names."""
_EACH = regex(r"各|分别|哪|汇总|列|全部|所有|总共|一共|合计")
_SEVERAL = 2
_ABOUT_IT = 0.4

_Attempt = Callable[[Question, Evidence, str], Answer | None]


class ExtractiveAnswerer:
    """Answers from evidence alone."""

    def __init__(self, least_support: float | None = None) -> None:
        """Take the support below which a question is declined; that of the weights by default."""
        self._least_support = weights().least if least_support is None else least_support

    def stream(self, question: Question, evidence: Evidence, context: str = "") -> Iterator[Answer]:
        """The answer, complete at once."""
        yield self.answer(question, evidence, context)

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        """Answer a question from evidence.

        Args:
            question: The question, made to stand alone.
            evidence: What was found for it, best first.
            context: The conversation before, where the question goes on from it.
        """
        settled = answer_parts(question, evidence) or decline(question, evidence, context)
        if settled is not None:
            return settled
        answer = self._answered(question, evidence, context)
        answer = with_named_items(question, answer, evidence.library.documents)
        counted = with_item_count(question, answer, evidence.library.documents)
        told = with_referred_items(question, counted, evidence.document)
        return with_time_between(question, told)

    def _answered(self, question: Question, evidence: Evidence, context: str) -> Answer:
        """The answer that the words of its quotes bear out, tried in each way that a question may be read."""
        answer = self._borne_out(question, evidence, context)
        if answer.status.refused and operands_of(question.plain):
            answer = self._borne_out(question, evidence, context, _ATTEMPTS_ALONE)
        if answer.status.refused and cues.GOAL_IN_WORDS.search(question.plain):
            in_words = self._borne_out(replace(question, intent=Intent.OPEN), evidence, context)
            quotes = "".join(citation.quote for citation in in_words.citations)
            of_year = not question.years or any(f"{year}年" in quotes for year in question.years)
            return in_words if of_year and holds_topic(question, evidence, in_words) else answer
        return answer

    def _borne_out(
        self,
        question: Question,
        evidence: Evidence,
        context: str,
        attempts: Sequence[_Attempt] | None = None,
    ) -> Answer:
        """The answer that is found, its premises put right, or declined where its quotes hold it not."""
        found, searched = _found(question, evidence, context, attempts or _ATTEMPTS)
        answer = with_rule_on_overlap(question, evidence, found)
        corrected = correct_premises(question, evidence, answer)
        if not is_judged(question, answer):
            return corrected
        put_right = corrected != answer
        asserted = question.yes_no and any(c.unit[-1:] in "元%" for c in question.claims)
        # 每家补助50万元，可以发工资，是吧: what is told for true asks for no aspect
        told = put_right or asserted or any(map(_WORKED_OUT.match, answer.remarks))
        aspect = "" if told else lacking_aspect(question, evidence, answer)
        if aspect and question.asks > 1 and question.advice and question.intent in _VALUED:
            answer = with_remarks(answer, [f"所引条款没有载明{aspect}。"])
        elif aspect:
            of_it = None if attempts else telling_of(aspect, evidence)
            again = self._borne_out(question, of_it, context, _ATTEMPTS) if of_it else None
            if again is not None and not again.status.refused:
                return again
            return decline_missing(evidence, question.plain, aspect)
        supported = subject_support if put_right else support
        if supported(question, evidence, answer, context) < self._least_support:
            other = _other_attempts(question, searched, context) if attempts is None else None
            if other is not None:
                return self._borne_out(question, evidence, context, other)
            return decline_unsupported(question, evidence, lacking(question, evidence))
        if put_right:
            return corrected
        weighed = weigh_thresholds(question, evidence, answer)
        worked_out = _worked_out(question, weighed, evidence)
        if worked_out != weighed:
            return worked_out
        for with_another in (figure_with_rival, time_with_rival, sentence_with_rival):
            weighed = with_another(question, searched, weighed)
        timed = with_total_time(question, weighed)
        counted = with_case_amount(question, timed, evidence.library.documents)
        return with_cells_asked(question, evidence, counted)


def _other_attempts(
    question: Question, evidence: Evidence, context: str
) -> Sequence[_Attempt] | None:
    """What is tried where the words of a question do not bear out the rows, class or list that was found."""
    if _row_list(question, evidence, context) or _class(question, evidence, context):
        return _ATTEMPTS_WITHOUT_ROWS
    return _ATTEMPTS_WITHOUT_KINDS if is_of_kind(question) else None


def _worked_out(question: Question, answer: Answer, evidence: Evidence) -> Answer:
    """An answer with what the figures of a question come to together, as it was where they do not."""
    graded = with_graded_amount(question, answer, evidence.library.documents)
    if graded != answer:
        return graded
    return with_case_products(question, with_total_time(question, answer))


def _found(
    question: Question, evidence: Evidence, context: str, tried: Sequence[_Attempt]
) -> tuple[Answer, Evidence]:
    """The answer that the documents give, without a look at what the question presumes.

    With it the evidence that it was taken from: that on a breach, or of a part that is named.
    """
    breached = of_breached_clause(question, evidence)
    if breached is not None:
        question, evidence = replace(question, reference=""), breached
    else:
        evidence = of_breach(question, evidence, context)
    narrowed = _narrowed(question, evidence)
    if isinstance(narrowed, Answer):
        return narrowed, evidence
    attempts = (attempt(question, narrowed, context) for attempt in tried)
    return next(filter(None, attempts), None) or answer_open(question, narrowed), narrowed


def _narrowed(question: Question, evidence: Evidence) -> Answer | Evidence:
    """Evidence from the part that a question names by number, or that part as the answer."""
    if not question.reference or question.intent in _OF_WHOLE_DOCUMENT:
        return evidence
    part = find_part(question, evidence)
    if part is None or isinstance(part, Answer):
        return part or evidence
    document = evidence.document
    if question.intent in _WHOLE_ASKED and cues.WHOLE_PART.search(question.plain):
        return quote_part(question, document, part)
    return evidence.library.inside(question.plain, document, list(document.subtree(part)))


def _what_is_led(question: Question, evidence: Evidence, context: str) -> Answer | None:
    asked = asks_what_is_led(question, evidence.library)
    led = answer_led_by(question, evidence, context) if asked else None
    return with_acts(question, evidence, led) if led is not None else None


def _row_list(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_row_list(question, evidence)


def _class(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return None if operands_of(question.plain) else answer_class(question, evidence)


def _divided_duties(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_divided_duties(question, evidence)


def _headed_list(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_headed_list(question, evidence)


def _kind_list(question: Question, evidence: Evidence, context: str) -> Answer | None:
    counts = question.intent is Intent.FIGURE and not (
        question.unit == "元" and "多少" in question.plain
    )
    listed = counts or question.intent in (Intent.LIST, Intent.OPEN)
    return answer_kind_list(question, evidence) if listed else None


def _count(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """How many items there are; not where the text gives the number itself for a year that is asked."""
    counted = answer_count(question, evidence)
    of_year = question.years and question.unit and not _EACH.search(question.plain)
    told = counted is not None and of_year and figure_candidates(question, evidence)
    return None if told else counted


def _text_cell(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """What a table says in words of the row that is asked about."""
    if question.yes_no or question.intent not in _IN_TABLES:
        return None
    return answer_text_cell(question, evidence, context)


def _cell(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """What a table says of a figure or of its extremes, where it does."""
    if question.yes_no or question.intent not in (Intent.FIGURE, Intent.LIST, Intent.OPEN):
        return None
    extremes = answer_extremes(question, evidence)
    if extremes is not None or question.intent is Intent.FIGURE:
        return extremes or answer_row(question, evidence) or answer_rows_with(question, evidence)
    return answer_rows_with(question, evidence)


def _value(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """A figure, a time or a contact; declined where the text has none of that kind."""
    if question.intent not in _VALUED:
        return None
    find, what = _VALUED[question.intent]
    nearest = answer_nearest_row(question, evidence) if question.intent is Intent.FIGURE else None
    return nearest or find(question, evidence) or decline_missing(evidence, question.plain, what)


def _led_by(question: Question, evidence: Evidence, context: str) -> Answer | None:
    if cues.MENTIONS.search(question.plain) and not context:
        named = departments_in(question.plain, evidence.library.departments())
        if not named:
            figure = answer_with_figure(question, evidence.library)
            if figure is not None:
                return figure
            return answer_mentions(question, evidence, context)
    led = answer_led_by(question, evidence, context) or answer_acts(question, evidence)
    if led is None and question.wants_lead and not question.advice:
        return answer_lead(question, evidence, context)
    if led is not None and led.status.refused:  # no bracket names it, a sentence may
        return answer_told(question, evidence) or led
    if led is not None:
        return with_acts(question, evidence, led)
    told = answer_told(question, evidence)
    if told is None:
        return decline_led_by(question, evidence)
    return told if asks_for_duties(question) else None


def _of_intent(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """The answer of the kind that the intent calls for, or None where it does not fit."""
    match question.intent:
        case Intent.METADATA if not names_another_document(question, evidence):
            return answer_metadata(question, evidence)
        case Intent.HEADING:
            return answer_heading(question, evidence)
        case Intent.LEAD if not question.advice:
            return _lead(question, evidence, context)
        case Intent.LEAD:
            return _office_told(question, evidence)
        case Intent.LED_BY:
            return _led_by(question, evidence, context)
        case Intent.MENTIONS:
            return (
                answer_with_figure(question, evidence.library)
                or answer_acts(question, evidence)
                or answer_mentions(question, evidence, context)
            )
        case Intent.PURPOSE:
            return answer_purpose(question, evidence)
        case Intent.DEFINITION:
            return answer_definition(question, evidence)
        case Intent.LIST | Intent.OPEN:
            defined = answer_term(question, evidence)
            return defined or answer_acts(question, evidence) or _list(question, evidence)
    return None


def _lead(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """Who leads it; with the sentence that tells more, where more is asked: 哪个单位审计,结果报给谁."""
    led = answer_lead(question, evidence, context)
    if led is None or led.status.refused or question.asks < _SEVERAL or question.yes_no:
        return led
    told = evidence.sentences[0] if evidence.sentences else None
    if told is None or evidence.library.coverage(question.plain, told.text) < _ABOUT_IT:
        return led
    beside = quote_sentences([told], question, evidence.library)
    return (
        led
        if set(beside.citations) <= set(led.citations)
        else join_answers([led, beside], led.resolved_question)
    )


def _office_told(question: Question, evidence: Evidence) -> Answer | None:
    """The sentence that says which office does it, where the nearest clause names none."""
    best = evidence.best
    if best is None or not cues.WHICH_ORGANS.search(question.plain):
        return None
    named = evidence.library.offices(best.document, best.clause) or names_acting(best.clause.text)
    return None if named else lead_in_text(question, evidence)


def _list(question: Question, evidence: Evidence) -> Answer | None:
    if question.intent is not Intent.LIST:
        return None
    return answer_due_in_month(question, evidence) or answer_list(question, evidence)


def _apportioned(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_apportioned(question, evidence)


def _together(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_together(question, evidence)


def _across_years(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_across_years(question, evidence)


def _operands(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_operands(question, evidence)


def _amounts(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_amounts(question, evidence)


def _place(question: Question, evidence: Evidence, context: str) -> Answer | None:
    return answer_place(question, evidence, context)


_ATTEMPTS = (
    _row_list,
    _class,
    _divided_duties,
    _what_is_led,
    _headed_list,
    _count,
    _amounts,
    _text_cell,
    _kind_list,
    _cell,
    _apportioned,
    _operands,
    _together,
    _across_years,
    _value,
    _place,
    _of_intent,
)
"""What is tried in turn, from sure to vague; the sentences that fit best come last."""

_ATTEMPTS_WITHOUT_KINDS = tuple(attempt for attempt in _ATTEMPTS if attempt is not _kind_list)

_ATTEMPTS_WITHOUT_ROWS = tuple(a for a in _ATTEMPTS if a not in (_row_list, _class))

_ATTEMPTS_ALONE = tuple(attempt for attempt in _ATTEMPTS if attempt is not _operands)
"""Those that take a question as one: what it names is not worked together."""
