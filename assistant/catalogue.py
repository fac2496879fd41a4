"""Questions about the documents themselves: which there are, and which speak of something.

The lists are complete: all documents are looked through, not the best found ones.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Status
from assistant.by_document import shown_name
from assistant.citations import Draft, cite, sentence_at
from assistant.lexicon import content_words, official_words
from assistant.library import Library
from assistant.naming import named_documents
from assistant.standing import Standing, in_words
from assistant.wanted_documents import (
    State,
    WantedDocuments,
    wanted_documents,
    wanted_on_subject,
    without_places,
)
from assistant.wanted_documents import chosen_documents as _chosen
from documents.document import Clause, ClauseKind, Document
from documents.document_head import Headed
from documents.regular_expressions import regex

_SPEAK_OF = regex(
    r"(?:哪些|哪几[份个部]|哪[个份部]|有多少[份个部]|几[份个部])(?:市|县|省|区|地方|城市)?的?(?:政策)?(?:文件|文档|公文|政策(?=提到|提及|涉及|讲到|写到|写了|讲了|说了|规定了))(?:里|中)?(?:都|有)?"
    r"(?:提到|提及|涉及|讲到|讲了|写到|写了|说到|说了|规定了|规定|包含|谈到|关于|跟|和|与|有关|支持|对)(?:了|过|到)?(?P<after>[^?？。]{2,30})"
    r"|(?P<before>[^,，。?？]{2,24}?)(?:在|被)?(?:哪些|哪几[份个部]|哪[个份部])(?:政策)?(?:文件|文档|公文)(?:里|中)?(?:都|有)?(?:出现|提到|提及|写|讲|说|规定|涉及)"
    r"|^(?!.*(?:申请|申报|办理|提交|需要|准备|带))(?P<subject>[^,，。?？]{2,16}?)(?:方面|这块儿?|领域)?(?:都|现在|目前)?(?:有|出台?了|发了)(?:哪些|哪几[份个部]|什么)(?:政策)?(?:文件|文档|公文)[?？。]*$"
    r"|^(?P<of>[^,，。?？]{2,16}?)(?:方面|领域)?的(?:政策)?(?:文件|文档|公文)(?:都|一共)?有(?:哪些|哪几[份个部]|多少[份个部])[?？。]*$"
    r"|(?:关于|有关|涉及|提到)(?P<about>[^,，。?？]{2,24}?)的(?:政策)?(?:文件|文档|公文)(?:都|一共|总共)?(?:有|是)(?:哪些|哪几|多少|几)"
)
_LOOSE = regex(
    r"^(?:关于|有关|对于|到|了|过)+|(?:的?(?:内容|规定|事|事情|要求|支持|有关|相关|方面))+$|(?:吗|呢|的|了|有规定|作了规定)+$"
)
_ON = regex(r"^[对在于就的]+|关于|[在的对]+$")
_QUOTES = regex(r"[“”\"「」『』《》]")
_MOST_LISTED = 60
_MOST_NAMED = 10


def answer_about_documents(
    plain: str, library: Library, standing: dict[str, Standing], today: date
) -> Answer | None:
    """The list of documents that a question asks for, or None where it asks for something else."""
    documents = library.heads()
    wanted = wanted_documents(plain, documents, today)
    if wanted is not None:
        return _listed(wanted, plain, library, standing, today)
    on_subject = wanted_on_subject(plain, documents) if len(documents) > 1 else None
    if on_subject is not None:
        return _on_subject(on_subject, plain, library, standing, today)
    asked = _SPEAK_OF.search(plain)
    if asked is None or len(documents) < 2:
        return None
    term = _LOOSE.sub("", _QUOTES.sub("", next(group for group in asked.groups() if group))).strip()
    if asked["subject"] or asked["of"]:
        term = _ON.sub("", without_places(term, documents)).strip()
    if len(term) < 2:
        return None
    if asked["subject"] or asked["of"]:
        among = _among(term, plain, library)
        on_it = [d.identifier for d in documents if d.identifier in among and term in d.title]
        if on_it:
            found = [library.documents[identifier] for identifier in on_it]
            return _documents_on(term, plain, found, len(among))
    return _speaking_of(term, plain, library)


def _among(term: str, plain: str, library: Library) -> Collection[str]:
    """The identifiers of the documents that a question names beside a term; all where it names none."""
    named = named_documents(plain.replace(term, " "), library.heads())
    return named.documents or library.documents.keys()


def _speaking_of(term: str, plain: str, library: Library) -> Answer:
    """The documents that hold a term, official words for it, or all of its words."""
    holding = _holding(term, plain, library)
    return _documents_on(term, plain, holding, len(_among(term, plain, library)))


def _holding(term: str, plain: str, library: Library) -> list[Document]:
    """The documents that may hold a term, of those that a question names beside it."""
    among = _among(term, plain, library)
    words = " ".join(word for word in content_words(term) if len(word) > 1)
    holding = library.that_may_hold([term, *official_words(term), words])
    return [document for document in holding if document.identifier in among]


def _listed(
    wanted: WantedDocuments,
    plain: str,
    library: Library,
    standing: dict[str, Standing],
    today: date,
) -> Answer:
    """The documents that are as wanted, one a line; those of which it is not known, behind them."""
    documents = library.heads()
    chosen = [] if wanted.unknown_place else _chosen(wanted, plain, documents, standing, today)
    draft = Draft()
    if chosen:
        _say_list(draft, chosen, library, standing, today)
    else:
        what = f"{wanted.unknown_place}的文件" if wanted.unknown_place else "符合条件的文件"
        draft.remark(f"没有{what}。现有 {len(documents)} 份文件。")
    if wanted.state is State.EXPIRING:
        draft.remark(
            f"（有效期至{in_words(wanted.until[0])}到{in_words(wanted.until[1])}之间的。）"
        )
    if wanted.state in (State.ENDED, State.IN_FORCE) and not wanted.unknown_place:
        given = _chosen(replace(wanted, state=None), plain, documents, standing, today)
        unclear = [head for head in given if standing[head.identifier].unclear(today)]
        if unclear:
            names = "、".join(map(shown_name, unclear[:_MOST_NAMED]))
            more = "等" if len(unclear) > _MOST_NAMED else ""
            draft.remark(
                f"（另有 {len(unclear)} 份有更新的版本或标题所写的期间已过，"
                f"原文没有写明是否失效：{names}{more}。）"
            )
    return draft.answer(Status.ANSWERED if chosen else Status.NOT_IN_SOURCE, plain)


def _say_list(
    draft: Draft,
    chosen: Sequence[Headed],
    library: Library,
    standing: dict[str, Standing],
    today: date,
) -> None:
    draft.remark(f"共有 {len(chosen)} 份文件：\n")
    for at, head in enumerate(chosen[:_MOST_LISTED], start=1):
        document = library.documents[head.identifier]
        draft.remark(f"{at}. {standing[head.identifier].label(today)}：")
        line = _title_line(document)
        draft.say(line, cite(document, document.clauses[0], *_span_of(document, line)))
        draft.remark("\n")
    _say_how_many_more(draft, len(chosen))


def _on_subject(
    wanted: WantedDocuments,
    plain: str,
    library: Library,
    standing: dict[str, Standing],
    today: date,
) -> Answer | None:
    """The documents with a subject in their titles, else those that speak of it; None where none does."""
    chosen = _chosen(wanted, plain, library.heads(), standing, today)
    if wanted.level and not chosen:
        return None
    if not chosen:
        return _speaking_of(wanted.subject, plain, library)
    draft = Draft()
    _say_list(draft, chosen, library, standing, today)
    titled = {head.identifier for head in chosen}
    others = [] if wanted.level else _holding(wanted.subject, plain, library)
    beside = [
        (document, where)
        for document in others
        if document.identifier not in titled and (where := _place_of(wanted.subject, document))
    ]
    if beside:
        draft.remark(f"标题里没有、正文提到“{wanted.subject}”的另有 {len(beside)} 份：\n")
        _say_places(draft, beside)
    return draft.answer(Status.ANSWERED, plain)


def _say_how_many_more(draft: Draft, found: int) -> None:
    if found > _MOST_LISTED:
        draft.remark(f"（另有 {found - _MOST_LISTED} 份未列出）")


def _title_line(document: Document) -> str:
    """The line of the title as printed, or the first one of the document."""
    lines = document.clauses[0].text.split("\n")
    return next(
        (line for line in lines if line.strip() and line.strip() in document.title), lines[0]
    )


def _span_of(document: Document, line: str) -> tuple[int, int]:
    start = document.text.index(line)
    return start, start + len(line)


def _documents_on(term: str, plain: str, documents: Sequence[Document], asked: int) -> Answer:
    """The documents with a clause that holds a term, or all of its words; each with that clause.

    `asked` is how many there are, those too that cannot hold it.
    """
    found = [(document, where) for document in documents if (where := _place_of(term, document))]
    draft = Draft()
    if not found:
        draft.remark(f"现有的 {asked} 份文件都没有提到“{term}”。")
        return draft.answer(Status.NOT_IN_SOURCE, plain)
    draft.remark(f"共有 {len(found)} 份文件提到“{term}”：\n")
    _say_places(draft, found)
    return draft.answer(Status.ANSWERED, plain)


def _say_places(draft: Draft, found: Sequence[tuple[Document, tuple[Clause, int, int]]]) -> None:
    for at, (document, (clause, start, end)) in enumerate(found[:_MOST_LISTED], start=1):
        draft.remark(f"{at}. {shown_name(document)}{clause.number}：")
        draft.say(document.text[start:end].strip(), cite(document, clause, start, end))
        draft.remark("\n")
    _say_how_many_more(draft, len(found))


def _place_of(term: str, document: Document) -> tuple[Clause, int, int] | None:
    """The sentence of a clause that speaks of a term: holds it, its official word, or its words."""
    text = unicodedata.normalize("NFKC", document.text)
    if len(text) != len(document.text):
        text = document.text
    for word in (term, *official_words(term)):
        found = (
            (document.clause_at(m.start()), m.start()) for m in re.finditer(re.escape(word), text)
        )
        places = [(clause, at) for clause, at in found if clause is not None]
        inside = [place for place in places if place[0].kind is not ClauseKind.TITLE]
        if places:
            return sentence_at(document.text, *(inside or places)[0])
    words = [word for word in content_words(term) if len(word) > 1]
    for clause in document.clauses if len(words) > 1 else ():
        around = f"{' '.join(document.heading_path(clause))} {clause.text}"
        first = next((word for word in words if word in clause.text), "")
        if first and all(word in around for word in words):
            return sentence_at(document.text, clause, clause.start + clause.text.index(first))
    return None
