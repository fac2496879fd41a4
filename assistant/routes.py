"""Where a question of a conversation goes: to one document, to several, or back as a question which.

A follow-up stays with the documents of the turn before unless it names others.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.choosing import chosen, folded, was_asked_which
from assistant.conversation import Conversation
from assistant.cues import HEADING
from assistant.duty_documents import MOST_ACTING, DutyDocuments
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.naming import (
    Naming,
    is_of_level,
    levels_spoken_of,
    named_documents,
    place_stems,
)
from assistant.question import Intent, Question, understand
from assistant.routing import Candidate, Router
from assistant.standing import Standing
from assistant.talked_about import documents_talked_about
from documents.document_head import Headed
from documents.errors import QuestionError

_LEAST_SHARE = 0.06
_STAYING = 0.2
_MOST_TOGETHER = 4
_RIVAL = 0.6
_MOST_EACH = 8
_FLAT = 0.25
_CLEAR = 0.8
_SURE = 0.97
_TURNS = 6
_LONGEST_TURN = 500
_POSSIBLE = 0.02
_PART = re.compile(r"(?:第|倒数第|最后)?[一二三四五六七八九十\d]*(?:大|个)?(?:部分|章|节|条|款|段)")
_EACH_OF = re.compile(
    r"各(?:个)?(?:市|县|区|省|地区?|城市|文件|政策|份|方案|办法)(?!级|部门|单位|类|项|[市县区])|每(?:一)?(?:份|个)(?:文件|政策|城市|市|县)"
    r"|(?:这|那)?[几两三四五](?:份|个)(?:文件|政策|城市|市|县|意见|办法|方案|计划)|所有(?:的)?(?:文件|政策|城市)|不同(?:文件|政策|城市|地方|市|县)|哪(?:个|些)(?:城市|市|县|地方)(?:的)?"
)
_COMPARED = re.compile(
    r"比较|对比|相比|分别|各自|各是|各有|都|区别|不同|差别|差异|异同|哪(?:个|家|边|里)更?(?:高|多|大|低|少|好|早)"
)
_JOINED = re.compile(r"^[\s和与跟及、,，同对比]*(?:的)?|(?:相比较?|比较(?:一下)?|对比(?:一下)?)")
_GENERIC = (Intent.METADATA, Intent.PURPOSE, Intent.HEADING)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a question goes.

    `documents` are asked `question` with `history`, or offered where it `asks` which is meant;
    the question asks of `several` of them on purpose, and `each` gives a part of the answer, also
    where it declines. `rivals` are how many of the first may answer what the first declines, None for
    all. `unsure` says that the document was not named and others were not far, `unnamed` that the
    question names no single one.
    """

    documents: tuple[Headed, ...]
    question: str
    history: tuple[Turn, ...] = ()
    asks: bool = False
    several: bool = False
    each: bool = False
    unsure: bool = False
    rivals: int | None = None
    unnamed: bool = False


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
        self._over = over
        self._duties = DutyDocuments(library)

    def route(
        self, question: Question, history: tuple[Turn, ...], among: frozenset[str] | None
    ) -> Route:
        """The route of a question.

        Args:
            question: The question as understood by itself.
            history: The turns before, oldest first.
            among: The documents that may be asked; None for all.
        """
        documents = self._documents(among)
        if len(documents) == 1:
            return Route((documents[0],), question.asked, history)
        history = history[-_TURNS:]
        picked = self._picked(question, history, documents)
        if picked is not None:
            return replace(picked, history=folded(picked.history, documents))
        history = folded(history, documents)
        naming = named_documents(question.plain, documents)
        renewed = self._same_of_another(question, naming, history, documents)
        if renewed is not None:
            return renewed
        several = self._of_each(question, naming, history, documents)
        if several is not None:
            return several
        named = [d for d in documents if d.identifier in naming.documents]
        if len(named) == 1:
            return Route((named[0],), question.asked, history)
        if history and not naming.sure:
            return self._with_history(question, named or documents, history)
        return self._alone(question, self._current(question, named or documents, naming))

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

    def _current(
        self, question: Question, documents: Sequence[Headed], naming: Naming
    ) -> list[Headed]:
        """The documents without those that a newer one replaces, unless named by year or title."""
        if naming.sure:
            return list(documents)
        current = []
        given = {document.identifier for document in documents}
        for document in documents:
            newer = self._standing[document.identifier].newer
            if newer is None or newer.identifier not in given:
                current.append(document)
                continue
            years = set(question.years) & set(document.metadata.years)
            if years - set(newer.metadata.years):
                current.append(document)
        return current

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
        if not history or not named or len(named) > _MOST_EACH:
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
        asked = _without(before, earlier)
        return Route(tuple(named), asked, history[:-1], several=len(named) > 1)

    def _of_each(
        self,
        question: Question,
        naming: Naming,
        history: tuple[Turn, ...],
        documents: Sequence[Headed],
    ) -> Route | None:
        """A question put to several documents: A和B的…分别是多少, 各市对…补多少."""
        named = [d for d in documents if d.identifier in naming.documents]
        if len(named) > 1 and (len(naming.words) > 1 or naming.sure):
            asked = _without(question.plain, naming)
            if not naming.sure:
                named = self._best_of_each(replace(question, plain=asked), naming, named)
            compared = _COMPARED.search(question.plain) or len(naming.words) >= len(named)
            if 1 < len(named) <= _MOST_EACH and compared:
                return Route(tuple(named), asked, several=True, each=True)
            return None
        if not _EACH_OF.search(question.plain) or len(named) == 1:
            return None
        plain = _EACH_OF.sub("", question.plain).strip("，,的对 ")
        if len(content_words(plain)) < 1:
            return None
        among = frozenset(d.identifier for d in self._current(question, named or documents, naming))
        ranked = self._router.candidates(replace(question, plain=plain), among)
        near = self._heads(c for c in ranked if c.chance >= _POSSIBLE * ranked[0].chance)
        return Route(tuple(near[:_MOST_EACH]), plain, several=True) if len(near) > 1 else None

    def _best_of_each(
        self, question: Question, naming: Naming, named: Sequence[Headed]
    ) -> list[Headed]:
        """For each place that a question names the document of it that the rest is about."""
        best: dict[str, Headed] = {}
        for word in naming.words:
            of_place = [d for d in named if word in place_stems(d)]
            among = frozenset(d.identifier for d in self._current(question, of_place, Naming()))
            ranked = self._router.candidates(question, among) if among else []
            best.update({head.identifier: head for head in self._heads(ranked[:1])})
        return list(best.values()) or list(named)

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
        resolved = self._over(before[0]).retrieve(question.asked, history).resolved
        follows = bool(resolved.context) or resolved.question.plain != question.plain
        if follows or question.intent in _GENERIC or question.reference:
            return Route(tuple(before), question.asked, history)
        ranked = self._router.candidates(question, among)
        chances = {c.document.identifier: c.chance for c in ranked}
        staying = max(chances.get(d.identifier, 0.0) for d in before)
        if not ranked or ranked[0].chance < _CLEAR or staying >= _STAYING * ranked[0].chance:
            return Route(tuple(before), question.asked, history)
        return self._alone(question, documents)

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
            return self._asking(question, documents, ranked)
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
            rivals=sum(c.chance >= _RIVAL * ranked[0].chance for c in ranked),
            unnamed=True,
        )

    def _near(self, question: Question, ranked: Sequence[Candidate]) -> list[Headed]:
        """The documents that come about as near as the best one, at most four.

        A question of a county does not go on to the like document of a district.
        """
        near = self._heads(c for c in ranked if c.chance >= _LEAST_SHARE * ranked[0].chance)
        spoken = levels_spoken_of(question.plain)
        if spoken and is_of_level(near[0], spoken):
            subject = near[0].metadata.subject
            near = [d for d in near if d.metadata.subject != subject or is_of_level(d, spoken)]
        return near[:_MOST_TOGETHER]

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


def _without(asked: str, naming: Naming) -> str:
    """A question without the names of documents and the words that join them."""
    rest = asked
    for word in sorted(naming.words, key=len, reverse=True):
        rest = re.sub(
            rf"{re.escape(word)}[省市县区]?(?:[和与跟及、同]|的(?=[和与跟及、]))?", "", rest
        )
    rest = _JOINED.sub("", rest).strip()
    return rest if content_words(rest) else asked
