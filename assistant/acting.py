"""What a body does by the sentences of a text, where no clause ends in a bracket of departments."""

import re

from assistant import cues
from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import are_one_department, content_words, core_name, departments_in
from assistant.library import Library
from assistant.question import Question
from assistant.quoting import quote_sentences
from assistant.several import join_answers
from documents.document import Clause, ClauseKind, Document
from documents.regular_expressions import regex
from documents.responsibilities import departments_titled

_BODY = regex(
    r"[\u4e00-\u9fff]{2,16}?(?:部门|机关|机构|政府|办事处|委员会|公司|中心|海关|银行|供销社|联社|残联|妇联|工商联|总工会|科协|协会|商会|[支大总]队|[局委办厅院站室])(?![\u4e00-\u9fff]?[些个家])"
)
_ACT = regex(
    r"应当|汇总|通报|公布|开展|验收|认定|评估|抽检|检查|约谈|拨付|下达|负责|主管|牵头|管理|受理|协调|责令|审核|审查|审批|组织|答复|确认|指导|监督|督促|备案|处理|会同|初审|建立|制定|追回|收回|发放|安排|核定|核查|查处|报送|提供|配合|征收|收取|委托|审定|抽查|复核|核实|组建|签订|出具|承担"
)
_LEFT_TO = regex(r"由[\u4e00-\u9fff]{2,20}(?:来)?(?:做|管|处理|处罚|责令|审核|审批|会同)")
_KIND = regex(r"(?:行政)?(?:主管)?(?:部门|机关|机构|委员会|[局委办厅院])$")
_OTHER_ENDINGS = ("机关", "部门", "主管部门", "行政部门", "行政主管部门")
_SHORTEST_CORE = 2
_MOST_DUTIES = 12
_ONLY_LEADS = regex(
    r"(?P<leads>牵头|挑头|带头|主抓)|责任(?:单位|部门)|配合|参与|第一|几(?:条|项|个)|多少"
)


def answer_acts(question: Question, evidence: Evidence) -> Answer | None:
    """All sentences by which a body that a question names does or bears something, or None.

    For texts that name no departments behind their clauses. Where a question says more of the
    duties (责令改正, 罚款), the sentences that hold most of it are given.
    """
    asked = cues.DUTY_OF.search(question.plain) or _LEFT_TO.search(question.plain)
    if asked is None or cues.WHICH_DUTIES.search(question.plain) is None:
        return None
    organs = _acting_organs(question, evidence.library)
    kept = _sentences_of(organs, question, evidence)
    clauses = {(s.document.identifier, s.clause.position) for s in kept}
    least = 1 if any(organ in question.plain for organ in organs) else 2
    if not least <= len(clauses) <= _MOST_DUTIES:
        return None
    return quote_sentences(kept, question, evidence.library)


def answer_told(question: Question, evidence: Evidence) -> Answer | None:
    """As `answer_acts`, of one sentence too: for a body that no bracket or table names."""
    kept = _sentences_of(_acting_organs(question, evidence.library), question, evidence)
    if not 0 < len(kept) <= _MOST_DUTIES:
        return None
    return quote_sentences(kept, question, evidence.library)


def with_acts(question: Question, evidence: Evidence, led: Answer) -> Answer:
    """What a body leads, with what else it does by the sentences of other clauses.

    Where only what it leads is asked, those that say that it leads.
    """
    only = _ONLY_LEADS.search(question.plain)
    if led.status.refused or (only and not only["leads"]):
        return led
    organs = _acting_organs(question, evidence.library)
    listed = {(citation.document, citation.position) for citation in led.citations}
    beside = [
        sentence
        for sentence in _sentences_of(organs, question, evidence)
        if (sentence.document.identifier, sentence.clause.position) not in listed
        and (only is None or any(f"{organ}牵头" in sentence.text for organ in organs))
    ]
    if not 0 < len(beside) <= _MOST_DUTIES:
        return led
    others = quote_sentences(beside, question, evidence.library, named=True)
    return join_answers([led, others], led.resolved_question)


def _sentences_of(organs: list[str], question: Question, evidence: Evidence) -> list[Sentence]:
    """The sentences by which the body that a question names does something."""
    if not organs:
        return []
    root = _root(organs[0])
    other_level = _other_level(question.plain, root)
    sentences = [
        Sentence(document, clause, start, end, 1.0, 1.0)
        for document in evidence.library.documents.values()
        for clause in _scope(question, document)
        for start, end in evidence.library.sentence_spans(document, clause)
        if _acts(organs, other_level.sub(" ", document.text[start:end]))
        or any(
            titled.endswith(organ) or are_one_department(organ, titled)
            for titled in departments_titled(clause)
            for organ in organs
        )
    ]
    rest = cues.DUTY_OF.sub(" ", _BODY.sub(" ", question.plain.replace(root, " ")))
    own = "".join(head.title for head in evidence.library.documents.values())
    words = [w for w in content_words(rest) if len(w) > 1 and w not in own]
    held = [sum(word in sentence.text for word in words) for sentence in sentences]
    kept = [s for s, count in zip(sentences, held, strict=True) if count == max(held)]
    return kept if max(held, default=0) > 1 else sentences


def _acting_organs(question: Question, library: Library) -> list[str]:
    """The body whose duties are asked, by each name that the documents have for it: 公安交管部门 too.

    Else the longest run of the question that ends like a body and stands in a document.
    """
    named = departments_in(question.plain, library.bodies())
    if named:
        whole = [name for name in named if name in question.plain]
        named = whole or named
        root = _root(max(named, key=len))
        others = (f"{root}{ending}" for ending in (*_OTHER_ENDINGS, "局", "委"))
        return [max(named, key=len), *filter(library.holds, others)]
    for found in _BODY.finditer(question.plain):
        for start in range(found.start(), found.end() - 2):
            name = question.plain[start : found.end()]
            if library.holds(name):
                return [name]
        bare = core_name(found[0])
        root = _KIND.sub("", bare)
        for ending in (*_OTHER_ENDINGS, "局", "委", "厅", "办") if root != bare else ():
            if len(root) >= _SHORTEST_CORE and library.holds(f"{root}{ending}"):
                return [f"{root}{ending}"]
    return []


def _root(organ: str) -> str:
    """What a body is for, without its level and kind: 卫生健康 of 市卫生健康委员会; 主管部门 is no more."""
    return _KIND.sub("", organ if organ.startswith("市场") else core_name(organ)) or organ


def _other_level(plain: str, root: str) -> re.Pattern[str]:
    """A body as it is named at another level than a question's: 县（区）财政 where 市财政局 is asked."""
    county, city = (
        rf"(?:同级|[县区旗]\W?)\s*(?:一级|级|里)?的?{root}",
        rf"市(?:一级|级|里)?的?{root}",
    )
    if re.search(county, plain):
        return re.compile(city)
    return re.compile(county if re.search(city, plain) else r"(?!)")


def _scope(question: Question, document: Document) -> list[Clause]:
    """The clauses of the part that a question names by its title, else all."""
    named = [
        c
        for c in document.clauses
        if c.title and not document.is_leaf(c) and c.title in question.plain
    ]
    inside = [clause for part in named[:1] for clause in document.subtree(part)]
    return inside or [c for c in document.clauses if c.kind is not ClauseKind.TITLE]


def _acts(organs: list[str], sentence: str) -> bool:
    """Whether a body does something in a phrase of a sentence, or something is left to it."""
    phrases = re.split(r"[，,；;。:：]", sentence)
    return any(
        any(organ in phrase for organ in organs)
        and (_ACT.search(phrase) or phrase.strip().startswith(tuple(organs)))
        for phrase in phrases
    )
