"""Who is responsible for what: the departments of a clause, and all clauses of a department."""

from collections.abc import Iterator
from dataclasses import replace

from assistant import cues
from assistant.answer import Answer, Citation, Status
from assistant.citations import Draft, cite
from assistant.declining import decline_cut, decline_missing, truncated_clause
from assistant.evidence import Evidence, Sentence
from assistant.lead_in_text import lead_in_text
from assistant.lexicon import are_one_department, content_words, departments_in
from assistant.library import Library, longest_shared
from assistant.parts import find_part
from assistant.question import Intent, Question
from documents.document import Clause, ClauseKind, Document
from documents.facts import Responsibility, Role
from documents.regular_expressions import regex
from documents.responsibilities import clause_concerned

_ORGAN = regex(
    r"(?:(?![哪谁几的是])[\u4e00-\u9fff]){2,12}?(?:局|委|办|厅|部|院|署|分行|中心)(?![\u4e00-\u9fff]{0,1}[些个家])"
)
_OF_ALL = regex(r"[:：\t]|^(?:本|该|此|上述)[^，,]{0,4}(?:工作|事项|任务|项)")
_TITLE_FRAME = regex(r"^(?:实施|开展|推进|加快|发展|深入实施)|(?:行动|工程|计划)$")
_SHORTEST_TITLE = 4
_LEAST_COVERAGE = 0.3
_FEW = 3
_FEW_CLAUSES = 6
_LEAST_SHARED = 8
_TOGETHER = regex(r"同时|共同|都|一起|联合")


def answer_lead(question: Question, evidence: Evidence, context: str = "") -> Answer | None:
    """Who leads the clause that a question is about; `context` is what was talked about before."""
    claimed = cues.CLAIMED_ORGAN.search(question.plain)
    if claimed and question.yes_no:  # the department may be the wrong one: look for the rest
        evidence = evidence.library.search(question.plain.replace(claimed[1], ""))
    hit = evidence.best
    if hit is None:
        return None
    named_clauses = _clauses_named(question.plain, evidence)
    if len(named_clauses) > 1:
        return _leads_of_several(question, evidence, named_clauses)
    spoken = _spoken_of(context, question, evidence)
    if spoken is not None:
        return _leads_of(spoken, question, evidence, context)
    clause = hit.clause
    if question.reference or (question.ordinal and question.ordinal.value > 0):
        part = find_part(question, evidence)
        if isinstance(part, Answer):
            return part
        if part is not None:
            clause = part
            evidence = evidence.library.inside(question.plain, hit.document, [part])
    elif _is_unsure(question, evidence, clause):
        return _leads_of_nearest(question, evidence)
    return (
        _leads_of(clause, question, evidence, context)
        or _leads_of_row(question, evidence, context)
        or _lead_of_parts(clause, question, evidence)
    )


def _leads_of_row(question: Question, evidence: Evidence, context: str) -> Answer | None:
    """The departments of the row that is among the best sentences, though its table is not the best clause."""
    for sentence in evidence.sentences[:_FEW]:
        if sentence.document is evidence.document and "\t" in sentence.text:
            found = _leads_of(sentence.clause, question, evidence, context)
            if found is not None:
                return found
    return None


def _spoken_of(context: str, question: Question, evidence: Evidence) -> Clause | None:
    """The clause whose words were given before, where a question only asks who leads it (归谁管)."""
    own = content_words(cues.LEAD.sub(" ", question.asked))
    if not context or any(len(word) > 1 for word in own):
        return None
    shared = {
        hit.clause: longest_shared(context, hit.clause.text)
        for hit in evidence.hits
        if hit.document is evidence.document and _has_leads(evidence, hit.clause)
    }
    best = max(shared, key=lambda clause: shared[clause], default=None)
    return best if best is not None and shared[best] >= _LEAST_SHARED else None


def _is_unsure(question: Question, evidence: Evidence, clause: Clause) -> bool:
    """Whether a clause holds so little of a question that another may be meant."""
    topic = cues.LEAD.sub(" ", question.plain)
    around = f"{clause.title} {clause.text}"
    return (
        bool(content_words(topic))
        and evidence.library.coverage(topic, around) < _LEAST_COVERAGE
        and len([hit for hit in evidence.hits[:2] if _has_leads(evidence, hit.clause)]) > 1
    )


def _has_leads(evidence: Evidence, clause: Clause) -> bool:
    return bool(evidence.library.offices(evidence.document, clause))


def _leads_of_nearest(question: Question, evidence: Evidence) -> Answer:
    """The departments of the two nearest clauses, where neither clearly is the one meant."""
    draft = Draft()
    draft.remark("没有与问题完全对应的条款，最接近的两条是：")
    for hit in evidence.hits[:2]:
        named = evidence.library.offices(hit.document, hit.clause)
        for item in named[:1]:
            quote = cite(hit.document, hit.clause, item.start, item.end)
            words = "、".join(item.departments)
            draft.say(
                f"{hit.clause.title or hit.clause.number}的{item.role.value}是{words}。", quote
            )
    return draft.answer(Status.PARTIAL, question.plain)


def _leads_of(
    clause: Clause, question: Question, evidence: Evidence, context: str
) -> Answer | None:
    """The departments named for a clause itself, or None where none is."""
    document = evidence.document
    named = evidence.library.responsibilities(document, clause)
    if any(item.row for item in named):
        named = _of_row(named, f"{question.plain} {context}", evidence.library)
    if not named:
        return None
    draft = Draft()
    if _is_another_claimed(question, named):
        draft.remark("与原文不符。")
    told = _told_of_a_case(document, clause, named)
    if told is not None:
        quote = cite(document, clause, *told)
        draft.say(f"{quote.quote.rstrip('。；;')}。", quote)
        return draft.answer(Status.ANSWERED, question.plain)
    for at, responsibility in enumerate(named):
        words = "、".join(responsibility.departments)
        about = f"{responsibility.row or clause.title or clause.number}的" if at == 0 else ""
        quote = cite(document, clause, responsibility.start, responsibility.end)
        draft.say(f"{about}{responsibility.role.value}是{words}。", quote)
    return draft.answer(Status.ANSWERED, question.plain)


def _told_of_a_case(
    document: Document, clause: Clause, named: list[Responsibility]
) -> tuple[int, int] | None:
    """The sentence that leaves a part of something to a body: 园区内的申报由管委会负责初审, all up to its full stops.

    None where a bracket, a row or 由…牵头 names the departments: these are of the whole clause.
    """
    first, text = named[0], document.text
    of, found, _ = text[first.start : first.end].partition("由")
    if len(named) != 1 or not found or len(of) < _SHORTEST_TITLE or _OF_ALL.search(of):
        return None
    start = max(text.rfind(mark, clause.body, first.start) + 1 for mark in "。\n")
    end = next((at for at in range(first.end, clause.end) if text[at] in "。\n"), clause.end)
    return max(start, clause.body), end


def _of_row(named: list[Responsibility], words: str, library: Library) -> list[Responsibility]:
    """Those of the table row that words are about, none where no row fits."""
    fits = {
        item.row: max(library.coverage(item.row, words), library.coverage(words, item.row))
        + max(library.likeness(words, item.row), 0.0)
        for item in named
        if item.row
    }
    best = max(fits, key=lambda row: fits[row])
    return [item for item in named if item.row == best] if fits[best] >= _LEAST_COVERAGE else []


def _is_another_claimed(question: Question, named: list[Responsibility]) -> bool:
    """Whether a question takes a department for responsible that is not one of those named."""
    claimed = cues.CLAIMED_ORGAN.search(question.plain)
    if claimed is None or not question.yes_no:
        return False
    leading = [item for item in named if item.role is Role.LEAD]
    meant = leading if leading and claimed[0].endswith("牵头") else named
    return not any(departments_in(claimed[1], item.departments) for item in meant)


def _clauses_named(plain: str, evidence: Evidence) -> list[Clause]:
    """Clauses with departments of their own whose titles a question repeats, in reading order."""
    document, library = evidence.document, evidence.library
    found = []
    for clause in document.clauses:
        core = _TITLE_FRAME.sub("", clause.title)
        if len(core) >= _SHORTEST_TITLE and core in plain and library.offices(document, clause):
            found.append(clause)
    return found


def _leads_of_several(question: Question, evidence: Evidence, clauses: list[Clause]) -> Answer:
    """Who leads each of several clauses, and who leads all of them."""
    document, library = evidence.document, evidence.library
    draft = Draft()
    groups = []
    for clause in clauses:
        first = library.offices(document, clause)[0]
        groups.append(set(first.departments))
        words = "、".join(first.departments)
        quote = cite(document, clause, first.start, first.end)
        draft.say(f"{clause.title or clause.number}的{first.role.value}是{words}。", quote)
    common = [d for d in library.departments() if all(d in group for group in groups)]
    if _TOGETHER.search(question.plain):
        draft.remark(f"都有的是{'、'.join(common)}。" if common else "没有单位同时列在其中。")
    return draft.answer(Status.ANSWERED, question.plain)


def _lead_of_parts(heading: Clause, question: Question, evidence: Evidence) -> Answer | None:
    """The departments of each clause below a heading; without any, what the text says of duties."""
    document, library = evidence.document, evidence.library
    parts = [c for c in document.subtree(heading) if library.offices(document, c)]
    if not parts:
        if truncated_clause(document) == heading:
            return decline_cut(document, evidence, question.plain, "牵头单位")
        return lead_in_text(question, evidence)
    draft = Draft()
    draft.remark(f"{heading.number} {heading.title}按条款分别写明：")
    for part in parts:
        for named in library.offices(document, part):
            words = "、".join(named.departments)
            quote = cite(document, part, named.start, named.end)
            draft.say(f"{part.number} {part.title}，{named.role.value}是{words}。", quote)
    return draft.answer(Status.ANSWERED, question.plain)


def asks_what_is_led(question: Question, library: Library) -> bool:
    """Whether a question names a department and asks which things it is responsible for."""
    return asks_for_duties(question) and bool(departments_in(question.plain, library.departments()))


def asks_for_duties(question: Question) -> bool:
    """Whether a question asks which things somebody is responsible for."""
    plain = question.plain
    items = cues.DUTY_ITEMS.search(plain) is not None
    return (
        (items or (cues.DUTY_OF.search(plain) is not None and not question.advice))
        and cues.WHICH_DUTIES.search(plain) is not None
        and cues.WHICH_ORGANS.search(plain) is None
        and not question.yes_no
    )


def answer_led_by(question: Question, evidence: Evidence, context: str = "") -> Answer | None:
    """All clauses that a department leads, counted and complete."""
    if not evidence.library.departments():
        return None
    departments = departments_in(question.plain, evidence.library.departments())
    if not departments:
        departments = departments_in(context, evidence.library.departments())
    if not departments:
        return decline_led_by(question, evidence)
    draft = Draft()
    together = len(departments) > 1 and _TOGETHER.search(question.plain) is not None
    groups = [tuple(departments)] if together else [(d,) for d in departments]
    for group in groups:
        _say_led_by(evidence.library, draft, group)
    for document in evidence.library.documents.values():
        cut = truncated_clause(document)
        if cut is not None:
            draft.remark(f"现有文本在{cut.number} {cut.title}处中断，之后的条款未计入。")
    return draft.answer(Status.ANSWERED, question.plain)


def decline_led_by(question: Question, evidence: Evidence) -> Answer | None:
    """That no clause is led by the department that a question names, or None where it names none."""
    organ = _ORGAN.search(question.plain)
    if organ is None or question.intent is not Intent.LED_BY or question.advice:
        return None
    what = f"由{organ[0].removeprefix('由')}牵头的事项"
    return decline_missing(replace(evidence, hits=()), question.plain, what)


def _say_led_by(library: Library, draft: Draft, group: tuple[str, ...]) -> None:
    found: list[tuple[Document, Clause, Responsibility]] = []
    for document in library.documents.values():
        for item in library.facts(document).responsibilities:
            if all(any(are_one_department(name, d) for d in item.departments) for name in group):
                found.append((document, document.clauses[item.clause], item))
    roles = {item.role for _, _, item in found}
    verb = "牵头" if roles <= {Role.LEAD} else "负责或配合"
    draft.remark(
        f"{'、'.join(group)}{'共同' if len(group) > 1 else ''}{verb}的共 {len(found)} 条：\n"
    )
    for at, (document, clause, item) in enumerate(found, start=1):
        all_named = library.facts(document).responsibilities
        headed = clause_concerned(document, item, all_named)
        name = item.row or " ".join(part for part in (headed.number, headed.title) if part)
        role = "" if item.role is Role.LEAD else f"（{item.role.value}）"
        source = "" if len(library.documents) == 1 else f"{document.name} "
        named = cite(document, clause, item.start, item.end)
        begins = _opening(library, document, headed, item) if len(found) <= _FEW_CLAUSES else None
        if begins and begins.position == named.position and begins.start < named.start:
            words = f"：{begins.quote.rstrip('；;。')}"
            draft.say(
                f"{at}. {source}{name}{role}{words}",
                cite(document, clause, begins.start, item.end),
            )
        else:
            draft.say(f"{at}. {source}{name}{role}", named)
        draft.remark("\n")


def _opening(
    library: Library, document: Document, clause: Clause, item: Responsibility
) -> Citation | None:
    """The first sentence of a clause, which says what is to be done; None where its row says it."""
    spans = library.sentence_spans(document, clause)
    start, end = next(((a, b) for a, b in spans if a >= clause.body), (0, 0))
    lists = document.text[start:end].rstrip().endswith(("：", ":"))
    return None if item.row or lists or start == end else cite(document, clause, start, end)


def say_office(draft: Draft, quoted: list[Sentence], library: Library) -> None:
    """Add the department named for the clause of quoted sentences, or for their table row."""
    document, clause = quoted[0].document, quoted[0].clause
    words = " ".join(sentence.text for sentence in quoted)
    for place in _around(document, clause):
        named = library.offices(document, place, words)
        if named:
            quote = cite(document, place, named[0].start, named[0].end)
            draft.say(f"{named[0].role.value}：{'、'.join(named[0].departments)}。", quote)
            return


def _around(document: Document, clause: Clause) -> Iterator[Clause]:
    """A clause; of an untitled item also the clause above it and what stands behind its items."""
    yield clause
    above = document.parent(clause)
    if above is not None and not clause.title:
        yield above
        yield from (c for c in document.children(above) if c.kind is ClauseKind.PARAGRAPH)
        items = [c for c in document.children(above) if not c.title]
        yield from items[-1:]
