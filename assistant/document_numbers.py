"""Numbers of documents in questions, as people type them: 景政发[2024]9号, 景政发2024年9号, 景政发9号.

Looks at the heads of documents alone.
"""

import re
from collections.abc import Callable, Iterable

from documents.document_head import Headed
from documents.regular_expressions import regex

_NO_NUMBER = r"(?!线|楼|门|院|路|机|库|仓|桩|站|窗|之?[前后]|起|至|到)"
_TYPED = regex(
    r"(?P<body>[\u4e00-\u9fff]{1,11}[发办字函规文通告知令政民])\s*"
    rf"(?:[〔\[(【]?\s*(?P<year>(?:19|20)\d\d)\s*[〕\])】]?年?)?\s*第?(?P<at>\d{{1,4}})号{_NO_NUMBER}"
)
_WHOLE = regex(
    r"(?P<body>[\u4e00-\u9fff]{2,10})[〔\[(【]\s*(?P<year>(?:19|20)\d\d)\s*[〕\])】]\s*第?(?P<at>\d{1,4})号"
)
_PRINTED = regex(r"(?P<body>.+?)[〔\[(【]\s*(?P<year>\d{4})\s*[〕\])】]\s*第?(?P<at>\d{1,4})号")
_BEFORE = regex(
    r"^.*(?:根据|按照?|依照|依据|请问|查一?下|关于|文号是?|[和与跟及对在看问比据的,，:：])(?=[\u4e00-\u9fff]{2})"
)


def as_printed(question: str, heads: Iterable[Headed]) -> str:
    """A normalised question with the loosely typed numbers of loaded documents as these print them.

    One without its year is a document's where no other has the same letters and number.
    """
    if not _TYPED.search(question):
        return question
    known = [(head.number, found) for head in heads if (found := _PRINTED.match(head.number))]

    def printed(typed: re.Match[str]) -> str:
        fitting = {
            number: own["body"]
            for number, own in known
            if typed["body"].endswith(own["body"])
            and typed["at"] == own["at"]
            and typed["year"] in (None, own["year"])
        }
        if len(fitting) != 1:
            return typed[0]
        number, body = next(iter(fitting.items()))
        return f"{typed['body'].removesuffix(body)}{number}"

    return _TYPED.sub(printed, question)


def number_not_loaded(question: str, heads: Iterable[Headed], holds: Callable[[str], bool]) -> str:
    """A number of a document in a normalised question that no loaded one has or mentions, or ''."""
    asked = list(_WHOLE.finditer(question))
    if not asked:
        return ""
    known = [found for head in heads if (found := _PRINTED.match(head.number))]
    for typed in asked:
        ends = f"〔{typed['year']}〕{typed['at']}号"
        loaded = any(
            typed["body"].endswith(own["body"])
            and (typed["year"], typed["at"]) == (own["year"], own["at"])
            for own in known
        )
        body = _BEFORE.sub("", typed["body"])
        if not loaded and not holds(body + ends):
            return body + ends
    return ""
