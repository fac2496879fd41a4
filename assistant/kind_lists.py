"""Lists asked for by their kind: materials, conditions, cases, steps, what a class is defined by.

The line that introduces such a list, or the title above it, says little of the rest: all of a
document's are looked through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from assistant import cues
from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words, official_words
from assistant.library import ASKED_OF, Library
from assistant.parts import list_items
from assistant.question import Intent, Question
from assistant.quoting import quote_sentences, stem_above, to_full_stops
from documents.document import Clause, Document
from documents.regular_expressions import regex


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind is asked for, how the line or title above its items names it, what one sentence of it holds.

    `are_cases`: the items are cases, of which the line says what follows (可以优先配租).
    """

    asked: re.Pattern[str]
    named: re.Pattern[str]
    stated: re.Pattern[str] | None = None
    are_cases: bool = False


_KINDS = (
    _Kind(
        regex(
            r"(?<![假伪造])(?:材料|证件|资料)|手续|(?:准备|交|带)[^,，。]{0,4}(?:东西|手续|文件)"
        ),
        regex(r"材料|证件|资料|(?:准备|交|带)[^,，。]{0,4}(?:东西|手续)"),
        regex(
            r"(?:持有|(?:^|[,，;；应须])持(?!续|久|股|证)|提交|提供|携带|出示|出具|具备|凭)[^。；;]*(?:证|照|证明|书|申请表|合同|复印件)"
        ),
    ),
    _Kind(
        regex(
            r"条件|门槛|资格|(?:什么样?|怎样|啥样?|哪些)的?(?:企业|单位|机构|人|人员|家庭|项目|主体|对象)(?:才)?(?:能|可以|有资格)|谁(?:才)?(?:能|可以|有资格)"
        ),
        regex(
            r"条件|门槛|资格|[\u4e00-\u9fff]{2}对象|(?:申报|申请|支持|补助|奖励|适用)(?:主体|范围|要求)"
        ),
    ),
    _Kind(
        regex(r"情形|(?<!达到)(?<!满足)(?<!出现)(?:哪|什么)[^,，。]{0,2}情况"),
        regex(r"情形|(?:下列|以下)[^。；;]{0,4}条件之一"),
        are_cases=True,
    ),
    _Kind(regex(r"(?:哪|几)[^,，。]{0,3}件事"), regex(r"职责|义务")),
    _Kind(
        regex(r"哪(?:些|几)[^,，。]{0,8}(?:归|算|属于|列入|纳入|划入)"), regex(r"范围|包括|是指")
    ),
    _Kind(
        regex(
            r"(?:哪|什么|几)[^,，。?？]{0,3}行为|(?:干|做|犯)了(?:什么|啥|哪)(?:样的|些|几件)?事[^。?？]*(?:被|罚|收|吊销|追究|取消)"
        ),
        regex(r"行为|情形"),
    ),
    _Kind(
        regex(r"(?:哪些|哪?几[项条个])[^,，。?？]{0,4}(?:要求|规定|讲究)(?![的是])"),
        regex(r"(?:下列|以下|如下)[^,，。；;:：]{0,4}(?:要求|规定)"),
    ),
    _Kind(regex(r"手段|招数|职权"), regex(r"可以(?:依法)?(?:采取|实施|行使)")),
    _Kind(regex(r"职责|义务"), regex(r"职责|义务")),
    _Kind(
        regex(r"程序|流程|步骤|(?:几|哪些)个?环节|(?:几|哪些|哪几)(?:道|步)(?!题)|手续"),
        regex(r"程序|流程|步骤"),
    ),
    _Kind(
        regex(r"界定|(?:怎么|如何|咋)(?:划分|区分|定义)|怎么算(?:作|是)?[^,，。]{0,4}[类级档]"),
        regex(r"是指|分为|包括|所称|认定标准"),
    ),
)
_ASKED = regex(r"哪|几(?:项|个|条|样|种|道|步)|什么|啥|清单|都(?:是|有)|列|逐条|怎么|如何|咋")
_NAMES = regex(
    r"哪|几(?:项|个|条|样|种)|什么|啥|清单|列|逐条|(?:交|带|准备)[^,，。]{0,4}(?:材料|证件|资料)"
)
_GOES_ON = regex(r"(?:材料|资料|证件)(?:包括|为|有)[:：]")
_INTRODUCES = regex(
    rf"[:：]$|{_GOES_ON.pattern}|(?:下列|以下|如下)[^。；;]{{0,12}}[:：]|[:：][(（]?[1１一][)）、.．]"
)
_DENIES = regex(
    r"不(?:得|予|能|纳入|计入|列入|包括|包含|适用|报|收|补(?!交|缴)|可以?|给|让|准|许|享受|符合|具备|再|会批|批)(?!少|缺)|[拿领得]不到|没(?:有)?资格|[拒挡拦]在?(?:之)?门外|红线|一分(?:钱)?(?:都|也)?[不没]|排除|除外|禁止|取消|停(?:止|发|掉)"
)
_NOT_NEEDED = regex(r"不必|无需|无须|不需要?|不再(?:要求|提[交供])|免(?:于|予)?提[交供]")
_ACTS = regex(
    r"不(?:能|准|许|让|可以|得|该|允许)(?:干|做|搞|弄|碰)|[做干搞弄碰]不得|(?:禁止|严禁)(?:做|干)"
)
_PENALTY = regex(r"处罚|罚款|责令|怎么罚|罚多少")
_FORBIDS_ACTS = regex(
    r"(?:不得|禁止|严禁)[^,，。；]{0,6}(?:下列|以下|如下)(?:行为|活动|情形)?[:：]"
)
_LISTED = regex(r"(?:下列|以下)(?:有关|各项|各类)?([一-鿿]{2})")
_OF_THAT_NOUN = 0.3
_LEAST_FIT = 0.6
_LEAST_FIT_OF_ONE = 0.3
_WITH_COLON = 0.2
_FOUND_NEAR = 0.3
_NEAREST = 5
_LEAST_FIT_OF_TITLE = 0.5
_LONGEST_CLAUSE = 400


def answer_kind_list(question: Question, evidence: Evidence) -> Answer | None:
    """The items of the line that introduces what a question asks by its kind, or what stands under its title."""
    denied = _DENIES.search(question.plain) is not None
    kind = _kind_asked(question.plain)
    if question.reference or not _ASKED.search(question.plain):
        return None
    if kind is None:
        return _denied_list(question, evidence.library) if denied else None
    library = evidence.library
    topic = kind.asked.sub(" ", question.plain)
    found = [
        (_fit_of(sentence, topic, library), sentence)
        for _, clause, sentence in _introducing_lines(library)
        if kind.named.search(f"{clause.title}{sentence.text}")
        or (denied and _DENIES.search(sentence.text))
    ]
    found = [(fit + _WITH_COLON * s.text.rstrip().endswith(("：", ":")), s) for fit, s in found]
    alike = [pair for pair in found if (_DENIES.search(pair[1].text) is not None) is denied]
    near = _near(evidence)
    fit, best = max(
        alike or found,
        key=lambda pair: (
            pair[0]
            + _FOUND_NEAR * (_place_of(pair[1]) in near)
            + _OF_THAT_NOUN * _names_listed(question.plain, pair[1].text)
        ),
        default=(0.0, None),
    )
    alone = len(alike or found) == 1
    least = _LEAST_FIT_OF_ONE if alone else _LEAST_FIT
    stated = _stated(kind, question, evidence)
    if stated is not None and not denied and _fit_of(stated, topic, library) > fit:
        return quote_sentences([stated], question, library)
    fits = fit >= _LEAST_FIT or not kind.are_cases or _may_follow(topic, best)
    near_enough = fit >= least or (alone and not _held_words(topic, library))
    if best is not None and fits and near_enough:
        return _say_list(best, question, library)
    if denied:
        return None
    titled = _under_title(kind, topic, question, library)
    return titled or (quote_sentences([stated], question, library) if stated else None)


def is_of_kind(question: Question) -> bool:
    """Whether a question may get a list: it asks for one by its kind, or for what is denied."""
    plain = question.plain
    asked = _kind_asked(plain) is not None or _DENIES.search(plain) is not None
    return asked and not question.reference


def _place_of(sentence: Sentence) -> tuple[str, int]:
    return sentence.document.identifier, sentence.clause.position


def _near(evidence: Evidence) -> set[tuple[str, int]]:
    """The clauses that a question is nearest to, and those that they are items of."""
    near = {(hit.document.identifier, hit.clause.position) for hit in evidence.hits[:_NEAREST]}
    above = {
        (hit.document.identifier, hit.clause.parent)
        for hit in evidence.hits[:_NEAREST]
        if hit.clause.parent is not None and not hit.clause.title
    }
    return near | above


def _kind_asked(plain: str) -> _Kind | None:
    """The kind whose words stand nearest to the word that asks: 材料递上去之后要过哪几道程序."""
    asked = _ASKED.search(plain)
    found = [(kind, match) for kind in _KINDS if (match := kind.asked.search(plain))]
    if asked is None or not found:
        return None
    return min(found, key=lambda pair: abs(pair[1].start() - asked.start()))[0]


def _held_words(topic: str, library: Library) -> list[str]:
    """The words of a topic that a document holds, those that say what is asked of one left out."""
    words = [word for word in content_words(topic) if len(word) > 1 and not ASKED_OF.search(word)]
    return [word for word in words if library.holds(word)]


def _may_follow(topic: str, best: Sentence | None) -> bool:
    """Whether the only line that introduces cases has a character of what is asked to follow from them.

    下列情形之一的，可以优先配租 has none of 退房, nor of what that is officially.
    """
    said = best.text if best is not None else ""
    words = [word for word in content_words(topic) if len(word) > 1]
    asked = "".join(chain(words, *map(official_words, words)))
    return not asked or any(character in said for character in asked)


def _say_list(best: Sentence, question: Question, library: Library) -> Answer:
    if best.text != best.clause.title:
        goes_on = _GOES_ON.search(best.text) is not None
        told = to_full_stops([best], library) if goes_on else [best]
        return quote_sentences(told, question, library)
    draft = Draft()
    draft.say(best.text, cite(best.document, best.clause, best.clause.start, best.clause.end))
    list_items(draft, best.document, best.clause)
    return draft.answer(Status.ANSWERED, question.plain)


def _denied_list(question: Question, library: Library) -> Answer | None:
    """The items of the line that denies something, where a question asks what is denied: 哪些位置不会批."""
    if question.intent not in (Intent.LIST, Intent.OPEN):
        return None
    topic = _DENIES.sub(" ", question.plain)
    found = [
        (_fit_of(sentence, topic, library), sentence)
        for _, _, sentence in _introducing_lines(library)
        if _DENIES.search(sentence.text)
        and (_PENALTY.search(question.plain) or not _PENALTY.search(sentence.text))
    ]
    fit, best = max(
        found,
        key=lambda pair: pair[0] + _OF_THAT_NOUN * _names_listed(question.plain, pair[1].text),
        default=(0.0, None),
    )
    if best is not None and fit >= _LEAST_FIT:
        return _say_list(best, question, library)
    acts = [pair for pair in found if _FORBIDS_ACTS.search(pair[1].text)]
    fit, act = max(acts, key=lambda pair: pair[0], default=(0.0, None))
    if (
        act is not None
        and _ACTS.search(question.plain)
        and (len(acts) == 1 or fit >= _LEAST_FIT_OF_ONE)
    ):
        return _say_list(act, question, library)
    shut_out = [s for _, s in found if s.text[-1:] in ":：" and cues.SHUTS_OUT.search(s.text)]
    only = len(shut_out) == 1 and cues.WHO_IS_OUT.search(question.plain) is not None
    return _say_list(shut_out[0], question, library) if only else None


def _under_title(kind: _Kind, topic: str, question: Question, library: Library) -> Answer | None:
    """What stands under a title of the kind (申报条件), or the sentence of that kind that fits best."""
    titled = [
        (
            _fit(topic, f"{' '.join(document.heading_path(clause))} {clause.text}", library),
            document,
            clause,
        )
        for document in library.documents.values()
        for clause in document.clauses
        if kind.named.search(clause.title)
        and document.is_leaf(clause)
        and len(clause.text) <= _LONGEST_CLAUSE
    ]
    fit, document, clause = max(titled, key=lambda one: one[0], default=(0.0, None, None))
    if document is None or clause is None or fit < _LEAST_FIT_OF_TITLE:
        return None
    spans = library.sentence_spans(document, clause)
    whole = [Sentence(document, clause, start, end, 1.0, 1.0) for start, end in spans]
    return quote_sentences(whole, question, library)


def _stated(kind: _Kind, question: Question, evidence: Evidence) -> Sentence | None:
    """The sentence that holds things of the kind without naming it: 持有营业执照和健康证明."""
    pieces = re.split(r"[,，。？?]", question.plain)
    in_words = any(kind.asked.search(piece) and _NAMES.search(piece) for piece in pieces)
    pattern = kind.stated if in_words else None
    for sentence in evidence.sentences if pattern else ():
        if pattern and _NOT_NEEDED.search(sentence.text):
            continue
        if pattern and pattern.search(sentence.text) and stem_above(sentence) is None:
            return sentence
    return None


def _introducing_lines(library: Library) -> Iterator[tuple[Document, Clause, Sentence]]:
    for document in library.documents.values():
        for clause in document.clauses:
            for sentence in _introducing(document, clause, library):
                yield document, clause, sentence


def _introducing(document: Document, clause: Clause, library: Library) -> Iterator[Sentence]:
    """The sentences of a clause that introduce a list, or its title where items lie below it.

    One that ends in a colon begins where its full sentence does: 有下列情形之一的，…；构成犯罪的，…：
    """
    text, opened = document.text, -1
    for start, end in library.sentence_spans(document, clause):
        opened = start if opened < 0 else opened
        if _INTRODUCES.search(text[start:end]):
            begin = opened if text[end - 1] in ":：" else start
            yield Sentence(document, clause, begin, end, 1.0, 1.0)
        opened = opened if text[end - 1] in "；;" else -1
    at = text.find(clause.title, clause.start, clause.end) if clause.title else -1
    items = [child for child in document.children(clause) if not child.title]
    if at >= 0 and len(items) > 1 and not document.stem(clause):
        yield Sentence(document, clause, at, at + len(clause.title), 1.0, 1.0)


def _fit_of(sentence: Sentence, topic: str, library: Library) -> float:
    above = " ".join(sentence.document.heading_path(sentence.clause))
    return _fit(topic, f"{above} {sentence.text}", library)


def _names_listed(plain: str, line: str) -> bool:
    """Whether a question has the noun that a line lists, in official words perhaps: 下列费用 for 什么样的花费."""
    listed = _LISTED.search(line)
    return listed is not None and listed[1] in " ".join((plain, *official_words(plain)))


def _fit(topic: str, around: str, library: Library) -> float:
    """How well the line that introduces a list fits the rest of a question: words, sense, characters."""
    characters = [c for word in content_words(topic) for c in word]
    shared = sum(c in around for c in characters) / max(len(characters), 1)
    return library.coverage(topic, around) + max(library.likeness(topic, around), 0.0) + shared
