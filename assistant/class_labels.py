"""What a text says of one class of several that it tells by letters: A类, 乙级.

A question that names a class in, the item or the sentence of that class out: who belongs to it, or what it gets.
"""

from collections.abc import Iterator

from assistant import cues
from assistant.answer import Answer
from assistant.evidence import Evidence, Sentence
from assistant.lexicon import content_words
from assistant.library import Library
from assistant.question import Intent, Question
from assistant.quoting import quote_sentences
from documents.document import Clause, Document
from documents.regular_expressions import regex

_WHO = regex(
    r"(?:是|有|包括|包含|指|算|为)(?:的是)?(?:哪些|哪类|什么样?的?|啥样?的?)(?:人|企业|单位|项目)|(?:指的?是?|是)(?:谁|什么|哪些)[?？]?$|"
    r"哪(?:些|类)[^,，。]{0,6}(?:属于|算|是|归|划为|列入)|是指|(?:怎么|如何)(?:界定|划分|定义)|什么(?:样的)?人"
)
_DEFINES = r"(?:[一-鿿]{0,4}?)(?:为|是指|是|指|包括|：|:)"
_ON_TOPIC = 0.8


def answer_class(question: Question, evidence: Evidence) -> Answer | None:
    """What the text says of the only class that a question names; None where it says nothing that fits."""
    labels = list(dict.fromkeys(found[0] for found in cues.CLASS_LABEL.finditer(question.plain)))
    case = question.advice or question.claims or cues.FIRST_PERSON.search(question.plain)
    if not labels or case or question.yes_no or question.reference or question.asks > 1:
        return None
    library = evidence.library
    told = [
        (document, clause, sentence)
        for document, clause, sentence in _sentences_with(labels, library)
        if "\t" not in sentence.text
    ]
    if _WHO.search(question.plain):
        defining = [s for _, c, s in told if len(labels) == 1 and _defines(labels[0], c, s)]
        return quote_sentences(defining[:1], question, library) if defining else None
    if question.intent not in (Intent.FIGURE, Intent.TIME, Intent.LIST, Intent.OPEN):
        return None
    topic = [
        word for word in content_words(cues.CLASS_LABEL.sub(" ", question.plain)) if len(word) > 1
    ]
    topic = [word for word in topic if library.holds(word)]
    fits = [(_share(topic, document, clause), _held(topic, s), s) for document, clause, s in told]
    most, own = max(((fit, held) for fit, held, _ in fits), default=(0.0, 0))
    best = [sentence for fit, held, sentence in fits if (fit, held) == (most, own)]
    clauses = {(s.document.identifier, s.clause.position) for s in best}
    nearest = next((s for s in evidence.sentences if all(x in s.text for x in labels)), None)
    if (
        nearest is not None
        and (nearest.document.identifier, nearest.clause.position) not in clauses
    ):
        return None  # another clause on that class comes nearer to the question
    if not topic or most < _ON_TOPIC or len(clauses) != 1 or not _sets_apart(best[0]):
        return None
    if not any(_begins(label, sentence) for label in labels for sentence in best):
        return None  # 位于一类区块的A类企业: what only some of the class get
    return quote_sentences(best, question, library)


def _sentences_with(
    labels: list[str], library: Library
) -> Iterator[tuple[Document, Clause, Sentence]]:
    """The sentences that name all of some classes, and those of items that a class is the title of."""
    for document in library.documents.values():
        for clause in document.clauses:
            for start, end in library.sentence_spans(document, clause):
                told = f"{clause.title} {document.text[start:end]}"
                if all(label in told for label in labels):
                    yield document, clause, Sentence(document, clause, start, end, 1.0, 1.0)


def _defines(label: str, clause: Clause, sentence: Sentence) -> bool:
    """Whether a sentence says who belongs to a class: in the item of that title, or by 为, 是指."""
    titled = clause.title.startswith(label)
    return titled or regex(rf"{label}{_DEFINES}").search(sentence.text) is not None


def _begins(label: str, sentence: Sentence) -> bool:
    """Whether a sentence, or the title of its clause, begins with a class."""
    begin = regex(
        rf"[(（]?[一二三四五六七八九十\d]*[)）、.．]?(?:对|凡|被?评[为定]|认定为)?{label}"
    )
    return any(begin.match(text) for text in (sentence.clause.title, sentence.text.lstrip()))


def _share(topic: list[str], document: Document, clause: Clause) -> float:
    """Which share of the words of a topic a clause has with its headings."""
    around = f"{' '.join(document.heading_path(clause))} {clause.text}"
    return sum(word in around for word in topic) / len(topic) if topic else 0.0


def _held(topic: list[str], sentence: Sentence) -> int:
    """How many words of a topic a sentence has itself."""
    return sum(word in sentence.text for word in topic)


def _sets_apart(sentence: Sentence) -> bool:
    """Whether the document of a sentence speaks of several classes."""
    return len({found[0] for found in cues.CLASS_LABEL.finditer(sentence.document.text)}) > 1
