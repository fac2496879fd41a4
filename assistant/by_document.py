"""Answers from several documents put together, one part a document; and such parts told apart again.

Knows the form of an answer, not how it was found.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answer import AI_LABEL, Answer, Citation, Status, label_last, without_label
from assistant.several import joined_use, renumbered
from documents.document_head import Headed
from documents.regular_expressions import regex

_WRAPPED = regex(r"(?:印发|转发|发布|公布|批转)《?([^《》]{6,}?)》?(?:的通知|的公告|的决定)$")
_REMARK = regex(
    r"^（(?:注意：|另有较早的版本|最接近的文件是|据《|该文件已由《)[^\n]*$", re.MULTILINE
)
_COUNT = regex(r"共 (\d+) 条")
_HEADING = regex(r"^《([^《》\n]+)》(?:\(([^()\n]+)\)|（([^（）\n]+)）)?：$", re.MULTILINE)


def shown_name(document: Headed) -> str:
    """How an answer names a document: the title of what it carries in 《》, with its number."""
    return _shown(document.title, document.number)


@lru_cache(maxsize=65536)
def _shown(title: str, number: str) -> str:
    name = in_book_marks(carried_title(title))
    return f"{name}（{number}）" if number else name


def carried_title(title: str) -> str:
    """The title of what a notice carries, as that is printed; of others their own."""
    wrapped = _WRAPPED.search(title)
    return wrapped[1] if wrapped else title


def in_book_marks(title: str) -> str:
    """A title in 《》, with those inside it as 〈〉: 《〈某办法〉政策解读》."""
    enclosed = title.startswith("《") and title.find("》") in (len(title) - 1, -1)
    bare = title.strip("《》") if enclosed else title
    return f"《{bare.replace('《', '〈').replace('》', '〉')}》"


def joined_by_document(answers: Sequence[tuple[Headed, Answer]], asked: str) -> Answer:
    """One answer with a part for each document under its name, citations counted on.

    It is partial where a document declines, and declined where all do.
    """
    citations: list[Citation] = []
    parts: list[str] = []
    remarks: list[str] = []
    for document, answer in answers:
        citations.extend(each for each in answer.citations if each not in citations)
        heading = f"{shown_name(document)}："
        parts.append(f"{heading}\n{without_label(renumbered(answer, citations)).strip()}")
        remarks.extend((heading, *(each for each in answer.remarks if each != AI_LABEL)))
    given = [answer for _, answer in answers]
    counts = [_COUNT.findall(answer.text) for answer in given]
    if all(len(found) == 1 for found in counts):
        total = sum(int(found[0]) for found in counts)
        parts.append(f"以上 {len(given)} 份文件合计，共 {total} 条。")
        remarks.append(parts[-1])
    use = joined_use([answer.model for answer in given if answer.model])
    if use and use.phrased:
        parts.append(AI_LABEL)
        remarks.append(AI_LABEL)
    return Answer(
        text="\n\n".join(parts),
        status=_joint_status([answer.status for answer in given]),
        citations=tuple(citations),
        resolved_question=asked,
        related=tuple(each for answer in given for each in answer.related),
        remarks=tuple(remarks),
        model=use,
    )


def _joint_status(statuses: Sequence[Status]) -> Status:
    if all(status is Status.ANSWERED for status in statuses):
        return Status.ANSWERED
    if all(status.refused for status in statuses):
        return statuses[0]
    return Status.PARTIAL


def with_remarks(answer: Answer, remarks: Iterable[str]) -> Answer:
    """An answer with remarks of ours behind it, each on a line of its own, before a label."""
    for remark in remarks:
        text = f"{answer.text.rstrip()}\n{remark}"
        answer = replace(answer, text=text, remarks=(*answer.remarks, remark))
    return label_last(answer)


def documents_of(documents: Iterable[Headed], text: str) -> list[Headed]:
    """The documents that an answer gives a part to, or says that it rests on."""
    lines = set(text.split("\n"))
    return [
        document
        for document in documents
        if lines & {f"{shown_name(document)}：", source_remark(document)}
    ]


def source_remark(document: Headed) -> str:
    """Says which document an answer rests on."""
    return f"（据{shown_name(document)}）"


def without_remarks(text: str) -> str:
    """The text of an answer without the remarks on the documents that it rests on."""
    return _REMARK.sub("", text).strip()


def part_of(document: Headed, text: str) -> str:
    """What an answer put together says under the name of a document; all of it where none is."""
    headings = list(_HEADING.finditer(text))
    for at, heading in enumerate(headings):
        if f"{shown_name(document)}：" == heading[0]:
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
            return text[heading.end() : end].strip()
    return text
