"""Questions about the documents themselves: which there are, and which speak of something.

The lists are complete: all documents are looked through, not the best found ones.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Status
from assistant.by_document import shown_name
from assistant.citations import Draft, cite
from assistant.lexicon import content_words, generic_nouns, official_words
from assistant.library import Library
from assistant.naming import named_documents, place_stems
from assistant.standing import Standing
from documents.document import Clause, ClauseKind, Document
from documents.document_head import Headed
from documents.regular_expressions import regex

_THING = r"(?:政策文件|文件|文档|公文)"
_WHICH_ARE = regex(
    rf"(?:(?:载入|收录|加载|导入|上传|收集|索引|库里|系统里?|这里|现在|目前|一共|总共|你|手[头上]).{{0,8}}(?:哪些|哪几[份个部]|多少[份个部]?|几[份个部]|什么){_THING})"
    rf"|(?:(?:哪些|哪几[份个部]|多少[份个部]|几[份个部]){_THING}(?:可以查|能查|可查|可以问|能问|被?载入|被?收录|可用))"
    rf"|^(?:有|列出|列举|列一下|查看)?(?:哪些|哪几[份个部]|多少[份个部]|几[份个部]|所有|全部)(?:的)?{_THING}[?？。]*$"
    rf"|有(?:哪些|哪几[份个部]|多少[份个部]|几[份个部]|什么){_THING}[?？。]*$"
    rf"|{_THING}(?:都|一共|总共)?(?:有|是)(?:哪些|哪几[份个部]?|多少[份个部]?|什么)[?？。]*$"
    rf"|(?:哪些|哪几[份个部])(?:{_THING}|政策)(?:都|已经?|还|是|仍然?|不再)*(?:失效|废止|过期|现行|有效|作废)"
    rf"|(?:{_THING}|政策)(?:里|中|当中)[^,，。?？]{{0,4}}(?:哪些|哪几[份个部])[^,，。?？]{{0,6}}(?:失效|废止|过期|现行|有效|作废)"
    rf"|(?:最近|最新|近期|新近)(?:印发|发布|公布|出台)?的(?:{_THING}|政策)(?:都|主要)?(?:有|是)(?:哪些|哪几|什么)"
    rf"|(?:失效|废止|过期|现行|有效|作废)(?:了)?的{_THING}?(?:有|是)?(?:哪些|哪几|多少)"
    rf"|(?:能|可以)(?:查|问|回答).{{0,4}}(?:哪些|什么)(?:政策|文件)"
)
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
_ENDED = regex(r"失效|废止|过期|作废")
_LATEST = regex(r"最近|最新|近期|新近")
_IN_FORCE = regex(r"现行|有效")
_OWN_WORDS = frozenset(
    [
        "文件",
        "文档",
        "政策",
        "公文",
        "政策文件",
        "载入",
        "收录",
        "加载",
        "系统",
        "现行",
        "失效",
        "有效",
        "印发",
        "发布",
        "公布",
        "出台",
        "最近",
        "最新",
        "近期",
        "过期",
        "废止",
        "作废",
    ]
)
_MOST_LISTED = 60


def answer_about_documents(
    plain: str, library: Library, standing: dict[str, Standing], today: date
) -> Answer | None:
    """The list of documents that a question asks for, or None where it asks for something else."""
    documents = library.heads()
    if _WHICH_ARE.search(plain) and not _names_subject(plain, documents):
        return _all_documents(plain, library, standing, today)
    asked = _SPEAK_OF.search(plain)
    if asked is None or len(documents) < 2:
        return None
    term = _LOOSE.sub("", _QUOTES.sub("", next(group for group in asked.groups() if group))).strip()
    if asked["subject"] or asked["of"]:
        term = _ON.sub("", _without_places(term, documents)).strip()
    named = named_documents(plain.replace(term, " ") if term else plain, documents)
    if len(term) < 2:
        return None
    among = named.documents or library.documents.keys()
    if asked["subject"] or asked["of"]:
        on_it = [d.identifier for d in documents if d.identifier in among and term in d.title]
        if on_it:
            found = [library.documents[identifier] for identifier in on_it]
            return _documents_on(term, plain, found, len(among))
    words = " ".join(word for word in content_words(term) if len(word) > 1)
    holding = library.that_may_hold([term, *official_words(term), words])
    return _documents_on(term, plain, [d for d in holding if d.identifier in among], len(among))


def _names_subject(plain: str, documents: Sequence[Headed]) -> bool:
    """Whether a question names more than places, years and kinds of documents."""
    rest = re.sub(r"(?:19|20)\d\d年?", "", _without_places(plain, documents))
    words = [word for word in content_words(rest) if len(word) > 1 and word not in generic_nouns()]
    return any(word not in _OWN_WORDS for word in words)


def _without_places(text: str, documents: Sequence[Headed]) -> str:
    """A text without the places that documents are of."""
    known = {stem for document in documents for stem in place_stems(document) if stem in text}
    for stem in sorted(known, key=len, reverse=True):
        text = re.sub(rf"{re.escape(stem)}[省市县区]?", "", text)
    return text


def _all_documents(
    plain: str, library: Library, standing: dict[str, Standing], today: date
) -> Answer:
    documents = library.heads()
    named = named_documents(plain, documents)
    years = {int(year) for year in re.findall(r"(?:19|20)\d\d", plain)}
    ended = _ENDED.search(plain) is not None
    by_force = ended or _IN_FORCE.search(plain) is not None
    chosen = [
        document
        for document in documents
        if (not named.documents or document.identifier in named.documents)
        and (not years or years & set(document.metadata.years))
        and not (by_force and standing[document.identifier].in_force(today) == ended)
    ]
    if _LATEST.search(plain):
        newest = max((each.metadata.year for each in chosen), default=0)
        chosen = [each for each in chosen if each.metadata.year == newest]
    draft = Draft()
    if not chosen:
        draft.remark(f"没有符合条件的文件。现有 {len(documents)} 份文件。")
        return draft.answer(Status.NOT_IN_SOURCE, plain)
    draft.remark(f"共有 {len(chosen)} 份文件：\n")
    for at, head in enumerate(chosen[:_MOST_LISTED], start=1):
        document = library.documents[head.identifier]
        title = document.clauses[0]
        label = standing[document.identifier].label(today)
        draft.remark(f"{at}. {label}：")
        line = _title_line(document)
        draft.say(line, cite(document, title, *_span_of(document, line)))
        draft.remark("\n")
    _say_how_many_more(draft, len(chosen))
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
    for at, (document, (clause, start, end)) in enumerate(found[:_MOST_LISTED], start=1):
        draft.remark(f"{at}. {shown_name(document)}{clause.number}：")
        draft.say(document.text[start:end].strip(), cite(document, clause, start, end))
        draft.remark("\n")
    _say_how_many_more(draft, len(found))
    return draft.answer(Status.ANSWERED, plain)


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
            return _sentence(document.text, *(inside or places)[0])
    words = [word for word in content_words(term) if len(word) > 1]
    for clause in document.clauses if len(words) > 1 else ():
        around = f"{' '.join(document.heading_path(clause))} {clause.text}"
        first = next((word for word in words if word in clause.text), "")
        if first and all(word in around for word in words):
            return _sentence(document.text, clause, clause.start + clause.text.index(first))
    return None


def _sentence(text: str, clause: Clause, at: int) -> tuple[Clause, int, int]:
    """A clause with the span of its sentence around an offset."""
    begin = max(text.rfind(stop, clause.start, at) + 1 for stop in "。；\n")
    ends = [end for stop in "。；\n" if (end := text.find(stop, at, clause.end)) >= 0]
    return clause, max(begin, clause.start), min(ends, default=clause.end)
