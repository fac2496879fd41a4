"""An answer in the making from sentences of a language model: proven, put right, or left out.

A sentence that its evidence does not prove is cited anew where other evidence proves it, else the words of
the source that come nearest stand in its place. Knows no model.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, ModelUse, Status
from assistant.citations import Draft, cite
from assistant.grounding import Grounded, Said, Span, ground
from assistant.library import Library
from assistant.model_text import ModelSentence
from assistant.prompts import NumberedEvidence
from documents.regular_expressions import regex

_NEAR = 0.6
_COUNTED = regex(r"共有? ?\d+")
_COMPUTED = regex(r"\d|问题中的|都有的是")


def states_own(plain: Answer) -> bool:
    """Whether an answer says things of ours that no sentence holds: counts, sums, comparisons."""
    return any(
        _COUNTED.search(remark) or (_COMPUTED.search(remark) and not remark.endswith("："))
        for remark in plain.remarks
    )


class ProvenWriting:
    """Takes sentences one by one and keeps what is proven."""

    def __init__(
        self, evidence: Sequence[NumberedEvidence], library: Library, question: str
    ) -> None:
        """Take the evidence that the model was sent, its documents, and the question."""
        self._evidence = evidence
        self._library = library
        self._question = question
        self._start()

    def _start(self) -> None:
        self._draft = Draft()
        self._said = Said()
        self._framing = ""
        self.corrected = 0

    @property
    def spans(self) -> Sequence[Span]:
        """The words of the source that prove what was said."""
        return self._said.spans

    def add(self, sentence: ModelSentence) -> bool:
        """Take a sentence; whether something to show came of it."""
        if sentence.restarts:
            self._start()
            return False
        if sentence.unlabelled != sentence.text and sentence.unlabelled:
            whole = replace(sentence, unlabelled="")
            if self._is_proven(whole):
                return self.add(whole)
            return self.add(replace(whole, text=sentence.unlabelled))
        own = [self._evidence[n - 1] for n in sentence.numbers if 0 < n <= len(self._evidence)]
        grounded = self._ground(_ended(sentence), own)
        if grounded is not None and not grounded.spans:
            self._framing += f"{sentence.text}{sentence.stop}"
            return False
        if grounded is None or len(own) < len(sentence.numbers):
            grounded = grounded or self._anywhere(_ended(sentence))
            self.corrected += grounded is None or bool(sentence.numbers)
        if grounded is None:
            return self._put_right(sentence, own or self._evidence)
        return self._say(sentence.text, sentence.stop, grounded)

    def _is_proven(self, sentence: ModelSentence) -> bool:
        own = [self._evidence[n - 1] for n in sentence.numbers if 0 < n <= len(self._evidence)]
        said = replace(self._said, spans=list(self._said.spans))
        return ground(_ended(sentence), [s for each in own for s in each.spans], said) is not None

    def _ground(self, text: str, evidence: Sequence[NumberedEvidence]) -> Grounded | None:
        return ground(text, [span for each in evidence for span in each.spans], self._said)

    def _anywhere(self, text: str) -> Grounded | None:
        """The proof from one piece of evidence that was not cited."""
        proofs = (ground(text, each.spans, self._said, uncited=True) for each in self._evidence)
        return next((proof for proof in proofs if proof is not None and proof.spans), None)

    def _say(self, text: str, stop: str, grounded: Grounded) -> bool:
        self._draft.pieces.append(self._framing)
        self._framing = ""
        end = "" if text.endswith(("：", ":")) else stop.strip() or "。"
        self._draft.say(f"{text}{end}", *self._citations(grounded.spans))
        self._draft.pieces.append("\n" if "\n" in stop else "")
        return True

    def _citations(self, spans: Sequence[Span]) -> list[Citation]:
        return [cite(span.document, span.clause, span.start, span.end) for span in spans]

    def _put_right(self, sentence: ModelSentence, evidence: Sequence[NumberedEvidence]) -> bool:
        """Say the sentence of the source that is most like one that is not proven, if any is."""
        likest = max(
            (each for one in evidence for each in self._sentences(one.spans[-1])),
            key=lambda span: _likeness(sentence.text, _words(span)),
            default=None,
        )
        if likest is None or _likeness(sentence.text, _words(likest)) < _NEAR:
            return False
        if self._said.has(likest):
            return False
        grounded = ground(_words(likest), [likest], self._said)
        if grounded is None or not grounded.spans:
            return False
        return self._say(_words(likest).rstrip("。；;"), sentence.stop, grounded)

    def _sentences(self, span: Span) -> list[Span]:
        found = self._library.sentence_spans(span.document, span.clause)
        return [Span(span.document, span.clause, *_bare(span, a, b)) for a, b in found]

    def coverage(self, citations: Sequence[Citation]) -> float:
        """The share of citations whose words are among those that prove what was said, 0 to 1."""
        covered = [any(_overlap(span, citation) for span in self.spans) for citation in citations]
        return sum(covered) / len(covered) if covered else 0.0

    def growing(self, status: Status, use: ModelUse) -> Answer:
        """What is proven so far."""
        return replace(self._draft.answer(status, self._question), model=use)

    def finished(self, plain: Answer, use: ModelUse, label: str) -> Answer:
        """The whole answer with what the extractive one remarks, and the label."""
        for remark in plain.remarks:
            if remark.strip() and not remark.endswith("："):
                self._draft.remark(remark)
        if self.corrected:
            self._draft.remark(f"（有 {self.corrected} 处与原文不符，已改为原文或删去。）")
        self._draft.pieces.append("\n")
        self._draft.remark(label)
        return replace(
            self._draft.answer(plain.status, self._question), model=use, related=plain.related
        )


def _ended(sentence: ModelSentence) -> str:
    return f"{sentence.text}{sentence.stop.strip()}"


def _bare(span: Span, start: int, end: int) -> tuple[int, int]:
    text = span.document.text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _words(span: Span) -> str:
    return span.document.text[span.start : span.end]


def _likeness(one: str, other: str) -> float:
    """Share of the pairs of neighbouring characters of one text that another has, 0 to 1."""
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) / len(pairs) if pairs else 0.0


def _overlap(span: Span, citation: Citation) -> bool:
    same = span.document.identifier == citation.document
    return same and span.start < citation.end and citation.start < span.end
