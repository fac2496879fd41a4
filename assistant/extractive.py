"""Answers in the words of the clauses, without a language model: the default answerer.

A question, understood, and its evidence come in; an answer whose every sentence is quoted goes out.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.aspects import lacks_items, missing_aspect
from assistant.citations import Draft, cite
from assistant.declining import decline_cut, decline_missing, decline_out_of_scope, truncated_clause
from assistant.evidence import Evidence, Library, Sentence
from assistant.figures import answer_contact, answer_figure, answer_time, asserts_figure
from assistant.lexicon import foreign_cue, is_listed_place, official_words
from assistant.lookups import (
    answer_heading,
    answer_lead,
    answer_led_by,
    answer_mentions,
    answer_metadata,
    best_title,
    find_part,
    list_children,
    list_items,
    shared_term,
)
from assistant.question import Intent, Question
from documents.document import Clause, ClauseKind, Document
from documents.markers import read_marker

_OPEN_LIMIT = 220
_SECOND_SENTENCE = 0.72
_SECOND_CLAUSE = 0.7
_SURE_COVERAGE = 0.5
_BEYOND = re.compile(r"后面|往后|之后|以后的|接下来|下文|余下|剩下的")
_COUNTED = re.compile(r"[一二两三四五六七八九十\d]+(?:大|项|个)[^，,。；;促提]{2,}")
_COUNT_ASKED = re.compile(r"[一二两三四五六七八九十\d几](?:大|项|个|类|种)")
_EXPLAINED = re.compile(r"是指|指的是|即|包括|分别(?:是|为)|[:：（(]")
_PURPOSE = re.compile(r"为(?:了)?|旨在|根据|依据|贯彻")
_OTHER_DOCUMENT = re.compile(r"《([^》]{2,40})》|((?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,12}(?:法|条例))(?:里|中|规定|第|是怎么|怎么)")
_QUOTED = re.compile(r"[“\"「『‘]([^”\"」』’]{2,30})[”\"」』’]")
_ORIGIN = ("在", "从", "来自", "是", "我", "去", "跟", "和", "与", "由")
_LEAST_FIT = 0.6
_HEADING_SHARED = 0.5
_LEAST_COVERAGE = 0.5
_FEW_CLAUSES = 6
_MOST_LISTED = 12
_ALL_OF = re.compile(r"文件里|文中|全文|点名|提到|名下|有关|涉及")


class ExtractiveAnswerer:
    """Answers from evidence alone."""

    def __init__(self, library: Library) -> None:
        """Answer from the documents of a library."""
        self.library = library
        self._by_intent: dict[Intent, Callable[[Question, Evidence, str], Answer | None]] = {
            Intent.METADATA: lambda q, e, c: answer_metadata(self.library, q, e),
            Intent.HEADING: lambda q, e, c: answer_heading(self.library, q, e),
            Intent.LEAD: self._lead,
            Intent.LED_BY: lambda q, e, c: answer_led_by(self.library, q, e, c),
            Intent.MENTIONS: lambda q, e, c: answer_mentions(self.library, q, e, c),
            Intent.PURPOSE: self._purpose,
            Intent.DEFINITION: self._definition,
            Intent.LIST: self._list,
        }

    def answer(self, question: Question, evidence: Evidence, context: str = "") -> Answer:
        """Answer a question from evidence.

        Args:
            question: The question, made to stand alone.
            evidence: What was found for it, best first.
            context: The conversation before, where the question goes on from it.
        """
        declined = self._decline(question, evidence, context)
        if declined is not None:
            return declined
        if question.reference and question.intent not in (Intent.HEADING, Intent.LEAD, Intent.METADATA):
            part = find_part(self.library, question, evidence)
            if isinstance(part, Answer):
                return part
            if part is not None and evidence.best is not None:
                document = evidence.best.document
                clauses = list(document.subtree(part))
                evidence = self.library.inside(question.plain, document, clauses)
        if question.intent in (Intent.FIGURE, Intent.TIME, Intent.CONTACT):
            return self._valued(question, evidence)
        if question.intent is Intent.METADATA and self._is_of_another(question):
            return self._open(question, evidence)
        special = self._by_intent.get(question.intent)
        found = special(question, evidence, context) if special else None
        if found is None and question.wants_lead and question.intent is Intent.LED_BY:
            found = self._lead(question, evidence, context)
        return found or self._open(question, evidence)

    # Whether to answer at all

    def _decline(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        """Decline what is not about the documents, or about a place or part that they do not hold."""
        if not context and self._is_foreign(question, evidence):
            return decline_out_of_scope(self.library, question.plain)
        elsewhere = self._elsewhere(question)
        if elsewhere:
            return decline_missing(self.library, evidence, question.plain, f"{elsewhere}的情况")
        best = evidence.best
        if best is not None and question.intent not in (Intent.METADATA, Intent.LED_BY, Intent.PURPOSE):
            near = "\n".join(hit.clause.text for hit in evidence.hits[:2])
            aspect = missing_aspect(question.plain, near)
            if aspect:
                return decline_missing(self.library, evidence, question.plain, aspect)
        if best is not None and _BEYOND.search(question.plain):
            cut = truncated_clause(best.document)
            if cut is not None and (cut == best.clause or cut.number == question.reference):
                return decline_cut(self.library, best.document, evidence, question.plain)
        return None

    def _is_foreign(self, question: Question, evidence: Evidence) -> bool:
        """Whether nothing found has to do with the question."""
        cue = foreign_cue(question.plain)
        if cue and not self.library.holds(cue):
            return True
        other = _OTHER_DOCUMENT.search(question.plain)
        if other and not self.library.holds(other[1] or other[2]):
            return True
        best = evidence.best
        if best is None:
            return True
        structural = (Intent.METADATA, Intent.LED_BY, Intent.PURPOSE, Intent.HEADING)
        if question.reference or question.ordinal or question.intent in structural:
            return False
        around = "\n".join(
            f"{' '.join(hit.document.heading_path(hit.clause))} {hit.clause.text}" for hit in evidence.hits[:3]
        )
        lay = min(len(official_words(question.plain)), 3)
        fit = self.library.coverage(question.plain, around) + best.cosine + 0.04 * best.bm25 + 0.1 * lay
        return fit < _LEAST_FIT

    def _elsewhere(self, question: Question) -> str:
        """A place that the question names and no document does."""
        stems = {p: p.rstrip("省市县区州") if len(p) > 2 else p for p in question.places}
        if question.advice or any(self.library.holds(stem) for stem in stems.values()):
            return ""
        for place in stems:
            at = question.plain.find(place)
            origin = question.plain[max(0, at - 2) : at].endswith(_ORIGIN)
            if is_listed_place(place) and not origin and question.plain[at + len(place)] != "哪":
                return place
        return ""

    def _is_of_another(self, question: Question) -> bool:
        """Whether a question for metadata names a document that is not one of the loaded ones."""
        named = re.search(r"《([^》]+)》", question.plain)
        titles = [document.title for document in self.library.documents.values()]
        return named is not None and not any(named[1] in t or t in named[1] for t in titles)

    def _valued(self, question: Question, evidence: Evidence) -> Answer:
        """A figure, date or telephone number: given exactly, or declined."""
        finders = {
            Intent.FIGURE: (answer_figure, "所问的数量或金额"),
            Intent.TIME: (answer_time, "所问的时间"),
            Intent.CONTACT: (answer_contact, "联系方式"),
        }
        finder, what = finders[question.intent]
        found = finder(self.library, question, evidence)
        return found or decline_missing(self.library, evidence, question.plain, what)

    # Kinds of answers

    def _lead(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        if not question.advice:
            return answer_lead(self.library, question, evidence)
        return self._open(question, evidence)

    def _purpose(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        """The sentence that opens the document: 为了…, 根据…."""
        if evidence.best is None:
            return None
        document = evidence.best.document
        opening = [
            c for c in document.clauses
            if c.kind is ClauseKind.PREAMBLE or c.number == "第一条"
        ]
        for clause in opening:
            for start, end in self.library.sentence_spans(document, clause)[:2]:
                if _PURPOSE.search(document.text[start:end]):
                    draft = Draft()
                    quote = cite(document, clause, start, end)
                    draft.say(quote.quote, quote)
                    return draft.answer(Status.ANSWERED, question.plain)
        return None

    def _definition(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        """What a term stands for, where the text explains it; naming it alone is no explanation."""
        terms = [t for t in _QUOTED.findall(question.plain) if any(t in s.text for s in evidence.sentences)]
        if not terms:
            return self._list(question, evidence, context)
        for sentence in evidence.sentences:
            at = sentence.text.find(terms[0])
            if at >= 0 and _EXPLAINED.match(sentence.text[at + len(terms[0]) :].lstrip("”’\"」』")[:3]):
                return self._quote([sentence], question)
        return decline_missing(self.library, evidence, question.plain, f"“{terms[0]}”的具体所指")

    def _list(self, question: Question, evidence: Evidence, context: str) -> Answer | None:
        """The parts of a heading, or everything said of a named thing; else the sentence that lists."""
        best = evidence.best
        if best is None:
            return None
        document = best.document
        part = find_part(self.library, question, evidence) if question.ordinal else None
        if isinstance(part, Answer):
            return part
        heading = part if part and not document.is_leaf(part) else self._asked_heading(question, document)
        if heading is not None:
            draft = Draft()
            draft.say(f"{heading.title}，", cite(document, heading, heading.start, heading.end))
            list_children(draft, document, heading)
            return draft.answer(Status.ANSWERED, question.plain)
        stem = self._stem_above(evidence.sentences[0]) if evidence.sentences else None
        if stem is not None:
            return self._quote([stem], question)
        named = self._all_with_figure(question) or self._all_of_named(question)
        return self._quote(named, question) if named else None

    def _stem_above(self, sentence: Sentence) -> Sentence | None:
        """The line that introduces the items of which a sentence is one, or None."""
        above = sentence.document.parent(sentence.clause)
        if above is None or sentence.clause.title or not sentence.document.stem(above):
            return None
        start = above.end - len(sentence.document.stem(above))
        return replace(sentence, clause=above, start=start, end=above.end)

    def _all_with_figure(self, question: Question) -> list[Sentence]:
        """All sentences with the figure that a question names: which ones get 最高3000万元."""
        figures = {(claim.value, claim.unit) for claim in question.claims}
        if not figures or question.yes_no:
            return []
        return [
            Sentence(document, clause, start, end, 1.0, 1.0)
            for document in self.library.documents.values()
            for clause in document.clauses
            for quantity in self.library.quantities(document, clause)
            if (quantity.value, quantity.unit) in figures
            for start, end in self.library.sentence_spans(document, clause)
            if start <= quantity.start < end
        ][:_MOST_LISTED]

    def _all_of_named(self, question: Question) -> list[Sentence]:
        """All sentences with the quoted term or the place that a question is about, if several."""
        own = " ".join(f"{d.title}{d.issuer}" for d in self.library.documents.values())
        places = [place for place in question.places if place[:2] not in own]
        if _ALL_OF.search(question.plain):
            places.append(shared_term(self.library, question.plain))
        for term in [*_QUOTED.findall(question.plain), *places]:
            stem = term[:-1] if term[-1:] in "县市区" and len(term) > 2 else term
            if not stem:
                continue
            found = [
                Sentence(document, clause, start, end, 1.0, 1.0)
                for document in self.library.documents.values()
                for clause in document.clauses
                if clause.kind is ClauseKind.NUMBERED
                for start, end in self.library.sentence_spans(document, clause)
                if stem in document.text[start:end]
            ]
            if 1 < len({s.clause.position for s in found}) <= _FEW_CLAUSES:
                return found
        return []

    def _asked_heading(self, question: Question, document: Document) -> Clause | None:
        """The heading with parts whose counted words (六大生产性服务业) the question repeats."""
        headings = [
            c for c in document.clauses
            if c.title and not document.is_leaf(c) and c.kind is ClauseKind.NUMBERED
        ]
        heading = best_title(self.library, question, document, headings)
        if heading is None:
            return None
        counted = _COUNTED.search(heading.title)
        if counted is None or question.advice or not _COUNT_ASKED.search(question.plain):
            return None
        words = counted[0]
        pairs = [words[i : i + 2] for i in range(len(words) - 1)]
        shared = sum(pair in question.plain for pair in pairs) / len(pairs)
        return heading if shared >= _HEADING_SHARED else None

    def _open(self, question: Question, evidence: Evidence) -> Answer:
        """The sentences that fit best, and for someone who asks for support the office to go to."""
        best = evidence.best
        if best is None or not evidence.sentences:
            return decline_out_of_scope(self.library, question.plain)
        if question.claims and asserts_figure(question):
            unit = "元" if "元" in question.claims[0].unit else question.claims[0].unit
            figure = answer_figure(self.library, replace(question, unit=unit), evidence)
            if figure is not None:
                return figure
        chosen = self._choose(question, evidence)
        if any(lacks_items(question.plain, sentence.text) for sentence in chosen):
            return decline_missing(self.library, evidence, question.plain, "所问的各项内容")
        if not self._is_supported(question, chosen):
            return decline_missing(self.library, evidence, question.plain)
        return self._quote(chosen, question)

    def _quote(self, sentences: list[Sentence], question: Question) -> Answer:
        """Sentences as they stand, and the office to go to for someone who asks for support."""
        draft = Draft()
        if question.yes_no and not question.advice:
            draft.remark("原文的表述是：")
        several = len({(s.document.identifier, s.clause.position) for s in sentences}) > 1
        for sentence in self._with_stems(sentences):
            if several:
                draft.remark(f"\n{sentence.clause.number} {sentence.clause.title}：")
            end = self._end_of_items(sentence)
            quote = cite(sentence.document, sentence.clause, sentence.start, end)
            words = quote.quote.rstrip("；;，,")
            if words.endswith(("：", ":")):
                draft.say(words, quote)
                if len(sentences) == 1 and sentences[0] == sentence:
                    list_items(draft, sentence.document, sentence.clause)
            else:
                draft.say(words if words.endswith(("。", "！", "？")) else f"{words}。", quote)
        if question.advice or question.wants_lead:
            for clause in dict.fromkeys(s.clause.position for s in sentences):
                self._say_office(draft, next(s for s in sentences if s.clause.position == clause))
        return draft.answer(Status.ANSWERED, question.plain)

    def _with_stems(self, sentences: list[Sentence]) -> list[Sentence]:
        """Items preceded by the line that introduces them, once; alone they say half."""
        whole: list[Sentence] = []
        for sentence in sentences:
            stem = self._stem_above(sentence)
            if stem is not None and stem not in whole:
                whole.append(stem)
            whole.append(sentence)
        return whole

    def _end_of_items(self, sentence: Sentence) -> int:
        """Where the numbered lines end that follow a sentence with a colon inside its clause."""
        text, clause = sentence.document.text, sentence.clause
        end = sentence.end
        if not text[sentence.start : end].rstrip().endswith(("：", ":")):
            return end
        family = None
        for line in re.finditer(r"[^\n]+", text[end : clause.end]):
            marker = read_marker(line[0])
            if marker is None or family not in (None, marker.family):
                break
            family = marker.family
            end = sentence.end + line.end()
        return end

    def _choose(self, question: Question, evidence: Evidence) -> list[Sentence]:
        """The best sentence and those of its clause that come near it, in reading order.

        Where the clause holds little of what the question names, the best sentence of the next
        clause stands beside it: the reader sees that it may be either.
        """
        ranked = [
            s
            for s in evidence.sentences
            if s.clause.kind is not ClauseKind.TITLE or question.about_document
        ]
        ranked = ranked or list(evidence.sentences)
        first = ranked[0]
        chosen = [first]
        length = len(first.text)
        for sentence in ranked[1:8]:
            near = sentence.score >= _SECOND_SENTENCE * first.score
            same = sentence.clause.position == first.clause.position
            if near and same and length + len(sentence.text) <= _OPEN_LIMIT:
                chosen.append(sentence)
                length += len(sentence.text)
        chosen.sort(key=lambda s: s.start)
        clause = f"{first.clause.title} {first.clause.text}"
        if self.library.coverage(question.plain, clause) < _SURE_COVERAGE:
            others = [s for s in ranked if s.clause.position != first.clause.position]
            if others and others[0].score >= _SECOND_CLAUSE * first.score:
                chosen.append(others[0])
        return chosen

    def _is_supported(self, question: Question, chosen: list[Sentence]) -> bool:
        """Whether the chosen sentences hold what the question is about.

        A figure that the question states must have one of its kind in the text; of its topic words
        enough must be there, unless the clause is a close match as a whole.
        """
        words = "".join(sentence.text for sentence in chosen)
        clause = chosen[0].clause
        if any("元" in claim.unit for claim in question.claims) and "元" not in words:
            return False
        around = f"{clause.title} {clause.text}"
        lay = official_words(question.plain)
        if any(word in around for word in lay):
            return True
        return self.library.coverage(question.plain, around) + chosen[0].cosine >= _LEAST_COVERAGE

    def _say_office(self, draft: Draft, sentence: Sentence) -> None:
        """Add the department named for the clause."""
        named = self.library.responsibilities(sentence.document, sentence.clause)
        if not named:
            return
        first = named[0]
        quote = cite(sentence.document, sentence.clause, first.start, first.end)
        draft.say(f"{first.role.value}：{'、'.join(first.departments)}。", quote)
