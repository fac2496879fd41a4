"""A conversation over many documents: each question goes to the documents that it is about.

One that is about a single document is answered as if no other were loaded; several give a part
each; where documents cannot be told apart, it is asked which is meant. See routes.py for the choice.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from threading import Lock

from assistant import cues
from assistant.amended import repeats, what_changed, with_amendments, without_before
from assistant.answer import Answer, Status, Turn
from assistant.by_document import (
    joined_by_document,
    part_of,
    shown_name,
    source_remark,
    with_remarks,
)
from assistant.catalogue import answer_about_documents
from assistant.choosing import ask_which
from assistant.citations import Draft
from assistant.compared_documents import compared
from assistant.conversation import Answerer, Conversation, Retrieved
from assistant.declining import (
    decline_absent,
    decline_greeting,
    decline_not_loaded,
    decline_out_of_scope,
)
from assistant.document_filter import DocumentFilter, chosen_by
from assistant.document_numbers import as_printed, number_not_loaded
from assistant.document_state import Asked, answer_on_state, documents_asked, state_question
from assistant.explanations import explains
from assistant.level_scope import level_name
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.question import Intent, Question, normalise, understand
from assistant.routes import Route, Routes
from assistant.standing import Standing, standings
from documents.document_head import Headed
from documents.metadata import KINDS
from documents.regular_expressions import regex

_MOST_OPEN = 24
_MOST_STATES = 4
_OUTLINE = "这份文件的主要内容是什么"
_PLACE = regex(r"(?:按照?|根据|依照|依据|在)?([\u4e00-\u9fff]{2,3})[省市县区]")
_NAME = rf"[^,，。;；?？《》]{{2,20}}?(?:{'|'.join(KINDS)})"
_PREFACE = regex(
    rf"(?:(?:按照?|根据|依照|依据){_NAME}|在?{_NAME}(?:里面?|中|上|的?规定|的?要求|写明|明确))[,，]\s*"
)

Over = Callable[[str], Conversation]
"""Puts a conversation together over the document with an identifier."""


class ManyDocuments(Conversation):
    """Hands each question to conversations over single documents."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        question_limit: int,
        over: Over,
        *,
        today: date | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            library: All documents and the search in them.
            answerer: As in `Conversation`.
            question_limit: Longest question, in characters.
            over: Puts the conversation over one document together.
            today: The day by which documents are in force or not; None: the day of the question.
        """
        super().__init__(library, answerer, question_limit, today=today)
        self._make = over
        self._among: frozenset[str] | None = None
        self._standing: dict[str, Standing] = dict(standings(library.heads()))
        self._amended = any(each.amended_by for each in self._standing.values())
        self._routes = Routes(library, self._standing, self._over)
        self._open: OrderedDict[str, Conversation] = OrderedDict()
        self._opening = Lock()

    def within(self, wanted: DocumentFilter) -> "ManyDocuments":
        """The same conversation asked of some documents only.

        Raises:
            QuestionError: No document passes.
        """
        if wanted.is_empty:
            return self
        narrowed = copy(self)  # what is open stays open for both
        narrowed._among = chosen_by(wanted, self._library.heads(), self._standing, self._day)
        return narrowed

    def prepare(self) -> None:
        """Load the dictionaries and the names of documents."""
        self._library.search(normalise("政策"))

    @property
    def _day(self) -> date:
        return self._today or date.today()

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Answer]:
        """Growing answers, as those over single documents grow; the last one complete.

        Raises:
            QuestionError: The question is empty or too long.
        """
        return self._timed(question, history)

    def _answers(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        return self._growing(question, history, lambda one, q, h: one.stream(q, h))

    def _drafts(self, question: str, history: tuple[Turn, ...]) -> Iterator[Answer]:
        return self._growing(question, history, lambda one, q, h: iter([one.draft(q, h)]))

    def retrieve(self, question: str, history: tuple[Turn, ...] = ()) -> Retrieved:
        """What is found in the document that a question is most likely about.

        Raises:
            QuestionError: The question is empty or too long.
        """
        route = self._route(question, history)
        first = route.documents[0]
        return self._over(first).retrieve(route.question, self._history(route, first))

    def _route(self, question: str, history: tuple[Turn, ...]) -> Route:
        asked = self._among or self._library.documents.keys()
        if len(asked) == 1:  # nothing to choose
            return Route((self._library.head(next(iter(asked))),), question, history)
        printed = as_printed(question, self._library.heads())
        year = self._day.year
        route = self._routes.route(self._understood(printed), history, self._among, year)
        dated = self._routes.dated(printed, route, year)
        if dated == printed:
            return route
        return self._routes.route(self._understood(dated), history, self._among, year)

    def _corrected(self, typed: Question) -> str:
        return self._library.corrected(typed.plain, self._routes.searched(typed, self._among))

    def _growing(
        self,
        question: str,
        history: tuple[Turn, ...],
        answering: Callable[[Conversation, str, tuple[Turn, ...]], Iterator[Answer]],
    ) -> Iterator[Answer]:
        """The answers of the documents that a question is about, put together as they come."""
        about = self._about_documents(question, history)
        if about is not None:
            yield replace(about, resolved_question=question.strip())
            return
        route = self._route(without_before(question) if self._amended else question, history)
        if route.absent:
            yield decline_absent(self._library, question.strip(), route.absent, route.documents)
            return
        if route.asks or route.lacks:
            asked = question.strip()
            yield ask_which(route.documents, asked) if route.asks else _lacking(route, asked)
            return
        changed = self._what_changed(route, question)
        if changed is not None:
            yield changed
            return
        answers: list[tuple[Headed, Answer]] = []
        for document in route.documents:
            if answers and answers[0][1].status.refused and not route.is_rival(document):
                continue  # what the likeliest declines, others that are far do not answer
            if (
                answers
                and not route.unnamed
                and _is_said_by_policy(document, *answers[0], question)
            ):
                continue
            asked = without_preface(question, document) or route.question
            growing = answering(self._over(document), asked, self._history(route, document))
            answer = next(growing)
            for following in growing:
                if len(route.documents) == 1:
                    yield answer
                answer = following
            answers.append((document, answer))
        yield self._put_together(route, answers, question)

    def _about_documents(self, question: str, history: tuple[Turn, ...]) -> Answer | None:
        """The answer to what asks of the documents themselves, of one that is not loaded, or only greets."""
        if len(question) > self._question_limit:
            return None
        plain, library = normalise(question), self._asked_of()
        about = answer_about_documents(plain, library, self._standing, self._day)
        about = about or self._on_state(plain, history)
        if about is None and cues.GREETING.search(plain):
            return decline_greeting(library, question)
        number = number_not_loaded(plain, library.heads(), library.holds)
        return decline_not_loaded(library, question, number) if not about and number else about

    def _what_changed(self, route: Route, question: str) -> Answer | None:
        """The changes to the document that a question asks them of, or None."""
        if route.unnamed:
            return None
        plain, documents = normalise(question), self._library.documents
        found = (
            what_changed(plain, self._standing[each.identifier], documents)
            for each in route.documents
        )
        answer = next(filter(None, found), None)
        return replace(answer, resolved_question=question.strip()) if answer else None

    def _on_state(self, plain: str, history: tuple[Turn, ...]) -> Answer | None:
        """How the documents stand that a question asks it of, None where it asks for something else."""
        asked = state_question(plain)
        if asked is None:
            return None
        library = self._asked_of()
        talked_about = self._routes.talked_about(history) if history else []
        among = [d for d in talked_about if d.identifier in library.documents]
        heads = documents_asked(asked, library.heads(), self._standing, among)
        if asked.asked is Asked.SAYS:
            return self._over(heads[0]).ask(_OUTLINE) if len(heads) == 1 else None
        if not heads and asked.is_of_policy:
            heads = self._routes.nearest(asked.about, self._among)
        if not 0 < len(heads) <= _MOST_STATES:
            return None
        told = [
            (head, answer_on_state(asked, head, library, self._standing, self._day, plain))
            for head in heads
        ]
        given = [(head, answer) for head, answer in told if answer is not None]
        if len(given) < len(told):
            return None
        return given[0][1] if len(given) == 1 else joined_by_document(given, plain)

    def _asked_of(self) -> Library:
        return self._library.within(self._among) if self._among else self._library

    def _put_together(
        self, route: Route, answers: list[tuple[Headed, Answer]], question: str
    ) -> Answer:
        if not route.each:
            given = [pair for pair in answers if not pair[1].status.refused]
            answers = given or answers[:1]
        if _are_siblings(route, answers):
            return ask_which([document for document, _ in answers], question.strip())
        remarked = self._remarked(answers, normalise(question))
        if len(remarked) > 1:
            remarked = [(d, with_remarks(answer, self._of_years(d))) for d, answer in remarked]
        if len(remarked) > 1:
            joined = joined_by_document(remarked, question.strip())
            told = compared(normalise(question), remarked)
            return with_remarks(joined, [told] if told else [])
        document, answer = remarked[0]
        if answer.status is Status.OUT_OF_SCOPE and route.unnamed:
            return decline_out_of_scope(
                self._asked_of(), answer.resolved_question, route.documents[:1]
            )
        if route.unsure and answer.status.refused:
            return with_remarks(answer, [f"（最接近的文件是{shown_name(document)}。）"])
        amended = answer.citations != answers[0][1].citations
        if route.unsure or (amended and not answer.status.refused):
            answer = with_remarks(answer, [source_remark(document)])
        return answer

    def _remarked(
        self, answers: list[tuple[Headed, Answer]], plain: str
    ) -> list[tuple[Headed, Answer]]:
        """Answers with what is to be said of the standing of their documents.

        One from a document that amends another is left out where that of the other quotes it.
        """
        in_force = cues.STILL_IN_FORCE.search(plain) is not None
        told = []
        for document, answer in answers:
            standing = self._standing[document.identifier]
            whole = with_amendments(answer, standing, self._library.documents, plain, self._day)
            told.append((document, whole))
        amended = [
            whole
            for (_, whole), (_, own) in zip(told, answers, strict=True)
            if whole.citations != own.citations
        ]
        return [
            (document, with_remarks(whole, self._remarks(document, whole, in_force)))
            for document, whole in told
            if whole in amended or not any(repeats(whole, other) for other in amended)
        ]

    def _remarks(self, document: Headed, answer: Answer, in_force: bool) -> list[str]:
        """What is to be said of the standing of a document, all of it where that is asked."""
        standing = self._standing[document.identifier]
        if answer.status.refused:
            return [f"（{standing.label(self._day)}。）"] if in_force else []
        remarks = standing.remarks(self._day)
        return remarks or ([f"（{standing.label(self._day)}。）"] if in_force else [])

    def _of_years(self, document: Headed) -> list[str]:
        """What is said beside the answers of others where the years of a title are over."""
        standing = self._standing[document.identifier]
        over = standing.years_over(self._day) and standing.newer is None
        return [f"（注意：{standing.label(self._day)}。）"] if over else []

    def _history(self, route: Route, document: Headed) -> tuple[Turn, ...]:
        """The history of a route as one document had it."""
        return tuple(replace(t, answer=part_of(document, t.answer)) for t in route.history)

    def _over(self, document: Headed) -> Conversation:
        """The conversation over one document; those used last are kept."""
        identifier = document.identifier
        with self._opening:
            found = self._open.get(identifier)
            if found is None:
                found = self._open[identifier] = self._make(identifier)
            self._open.move_to_end(identifier)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return found


def _is_said_by_policy(document: Headed, policy: Headed, answer: Answer, question: str) -> bool:
    """Whether a document only explains a named policy, which answers itself; of terms, and whether, both are heard."""
    if not explains(document, policy) or answer.status is not Status.ANSWERED:
        return False
    asked = understand(question)
    return asked.intent is not Intent.DEFINITION and not asked.yes_no


def _lacking(route: Route, asked: str) -> Answer:
    """Says that no document of the level that is asked is on the subject, and which ones are."""
    held = "、".join(
        f"{shown_name(each)}{f'（{each.metadata.level}）' if each.metadata.level else ''}"
        for each in route.documents
    )
    draft = Draft()
    draft.remark(f"已载入的文件里没有{level_name(route.lacks)}的相关文件。写到它的有：{held}。")
    return draft.answer(Status.NOT_IN_SOURCE, asked)


def without_preface(question: str, document: Headed) -> str:
    """What a question asks behind the name of its document, 景山养犬条例规定，狗可以坐公交吗; '' where none is.

    What is of another kind or place than the document is no name of it.
    """
    found = _PREFACE.match(question)
    if found is None or not any(kind in found[0] for kind in KINDS if kind in document.title):
        return ""
    place = _PLACE.match(found[0])
    if place and place[1] not in f"{document.title}{document.issuer}":
        return ""
    rest = question[found.end() :]
    return rest if cues.INTERROGATIVE.search(rest) and content_words(rest) else ""


def _are_siblings(route: Route, answers: list[tuple[Headed, Answer]]) -> bool:
    """Whether documents on the very same subject, as near and none named, answer differently."""
    if sum(route.is_rival(document) for document, _ in answers) < 2:
        return False
    subjects = {document.metadata.subject for document, _ in answers}
    texts = {tuple(citation.quote for citation in answer.citations) for _, answer in answers}
    return not route.several and len(answers) > 1 and len(subjects) == 1 and len(texts) > 1
