"""Where a question of a conversation goes: to one document, to several, or back as a question which.

A follow-up stays with the documents of the turn before unless it names others.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.absent_topics import absent_topic
from assistant.answer import Turn
from assistant.choosing import ALL_OFFERED, chosen, folded, was_asked_which
from assistant.conversation import Conversation
from assistant.cues import HEADING
from assistant.duty_documents import MOST_ACTING, DutyDocuments
from assistant.each_of import EachOf, without_names
from assistant.explanations import EXPLAINED, explains, explanations_last, is_explanation
from assistant.level_scope import holding_words, is_of_thing, level_scope, on_subject
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.naming import (
    Naming,
    is_of_level,
    levels_spoken_of,
    named_documents,
    placed_documents,
    years_meant,
)
from assistant.question import Intent, Question, understand
from assistant.referring import (
    as_named,
    newest_asked,
    older_asked,
    with_kind_for,
    without_reference,
)
from assistant.routing import Candidate, Router
from assistant.standing import Standing, current
from assistant.subjects import titled, topic_words
from assistant.talked_about import documents_talked_about
from assistant.wanted_documents import without_places
from documents.document_head import Headed
from documents.errors import QuestionError
from documents.regular_expressions import regex

_LEAST_SHARE = 0.06
_STAYING = 0.02
_MOST_TOGETHER = 4
_RIVAL = 0.6
_AS_MUCH = 0.9
_MOST_EACH = 8
_FLAT = 0.25
_LEFT = 0.5
_SURELY_LEFT = 0.85
_OWN_WORDS = 3
_SURE = 0.97
_CLEAR = 0.6
_SEVERAL = 2
_SIDE_BY_SIDE = regex(
    r"分别|各(?:是|自|多少)|不同|区别|差(?:别|异|多少|几)|相比|比(?!例)|一样|哪个更"
)
_TURNS = 6
_LONGEST_TURN = 500
_POSSIBLE = 0.02
_PART = regex(r"(?:第|倒数第|最后)?[一二三四五六七八九十\d]*(?:大|个)?(?:部分|章|节|条|款|段)")
_YEAR = regex(r"(?:19|20)\d\d")
_OFFSETS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "明年": 1}
_RELATIVE = regex("|".join(_OFFSETS))
_GENERIC = (Intent.METADATA, Intent.PURPOSE, Intent.HEADING)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a question goes.

    `documents` are asked `question` with `history`, or offered where it `asks` which is meant;
    the question asks of `several` of them on purpose, and `each` gives a part of the answer, also
    where it declines. `rivals` are how many of the first may answer what the first declines, None for
    all. `absent` is the thing that they do not speak of, which is asked; `unsure` says that the document
    was not named and others were not far, `unnamed` that the question names no single one. Where no
    document of the level that is asked is on the subject, `lacks` says that, and `documents` are those of
    other levels.
    """

    documents: tuple[Headed, ...]
    question: str
    history: tuple[Turn, ...] = ()
    asks: bool = False
    several: bool = False
    each: bool = False
    unsure: bool = False
    rivals: frozenset[str] | None = None
    unnamed: bool = False
    absent: str = ""
    lacks: str = ""

    def is_rival(self, document: Headed) -> bool:
        """Whether a document may answer what the first declines."""
        return self.rivals is None or document.identifier in self.rivals


class Routes:
    """Finds the route of a question among the documents of a library."""

    def __init__(
        self,
        library: Library,
        standing: Mapping[str, Standing],
        over: Callable[[Headed], Conversation],
    ) -> None:
        """Take a library over all documents, their standing, and the conversations over each."""
        self._library = library
        self._standing = standing
        self._router = Router(library)
        self._each_of = EachOf(library, self._router, standing)
        self._over = over
        self._duties = DutyDocuments(library)

    def route(
        self,
        question: Question,
        history: tuple[Turn, ...],
        among: frozenset[str] | None,
        year: int,
    ) -> Route:
        """The route of a question.

        Args:
            question: The question as understood by itself.
            history: The turns before, oldest first.
            among: The documents that may be asked; None for all.
            year: The year of today.
        """
        documents = self._documents(among)
        if len(documents) == 1:
            return Route((documents[0],), question.asked, history)
        history = history[-_TURNS:]
        picked = self._picked(question, history, documents)
        if picked is not None:
            return replace(picked, history=folded(picked.history, documents))
        history = folded(history, documents)
        told = as_named(question.plain, year)
        naming = named_documents(told, documents)
        absent = absent_topic(told, naming, documents, self._library)
        if absent:
            of_place = tuple(d for d in documents if d.identifier in naming.documents)
            return Route(of_place, question.asked, history, absent=absent)
        renewed = self._same_of_another(question, naming, history, documents)
        if renewed is not None:
            return renewed
        levelled = None if naming.sure else self._of_level(question, history, documents)
        if levelled is not None:
            return levelled
        several = self._each_of.asked(question, naming, documents)
        if several is not None:
            return Route(several.documents, several.asked, several=True, each=several.each)
        named = [d for d in documents if d.identifier in naming.documents]
        named = (
            older_asked(question.plain, named, self._standing)
            or newest_asked(question.plain, named, self._standing)
            or named
        )
        explaining = self._explaining(question.plain, named, history, documents)
        if explaining:
            asked = without_names(EXPLAINED.sub("", told), naming)
            return Route(tuple(explaining), asked, several=len(explaining) > 1)
        if len(named) == 1:
            beside = "" if question.intent in _GENERIC else without_reference(told, naming)
            explained = [d for d in documents if explains(d, named[0])]
            asked = beside or with_kind_for(question.asked, naming, named[0])
            return Route((named[0], *explained), asked, history)
        if history and not naming.sure:
            return self._with_history(question, named or documents, history)
        given = current(named or documents, self._standing, question.years, naming.sure)
        return self._alone(question, given)

    def dated(self, asked: str, route: Route, year: int) -> str:
        """A question with 去年 and 明年 as years, where its document is one of several for a year each.

        Of a document that stands alone, such as a work report, they count from its own year.

        Args:
            asked: The question.
            route: Where it went.
            year: The year of today.
        """
        if not route.documents or route.asks or _YEAR.search(asked):
            return asked
        standing = self._standing[route.documents[0].identifier]
        versions = (standing.document, standing.newer, *standing.older)
        if len({years_meant(each) for each in versions if each and _YEAR.search(each.title)}) < 2:
            return asked
        return _RELATIVE.sub(lambda found: f"{year + _OFFSETS[found[0]]}年", asked)

    def nearest(self, text: str, among: frozenset[str] | None) -> list[Headed]:
        """The document of the places named that a text is clearly nearest to, none where none is."""
        documents = self._documents(among)
        placed = placed_documents(text, documents).documents
        given = [d for d in documents if not placed or d.identifier in placed]
        ranked = self._router.candidates(understand(text), self._among(given)) if given else []
        return self._heads(each for each in ranked[:1] if each.chance >= _CLEAR)

    def talked_about(self, history: tuple[Turn, ...]) -> list[Headed]:
        """The documents that the last turns were about."""
        turns = folded(history[-_TURNS:], self._library.heads())
        return documents_talked_about(turns, self._library, self._router)

    def searched(self, question: Question, among: frozenset[str] | None) -> frozenset[str] | None:
        """The documents that are searched for a question that names none; None for all."""
        return self._among(current(self._documents(among), self._standing, question.years))

    def _documents(self, among: frozenset[str] | None) -> Sequence[Headed]:
        heads = self._library.heads()
        if among is None:
            return heads
        return [each for each in heads if each.identifier in among]

    def _among(self, documents: Sequence[Headed]) -> frozenset[str] | None:
        """The identifiers of documents, None for all of them: that is searched sooner."""
        if len(documents) == len(self._library.heads()):
            return None
        return frozenset(document.identifier for document in documents)

    def _picked(
        self, question: Question, history: tuple[Turn, ...], documents: Sequence[Headed]
    ) -> Route | None:
        """The question before, asked of the documents that this turn chooses of those offered."""
        if not history or not was_asked_which(history[-1].answer):
            return None
        picked = chosen(question.plain, history[-1].answer, documents)
        if not picked:
            return None
        return Route(tuple(picked), history[-1].question, history[:-1], several=len(picked) > 1)

    def _same_of_another(
        self,
        question: Question,
        naming: Naming,
        history: tuple[Turn, ...],
        documents: Sequence[Headed],
    ) -> Route | None:
        """菏泽的呢: the question before, asked of the document that this turn names and no more."""
        named = [d for d in documents if d.identifier in naming.documents]
        if not history or not named:
            return None
        rest = re.sub(
            r"呢|那|的|如何|怎么样|怎样|又|换成|[市县区省]|文件|[?？。,，]",
            "",
            naming.without_names(question.plain),
        )
        if content_words(rest) or any(character.isdigit() for character in rest):
            return None
        before = history[-1].question
        try:
            earlier = named_documents(understand(before[:_LONGEST_TURN]).plain, documents)
        except QuestionError:
            return None
        asked = without_names(before, earlier)
        absent = absent_topic(asked, naming, documents, self._library)
        if absent:
            return Route(tuple(named), asked, history[:-1], absent=absent)
        if len(named) > _MOST_EACH:  # all that there is of a place
            renewed = understand(asked)
            given = current(named, self._standing, renewed.years)
            return replace(self._alone(renewed, given), history=history[:-1])
        return Route(tuple(named), asked, history[:-1], several=len(named) > 1)

    def _explaining(
        self,
        plain: str,
        named: Sequence[Headed],
        history: tuple[Turn, ...],
        documents: Sequence[Headed],
    ) -> list[Headed]:
        """The explanations (解读) that a question asks: those of a named policy, or of the one talked about."""
        if not EXPLAINED.search(plain):
            return []
        told = [document for document in documents if is_explanation(document)]
        own = [each for each in told if each in named]
        of_named = own or [each for each in told if any(explains(each, d) for d in named)]
        if of_named or not history or len(told) < _SEVERAL:
            return of_named or (told if len(told) == 1 else [])
        before = documents_talked_about(history, self._library, self._router)
        return [each for each in told if any(explains(each, d) for d in before)]

    def _of_level(
        self, question: Question, history: tuple[Turn, ...], documents: Sequence[Headed]
    ) -> Route | None:
        """A question put to a level of government (省里怎么规定), itself or the one before (省里呢)."""
        scope = None if _SIDE_BY_SIDE.search(question.plain) else level_scope(question.plain)
        levels = {document.metadata.level for document in documents}
        if (
            scope is None
            or len(levels) < _SEVERAL
            or is_of_thing(scope, question.plain, self._library)
        ):
            return None
        asked, beside = scope.rest, list[Headed]()
        if not topic_words(scope.rest):
            if not history or not scope.stated:
                return None
            asked = self._asked_before(history, documents)
            beside = documents_talked_about(history, self._library, self._router)
        told = understand(asked) if topic_words(asked) else None
        if told is None:
            return None
        given = current(documents, self._standing, question.years)
        found = on_subject(scope, told, given, self._library, self._router, beside)
        if found:
            return Route(tuple(found), asked, several=len(found) > 1)
        others = holding_words(told, given, self._library, self._router) if scope.stated else []
        if not others:
            return None
        return Route(tuple(others[:_MOST_TOGETHER]), question.asked, lacks=scope.level)

    def _asked_before(self, history: tuple[Turn, ...], documents: Sequence[Headed]) -> str:
        """The last question of a conversation that tells a subject, without names of documents; or ''."""
        for turn in reversed(history):
            try:
                plain = understand(turn.question[:_LONGEST_TURN]).plain
            except QuestionError:
                continue
            scope = level_scope(plain)
            asked = scope.rest if scope is not None and scope.stated else plain
            asked = without_places(asked, documents)
            if topic_words(asked) and len(content_words(asked)) > 1:
                return asked
        return ""

    def _with_history(
        self, question: Question, documents: Sequence[Headed], history: tuple[Turn, ...]
    ) -> Route:
        """A follow-up, or a new question, after turns about some documents."""
        among = frozenset(document.identifier for document in documents)
        before = [
            d
            for d in documents_talked_about(history, self._library, self._router)
            if d.identifier in among
        ]
        if not before:
            return self._alone(question, documents)
        before = list(dict.fromkeys(self._of_year(d, question, among) for d in before))
        resolved = self._over(before[0]).retrieve(question.asked, history).resolved
        follows = bool(resolved.context) or resolved.question.plain != question.plain
        if question.intent in _GENERIC or question.reference:
            return Route(tuple(before), question.asked, history)
        if len([word for word in content_words(question.plain) if len(word) > 1]) >= _OWN_WORDS:
            ranked = self._router.candidates(question, among)
            if _is_left(ranked, before, follows):
                return self._alone(question, documents)
        return Route(tuple(before), question.asked, history)

    def _of_year(self, document: Headed, question: Question, among: Collection[str]) -> Headed:
        """The version of a document that is for the year that a follow-up names, else itself."""
        standing = self._standing[document.identifier]
        newest = standing.newer or document
        versions = [newest, *self._standing[newest.identifier].older]
        asked = [y for y in question.years if y not in years_meant(document)]
        of_year = [d for d in versions if d.identifier in among and years_meant(d) & {*asked}]
        return of_year[0] if len(of_year) == 1 else document

    def _heads(self, candidates: Iterable[Candidate]) -> list[Headed]:
        """The documents of candidates as the library tells them."""
        return [self._library.head(each.document.identifier) for each in candidates]

    def _alone(self, question: Question, documents: Sequence[Headed]) -> Route:
        """A question that names no single document and goes on from nothing."""
        documents = self._with_clause(question.reference, documents)
        if len(documents) == 1:
            return Route(tuple(documents), question.asked)
        ranked = self._router.candidates(question, self._among(documents))
        if not ranked:
            return Route(tuple(documents[:1]), question.asked)
        if self._is_generic(question):
            words = topic_words(question.plain)
            on_it = titled(words, documents)
            if len(on_it) == 1:
                return Route(tuple(on_it), question.asked)
            if words and len(documents) > ALL_OFFERED:
                on_it = on_it or self._heads(ranked)
            return self._asking(question, on_it or documents, ranked)
        near = self._near(question, ranked)
        acting = self._duties.giving(question, documents, lambda: near)
        if len(acting) == 1 or (acting and acting is not near):
            return Route(tuple(acting), question.asked, asks=len(acting) > MOST_ACTING)
        if ranked[0].chance < _FLAT and not acting:
            return self._asking(question, self._heads(ranked), ranked)
        return Route(
            tuple(near),
            question.asked,
            unsure=ranked[0].chance < _SURE,
            rivals=frozenset(c.document.identifier for c in ranked if _is_rival(c, ranked[0])),
            unnamed=True,
        )

    def _near(self, question: Question, ranked: Sequence[Candidate]) -> list[Headed]:
        """The documents that come about as near as the best one, at most four.

        A question of a county (县里, 县属) does not go on to the like document of a district.
        """
        near = self._heads(c for c in ranked if c.chance >= _LEAST_SHARE * ranked[0].chance)
        spoken = levels_spoken_of(question.plain)
        if spoken and is_of_level(near[0], spoken):
            subject = near[0].metadata.subject
            near = [d for d in near if d.metadata.subject != subject or is_of_level(d, spoken)]
        return explanations_last(near[:_MOST_TOGETHER])

    def _with_clause(self, reference: str, documents: Sequence[Headed]) -> Sequence[Headed]:
        """Those that have a clause of the number that a question names, where any has."""
        if not reference or len(documents) > MOST_ACTING:
            return documents
        having = [
            head
            for head in documents
            if any(
                clause.number.endswith(reference)
                for clause in self._library.documents[head.identifier].clauses
            )
        ]
        return having or documents

    def _asking(
        self, question: Question, documents: Sequence[Headed], ranked: Sequence[Candidate]
    ) -> Route:
        given = {document.identifier: document for document in documents}
        first = [c.document.identifier for c in ranked if c.document.identifier in given]
        order = {name: given[name] for name in [*first, *given]}
        return Route(tuple(order.values()), question.asked, asks=True)

    def _is_generic(self, question: Question) -> bool:
        """Whether a question would be as right of any document: 文号是什么, 第四部分讲什么."""
        if question.intent in (Intent.METADATA, Intent.PURPOSE):
            return True
        by_place = question.intent is Intent.HEADING or question.ordinal is not None
        if not by_place and not question.reference:
            return False
        without = question.plain.replace(question.reference or "\n", " ")
        return not self._library.has_topic(HEADING.sub(" ", _PART.sub(" ", without)))


def _is_rival(one: Candidate, first: Candidate) -> bool:
    """Whether a document is about as near as the first, and holds as much of what tells documents apart."""
    return one.chance >= _RIVAL * first.chance and one.held >= _AS_MUCH * first.held


def _is_left(ranked: Sequence[Candidate], before: Sequence[Headed], follows: bool) -> bool:
    """Whether a question is about another document than those talked about: far nearer, in its words too."""
    if not ranked or ranked[0].chance < (_SURELY_LEFT if follows else _LEFT):
        return False
    stayed = {document.identifier for document in before}
    return all(
        each.chance < _STAYING * ranked[0].chance and each.held < _AS_MUCH * ranked[0].held
        for each in ranked
        if each.document.identifier in stayed
    )
