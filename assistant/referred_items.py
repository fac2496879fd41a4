"""The items that a quoted rule only refers to: 有前款第一项、第二项情形的, 违反第八条第一项规定的.

An answer in, the same with the words of those items where its question asks which acts or conditions out.
"""

from collections.abc import Iterator

from assistant.answer import Answer, Citation
from assistant.citations import Draft, cite
from assistant.lexicon import content_words
from assistant.question import Question
from assistant.several import join_answers
from documents.document import Clause, Document
from documents.numerals import CHINESE_NUMERAL
from documents.regular_expressions import regex

_WHICH = regex(
    r"(?:哪(?:些|几)|什么|啥)[^,，。?？]{0,8}(?:行为|情形|情况|条件|限制|义务|事|违规|违法)|哪些[^,，。?？]{0,12}[罚警处]"
)
_REFERS = regex(
    rf"(?<!》)(?:第(?P<article>{CHINESE_NUMERAL}|\d+)条(?:第{CHINESE_NUMERAL}款)?|(?P<before>前款|本条第{CHINESE_NUMERAL}款|上款))(?P<items>(?:[、和或]?第{CHINESE_NUMERAL}项)+)"
)
_ITEM = regex(rf"第({CHINESE_NUMERAL})项")
_MOST = 0.7
_TOLD = "所指的各项："


def with_referred_items(question: Question, answer: Answer, document: Document) -> Answer:
    """An answer with the items that its quotes refer to by number, where its question asks which they are."""
    if answer.status.refused or question.yes_no or not _WHICH.search(question.plain):
        return answer
    quoted = {citation.position for citation in answer.citations}
    items = {
        item.position: item
        for citation in answer.citations
        if citation.document == document.identifier
        for item in _items_of(citation, document)
        if item.position not in quoted and not _tells(citation.quote, item)
    }
    if not items:
        return answer
    draft = Draft()
    draft.remark(_TOLD)
    for item in items.values():
        quote = cite(document, item, item.start, item.end)
        draft.say(f"\n{quote.quote}", quote)
    beside = draft.answer(answer.status, question.plain)
    return join_answers([answer, beside], answer.resolved_question)


def _tells(quote: str, item: Clause) -> bool:
    """Whether a quote says most of an item itself: 违反…第四项规定，在室内为电动自行车充电的."""
    words = content_words(item.text)
    return bool(words) and sum(word in quote for word in words) >= _MOST * len(words)


def _items_of(citation: Citation, document: Document) -> Iterator[Clause]:
    """The items that a quote refers to; 前款 is the article above, of which the quote is a later paragraph."""
    clause = document.clauses[citation.position]
    above = document.parent(clause)
    for found in _REFERS.finditer(citation.quote):
        article = f"第{found['article']}条" if found["article"] else above.number if above else ""
        for item in _ITEM.findall(found["items"]):
            target = document.find(f"{article}({item})")
            if target is not None:
                yield target
