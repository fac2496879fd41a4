"""How a question is declined: why, what comes nearest, and whom to ask. Never a guess."""

from collections.abc import Sequence

from assistant.answer import Answer, Status
from assistant.by_document import in_book_marks, shown_name
from assistant.citations import Draft, cite
from assistant.evidence import Evidence
from assistant.lexicon import official_words
from assistant.library import Library
from documents.document import Clause, DefectKind, Document
from documents.document_head import Headed

_NEAREST = 3
_NAMED = 3
_NEAR = 0.2


def truncated_clause(document: Document) -> Clause | None:
    """The clause that the text of a document stops in, or None where it is complete."""
    for defect in document.defects:
        if defect.kind is DefectKind.TRUNCATED and defect.clause is not None:
            return document.clauses[defect.clause]
    return None


def decline_greeting(library: Library, resolved: str) -> Answer:
    """Greet, and say what can be asked."""
    names = "、".join(in_book_marks(d.title) for d in library.heads()[:3])
    draft = Draft()
    draft.remark(f"您好。我可以回答{names}里的问题，例如目标、牵头单位、支持措施。请直接输入问题。")
    return draft.answer(Status.NEEDS_CLARIFICATION, resolved)


def is_cut_off(document: Document, clause: Clause, end: int) -> bool:
    """Whether the text of a document stops at this offset, in the middle of a sentence."""
    return truncated_clause(document) == clause and end >= clause.end


def decline_missing(evidence: Evidence, resolved: str, what: str = "所问的内容") -> Answer:
    """Decline: the documents do not hold what was asked.

    Where the best clause is the one that the text stops in, the answer says that the text is cut.
    """
    best = evidence.best
    if best is not None and truncated_clause(best.document) == best.clause:
        return decline_cut(best.document, evidence, resolved, what)
    draft = Draft()
    draft.remark(f"原文没有载明{what}。")
    _offer_nearest(draft, evidence)
    return draft.answer(Status.NOT_IN_SOURCE, resolved)


def decline_cut(
    document: Document, evidence: Evidence, resolved: str, what: str = "所问的内容"
) -> Answer:
    """Decline: the text as supplied stops before it."""
    draft = Draft()
    clause = truncated_clause(document)
    where = f"在{clause.number} {clause.title}处中断" if clause else "不完整"
    draft.remark(
        f"现有的原文文本{where}，之后的内容缺失，无法确认{what}。请查阅发文机关公布的完整原文。"
    )
    _offer_nearest(draft, evidence)
    return draft.answer(Status.SOURCE_INCOMPLETE, resolved)


def decline_out_of_scope(library: Library, resolved: str, nearest: Sequence[Headed] = ()) -> Answer:
    """Decline: the question is not about the loaded documents, of which many are told by the nearest."""
    count = len(library.documents)
    draft = Draft()
    draft.remark("这个问题超出了已载入政策文件的范围，无法回答。")
    if count > _NAMED and nearest:
        draft.remark(f"现已载入 {count} 份文件，最接近的是{shown_name(nearest[0])}。")
    else:
        names = "、".join(in_book_marks(d.title) for d in library.heads()[:_NAMED])
        draft.remark(f"现已载入：{names}{f'等 {count} 份文件' if count > _NAMED else ''}。")
    return draft.answer(Status.OUT_OF_SCOPE, resolved)


def decline_not_loaded(library: Library, resolved: str, number: str) -> Answer:
    """Decline: a document is asked by a number that none of the loaded ones has."""
    draft = Draft()
    draft.remark(f"没有载入文号为{number}的文件，无法回答。请核对文号，或先载入该文件。")
    ends = f"{number[number.index('〔') :]}"
    alike = [head for head in library.heads() if head.number.endswith(ends)]
    alike = alike or [h for h in library.heads() if h.number.startswith(number.partition("〔")[0])]
    if alike:
        names = "、".join(map(shown_name, alike[:_NEAREST]))
        draft.remark(f"文号相近的有：{names}。")
    return draft.answer(Status.NOT_IN_SOURCE, resolved)


def decline_absent(library: Library, resolved: str, thing: str, asked: Sequence[Headed]) -> Answer:
    """Decline: the documents of the place that is asked about say nothing of a thing, those of others do."""
    draft = Draft()
    places = "、".join(dict.fromkeys(h.metadata.places[-1] for h in asked if h.metadata.places))
    draft.remark(f"已载入的{places}文件（{len(asked)} 份）没有载明“{thing}”。")
    names_of_it = (thing, *official_words(thing))
    others = [h for h in library.heads() if any(name in h.title for name in names_of_it)]
    if others:
        names = "、".join(map(shown_name, others[:_NEAREST]))
        draft.remark(f"提到它的有：{names}，都不是{places}的文件，没有用来回答。")
    return draft.answer(Status.NOT_IN_SOURCE, resolved)


def _offer_nearest(draft: Draft, evidence: Evidence) -> None:
    """Add the nearest clauses as related ones, and the departments to ask, where any is near."""
    near = []
    for hit in evidence.hits[:_NEAREST]:
        best = evidence.of(hit.clause, hit.document)
        if hit.cosine >= _NEAR and best:  # the clause that is named has to be among the related
            near.append(hit)
            draft.related.append(cite(hit.document, hit.clause, best[0].start, best[0].end))
    if not near:
        return
    first = near[0]
    name = " ".join(part for part in (first.clause.number, first.clause.title) if part)
    draft.remark(f"最接近的条款是{name}。")
    named = evidence.library.offices(first.document, first.clause)
    if named:
        draft.remark(f"可向{named[0].role.value}{'、'.join(named[0].departments)}咨询。")
