"""Answers to which-questions: parts of a heading, items of a stem, all that is said of a named thing."""

import re

from assistant import cues
from assistant.answer import Answer, Status
from assistant.citations import Draft, cite
from assistant.evidence import Evidence, Sentence
from assistant.leaning import LEANS
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.lookups import shared_term
from assistant.parts import best_title, find_part, list_children
from assistant.question import Question
from assistant.quoting import quote_sentences, stem_above
from documents.document import Clause, ClauseKind, DefectKind, Document
from documents.numerals import CHINESE_NUMERAL, parse_numeral
from documents.regular_expressions import regex

_SHORTEST_COUNTED = 4
_SHORTEST_NOUN = 3
_FEW_CLAUSES = 6
_MOST_LISTED = 12
_COUNTED = regex(r"[一二两三四五六七八九十\d]+(?:大|项|个)")
_TITLE_VERBS = regex(
    r"^(?:(?:着力|加快|大力|深入|全面|持续|统筹)?(?:推进|实施|加强|打造|建设|开展|构建|健全|完善|强化|促进|提升|发展|落实))+"
)
_NEARLY = 0.75
_HOW_MANY = regex(rf"哪({CHINESE_NUMERAL}|\d+)([件项个类种条步款])")
_HOW_MANY_KINDS = regex(r"(?:哪几|几大?)([类种级档等])")
_COUNT_ASKED = regex(r"[一二两三四五六七八九十\d几](?:大|项|个|类|种)")
_QUOTED = regex(r"[“\"「『‘]([^”\"」』’]{2,30})[”\"」』’]")
_PRESENT_ONLY = regex(r"看得到|看得见|能看到|可见|现有|现存|目前|已有|残|给出的|文本里|文本中")
_COUNTY = regex(
    r"(?<=[、，。,；：:及和与在])([\u4e00-\u9fff]{1,3}县)(?![\u4e00-\u9fff]{0,1}[级区域])"
)
_ALL_OF = regex(
    r"文件里|文中|全文|通篇|点名|提到|名下|有关|涉及|(?<![场处会居住诊厕])所有(?!权)|总共|归拢|汇总"
)


def answer_list(question: Question, evidence: Evidence) -> Answer | None:
    """The parts of a heading, the items of a stem, or all that is said of a named thing or figure.

    None where the question is about none of these: the sentence that lists is the answer then.
    """
    if evidence.best is None:
        return None
    document = evidence.document
    part = find_part(question, evidence) if question.ordinal else None
    if isinstance(part, Answer):
        return part
    heading = part if part and not document.is_leaf(part) else _asked_heading(question, evidence)
    if heading is not None:
        if _lacks_parts(heading, evidence) and not _PRESENT_ONLY.search(question.plain):
            return _list_incomplete(heading, evidence, question)
        draft = Draft()
        draft.say(heading.title, cite(document, heading, heading.start, heading.end))
        list_children(draft, document, heading)
        return draft.answer(Status.ANSWERED, question.plain)
    stem = _counted_stem(question, evidence)
    if stem is None and evidence.sentences:
        stem = stem_above(evidence.sentences[0])
    if stem is not None:
        return quote_sentences([stem], question, evidence.library)
    library = evidence.library
    named = _all_with_figure(question, library) or _all_of_named(question, library)
    return quote_sentences(named, question, library) if named else None


def _counted_stem(question: Question, evidence: Evidence) -> Sentence | None:
    """The line that introduces as many items as a question asks for: 以下10件民生实事 for 哪十件.

    Where it asks for no number of them (消费券有哪几类), the line that counts its items by that measure.
    """
    counted, kinds = _HOW_MANY.search(question.plain), _HOW_MANY_KINDS.search(question.plain)
    wanted = parse_numeral(counted[1]) if counted else None
    measure = counted[2] if counted else kinds[1] if kinds else ""
    topic = [w for w in content_words(_HOW_MANY_KINDS.sub(" ", question.plain)) if len(w) > 1]
    for sentence in evidence.sentences if wanted or kinds else ():
        clause, document = sentence.clause, sentence.document
        items = [c for c in document.children(clause) if c.kind is ClauseKind.NUMBERED]
        number = wanted or len(items)
        introduces = sentence.text.rstrip().endswith(("：", ":")) and number == len(items) > 0
        about = bool(wanted) or all(word in sentence.text for word in topic)
        if introduces and about and f"{number:g}{measure}" in _in_digits(sentence.text):
            return sentence
    return None


def _in_digits(text: str) -> str:
    """A text with its numerals in digits: 十件 as 10件."""
    return re.sub(CHINESE_NUMERAL, lambda found: f"{parse_numeral(found[0]) or 0:g}", text)


def _list_incomplete(heading: Clause, evidence: Evidence, question: Question) -> Answer:
    """The parts that are there, with the word that the text stops before the others."""
    document = evidence.document
    draft = Draft()
    draft.remark("现有的原文文本在中途中断，没有载全各项。")
    draft.say(heading.title, cite(document, heading, heading.start, heading.end))
    list_children(draft, document, heading)
    draft.remark("其余各项缺失，请查阅发文机关公布的完整原文。")
    return draft.answer(Status.SOURCE_INCOMPLETE, question.plain)


def _lacks_parts(heading: Clause, evidence: Evidence) -> bool:
    """Whether the text holds fewer parts of a heading than it promises."""
    return any(
        defect.kind is DefectKind.FEWER_PARTS and defect.clause == heading.position
        for defect in evidence.document.defects
    )


def _asked_heading(question: Question, evidence: Evidence) -> Clause | None:
    """The heading with parts whose counted words (六大生产性服务业) a question repeats."""
    document = evidence.document
    headings = [
        clause
        for clause in document.clauses
        if clause.title and not document.is_leaf(clause) and clause.kind is ClauseKind.NUMBERED
    ]
    kin = _parts_of_noun(question, document) or _nearly_named(question, evidence, headings)
    if kin is not None:
        return kin
    if cues.PARTS_ASKED.search(question.plain) and not question.advice:
        named = [clause for clause in headings if _is_named(clause, question)]
        terms = _QUOTED.findall(question.plain)
        named += [
            c for c in headings if any(len(t) >= _SHORTEST_NOUN and t in c.title for t in terms)
        ]
        if named:
            return max(named, key=lambda clause: len(clause.title))
    heading = best_title(question.plain, evidence, headings)
    counted = _COUNTED.search(heading.title) if heading else None
    if heading is None or counted is None or question.advice:
        return None
    words = heading.title[counted.start() :]
    noun = heading.title[counted.end() :]
    by_count = any(words[:length] in question.plain for length in range(_SHORTEST_COUNTED, 9))
    by_noun = len(noun) >= _SHORTEST_NOUN and noun[:_SHORTEST_NOUN] in question.plain
    asked = by_count or (by_noun and _COUNT_ASKED.search(question.plain))
    return heading if asked else None


def _parts_of_noun(question: Question, document: Document) -> Clause | None:
    """The heading whose parts all end in the noun that is counted: 哪几大行动."""
    noun = cues.COUNTED_PARTS.search(question.plain)
    for heading in document.clauses if noun else ():
        parts = [c for c in document.children(heading) if c.kind is ClauseKind.NUMBERED]
        if len(parts) > 1 and noun and all(part.title.endswith(noun[1]) for part in parts):
            return heading
    return None


def _nearly_named(question: Question, evidence: Evidence, headings: list[Clause]) -> Clause | None:
    """The heading whose title a question says nearly all of, and little else: “光伏+”示范工程."""
    if not cues.PARTS_ASKED.search(question.plain) or question.advice:
        return None
    library = evidence.library
    rest = cues.PARTS_ASKED.sub(" ", question.plain)
    fits = {
        heading: min(
            library.coverage(_TITLE_VERBS.sub("", heading.title), rest),
            library.coverage(rest, heading.title),
        )
        for heading in headings
        if all(child.title for child in evidence.document.children(heading))
    }
    best = max(fits, key=lambda heading: fits[heading], default=None)
    return best if best is not None and fits[best] >= _NEARLY else None


def _is_named(heading: Clause, question: Question) -> bool:
    """Whether a question names a heading by its whole title and asks for nothing else of it."""
    if len(heading.title) < _SHORTEST_NOUN or heading.title not in question.plain:
        return False
    rest = cues.PARTS_ASKED.sub(" ", question.plain.replace(heading.title, " "))
    return not [word for word in content_words(rest) if len(word) > 1]


def answer_with_figure(question: Question, library: Library) -> Answer | None:
    """All sentences with the sum or share that a question names, wherever they stand."""
    named = _all_with_figure(question, library)
    return quote_sentences(named, question, library) if named else None


def _all_with_figure(question: Question, library: Library) -> list[Sentence]:
    """All sentences with the figure that a question names: which ones get 最高3000万元."""
    figures = {(c.value, c.unit) for c in question.claims if re.search(r"[元%]", c.unit)}
    if not figures or question.yes_no:
        return []
    return [
        Sentence(document, clause, start, end, 1.0, 1.0)
        for document in library.documents.values()
        for clause in document.clauses
        for quantity in library.quantities(document, clause)
        if (quantity.value, quantity.unit) in figures
        for start, end in library.sentence_spans(document, clause)
        if start <= quantity.start < end
    ][:_MOST_LISTED]


def _all_of_named(question: Question, library: Library) -> list[Sentence]:
    """All sentences with the quoted term or the place that a question is about, if several."""
    own = " ".join(f"{d.title}{d.issuer}" for d in library.documents.values())
    terms = _QUOTED.findall(question.plain)
    terms += [place for place in question.places if place[:2] not in own]
    terms += [place for place in _counties(question.plain, library) if place[:2] not in own]
    if _ALL_OF.search(question.plain):
        terms.append(shared_term(library, question.plain))
    for term in terms:
        stem = term[:-1] if term[-1:] in "县市区" and len(term) > 2 else term
        found = _all_with(stem, library) if stem else []
        if 1 < len({(s.document.identifier, s.clause.position) for s in found}) <= _FEW_CLAUSES:
            return found
    return []


def _counties(text: str, library: Library) -> list[str]:
    """Counties that a document names, behind a mark or a joining word, and a text too."""
    named = {
        county
        for document in library.documents.values()
        for county in _COUNTY.findall(document.text)
    }
    return sorted(county for county in named if county in text)


def _all_with(words: str, library: Library) -> list[Sentence]:
    """All sentences with these words, each with the one before that it cannot stand without."""
    return [
        Sentence(document, clause, before if leans else start, end, 1.0, 1.0)
        for document in library.documents.values()
        for clause in document.clauses
        if clause.kind is ClauseKind.NUMBERED and words in clause.text
        for before, start, end in _with_starts_before(library.sentence_spans(document, clause))
        if words in document.text[start:end]
        for leans in [LEANS.match(document.text[start:end]) is not None]
    ]


def _with_starts_before(spans: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    starts = [spans[0][0], *(start for start, _ in spans)] if spans else []
    return [(before, start, end) for before, (start, end) in zip(starts, spans, strict=False)]
