"""Questions put to several documents: A和B的…分别是多少, 各市对…补多少, 两份报告里…各是多少.

A question in, the documents that answer a part each out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon import content_words
from assistant.library import Library
from assistant.naming import (
    Naming,
    is_of_level,
    place_stems,
)
from assistant.question import Intent, Question
from assistant.referring import versions_asked, without_versions
from assistant.routing import Router, held_share, rarities, telling_words
from assistant.short_forms import is_short_for
from assistant.standing import Standing, current
from assistant.subjects import titled, topic_words
from documents.document_head import Headed
from documents.metadata import KINDS
from documents.numerals import parse_numeral
from documents.regular_expressions import regex

_MOST = 8
_POSSIBLE = 0.02
_ON_TOPIC = 0.6
_EACH = regex(
    r"各(?:个)?(?:市|县|区|省|地区?|城市|文件|政策|份|方案|办法)(?!级|部门|单位|类|项|[市县区])|每(?:一)?(?:份|个)(?:文件|政策|城市|市|县)"
    r"|(?:这|那)?(?<!哪)[几两三四五](?:份|个)(?:文件|政策|城市|市|县|意见|办法|方案|计划)|所有(?:的)?(?:文件|政策|城市)|不同(?:文件|政策|城市|地方|市|县)|哪(?:个|些)(?:城市|市(?!县)|地方)(?:的)?"
)
_OF_LEVEL = regex(r"(?:各|每)个?|[几两三四五]个|哪[个些]|不同")
_SOME = regex(
    rf"(?:这|那)?([两三四五几])(?:份|个|部|项)([^,，。?？里中各]{{0,10}}?)({'|'.join(KINDS)}|报告)(?:里面?|中间?|当中)?的?"
)
_TWO = regex(
    rf"^([^,，。?？]{{2,12}}?)(?:和|与|跟|、|以及)([^,，。?？]{{2,12}}?)(?:的|这)?(?:两[个份])?(政策|文件|{'|'.join(KINDS)})(?:里面?|中)?的?"
)
_LEVELS = regex(
    r"([省市县区])(?:里|级)?[、和及,，]?([省市县区])(?:里|级)?[、和及,，]?([县区]?)(?:里|级)?(?=各(?!级)|分别|都)"
)
_COMPARED = regex(
    r"比较|对比|相比|分别|各自|各是|各有|都|区别|不同|差别|差异|异同|哪(?:个|家|边|里)更?(?:高|多|大|低|少|好|早)"
)
_JOINED = regex(r"^[\s和与跟及、,，同对比]*(?:的)?|(?:相比较?|比较(?:一下)?|对比(?:一下)?)")


@dataclass(frozen=True, slots=True)
class Several:
    """Documents that are asked side by side.

    `asked` is the question to each of them; `each` gives a part of the answer, also where it declines.
    """

    documents: tuple[Headed, ...]
    asked: str
    each: bool = False


class EachOf:
    """Finds the documents that a question is put to side by side."""

    def __init__(self, library: Library, router: Router, standing: Mapping[str, Standing]) -> None:
        """Take a library over all documents, what ranks them, and their standing."""
        self._library = library
        self._router = router
        self._standing = standing

    def asked(
        self, question: Question, naming: Naming, documents: Sequence[Headed]
    ) -> Several | None:
        """The documents that a question is put to side by side, None where it is put to none so."""
        named = [d for d in documents if d.identifier in naming.documents]
        versions = versions_asked(question.plain, question.years, named, self._standing)
        if versions:
            return Several(
                tuple(versions), without_versions(without_names(question.plain, naming)), True
            )
        if len(named) > 1 and (len(naming.words) > 1 or naming.sure):
            return self._named(question, naming, named)
        if len(named) == 1:
            return None
        if not any(cue.search(question.plain) for cue in (_TWO, _SOME, _LEVELS, _EACH)):
            return None
        given = current(named or documents, self._standing, question.years, naming.sure)
        return (
            self._of_two(question, given)
            or self._of_kind(question, given)
            or self._of_levels(question, given)
            or self._of_all(question, given)
        )

    def _named(self, question: Question, naming: Naming, named: list[Headed]) -> Several | None:
        """A和B的…分别是多少."""
        asked = without_names(question.plain, naming)
        if not naming.sure:
            named = self._best_of_each(replace(question, plain=asked), naming, named)
        compared = _COMPARED.search(question.plain) or len(naming.words) >= len(named)
        return Several(tuple(named), asked, True) if 1 < len(named) <= _MOST and compared else None

    def _of_two(self, question: Question, documents: Sequence[Headed]) -> Several | None:
        """低空经济和跨境电商的政策分别…: the two whose titles tell these subjects."""
        found = _TWO.search(question.plain)
        if found is None or not _COMPARED.search(question.plain):
            return None
        told = [titled(topic_words(subject), documents) for subject in found.groups()[:2]]
        asked = question.plain[found.end() :].strip("，,的 ")
        if question.intent is Intent.METADATA:
            asked = f"{found[3]}{asked}"
        if any(len(each) != 1 for each in told) or told[0] == told[1] or not asked:
            return None
        return Several((told[0][0], told[1][0]), asked, True)

    def _of_kind(self, question: Question, documents: Sequence[Headed]) -> Several | None:
        """两份工作报告里…各是多少, 两个托育计划的…: those of the kind whose titles hold the words."""
        found = _SOME.search(question.plain)
        if found is None:
            return None
        words = [word for word in content_words(found[2]) if len(word) > 1]
        told = [
            document
            for document in documents
            if found[3] in document.title
            and all(word in document.title or is_short_for(word, document.title) for word in words)
        ]
        asked = question.plain.replace(found[0], "").strip("，,的对 ")
        number = int(parse_numeral(found[1].replace("两", "二")) or 0) if found[1] != "几" else 0
        if number not in (0, len(told)) or not 1 < len(told) <= _MOST or not content_words(asked):
            return None  # of more than are spoken of nothing tells which
        return Several(tuple(told), asked, True)

    def _of_levels(self, question: Question, documents: Sequence[Headed]) -> Several | None:
        """省市县各补多少: for each level the document of it that the rest is about."""
        found = _LEVELS.search(question.plain)
        if found is None:
            return None
        asked = question.plain.replace(found[0], "").strip("，,的对 ")
        best: dict[str, Headed] = {}
        for level in filter(None, found.groups()):
            of_level = [d for d in documents if is_of_level(d, {level})]
            near = self._on_topic(asked, self._best(replace(question, plain=asked), of_level)[:1])
            best.update({head.identifier: head for head in near})
        return Several(tuple(best.values()), asked) if len(best) > 1 else None

    def _of_all(self, question: Question, documents: Sequence[Headed]) -> Several | None:
        """各市对…补多少, 哪些文件里…: all that are on the topic."""
        found = _EACH.search(question.plain)
        if found is None:
            return None
        asked = _EACH.sub("", question.plain).strip("，,的对 ")
        if not content_words(asked):
            return None
        level = found[0][-1] if _OF_LEVEL.match(found[0]) else ""
        of_level = [d for d in documents if level in set("省市县区") and is_of_level(d, {level})]
        given = of_level if len(of_level) > 1 else documents
        near = self._on_topic(asked, self._best(replace(question, plain=asked), given))
        return Several(tuple(near[:_MOST]), asked) if len(near) > 1 else None

    def _best(self, question: Question, documents: Sequence[Headed]) -> list[Headed]:
        """Those of some documents that a question may be about, best first."""
        among = frozenset(document.identifier for document in documents)
        ranked = self._router.candidates(question, among) if among else []
        return [
            self._library.head(each.document.identifier)
            for each in ranked
            if each.chance >= _POSSIBLE * ranked[0].chance
        ]

    def _on_topic(self, asked: str, documents: Sequence[Headed]) -> list[Headed]:
        """Those that hold most of the words, and pairs of words, that tell them apart."""
        texts = [self._library.documents[document.identifier].text for document in documents]
        weights = rarities(telling_words(asked), texts)
        shares = [held_share(weights, text) for text in texts]
        least = _ON_TOPIC * max(shares, default=0.0)
        return [each for each, share in zip(documents, shares, strict=True) if share >= least]

    def _best_of_each(
        self, question: Question, naming: Naming, named: Sequence[Headed]
    ) -> list[Headed]:
        """For each place that a question names the document of it that the rest is about."""
        best: dict[str, Headed] = {}
        for word in naming.words:
            of_place = [d for d in named if word in place_stems(d)]
            given = current(of_place, self._standing, question.years)
            best.update({head.identifier: head for head in self._best(question, given)[:1]})
        return list(best.values()) or list(named)


def without_names(asked: str, naming: Naming) -> str:
    """A question without the names of documents and the words that join them."""
    rest = asked
    for word in sorted(naming.words, key=len, reverse=True):
        rest = re.sub(
            rf"{re.escape(word)}[省市县区]?(?:[和与跟及、同]|的(?=[和与跟及、]))?", "", rest
        )
    rest = _JOINED.sub("", rest).strip()
    return rest if content_words(rest) else asked
