"""Who of several does what: the whole clause that divides the duties, a sentence or paragraph for each body.

A question in, the sentences of that clause out: 哪些部门管…，分别管什么; of bodies that are named (甲局和乙局各
管什么) those alone. Single bodies are those of `duties` and `acting`.
"""

from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import departments_in
from assistant.question import Question
from assistant.quoting import quote_sentences
from documents.document import Clause, Document
from documents.regular_expressions import regex

_ORGANS = r"(?:部门|单位|局|机关|机构)"
_ASKED = regex(
    rf"(?:哪(?:些|几个?)|各(?:个)?|什么){_ORGANS}[^。?？]*(?:分别|各自?)(?:都|来|具体)?(?:管|负责|干|做|承担|有)(?:什么|啥|哪)|"
    rf"各(?:个)?(?:相关|有关)?{_ORGANS}(?:的)?(?:职责|分工)|{_ORGANS}(?:之间)?(?:怎么|如何)分工|(?:涉及|牵涉)到?(?:哪些|几个){_ORGANS}|"
    r"(?:分别|各自?)(?:管|负责)(?:什么|啥|哪)"
)
_ORGAN = r"[\u4e00-\u9fff、（）()]{1,30}?(?:部门|机构|[局委办厅院站]|中心|[支大总]队|政府|办事处|街道|[乡镇]|总工会|联合会|协会|公司|企业)"
_DUTY = regex(
    rf"\s*(?P<organ>{_ORGAN})(?:等(?:部门|单位))?(?:应当|依法|按照?各自(?:的)?职责|根据职责|具体)*"
    r"(?:负责|协助|做好|承担|组织|指导|会同|牵头|统筹|对[^,，。；;]{2,24}(?:实施|进行|开展|予以)|监督|管理|配合)"
)
_NEAREST = 4
_LEAST = 2
_ON_TOPIC = 0.4


def answer_divided_duties(question: Question, evidence: Evidence) -> Answer | None:
    """The sentences of the nearest clause that divides duties among bodies; None where none is asked for or found.

    Of a clause that says more, only those that say what a body does.
    """
    if question.yes_no or question.reference or not _ASKED.search(question.plain):
        return None
    library = evidence.library
    topic = _ASKED.sub(" ", question.plain)
    for hit in evidence.hits[:_NEAREST]:
        told = _dividing(hit.document, hit.clause, evidence)
        if len(told) < _LEAST or library.responsibilities(hit.document, hit.clause):
            continue
        named = departments_in(question.plain, told)
        chosen = [sentence for organ, sentence in told.items() if not named or organ in named]
        around = f"{hit.document.title} {hit.clause.title} {hit.clause.text}"
        if named or library.coverage(topic, around) >= _ON_TOPIC or not topic.strip():
            return quote_sentences(chosen, question, library)
    return None


def _dividing(document: Document, clause: Clause, evidence: Evidence) -> dict[str, Sentence]:
    """The sentences of a clause that say what a body does, by the body."""
    told: dict[str, Sentence] = {}
    for start, end in evidence.library.sentence_spans(document, clause):
        found = _DUTY.match(document.text, start, end)
        if found is not None:
            told.setdefault(found["organ"], Sentence(document, clause, start, end, 1.0, 1.0))
    return told
