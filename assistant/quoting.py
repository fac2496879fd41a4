"""Sentences of the clauses as they stand: quoted with what introduces them and what they introduce."""

import re
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.citations import Draft, cite, ended
from assistant.declining import is_cut_off
from assistant.duties import say_office
from assistant.evidence import Sentence
from assistant.lexicon import official_words, tagged_words
from assistant.library import Library
from assistant.parts import list_items
from assistant.question import Question
from assistant.table_cells import say_row
from documents.document import ClauseKind
from documents.items import inline_items
from documents.markers import read_marker
from documents.regular_expressions import regex
from documents.responsibilities import departments_titled
from documents.tables import Row, table_rows

_FIRST_INLINE = regex(r"[:：]\s*(?:[(（][1１一][)）]|1[.．]|①|一是)")
_INLINE_LIST = regex(r"(?:下列|以下|如下)[^。；;]{0,12}[:：](?!\n)[^。]+[；;]$")
_FURTHER = regex(r"(?:还|另|同时)(?:应当?|需|须|要)(?!求)|另(?:行)?(?:提[交供]|附)")
AS_IT_STANDS = "原文的表述是："
_EITHER = "与所问相近的条款不止一条，请对照。"
_SHORT_ENOUGH = 220
_PAIR = 2
_LIST_ASKED = regex(
    r"哪些|哪几|哪[一二两三四五六七八九十]|几(?:个)?(?:方面|项|条|点|类|种)|有(?:什么|啥)|列出|包括(?:什么|啥)"
)
_AMOUNT = regex(r"元|%|％|‰|[一二三四五六七八九两]成|百分之")
_HOPES_FOR_MONEY = regex(
    r"(?:有|什么|哪些|啥|多少)[^,，。？?]{0,6}(?:补贴|补助|奖励|资助|优惠|好处|扶持)|(?:补贴|补助|奖励|资助|优惠|好处|扶持资金)(?:多少|有哪|有多|[吗没么]|[?？])|给钱|发钱"
)


def say_sentence(draft: Draft, sentence: Sentence) -> None:
    """Say a sentence whole, ended by a full stop; the row of a table in words."""
    row = _row_at(sentence)
    if row is not None:
        say_row(draft, row)
        return
    quote = cite(sentence.document, sentence.clause, sentence.start, sentence.end)
    draft.say(ended(quote.quote), quote)


def quote_sentences(
    sentences: list[Sentence], question: Question, library: Library, *, named: bool = False
) -> Answer:
    """Sentences as they stand, clause by clause, with the office to go to where that is wanted.

    Clauses are named where there are several or the title tells who acts, or always where they are to be `named`.
    """
    if _LIST_ASKED.search(question.plain) and not question.yes_no:
        sentences = _whole_lists(_with_what_is_added_to(sentences, library))
    draft = Draft()
    if question.yes_no and not question.advice:
        draft.remark(AS_IT_STANDS)
    groups: dict[tuple[str, int], list[Sentence]] = {}
    for sentence in sentences:
        key = (sentence.document.identifier, sentence.clause.position)
        groups.setdefault(key, []).append(sentence)
    for found in groups.values():
        group = [sentence for sentence in found if not _is_said(sentence, draft)]
        if not group:  # all of it is listed behind the line above it
            continue
        if named or len(groups) > 1 or departments_titled(group[0].clause):
            clause = group[0].clause
            name = " ".join(part for part in (clause.number, clause.title) if part)
            draft.remark(f"{chr(10) if draft.citations else ''}{name}：")
        _say_group(draft, group, library)
        if question.advice or question.wants_lead:
            say_office(draft, group, library)
    hopes = _HOPES_FOR_MONEY.search(question.plain) is not None
    if hopes and not any(_AMOUNT.search(citation.quote) for citation in draft.citations):
        draft.remark("所引条款没有写明金额。")
    return draft.answer(Status.ANSWERED, question.plain)


def quote_either(
    told: list[Sentence], rival: list[Sentence], question: Question, library: Library
) -> Answer:
    """Sentences of one clause and of another that comes about as near: the reader sees that it may be either."""
    both = quote_sentences([*told, *rival], question, library)
    text = f"{_EITHER}\n{both.text}"
    return replace(both, status=Status.PARTIAL, text=text, remarks=(_EITHER, *both.remarks))


def _say_group(draft: Draft, group: list[Sentence], library: Library) -> None:
    """Say sentences of one clause with the lines above them and the items below, each once."""
    for sentence in _with_stems(group):
        if not _is_said(sentence, draft) and not _is_heads(sentence, group):
            _say_sentence(draft, sentence)
            if sentence in group:
                _say_items(draft, sentence, library)


def _is_said(sentence: Sentence, draft: Draft) -> bool:
    """Whether a sentence stands inside a quote that is said already, as an item behind its line."""
    return any(
        citation.document == sentence.document.identifier
        and citation.position == sentence.clause.position
        and citation.start < sentence.start
        and sentence.end <= citation.end + 1
        for citation in draft.citations
    )


def _say_sentence(draft: Draft, sentence: Sentence) -> None:
    """Say a sentence with its citation, the row of a table in words."""
    row = _row_at(sentence)
    if row is not None:
        say_row(draft, row)
        return
    quote = cite(sentence.document, sentence.clause, sentence.start, _end_of_items(sentence))
    words = quote.quote.rstrip("；;，,")
    if is_cut_off(sentence.document, sentence.clause, quote.end):
        draft.say(words, quote)
        draft.remark("（现有的原文文本在此处中断）")
        return
    if not words.endswith(("：", ":")):
        draft.say(ended(words), quote)
        return
    draft.say(words, quote)


def _row_at(sentence: Sentence) -> Row | None:
    """The row of a table of three columns or more that a sentence is, if it is one."""
    rows = table_rows(sentence.document, sentence.clause) if "\t" in sentence.text else ()
    found = next((row for row in rows if row.start <= sentence.start < row.end), None)
    return found if found is not None and len(found.cells) > _PAIR else None


def _is_heads(sentence: Sentence, group: list[Sentence]) -> bool:
    """Whether a sentence is the line that heads the columns of rows that are said in words beside it."""
    rows = (_row_at(other) for other in group) if "\t" in sentence.text else ()
    return any(row is not None and row.head[0] <= sentence.start < row.head[1] for row in rows)


def _say_items(draft: Draft, sentence: Sentence, library: Library) -> None:
    """Say the items behind a colon, and what a paragraph behind them adds: …的，还应当提交…."""
    document, clause = sentence.document, sentence.clause
    if not sentence.text.rstrip("；;，, \n").endswith(("：", ":")):
        return
    list_items(draft, document, clause)
    for paragraph in document.children(clause):
        if paragraph.kind is ClauseKind.PARAGRAPH:
            for start, end in library.sentence_spans(document, paragraph):
                if _FURTHER.search(document.text[start:end]):
                    draft.say(
                        f"\n{document.text[start:end]}", cite(document, paragraph, start, end)
                    )


def to_full_stops(chosen: list[Sentence], library: Library) -> list[Sentence]:
    """Sentences in reading order, each with what follows it behind a semicolon, where that is short.

    What is ordered comes before the semicolon, what happens otherwise behind it; a next item of a
    list (一是…；二是…) is something else.
    """
    whole = sorted(chosen, key=lambda sentence: sentence.start)
    length = sum(len(sentence.text) for sentence in whole)
    clause = whole[0].clause
    items = {clause.start + i.start for each in inline_items(clause.text) for i in each}
    for start, end in library.sentence_spans(whole[0].document, whole[0].clause):
        last = max(whole, key=lambda sentence: sentence.end)
        follows = (
            start >= last.end and start not in items and last.text.rstrip().endswith(("；", ";"))
        )
        if follows and last.clause == whole[0].clause and length + end - start <= _SHORT_ENOUGH:
            whole.append(replace(last, start=start, end=end))
            length += end - start
    return whole


def stem_above(sentence: Sentence) -> Sentence | None:
    """The line that introduces the items of which a sentence is one, or None; a later 款 is none."""
    if sentence.clause.kind is ClauseKind.PARAGRAPH:
        return None
    above = sentence.document.parent(sentence.clause)
    stem = sentence.document.stem(above) if above and not sentence.clause.title else ""
    if above is None or not stem:
        return None
    return replace(sentence, clause=above, start=above.end - len(stem), end=above.end)


def is_told_apart(question: Question, sentence: Sentence) -> bool:
    """Whether a question names what tells an item of a list from those beside it, or there are none."""
    above = sentence.document.parent(sentence.clause)
    children = sentence.document.children(above) if above else []
    beside = [child for child in children if child.kind is ClauseKind.NUMBERED]
    words = [word for word, _ in tagged_words(question.plain) if len(word) > 1]
    words += [o for word in words for o in official_words(word)]
    return any(
        word in sentence.clause.text and not all(word in each.text for each in beside)
        for word in words
    )


def _with_what_is_added_to(sentences: list[Sentence], library: Library) -> list[Sentence]:
    """Sentences, one that adds to the one before it (…的，还应当提供…) with that one."""
    whole: list[Sentence] = []
    for sentence in sentences:
        added = [sentence]
        spans = library.sentence_spans(sentence.document, sentence.clause)
        for start, end in reversed([span for span in spans if span[1] <= sentence.start]):
            if not _FURTHER.search(added[0].text):
                break
            added.insert(0, replace(sentence, start=start, end=end))
        whole += added
    return list(dict.fromkeys(whole))


def _whole_lists(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences that lead to items counted inside their paragraph (一是…二是…), with all of these."""
    whole = [_with_list(sentence) for sentence in sentences]
    return [each for each in whole if not any(_is_inside(each, other) for other in whole)]


def _with_list(sentence: Sentence) -> Sentence:
    clause, text = sentence.clause, sentence.document.text
    for items in inline_items(clause.text):
        first, end = clause.start + items[0].start, clause.start + items[-1].end
        if sentence.start < first <= sentence.end + 1:
            mark = text[end : end + 1]
            return replace(sentence, end=end + 1 if mark and mark in "。！？；;" else end)
    return sentence


def _is_inside(sentence: Sentence, other: Sentence) -> bool:
    """Whether a sentence is a part of another that is longer."""
    return (
        sentence.document is other.document
        and other.start <= sentence.start
        and sentence.end <= other.end
        and (sentence.start, sentence.end) != (other.start, other.end)
    )


def _with_stems(sentences: list[Sentence]) -> list[Sentence]:
    """Items preceded by the line that introduces them, once; alone they say half."""
    whole: list[Sentence] = []
    for sentence in sentences:
        stem = stem_above(sentence)
        if stem is not None and stem not in whole:
            whole.append(stem)
        whole.append(sentence)
    return whole


def _full_stop(text: str, begin: int, end: int) -> int:
    """Behind the next full stop, or at the end."""
    stop = text.find("。", begin, end)
    return stop + 1 if stop >= 0 else end


def _end_of_items(sentence: Sentence) -> int:
    """Where the numbered lines end that follow a sentence with a colon inside its clause."""
    text, clause = sentence.document.text, sentence.clause
    end = sentence.end
    if _FIRST_INLINE.search(sentence.text) and not sentence.text.rstrip().endswith("。"):
        return _full_stop(text, end, clause.end)
    if _INLINE_LIST.search(sentence.text):
        return _full_stop(text, end, clause.end)
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
