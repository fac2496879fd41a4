"""Answers that are sentences of the clauses as they stand: open questions, lists, definitions."""

import re
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.aspects import lacks_items
from assistant.citations import Draft, cite
from assistant.declining import decline_missing, decline_out_of_scope, is_cut_off
from assistant.duties import say_office
from assistant.evidence import Evidence, Sentence
from assistant.figures import answer_figure, asserts_figure
from assistant.lexicon import content_words, official_words
from assistant.library import Library
from assistant.lookups import shared_term
from assistant.parts import best_title, find_part, list_children, list_items
from assistant.question import Intent, Question
from documents.document import Clause, ClauseKind, DefectKind
from documents.markers import read_marker

_OPEN_LIMIT = 220
_SECOND_SENTENCE = 0.72
_SECOND_SENTENCE_OF_WHOLE = 0.9
_WHOLE_COVERAGE = 0.9
_SECOND_CLAUSE = 0.7
_SURE_COVERAGE = 0.5
_LEAST_COVERAGE = 0.3
_LEAST_COVERAGE_OF_ADVICE = 0.25
_SHORTEST_COUNTED = 4
_SHORTEST_NOUN = 3
_FEW_CLAUSES = 6
_LISTING = 0.15
_LIST_SIGNS = 2
_MOST_LISTED = 12
_COUNTED = re.compile(r"[一二两三四五六七八九十\d]+(?:大|项|个)")
_COUNT_ASKED = re.compile(r"[一二两三四五六七八九十\d几](?:大|项|个|类|种)")
_EXPLAINED = re.compile(r"是指|指的是|即|包括|分别(?:是|为)|[:：（(]")
_QUOTED = re.compile(r"[“\"「『‘]([^”\"」』’]{2,30})[”\"」』’]")
_HOPES_FOR_MONEY = re.compile(r"补贴|补助|奖励|资助|给钱|发钱|优惠|好处|扶持资金")
_PRESENT_ONLY = re.compile(r"看得到|看得见|能看到|可见|现有|现存|目前|已有|残|给出的|文本里|文本中")
_COUNTY = re.compile(
    r"(?<=[、，。,；：:及和与在])([\u4e00-\u9fff]{1,3}县)(?![\u4e00-\u9fff]{0,1}[级区域])"
)
_WHOLE = re.compile(
    r"(?:有|包括|采取|推出|实施)?(?:了)?(?:哪些|什么|啥)?(?:具体)?(?:的)?(?:举措|措施|内容|任务|做法|安排|要求|政策|工作)(?:有|是|包括)?(?:哪些|什么|啥)?|(?:讲|说|写)了?(?:些)?(?:什么|啥)"
)
_ALL_OF = re.compile(r"文件里|文中|全文|点名|提到|名下|有关|涉及")


def answer_open(question: Question, evidence: Evidence) -> Answer:
    """The sentences that fit best, and for someone who asks for support the office to go to."""
    if evidence.best is None or not evidence.sentences:
        return decline_out_of_scope(evidence.library, question.plain)
    if question.claims and asserts_figure(question):
        unit = "元" if "元" in question.claims[0].unit else question.claims[0].unit
        figure = answer_figure(replace(question, unit=unit), evidence)
        if figure is not None:
            return figure
    chosen = _whole_clause(question, evidence) or _choose(question, evidence)
    unsure = len({sentence.clause for sentence in chosen}) > 1 or any(
        is_cut_off(sentence.document, sentence.clause, sentence.end) for sentence in chosen
    )
    if any(lacks_items(question.plain, sentence.text) for sentence in chosen):
        return decline_missing(evidence, question.plain, "所问的各项内容")
    if not question.reference and not _is_supported(question, evidence.library, chosen):
        return decline_missing(evidence, question.plain)
    answer = _quote(chosen, question, evidence.library)
    return replace(answer, status=Status.PARTIAL) if unsure else answer


def answer_definition(question: Question, evidence: Evidence) -> Answer | None:
    """What a term stands for, where the text explains it; naming it alone is no explanation."""
    terms = [
        term
        for term in _QUOTED.findall(question.plain)
        if any(term in sentence.text for sentence in evidence.sentences)
    ]
    if not terms:
        return answer_list(question, evidence)
    for sentence in evidence.sentences:
        before, found, behind = sentence.text.partition(terms[0])
        listed = re.split(r"[，,；;。]", before)[-1].count("、") > 0
        if found and (listed or _EXPLAINED.match(behind.lstrip('”’"」』')[:3])):
            return _quote([sentence], question, evidence.library)
    return decline_missing(evidence, question.plain, f"“{terms[0]}”的具体所指")


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
        draft.say(f"{heading.title}，", cite(document, heading, heading.start, heading.end))
        list_children(draft, document, heading)
        return draft.answer(Status.ANSWERED, question.plain)
    stem = _stem_above(evidence.sentences[0]) if evidence.sentences else None
    if stem is not None:
        return _quote([stem], question, evidence.library)
    library = evidence.library
    named = _all_with_figure(question, library) or _all_of_named(question, library)
    return _quote(named, question, library) if named else None


def _list_incomplete(heading: Clause, evidence: Evidence, question: Question) -> Answer:
    """The parts that are there, with the word that the text stops before the others."""
    document = evidence.document
    draft = Draft()
    draft.remark("现有的原文文本在中途中断，没有载全各项。")
    draft.say(f"{heading.title}，", cite(document, heading, heading.start, heading.end))
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
    return [
        Sentence(document, clause, start, end, 1.0, 1.0)
        for document in library.documents.values()
        for clause in document.clauses
        if clause.kind is ClauseKind.NUMBERED and words in clause.text
        for start, end in library.sentence_spans(document, clause)
        if words in document.text[start:end]
    ]


def _whole_clause(question: Question, evidence: Evidence) -> list[Sentence]:
    """All sentences of a clause, where a question asks for all that it holds by its title."""
    if not _WHOLE.search(question.plain) or question.reference:
        return []
    topic = content_words(_WHOLE.sub(" ", question.plain))
    document = evidence.document
    for clause in document.clauses:
        named = clause.title and topic and all(word in clause.title for word in topic)
        if named and document.is_leaf(clause):
            return [
                Sentence(document, clause, start, end, 1.0, 1.0)
                for start, end in evidence.library.sentence_spans(document, clause)
            ]
    return []


def _choose(question: Question, evidence: Evidence) -> list[Sentence]:
    """The best sentence and those of its clause that come near it, in reading order.

    Where the clause holds little of what the question names, the best sentence of the next clause
    stands beside it: the reader sees that it may be either.
    """
    ranked = [
        sentence
        for sentence in evidence.sentences
        if sentence.clause.kind is not ClauseKind.TITLE or question.about_document
    ] or list(evidence.sentences)
    if question.intent is Intent.LIST:
        ranked.sort(key=lambda s: -s.score - _LISTING * (s.text.count("、") >= _LIST_SIGNS))
    first = ranked[0]
    chosen = [first]
    length = len(first.text)
    alone = evidence.library.coverage(question.plain, first.text) >= _WHOLE_COVERAGE
    least = (_SECOND_SENTENCE_OF_WHOLE if alone else _SECOND_SENTENCE) * first.score
    for sentence in ranked[1:8]:
        near = sentence.score >= least
        fits = length + len(sentence.text) <= _OPEN_LIMIT
        if near and fits and sentence.clause == first.clause:
            chosen.append(sentence)
            length += len(sentence.text)
    chosen.sort(key=lambda sentence: sentence.start)
    clause = f"{first.clause.title} {first.clause.text}"
    if evidence.library.coverage(question.plain, clause) < _SURE_COVERAGE:
        others = [sentence for sentence in ranked if sentence.clause != first.clause]
        if others and others[0].score >= _SECOND_CLAUSE * first.score:
            chosen.append(others[0])
    return chosen


def _is_supported(question: Question, library: Library, chosen: list[Sentence]) -> bool:
    """Whether the chosen sentences hold what the question is about.

    An amount that the question states must have one in the text; of its topic words enough must be
    there, unless the clause is a close match as a whole.
    """
    words = "".join(sentence.text for sentence in chosen)
    clause = chosen[0].clause
    if any("元" in claim.unit for claim in question.claims) and "元" not in words:
        return False
    around = f"{clause.title} {clause.text}"
    if any(word in around for word in official_words(question.plain)):
        return True
    least = _LEAST_COVERAGE_OF_ADVICE if question.advice else _LEAST_COVERAGE
    return library.coverage(question.plain, around) + chosen[0].cosine >= least


def _quote(sentences: list[Sentence], question: Question, library: Library) -> Answer:
    """Sentences as they stand, clause by clause, with the office to go to where that is wanted."""
    draft = Draft()
    if question.yes_no and not question.advice:
        draft.remark("原文的表述是：")
    groups: dict[tuple[str, int], list[Sentence]] = {}
    for sentence in sentences:
        key = (sentence.document.identifier, sentence.clause.position)
        groups.setdefault(key, []).append(sentence)
    for at, group in enumerate(groups.values()):
        if len(groups) > 1:
            clause = group[0].clause
            name = " ".join(part for part in (clause.number, clause.title) if part)
            draft.remark(f"{chr(10) if at else ''}{name}：")
        for sentence in _with_stems(group):
            _say_sentence(draft, sentence, with_items=sentences == [sentence])
        if question.advice or question.wants_lead:
            say_office(draft, group[0].document, group[0].clause, library)
    if _HOPES_FOR_MONEY.search(question.plain) and not any("元" in s.text for s in sentences):
        draft.remark("原文没有写明金额、标准和申报时限。")
    return draft.answer(Status.ANSWERED, question.plain)


def _say_sentence(draft: Draft, sentence: Sentence, *, with_items: bool) -> None:
    """Say a sentence with its citation; behind a colon also the items that it introduces."""
    quote = cite(sentence.document, sentence.clause, sentence.start, _end_of_items(sentence))
    words = quote.quote.rstrip("；;，,")
    if is_cut_off(sentence.document, sentence.clause, quote.end):
        draft.say(words, quote)
        draft.remark("（现有的原文文本在此处中断）")
        return
    if not words.endswith(("：", ":")):
        draft.say(words if words.endswith(("。", "！", "？")) else f"{words}。", quote)
        return
    draft.say(words, quote)
    if with_items:
        list_items(draft, sentence.document, sentence.clause)


def _stem_above(sentence: Sentence) -> Sentence | None:
    """The line that introduces the items of which a sentence is one, or None."""
    above = sentence.document.parent(sentence.clause)
    stem = sentence.document.stem(above) if above and not sentence.clause.title else ""
    if above is None or not stem:
        return None
    return replace(sentence, clause=above, start=above.end - len(stem), end=above.end)


def _with_stems(sentences: list[Sentence]) -> list[Sentence]:
    """Items preceded by the line that introduces them, once; alone they say half."""
    whole: list[Sentence] = []
    for sentence in sentences:
        stem = _stem_above(sentence)
        if stem is not None and stem not in whole:
            whole.append(stem)
        whole.append(sentence)
    return whole


def _end_of_items(sentence: Sentence) -> int:
    """Where the numbered lines end that follow a sentence with a colon inside its clause."""
    text, clause = sentence.document.text, sentence.clause
    end = sentence.end
    if not sentence.text.rstrip().endswith(("：", ":")):
        return end
    family = None
    for line in re.finditer(r"[^\n]+", text[end : clause.end]):
        marker = read_marker(line[0])
        if marker is None or family not in (None, marker.family):
            break
        family = marker.family
        end = sentence.end + line.end()
    return end
